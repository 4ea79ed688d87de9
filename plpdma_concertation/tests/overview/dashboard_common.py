"""A programme filled at random, with what its dashboard tells apart."""

from odoo import fields
from odoo.fields import Command

from .figures_common import FiguresCase


class DashboardCase(FiguresCase):
    """Themes, communes, categories and what was confided to the staff, over the
    programme of the figures; an élue of it all, and one of a theme and a commune."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        fixture = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.axis, cls.compost, cls.reuse, cls.unsaid = fixture["plpdma.theme"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Biodéchets E", "Compost E", "Réemploi E", "Tu E")
            ]
        )
        cls.compost.parent_id = cls.axis
        cls.north, cls.south, cls.silent = fixture["plpdma.territory"].create(
            [
                {"name": f"Commune {n} E", "kind": "commune", "population": 1000 * n}
                for n in (1, 2, 3)
            ]
        )
        cls.district = fixture["plpdma.territory"].create(
            {"name": "Quartier E", "kind": "district", "parent_id": cls.north.id}
        )
        cls.roles = fixture["plpdma.role"].create(
            [{"name": "Habitant E"}, {"name": "Association E"}]
        )
        cls.program.sudo().write(
            {
                "theme_ids": [Command.set((cls.axis | cls.reuse | cls.unsaid).ids)],
                "territory_ids": [
                    Command.set((cls.north | cls.south | cls.silent).ids)
                ],
            }
        )
        cls.user_limited = cls._create_user("limited", "group_elected")
        fixture["plpdma.mandate"].create(
            {
                "program_id": cls.program.id,
                "partner_id": cls.user_limited.partner_id.id,
                "date_start": fields.Date.subtract(
                    cls.company._plpdma_get_today(), days=9
                ),
                "territory_ids": [Command.set(cls.north.ids)],
                "theme_ids": [Command.set((cls.axis | cls.reuse).ids)],
            }
        )
        for actor in cls.everybody:
            actor.role_ids = cls.random.choice([cls.roles, cls.roles[1]])

    def _build_world(self):
        super()._build_world()
        choose = self.random.choice
        self.confided = self._create_contributions(
            *(
                {
                    "confidentiality": "staff",
                    "contributor_name": f"Confidence {number}",
                    "stakeholder_id": choose([False, self.invited[20].id]),
                }
                for number in range(5)
            )
        )
        for record in self.received | self.parts | self.confided:
            themes = self.random.sample(
                (self.axis | self.compost | self.reuse).ids, self.random.randint(0, 2)
            )
            place = choose([False, *(self.north | self.south | self.district).ids])
            record.write({"theme_ids": [Command.set(themes)], "territory_id": place})
            if not (record.stakeholder_id or record.part_number):
                record.role_id = choose([False, self.roles[0].id])
            if record.state == "received" and self.random.random() < 0.3:
                record.moderation = "pending"
            if self.random.random() < 0.5 and record.state in ("received", "in_review"):
                record.user_id = choose([self.user_agent.id, self.user_manager.id])
        self._create_outcome()
        self.env.flush_all()
        self.env.invalidate_all()

    def _create_outcome(self):
        """Promises kept, late and under way; what an answer brought; what comes."""
        today = self.company._plpdma_get_today()
        responses = self.contributions.response_id.filtered(
            lambda response: response.decision == "retained"
        )
        self.assertTrue(responses)
        self.commitments = self.agent_env["plpdma.commitment"].create(
            [
                {
                    "program_id": self.program.id,
                    "name": f"Promesse {number}",
                    "kind": "authority",
                    "date_due": fields.Date.add(today, days=days),
                    "response_id": responses[0].id if number else False,
                    "theme_ids": [Command.set(self.compost.ids)],
                }
                for number, days in enumerate((-3, 40))
            ]
            + [
                {
                    "program_id": self.program.id,
                    "name": "Une action",
                    "kind": "partner",
                    "stakeholder_id": self.actors[0].id,
                }
            ]
        )
        submitted = self.contributions.filtered("is_to_answer")[:3]
        self._create_response(submitted[0], "deferred", state="submitted")
        self._create_response(submitted[1], "deferred", state="validated")

    def _read(self, user, **filters):
        """The dashboard, as somebody reads it."""
        program = self._as(user)["plpdma.program"].browse(self.program.id)
        return program.get_dashboard(filters)

    def _walk(self, node):
        """All the figures of a dashboard that open something."""
        if isinstance(node, dict):
            if "domain" in node:
                yield node
            for value in node.values():
                yield from self._walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from self._walk(value)

    def _table(self, board, key):
        [table] = [
            table
            for section in board["sections"]
            for table in section["tables"]
            if table["key"] == key
        ]
        return table

    def _cells(self, board, key):
        """``{label: [numbers]}`` of a table."""
        return {
            row["label"]: [cell["value"] for cell in row["cells"]]
            for row in self._table(board, key)["rows"]
        }

    def _figures(self, board, key):
        """``{label: number}`` of a part of the page."""
        [section] = [one for one in board["sections"] if one["key"] == key]
        return {figure["label"]: figure["value"] for figure in section["figures"]}
