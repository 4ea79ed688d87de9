"""The synthesis, the observations and the reasons for the decision stay online for some
months."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...tools.notifications import CLOSE, make_notification


class PlpdmaMilestone(models.Model):
    """A publication, and until when what goes with it stays online."""

    _inherit = "plpdma.milestone"

    date_online_until = fields.Date(
        string="Online until",
        compute="_compute_date_online_until",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
        help="The synthesis of the observations, the observations and the reasons for "
        "the decision stay online until then, at least. Proposed from the day of the "
        "publication, by the months that the programme sets.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("kind", "date_done", "program_id.online_months_min")
    def _compute_date_online_until(self):
        for milestone in self:
            published = milestone.kind == "publication" and milestone.date_done
            milestone.date_online_until = published and published + (
                relativedelta(months=milestone.program_id.online_months_min)
            )

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------
    @api.depends(
        "date_online_until",
        "program_id.online_months_min",
        "program_id.date_pages_off",
        "program_id.milestone_ids.session_id.minutes_state",
        "program_id.milestone_ids.session_id.active",
        "program_id.milestone_ids.session_id.document_ids.kind",
    )
    def _compute_warnings(self):
        return super()._compute_warnings()

    def _get_publication_warnings(self):
        """What is not online with the programme, or no longer is, besides."""
        warnings = super()._get_publication_warnings()
        if self.kind != "publication" or not self.date_done:
            return warnings
        return [*warnings, *self._get_online_warnings(self._get_consultation())]

    def _get_online_warnings(self, consultation):
        """List of sentences on the synthesis, the reasons and the pages.

        :param consultation: the session of the availability to the public, if any
        """
        until = self.date_online_until
        is_over = until and until < self.program_id._get_today()
        warnings = []
        least = self.date_done + relativedelta(months=self.program_id.online_months_min)
        if until and until < least:
            warnings.append(
                self.env._(
                    "Online until %(until)s: less than %(months)s months after the "
                    "publication, on %(published)s.",
                    until=self._format(until),
                    months=self.program_id.online_months_min,
                    published=self._format(self.date_done),
                )
            )
        if is_over:
            return warnings
        if consultation and (
            consultation.minutes_state != "final" or not consultation.active
        ):
            warnings.append(
                self.env._(
                    "The synthesis of the observations of “%(session)s” is not online: "
                    "it is published at the latest with the decision, and stays until "
                    "%(until)s.",
                    session=consultation.name,
                    until=self._format(until),
                )
            )
        kinds = consultation.document_ids.mapped("kind")
        if consultation and "motives" not in kinds:
            warnings.append(
                self.env._(
                    "The reasons for the decision are not added to “%s” (Put to the "
                    "Public), as a separate document.",
                    consultation.name,
                )
            )
        off = self.program_id.date_pages_off
        if off:
            warnings.append(
                self.env._(
                    "The public pages were taken off on %(off)s. The synthesis, the "
                    "observations and the reasons for the decision stay online until "
                    "%(until)s: publish the pages again, or see to it elsewhere.",
                    off=self._format(off),
                    until=self._format(until),
                )
            )
        return warnings


class PlpdmaProgram(models.Model):
    """A programme whose pages stay online for as long as the procedure asks."""

    _name = "plpdma.program"
    _inherit = ["plpdma.program", "plpdma.earned.mixin"]

    online_months_min = fields.Integer(
        string="Online at Least (months)",
        default=3,
        required=True,
        help="Months during which the synthesis, the observations and the reasons for "
        "the decision stay online after the publication of the programme.",
    )
    date_pages_off = fields.Date(
        string="Pages Taken off on",
        readonly=True,
        copy=False,
        help="Day on which the public pages were last withdrawn, while they are.",
    )

    _online_months_min_check = models.Constraint(
        "CHECK(online_months_min >= 0)",
        "The months during which the pages stay online cannot be negative.",
    )

    # ------------------------------------------------------------------
    # Taking the pages off
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"date_pages_off"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "date_pages_off": self.env._("It is the day the pages were taken off."),
        }

    def write(self, vals):
        """The day on which the pages are taken off is kept."""
        if "is_published" not in vals:
            return super().write(vals)
        taken_off = self.filtered(lambda program: program.is_published)
        result = super().write(vals)
        # sudo: the day is a fact; who may take the pages off was checked.
        if vals["is_published"]:
            self.sudo().write({"date_pages_off": False})
        else:
            for program in taken_off.sudo():
                program.write({"date_pages_off": program._get_today()})
        return result

    @api.onchange("is_published")
    def _onchange_pages_taken_off(self):
        """Say until when the pages were to stay, before they are taken off."""
        sentence = not self.is_published and self._origin._get_online_sentence()
        if sentence and self._origin.is_published:
            return {
                "warning": {"title": self.env._("Online until"), "message": sentence}
            }
        return None

    def _get_online_until(self):
        """Day until which what goes with the decision stays online; ``False`` when it
        is over, or was not published."""
        self.ensure_one()
        until = self._get_milestone("publication").date_online_until
        return until if until and until >= self._get_today() else False

    def _get_online_sentence(self):
        """Sentence that says until when it stays online; empty when nothing asks it."""
        until = self and self._get_online_until()
        if not until:
            return ""
        return self.env._(
            "The synthesis, the observations and the reasons for the decision stay "
            "online until %s.",
            self.milestone_ids._format(until),
        )


class PlpdmaSession(models.Model):
    """A consultation whose synthesis stays online."""

    _inherit = "plpdma.session"

    @api.onchange("minutes_state")
    def _onchange_minutes_state(self):
        """Say until when the synthesis was to stay, before it is taken off."""
        origin = self._origin
        is_taken_off = origin.minutes_state == "final" != self.minutes_state
        if self.format != "public" or not is_taken_off:
            return None
        sentence = origin.program_id._get_online_sentence()
        if sentence:
            return {
                "warning": {"title": self.env._("Online until"), "message": sentence}
            }
        return None


class PlpdmaResponse(models.Model):
    """Answers that stay in the register for as long as the procedure asks."""

    _inherit = "plpdma.response"

    def action_unpublish(self):
        """Withdraw the responses, and say until when they were to stay.

        :return: a notification where that day is still to come; else nothing
        """
        published = self.filtered("published")
        result = super().action_unpublish()
        sentences = [program._get_online_sentence() for program in published.program_id]
        told = " ".join(dict.fromkeys(filter(None, sentences)))
        if told:
            return make_notification(told, "warning", CLOSE)
        return result
