import logging

from odoo import SUPERUSER_ID, api

from odoo.addons.plpdma_concertation.tools.template_marks import issue_again

_logger = logging.getLogger(__name__)

TEMPLATE = "plpdma_concertation.mail_template_receipt"
DATA = "plpdma_concertation/data/mail_template_data.xml"
CALL = "_describe_acknowledgement"
# The bodies that earlier versions shipped, in English and in French.
BODIES = {
    "181fbc710ecd55cf",
    "d3e5d5ce41cb9ad9",
    "3fc03f9e8105e672",
    "25747dc178520e87",
}


def migrate(cr, version):
    """The receipt says all that an acknowledgement holds, where it is as it was
    shipped; one that the authority adapted stays as it is, and the log says so. What
    came by the public form has the instant of its reception, which our server noted.
    Nothing is sent."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    issue_receipt_again(env)
    note_instants(env)


def issue_receipt_again(env):
    """Write the body of the data file; the translations are read again afterwards."""
    if not issue_again(env, TEMPLATE, DATA, BODIES, CALL):
        _logger.warning(
            "The e-mail template “%s” was adapted: the update leaves it as it is. To "
            "say all that an acknowledgement holds, it calls "
            "object._describe_acknowledgement().",
            env.ref(TEMPLATE).name,
        )


def note_instants(env):
    """Where its day is that of the reception, the instant at which the form was
    received is that of the record; its points have it too."""
    contributions = env["plpdma.contribution"].with_context(active_test=False)
    for company_id, timezone in env["res.company"]._plpdma_get_timezones().items():
        env.cr.execute(
            """
            UPDATE plpdma_contribution
               SET received_at = date_trunc('second', create_date)
             WHERE channel = 'web' AND submission_key IS NOT NULL
               AND received_at IS NULL AND company_id = %s
               AND (create_date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date
                   = date_received
         RETURNING id
            """,
            [company_id, timezone],
        )
        ids = [row[0] for row in env.cr.fetchall()]
        env.cr.execute(
            """
            UPDATE plpdma_contribution part
               SET received_at = whole.received_at
              FROM plpdma_contribution whole
             WHERE whole.id = part.whole_id AND whole.id = ANY(%s)
         RETURNING part.id
            """,
            [ids],
        )
        ids += [row[0] for row in env.cr.fetchall()]
        env.invalidate_all()
        env.add_to_compute(contributions._fields["is_late"], contributions.browse(ids))
    env.flush_all()
