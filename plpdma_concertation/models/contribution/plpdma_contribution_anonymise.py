from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, is_html_empty

from ...tools.groups import MANAGER, STAFF
from ...tools.notifications import make_notification


class PlpdmaContribution(models.Model):
    """What is said outlives who said it: their identity is erased, their words, the
    answer and the figures stay."""

    _inherit = "plpdma.contribution"

    date_anonymised = fields.Date(
        string="Identity Erased on", copy=False, readonly=True, groups=STAFF
    )

    @api.constrains(
        "contributor_name",
        "contributor_email",
        "partner_id",
        "stakeholder_id",
        "date_anonymised",
    )
    def _check_anonymised(self):
        # sudo: the identity is read only to refuse it.
        for record in self.sudo().filtered("date_anonymised"):
            persons = record.partner_id | record.stakeholder_id.partner_id
            if (
                record.contributor_name
                or record.contributor_email
                or not all(persons.mapped("is_company"))
            ):
                raise ValidationError(
                    self.env._(
                        "The author's identity was erased from %(contribution)s on "
                        "%(date)s, and is not given again.",
                        contribution=record.reference,
                        date=format_date(self.env, record.date_anonymised),
                    )
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_anonymise(self):
        """Erase the identity of the authors, for good; it is done once.

        :return: notification that says how many were erased
        :raise AccessError: for a user who does not manage the concertation
        :raise UserError: naming the contributions whose author is still to be answered
        """
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only a manager of the concertation erases identities.")
            )
        self.check_access("write")
        todo = self.filtered(lambda record: not record.date_anonymised)
        waiting = todo.filtered(lambda record: record._awaits_answer())
        waiting |= todo._filtered_queued()
        if waiting:
            raise UserError(
                self.env._(
                    "The authors of these contributions still wait for their answer: "
                    "%s. Answer them first, or note that no answer is expected.",
                    ", ".join(waiting.mapped("reference")),
                )
            )
        todo._anonymise()
        return make_notification(
            self.env._("Contributions anonymised: %s.", len(todo))
            if todo
            else self.env._("The authors' identity was already erased."),
            "success",
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _filtered_queued(self):
        """Those whose answer is an e-mail that has not left yet."""
        # sudo: only whether an e-mail waits is looked at.
        queued = self.env["mail.mail"].sudo()
        domain = [("model", "=", self._name), ("res_id", "in", self.ids)]
        return self.browse(
            queued.search([*domain, ("state", "=", "outgoing")]).mapped("res_id")
        )

    def _anonymise(self):
        """Erase who the authors are, and all that was written around their words.

        An organisation stays: it is no person. So does the category of each author,
        and whether they gave a name.
        """
        # sudo: the discussion, the files and the log of e-mails go with the identity,
        # whoever wrote them.
        records = self.sudo().with_context(active_test=False, tracking_disable=True)
        records._erase_discussion()
        agreed = self.env._("Agreement erased with the identity")
        for (company, organisation, actor, role, is_agreed), group in records.grouped(
            lambda record: (
                record.company_id,
                record.partner_id._plpdma_get_organisation(),
                record.stakeholder_id.filtered("partner_id.is_company"),
                record.role_id or record.stakeholder_id.role_ids[:1],
                bool(record.opening_agreement),
            )
        ).items():
            group.write(
                {
                    "contributor_name": False,
                    "contributor_email": False,
                    "partner_id": organisation.id,
                    "stakeholder_id": actor.id,
                    "role_id": role.id,
                    "name_consent": False,
                    "internal_note": False,
                    "opening_agreement": is_agreed and agreed,
                    **self._get_erased_values(),
                    "date_anonymised": company._plpdma_get_today(),
                }
            )
        records.co_author_ids.unlink()
        # The ledger forgets who was written to.
        records.delivery_ids._forget()
        records._message_log_batch(
            bodies=dict.fromkeys(
                records.ids, self.env._("The author's identity was erased.")
            )
        )

    @api.model
    def _get_erased_values(self):
        """Values that empty what came with a form or a message and may tell who sent
        it."""
        names = (
            "cut_text",
            "intake_error",
            "proposed_email",
            "proposed_name",
            "submission_digest",
        )
        return {**dict.fromkeys(names, False), "author_to_confirm": False}

    def _erase_discussion(self):
        """Delete what may name the author around their words: messages, e-mails, files,
        activities, followers from outside. The history of the status stays."""
        here = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        ).filtered(
            lambda message: (
                not message.tracking_value_ids or not is_html_empty(message.body)
            )
        ).unlink()
        self.env["ir.attachment"].search(
            here & Domain("res_field", "in", [False, *self._fields])
        ).unlink()
        self.env["mail.activity"].search(here).unlink()
        followers = self.env["mail.followers"].search(here)
        followers.filtered(
            lambda follower: not any(
                user._is_internal() for user in follower.partner_id.user_ids
            )
        ).unlink()

    @api.model
    def _get_to_anonymise_domain(self):
        """Domain of those whose identity was kept for as long as their programme says:
        it is erased now."""
        return Domain("date_anonymised", "=", False) & self.env[
            "plpdma.program"
        ]._get_over_domain("date_received")

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------
    @api.model
    def _cron_anonymise(self, batch_size=500):
        """Erase the identities that the programmes have kept for as long as they say,
        the authors who were never answered included."""
        domain = self._get_to_anonymise_domain()
        records = self.with_context(active_test=False)
        while batch := records.search(domain, limit=batch_size, order="id"):
            batch._anonymise()
            remaining = records.search_count(domain)
            if not self.env["ir.cron"]._commit_progress(
                len(batch), remaining=remaining
            ):
                break
