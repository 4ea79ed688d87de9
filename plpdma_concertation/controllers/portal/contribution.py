"""A contribution in its author's words, what was answered, and what its author adds."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request, route

from ...models.contribution.plpdma_contribution_follow import MAX_MESSAGE
from ..forms import attempt, read_texts
from ..pages import get_uses, send_digested
from .kept_words import keep_words
from .layout import HOME, find, redirect, redirect_hidden, render, search

# What one account sends in an hour, at most.
MESSAGES_PER_HOUR = 20


class PortalContribution(http.Controller):
    """Pages under ``/my/concertation/contributions``."""

    @route(
        f"{HOME}/contributions/<int:contribution_id>",
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_contribution(self, contribution_id):
        """The page of a contribution, with what was answered."""
        contribution = find("plpdma.contribution", contribution_id)
        if not contribution:
            return redirect_hidden()
        return self._render_contribution(contribution)

    def _render_contribution(self, contribution, **values):
        responses = search(
            "plpdma.response",
            Domain("contribution_ids", "in", contribution.ids)
            & Domain("state", "!=", "draft"),
            order="id desc",
        )
        responses = responses.union(*contribution._get_read_answers().values())
        return render(
            "portal_contribution",
            "plpdma_contribution",
            heading=contribution._get_title(),
            record=contribution,
            contribution=contribution,
            session=find("plpdma.session", contribution.session_id.id),
            question=contribution.question_id._filtered_access("read"),
            responses=responses.sorted("id", reverse=True),
            **self._prepare_own(contribution),
            **values,
        )

    def _prepare_own(self, contribution):
        """Dictionary of what the page tells its author alone; empty for the other
        readers."""
        if not contribution._is_by(request.env.user):
            return {}
        return {
            "is_own": True,
            "ack": contribution._describe_acknowledgement(),
            "ack_file": f"{HOME}/contributions/{contribution.id}/receipt.txt",
            "points": contribution._describe_own_points(),
            "made": contribution._describe_own_made(),
            "refusal": contribution._get_told_refusal(),
            "public_path": contribution._get_public_path(),
            "files": contribution._get_sent_files(),
            "messages": contribution._get_added_messages(),
            "max_message": MAX_MESSAGE,
        }

    @route(
        f"{HOME}/contributions/<int:contribution_id>/files/<int:file_id>",
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_file(self, contribution_id, file_id):
        """A file to download, for the author who sent it with their contribution."""
        contribution = find("plpdma.contribution", contribution_id)
        file = contribution and contribution._get_sent_files().filtered(
            lambda attachment: attachment.id == file_id
        )
        if not file:
            return redirect_hidden()
        stream = request.env["ir.binary"]._get_stream_from(file)
        return stream.get_response(as_attachment=True)

    @route(
        f"{HOME}/contributions/<int:contribution_id>/receipt.txt",
        type="http",
        auth="user",
        website=True,
    )
    def plpdma_receipt_file(self, contribution_id):
        """The file of which the acknowledgement gives the digest, for the author."""
        contribution = find("plpdma.contribution", contribution_id)
        if not contribution or not contribution._is_by(request.env.user):
            return redirect_hidden()
        return send_digested(contribution)

    @route(
        f"{HOME}/contributions/<int:contribution_id>/message",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        csrf=False,  # see keep_words
    )
    @keep_words
    def plpdma_message(self, contribution_id, text=None, **_form):
        """Add a message from the author to the staff, then go back to the contribution;
        its page says what is wrong, with the text."""
        env = request.env
        text = read_texts({"text": text}).get("text")
        contribution = find("plpdma.contribution", contribution_id)
        if not contribution or not contribution._is_by(env.user):
            return redirect_hidden()
        if get_uses()._hit("message", str(env.uid), MESSAGES_PER_HOUR, 60):
            _message, error = attempt(contribution._add_author_message, text)
        else:
            error = env._(
                "You sent many messages in a short time. Wait an hour before sending "
                "this one."
            )
        if error:
            return self._render_contribution(contribution, error=error, typed=text)
        return redirect(
            f"{HOME}/contributions/{contribution.id}#added",
            env._("Your message is sent to the team."),
        )
