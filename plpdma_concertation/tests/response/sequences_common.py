"""What may be done with letters, their points and their answers, in any order."""

from odoo import fields
from odoo.fields import Command

from ..contribution.split_common import LETTER, SplitCase

CAMPAIGN = "Nous demandons une benne 🚛 à l'entrée du bourg, pour les encombrants."
ADDRESSES = ("camille0", "camille0", "camille1", "camille2", "camille3")


class SequencesCase(SplitCase):
    """Letters of several people, one of whom wrote two; ``random`` says what is done,
    and to which of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Contribution = cls.agent_env["plpdma.contribution"].with_context(
            tracking_disable=True
        )
        cls.Response = cls.agent_env["plpdma.response"].with_context(
            tracking_disable=True
        )
        cls.program.sudo().needs_arbitration = False

    def _build_world(self):
        super()._build_world()
        texts = (LETTER, LETTER[::-1], "Un composteur 👋", CAMPAIGN, CAMPAIGN)
        self.letters = self._create_contributions(
            *(
                {
                    "verbatim": text,
                    "channel": "letter",
                    "contributor_name": f"Nom {number}",
                    "contributor_email": f"{address}@lettre.example",
                    "contributor_city": "Val-Fictif",
                }
                for number, (text, address) in enumerate(
                    zip(texts, ADDRESSES, strict=True)
                )
            ),
            {
                "contributor_name": "Sans adresse",
                "contributor_city": "Val-Fictif",
                "channel": "letter",
            },
        )
        self.signs = self.agent_env["plpdma.contribution.author"].create(
            {"contribution_id": self.letters[0].id, "email": "signs@lettre.example"}
        )
        with self.mock_mail_gateway():
            self.signs.action_confirm()
        self.campaign = self.agent_env["plpdma.campaign"].create(
            {
                "name": "Une benne",
                "program_id": self.program.id,
                "contribution_ids": [Command.set(self.letters[2:5].ids)],
            }
        )

    # ------------------------------------------------------------------
    # What may be done
    # ------------------------------------------------------------------
    def _pick(self, condition=lambda c: True):
        records = self._get_records().filtered(condition)
        return self.random.choice(records) if records else records

    def _do_split(self):
        letter = self._pick(lambda c: not c.part_number)
        places = sorted(self.random.sample(range(len(letter.verbatim) + 1), 2))
        letter._split([{"quote_start": places[0], "quote_stop": places[1]}])

    def _do_join(self):
        self._pick(lambda c: c.part_number or c.state == "split").action_join()

    def _do_merge(self):
        one, other = self.random.sample(self._get_records(), 2)
        if one != other:
            one._merge_into(other)

    def _do_merge_into_what_asks_for_nothing(self):
        one, other = self.random.sample(self._get_records(), 2)
        other.response_expected = False
        one._merge_into(other)

    def _do_unmerge(self):
        self._pick(lambda c: c.state == "merged").action_unmerge()

    def _do_answer(self):
        """A draft for some of what waits, which may go further."""
        waiting = self._get_waiting()
        size = min(len(waiting), self.random.randint(1, 3))
        if size:
            drafts = self._respond(
                waiting.browse(self.random.sample(waiting.ids, size))
            )
            if self.random.random() < 0.8:
                drafts.with_user(self.user_manager).action_validate()

    def _do_answer_anything(self):
        self._respond(self._pick())

    def _do_send(self):
        validated = self._get_responses("validated")
        if validated:
            self.random.choice(validated).action_send()

    def _do_arrive(self):
        self._leave(lambda _mail: True)

    def _do_fail(self):
        self._leave(lambda _mail: self.random.random() < 0.5)

    def _do_bounce(self):
        line = self._pick("date_answered").answer_delivery_id
        # sudo: the ledger is the system's.
        line.sudo()._settle("bounced")

    def _do_resend(self):
        self._get_records().filtered(lambda c: c._get_answer_email()).action_resend()
        self.signs.exists().action_resend()

    def _do_to_post(self):
        self._get_records().action_to_post()

    def _do_post(self):
        self._get_records().action_letter_posted()

    def _do_publish(self):
        self._get_responses("sent").action_publish()

    def _do_note(self):
        self._pick().action_note_answered("phone")

    def _do_cancel(self):
        self._pick("date_answered").action_cancel_noted()

    def _do_correct_answer(self):
        sent = self._get_responses("sent")
        if sent:
            response = self.random.choice(sent)
            correction = response.browse(response.action_correct()["res_id"])
            if correction.state == "draft":
                correction.motivation = "<p>Mieux expliqué.</p>"
                correction.action_submit()
                correction.with_user(self.user_manager).action_validate()

    def _do_correct(self):
        day = fields.Date.subtract(
            self.company._plpdma_get_today(), days=self.random.randint(0, 200)
        )
        self._pick().write({"date_received": day})

    def _do_rename(self):
        self._pick().write({"contributor_name": f"Nom {self.random.random()}"})

    def _do_close_to(self):
        self._pick().confidentiality = self.random.choice(
            ("public", "members", "staff")
        )

    def _do_expect(self):
        record = self._pick()
        record.response_expected = not record.response_expected

    def _do_close(self):
        record = self._pick()
        record.response_expected = False
        record.action_close()

    def _do_forget(self):
        record = self._pick(lambda c: not c.is_to_answer)
        record.with_user(self.user_manager).action_anonymise()

    def _do_archive(self):
        record = self._pick()
        record.active = not record.active

    def _do_rewrite(self):
        self._pick().verbatim = f"Autre texte {self.random.random()}."

    def _do_wait(self):
        # sudo: the policy of the programme, whoever sets it.
        self.program.sudo().letter_waits = not self.program.letter_waits

    def _do_campaign_confirm(self):
        self.campaign.action_confirm()

    def _do_campaign_refuse(self):
        self.campaign.action_refuse()

    def _do_campaign_restore(self):
        self.campaign.action_restore()

    def _do_campaign_answer(self):
        self.campaign.action_confirm()
        self.campaign.action_answer()

    def _do_campaign_leave(self):
        self._pick("campaign_id").action_leave_campaign()

    # ------------------------------------------------------------------
    # By whom
    # ------------------------------------------------------------------
    def _get_records(self):
        return self.Contribution.with_context(active_test=False).search(
            [("program_id", "=", self.program.id)], order="id"
        )

    def _get_responses(self, *states):
        return self.Response.search(
            [("program_id", "=", self.program.id), ("state", "in", states)], order="id"
        )

    def _get_waiting(self):
        return self._get_records().filtered(
            lambda c: (
                c.is_observation
                and c.is_to_answer
                and not c.response_ids
                and not c.delivery_response_id
            )
        )

    def _respond(self, contributions):
        response = self.Response.create(
            {
                "program_id": self.program.id,
                "contribution_ids": [Command.set(contributions.ids)],
                "decision": "not_retained",
                "motivation": "<p>La loi ne le permet pas.</p>",
            }
        )
        response.action_submit()
        return response

    def _leave(self, is_taken):
        """What is in the queue leaves, or the server refuses it, as core says it."""
        # sudo: the queue is the system's.
        lines = self.env["plpdma.delivery"].sudo()
        lines = lines.search(
            [("program_id", "=", self.program.id), ("state", "=", "queued")]
        )
        mails = self.env["mail.mail"].sudo()
        for mail in mails.search(
            [
                ("mail_message_id", "in", lines.mail_message_id.ids),
                ("state", "=", "outgoing"),
            ]
        ):
            if is_taken(mail):
                mail.state = "sent"
                mail._postprocess_sent_message([], [mail.email_to])
            else:
                mail.state = "exception"
                mail._postprocess_sent_message(
                    [], [], failure_reason="550 5.1.1", failure_type="mail_smtp"
                )
