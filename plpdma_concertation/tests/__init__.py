from .tools import (
    test_import_tools,
    test_mail_letters,
    test_mail_machines,
    test_mail_tools,
    test_passages,
    test_personal_data,
    test_tools,
)
from .shared import (
    test_house,
    test_conflict,
    test_earned,
    test_import,
    test_import_cases,
    test_import_cells,
    test_import_updates,
    test_thread,
)
from .platform import (
    test_controllers,
    test_odoo_hooks,
    test_settings,
    test_translation,
)
from .catalogue import test_catalogues
from .program import test_facilitator, test_mandate, test_notice, test_program
from .actor import test_body_stakeholder, test_partner, test_service
from .session import (
    test_advice,
    test_facilitation,
    test_feedback,
    test_method,
    test_proxy,
    test_session,
    test_session_change,
    test_session_delivery,
    test_session_forgotten,
    test_session_messages,
    test_session_moment,
)
from .contribution import (
    test_contribution,
    test_contribution_received,
    test_mail_calendar,
    test_mail_faults,
    test_mail_forward,
    test_mail_gate,
    test_mail_generated,
    test_mail_intake,
    test_mail_path,
    test_mail_senders,
    test_mail_sink,
    test_mail_transcription,
    test_moderation,
    test_privacy,
    test_reminder,
    test_split,
    test_split_screen,
)
from .response import (
    test_arbitration,
    test_co_authors,
    test_delivery,
    test_delivery_adopted,
    test_delivery_again,
    test_delivery_any_order,
    test_delivery_together,
    test_delivery_dialog,
    test_delivery_receipt,
    test_letter_delivery,
    test_letters_migration,
    test_response,
    test_split_answer,
    test_split_sequences,
    test_wizards,
)
from .outcome import test_adaptation, test_commitment
from .procedure import test_milestone
from .overview import test_elected_home, test_figures, test_performance, test_tours
from .export import (
    test_documents,
    test_export,
    test_export_job,
    test_export_log,
    test_export_rows,
)
from .public import (
    test_accessibility,
    test_form_again,
    test_public,
    test_public_security,
    test_receipt_limit,
    test_receipt_unwritten,
    test_remote_sources,
    test_strangers,
)
from .links import test_attendance, test_reply
from .portal import test_portal, test_portal_participant, test_portal_tours
from .access import (
    test_access,
    test_access_rpc,
    test_doors,
    test_leaks,
    test_link_doors,
    test_method_doors,
    test_page_doors,
    test_profile_tours,
    test_profile_views,
    test_rule_names,
    test_shipped_rules,
)
