import logging

from odoo import SUPERUSER_ID, api

from odoo.addons.plpdma_concertation.tools import shipped_rules

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Replace the record rules that are as an earlier version shipped them by those of
    this one. A rule that the authority adapted stays as it is, and is named in the log.

    Only the name and the domain are written: whether a rule is active, and for whom,
    is the authority's.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    marks = shipped_rules.get_marks()
    for xmlid, shipped in shipped_rules.get_present().items():
        rule = env.ref(f"plpdma_concertation.{xmlid}")
        present = shipped_rules.get_mark(shipped.domain)
        mark = shipped_rules.get_mark(rule.domain_force or "")
        if mark not in {present, *marks.get(xmlid, {}).values()}:
            _logger.warning(
                "The record rule “%s” (%s) was adapted: the update leaves it as it is. "
                "In this version it reads %s: check that yours still protects what it "
                "should.",
                rule.name,
                xmlid,
                shipped.domain,
            )
        elif (rule.name, rule.domain_force) != shipped:
            rule.write({"name": shipped.name, "domain_force": shipped.domain})
