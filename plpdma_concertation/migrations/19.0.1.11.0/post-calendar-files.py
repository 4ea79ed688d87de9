def migrate(cr, version):
    """The files of the guests' calendars hung on the entry of the session, which all
    colleagues look at: each goes with the message to whom it was for."""
    cr.execute(
        """
        UPDATE ir_attachment
           SET res_model = 'mail.message', res_id = message.id
          FROM message_attachment_rel AS joined
          JOIN mail_message AS message ON message.id = joined.message_id
         WHERE joined.attachment_id = ir_attachment.id
           AND ir_attachment.res_model = 'calendar.event'
           AND ir_attachment.res_id = message.res_id
           AND message.model = 'calendar.event'
           AND message.message_type = 'user_notification'
           AND EXISTS (
                SELECT FROM plpdma_session
                 WHERE plpdma_session.calendar_event_id = message.res_id
           )
        """
    )
