"""What all the pages of the portal share.

The pages act as the user: the record rules decide what is found, and a record that they
hide is answered as one that does not exist. Every form works without JavaScript.
"""

from odoo.fields import Domain
from odoo.http import request
from odoo.models import BaseModel

from odoo.addons.portal.controllers.portal import CustomerPortal

from ...tools.groups import ELECTED, FACILITATOR
from ..pages import describe_foot

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


def reads_others():
    """Whether the user reads what others sent: an élu, or a facilitator."""
    return is_elected() or request.env.user.has_group(FACILITATOR)


def get_programs():
    """The programmes in which the user has a part on the portal, as a recordset."""
    return request.env["plpdma.program"]._get_portal_programs()


def get_mandates():
    """The mandates that the user holds today, as a recordset; empty for somebody who is
    no élu."""
    mandates = request.env["plpdma.mandate"]
    return mandates._get_held() if is_elected() else mandates


def search(model, domain=(), **options):
    """The records found with the user's rights; none for a user who has no part in any
    programme.

    :param str model: where to search
    :param options: as for the ``search`` of a model
    """
    if not get_programs():
        return request.env[model]
    return request.env[model].search(Domain(domain), **options)


def find(model, record_id):
    """The record of this id, or an empty recordset, whether it is hidden or does not
    exist."""
    return search(model, [("id", "=", record_id)])


def get_listed_domain():
    """Domain of the contributions that a list shows: to their author what they sent,
    whose page tells each point; to the others what is answered, the points of a letter
    in its place."""
    contributions = request.env["plpdma.contribution"]
    if reads_others():
        return Domain("state", "!=", "split")
    return contributions._get_sent_domain()


def search_own(domain):
    """The participations of the user and of their organisation, among those of a
    domain."""
    own = request.env["plpdma.participation"]._own_domain(request.env.user)
    return search("plpdma.participation", own & domain)


def get_own(sessions):
    """``{session: participations}``: those of the user in some sessions."""
    if not sessions:
        return {}
    own = search_own(Domain("session_id", "in", sessions.ids))
    return own.grouped("session_id")


def get_contributions_by_response(responses):
    """``{response: contributions}``: what each response answers, as far as the user
    reads it."""
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
    """The HTTP response that shows a page of the portal, with the notice that the last
    form left.

    :param str template: its name, without that of the addon
    :param str page_name: which page it is, for the path at its top
    :param values: what the template reads besides
    """
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
            "legal": describe_foot(_get_shown_program(values)),
            **values,
        },
    )


def _get_shown_program(values):
    """The programme that a page of the portal is about, else the first one in which the
    user has a part; the names of its values say which.

    :param dict values: what the template reads
    """
    for name in ("program", "session", "record"):
        shown = values.get(name)
        # A list is given the id of a session, which the address bears.
        if shown and isinstance(shown, BaseModel):
            return shown if shown._name == "plpdma.program" else shown.program_id
    return get_programs()[:1]


def redirect(url, notice=None, level="success"):
    """The HTTP response that leads to a page, which shows the notice.

    :param str notice: a sentence, if any
    :param str level: how it looks: ``success``, ``info``, ``warning`` or ``danger``
    """
    if notice:
        request.session["plpdma_notice"] = {"text": notice, "level": level}
    return request.redirect(url)


def redirect_hidden():
    """The HTTP response to what is hidden, the same as to what does not exist."""
    return request.redirect("/my")


def remember(key, **what):
    """Keep what a form did in the visitor's session, so that sending it again tells it.

    :param str key: which form
    :param what: what to keep
    """
    done = {**request.session.get("plpdma_done", {}), str(key): what}
    request.session["plpdma_done"] = dict(list(done.items())[-REMEMBERED:])


def recall(key):
    """Dictionary of what ``remember`` kept of a form, or None."""
    return request.session.get("plpdma_done", {}).get(str(key))
