from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ...tools.domains import search_boolean
from ...tools.groups import ELECTED, MANAGER, STAFF
from ...tools.mail_layout import LAYOUT
from ...tools.moments import describe_instant
from ...tools.notifications import make_notification

ARBITRATION_ACTIVITY = "plpdma_concertation.mail_activity_type_arbitration"


class PlpdmaResponse(models.Model):
    """Who may decide on a response, who is asked to, and who is told of it."""

    _inherit = "plpdma.response"

    _fields_by_mandate = ("is_in_my_mandate", "is_mine_to_arbitrate")

    is_mine_to_arbitrate = fields.Boolean(
        string="Mine to Arbitrate",
        compute="_compute_is_mine_to_arbitrate",
        search="_search_is_mine_to_arbitrate",
        compute_sudo=True,
        groups=ELECTED,
        help="A mandate that the user holds today lets them arbitrate it.",
    )
    can_validate = fields.Boolean(compute="_compute_can_validate")

    # ------------------------------------------------------------------
    # Who may decide
    # ------------------------------------------------------------------
    @api.depends("program_id.needs_arbitration", "mandate_ids")
    @api.depends_context("uid")
    def _compute_can_validate(self):
        """A manager, an élu by their mandate, any agent where nobody arbitrates."""
        is_manager = self.env.user.has_group(MANAGER)
        arbitrable = self._filter_arbitrable()
        for response in self:
            response.can_validate = (
                self.env.su
                or is_manager
                or not response.program_id.needs_arbitration
                or response._origin in arbitrable
            )

    def _filter_decided_by_mandate(self):
        """Those that the user decides on as the élu who holds a mandate: not as a
        manager, who may record what somebody else decided, nor as an agent where nobody
        arbitrates."""
        if self.env.su or self.env.user.has_group(MANAGER):
            return self.browse()
        if not self.env.user.has_group(STAFF):
            return self
        return self.filtered("program_id.needs_arbitration")

    # As in plpdma.in.mandate.mixin, mandates that change have it forgotten.
    @api.depends("mandate_ids")
    @api.depends_context("uid")
    def _compute_is_mine_to_arbitrate(self):
        mine = self.filtered_domain(self._get_mine_to_arbitrate_domain())
        for response in self:
            response.is_mine_to_arbitrate = response in mine

    @search_boolean
    def _search_is_mine_to_arbitrate(self):
        return self._get_ruled(self._get_mine_to_arbitrate_domain())

    @api.model
    def _get_awaiting_domain(self):
        """Responses that await arbitration, whoever arbitrates them."""
        return Domain("state", "=", "submitted")

    @api.model
    def _get_mine_to_arbitrate_domain(self):
        arbitrates = Domain("can_arbitrate", "=", True)
        arbitrates &= self.env["plpdma.mandate"]._mine_domain()
        return Domain("mandate_ids", "any", arbitrates)

    def _filter_arbitrable(self):
        """Those that the user arbitrates by a mandate held today: being named in a
        programme does not suffice, an administrator makes the account an élu's."""
        if not self.env.user.has_group(ELECTED):
            return self.browse()
        return self._origin.filtered("is_mine_to_arbitrate")

    def _as_arbiter(self):
        """These responses, as superuser, for whoever may take the decisions: the staff,
        and an élu for what their mandate lets them decide.

        :raise AccessError: for a response that the user may not arbitrate
        """
        if self.env.user.has_group(STAFF):
            self.check_access("write")
            # sudo: the right to write them was checked.
            return self.sudo()
        arbitrable = self._filter_arbitrable()
        for response in self:
            if response not in arbitrable or response.state != "submitted":
                raise AccessError(
                    self.env._(
                        "%s awaits the arbitration of an élu or of a manager.",
                        response.reference,
                    )
                )
        # sudo: élus only read; the two decisions that their mandate gives them are
        # written for them, after the check above.
        return self.sudo()

    def _check_may_validate(self):
        """:raise AccessError: for a response that the user may not validate"""
        for response in self.filtered(lambda response: not response.can_validate):
            raise AccessError(
                self.env._(
                    "%s awaits the arbitration of an élu or of a manager.",
                    response.reference,
                )
            )

    # ------------------------------------------------------------------
    # Who is asked, and told
    # ------------------------------------------------------------------
    def _get_arbiters(self):
        """Accounts of the élus whose mandate lets them arbitrate today, the referent
        first."""
        self.ensure_one()
        # sudo: an agent who submits need not read the mandates.
        mandates = self.sudo().mandate_ids.filtered_domain(
            Domain("can_arbitrate", "=", True)
            & self.env["plpdma.mandate"]._in_force_domain()
        )
        users = self.env["res.users"].union(
            *(
                mandate._get_acting_user()
                for mandate in mandates.sorted(lambda m: m.function != "referent")
            )
        )
        return users.filtered(lambda user: user.has_group(ELECTED)).sudo(False)

    def _get_arbitration_user(self):
        """The user who is asked to arbitrate: the élu whose mandate says so and who
        works in Odoo, else the programme's manager."""
        self.ensure_one()
        internal = self._get_arbiters().filtered(lambda user: user._is_internal())
        return internal[:1] or self.program_id.manager_id

    def _notify_portal_arbiters(self):
        """Élus on the portal have no activities: one message tells each of them how
        many responses await them, and where."""
        awaiting = defaultdict(self.browse)
        for response in self:
            for user in response._get_arbiters():
                if not user._is_internal():
                    awaiting[user.partner_id] |= response
        for partner, responses in awaiting.items():
            self.env["mail.thread"].message_notify(
                partner_ids=partner.ids,
                subject=self.env._(
                    "Responses that await your arbitration: %s", len(responses)
                ),
                email_layout_xmlid=LAYOUT,
                body=Markup("<p>%s</p><p><a href='%s/my/concertation'>%s</a></p>")
                % (
                    self.env._(
                        "Submitted to you: %s.",
                        ", ".join(one._get_title() for one in responses),
                    ),
                    responses[0].get_base_url(),
                    self.env._("Read and decide"),
                ),
            )

    def _get_arbiter_name(self):
        # sudo: the name of whoever decided, not their contact.
        return self.sudo().arbiter_id.name

    def _get_preparer(self):
        """The user who is told what becomes of the response: its preparer, else whoever
        manages the programme."""
        self.ensure_one()
        return self.author_id or self.program_id.manager_id

    def _notify_author(self):
        """Tell whoever prepared the response that it was validated by somebody else."""
        self.ensure_one()
        author = self.env["plpdma.absence"]._get_present(
            self._get_preparer(), self.company_id
        )
        author -= self.env.user
        if author:
            body = self.env._(
                "%(response)s was validated by %(arbiter)s: it can be sent.",
                response=self._get_title(),
                arbiter=self.arbiter_id.display_name,
            )
            if self.arbitration_note:
                body = plaintext2html(f"{body}\n\n{self.arbitration_note}")
            self.message_notify(
                partner_ids=author.partner_id.ids,
                subject=self.env._("%s is validated", self._get_title()),
                email_layout_xmlid=LAYOUT,
                body=body,
            )

    def _notify_decided(self):
        """Say who decided on these responses and when, where it is done.

        :return: a notification, or nothing when none is decided
        """
        decided = self.filtered("is_locked")
        if not decided:
            return None
        sentences = [
            self.env._(
                "%(response)s was already validated by %(arbiter)s on %(date)s.",
                response=response._get_title(),
                arbiter=response._get_arbiter_name(),
                date=describe_instant(self.env, response.date_validated),
            )
            for response in decided
        ]
        return make_notification(" ".join(sentences), "info")
