from collections import defaultdict
from heapq import heapify, heapreplace

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import STAFF
from ...tools.notifications import make_notification

# The list of what whoever opens it has to handle.
ASSIGNED = "/odoo/action-plpdma_concertation.action_server_contribution_assigned"
# What somebody has still to see to.
TO_DO = ("received", "in_review")


class PlpdmaContribution(models.Model):
    """Who handles it: contributions shared out among the agents, and given back."""

    _inherit = "plpdma.contribution"

    date_assigned = fields.Datetime(
        string="Assigned on", copy=False, readonly=True, groups=STAFF
    )
    previous_user_id = fields.Many2one(
        "res.users",
        string="Handled Before by",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="To whom it goes back when its assignment is undone.",
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """One whose handler is chosen by hand has no assignment to undo any more."""
        result = super().write(vals)
        if "user_id" in vals and "date_assigned" not in vals:
            # sudo: what an action noted is forgotten, on those just written.
            assigned = self.sudo().filtered("date_assigned")
            assigned.write({"date_assigned": False, "previous_user_id": False})
        return result

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"date_assigned", "previous_user_id"}

    @api.model
    def _get_earned_sentences(self):
        assigned = self.env._("“Assign to…” does.")
        return {
            **super()._get_earned_sentences(),
            "date_assigned": assigned,
            "previous_user_id": assigned,
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_assign(self):
        """Open the dialog that shares the contributions out among the agents."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assign to…"),
            "res_model": "plpdma.contribution.assign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contribution_ids": self.ids},
        }

    def action_unassign(self):
        """Give the contributions back to whoever handled them before they were
        assigned; safe to repeat.

        :return: notification that says how many were given back
        """
        self.check_access("write")
        self._lock_to_judge()
        assigned = self.filtered("date_assigned")
        for user, contributions in assigned.grouped("previous_user_id").items():
            # sudo: the right to write them was checked.
            contributions.sudo().write(
                {
                    "user_id": user.id,
                    "date_assigned": False,
                    "previous_user_id": False,
                }
            )
        return make_notification(
            self.env._("Given back to whoever handled them: %s.", len(assigned))
            if assigned
            else self.env._("None of them was assigned by “Assign to…”."),
            "success" if assigned else "info",
        )

    @api.model
    def action_view_mine(self):
        """Window action on all that the user handles and has still to see to: what was
        given in one batch stands beside what was given in another."""
        mine = Domain("user_id", "=", self.env.uid)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_contribution"
        )
        return {
            **action,
            "name": self.env._("Assigned to You, to Do"),
            "domain": list(mine & Domain("state", "in", TO_DO)),
            "context": {},
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _assign(self, shares):
        """Have each agent handle a share of the contributions, and tell each of them
        once; those who do handle them already are left in peace.

        :param dict shares: contributions of each user
        :return: the contributions whose handler changed
        :raise UserError: for a user who is not of the staff of their authority
        :raise LockError: when somebody else is changing one of them
        """
        everything = self.browse().union(*shares.values())
        everything.check_access("write")
        everything._lock_to_judge()
        now = fields.Datetime.now()
        assigned = self.browse()
        for user, contributions in shares.items():
            contributions._check_may_handle(user)
            moved = contributions.filtered(lambda c, user=user: c.user_id != user)
            for before, some in moved.grouped("user_id").items():
                # sudo: the right to write them was checked.
                some.sudo().write(
                    {
                        "user_id": user.id,
                        "date_assigned": now,
                        "previous_user_id": before.id,
                    }
                )
            if moved and user != self.env.user:
                moved._tell_assigned(user)
            assigned |= moved
        return assigned

    def _check_may_handle(self, user):
        """:raise UserError: for a user who is not of the staff of their authority"""
        # sudo: the groups and the authorities of the user are looked at, not shown.
        person = user.sudo()
        if not (person.active and person.has_group(STAFF)):
            raise UserError(
                self.env._(
                    "%s is not of the staff of the concertation: contributions are "
                    "assigned to agents.",
                    user.name,
                )
            )
        if self.company_id - person.company_ids:
            raise UserError(
                self.env._(
                    "%(user)s does not work for %(company)s.",
                    user=user.name,
                    company=(self.company_id - person.company_ids)[0].name,
                )
            )

    def _tell_assigned(self, user):
        """One message to whom they were given, however many, with the way to them."""
        self = self.with_context(lang=user.lang)
        thread = self.env["mail.thread"]
        thread.message_notify(
            partner_ids=user.partner_id.ids,
            subject=self.env._("Contributions assigned to you: %s", len(self)),
            body=Markup("<p>%s</p><p><a href='%s%s'>%s</a></p>")
            % (
                self.env._(
                    "%(user)s has given you contributions to handle: %(count)s.",
                    user=self.env.user.name,
                    count=len(self),
                ),
                self[0].get_base_url(),
                ASSIGNED,
                self.env._("See them"),
            ),
        )

    def _share_evenly(self, users):
        """Share the contributions out so that each agent has as much to do as another,
        counting what they already have.

        :return: ``{user: contributions}``, without those who get none
        """
        others = Domain("user_id", "in", users.ids) & Domain("id", "not in", self.ids)
        load = self._count_to_answer(others)
        heap = [(load.get(user, 0), rank, user) for rank, user in enumerate(users)]
        heapify(heap)
        shares = defaultdict(list)
        for contribution in self:
            count, rank, user = heap[0]
            shares[user].append(contribution.id)
            heapreplace(heap, (count + 1, rank, user))
        return {user: self.browse(shares[user]) for user in users if user in shares}

    @api.model
    def _count_to_answer(self, domain):
        """``{user: how many of their contributions wait for an answer}``."""
        domain = self._get_standing_domains()["awaiting"] & Domain(domain)
        return dict(self._read_group(domain, ["user_id"], ["__count"]))
