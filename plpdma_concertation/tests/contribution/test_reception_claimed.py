"""What only our server notes of a reception is not brought by anybody."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_acknowledgement import NOON, ReceivedCase

ONLINE = ("web", "email")
OTHERS = ("letter", "paper_register", "phone", "session")


@tagged("post_install", "-at_install", "plpdma")
class TestReceptionClaimed(ReceivedCase):
    def _vals(self, channel, **vals):
        session = self._create_session() if channel == "session" else None
        return {
            "program_id": self.program.id,
            "channel": channel,
            "verbatim": "Un mot.",
            **({"session_id": session.id} if session else {}),
            **vals,
        }

    def _load(self, vals):
        names = {"program_id": "program_id/.id", "session_id": "session_id/.id"}
        model = self.agent_env["plpdma.contribution"]
        result = model.load(
            [names.get(name, name) for name in vals], [list(map(str, vals.values()))]
        )
        if not result["ids"]:
            raise UserError(result["messages"][0]["message"])
        return model.browse(result["ids"])

    def _create(self, vals):
        return self.agent_env["plpdma.contribution"].create(vals)

    def test_the_instant_of_our_server(self):
        for channel in ONLINE:
            for door in (self._create, self._load):
                with self.subTest(channel=channel, door=door.__name__):
                    with self.assertRefused("did not come by our server"):
                        with self.env.cr.savepoint():
                            door(self._vals(channel, received_at=NOON))
                    # A register kept elsewhere says the day.
                    [taken] = door(self._vals(channel, date_received="2026-03-30"))
                    self.assertEqual(str(taken.date_received), "2026-03-30")
                    with self.assertRefused("did not come by our server"):
                        with self.env.cr.savepoint():
                            taken.received_at = NOON
                    taken.invalidate_recordset()
                    self.assertFalse(taken.received_at)

    def test_the_hour_of_what_was_handed_over(self):
        for channel in OTHERS:
            for door in (self._create, self._load):
                with self.subTest(channel=channel, door=door.__name__):
                    [taken] = door(
                        self._vals(
                            channel, received_at=NOON, reference=f"R-{channel}-{door}"
                        )
                    )
                    # A file says it by the clock of who imports.
                    self.assertTrue(taken.received_at)
                    self.assertFalse(taken.received_digest)
                    # Nor by saying afterwards that it came by the form.
                    with self.assertRefused("did not come by our server"):
                        with self.env.cr.savepoint():
                            taken.channel = "web"
                    taken.invalidate_recordset()
                    self.assertEqual(taken.channel, channel)

    def test_the_number_that_was_told(self):
        received = self._receive(NOON).with_context(lang="en_US")
        number = received.reference
        for door in (
            lambda: received.write({"reference": "CTR/2020/0001"}),
            lambda: received.with_user(self.user_manager).write({"reference": "X"}),
            lambda: self._load({".id": received.id, "reference": "CTR/2020/0001"}),
        ):
            with self.assertRefused("it stays"), self.env.cr.savepoint():
                door()
            received.invalidate_recordset()
            self.assertEqual(received.reference, number)
        received.write({"reference": number, "summary": "Dimanche"})
        # A register being taken over is still corrected.
        paper = self._create_contribution(channel="letter", reference="REG-1")
        paper.reference = "REG-2"
        self.assertEqual(paper.reference, "REG-2")
