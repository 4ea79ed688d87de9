"""A text is read as widely as the most closed passage that stands in it allows."""

from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from .split_common import REQUESTS, SplitCase, quote


@tagged("post_install", "-at_install", "plpdma")
class TestReadBy(SplitCase):
    """A letter whose second point is for the staff alone; the élu's mandate covers all
    of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mandates = cls.env["plpdma.mandate"]
        mandates.search([("program_id", "=", cls.program.id)]).unlink()
        mandates.create(
            {
                "program_id": cls.program.id,
                "partner_id": cls.user_elected.partner_id.id,
            }
        )

    def _read(self, records, user=None):
        """Those that somebody reads, the élu unless told otherwise."""
        self.env.flush_all()
        self.env.invalidate_all()
        contributions = self.agent_env["plpdma.contribution"]
        seen = contributions.with_user(user or self.user_elected)
        return seen.search([("id", "in", records.ids)]).with_env(records.env)

    def test_a_closed_point_closes_its_letter(self):
        letter, parts = self._split_letter()
        self.assertEqual(self._read(letter | parts), self._sort(letter | parts))
        parts[1].confidentiality = "staff"
        self.assertEqual(letter.confidentiality, "public", "As its author was told")
        self.assertEqual(letter.read_by, "staff")
        self.assertTrue(letter.is_closed_by_point)
        self.assertEqual(self._read(letter | parts), self._sort(parts - parts[1]))
        with self.assertRaises(AccessError):
            letter.with_user(self.user_elected).read(["verbatim"])
        words = "dimanche"
        found = self.agent_env["plpdma.contribution"].with_user(self.user_elected)
        self.assertFalse(found.search([("verbatim", "ilike", words)]))
        self.assertFalse(found.search([("text_search", "ilike", words)]))
        self.assertEqual(self._read(letter, self.user_agent), letter)
        parts[1].confidentiality = "members"
        self.assertEqual(letter.read_by, "members")
        self.assertEqual(self._read(letter), letter, "Members' is the élus' too")

    def _sort(self, records):
        return records.sorted(lambda c: (c.date_received, c.id), reverse=True)

    def test_undone_it_opens_again(self):
        for undo in ("join", "join_all", "reopen", "delete"):
            letter, parts = self._split_letter()
            parts[1].confidentiality = "staff"
            self.assertFalse(self._read(letter))
            if undo == "join":
                parts[1].action_join()
            elif undo == "join_all":
                letter.action_join()
            elif undo == "reopen":
                parts[1].confidentiality = "public"
            else:
                # sudo: as a purge does.
                parts[1].sudo().unlink()
            with self.subTest(undo):
                self.assertEqual(self._read(letter), letter)
                self.assertEqual(letter.read_by, "public")

    def test_split_closed_from_the_beginning(self):
        letter = self._create_letter()
        part = letter._split([quote(REQUESTS[1], confidentiality="staff")])
        self.assertFalse(self._read(letter | part))
        letter._split([quote(REQUESTS[0])])
        self.assertEqual(letter.read_by, "staff", "One more opens nothing")

    def test_what_overlaps_it_is_closed_too(self):
        letter = self._create_letter()
        inside, around = letter._split(
            [
                quote(REQUESTS[1], confidentiality="staff"),
                quote(f"{REQUESTS[0]} {REQUESTS[1]}"),
            ]
        )
        self.assertEqual(around.confidentiality, "public")
        self.assertFalse(self._read(inside | around))
        beside = letter._split([quote(REQUESTS[0])])
        self.assertEqual(self._read(inside | around | beside), beside)
        later = letter._split([quote(REQUESTS[2], confidentiality="staff")])
        both = letter._split([quote(f"{REQUESTS[2]} {REQUESTS[3]}")])
        self.assertFalse(self._read(both))
        later.action_join()
        self.assertEqual(self._read(both), both)
        inside.confidentiality = "public"
        self.assertEqual(self._read(around), around)

    def test_what_repeats_the_letter_is_closed_too(self):
        letter, repeat = self._create_letter(), self._create_letter()
        repeat._merge_into(letter)
        self.assertEqual(self._read(repeat), repeat)
        _letter, parts = self._split_letter(letter)
        parts[1].confidentiality = "staff"
        self.assertEqual(repeat.read_by, "staff")
        self.assertFalse(self._read(repeat))
        repeat.action_unmerge()
        self.assertEqual(self._read(repeat), repeat)

    def test_nobody_writes_it(self):
        letter, parts = self._split_letter()
        parts[1].confidentiality = "staff"
        with self.assertRefused(letter.reference):
            letter.read_by = "public"
        with self.assertRefused("not written by hand"):
            self._create_contribution(confidentiality="staff", read_by="public")
        created = self._create_contribution(confidentiality="staff", read_by="staff")
        self.assertEqual(created.read_by, "staff")

    def test_colleagues_read_the_open_points(self):
        organisation = self.partners[0]
        colleagues = [
            self._create_user(
                name,
                groups="base.group_portal",
                partner_id=self.env["res.partner"]
                .create({"name": name, "parent_id": organisation.id})
                .id,
            )
            for name in ("author", "colleague")
        ]
        author, colleague = colleagues
        letter, parts = self._split_letter(
            self._create_letter(partner_id=author.partner_id.id)
        )
        parts[1].confidentiality = "staff"
        self.assertEqual(self._read(letter | parts, author), self._sort(letter | parts))
        self.assertEqual(
            self._read(letter | parts, colleague), self._sort(parts - parts[1])
        )
        for user, listed in ((author, letter), (colleague, parts - parts[1])):
            sent = letter.with_user(user)
            found = sent.search(
                sent._get_sent_domain() & Domain("program_id", "=", self.program.id)
            )
            self.assertEqual(set(found.ids), set(listed.ids), user.name)

    def test_the_letter_counts_with_its_open_points(self):
        """Whoever reads a point counts the letter, once; the figures are the same for
        the élu and for the documents of the staff."""
        letter, parts = self._split_letter()
        single = self._create_contribution(channel="email")
        closed, all_closed = self._split_letter(requests=REQUESTS[:2])
        parts[1].confidentiality = "staff"
        all_closed.confidentiality = "staff"
        self.assertTrue(letter and single and closed)
        for user in (self.user_agent, self.user_elected):
            figures = self.agent_env["plpdma.figures"].with_user(user)
            contributions = figures.env["plpdma.contribution"]
            domain = contributions._get_shared_domain() & Domain(
                "program_id", "=", self.program.id
            )
            with self.subTest(user.login):
                counts = figures._count_contributions(domain)
                self.assertEqual(counts["received"], 2)
                self.assertEqual(counts["awaiting"], 2)
                self.assertEqual(figures._count_observations(domain)["made"], 6)
                self.assertEqual(
                    figures._count_received_by(domain, "channel"),
                    {"letter": 1, "email": 1},
                )

    def test_the_words_of_a_closed_point_propose_no_theme(self):
        letter, parts = self._split_letter()
        letter.theme_ids = [Command.set(self.themes[0].ids)]
        parts[1].confidentiality = "staff"
        self.env.flush_all()
        read = self.env["plpdma.theme.vocabulary"]._read_ranged(self.program)
        texts = [text for text, _themes, _author in read]
        self.assertFalse([text for text in texts if REQUESTS[1] in text])
        parts[1].confidentiality = "public"
        self.env.flush_all()
        read = self.env["plpdma.theme.vocabulary"]._read_ranged(self.program)
        texts = [text for text, _themes, _author in read]
        self.assertTrue([text for text in texts if REQUESTS[1] in text])
