"""Two people decide on publishing the same contribution."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ...models.shared.plpdma_conflict_mixin import RewrittenError
from ..common import ConcertationCase


@tagged("post_install", "-at_install", "plpdma")
class TestModeratedMeanwhile(ConcertationCase):
    def test_what_a_colleague_decided_meanwhile_stands(self):
        """The page still shows what they had not decided yet."""
        criterion = self.env["plpdma.moderation.criterion"].sudo().search([], limit=1)
        [one] = self._create_contributions(
            {"verbatim": "Un bac.", "moderation": "pending"}
        )
        page = one.with_context(plpdma_seen={"moderation": "pending"})
        one.with_user(self.user_manager).write(
            {
                "moderation": "refused",
                "moderation_reason": "Hors sujet.",
                "moderation_criterion_id": criterion.id,
            }
        )
        action = page.action_accept_knowingly()
        self.assertIn(one.reference, action["params"]["message"])
        self.assertEqual(one.moderation_reason, "Hors sujet.")
        # Both decided the same; and whoever sees it decides on it knowingly.
        self.assertNotIn("params", page.action_open_refusal())
        self.assertFalse(
            one.with_context(
                plpdma_seen={"moderation": "refused"}
            ).action_accept_knowingly()
        )
        self.assertEqual(one.moderation, "accepted")
        self.assertIn("params", page.action_open_refusal())

    def test_what_is_accepted_while_the_dialog_is_open_stands(self):
        criterion = self.env["plpdma.moderation.criterion"].sudo().search([], limit=1)
        [one] = self._create_contributions(
            {"verbatim": "Un bac.", "moderation": "pending"}
        )
        opened = one.action_open_refusal()
        dialog = one.with_context(**opened["context"])
        one.with_user(self.user_manager).action_accept_knowingly()
        # Its button saves it first.
        dialog.write(
            {"moderation_criterion_id": criterion.id, "moderation_reason": "Non."}
        )
        told = dialog.action_refuse_publication()
        self.assertIn(one.reference, told["params"]["message"])
        self.assertEqual(one.moderation, "accepted")
        self.assertFalse(one.moderation_reason or one.moderation_criterion_id)

    def test_what_was_not_read_is_not_published(self):
        """A colleague writes into the text while the page shows the old one."""
        fields = ("moderation", "register_text", "has_publication_warning")
        for changed in ("verbatim", "public_text"):
            with self.subTest(changed):
                one = self._create_contribution(
                    verbatim="Un bac.", moderation="pending"
                )
                page = one.with_context(plpdma_seen={f: one[f] for f in fields})
                dialog = one.with_context(**page.action_open_refusal()["context"])
                one.with_user(self.user_manager).write(
                    {changed: "Appelez Zoé VRAC au 06 12 34 56 78."}
                )
                self.assertTrue(one.has_publication_warning)
                for act in (
                    page.action_accept_knowingly,
                    page.action_open_refusal,
                    dialog.action_refuse_publication,
                ):
                    told = act()
                    self.assertEqual(told["tag"], "display_notification")
                    self.assertIn(one.reference, told["params"]["message"])
                    self.assertEqual(one.moderation, "pending")
                read = one.with_context(plpdma_seen={f: one[f] for f in fields})
                self.assertFalse(read.action_accept_knowingly())
                self.assertEqual(one.moderation, "accepted")

    def test_a_list_that_shows_another_text(self):
        """Of several accepted at once, nobody has read what was changed since, nor the
        text to publish, which the list does not show."""
        clean, changed, replaced = everything = self._create_contributions(
            *(
                {"verbatim": text, "moderation": "pending"}
                for text in ("Un bac.", "Un local.", "Un broyeur.")
            )
        )
        seen = {str(one.id): one.verbatim for one in everything}
        changed.with_user(self.user_manager).verbatim = "Deux locaux."
        replaced.with_user(self.user_manager).public_text = "Deux broyeurs."
        page = everything.with_context(plpdma_seen_texts=seen)
        for one in page - clean:
            with self.assertRaises(RewrittenError):
                one.web_save({"is_publishable": True}, {})
        action = page.action_accept_publication()
        left = self.agent_env["plpdma.contribution"].search(action["domain"])
        self.assertEqual(left, changed | replaced)
        self.assertEqual(
            everything.mapped("moderation"), ["accepted", "pending", "pending"]
        )
        for told in ("?", 3, [], {}, {str(changed.id): "Deux locaux."}):
            with self.subTest(told):
                changed.moderation = "pending"
                changed.with_context(plpdma_seen_texts=told).action_accept_publication()
                self.assertEqual(changed.moderation, "accepted")

    def test_the_box_of_a_form_that_shows_the_old_text(self):
        one = self._create_contribution(verbatim="Un bac.", moderation="pending")
        loaded = {"moderation": "pending", "register_text": "Un bac."}
        page = one.with_context(plpdma_loaded=loaded)
        one.with_user(self.user_manager).write({"public_text": "Deux bacs."})
        with self.assertRaises(RewrittenError) as refused:
            page.web_save({"is_publishable": True}, {})
        [conflict] = refused.exception.context["plpdma_conflicts"]
        self.assertEqual(
            (conflict["name"], conflict["changed"], conflict["theirs"]),
            ("register_text", "is_publishable", "Deux bacs."),
        )
        self.assertEqual(one.moderation, "pending")
        # Who writes the text has read it; so has who is shown it and insists.
        page.web_save({"is_publishable": True, "public_text": "Trois bacs."}, {})
        self.assertEqual(one.moderation, "accepted")

    def test_the_box_of_a_form_whose_text_names_its_author_since(self):
        """A colleague says who wrote it: the same text tells it now."""
        one = self._create_contribution(
            verbatim="Mon voisin Perrault exagère.",
            contributor_name="Anonyme",
            moderation="pending",
        )
        self.assertFalse(one.has_publication_warning)
        loaded = {
            "moderation": "pending",
            "register_text": one.register_text,
            "has_publication_warning": False,
        }
        one.with_user(self.user_manager).contributor_name = "Gaston Perrault"
        self.assertTrue(one.has_publication_warning)
        vals = {"is_publishable": True}
        with self.assertRaises(RewrittenError) as refused:
            one.with_context(plpdma_loaded=loaded).web_save(vals, {})
        [conflict] = refused.exception.context["plpdma_conflicts"]
        self.assertEqual(conflict["theirs"], one.register_text)
        self.assertEqual(one.moderation, "pending")
        # Whoever is shown it, and insists, decides on it knowingly.
        seen = {**loaded, conflict["name"]: conflict["value"]}
        one.with_context(plpdma_loaded=seen).web_save(vals, {})
        self.assertEqual(one.moderation, "accepted")

    def test_the_box_of_a_line_that_shows_the_old_text(self):
        """The rest of what is typed in the session is saved all the same."""
        session = self._create_session()
        one, other = self._create_contributions(
            *(
                {"verbatim": text, "moderation": "pending", "session_id": session.id}
                for text in ("Un bac.", "Un local.")
            )
        )
        shown = {
            "contribution_ids": {
                str(line.id): {
                    "is_publishable": False,
                    "moderation": "pending",
                    "register_text": line.register_text,
                }
                for line in (one, other)
            }
        }
        one.with_user(self.user_manager).public_text = "Deux bacs."
        told = []
        users = self.env.registry["res.users"]
        tell = lambda _user, _kind, message: told.append(message)  # noqa: E731
        page = session.with_user(self.user_agent).with_context(plpdma_loaded=shown)
        with patch.object(users, "_bus_send", tell):
            page.web_save(
                {
                    "contribution_ids": [
                        Command.update(
                            one.id, {"is_publishable": True, "kind": "need"}
                        ),
                        Command.update(other.id, {"is_publishable": True}),
                    ]
                },
                {},
            )
        self.assertEqual((one.moderation, one.kind), ("pending", "need"))
        self.assertEqual(other.moderation, "accepted")
        [message] = told
        self.assertIn(one.reference, message["message"])
        self.assertNotIn(other.reference, message["message"])
