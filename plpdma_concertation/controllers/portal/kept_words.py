"""Forms of the portal lose nothing of what was typed while their page stayed open."""

from functools import wraps

from odoo.http import request

from ..forms import find_stale, read_texts
from ..pages import describe_foot

# Texts longer than this are shown to be read again; the others go along unseen.
LONG = 60
NOT_TYPED = ("csrf_token",)


def keep_words(endpoint):
    """Decorator of a form of the portal: the method itself runs for a signed-in user
    with a good token alone. Else a page gives back what was typed: its author was
    signed out, or the page stayed open too long. The route says ``auth="public"`` and
    ``csrf=False``: both are checked here, before anything else.

    :param endpoint: method of a controller
    """

    @wraps(endpoint)
    def checked(self, *args, **form):
        is_form = request.httprequest.method == "POST"
        if request.env.user._is_public():
            if not is_form:
                return request.redirect_query(
                    "/web/login", {"redirect": request.httprequest.full_path}
                )
            return _render_kept(form, is_signed_out=True)
        if is_form and find_stale(form):
            return _render_kept(form)
        return endpoint(self, *args, **form)

    return checked


def _render_kept(form, is_signed_out=False):
    """The HTTP response that shows the words again, to be sent once more.

    :param dict form: the parameters of the request
    """
    texts = {
        name: text for name, text in read_texts(form).items() if name not in NOT_TYPED
    }
    long_ones = {
        name: text for name, text in texts.items() if len(text) > LONG or "\n" in text
    }
    files = request.httprequest.files
    return request.render(
        "plpdma_concertation.portal_kept_words",
        {
            "legal": describe_foot(),
            "is_signed_out": is_signed_out,
            "action": request.httprequest.path,
            "long_ones": long_ones.items(),
            "others": [pair for pair in texts.items() if pair[0] not in long_ones],
            "file_names": [name for name in files if files[name].filename],
        },
    )
