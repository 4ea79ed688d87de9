from collections import Counter, defaultdict
from heapq import heapify, heapreplace

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.groups import STAFF
from ...tools.mail_layout import LAYOUT
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
        """One whose handler is chosen by hand has no assignment to undo any more, and a
        letter takes along the points that its handler had. A replacement undoes no
        assignment."""
        if "user_id" not in vals or {"date_assigned", "covered_user_id"} & vals.keys():
            return super().write(vals)
        # sudo: the points follow, whoever may write the letter.
        letters = self.sudo().filtered(lambda record: record.state == "split")
        before = {letter: letter.user_id for letter in letters}
        result = super().write(vals)
        # sudo: what an action noted is forgotten, on those just written.
        assigned = self.sudo().filtered("date_assigned")
        assigned.write({"date_assigned": False, "previous_user_id": False})
        following = letters.part_ids.filtered(
            lambda part: (
                part.user_id == before[part.whole_id] != part.whole_id.user_id
            )
        )
        if following:
            following.write({"user_id": vals["user_id"]})
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

    def _find_moved(self, seen):
        """Those whose handler is no longer the one that was seen; nobody changes them
        before the transaction ends.

        :param dict seen: ``{id, as text: id of the user}``, False for nobody
        """
        self.check_access("write")
        self._lock_to_judge()
        return self.filtered(lambda one: seen.get(str(one.id), False) != one.user_id.id)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_assign(self):
        """Open the dialog that shares the contributions out among the agents, without
        what somebody deleted since their list was read."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assign to…"),
            "res_model": "plpdma.contribution.assign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contribution_ids": self.exists().ids},
        }

    def action_unassign(self):
        """Give the contributions, and the points of the letters, back to whoever had
        them before they were assigned, and tell who had been told that they had them;
        safe to repeat. What is of somebody absent is held for them again by whoever
        replaces them today. What somebody handled who does so no more is left with
        nobody.

        :return: notification that says how many were given back, and how many to nobody
        """
        everything = self | self._get_answerable()
        everything.check_access("write")
        everything._lock_to_judge()
        assigned = everything.filtered("date_assigned")
        held = assigned._filtered_tasks().grouped("user_id")
        lost = self.browse()
        for user, contributions in assigned.grouped("previous_user_id").items():
            is_gone = user and not contributions._may_handle(user)
            # sudo: the right to write them was checked.
            contributions.sudo().write(
                {
                    "user_id": False if is_gone else user.id,
                    "date_assigned": False,
                    "previous_user_id": False,
                }
            )
            if is_gone:
                lost |= contributions
        for user, contributions in held.items():
            if user and user != self.env.user:
                contributions._tell_unassigned(user)
        return self._notify_unassigned(
            assigned._filtered_tasks(), lost._filtered_tasks()
        )

    def _notify_unassigned(self, assigned, lost):
        """
        :param assigned: what was given back
        :param lost: of it, what is left with nobody
        :return: the notification that says so
        """
        if not assigned:
            message = self.env._(
                "Nothing is left to undo for them: “Assign to…” gave none of them, or "
                "that was undone, or changed by hand, since."
            )
            return make_notification(message, "info")
        messages = []
        if assigned - lost:
            messages.append(
                self.env._(
                    "Given back to whoever handled them: %s.", len(assigned - lost)
                )
            )
        if lost:
            messages.append(
                self.env._(
                    "Left with nobody, for whoever handled them is no agent here any "
                    "more: %s.",
                    len(lost),
                )
            )
        return make_notification(" ".join(messages), "warning" if lost else "success")

    @api.model
    def action_view_mine(self):
        """Window action on all that the user handles and has still to see to: what was
        given in one batch stands beside what was given in another."""
        # A call from outside may say no language.
        self = self.with_context(lang=self.env.user.lang)
        mine = Domain("user_id", "=", self.env.uid)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "plpdma_concertation.action_plpdma_contribution"
        )
        name = self.env._("Assigned to You, to Do")
        return {
            **action,
            "name": name,
            # What the screen calls it.
            "display_name": name,
            "domain": list(mine & Domain("state", "in", TO_DO)),
            "context": {},
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _filtered_tasks(self):
        """Those on which there is something to do: a letter has its points."""
        return self.filtered(lambda record: record.state != "split")

    def _get_tasks(self):
        """What is shared out where these are assigned: what is still to do, and of a
        letter its points; those done too, where nothing else was chosen."""
        whole = self._filtered_tasks()
        points = (self - whole)._get_answerable()
        to_do = (whole | points).filtered(lambda one: one.state in TO_DO)
        return to_do or whole

    def _follow_points(self):
        """Have each letter handled by whoever handles most of its points to do."""
        following = defaultdict(self.browse)
        for letter in self:
            agents = Counter(part.user_id for part in letter._get_tasks())
            for user, _count in agents.most_common(1):
                if letter.user_id != user:
                    following[user] |= letter
        for user, letters in following.items():
            letters._hand_over(user)

    def _hand_over(self, user):
        """Have the user handle these, and note whose they were: those of whoever is
        absent, not of whoever replaces them."""
        now = fields.Datetime.now()
        owned = self.grouped(lambda record: record.covered_user_id or record.user_id)
        for before, some in owned.items():
            # sudo: the right to write them was checked.
            some.sudo().write(
                {
                    "user_id": user.id,
                    "date_assigned": now,
                    "previous_user_id": before.id,
                }
            )

    def _assign(self, shares, letters=None):
        """Have each agent handle a share of the contributions, and tell each of them
        once; those who do handle them already are left in peace.

        :param dict shares: contributions of each user
        :param letters: those whose points are shared out, which follow them
        :return: the contributions whose handler changed
        :raise UserError: for a user who is not of the staff of their authority
        :raise LockError: when somebody else is changing one of them
        """
        letters = self.browse() if letters is None else letters
        everything = letters.union(*shares.values())
        everything.check_access("write")
        everything._lock_to_judge()
        assigned = self.browse()
        for user, contributions in shares.items():
            contributions._check_may_handle(user)
            moved = contributions.filtered(lambda c, user=user: c.user_id != user)
            moved._hand_over(user)
            if moved and user != self.env.user:
                moved._tell_assigned(user)
            assigned |= moved
        letters._follow_points()
        return assigned

    @api.model
    def _get_handler_domain(self):
        """Domain of the users who may be chosen: the staff."""
        staff = self.env.ref(STAFF, raise_if_not_found=False)
        return [("all_group_ids", "in", staff.ids)] if staff else []

    def _may_handle(self, user):
        """Whether the user is of the staff of their authority."""
        try:
            self._check_may_handle(user)
        except UserError:
            return False
        return True

    def _get_handlers(self):
        """Users who handle contributions of the same programmes: these or others, for
        all of somebody's may be among them."""
        rows = self._read_group(
            Domain("program_id", "in", self.program_id.ids)
            & Domain("user_id", "!=", False),
            ["user_id"],
        )
        return self.env["res.users"].union(*(user for (user,) in rows))

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
        self._tell_of_batch(
            user,
            self.env._("Contributions assigned to you: %s", len(self)),
            self.env._(
                "%(user)s has given you contributions to handle: %(count)s.",
                user=self.env.user.name,
                count=len(self),
            ),
        )

    def _tell_unassigned(self, user):
        """One message to whom they had been given, and have them no more."""
        self = self.with_context(lang=user.lang)
        self._tell_of_batch(
            user,
            self.env._("Contributions no longer assigned to you: %s", len(self)),
            self.env._(
                "%(user)s has undone the assignment of contributions that had been "
                "given to you: %(count)s.",
                user=self.env.user.name,
                count=len(self),
            ),
        )

    def _tell_of_batch(self, user, subject, told):
        """
        :param user: who is told, with the way to all that they have to do
        :param str told: the sentence
        """
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=subject,
            email_layout_xmlid=LAYOUT,
            body=Markup("<p>%s</p><p><a href='%s%s'>%s</a></p>")
            % (
                told,
                self[0].get_base_url(),
                ASSIGNED,
                self.env._("See what is assigned to you"),
            ),
        )

    def _count_load(self, users):
        """``{user: how much they have to answer}`` besides these."""
        others = Domain("user_id", "in", users.ids) & Domain("id", "not in", self.ids)
        return self._count_to_answer(others)

    def _share_evenly(self, users, load):
        """Share the contributions out so that each agent has as much to do as another.

        :param dict load: what users already have to do, as ``_count_load`` says it
        :return: ``{user: contributions}``, without those who get none
        """
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
