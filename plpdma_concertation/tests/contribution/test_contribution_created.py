"""What creating many contributions does: each row is written once, each link of an
authority looked at once, and none is let through."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...models.contribution.plpdma_contribution_precomputed import MAY_BE_EMPTY
from .contribution_common import ContributionCase


@tagged("post_install", "-at_install", "plpdma")
class TestContributionCreated(ContributionCase):
    def _count_written(self):
        """How many rows were written again in this transaction."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT n_tup_upd FROM pg_stat_xact_user_tables"
            " WHERE relname = 'plpdma_contribution'"
        )
        return self.env.cr.fetchone()[0]

    def test_a_row_is_written_once(self):
        session = self._create_session(
            format="public",
            nature="consultation",
            proposal="<p>Projet</p>",
            date_start="2024-01-08 08:00:00",
            date_stop="2024-02-08 18:00:00",
        )
        actor = self.actors[0]
        actor.partner_id.is_company = True
        college = self.env["plpdma.college"].create({"name": "Associations"})
        actor.college_id = college
        theme = self.env["plpdma.theme"].search([], limit=1)
        before = self._count_written()
        contributions = self._create_contributions(
            {"contributor_email": actor.partner_id.email},
            {"contributor_email": "inconnu@p.example", "session_id": session.id},
            {"anonymous": True, "theme_ids": [Command.set(theme.ids)]},
        )
        self.assertEqual(self._count_written(), before)
        known, late, _anonymous = contributions
        self.assertEqual(contributions.company_id, self.program.company_id)
        self.assertEqual(known.stakeholder_id, actor)
        self.assertEqual(known.college_id, college)
        self.assertEqual(known.role_id, actor.role_ids[:1])
        self.assertTrue(known.organisation_name)
        self.assertTrue(late.is_late)
        self.assertEqual(contributions.mapped("answer_days"), [0, 0, 0])
        known.verbatim = "Autre chose."
        self.assertEqual(self._count_written(), before + 1)

    def test_what_is_told_of_new_rows_holds(self):
        """What core is spared asking: the rights to what is computed as superuser, the
        defaults of what has none."""
        fields = self.env["plpdma.contribution"]._fields
        precomputed = [field for field in fields.values() if field.precompute]
        self.assertTrue(precomputed)
        self.assertFalse([field for field in precomputed if not field.compute_sudo])
        empty = [fields[name] for name in MAY_BE_EMPTY]
        self.assertTrue(all(field.store for field in empty))
        self.assertFalse([field for field in empty if field.default or field.compute])

    def test_a_default_that_was_set_is_taken(self):
        """What an authority sets as a default is no emptiness."""
        territory = self.env["plpdma.territory"].create({"name": "Lieu usuel"})
        self.env["ir.default"].set(
            "plpdma.contribution", "territory_id", territory.id, user_id=True
        )
        Model = self.env["plpdma.contribution"]
        vals = {"program_id": self.program.id, "verbatim": "Ici."}
        self.assertEqual(Model.create(vals).territory_id, territory)
        other = self.env["plpdma.territory"].create({"name": "Autre lieu"})
        elsewhere = Model.with_context(default_territory_id=other.id).create(vals)
        self.assertEqual(elsewhere.territory_id, other)

    def test_who_names_the_actor_names_the_contact(self):
        """All that rests on the contact is known, whichever way the actor is named."""
        actor = self.actors[0]
        actor.partner_id.is_company = True
        college = self.env["plpdma.college"].create({"name": "Associations"})
        actor.college_id = college
        session = self._create_session(
            participation_ids=[Command.create({"stakeholder_id": actor.id})]
        )
        line = session.participation_ids
        model = self.agent_env["plpdma.contribution"]
        common = {"session_id": session.id, "verbatim": "Plus près."}
        created = self._create_contribution(stakeholder_id=actor.id)
        # sudo: as whoever runs the session, who names its participants.
        noted = model.sudo().create({**common, "participation_id": line.id})
        created |= noted.sudo(False)
        created |= model.with_context(default_stakeholder_id=actor.id).create(common)
        self.assertEqual(len(created), 3)
        for contribution in created:
            self.assertEqual(contribution.stakeholder_id, actor)
            self.assertEqual(contribution.partner_id, actor.partner_id)
            self.assertEqual(contribution.college_id, college)
            self.assertEqual(contribution.role_id, actor.role_ids[:1])
            self.assertEqual(contribution.organisation_name, actor.partner_id.name)

    def test_what_is_computed_is_not_claimed(self):
        claims = {
            "answer_days": 900,
            "is_late": True,
            "organisation_name": "Préfecture",
        }
        for name, value in claims.items():
            with self.assertRefused("not written by hand"):
                self._create_contribution(**{name: value})
        created = self._create_contribution()
        for name, value in claims.items():
            self.assertNotEqual(created[name], value)

    def test_links_of_a_batch_stay_in_the_authority(self):
        company, _program = self._create_other_company()
        own, foreign = self.env["plpdma.territory"].create(
            [
                {"name": "Lieu de l'un", "company_id": self.company.id},
                {"name": "Lieu de l'autre", "company_id": company.id},
            ]
        )
        self.user_agent.company_ids |= company
        model = self.agent_env["plpdma.contribution"].with_context(
            allowed_company_ids=(self.company | company).ids
        )
        values = {"program_id": self.program.id, "verbatim": "Un composteur."}
        created = model.create([{**values, "territory_id": own.id}] * 3)
        self.assertEqual(created.territory_id, own)
        with self.assertRaises(UserError):
            model.create(
                [{**values, "territory_id": own.id}] * 3
                + [{**values, "territory_id": foreign.id}]
            )

    def test_what_one_authority_names_another_does_not(self):
        company, program = self._create_other_company()
        own = self.env["plpdma.territory"].create(
            {"name": "Lieu de l'un", "company_id": self.company.id}
        )
        values = {"verbatim": "Un composteur.", "territory_id": own.id}
        model = self.env["plpdma.contribution"]
        with self.assertRaises(UserError):
            # Alike but for the authority, after one that may.
            model.create(
                [
                    {**values, "program_id": self.program.id},
                    {**values, "program_id": program.id},
                ]
            )
