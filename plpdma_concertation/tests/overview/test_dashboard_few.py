"""Few inhabitants are not told apart, to the élus and on paper."""

import json

from odoo.fields import Command
from odoo.tests import tagged

from ...tools.small_counts import find_hidden, find_hidden_in_grid
from .dashboard_common import DashboardCase

TELLING = ("plpdma.contribution", "plpdma.stakeholder", "plpdma.participation")
HIDDEN = {"value": None, "count": None, "is_hidden": True}


@tagged("post_install", "-at_install", "plpdma")
class TestFewInhabitants(DashboardCase):
    """Besides the random ones, a programme of which each inhabitant is known."""

    def _build_world(self):
        super()._build_world()
        self.world = self.program
        self.program = self._create_program(
            state="open",
            elected_referent_id=self.user_elected.partner_id.id,
            theme_ids=[Command.set(self.compost.ids)],
            territory_ids=[Command.set((self.north | self.south | self.silent).ids)],
        )
        # Four in the north, five in the south, and twelve points of one of the silent.
        self._say(self.north, range(4))
        self._say(self.south, range(10, 15))
        self._say(self.silent, [20] * 12)

    def _say(self, place, people):
        self._create_contributions(
            *(
                {
                    "program_id": self.program.id,
                    "contributor_name": f"Habitante {number}",
                    "territory_id": place.id,
                    "role_id": self.roles[0].id,
                    "theme_ids": [Command.set(self.compost.ids)],
                }
                for number in people
            )
        )

    def _row(self, board, key, label):
        [row] = [
            row for row in self._table(board, key)["rows"] if label in row["label"]
        ]
        return row["cells"]

    def test_staff_see_all_of_them(self):
        board = self._read(self.user_agent)
        for place, count in ((self.north, 4), (self.south, 5), (self.silent, 12)):
            cells = self._row(board, "places", place.name)
            self.assertEqual(cells[1]["value"], count)
            self.assertTrue(cells[1]["domain"])

    def test_elus_and_paper_do_not_tell_few_apart(self):
        for board in (
            self._read(self.user_elected),
            self._read(self.user_agent, outside=True),
        ):
            named = self._cells(board, "places")
            # One person who wrote twelve times is one person.
            self.assertNotIn(self.north.name, named)
            self.assertNotIn(self.silent.name, named)
            self.assertEqual(named[self.south.name][1], 5)
            gathered = self._row(board, "places", "fewer than five")
            self.assertEqual(gathered[1]["value"], 16)
            self.assertNotIn("domain", gathered[1])
            # All of one category, whom the whole tells: they are twenty-one.
            self.assertEqual(self._row(board, "theme_role", "Compost")[0]["value"], 21)

    def test_one_place_alone_is_not_found_by_taking_away(self):
        self._say(self.silent, range(30, 36))
        board = self._read(self.user_elected)
        named = self._cells(board, "places")
        # The north hides, and the next smallest with it.
        self.assertNotIn(self.north.name, named)
        self.assertNotIn(self.south.name, named)
        self.assertEqual(named[self.silent.name][1], 18)

    def test_a_place_that_is_chosen(self):
        board = self._read(self.user_elected, territory_id=self.north.id)
        self.assertEqual(
            [
                figure
                for figure in self._walk(board)
                if figure["model"] == "plpdma.contribution"
            ],
            [],
        )
        [heard] = [one for one in board["sections"] if one["key"] == "heard"]
        made = heard["figures"][-1]
        self.assertEqual({name: made[name] for name in HIDDEN}, HIDDEN)
        self.assertIn("Fewer than five inhabitants spoke", " ".join(board["sentences"]))
        whole = self._read(self.user_elected, territory_id=self.south.id)
        self.assertEqual(self._figures(whole, "heard")["Observations made"], 5)

    def test_no_name_is_told(self):
        for user in (self.user_agent, self.user_elected):
            self.assertNotIn("Habitante", json.dumps(self._read(user)))

    def test_random_cells_of_few_open_nothing(self):
        """On the random programme: no cell that tells people apart opens fewer than
        five inhabitants."""
        self.program = self.world
        checked = hidden = 0
        board = self._read(self.user_elected)
        for key in ("places", "theme_college", "theme_role"):
            for row in self._table(board, key)["rows"]:
                for cell in row["cells"]:
                    hidden += bool(cell.get("is_hidden"))
                    if not cell.get("domain"):
                        continue
                    found = self.agent_env["plpdma.contribution"].search(
                        [("program_id", "=", self.world.id), *cell["domain"]]
                    )
                    people = {
                        one.contributor_email or one.contributor_name or one.id
                        for one in found
                        if not one.partner_id
                    }
                    checked += 1
                    with self.subTest(key, label=row["label"]):
                        self.assertFalse(0 < len(people) < 5, people)
        self.assertGreater(checked, 3)
        self.assertGreater(hidden, 3)

    # ------------------------------------------------------------------
    # All of it
    # ------------------------------------------------------------------
    def _list_filters(self):
        """What a dashboard may be narrowed to, each and together."""
        days = sorted(
            {
                str(one.date_received)
                for one in self.agent_env["plpdma.contribution"].search(
                    [("program_id", "=", self.program.id)]
                )
            }
        )
        periods = [
            {"date_from": day, "date_to": day} for day in days[:: len(days) // 4]
        ]
        periods += [{"date_from": days[len(days) // 2]}, {"date_to": days[-2]}]
        themes = [{"theme_id": one.id} for one in (self.axis, self.compost, self.reuse)]
        places = [{"territory_id": one.id} for one in (self.north, self.south)]
        yield {}
        yield from (*periods, *themes, *places, {"body_id": self.body.id})
        for theme in themes:
            for place in places:
                yield {**theme, **place}
        yield {**themes[0], **periods[-1]}

    def _tell_people(self, records):
        """The inhabitants of some records: whoever speaks for no organisation."""
        people = set()
        for one in records:
            partner = one.partner_id
            roles = one.role_ids if "role_ids" in one else one.role_id
            if records._name == "plpdma.participation":
                roles = one.stakeholder_id.role_ids
            if partner:
                if not (
                    partner.commercial_partner_id.is_company
                    or any(roles.mapped("is_elected"))
                ):
                    people.add(partner)
            else:
                people.add(
                    (one.contributor_email or "").strip().lower()
                    or (one.contributor_name or "").strip().lower()
                    or (one.whole_id or one).id
                )
        return people

    def _check_few(self, board, user):
        """How many lists were opened, as their reader opens them, and how many figures
        are hidden."""
        opened, title = 0, f"{user.login} {board['filters']}"
        for figure in self._walk(board):
            if figure["model"] not in TELLING:
                continue
            records = self._as(user)[figure["model"]].with_context(active_test=False)
            found = records.search(figure["domain"])
            people = self._tell_people(found.with_env(self.agent_env))
            opened += 1
            with self.subTest(title, domain=figure["domain"]):
                self.assertNotIn(len(people), range(1, 5))
        text = json.dumps(board)
        self.assertNotIn('"people"', text)
        return opened, text.count('"is_hidden": true')

    def test_nothing_opens_few_inhabitants(self):
        """Whoever reads, whatever is chosen, in each part of the page."""
        self.program = self.world
        self._make_individuals()
        opened = hidden = 0
        for name, more in (
            ("user_elected", {}),
            ("user_limited", {}),
            ("user_agent", {"outside": True}),
        ):
            for filters in self._list_filters():
                user = getattr(self, name)
                board = self._read(user, **filters, **more)
                found = self._check_few(board, user)
                opened += found[0]
                hidden += found[1]
        self.assertGreater(opened, 200)
        self.assertGreater(hidden, 500)

    def test_nor_does_the_sheet(self):
        self.program = self.world
        self._make_individuals()
        opened = hidden = 0
        for user in (self.user_elected, self.user_agent):
            reports = self._as(user)["report.plpdma_concertation.report_dashboard"]
            program = self._as(user)["plpdma.program"].browse(self.world.id)
            for filters in self._list_filters():
                report = reports.with_context(plpdma_dashboard=filters)
                [sheet] = report._prepare_sheets(program)
                found = self._check_few(sheet["board"], user)
                opened += found[0]
                told = [one["text"] for one in sheet["figures"]]
                told += [plot["text"] for column in sheet["columns"] for plot in column]
                told.append(sheet["grid"]["text"] if sheet["grid"] else "")
                hidden += sum("•" in text for text in told)
        self.assertGreater(opened, 100)
        self.assertGreater(hidden, 100)

    def _make_individuals(self):
        """Some of the actors speak for themselves."""
        some = self.everybody[::6]
        some.partner_id.is_company = False
        self.env.flush_all()
        self.env.invalidate_all()

    def test_few_actors_of_a_category_are_not_counted(self):
        self.program = self.world
        self._make_individuals()
        mine = self.everybody[::6]
        for actor in self.everybody:
            actor.role_ids = self.roles[0] if actor in mine else self.roles[1]
        self.assertIn(len(mine), range(1, 6))
        board = self._read(self.user_elected)
        cells = self._row(board, "heard_role", self.roles[0].name)
        self.assertTrue(any(cell.get("is_hidden") for cell in cells))
        self.assertTrue(all(not cell["value"] for cell in cells), cells)
        staff = self._row(self._read(self.user_agent), "heard_role", self.roles[0].name)
        self.assertTrue(any(cell["value"] for cell in staff))

    def test_one_day_of_one_person(self):
        """What was received on one day, of one inhabitant, is told nowhere."""
        self.program = self.world
        one = self.received.filtered(
            lambda one: not (one.partner_id or one.part_ids or one.part_number)
        )[0]
        day = "2020-02-03"
        one.date_received = day
        chosen = {"date_from": day, "date_to": day}
        staff = self._read(self.user_agent, **chosen)
        self.assertEqual(self._figures(staff, "heard")["Contributions received"], 1)
        board = self._read(self.user_elected, **chosen)
        told = [
            figure
            for figure in self._walk(board)
            if figure["model"] == "plpdma.contribution"
        ]
        self.assertEqual(told, [])
        self.assertIsNone(self._figures(board, "heard")["Contributions received"])
        self.assertIn("Fewer than five inhabitants spoke", " ".join(board["sentences"]))

    # ------------------------------------------------------------------
    # The rule
    # ------------------------------------------------------------------
    def test_the_cells_of_a_line(self):
        self.assertEqual(find_hidden({"a": (9, 9), "b": (0, 0)}), set())
        self.assertEqual(find_hidden({"a": (9, 9), "b": (4, 4)}), {"a", "b"})
        self.assertEqual(
            find_hidden({"a": (9, 9), "b": (4, 4), "c": (7, 7)}), {"b", "c"}
        )
        self.assertEqual(
            find_hidden({"a": (9, 9), "b": (4, 4), "c": (2, 2)}), {"b", "c"}
        )

    def test_the_cells_of_a_grid(self):
        cells = {(x, y): (10 + x + y, 10) for x in range(3) for y in range(3)}
        self.assertEqual(find_hidden_in_grid(cells), set())
        cells[0, 0] = (3, 3)
        hidden = find_hidden_in_grid(cells)
        for place in (0, 1):
            for line in range(3):
                self.assertNotEqual(
                    len([key for key in hidden if key[place] == line]), 1
                )
        self.assertIn((0, 0), hidden)
