import logging

from odoo import SUPERUSER_ID, api

_logger = logging.getLogger(__name__)
FAMILY = "partner_id.commercial_partner_id', '=', user.commercial_partner_id.id)"
SHOWN = (
    "('told_contribution_ids', 'any', [('confidentiality', '=', 'public'), "
    "('moderation', '=', 'accepted')])"
)
OWN = f"('contribution_ids.{FAMILY}, ('told_contribution_ids.{FAMILY}"
SENT = "('state', 'in', ('sent', 'superseded'))"
PUBLISHED = "('published', '=', True)"
# Each rule as it was shipped, and as it is now: they are kept from updates.
RULES = {
    "rule_response_facilitator": (f"[{PUBLISHED}]", f"[{PUBLISHED}, {SHOWN}]"),
    "rule_response_portal": (
        f"[{SENT}, '|', '|', {PUBLISHED}, {OWN}]",
        f"[{SENT}, '|', '|', '&', {PUBLISHED}, {SHOWN}, {OWN}]",
    ),
    "rule_contribution_portal": (
        f"[('{FAMILY}]",
        f"[('{FAMILY}, '|', ('confidentiality', '!=', 'staff'), "
        "('partner_id', 'in', [user.partner_id.id, user.commercial_partner_id.id])]",
    ),
}


def migrate(cr, version):
    """A published answer is read by others than its authors once something that it
    answers is published; what was confided to the staff is not read by the colleagues
    of who said it. A rule that the authority adapted stays as it is, and is named."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    for name, (shipped, wanted) in RULES.items():
        rule = env.ref(f"plpdma_concertation.{name}", raise_if_not_found=False)
        if rule and rule.domain_force == shipped:
            rule.domain_force = wanted
        elif not rule or rule.domain_force != wanted:
            _logger.warning("The rule %s was adapted, and is left as it is.", name)
