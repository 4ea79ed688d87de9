from odoo import api, fields, models

from ...tools.moments import describe_day


class PlpdmaProgram(models.Model):
    """What people are told of their personal data (GDPR, article 13): the form, the
    messages and the portal say it in short, one page says it whole."""

    _inherit = "plpdma.program"

    data_recipients = fields.Text(
        string="Recipients of the Data",
        default=lambda self: self._get_usual_recipients(
            self.env.company._plpdma_get_lang()
        ),
        help="Who reads the names and the addresses. Empty: the usual words.",
    )
    data_details = fields.Text(
        string="More on Personal Data",
        help="What the data protection officer adds to the page on personal data.",
    )

    @api.model
    def _get_usual_recipients(self, lang=None):
        """The recipients that a programme begins with.

        :param str lang: code of the language, by default that of the environment
        """
        env = self.with_context(lang=lang).env if lang else self.env
        return env._(
            "The agents of the service in charge, whoever runs the session to which "
            "you contribute, and those who host this software for the authority, on "
            "its instructions. The élus read what you say with your category, without "
            "your name or your address. Your text is published once it has been read; "
            "your name only if you agree to it."
        )

    def _describe_personal_data(self):
        """Dictionary of what is told, in the language of the environment: ``short``
        (sentences), ``sections`` (``[(title, paragraphs)]``, all of it), ``path`` and
        ``url`` of the page that holds them."""
        self.ensure_one()
        # sudo: told to everybody; the authority's own name and address.
        program = self.sudo().with_env(self.env(su=True))
        path = program._get_legal_path("personal-data")
        return {
            "short": program._get_data_summary(),
            "sections": program._get_data_sections(),
            "path": path,
            "url": program.get_base_url() + path,
        }

    def _get_rights_contact(self):
        """Address at which one uses one's rights: the data protection officer's, else
        the service's."""
        service = self._get_service_contact()
        return self.dpo_email or service["email"] or service["name"]

    def _get_data_summary(self):
        authority = self.company_id._plpdma_get_name(start=True)
        return [
            self.env._(
                "%s uses what you write here to run this concertation and to answer "
                "you, as its mission of public interest (GDPR, article 6(1)(e)).",
                authority,
            ),
            self._describe_retention(),
            self.env._(
                "You may read, correct, object to or limit the use of your data: write "
                "to %s. You may complain to the CNIL (www.cnil.fr).",
                self._get_rights_contact(),
            ),
        ]

    def _describe_retention(self):
        """Sentence on how long names and addresses are kept."""
        if not self.retention_months:
            return self.env._(
                "Your name and your address are kept until the authority erases them."
            )
        origins = {
            "program": self.env._("the end of the programme"),
            "consultation": self.env._("the end of the consultation"),
        }
        sentence = self.env._(
            "Your name and your address are erased %(count)s months after %(origin)s.",
            count=self.retention_months,
            origin=origins[self.retention_from],
        )
        if not self.date_retention or self.retention_from == "consultation":
            return sentence
        day = describe_day(self.env, self.date_retention)
        return f"{sentence[:-1]} ({day})."

    def _get_data_sections(self):
        service = self._get_service_contact()
        reached = [
            *service["address"],
            service["phone"],
            service["email"],
        ]
        sections = [
            (
                self.env._("Who is responsible"),
                [
                    self.env._(
                        "%s is the controller.",
                        self.company_id._plpdma_get_name(start=True),
                    ),
                    " · ".join(filter(None, (service["name"], *reached))),
                ],
            ),
            (
                self.env._("Data protection officer"),
                [
                    self.dpo_email
                    or self.env._(
                        "How to reach them is still to be filled in; meanwhile, write "
                        "to the service above."
                    )
                ],
            ),
            (
                self.env._("What for"),
                [
                    self.env._(
                        "To receive what you say, acknowledge it and answer it; to "
                        "keep the register of the concertation and publish what may "
                        "be; to invite you to the sessions and note who came; to tell "
                        "you what became of it, if you asked for it; to count what "
                        "was said, without names."
                    )
                ],
            ),
            (
                self.env._("On what basis"),
                [
                    self.env._(
                        "A mission of public interest (GDPR, article 6(1)(e)): the "
                        "local waste-prevention programme and the availability of its "
                        "draft to the public. Publishing your name and telling you "
                        "what becomes of your contribution rest on your agreement, "
                        "which you may withdraw at any time."
                    )
                ],
            ),
            (
                self.env._("Who receives them"),
                (self.data_recipients or self._get_usual_recipients()).splitlines(),
            ),
            (
                self.env._("How long they are kept"),
                [
                    self._describe_retention(),
                    self.env._(
                        "What you said, the answer and the figures stay, without your "
                        "name. If you asked to be told what becomes of your "
                        "contribution, your address is also kept for that until the "
                        "actions that it is about are carried out or dropped."
                    ),
                ],
            ),
            (
                self.env._("Your rights"),
                [
                    self.env._(
                        "You may have access to your data, have them corrected, object "
                        "to their use, or have it limited: write to %s, and say the "
                        "number of your contribution if you have it.",
                        self._get_rights_contact(),
                    ),
                    self.env._(
                        "If you think that your rights are not respected, you may "
                        "complain to the CNIL: www.cnil.fr, or 3 place de Fontenoy, "
                        "TSA 80715, 75334 Paris CEDEX 07."
                    ),
                ],
            ),
            (
                self.env._("What is compulsory"),
                [
                    self.env._(
                        "Your text alone. Without an e-mail address, the number and "
                        "the code of your receipt are the only way to follow it; "
                        "nothing else depends on what you do not say. No decision is "
                        "taken by a machine."
                    )
                ],
            ),
        ]
        details = (self.data_details or "").splitlines()
        if any(details):
            sections.append((self.env._("More"), details))
        return [
            (title, [line for line in lines if line and line.strip()])
            for title, lines in sections
        ]
