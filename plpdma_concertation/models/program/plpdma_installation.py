"""What the installation lacks for a concertation, and what that costs."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import config

from ...tools.moments import describe_day

# For how long a message that came in shows that incoming mail works.
RECENT_DAYS = 30
# In the identifiers of the messages that Odoo makes; others bring their own.
OWN_IDS = "-openerp-"
# States of the PDF engine in which documents come out.
PRINTING = ("ok", "workers", "upgrade")
# Where the point is mended, by whoever administers the server.
ALIAS_DOMAINS = "mail.mail_alias_domain_action"
INCOMING = "mail.action_email_server_tree"
OUTGOING = "base.action_ir_mail_server_list"


class PlpdmaInstallation(models.TransientModel):
    """One page, made when it is opened; nothing is written in it."""

    _name = "plpdma.installation"
    _description = "Installation"

    display_name = fields.Char(compute="_compute_display_name")
    summary = fields.Char(compute="_compute_points")
    points = fields.Html(compute="_compute_points", sanitize=False)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    def _compute_display_name(self):
        self.display_name = self.env._("Installation")

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_points(self):
        points = self._list_points()
        missing = sum(not point["is_there"] for point in points)
        if missing:
            summary = self.env._(
                "Missing: %(missing)s of %(all)s points.",
                missing=missing,
                all=len(points),
            )
        else:
            summary = self.env._("Nothing is missing.")
        self.summary = summary
        self.points = self.env["ir.qweb"]._render(
            "plpdma_concertation.installation_points",
            {
                "points": sorted(points, key=lambda point: point["is_there"]),
                "mends": self.env.user.has_group("base.group_system"),
            },
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    @api.model
    def action_open(self):
        """Action that shows the page."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_installation"
        )
        return {**action, "res_id": self.create({}).id}

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _list_points(self):
        """What a concertation needs of the server and of the programmes.

        :return: list of ``{"key", "name", "is_there", "told" (how it stands), "cost"
            (what is lost without it), "links" [(label, address)]}``; a point that
            is there has no cost
        """
        points = [
            self._get_domain_point(),
            self._get_outgoing_point(),
            self._get_incoming_point(),
            self._get_pdf_point(),
            self._get_proxy_point(),
        ]
        # Whoever administers the server need not work for the concertation.
        if self.env["plpdma.program"].has_access("read"):
            points += [self._get_service_point(), self._get_officer_point()]
        return [{**p, "cost": "" if p["is_there"] else p["cost"]} for p in points]

    @api.model
    def _make_point(self, key, name, is_there, told, cost, links=()):
        return {
            "key": key,
            "name": name,
            "is_there": bool(is_there),
            "told": told,
            "cost": cost,
            "links": list(links),
        }

    @api.model
    def _get_link(self, xmlid):
        # sudo: the address of a screen, which its own rights keep.
        action = self.env.ref(xmlid).sudo()
        return (action.name, f"/odoo/action-{action.id}")

    @api.model
    def _get_domain_point(self):
        # sudo: whether there is one, and its name, which each message bears.
        domain = self.env.company.sudo().alias_domain_id
        return self._make_point(
            "domain",
            self.env._("Mail domain"),
            domain,
            domain.name or self.env._("None for %s.", self.env.company.name),
            self.env._(
                "No programme has an e-mail address, contributions do not come in by "
                "e-mail, and what one answers to a message is lost."
            ),
            [self._get_link(ALIAS_DOMAINS)],
        )

    @api.model
    def _get_outgoing_point(self):
        # sudo: whether there are any.
        servers = self.env["ir.mail_server"].sudo().search_count([])
        host = config["smtp_server"]
        told = self.env._("%s in Odoo's settings.", servers)
        if not servers:
            told = self.env._("None in Odoo; mail is handed to %s.", host)
        return self._make_point(
            "outgoing",
            self.env._("Outgoing mail server"),
            servers or host != "localhost",
            told,
            self.env._(
                "Receipts, invitations and answers leave only if the server's own "
                "machine sends mail; otherwise they wait under “Messages Sent or Not”."
            ),
            [self._get_link(OUTGOING)],
        )

    @api.model
    def _get_incoming_point(self):
        # sudo: whether mailboxes are read, and when a message last came in.
        boxes = (
            self.env["fetchmail.server"].sudo().search_count([("state", "=", "done")])
        )
        latest = self._find_latest_received()
        told = self.env._("No mailbox is read, and no message came in lately.")
        if boxes:
            told = self.env._("Mailboxes read: %s.", boxes)
        elif latest:
            told = self.env._(
                "No mailbox is read; a message came in on %s.",
                describe_day(
                    self.env, self.env.company._plpdma_get_local_day(latest.date)
                ),
            )
        return self._make_point(
            "incoming",
            self.env._("Incoming mail"),
            boxes or latest,
            told,
            self.env._(
                "What is written to a programme's address does not arrive, nor do the "
                "notices of messages that could not be delivered."
            ),
            [self._get_link(INCOMING)],
        )

    @api.model
    def _find_latest_received(self):
        """A message that came in lately; none where nothing can come in, or where what
        is called an e-mail was noted here."""
        # sudo: whether there is a domain, and when a message last came in.
        messages = self.env["mail.message"].sudo()
        if not self.env.company.sudo().alias_domain_id:
            return messages
        since = fields.Datetime.subtract(fields.Datetime.now(), days=RECENT_DAYS)
        return messages.search(
            Domain("message_type", "=", "email")
            & Domain("date", ">=", since)
            & Domain("message_id", "not like", OWN_IDS),
            order="id desc",
            limit=1,
        )

    @api.model
    def _get_pdf_point(self):
        state = self.env["ir.actions.report"].get_wkhtmltopdf_state()
        told = {
            "ok": self.env._("Installed."),
            "upgrade": self.env._("Installed, in an old version."),
            "workers": self.env._("Installed; the server needs two workers at least."),
            "broken": self.env._("Installed, but it does not answer."),
        }
        return self._make_point(
            "pdf",
            self.env._("PDF engine (wkhtmltopdf)"),
            state in PRINTING,
            told.get(state, self.env._("Not installed.")),
            self.env._(
                "Letters, convocations, attendance sheets, minutes and reports cannot "
                "be printed; their web pages remain."
            ),
        )

    @api.model
    def _get_proxy_point(self):
        settings = self.env["res.config.settings"]
        state = settings._plpdma_get_proxy_state()
        labels = settings._fields["plpdma_proxy"]._description_selection(self.env)
        return self._make_point(
            "proxy",
            self.env._("Visitors' addresses"),
            state in ("direct", "trusted"),
            dict(labels)[state],
            self.env._(
                "All visitors have the same address, that of the proxy, and share the "
                "same limits: a few of them shut the public forms for everybody."
            ),
        )

    @api.model
    def _get_living_programs(self):
        """The programmes of the authorities in use that are not over."""
        return self.env["plpdma.program"].search(
            Domain("company_id", "in", self.env.companies.ids)
            & Domain("state", "!=", "closed")
        )

    @api.model
    def _get_service_point(self):
        lacking = self._get_living_programs().filtered(
            lambda program: not all(program._get_service_contact().values())
        )
        return self._make_program_point(
            "service",
            self.env._("Contact of the service"),
            lacking,
            self.env._(
                "Acknowledgements, letters and pages do not say where to write or whom "
                "to call."
            ),
        )

    @api.model
    def _get_officer_point(self):
        return self._make_program_point(
            "officer",
            self.env._("Data protection officer"),
            self._get_living_programs().filtered(lambda program: not program.dpo_email),
            self.env._(
                "The page on personal data says that how to reach them is still to be "
                "filled in."
            ),
        )

    @api.model
    def _make_program_point(self, key, name, lacking, cost):
        """A point that each programme tells.

        :param lacking: the programmes that do not
        """
        return self._make_point(
            key,
            name,
            not lacking,
            self.env._("Still to write under “Service and Data”, in the programme.")
            if lacking
            else self.env._("Told by each programme."),
            cost,
            [
                (program.name, f"/odoo/plpdma-programmes/{program.id}")
                for program in lacking
            ],
        )
