"""What the legal thread lacks, step by step."""

from odoo import api, models
from odoo.fields import Domain

from .plpdma_milestone import ADDRESSEES
from .plpdma_milestone_dates import NEAR


class PlpdmaMilestone(models.Model):
    """The points to watch on each milestone: they never block."""

    _inherit = "plpdma.milestone"

    _warning_depends = (
        "name",
        "state",
        "deadline",
        "date_planned",
        "date_done",
        "date_start",
        "date_stop",
        *ADDRESSEES,
        "program_id.state",
        "program_id.draft_modified",
        "program_id.public_days_min",
        "program_id.adoption_days_min",
        "program_id.adoption_days_always",
        "program_id.milestone_ids.date_done",
        "program_id.milestone_ids.date_stop",
    )

    def _get_warnings(self):
        self.ensure_one()
        if self.program_id.state == "closed":
            # What goes with the decision stays online when the programme is over.
            return self._get_publication_warnings() if self.date_done else []
        return [
            *self._get_draft_warnings(),
            *self._get_public_warnings(),
            *self._get_second_opinion_warnings(),
            *self._get_deliberation_warnings(),
            *self._get_publication_warnings(),
            *self._get_transmission_warnings(),
            *self._get_date_warnings(),
        ]

    @api.model
    def _get_watched_domain(self):
        return Domain("program_id.state", "!=", "closed") | Domain(
            "kind", "=", "publication"
        )

    # ------------------------------------------------------------------
    # Up to the draft that the public reads
    # ------------------------------------------------------------------
    def _get_draft_warnings(self):
        """List with one sentence where the draft was adopted before the CCES gave its
        opinion, which bears on what is still to be adopted."""
        if self.kind != "draft_adoption" or not self.date_done:
            return []
        opinion = self.program_id._get_milestone("cces_opinion").date_done
        if opinion and opinion <= self.date_done:
            return []
        if not opinion:
            return [
                self.env._(
                    "The draft was adopted on %s while no opinion of the CCES is noted "
                    "before it.",
                    self._format(self.date_done),
                )
            ]
        return [
            self.env._(
                "The draft was adopted on %(adoption)s, before the opinion of the CCES "
                "of %(opinion)s.",
                adoption=self._format(self.date_done),
                opinion=self._format(opinion),
            )
        ]

    def _get_public_warnings(self):
        """List of sentences where the public has too little time to read and to
        write."""
        if self.kind != "public_availability" or self.state == "skipped":
            return []
        if self.date_start and self.date_stop:
            return self._get_public_days_warnings(
                self.program_id, self.date_start, self.date_stop
            )
        if self.date_done:
            return [
                self.env._(
                    "The opening and closing dates of the availability to the public "
                    "are not noted: it must last at least %s clear days.",
                    self.program_id.public_days_min,
                )
            ]
        return []

    @api.model
    def _get_public_session_warnings(self, session):
        """List of sentences, for ``plpdma.session._get_warnings``, on a session that is
        open to the public too briefly."""
        start, stop = session._get_opening_dates()
        if session.format != "public" or not start or not stop:
            return []
        return self._get_public_days_warnings(session.program_id, start, stop)

    @api.model
    def _get_public_days_warnings(self, program, start, stop):
        days = self._count_clear_days(start, stop)
        if days >= program.public_days_min:
            return []
        return [
            self.env._(
                "The availability to the public lasts %(days)s clear days (its opening "
                "day, %(start)s, and its closing day, %(stop)s, are not counted: this "
                "count is ours, more cautious than that of the texts), for a minimum "
                "of %(minimum)s.",
                days=days,
                start=self._format(start),
                stop=self._format(stop),
                minimum=program.public_days_min,
            )
        ]

    # ------------------------------------------------------------------
    # From a modified draft to its adoption
    # ------------------------------------------------------------------
    def _get_second_opinion_warnings(self):
        """List with one sentence where a modified draft did not go back to the CCES
        before the assembly."""
        if self.kind != "second_opinion" or not self.program_id.draft_modified:
            return []
        if self.state == "skipped":
            return [
                self.env._(
                    "The second opinion of the CCES is noted as not applicable, "
                    "although the draft was modified after the public's observations."
                )
            ]
        adoption = self.program_id._get_milestone("deliberation").date_done
        if self.date_done and adoption and self.date_done > adoption:
            return [
                self.env._(
                    "The CCES gave its second opinion on %(opinion)s, after the "
                    "deliberation of %(adoption)s.",
                    opinion=self._format(self.date_done),
                    adoption=self._format(adoption),
                )
            ]
        if not self.date_done:
            return [self._get_second_opinion_sentence(adoption)]
        return []

    @api.model
    def _get_second_opinion_sentence(self, adoption):
        if adoption:
            return self.env._(
                "The draft was modified after the public's observations, and adopted "
                "on %s while no second opinion of the CCES is noted.",
                self._format(adoption),
            )
        return self.env._(
            "The draft was modified after the public's observations: consult the CCES "
            "again before the deliberation."
        )

    def _get_deliberation_warnings(self):
        """List with one sentence where the assembly decides too soon for the
        observations to be read."""
        date = self.date_done or self.date_planned
        if self.kind != "deliberation" or self.state == "skipped" or not date:
            return []
        availability = self.program_id._get_milestone("public_availability")
        closing = availability.date_stop
        if not closing or (date - closing).days >= self.program_id.adoption_days_min:
            return []
        if availability._is_unanswered() and not self.program_id.adoption_days_always:
            return []
        return [
            self.env._(
                "The deliberation of %(adoption)s comes less than %(days)s days after "
                "the availability to the public closes, on %(closing)s.",
                adoption=self._format(date),
                days=self.program_id.adoption_days_min,
                closing=self._format(closing),
            )
        ]

    def _is_unanswered(self):
        """Whether the availability to the public is over, and nobody wrote."""
        session = self.session_id
        if not session or session._is_coming():
            return False
        # sudo: whether somebody wrote is looked at, not what.
        contributions = self.env["plpdma.contribution"].sudo()
        domain = contributions._get_received_domain()
        domain &= Domain("session_id", "=", session.id)
        return not contributions.search_count(domain, limit=1)

    # ------------------------------------------------------------------
    # After the adoption
    # ------------------------------------------------------------------
    def _get_publication_warnings(self):
        adoption = self.program_id._get_milestone("deliberation").date_done
        if self.kind != "publication" or self.state != "todo" or not adoption:
            return []
        return [
            self.env._(
                "The programme was adopted on %s: its publication, at the seat of the "
                "authority and online, is not noted yet.",
                self._format(adoption),
            )
        ]

    def _get_transmission_warnings(self):
        """List of sentences that name each addressee who still waits, or who waited too
        long."""
        deadline = self.deadline
        if self.kind != "transmission" or self.state == "skipped" or not deadline:
            return []
        late = {
            name: self._format(self[name])
            for name in ADDRESSEES
            if self[name] and self[name] > deadline
        }
        warnings = []
        if late:
            warnings.append(
                self.env._(
                    "Informed after the deadline of %(deadline)s: %(addressees)s.",
                    deadline=self._format(deadline),
                    addressees=self._name_addressees(late, late),
                )
            )
        missing = self._get_missing_addressees()
        if missing:
            warnings.append(self._get_missing_sentence(missing))
        return warnings

    def _get_missing_sentence(self, missing):
        is_late = self.deadline < self.program_id._get_today()
        values = {
            "deadline": self._format(self.deadline),
            "addressees": self._name_addressees(missing),
        }
        if is_late:
            return self.env._(
                "The transmission has been late since %(deadline)s. Still to inform: "
                "%(addressees)s.",
                **values,
            )
        return self.env._(
            "The transmission is due by %(deadline)s. Still to inform: %(addressees)s.",
            **values,
        )

    # ------------------------------------------------------------------
    # Dates
    # ------------------------------------------------------------------
    def _get_date_warnings(self):
        """List with one sentence on what should be done by now, or soon."""
        if self.state != "todo":
            return []
        today = self.program_id._get_today()
        # The transmission's deadline is told with its addressees.
        deadline = self.kind != "transmission" and self.deadline
        if deadline and deadline < today:
            return [
                self.env._(
                    "“%(milestone)s” was due by %(deadline)s and is not noted as done.",
                    milestone=self.name,
                    deadline=self._format(deadline),
                )
            ]
        if deadline and deadline <= today + NEAR:
            return [
                self.env._(
                    "“%(milestone)s” is due by %(deadline)s.",
                    milestone=self.name,
                    deadline=self._format(deadline),
                )
            ]
        if self.date_planned and self.date_planned < today:
            return [
                self.env._(
                    "“%(milestone)s” was planned on %(date)s and is not noted as done.",
                    milestone=self.name,
                    date=self._format(self.date_planned),
                )
            ]
        return []
