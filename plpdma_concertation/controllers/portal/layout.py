"""What all the pages of the portal share.

The pages act as the user: the record rules decide what is found, and a record that they
hide is answered as one that does not exist. Every form works without JavaScript.
"""

from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ...tools.groups import ELECTED, FACILITATOR

HOME = "/my/concertation"
# How many records a list shows on each page.
PAGE_SIZE = 20
# How many forms a session remembers, so as not to write the same thing twice.
REMEMBERED = 20


# ----------------------------------------------------------------------
# Who, and what they read
# ----------------------------------------------------------------------
def is_elected():
    """Whether the user is an élu."""
    return request.env.user.has_group(ELECTED)


def get_programs():
    """The programmes in which the user has a part on the portal."""
    return request.env["plpdma.program"]._get_portal_programs()


def get_mandates():
    """The mandates that the user holds today."""
    mandates = request.env["plpdma.mandate"]
    return mandates._get_held() if is_elected() else mandates


def search(model, domain=(), **options):
    """Search as the user; nothing for whoever has no part in any programme."""
    if not get_programs():
        return request.env[model]
    return request.env[model].search(Domain(domain), **options)


def find(model, record_id):
    """The record, or none whether it is hidden or does not exist."""
    return search(model, [("id", "=", record_id)])


def get_listed_domain():
    """Domain of the contributions that a list shows: to their author what they sent,
    whose page tells each point; to the others what is answered, the points of a letter
    in its place."""
    contributions = request.env["plpdma.contribution"]
    if is_elected() or request.env.user.has_group(FACILITATOR):
        return Domain("state", "!=", "split")
    return contributions._get_received_domain()


def search_own(domain):
    """The participations of the user and of their organisation."""
    own = request.env["plpdma.participation"]._own_domain(request.env.user)
    return search("plpdma.participation", own & domain)


def get_own(sessions):
    """The user's participations in some sessions.

    :return: ``{session: participations}``
    """
    if not sessions:
        return {}
    own = search_own(Domain("session_id", "in", sessions.ids))
    return own.grouped("session_id")


def get_contributions_by_response(responses):
    """What each response answers, as far as the user reads it."""
    contributions = responses._get_read_contributions()
    return {
        # What a page reads of them is read at once, not for each response.
        response: contributions.filtered(
            lambda c, response=response: response in c.response_ids
        ).with_prefetch(contributions._prefetch_ids)
        for response in responses
    }


# ----------------------------------------------------------------------
# Pages
# ----------------------------------------------------------------------
def render(template, page_name, **values):
    """A page of the portal, with what the last form has to tell."""
    return request.render(
        f"plpdma_concertation.{template}",
        {
            **CustomerPortal()._prepare_portal_layout_values(),
            "page_name": page_name,
            "title": values.get("heading"),
            "notice": request.session.pop("plpdma_notice", None),
            "is_elected": is_elected(),
            "to_arbitrate": request.env["plpdma.response"],
            "own": {},
            **values,
        },
    )


def redirect(url, notice=None, level="success"):
    """Go to a page, which shows the notice."""
    if notice:
        request.session["plpdma_notice"] = {"text": notice, "level": level}
    return request.redirect(url)


def redirect_hidden():
    """The one answer to what is hidden and to what does not exist."""
    return request.redirect("/my")


def remember(key, **what):
    """Keep what a form did, to tell it to whoever sends it again."""
    done = {**request.session.get("plpdma_done", {}), str(key): what}
    request.session["plpdma_done"] = dict(list(done.items())[-REMEMBERED:])


def recall(key):
    """What the form did, or nothing."""
    return request.session.get("plpdma_done", {}).get(str(key))
