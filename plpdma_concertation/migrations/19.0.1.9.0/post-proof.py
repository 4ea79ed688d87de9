def migrate(cr, version):
    """The files that left with a transmission are those of its message: they stay as
    they are from now on. Their fingerprints of that day are not known, and not made
    up."""
    cr.execute(
        """
        INSERT INTO plpdma_delivery_attached_rel (delivery_id, attachment_id)
             SELECT line.id, file.attachment_id
               FROM plpdma_delivery line
               JOIN message_attachment_rel file
                 ON file.message_id = line.mail_message_id
              WHERE line.purpose = 'transmission' AND line.state != 'failed'
        ON CONFLICT DO NOTHING
        """
    )
