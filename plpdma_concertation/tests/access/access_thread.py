"""The fields that a discussion brings to a model."""

# On each model whose discussion is kept among the staff.
THREAD_FIELDS = {
    "activity_calendar_event_id",
    "activity_date_deadline",
    "activity_exception_decoration",
    "activity_exception_icon",
    "activity_ids",
    "activity_state",
    "activity_summary",
    "activity_type_icon",
    "activity_type_id",
    "activity_user_id",
    "has_message",
    "message_attachment_count",
    "message_follower_ids",
    "message_ids",
    "message_partner_ids",
    "my_activity_date_deadline",
}
