"""What is hidden, around what is read."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .access_common import RIGHTS, get_rights, get_thread_models
from .samples_common import AccessCase

# The word that stands in all that is hidden, wherever it can be written.
SECRET = "Motconfidentiel"
OUTSIDERS = (
    "elected",
    "portal_elected",
    "facilitator",
    "portal_facilitator",
    "participant",
    "employee",
)


class LeakCase(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worlds()
        # Its state is not what is hunted for here.
        cls.own = cls.samples["own"]
        cls.seen = cls.own["plpdma.contribution"].create(
            {
                "session_id": cls.own["plpdma.session"].id,
                "verbatim": "Un mot public.",
                "partner_id": cls.users["participant"].partner_id.id,
                "state": "in_review",
            }
        )
        cls.env.flush_all()

    @classmethod
    def _hide(cls):
        """Make everything that neither élus, facilitators nor participants may know
        of, around what they read."""
        env = cls.seen.env
        session, program = cls.own["plpdma.session"], cls.program.id
        someone = env["res.partner"].create(
            {"name": SECRET, "email": f"{SECRET}@p.example"}
        )
        session.create(
            {
                "name": SECRET,
                "program_id": cls.samples["other"]["plpdma.program"].id,
                "format": "individual",
            }
        )
        contribution = env["plpdma.contribution"].create(
            {
                "program_id": program,
                "verbatim": SECRET,
                "summary": SECRET,
                "partner_id": someone.id,
                "confidentiality": "staff",
            }
        )
        env["plpdma.contribution"].create(
            {
                "program_id": program,
                "verbatim": SECRET,
                "summary": SECRET,
                "confidentiality": "staff",
                "duplicate_of_id": cls.seen.id,
                "state": "merged",
            }
        )
        response = env["plpdma.response"].create(
            {
                "contribution_ids": [Command.set(cls.seen.ids)],
                "decision": "not_retained",
                "motivation": f"<p>{SECRET}</p>",
                "effect": f"<p>{SECRET}</p>",
            }
        )
        commitment = cls.own["plpdma.commitment"].sudo()
        commitment.response_id = response
        actor = cls.own["plpdma.stakeholder"]
        actor.write(
            {
                name: SECRET
                for name in ("needs", "constraints", "interests", "way_of_working")
                if actor._fields[name].type in ("char", "text")
            }
        )
        env["plpdma.service"].create({"name": SECRET, "stakeholder_id": actor.id})
        env["plpdma.feedback"].create(
            {"session_id": session.id, "neutrality": 1, "listening": 1, "trust": 1}
        )
        env["plpdma.facilitator"].create(
            {"partner_id": someone.id, "program_id": program}
        )
        cls.seen.internal_note = f"<p>{SECRET}</p>"
        records = [
            cls.own[model]
            for model in get_thread_models(env) & cls.own.keys()
            if model != "plpdma.milestone"
        ]
        for record in records:
            record.message_post(
                body=SECRET,
                attachments=[(f"{SECRET}.txt", SECRET.encode())],
                subtype_xmlid="mail.mt_comment",
            )
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=SECRET,
                note=SECRET,
                user_id=cls.user_agent.id,
            )
            record.message_subscribe(someone.ids)
        env.flush_all()
        env.invalidate_all()
        return contribution | contribution.search([("verbatim", "=", SECRET)])

    def _snapshot(self, profile):
        """All that the profile reads of our models: ``{(model, id): values}``, and how
        many records of each."""
        snapshot = {}
        for model in sorted(RIGHTS):
            if "r" in get_rights(profile, model):
                records = self.env[model].with_user(self.users[profile]).search([])
                snapshot[model] = len(records)
                for name in records.fields_get():
                    # Who wrote last is not part of what was written.
                    if name not in ("write_date", "write_uid"):
                        snapshot[model, name] = self._read(records, name)
        return snapshot

    def _read(self, records, name):
        self.env.invalidate_all()
        field = records._fields[name]
        try:
            if field.type == "binary":
                return None
            return {row["id"]: row[name] for row in records.read([name])}
        except AccessError:
            return "refused"
