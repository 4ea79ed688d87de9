import logging

from odoo import SUPERUSER_ID, api

from odoo.addons.plpdma_concertation.tools.template_marks import issue_again

_logger = logging.getLogger(__name__)

TEMPLATE = "plpdma_concertation.mail_template_measure_news"
DATA = "plpdma_concertation/data/mail_template_measure_data.xml"
CALL = "measure['links']"
# The bodies that earlier versions shipped, in English and in French.
BODIES = {"b80df65f097a553d", "9c7ab7cf766a034c"}


def migrate(cr, version):
    """What becomes of an action is told to co-authors too, each with their own links,
    where the message is as it was shipped; one that the authority adapted stays as it
    is, and the log says so. Nobody asked for anything yet, and nothing is sent."""
    env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
    if not issue_again(env, TEMPLATE, DATA, BODIES, CALL):
        _logger.warning(
            "The e-mail template “%s” was adapted: the update leaves it as it is. To "
            "give co-authors their own links, it reads measure['links']: reference, "
            "url, is_signed.",
            env.ref(TEMPLATE).name,
        )
