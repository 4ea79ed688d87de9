"""Who may do what: the table of rights, and that of the fields kept to some."""

from ...models.shared.plpdma_field_access_mixin import LOG_USERS
from .access_thread import THREAD_FIELDS
from .profiles import (
    COLUMNS,
    ELECTED,
    FACILITATORS,
    PROFILES,
    READERS,
    RUNNERS,
    STAFF,
    TEAM,
)
from .thread_fields import THREAD_FIELDS

# What each column may do with a record of its own programme, mandate or session.
RIGHTS = {
    "plpdma.program": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.body": ("r", "r", "rwc", "rwcu", ""),
    "plpdma.stakeholder": ("", "", "rwc", "rwcu", ""),
    "plpdma.session": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.participation": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.attendance": ("", "r", "rw", "rwu", ""),
    "plpdma.session.vote": ("r", "r", "rwcu", "rwcu", ""),
    "plpdma.session.ballot": ("r", "r", "rwcu", "rwcu", ""),
    "plpdma.question": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.session.agenda": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.session.document": ("r", "r", "rwcu", "rwcu", ""),
    "plpdma.contribution": ("r", "rc", "rwc", "rwcu", "r"),
    "plpdma.contribution.author": ("", "", "rwcu", "rwcu", ""),
    "plpdma.campaign": ("", "", "rwc", "rwcu", ""),
    "plpdma.response": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.role": ("r", "r", "r", "rwcu", "r"),
    "plpdma.college": ("r", "r", "r", "rwcu", ""),
    "plpdma.theme": ("r", "r", "r", "rwcu", "r"),
    "plpdma.territory": ("r", "r", "r", "rwcu", "r"),
    "plpdma.competitor.group": ("", "", "r", "rwcu", ""),
    "plpdma.refusal.reason": ("r", "", "r", "rwcu", ""),
    "plpdma.moderation.criterion": ("", "", "r", "rwcu", ""),
    "plpdma.purpose": ("r", "r", "r", "rwcu", ""),
    "plpdma.technique": ("r", "r", "r", "rwcu", ""),
    "plpdma.facilitator": ("", "", "rwc", "rwcu", ""),
    "plpdma.mandate": ("r", "", "r", "rwcu", ""),
    "plpdma.feedback": ("", "", "r", "r", ""),
    "plpdma.notice": ("r", "", "r", "r", ""),
    "plpdma.notice.receipt": ("", "", "rc", "rc", ""),
    "plpdma.service": ("", "", "rwc", "rwcu", ""),
    "plpdma.measure": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.commitment": ("r", "", "rwc", "rwcu", ""),
    "plpdma.adaptation": ("r", "", "rc", "rc", ""),
    "plpdma.milestone": ("r", "", "rwc", "rwcu", ""),
    "plpdma.seal": ("r", "", "r", "r", ""),
    "plpdma.seal.entry": ("", "", "r", "r", ""),
    "plpdma.milestone.recipient": ("r", "", "rwcu", "rwcu", ""),
    "plpdma.program.authority": ("r", "", "rwcu", "rwcu", ""),
    "plpdma.timeline": ("r", "r", "r", "r", ""),
    "plpdma.workload": ("", "", "r", "r", ""),
    "plpdma.export.log": ("", "", "", "r", ""),
    "plpdma.export.job": ("r", "", "r", "r", ""),
    "plpdma.likeness": ("", "", "", "", ""),
    "plpdma.rate.limit": ("", "", "", "", ""),
    "plpdma.delivery": ("", "", "r", "r", ""),
    "plpdma.theme.vocabulary": ("", "", "r", "r", ""),
}
# The dialogs; nobody reads those of somebody else.
TRANSIENT_RIGHTS = {
    "plpdma.anonymise": ("", "", "", "rwcu", ""),
    "plpdma.contribution.answered": ("", "", "rwcu", "rwcu", ""),
    "plpdma.contribution.assign": ("", "", "rwcu", "rwcu", ""),
    "plpdma.contribution.assign.theme": ("", "", "rwcu", "rwcu", ""),
    "plpdma.contribution.merge": ("", "", "rwcu", "rwcu", ""),
    "plpdma.export": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.person": ("", "", "", "rwcu", ""),
    "plpdma.response.arbitrate": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.response.choice": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.filing": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.send": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.return": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.response.takeover": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.feedback": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.invite": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.minutes": ("", "rwcu", "", "", ""),
    "plpdma.session.send": ("", "", "rwcu", "rwcu", ""),
}
# Who may export what they read.
EXPORTERS = {"elected", "agent", "manager"}
# What belongs to one person, by the field that names them.
PERSONAL = {"plpdma.mandate": "partner_id", "plpdma.export.job": "user_id"}
# What belongs to no authority: to a person, or to nobody.
WITHOUT_AUTHORITY = {"plpdma.export.job", "plpdma.likeness", "plpdma.rate.limit"}
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
WARNING_FIELDS = {"has_publication_warning", "publication_warning"}
# The other fields that not everybody who reads the record may know of.
RESTRICTED = {
    "calendar.event": {STAFF: {"plpdma_session_count", "plpdma_session_ids"}},
    "plpdma.adaptation": {STAFF: {"contribution_id", "stakeholder_id"}},
    "plpdma.attendance": {STAFF: {"date_anonymised", "signature"}},
    "plpdma.body": {STAFF: {"member_count", "sitting_count"}},
    "plpdma.commitment": {STAFF: {"response_id"}},
    "plpdma.contribution": {
        STAFF: {
            "answer_delivery_id",
            "author_name",
            "author_to_confirm",
            "author_words",
            "campaign_differences",
            "campaign_id",
            "co_author_again",
            "co_author_ids",
            "co_author_to_post",
            "contributor_city",
            "contributor_email",
            "contributor_name",
            "contributor_street",
            "contributor_zip",
            "cut_text",
            "date_anonymised",
            "date_assigned",
            "date_written",
            "delivery",
            "delivery_id",
            "delivery_ids",
            "delivery_reason",
            "delivery_response_id",
            "duplicate_count",
            "duplicate_ids",
            "duplicate_of_id",
            "file_text",
            "follow_consent",
            "forwarded_by_id",
            "intake_error",
            "internal_note",
            "is_closed_by_point",
            "is_possible_duplicate",
            "is_publishable",
            "letter_may_leave",
            "mandate_ids",
            "message_key",
            "moderation_criterion_id",
            "moderation_reason",
            "name_consent",
            "opening_agreement",
            "part_count",
            "part_ids",
            "partner_id",
            "personal_addition",
            "proposed_campaign_id",
            "previous_user_id",
            "proposed_email",
            "proposed_name",
            "quote_start",
            "quote_stop",
            "receipt_id",
            "receipt_lost",
            "receipt_outdated",
            "receipt_reason",
            "receipt_tells_appeal",
            "received_digest",
            "response_id",
            "response_state",
            "said_alone",
            "set_aside",
            "similar_count",
            "stakeholder_id",
            "submission_digest",
            "submission_key",
            "suggested_theme_ids",
            "theme_proposals",
            "transcription",
            "uncovered_percent",
            "waits_for",
            "whole_id",
            "twin_id",
        },
        TEAM: {"user_id"},
        READERS: {
            "decision",
            "made_a_change",
            "response_date_sent",
            "response_effect",
            "response_motivation",
            "response_change",
            "response_name",
            "response_published",
            "response_refusal_reason_id",
            "response_review_date",
            "sent_response_id",
        },
        ELECTED: {"is_in_my_mandate"},
        FACILITATORS: {"participation_id"},
    },
    "plpdma.export": {STAFF: {"with_actors", "with_personal_data"}},
    "plpdma.facilitator": {STAFF: {"has_warnings", "warnings"}},
    "plpdma.measure": {
        STAFF: {
            "contribution_ids",
            "mandate_ids",
            "news_count",
            "pilot_id",
            "response_ids",
        },
        TEAM: {
            "contribution_count",
            "response_count",
            "session_count",
            "session_ids",
            "user_id",
        },
        READERS: {"commitment_count", "commitment_ids"},
        ELECTED: {"is_in_my_mandate"},
    },
    "plpdma.milestone": {STAFF: {"has_warnings", "warnings"}},
    "plpdma.milestone.recipient": {
        STAFF: {"delivery", "delivery_ids", "delivery_reason"}
    },
    "plpdma.notice": {STAFF: {"receipt_count", "receipt_ids"}},
    "plpdma.participation": {
        STAFF: {
            "date_thanked",
            "delivery",
            "delivery_id",
            "delivery_ids",
            "delivery_purpose",
            "delivery_reason",
            "email",
            "partner_id",
            "stand_in_email",
            "stand_in_name",
            "rsvp_set_aside",
            "told_sequence",
        }
    },
    "plpdma.program": {
        STAFF: {
            "campaign_count",
            "campaign_todo_count",
            "facilitation_charter",
            "facilitator_ids",
            "has_warnings",
            "mandate_ids",
            "pending_count",
            "to_post_count",
            "undelivered_count",
            "publication_preview",
            "service_count",
            "service_ids",
            "solicitation_limit",
            "stakeholder_count",
            "uncompared_count",
            "unheard_count",
            "untold_count",
            "warnings",
        },
        TEAM: {"manager_id"},
        READERS: {
            "adaptation_count",
            "adaptation_ids",
            "authority_ids",
            "commitment_count",
            "commitment_ids",
            "commitment_overdue_count",
            "last_cces_date",
            "milestone_ids",
            "milestone_todo_count",
            "next_milestone_id",
        },
        ELECTED: {"is_in_my_mandate"},
    },
    "plpdma.response": {
        STAFF: {
            "again_count",
            "answered_in_short",
            "commitment_count",
            "commitment_ids",
            "co_author_again_count",
            "delivery_contribution_ids",
            "has_warnings",
            "inspired_by_id",
            "is_in_force_for_all",
            "mandate_ids",
            "opposite_text",
            "to_post_count",
            "told_count",
            "waiting_count",
            "warnings",
        },
        TEAM: {"arbiter_id", "arbiter_office", "author_id", "validated_by_id"},
        READERS: {
            "arbitration_note",
            "inspired_difference",
            "return_reason",
            "told_contribution_ids",
        },
        ELECTED: {"is_in_my_mandate", "is_mine_to_arbitrate"},
    },
    "plpdma.session": {
        STAFF: {
            "advice",
            "advised_format",
            "calendar_sequence",
            "date_sequence",
            "calendar_uid",
            "change_to_tell",
            "change_to_tell_count",
            "deviates",
            "facilitation_summary",
            "feedback_count",
            "feedback_ids",
            "feedback_listening",
            "feedback_neutrality",
            "feedback_summary",
            "feedback_trust",
            "feedback_url",
            "format_justification",
            "has_warnings",
            "is_change_untold",
            "lost_message_count",
            "mandate_ids",
            "minutes",
            "sign_in_version",
            "solicitation_warning",
            "told_date_start",
            "told_date_stop",
            "told_location",
            "told_name",
            "unreachable_names",
            "untold_count",
            "untold_ids",
            "warnings",
        },
        RUNNERS: {"attendance_ids", "signature_count"},
        TEAM: {"user_id"},
        READERS: {
            "seal_text",
            "adaptation_count",
            "adaptation_ids",
            "commitment_count",
            "commitment_ids",
        },
        ELECTED: {"concerns_me", "i_take_part", "is_in_my_mandate"},
    },
    "plpdma.stakeholder": {
        STAFF: {
            "availability",
            "competitor_group_id",
            "constraints",
            "dependent_summary",
            "has_next_session",
            "influence",
            "interest",
            "interests",
            "is_solicited_enough",
            "needs",
            "next_session_id",
            "next_step",
            "next_step_format",
            "service_ids",
            "solicitation_count",
            "visit_priority",
            "way_of_working",
        },
    },
    "res.partner": {
        STAFF: {
            "plpdma_contribution_count",
            "plpdma_program_ids",
            "plpdma_response_count",
            "plpdma_role_ids",
            "plpdma_session_count",
            "plpdma_stakeholder_ids",
        }
    },
}


def get_rights(profile, model):
    """Letters of what the profile may do with the model."""
    rights = {**RIGHTS, **TRANSIENT_RIGHTS}[model]
    by_column = dict(zip(COLUMNS, rights, strict=True))
    return set().union(*(by_column[column] for column in PROFILES[profile]))


def get_thread_models(env):
    """Names of the models whose discussion is kept among the staff."""
    return set(env.registry.descendants(["plpdma.thread.mixin"], "_inherit"))


def get_guarded_models(env):
    """Names of the models that keep some fields to some."""
    return set(env.registry.descendants(["plpdma.field.access.mixin"], "_inherit"))


def get_restricted(model):
    """The restricted fields of a model: ``{field: columns that read it}``."""
    names = {
        name: columns
        for columns, fields_ in RESTRICTED.get(model._name, {}).items()
        for name in fields_
    }
    if model._name in get_thread_models(model.env):
        names.update(dict.fromkeys(THREAD_FIELDS, STAFF))
    if model._name in get_guarded_models(model.env):
        names.update(dict.fromkeys(LOG_USERS & model._fields.keys(), TEAM))
    names.update(dict.fromkeys(WARNING_FIELDS & model._fields.keys(), STAFF))
    return names
