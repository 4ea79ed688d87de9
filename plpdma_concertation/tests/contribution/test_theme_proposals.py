"""Themes that propose themselves for contributions."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestThemeProposals(ConcertationCase):
    def _build_world(self):
        self.compost, self.canteen = self.env["plpdma.theme"].create(
            [
                {
                    "name": "Essai de compost",
                    "company_id": self.company.id,
                    "keywords": "compost / composteur",
                },
                {"name": "Essai de cantine", "company_id": self.company.id},
            ]
        )
        self.program.theme_ids = self.compost | self.canteen

    def _learn(self, since="2020-01-01"):
        """Run the scheduled action, which last did so before what the test wrote."""
        vocabulary = self.env["plpdma.theme.vocabulary"].sudo()
        vocabulary.search([]).date_learned = since
        self.env.flush_all()
        return self._run_as_cron(
            "ir_cron_learn_themes",
            lambda env: env["plpdma.theme.vocabulary"]._cron_learn(),
        )

    def _get_words(self):
        vocabulary = self.agent_env["plpdma.theme.vocabulary"]
        vocabulary.invalidate_model()
        return vocabulary.search([("program_id", "=", self.program.id)]).learned

    def _range(self, text, count, theme=None, **vals):
        """Contributions of as many authors, put under a theme."""
        return self._create_contributions(
            *(
                {
                    "verbatim": f"{text} {number}",
                    "contributor_name": f"Habitante {number}",
                    "theme_ids": [Command.set((theme or self.canteen).ids)],
                    **vals,
                }
                for number in range(count)
            )
        )

    def test_by_keywords_with_the_words_of_the_text(self):
        one = self._create_contribution(verbatim="Deux COMPOSTEURS, s'il vous plaît.")
        self.assertEqual(one.suggested_theme_ids, self.compost)
        self.assertEqual(
            one.theme_proposals,
            [
                {
                    "id": self.compost.id,
                    "name": "Essai de compost",
                    "words": ["“composteurs”"],
                }
            ],
        )
        self.assertFalse(one.theme_ids)
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(
            ["plpdma_concertation"], ["fr_FR"]
        )
        [french] = one.with_context(lang="fr_FR").theme_proposals
        self.assertEqual(french["words"], ["«\u00a0composteurs\u00a0»"])

    def test_a_click_takes_it(self):
        one = self._create_contribution(verbatim="Deux composteurs.")
        one.action_take_theme(one.theme_proposals[0]["id"])
        self.assertEqual(one.theme_ids, self.compost)
        self.assertFalse(one.suggested_theme_ids)
        self.assertFalse(one.theme_proposals)
        with self.assertRaises(AccessError):
            one.with_user(self.user_elected).action_take_theme(self.canteen.id)

    def test_what_people_ranged_proposes(self):
        self._range("Le réfectoire jette.", 6)
        self._range("Un bac jaune.", 6, self.compost)
        one = self._create_contribution(verbatim="Au réfectoire, tout part.")
        self.assertFalse(one.suggested_theme_ids)
        done, left = self._learn()
        self.assertTrue(done)
        self.assertFalse(left)
        one.invalidate_recordset()
        self.assertEqual(one.suggested_theme_ids, self.canteen)
        self.assertEqual(one.theme_proposals[0]["words"], ["“réfectoire”"])
        self.assertFalse(one.theme_ids)
        # Nothing has changed: nothing is read again.
        self.assertEqual(self._learn(since="2099-01-01"), (0, 0))

    def test_fewer_than_five_authors_teach_nothing(self):
        self._range("Le réfectoire jette.", 4)
        self._range("Encore un réfectoire.", 3, contributor_name="Habitante 1")
        self._range("Toujours le réfectoire.", 5, contributor_name=False)
        self._range("Un bac jaune.", 6, self.compost)
        # All those whom nobody knows count for one: the fifth.
        self._learn()
        self.assertIn("refectoir", str(self._get_words()))
        self.program.contribution_ids.filtered(
            lambda c: not c.sudo().contributor_name
        ).confidentiality = "staff"
        self._learn()
        self.assertIn("bac", str(self._get_words()))
        self.assertNotIn("refectoir", str(self._get_words()))

    def test_what_is_taken_away_proposes_nothing(self):
        """Whatever takes a word from its authors: at once, until it is learned again,
        and nothing less is known of it then."""
        program = self.program.sudo()
        other = self._create_program(name="Un autre", state="open")

        def _anonymise(said):
            said.response_expected = False
            said.with_user(self.user_manager).action_anonymise()

        def _merge(said):
            for one in said:
                one._merge_into(kept)

        ways = {
            "delete": lambda said: said.sudo().unlink(),
            "anonymise": _anonymise,
            "merge": _merge,
            "close": lambda said: said.write({"confidentiality": "staff"}),
            "archive": lambda said: said.write({"active": False}),
            "refuse": lambda said: said.write(self._refusal("Hors sujet.")),
            "text": lambda said: said.write({"verbatim": "Autre chose."}),
            "theme": lambda said: said.write({"theme_ids": [Command.clear()]}),
            "other author": lambda said: said.write({"contributor_name": "Une seule"}),
            "other programme": lambda said: said.write({"program_id": other.id}),
        }
        self._range("Un bac jaune.", 6, self.compost)
        for name, take in ways.items():
            word = "zorglub" + name.replace(" ", "")
            said = self._range(f"Du {word}.", 6)
            kept = said[4]
            self._learn()
            one = self._create_contribution(verbatim=f"Un {word}.")
            with self.subTest(name):
                self.assertEqual(one.suggested_theme_ids, self.canteen)
                take(said[:4])
                self.env.flush_all()
                one.invalidate_recordset()
                self.assertFalse(one.suggested_theme_ids)
                self._run_as_cron(
                    "ir_cron_learn_themes",
                    lambda env: env["plpdma.theme.vocabulary"]._cron_learn(),
                )
                self.assertIn("bac", str(self._get_words()))
                self.assertNotIn("zorglub", str(self._get_words()))
            (said.exists() | one).sudo().unlink()
        self._learn()
        self.assertTrue(self._get_words())
        program.active = False
        self.assertFalse(self._get_words())

    def test_what_comes_in_takes_nothing_away(self):
        said = self._range("Le réfectoire jette.", 6)
        self._range("Un bac jaune.", 6, self.compost)
        self._learn()
        self._range("Encore un bac.", 1)
        said.write({"summary": "En bref", "theme_ids": [Command.link(self.compost.id)]})
        self._create_contribution(verbatim="Sans thème.").sudo().unlink()
        self.env.flush_all()
        self.assertIn("refectoir", str(self._get_words()))

    def test_an_archived_programme_keeps_no_words(self):
        self._range("Le réfectoire jette.", 6)
        self._range("Un bac jaune.", 6, self.compost)
        self._learn()
        self.assertIn("refectoir", str(self._get_words()))
        # As one that was archived before.
        self.program.flush_recordset()
        self.env.cr.execute(
            "UPDATE plpdma_program SET active = FALSE WHERE id = %s", [self.program.id]
        )
        self.program.invalidate_recordset()
        self._learn()
        self.assertFalse(self._get_words())

    def test_one_person_counts_once_however_they_are_known(self):
        """Four authors teach nothing, whatever the spellings of their addresses, their
        contacts and their messages that were merged; a fifth does."""
        contact = self.partners[0].sudo()
        contact.write({"name": "Zoé Essai", "email": "zoe@p.example"})
        spellings = (
            {"contributor_email": "zoe@p.example"},
            {"contributor_email": " ZOE@P.Example "},
            {"contributor_email": "Zoé <zoe+plpdma@p.example>"},
            {"contributor_name": "ZOE  ESSAI"},
            {"contributor_name": "Zoé Essai", "contributor_email": "z@autre.example"},
            {"contributor_email": "z@autre.example"},
            {"partner_id": contact.id},
        )
        for vals in spellings:
            vals = {"contributor_name": False, **vals}
            self._range("Le réfectoire jette.", 1, **vals)
        others = self._range("Le réfectoire jette.", 3)
        self._range("Un bac jaune.", 6, self.compost)
        self._learn()
        self.assertIn("bac", str(self._get_words()))
        self.assertNotIn("refectoir", str(self._get_words()))
        # A twin of one of them, merged, is nobody more.
        twin = self._range("Le réfectoire jette.", 1, contributor_name="Habitante 9")
        twin._merge_into(others[0])
        self._learn()
        self.assertNotIn("refectoir", str(self._get_words()))
        self._range("Le réfectoire jette.", 1, contributor_name="Habitante 8")
        self._learn()
        self.assertIn("refectoir", str(self._get_words()))

    def test_what_is_not_learned(self):
        for vals in (
            {"confidentiality": "staff"},
            self._refusal("Hors sujet."),
            {"active": False},
        ):
            with self.subTest(**vals):
                said = self._range("Le zygomatique.", 9, **vals)
                self._learn()
                self.assertNotIn("zygomatiqu", str(self._get_words()))
                said.sudo().unlink()

    def test_an_erased_identity_counts_no_more(self):
        said = self._range("Le réfectoire jette.", 6)
        self._range("Un bac jaune.", 6, self.compost)
        self._learn()
        self.assertIn("refectoir", str(self._get_words()))
        self.assertNotIn("habitant", str(self._get_words()).lower())
        said.response_expected = False
        said.with_user(self.user_manager).action_anonymise()
        self._learn()
        self.assertNotIn("refectoir", str(self._get_words()))

    def test_only_the_themes_of_the_programme(self):
        other = self.env["plpdma.theme"].create(
            {
                "name": "Essai de vrac",
                "company_id": self.company.id,
                "keywords": "bocal",
            }
        )
        one = self._create_contribution(verbatim="Un bocal et un composteur.")
        self.assertEqual(one.suggested_theme_ids, self.compost)
        self.program.theme_ids |= other
        one.invalidate_recordset()
        self.assertEqual(one.suggested_theme_ids, self.compost | other)

    def test_many_at_once(self):
        said = self._create_contributions(
            *({"verbatim": f"Le composteur {n}."} for n in range(40))
        )
        self.env.flush_all()
        said.invalidate_recordset()
        said.mapped("verbatim")
        with self.assertQueryCount(12):
            proposed = said.mapped("suggested_theme_ids")
        self.assertEqual(proposed, self.compost)

    def test_one_programme_learns_of_itself_alone(self):
        other = self._create_program(name="Un autre", state="open")
        self._range("Le zygomatique.", 9, program_id=other.id)
        self._range("Un bac jaune.", 6, self.compost)
        self._learn()
        self.assertNotIn("zygomatiqu", str(self._get_words()))
