"""A meeting at which some speak for others."""


class ProxyMixin:
    """A meeting of the CCES held two days ago: whoever comes is named first."""

    def _create_meeting(self, *attendances, **vals):
        """The lines of a meeting, one for each attendance noted."""
        session = self._create_session(self.seats[: len(attendances)], **vals)
        lines = session.participation_ids.grouped("stakeholder_id")
        lines = [lines[actor] for actor in self.seats[: len(attendances)]]
        for line, attendance in zip(lines, attendances, strict=True):
            line.attendance = attendance
        return lines

    def _give(self, line, holder):
        line.write({"attendance": "represented", "represented_by_id": holder.id})

    @classmethod
    def _create_members(cls):
        """Four organisations, and a person of the first one who is no actor."""
        cls.partners.sudo().is_company = True
        cls.fourth = cls.agent_env["res.partner"].create(
            {"name": "Régie de quartier", "is_company": True}
        )
        cls.seats = cls.actors | cls.agent_env["plpdma.stakeholder"].create(
            {"program_id": cls.program.id, "partner_id": cls.fourth.id}
        )
        cls.person = cls.agent_env["res.partner"].create(
            {"name": "Camille Ressource", "parent_id": cls.partners[0].id}
        )
        cls.outsider = cls.agent_env["res.partner"].create({"name": "Sacha Dehors"})
