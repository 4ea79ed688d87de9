"""The sheets that people have, one after the other into the same programme, as one who
begins does."""

from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_choices import ChoicesCase
from .import_sheets import HEARD, PEOPLE, PLACES, SheetsMixin
from .test_import_choices import AT_MOST


class BeginnerCase(ChoicesCase):
    """An authority that has nothing yet but a programme that is being framed."""

    channel = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Syndicat du récit"})
        users = [
            cls._create_user(
                f"sheets_{group}",
                group,
                company_id=company.id,
                company_ids=company.ids,
                lang="fr_FR",
            )
            for group in ("group_user", "group_manager")
        ]
        cls.beginner, cls.chief = (
            cls.env(
                user=user.id,
                context={"lang": "fr_FR", "allowed_company_ids": company.ids},
            )
            for user in users
        )
        cls.framed = cls.beginner["plpdma.program"].create({"name": "PLPDMA"})

    def _take_one(self, env, model, name, content=None, **kwargs):
        records, count, result = self._choose(
            env[f"plpdma.{model}"], name, content, **kwargs
        )
        self.assertLessEqual(count, AT_MOST, name)
        return records, result


@tagged("post_install", "-at_install", "plpdma")
class TestImportStory(SheetsMixin, BeginnerCase):
    def _take_sheet(self, env, sheet):
        records, result = self._take_one(
            env, sheet.model, sheet.name, takes_good=bool(sheet.refused)
        )
        log = env["plpdma.import"].browse(result["plpdma_import"]["id"])
        self._check_sheet(sheet, records, log)
        return records

    def test_the_eight_sheets(self):
        self._take_places()
        self._take_people()
        self._take_words()

    def _take_places(self):
        [places, again] = [self._take_sheet(self.chief, sheet) for sheet in PLACES]
        self.assertEqual(again, places[1:])

    def _take_people(self):
        self.assertEqual(self.framed.state, "draft")
        [members, elected] = [
            self._take_sheet(self.beginner, sheet) for sheet in PEOPLE
        ]
        self.assertEqual(members.program_id, self.framed)
        self.assertEqual(elected, members[:2])
        # They share the address of their organisation, which stays as it is.
        self.assertFalse(elected.partner_id.parent_id.city)
        for one, town in zip(elected, ("Saint-Exemple", "Bourg-Fictif"), strict=True):
            self.assertIn(town, one.partner_id.comment)

    def _take_words(self):
        heard = self.beginner["plpdma.contribution"].union(
            *(self._take_sheet(self.beginner, sheet) for sheet in HEARD)
        )
        self.assertEqual(heard.program_id, self.framed)
        self.assertEqual(len(heard), sum(sheet.created for sheet in HEARD))
        self.assertIn(date(2026, 3, 5), heard.mapped("date_received"))
        self.assertEqual(len(set(heard.mapped("reference"))), len(heard))


@tagged("post_install", "-at_install", "plpdma")
class TestImportThere(BeginnerCase):
    """Rows that tell of what is in the list already."""

    def _ask(self, env, model, content):
        _wizard, result = self._execute(
            env[f"plpdma.{model}"], "x.csv", content, plpdma_choices=[]
        )
        self.assertFalse(result["ids"])
        return result

    def test_an_actor_who_is_there(self):
        actor, _result = self._take_one(
            self.beginner,
            "stakeholder",
            "a.csv",
            b"Nom;Mail\nAlix FICTIF;a@p.example\n",
        )
        content = (
            "Nom;Mail;Tél;Fonction\n"
            "alix fictif;a@p.example;02 99 00 00 01;Maire\n"
            "Alix Fictif;autre@p.example;;\n"
        ).encode()
        result = self._ask(self.beginner, "stakeholder", content)
        [question] = result["plpdma_questions"]
        self.assertIn("Alix FICTIF", question["column"])
        self.assertEqual(question["preset"], "take:complete")
        model = self.beginner["plpdma.stakeholder"]
        _wizard, result = self._execute(
            model, "x.csv", content, plpdma_choices=[["plpdma_there", "", "leave"]]
        )
        namesake = model.browse(result["ids"])
        log = self.beginner["plpdma.import"].browse(result["plpdma_import"]["id"])
        self.assertEqual((log.created_count, log.known_count), (1, 1))
        self.assertEqual(namesake.email, "autre@p.example", "Somebody else")
        self.assertFalse(actor.phone)
        namesake.sudo().unlink()
        records, _result = self._take_one(
            self.beginner, "stakeholder", "x.csv", content
        )
        self.assertEqual(records[0], actor)
        self.assertEqual(
            (actor.partner_name, actor.phone, actor.function),
            ("Alix FICTIF", "02 99 00 00 01", "Maire"),
        )

    def test_all_are_there_and_left(self):
        content = b"Nom;Mail\nAlix FICTIF;a@p.example\n"
        self._take_one(self.beginner, "stakeholder", "a.csv", content)
        _wizard, result = self._execute(
            self.beginner["plpdma.stakeholder"],
            "b.csv",
            content.replace(b"Nom", b"Nom complet"),
            plpdma_choices=[["plpdma_there", "", "leave"]],
            plpdma_known_choice="again",
        )
        self.assertFalse(result["ids"])
        self.assertIn("Rien à importer", self._get_texts(result["messages"])[0])

    @mute_logger("odoo.sql_db")
    def test_a_person_twice_in_a_file(self):
        result = self._ask(
            self.beginner, "stakeholder", b"Nom\nAlix FICTIF\nAlix FICTIF\n"
        )
        [text] = self._get_texts(result["messages"])
        for words in ("Ligne 3,", "« Nom »", "« Alix FICTIF »", "déjà un acteur"):
            self.assertIn(words, text)

    def test_a_commune_under_another_form_of_its_name(self):
        places, _result = self._take_one(
            self.chief,
            "territory",
            "a.csv",
            b"Nom;Type;Code INSEE;Population\nAbergement (L');Commune;01901;\n"
            b"Bourg-Fictif;Commune;;\n",
        )
        records, _result = self._take_one(
            self.chief,
            "territory",
            "b.csv",
            b"Nom;Type;Code INSEE;Population\nL'ABERGEMENT;Commune;1901;1 234\n"
            b"Bourg-Fictif;Commune;01902;11 111\n",
        )
        self.assertEqual(records, places)
        self.assertEqual(places.mapped("name"), ["Abergement (L')", "Bourg-Fictif"])
        self.assertEqual(places.mapped("population"), [1234, 11111])
        self.assertEqual(places.mapped("insee_code"), ["01901", "01902"])

    def test_a_code_of_another_place_is_named(self):
        headings = "Nom;Type;Code INSEE\n"
        self._take_one(
            self.chief, "territory", "a.csv", f"{headings}Ici;Commune;01901\n".encode()
        )
        result = self._ask(
            self.chief, "territory", f"{headings}Ailleurs;Commune;1901\n".encode()
        )
        [text] = self._get_texts(result["messages"])
        for words in ("Ligne 2,", "« Code INSEE »", "« 01901 »", "« Ici »"):
            self.assertIn(words, text)
