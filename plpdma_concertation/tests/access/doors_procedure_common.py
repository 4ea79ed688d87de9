"""The procedure of the programme, among the doors."""

from .doors_letter_common import LetterDoorsCase


class ProcedureDoorsCase(LetterDoorsCase):
    """To whom the programme is transmitted, and who adopts it."""

    @classmethod
    def _mark_procedure(cls, program):
        """To whom the programme is transmitted: the office, which is no secret."""
        env = program.env
        office = env["res.partner"].create(
            {"name": "Préfecture d'essai", "email": "prefecture@etat.example"}
        )
        milestone = env["plpdma.milestone"].create(
            {"program_id": program.id, "kind": "transmission"}
        )
        recipient = env["plpdma.milestone.recipient"].create(
            {
                "milestone_id": milestone.id,
                "partner_id": office.id,
                "addressee": "prefect",
            }
        )
        authority = env["plpdma.program.authority"].create(
            {"program_id": program.id, "partner_id": office.id}
        )
        for record in (milestone, recipient, authority):
            cls._keep("own", record)
