"""Messages that come in, as the gateway takes them."""

from email.message import EmailMessage
from email.utils import make_msgid

from odoo.tools import file_open

from ...tools.mail_incoming import IncomingMail
from ..common import ConcertationCase

# Inputs that failed: what each says, None for what makes nothing.
CASES = {
    "cas_unknown_charset": "Déchets verts",
    "cas_cp1252_mislabelled": "Le coût : 20 € – l’été, “les bacs”…",
    "cas_forward_outlook_fr": "Le composteur déborde, merci d'agir.",
    "cas_absence_du_bureau": None,
    "cas_date_2099": "bonjour",
}


class MailIntakeCase(ConcertationCase):
    """The programme has an address, `dechets@val.example`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.domain = cls.env["mail.alias.domain"].create(
            {
                "name": "val.example",
                "catchall_alias": "attrape-tout",
                "bounce_alias": "retour",
                "company_ids": cls.company.ids,
            }
        )
        cls.program.with_user(cls.user_manager).write(
            {"alias_name": "dechets", "alias_domain_id": cls.domain.id}
        )

    def _receive(self, body, subtype="plain", files=(), **headers):
        """Bring a message to the gateway as the mail server does.

        :return: the contributions that it made
        """
        message = EmailMessage()
        message["From"] = headers.pop("sender", "Jean Durand <jean@p.example>")
        message["To"] = headers.pop("to", "dechets@val.example")
        message["Subject"] = headers.pop("subject", "Les bacs de l'école")
        message["Date"] = "Thu, 12 Nov 2026 23:30:00 +0000"
        message["Message-Id"] = headers.pop("message_id", make_msgid())
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(body, subtype=subtype)
        for name in files:
            message.add_attachment(
                b"%PDF-1.4", maintype="application", subtype="pdf", filename=name
            )
        contributions = self.env["plpdma.contribution"]
        before = contributions.search([])
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, message.as_bytes())
        return contributions.search([]) - before


def read_message(name):
    """:return: a message of the folder of data, as the mail server receives it"""
    path = f"plpdma_concertation/tests/data/mail/{name}.eml"
    with file_open(path, "rb") as message:
        return message.read()


class MailPathCase(MailIntakeCase):
    def _get_contributions(self):
        return self.agent_env["plpdma.contribution"].search(
            [("program_id", "=", self.program.id)], order="id"
        )

    def _deliver(self, message):
        """:return: the contributions made of a message"""
        before = self._get_contributions()
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, message)
        return self._get_contributions() - before


def make_mail(body, subtype="plain", subject="Les bacs"):
    message = EmailMessage()
    message["From"] = "Jean <jean@p.example>"
    message["Subject"] = subject
    message.set_content(body, subtype=subtype, cte="base64")
    return IncomingMail(message.as_bytes())
