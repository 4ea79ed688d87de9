"""What a response that was sent changed stays so."""

from odoo.fields import Command
from odoo.tests import tagged

from .measure_common import MeasureCase


@tagged("post_install", "-at_install", "plpdma")
class TestMeasureKept(MeasureCase):
    def test_what_was_sent_keeps_the_actions_that_it_changes(self):
        """Whichever side, door or person would take one away."""
        response = self._create_response(
            decision="retained", state="sent", measure_ids=self._name(self.measure)
        )
        title = response._get_title()
        doors = {
            "unlinked": (response, {"measure_ids": [Command.unlink(self.measure.id)]}),
            "set": (response, {"measure_ids": self._name(self.other)}),
            "cleared": (response, {"measure_ids": [Command.clear()]}),
            "the other side": (
                self.measure,
                {"response_ids": [Command.unlink(response.id)]},
            ),
            "both": (
                self.measure | self.other,
                {"response_ids": [Command.clear()]},
            ),
            "through the programme": (
                self.program,
                {
                    "measure_ids": [
                        Command.update(
                            self.measure.id, {"response_ids": [Command.clear()]}
                        )
                    ]
                },
            ),
            "a batch": (
                response | self._create_response(decision="retained"),
                {"measure_ids": [Command.clear()]},
            ),
            "archived": (response, {"measure_ids": [Command.clear()]}),
        }
        for door, (records, vals) in doors.items():
            self.measure.active = door != "archived"
            for env in (self.env(user=self.user_manager), self.env(su=True)):
                with self.subTest(door, su=env.su), self.assertRefused(title):
                    records.with_env(env).write(vals)
            records.invalidate_recordset()
            kept = response.with_context(active_test=False).measure_ids
            self.assertEqual(kept, self.measure)
        self.measure.active = True
        loaded = self.agent_env["plpdma.response"].load(
            [".id", "measure_ids/.id"], [[str(response.id), str(self.other.id)]]
        )
        self.assertIn(title, loaded["messages"][0]["message"])
        loaded = self.agent_env["plpdma.measure"].load(
            [".id", "response_ids/.id"], [[str(self.measure.id), ""]]
        )
        self.assertIn(title, loaded["messages"][0]["message"])
        self.env.invalidate_all()
        self.assertEqual(response.measure_ids, self.measure)

    def test_what_was_validated_keeps_them_too(self):
        """It was decided of them; until then they come and go."""
        draft = self._create_response(
            decision="retained", measure_ids=self._name(self.measure)
        )
        draft.measure_ids = self._name(self.other)
        self.assertEqual(draft.measure_ids, self.other)
        response = self._create_response(
            decision="retained", state="validated", measure_ids=self._name(self.other)
        )
        for env in (self.env(user=self.user_manager), self.env(su=True)):
            for records, vals in (
                (response, {"measure_ids": [Command.clear()]}),
                (self.other, {"response_ids": [Command.clear()]}),
            ):
                with self.assertRefused("was validated"):
                    records.with_env(env).write(vals)
                records.invalidate_recordset()
        response.measure_ids = [Command.link(self.measure.id)]
        self.assertEqual(response.measure_ids, self.measure | self.other)

    def test_what_was_sent_is_noted_from_either_side_and_corrected(self):
        response = self._create_response(
            decision="retained", state="sent", measure_ids=self._name(self.measure)
        )
        self.other.response_ids = [Command.link(response.id)]
        self.assertEqual(response.measure_ids, self.measure | self.other)
        correction = self.env["plpdma.response"].browse(
            response.action_correct()["res_id"]
        )
        correction.measure_ids = self._name(self.other)
        self.assertEqual(self.measure.response_ids, response)
        self.assertEqual(self.other.response_ids, response | correction)
        self.other.response_ids = [Command.unlink(correction.id)]
        self.assertFalse(correction.measure_ids)
