from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.notifications import make_notification
from ..tools.references import name_some


class PlpdmaContributionAssign(models.TransientModel):
    """Dialog that shares contributions out among the agents, and shows how many each
    will get before it does."""

    _name = "plpdma.contribution.assign"
    _description = "Assign Contributions"
    _inherit = ["plpdma.link.access.mixin"]

    contribution_ids = fields.Many2many("plpdma.contribution", required=True)
    way = fields.Selection(
        [
            ("one", "To one agent"),
            ("evenly", "Evenly among several agents"),
            ("theme", "By theme"),
        ],
        string="How",
        required=True,
        compute="_compute_way",
        store=True,
        precompute=True,
        readonly=False,
    )
    agent_ids = fields.Many2many(
        "res.users",
        "plpdma_contribution_assign_agent_rel",
        string="Agents",
        compute="_compute_agent_ids",
        help="Who may be chosen: the staff.",
    )
    user_id = fields.Many2one(
        "res.users", string="Agent", domain="[('id', 'in', agent_ids)]"
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Among",
        compute="_compute_user_ids",
        store=True,
        precompute=True,
        readonly=False,
        domain="[('id', 'in', agent_ids)]",
        help="Those who handle some in the programme. Leave out those who are away. "
        "Each gets the more, the less they already have to do.",
    )
    theme_line_ids = fields.One2many(
        "plpdma.contribution.assign.theme",
        "assign_id",
        string="Themes",
        compute="_compute_theme_line_ids",
        store=True,
        precompute=True,
        readonly=False,
    )
    fallback_id = fields.Many2one(
        "res.users",
        string="The Others to",
        domain="[('id', 'in', agent_ids)]",
        help="What has several themes or none, or a theme that nobody was given.",
    )
    # What the dialog shows is what it does, however long it stays open: who handles
    # each, and how much each agent has to do besides, as ``{id: id}`` and
    # ``{id: count}``.
    seen_handlers = fields.Json(
        compute="_compute_seen", store=True, precompute=True, readonly=False
    )
    seen_load = fields.Json(
        compute="_compute_seen", store=True, precompute=True, readonly=False
    )
    unsorted_notice = fields.Char(compute="_compute_preview")
    replaced_notice = fields.Char(compute="_compute_preview")
    absent_notice = fields.Char(compute="_compute_preview")
    done_notice = fields.Char(compute="_compute_preview")
    preview = fields.Html(string="Who Gets What", compute="_compute_preview")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("contribution_ids")
    def _compute_agent_ids(self):
        for wizard in self:
            companies = wizard.contribution_ids.company_id or self.env.companies
            wizard.agent_ids = self.env["res.users"].search(
                [
                    *wizard.contribution_ids._get_handler_domain(),
                    *[("company_ids", "in", company.ids) for company in companies],
                ]
            )

    @api.depends("contribution_ids")
    def _compute_way(self):
        """What is many is shared out, unless one agent is named."""
        for wizard in self:
            to_one = wizard.user_id or len(wizard._get_tasks()) < 2
            wizard.way = wizard.way or ("one" if to_one else "evenly")

    @api.depends("contribution_ids", "agent_ids")
    def _compute_user_ids(self):
        """Those who handle some in the same programmes; all the staff where fewer than
        two do. Those who are away are left out."""
        for wizard in self:
            contributions = wizard.contribution_ids._origin
            agents = wizard.agent_ids._origin
            there = agents - wizard._find_absent() or agents
            known = contributions._get_handlers() & there
            wizard.user_ids = wizard.user_ids or (known if len(known) > 1 else there)

    @api.depends("contribution_ids", "agent_ids")
    def _compute_seen(self):
        for wizard in self:
            tasks = wizard._get_tasks()
            users = wizard.agent_ids._origin | tasks.user_id
            load = tasks._count_load(users)
            # Whoever is away has as much to do as whoever gets their share.
            for absent, stand_in in wizard._find_stand_ins().items():
                load[absent] = load.get(stand_in, 0)
            wizard.seen_handlers = {str(task.id): task.user_id.id for task in tasks}
            wizard.seen_load = {str(user.id): count for user, count in load.items()}

    @api.depends("contribution_ids")
    def _compute_theme_line_ids(self):
        """One line for each theme that stands alone on a contribution."""
        for wizard in self:
            themes = wizard._get_by_theme().keys() - {self.env["plpdma.theme"]}
            wizard.theme_line_ids = [
                fields.Command.clear(),
                *[
                    fields.Command.create({"theme_id": theme.id})
                    for theme in self.env["plpdma.theme"].union(*themes).sorted()
                ],
            ]

    @api.depends(
        "contribution_ids",
        "way",
        "user_id",
        "user_ids",
        "theme_line_ids.user_id",
        "fallback_id",
    )
    @api.depends_context("lang")
    def _compute_preview(self):
        for wizard in self:
            shares = wizard._get_shares()
            wizard.preview = wizard._describe_shares(shares)
            wizard.replaced_notice = wizard._describe_replaced(shares)
            wizard.absent_notice = wizard._describe_absent(shares)
            wizard.done_notice = wizard._describe_done()
            wizard.unsorted_notice = wizard._describe_unsorted()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_assign(self):
        """Give each agent their share, all or nothing.

        :return: notification that says how many were, then the list of them
        :raise UserError: when some would go to nobody, or to somebody not of the staff;
            for letters all of whose points are done; where all were deleted since;
            naming those that somebody else gave to another meanwhile
        :raise LockError: when somebody else is changing one of them
        """
        self.ensure_one()
        tasks = self._get_tasks()
        if not self.contribution_ids:
            raise UserError(
                self.env._("Somebody has deleted them since this window was opened.")
            )
        if not tasks:
            raise UserError(
                self.env._("Nothing is left to do on the points of these letters.")
            )
        self._check_handlers(tasks)
        shares = self._get_shares()
        contributions = self.env["plpdma.contribution"]
        left = tasks - contributions.union(*shares.values())
        if left or not shares:
            raise UserError(
                self.env._(
                    "Choose who gets the others: %s would go to nobody.",
                    len(left),
                )
            )
        letters = self.contribution_ids - self.contribution_ids._filtered_tasks()
        assigned = contributions._assign(shares, letters)
        message = self.env._(
            "Assigned: %(count)s. To undo it: select them, Actions, “Undo the "
            "Assignment”.",
            count=len(assigned),
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_contribution"
        )
        name = self.env._("Just Assigned")
        follow = {
            **action,
            "domain": [("id", "in", assigned.ids)],
            "context": {"group_by": ["user_id"]},
            "name": name,
            # What the screen calls it.
            "display_name": name,
        }
        if not assigned:
            message = self.env._("They were handled by these agents already.")
            follow = {"type": "ir.actions.act_window_close"}
        return make_notification(message, "success", follow=follow)

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_tasks(self):
        """What is shared out: of a letter, its points that are still to do."""
        return self.contribution_ids._origin._get_tasks()

    def _find_absent(self):
        """Those who are away today."""
        absences = self.env["plpdma.absence"]
        return self.env["res.users"].union(
            *(
                absent
                for company in self.contribution_ids.company_id
                for absent in absences._get_absent(company)
            )
        )

    def _find_stand_ins(self):
        """``{absent user: who handles today what is theirs}``."""
        stand_ins = {}
        for company in self.contribution_ids.company_id:
            stand_ins |= self.env["plpdma.absence"]._get_stand_ins(company)
        return stand_ins

    def _check_handlers(self, tasks):
        """:raise UserError: naming those whose handler is not the one that was shown"""
        moved = tasks._find_moved(self.seen_handlers or {})
        if moved:
            raise UserError(
                self.env._(
                    "Since this window was opened, somebody else chose who handles "
                    "%(references)s. Nothing was assigned: close it, and open it "
                    "again.",
                    references=name_some(moved.mapped("reference")),
                )
            )

    def _get_load(self):
        """``{user: how much they have to do besides}``, as it was shown."""
        users = self.env["res.users"]
        seen = self.seen_load or {}
        return {users.browse(int(user_id)): count for user_id, count in seen.items()}

    def _get_shares(self):
        """``{user: contributions}`` that the dialog would give, without those that go
        to nobody."""
        self.ensure_one()
        contributions = self._get_tasks()
        if self.way == "evenly":
            users = self.user_ids._origin
            load = self._get_load()
            return contributions._share_evenly(users, load) if users else {}
        if self.way == "theme":
            return self._share_by_theme()
        user = self.user_id
        return {user: contributions} if user and contributions else {}

    def _share_by_theme(self):
        chosen = {line.theme_id: line.user_id for line in self.theme_line_ids}
        shares = defaultdict(self.env["plpdma.contribution"].browse)
        for theme, contributions in self._get_by_theme().items():
            user = chosen.get(theme) or self.fallback_id
            if user:
                shares[user] |= contributions
        return dict(shares)

    def _get_by_theme(self):
        """``{theme: contributions}``; under no theme, those that have several or
        none."""
        self.ensure_one()
        return self._get_tasks().grouped(
            lambda c: c.theme_ids if len(c.theme_ids) == 1 else c.theme_ids.browse()
        )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _describe_shares(self, shares):
        """HTML: how many each agent gets, and how many they will have to do."""
        if not shares:
            return False
        load = self._get_load()
        lines = [
            self.env._(
                "%(user)s: %(count)s (already to do: %(load)s)",
                user=Markup("<strong>%s</strong>") % user.name,
                count=len(share),
                load=load.get(user, 0),
            )
            for user, share in shares.items()
        ]
        items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul>%s</ul>") % items

    def _describe_replaced(self, shares):
        """Sentence on those that somebody else handles today."""
        replaced = self.env["plpdma.contribution"].union(
            *[
                share.filtered(lambda c, user=user: c.user_id and c.user_id != user)
                for user, share in shares.items()
            ]
        )
        if not replaced:
            return False
        names = [
            self.env._("%(user)s: %(count)s", user=user.name, count=len(some))
            for user, some in replaced.grouped("user_id").items()
        ]
        return self.env._("Taken from whoever handles them: %s.", ", ".join(names))

    def _describe_done(self):
        """Sentence on those chosen that stay as they are, being done already."""
        done = self.contribution_ids._origin._filtered_tasks() - self._get_tasks()
        if not done:
            return False
        return self.env._(
            "Answered or closed already, and left to whoever saw to them: %s.",
            len(done),
        )

    def _describe_absent(self, shares):
        """Sentence on those who are away, whose share goes to whoever replaces them."""
        stand_ins = self._find_stand_ins()
        names = [
            self.env._(
                "%(absent)s: %(substitute)s",
                absent=user.name,
                substitute=stand_ins[user].name,
            )
            for user in shares
            if user in stand_ins
        ]
        if not names:
            return False
        return self.env._(
            "Absent today, whose share goes to whoever replaces them: %s.",
            ", ".join(names),
        )

    def _describe_unsorted(self):
        """Sentence on those whose theme does not tell to whom they go."""
        unsorted = self._get_by_theme().get(self.env["plpdma.theme"])
        if self.way != "theme" or not unsorted:
            return False
        return self.env._(
            "Several themes or none: %(count)s (%(references)s).",
            count=len(unsorted),
            references=name_some(unsorted.mapped("reference")),
        )


class PlpdmaContributionAssignTheme(models.TransientModel):
    """The agent to whom the contributions of a theme are given."""

    _name = "plpdma.contribution.assign.theme"
    _description = "Agent of a Theme"
    _inherit = ["plpdma.link.access.mixin"]

    assign_id = fields.Many2one(
        "plpdma.contribution.assign", index=True, ondelete="cascade"
    )
    theme_id = fields.Many2one("plpdma.theme", required=True)
    user_id = fields.Many2one("res.users", string="Agent")
    contribution_count = fields.Integer(
        string="Contributions", compute="_compute_contribution_count"
    )

    @api.depends("theme_id", "assign_id.contribution_ids")
    def _compute_contribution_count(self):
        by_theme = {wizard: wizard._get_by_theme() for wizard in self.assign_id}
        for line in self:
            counted = by_theme.get(line.assign_id, {}).get(line.theme_id._origin, ())
            line.contribution_count = len(counted)
