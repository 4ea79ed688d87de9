from odoo import SUPERUSER_ID, api

# Who writes to the participants, as it was shipped: what an authority wrote itself
# stays.
SHIPPED = {
    "mail_template_session_invitation": (
        "{{ (object.event_id.user_id.email_formatted or user.email_formatted or '') }}",
        "{{ object._get_session_sender() }}",
    ),
    "mail_template_session_thanks": (
        "{{ (object.session_id.user_id.email_formatted or "
        "object.company_id.email_formatted or user.email_formatted or '') }}",
        "{{ object.session_id._get_sender() }}",
    ),
}


def migrate(cr, version):
    """What was planned before is known to its guests as it stands; what they are sent
    leaves in the name of somebody who is still there; the ledger knows the session of
    each message. Nobody is written to."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        UPDATE plpdma_session
           SET told_date_start = date_start, told_date_stop = date_stop,
               told_location = location
         WHERE state = 'planned' AND format != 'public'
           AND calendar_event_id IS NOT NULL AND told_date_start IS NULL
        """
    )
    cr.execute(
        """
        UPDATE plpdma_delivery line
           SET session_id = participation.session_id
          FROM plpdma_participation participation
         WHERE participation.id = line.participation_id AND line.session_id IS NULL
        """
    )
    env.invalidate_all()
    for name, (shipped, sender) in SHIPPED.items():
        template = env.ref(f"plpdma_concertation.{name}", raise_if_not_found=False)
        if template and template.email_from == shipped:
            template.email_from = sender
