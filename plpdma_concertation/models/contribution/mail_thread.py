import logging
from ast import literal_eval

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools.mail_incoming import IncomingMail
from ...tools.mail_machine import is_automatic
from ..platform.mail_thread import RECIPIENTS

_logger = logging.getLogger(__name__)

CONTRIBUTION = "plpdma.contribution"
ORIGINAL = "message.eml"


class MailThread(models.AbstractModel):
    """Messages on their way to becoming contributions, each one once, its original kept
    with it."""

    _inherit = "mail.thread"

    # ------------------------------------------------------------------
    # Which ones
    # ------------------------------------------------------------------
    @api.model
    def _plpdma_concerns(self, mail, model):
        """What is written to a programme is ours."""
        return (
            model == CONTRIBUTION
            or bool(self._plpdma_find_aliases(mail))
            or super()._plpdma_concerns(mail, model)
        )

    @api.model
    def _plpdma_find_aliases(self, mail):
        """The programmes' addresses that a message is written to, in superuser mode."""
        emails = {
            email_normalize(address)
            for _name, address in mail.get_addresses(*RECIPIENTS)
        } - {False}
        # sudo: whoever brings the message may not read the settings of the addresses.
        return (
            self.env["mail.alias"]
            .sudo()
            .search(
                Domain("alias_model_id.model", "=", CONTRIBUTION)
                & (
                    Domain("alias_full_name", "in", list(emails))
                    | Domain("alias_incoming_local", "=", True)
                    & Domain("alias_name", "in", [e.partition("@")[0] for e in emails])
                )
            )
            if emails
            else self.env["mail.alias"]
        )

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Routes of the message, as core gives them, less those to a contribution: an
        automatic reply is nobody's, nor is a bare reply to an invitation, and the same
        message makes one only, whatever is read by whoever brings it. An author who
        answers joins theirs; a letter that a colleague passes on joins none."""
        mail = self._plpdma_get_mail()
        is_passed_on = mail and self._plpdma_is_passed_on(mail)
        if is_passed_on:
            # Programmes name the message that they bring along as the one that they
            # answer: whoever follows it would be told of the letter, and of the note.
            message_dict.update(references="", in_reply_to="")
            message_dict.pop("parent_id", None)
            message_dict.pop("is_internal", None)
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if not mail:
            return routes
        if any(route[0] == CONTRIBUTION for route in routes) and (
            mail.is_only_reply
            or self._plpdma_is_automatic(mail)
            or self._plpdma_is_known(mail)
        ):
            routes = [route for route in routes if route[0] != CONTRIBUTION]
        if is_passed_on:
            return routes
        return [self._plpdma_join_answered(mail, route) for route in routes]

    @api.model
    def _plpdma_is_passed_on(self, mail):
        """Whether it is a letter that a colleague passes on to a programme.

        :param mail: ``IncomingMail``
        """
        contributions, programs = self.env[CONTRIBUTION], self.env["plpdma.program"]
        return any(
            contributions._is_passed_on(
                mail,
                programs.browse(literal_eval(alias.alias_defaults).get("program_id")),
            )
            for alias in self._plpdma_find_aliases(mail)
        )

    @api.model
    def _plpdma_join_answered(self, mail, route):
        """The route of a message: one that would make a contribution leads to the one
        that its author answers, as its subject says.

        :param mail: ``IncomingMail``
        """
        model, thread_id, values, user_id, alias = route
        if model != CONTRIBUTION or thread_id:
            return route
        program_id = (values or {}).get("program_id")
        answered = self.env[CONTRIBUTION]._find_answered(mail, program_id)
        return (model, answered.id, None, user_id, alias) if answered else route

    @api.model
    def _plpdma_is_automatic(self, mail):
        """Whether a machine wrote it: an absence notice, a mailing list."""
        return is_automatic(mail.get, mail.get("Subject"), mail.get_words().text)

    @api.model
    def _plpdma_is_known(self, mail):
        """Whether a contribution has the message already.

        :param mail: ``IncomingMail``
        """
        # sudo: whether it is there is asked, nothing of it is shown.
        env = self.env(su=True)
        return bool(
            env["mail.message"].search_count(
                [("message_id", "=", mail.message_id), ("model", "=", CONTRIBUTION)],
                limit=1,
            )
            or env[CONTRIBUTION]
            .with_context(active_test=False)
            .search_count([("message_key", "=", mail.key)], limit=1)
        )

    @api.model
    def _plpdma_tell_apart(self, mail):
        """Give a message an identity of its own when another one, that says something
        else, has the same: copiers and forms give all of theirs one.

        :param mail: ``IncomingMail``
        """
        # sudo: whoever brings the message may not read those that are there.
        known = self.env["mail.message"].sudo()
        originals = (
            known.search([("message_id", "=", mail.message_id)])
            .filtered(lambda message: message.model == CONTRIBUTION)
            .attachment_ids.filtered(lambda file: file.name == ORIGINAL)
        )
        # Erased, it is known by its identity alone.
        if originals and all(
            IncomingMail(file.raw or b"").fingerprint != mail.fingerprint
            for file in originals
        ):
            mail.is_homonym = True

    # ------------------------------------------------------------------
    # What is made of them
    # ------------------------------------------------------------------
    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Keep the message, as it was received, with the contribution that it makes or
        joins."""
        mail = self._plpdma_get_mail()
        if mail and any(route[0] == CONTRIBUTION for route in routes or ()):
            original = self._Attachment(ORIGINAL, mail.raw, {})
            message_dict.setdefault("attachments", []).append(original)
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _plpdma_register_bare(self, mail, error):
        """Register a message of which something fails, with its original and the
        reason, for the programme's manager.

        :param Exception error: what failed
        :return: id of the contribution, None when the message makes none
        :raise Exception: the same, when there is nowhere to register it
        """
        aliases = self._plpdma_find_aliases(mail)
        if not aliases or str(error).startswith("No possible route"):
            raise error
        _logger.warning(
            "E-mail %s is registered bare: %r", mail.message_id, error, exc_info=error
        )
        if self._plpdma_is_known(mail):
            return None
        # sudo: as for any message that arrives, whoever brings it.
        contributions = self.env[CONTRIBUTION].sudo()
        for alias in aliases:
            made = contributions._create_bare(
                mail, literal_eval(alias.alias_defaults), error
            )
            made._message_keep_original(mail)
        return made.id
