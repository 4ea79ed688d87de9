"""What the facilitation of a session lacks to be clear and neutral."""

from odoo import api, models

from ..program.plpdma_facilitator import PlpdmaFacilitator as Listed


class PlpdmaFacilitator(models.Model):
    """Who runs a session, on which contract, and apart from those who take part."""

    _inherit = "plpdma.facilitator"

    # What these warnings depend on.
    _session_depends = (
        "facilitator_id.commercial_partner_id",
        "body_id.chair_id",
        "participation_ids.capacity",
        "participation_ids.stakeholder_id.partner_id.commercial_partner_id",
        "program_id.elected_referent_id",
        "program_id.facilitator_ids.active",
        "program_id.facilitator_ids.partner_id",
        "program_id.facilitator_ids.kind",
        "program_id.facilitator_ids.charter_date",
        *(f"program_id.facilitator_ids.{name}" for name in Listed._contract_fields),
    )

    @api.model
    def _get_session_warnings(self, session):
        """List of sentences, for ``plpdma.session._get_warnings``: what the
        facilitation of a session lacks to be clear and neutral."""
        return [
            *self._get_contract_warnings(session),
            *self._get_neutrality_warnings(session),
        ]

    @api.model
    def _get_contract_warnings(self, session):
        """Sentences where no facilitator is named, or where theirs lack a contract or
        the charter."""
        person = session.facilitator_id
        if not person:
            if session.format == "collective" and session.state == "planned":
                return [
                    self.env._(
                        "Nobody is named to facilitate this session: a neutral "
                        "facilitation is what trust rests on."
                    )
                ]
            return []
        facilitator = session._get_facilitator()
        if not facilitator:
            return [
                self.env._(
                    "%s is not among the facilitators of the programme: note their "
                    "contract and their charter there.",
                    person.display_name,
                )
            ]
        warnings = facilitator._get_warnings()
        if facilitator._is_outside_contract(session):
            warnings.append(
                self.env._(
                    "The session takes place outside the contract of %s.",
                    facilitator.display_name,
                )
            )
        return warnings

    def _is_outside_contract(self, session):
        self.ensure_one()
        date = session._get_opening_dates()[0]
        if self.kind != "external" or not date:
            return False
        is_before = self.date_start and date < self.date_start
        return bool(is_before or (self.date_end and date > self.date_end))

    @api.model
    def _get_neutrality_warnings(self, session):
        """Sentences where the facilitator, the élus and the participants are not
        different people."""
        warnings = []
        person, referent = (
            session.facilitator_id,
            session.program_id.elected_referent_id,
        )
        participants = session._get_participants().partner_id
        if person:
            warnings += self._get_role_warnings(session)
            if person in participants:
                warnings.append(
                    self.env._(
                        "%s facilitates the session and takes part in it: whoever "
                        "facilitates defends no interest.",
                        person.display_name,
                    )
                )
            elif person.commercial_partner_id in participants.commercial_partner_id:
                warnings.append(
                    self.env._(
                        "%(facilitator)s belongs to an organisation that takes part in "
                        "the session: %(organisation)s.",
                        facilitator=person.display_name,
                        organisation=person.commercial_partner_id.display_name,
                    )
                )
        if referent and referent in participants:
            warnings.append(
                self.env._(
                    "%s, the elected referent, is invited as a participant: invite "
                    "them as an élu.",
                    referent.display_name,
                )
            )
        return warnings

    @api.model
    def _get_role_warnings(self, session):
        """Sentence, in a list, where the facilitator is also one who decides on what is
        said."""
        person = session.facilitator_id
        elected = session.participation_ids.filtered(lambda p: p.capacity == "elected")
        if person == session.program_id.elected_referent_id:
            return [
                self.env._(
                    "%s facilitates the session and is the elected referent, who "
                    "decides on its results.",
                    person.display_name,
                )
            ]
        if person in elected.partner_id:
            return [
                self.env._(
                    "%s facilitates the session and takes part in it as an élu.",
                    person.display_name,
                )
            ]
        if person == session.body_id.chair_id:
            return [
                self.env._(
                    "%(person)s facilitates the session and chairs %(body)s.",
                    person=person.display_name,
                    body=session.body_id.display_name,
                )
            ]
        return []
