"""A name in a column that leads to another record, and that several records bear: none
of them is chosen for being the first."""

from odoo.tests import tagged

from .import_choices import ChoicesCase

ORGANISATIONS = ("Org Alpha", "Org Beta")
NAME = "Jean PAREIL"


@tagged("post_install", "-at_install", "plpdma")
class TestImportBearers(ChoicesCase):
    def setUp(self):
        super().setUp()
        partners = self.env["res.partner"]
        for organisation in ORGANISATIONS:
            parent = partners.create({"name": organisation, "is_company": True})
            email = f"jean@{organisation.split()[1].lower()}.example"
            partners += partners.create(
                {"name": NAME, "parent_id": parent.id, "email": email}
            )
        self.alpha, self.beta = self.agent_env["plpdma.stakeholder"].create(
            [
                {"program_id": self.program.id, "partner_id": partner.id}
                for partner in partners
            ]
        )
        self.actors = self.french_env["plpdma.stakeholder"]
        self.participations = self.french_env["plpdma.participation"].with_context(
            default_session_id=self._create_session(name="Atelier").id
        )

    def _load(self, model, *lines, **options):
        """``(records, texts of the messages, what the server answers)``."""
        content = "\n".join(lines).encode()
        _wizard, result = self._execute(model, "noms.csv", content, **options)
        texts = self._get_texts(result["messages"])
        return model.browse(result["ids"] or ()), texts, result

    def _assert_refused(self, model, *lines, column, names=None, name=NAME):
        records, texts, result = self._load(model, *lines)
        self.assertFalse(records)
        [text] = [one for one in texts if f"« {name} »" in one]
        names = names or [f"{one}, {name}" for one in ORGANISATIONS]
        for words in (f"Ligne 2, colonne « {column} »", *names):
            self.assertIn(words, text)
        [question] = [one for one in result["plpdma_questions"] if one["word"]]
        return question

    # ------------------------------------------------------------------
    # Substitutes
    # ------------------------------------------------------------------
    def test_the_member_of_a_substitute(self):
        self._assert_refused(
            self.actors,
            "Nom;Organisation;Qualité de membre;Suppléant de",
            f"Zoé SUP;Org Zeta;Suppléant;{NAME}",
            column="Suppléant de",
        )

    def test_the_member_of_the_organisation_of_the_row(self):
        records, texts, _result = self._load(
            self.actors,
            "Nom;Organisation;Qualité de membre;Suppléant de",
            f"Zoé SUP;Org Beta;Suppléant;{NAME}",
            f"Léa SUP;Org Alpha;Suppléant;{NAME}",
            f"Max SUP;Org Zeta;Suppléant;Org Beta, {NAME}",
        )
        self.assertEqual(texts, [])
        wanted = self.beta | self.alpha | self.beta
        self.assertEqual(
            records.mapped("substitute_for_id.id"), [self.beta.id, self.alpha.id]
        )
        self.assertEqual(records[2].substitute_for_id, wanted[0])

    def test_a_substitute_above_their_member(self):
        """Whoever bears the name elsewhere is not meant because the row of the member
        comes later."""
        self.beta.sudo().unlink()
        records, texts, _result = self._load(
            self.actors,
            "Nom;Organisation;Qualité de membre;Suppléant de;E-mail",
            f"Zoé SUP;Org Gamma;Suppléant;{NAME};",
            f"{NAME};Org Gamma;Titulaire;;jean@gamma.example",
        )
        self.assertEqual(texts, [])
        substitute = records.filtered("substitute_for_id")
        self.assertEqual(substitute.partner_name, "Zoé SUP")
        self.assertEqual(substitute.substitute_for_id.email, "jean@gamma.example")

    def test_a_namesake_whom_a_later_row_brings(self):
        """Two bear the name once the file is in, wherever their rows stand."""
        self.beta.sudo().unlink()
        for headings, rows in (
            (
                "Nom;Organisation;Qualité de membre;Suppléant de",
                (f"Zoé SUP;Org Zeta;Suppléant;{NAME}", f"{NAME};Org Gamma;Titulaire;"),
            ),
            (
                "Nom;E-mail;Qualité de membre;Suppléant de",
                (f"Zoé SUP;;Suppléant;{NAME}", f"{NAME};jean@d.example;Titulaire;"),
            ),
        ):
            with self.subTest(headings):
                self._assert_refused(
                    self.actors, headings, *rows, column="Suppléant de", names=[NAME]
                )

    def test_the_user_chooses(self):
        lines = (
            "Nom;Organisation;Qualité de membre;Suppléant de",
            f"Zoé SUP;Org Zeta;Suppléant;{NAME}",
            f"Léa SUP;Org Alpha;Suppléant;{NAME}",
        )
        question = self._assert_refused(self.actors, *lines, column="Suppléant de")
        values = [choice["value"] for choice in question["choices"]]
        chosen = f"take:Org Beta, {NAME}"
        self.assertIn(chosen, values)
        records, _texts, _result = self._load(
            self.actors,
            *lines,
            plpdma_choices=[["substitute_for_id", NAME, chosen]],
        )
        # What a row tells by itself is not answered for it.
        self.assertEqual(records[0].substitute_for_id, self.beta)
        self.assertEqual(records[1].substitute_for_id, self.alpha)

    # ------------------------------------------------------------------
    # Contributions
    # ------------------------------------------------------------------
    def test_the_actor_of_a_contribution(self):
        self._assert_refused(
            self.contributions,
            "Date;Acteur;Observation",
            f"12/11/2025;{NAME};Un texte",
            column="Acteur",
        )

    def test_the_actor_by_their_address_or_organisation(self):
        for heading, cell in (
            ("Organisation", "org beta"),
            ("E-mail", "JEAN@beta.example"),
        ):
            with self.subTest(heading):
                records, _texts, _result = self._load(
                    self.contributions,
                    f"Date;Acteur;{heading};Observation",
                    f"12/11/2025;{NAME};{cell};Un texte de {heading}",
                    f"12/11/2025;Org Alpha, {NAME};;Un autre de {heading}",
                )
                self.assertEqual(records[:1].stakeholder_id, self.beta)
                self.assertEqual(records[1:].stakeholder_id, self.alpha)

    def test_clues_that_contradict_each_other(self):
        self._assert_refused(
            self.contributions,
            "Date;Acteur;Organisation;E-mail;Observation",
            f"12/11/2025;{NAME};Org Beta;jean@alpha.example;Un texte",
            column="Acteur",
        )

    def test_the_contact_of_a_contribution(self):
        self._assert_refused(
            self.contributions,
            "Date;Contact;Observation",
            f"12/11/2025;{NAME};Un texte",
            column="Contact",
        )
        records, _texts, _result = self._load(
            self.contributions,
            "Date;Contact;E-mail;Observation",
            f"12/11/2025;{NAME};jean@beta.example;Un texte",
        )
        self.assertEqual(records.partner_id, self.beta.partner_id)

    # ------------------------------------------------------------------
    # Sessions
    # ------------------------------------------------------------------
    def _create_twins(self):
        return self._create_session(
            name="Permanence",
            date_start="2025-10-01 08:00:00",
            date_stop="2025-10-01 10:00:00",
        ) | self._create_session(
            name="Permanence",
            date_start="2025-11-05 08:00:00",
            date_stop="2025-11-05 10:00:00",
        )

    def test_sessions_of_one_name(self):
        self._create_twins()
        question = self._assert_refused(
            self.contributions,
            "Temps de participation;Observation",
            "Permanence;Sans date",
            column="Temps de participation",
            names=["1er octobre 2025", "5 novembre 2025"],
            name="Permanence",
        )
        self.assertIn("octobre", str(question["choices"]))

    def test_the_date_of_the_row_decides(self):
        first, second = self._create_twins()
        records, texts, _result = self._load(
            self.contributions,
            "Date;Temps de participation;Observation",
            "05/11/2025;Permanence;Le 5 novembre",
            "01/10/2025;Permanence;Le 1er octobre",
            f"02/10/2025;{first.reference};Par sa référence",
        )
        self.assertEqual(texts, [])
        self.assertEqual([one.session_id for one in records], [second, first, first])

    def test_another_date_decides_nothing(self):
        self._create_twins()
        self._assert_refused(
            self.contributions,
            "Date;Temps de participation;Observation",
            "07/11/2025;Permanence;Le 7 novembre",
            column="Temps de participation",
            names=["octobre"],
            name="Permanence",
        )

    def test_sessions_of_two_programmes(self):
        """That of the programme of the row."""
        other = self._create_program()
        here = self._create_session(name="Réunion unique")
        self._create_session(name="Réunion unique", program_id=other.id)
        model = self.contributions.with_context(default_program_id=self.program.id)
        records, texts, _result = self._load(
            model,
            "Date;Temps de participation;Observation",
            "05/11/2025;Réunion unique;Un texte",
        )
        self.assertEqual(texts, [])
        self.assertEqual(records.session_id, here)

    def test_a_question_put_in_several_sessions(self):
        """That of the session of the row."""
        first, second = self._create_twins()
        self.assertEqual(first.question_ids.name, second.question_ids.name)
        name = first.question_ids.name
        records, texts, _result = self._load(
            self.contributions,
            "Date;Temps de participation;Question;Observation",
            f"05/11/2025;Permanence;{name};Le 5 novembre",
            f"01/10/2025;{first.reference};{name};Le 1er octobre",
        )
        self.assertEqual(texts, [])
        self.assertEqual(records.question_id, (first | second).question_ids)
        for record in records:
            self.assertEqual(record.question_id.session_id, record.session_id)

    def test_a_question_that_nothing_tells(self):
        """Each is told with the day of its session."""
        name = self._create_twins()[0].question_ids.name
        days = ("1er octobre", "5 novembre")
        names = [f"{name} (Permanence, {day} 2025)" for day in days]
        question = self._assert_refused(
            self.contributions,
            "Date;Question;Observation",
            f"07/11/2025;{name};Le 7 novembre",
            column="Question",
            names=names,
            name=name,
        )
        values = [choice["value"] for choice in question["choices"]]
        for one in names:
            self.assertIn(f"take:{one}", values)

    # ------------------------------------------------------------------
    # Attendance
    # ------------------------------------------------------------------
    def test_an_attendance_sheet(self):
        self._assert_refused(
            self.participations, "Nom;Présence", f"{NAME};Présent", column="Nom"
        )

    def test_an_attendance_sheet_with_organisations(self):
        records, _texts, _result = self._load(
            self.participations,
            "Nom;Organisation;Présent;Excusé;Absent",
            f"{NAME};Org Beta;x;;",
            f"{NAME};Org Alpha;;x;",
        )
        self.assertEqual(records.stakeholder_id, self.alpha | self.beta)
        self.assertEqual(
            [(one.stakeholder_id, one.attendance) for one in records],
            [(self.beta, "present"), (self.alpha, "excused")],
        )

    def test_who_holds_a_proxy(self):
        """The organisation of the row is that of whoever gave it."""
        other = self.env["res.partner"].create({"name": "Ana SEULE"})
        self.agent_env["plpdma.stakeholder"].create(
            {"program_id": self.program.id, "partner_id": other.id}
        )
        self._assert_refused(
            self.participations,
            "Nom;Organisation;Présence;Pouvoir à",
            f"Ana SEULE;Org Beta;Représenté;{NAME}",
            column="Pouvoir à",
        )
