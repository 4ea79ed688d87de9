"""Who speaks for whom: a proxy (« pouvoir ») given to another participant, or a
stand-in who comes in person."""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.domains import search_boolean
from ..shared.plpdma_import_mixin import RefusedBatch

# Ids of the lines that are judged once all of a list is written. It is no key of the
# context, which whoever calls a method could fill in.
_judged_later = ContextVar("plpdma_proxies_judged_later", default=None)


@contextmanager
def judging_later(lines=None):
    """The proxies written inside are judged at the end, whatever the order of the
    lines; never, when the lines of no model are given."""
    ids = set()
    token = _judged_later.set(ids)
    try:
        yield
    finally:
        _judged_later.reset(token)
    if lines is not None:
        lines.browse(ids).exists()._check_proxies()


class PlpdmaParticipation(models.Model):
    """A participant who is represented has given a proxy to somebody of the list, or
    is replaced by somebody who is not on it."""

    _inherit = "plpdma.participation"

    is_proxy = fields.Boolean(
        string="Proxy",
        compute="_compute_is_proxy",
        search="_search_is_proxy",
        help="Represented by another participant of the session, to whom a proxy was "
        "given.",
    )
    is_in_person = fields.Boolean(
        string="In Person",
        compute="_compute_is_in_person",
        search="_search_is_in_person",
        help="Present, or replaced by a stand-in who came; a proxy is not somebody who "
        "came.",
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends(
        "attendance", "represented_by_id", "session_id.participation_ids.stakeholder_id"
    )
    def _compute_is_proxy(self):
        held = self._origin._find_holders()
        for line in self:
            line.is_proxy = line.attendance == "represented" and line._origin in held

    @search_boolean
    def _search_is_proxy(self):
        return Domain("id", "in", self._get_proxy_query())

    @api.depends("attendance", "is_proxy")
    def _compute_is_in_person(self):
        for line in self:
            line.is_in_person = line.attendance == "present" or (
                line.attendance == "represented" and not line.is_proxy
            )

    @search_boolean
    def _search_is_in_person(self):
        return Domain("attendance", "=", "present") | (
            Domain("attendance", "=", "represented") & Domain("is_proxy", "=", False)
        )

    @api.model
    def _get_proxy_query(self, columns="line.id", ids=None):
        """SQL that gives ``columns`` of the proxies, each with the line of its holder:
        the person who represents the other, else their organisation, or somebody who
        came for it, when one of the two stands for the whole.

        In SQL: whoever reads the participants of a session may not read their contacts.
        """
        fields_read = [
            *(self._fields[n] for n in ("attendance", "represented_by_id")),
            *(self._fields[n] for n in ("session_id", "stakeholder_id")),
            self.env["plpdma.stakeholder"]._fields["partner_id"],
            self.env["res.partner"]._fields["commercial_partner_id"],
        ]
        for field in fields_read:
            self.env[field.model_name].flush_model([field.name])
        return SQL(
            """
            SELECT %s
              FROM plpdma_participation line
              JOIN res_partner person ON person.id = line.represented_by_id
              JOIN plpdma_participation holder
                ON holder.session_id = line.session_id AND holder.id != line.id
              JOIN plpdma_stakeholder actor ON actor.id = holder.stakeholder_id
              JOIN res_partner listed ON listed.id = actor.partner_id
             WHERE line.attendance = 'represented'
               AND (listed.id = person.id
                    OR (listed.commercial_partner_id = person.commercial_partner_id
                        AND (listed.id = listed.commercial_partner_id
                             OR person.id = person.commercial_partner_id)))
               AND %s
            """,
            SQL(columns),
            SQL("TRUE") if ids is None else SQL("line.id IN %s", tuple(ids)),
        )

    def _find_holders(self):
        """``{proxy: line of its holder}`` of the proxies among these lines."""
        represented = self.filtered(lambda line: line.attendance == "represented")
        if not represented:
            return {}
        rows = self.env.execute_query(
            SQL(
                "%s ORDER BY line.id, listed.id = person.id DESC, "
                "holder.attendance = 'present' DESC, holder.id",
                self._get_proxy_query("line.id, holder.id", represented.ids),
            )
        )
        holders = {}
        for line_id, holder_id in rows:
            holders.setdefault(self.browse(line_id), self.browse(holder_id))
        return holders

    def _find_holders_of_lists(self):
        """``{proxy: line of its holder}`` of all the lists on which these lines
        stand."""
        represented = self.search(
            [
                ("session_id", "in", self.session_id.ids),
                ("attendance", "=", "represented"),
            ]
        )
        return represented._find_holders()

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("attendance", "represented_by_id", "session_id", "stakeholder_id")
    def _check_proxies(self):
        """A proxy is given by somebody absent to somebody present, within the number
        that one head may hold.

        Only what these lines gave, or hold, is judged: a limit that was lowered since
        does not make the lists of the past wrong.
        """
        later = _judged_later.get()
        if later is not None:
            later.update(self.ids)
            return
        for line in self:
            # sudo: only whether it is the same person.
            is_own = line.represented_by_id == line.sudo().partner_id
            if line.attendance == "represented" and is_own:
                raise ValidationError(
                    self.env._(
                        "%s cannot be represented by themselves: note them as present, "
                        "or name somebody else.",
                        line.display_name,
                    )
                )
        self._check_stand_ins()
        if not self._pick_touched(self._find_holders_of_lists()):
            return
        self._lock_lists()
        holders = self._find_holders_of_lists()
        touched = self._pick_touched(holders)
        # sudo: their date alone. Whoever adds a proxy to the list at the same time does
        # not see this one, and begins again.
        self.union(*(holders[line] for line in touched)).sudo()._touch()
        for line in touched:
            holder = holders[line]
            if holder.attendance != "present":
                raise ValidationError(self._describe_absent_holder(line, holder))
            held = [other for other in holders if holders[other] == holder]
            limit = holder.session_id._get_proxy_limit()
            if len(held) > limit:
                raise ValidationError(
                    self.env._(
                        "%(holder)s would hold %(count)s proxies at “%(session)s”, "
                        "where one person holds %(limit)s at most: %(actors)s.",
                        holder=holder.display_name,
                        count=len(held),
                        session=holder.session_id.name,
                        limit=limit,
                        actors=", ".join(other.display_name for other in held),
                    )
                )

    def _check_stand_ins(self):
        """A person who is not on the list replaces one participant: several would have
        one head count as many that came."""
        represented = self.filtered(lambda line: line.attendance == "represented")
        if not represented:
            return
        others = self.search(
            [
                ("session_id", "in", represented.session_id.ids),
                ("attendance", "=", "represented"),
            ]
        )
        replaced = (others - others.browse().union(*others._find_holders())).grouped(
            lambda line: (line.session_id, line.represented_by_id)
        )
        for (session, person), lines in replaced.items():
            if person and len(lines) > 1 and lines & self:
                raise ValidationError(
                    self.env._(
                        "%(person)s would replace %(count)s participants at "
                        "“%(session)s”: %(actors)s. Somebody replaces one participant; "
                        "add them to the list for the others to give them a proxy.",
                        person=person.sudo().display_name,
                        count=len(lines),
                        session=session.name,
                        actors=", ".join(lines.mapped("display_name")),
                    )
                )

    def _pick_touched(self, holders):
        """List of the proxies that these lines gave, or hold."""
        return [line for line in holders if (line | holders[line]) & self]

    def _lock_lists(self):
        """Keep two agents from giving the same person one proxy each at once.

        :raise UserError: while somebody else writes in the list
        """
        lines = self.sudo().search([("session_id", "in", self.session_id.ids)])
        try:
            lines.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is noting the attendance of this session at this "
                    "very moment. Try again."
                )
            ) from error

    def _describe_absent_holder(self, line, holder):
        return self.env._(
            "%(actor)s gave a proxy to %(holder)s, who is not noted as present at "
            "“%(session)s”: a proxy is held by somebody who is there. Note %(holder)s "
            "as present first, or change who represents %(actor)s.",
            actor=line.display_name,
            holder=holder.display_name,
            session=holder.session_id.name,
        )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """A participant noted as anything but represented has no representative
        left."""
        if vals.get("attendance", "represented") != "represented":
            vals = {"represented_by_id": False, **vals}
        return super().write(vals)

    def _load_records(self, data_list, update=False):
        """A file is a list as well: the holder of a proxy may stand below its giver."""
        try:
            with judging_later(self):
                return super()._load_records(data_list, update)
        except UserError as error:
            if len(data_list) > 1:
                raise RefusedBatch from error
            raise

    def _taking_back(self):
        """So is what an import brought, when it is undone."""
        return judging_later(self)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_holders(self):
        """Without its holder, a proxy would read as a stand-in who came."""
        for line, holder in self._find_holders_of_lists().items():
            if holder in self and line not in self:
                raise UserError(
                    self.env._(
                        "%(holder)s holds the proxy of %(actor)s: change first who "
                        "represents %(actor)s.",
                        holder=holder.display_name,
                        actor=line.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _absorb(self, duplicates):
        """A proxy given to a contact that is merged was given to the one kept. What
        was noted before is not judged anew."""
        given = self.search(
            [
                ("session_id", "=", self.session_id.id),
                ("represented_by_id", "in", duplicates.partner_id.ids),
            ]
        )
        with judging_later():
            (given - self - duplicates).represented_by_id = self.partner_id
            return super()._absorb(duplicates)

    def _describe_representation(self):
        """Who represents the participant, and how, as a sentence; nothing for one who
        is not represented."""
        self.ensure_one()
        if self.attendance != "represented":
            return ""
        # sudo: only the name, which the list of participants shows.
        holder = self.sudo().represented_by_id
        own = self.sudo().partner_id.commercial_partner_id
        is_own = holder.commercial_partner_id == own
        # Their organisation is named already.
        name = holder.name if is_own and holder.name else holder.display_name
        if self.is_proxy:
            return self.env._("gave a proxy to %s", name)
        return self.env._("replaced by %s", name)


class PlpdmaSession(models.Model):
    """A session whose list of participants is judged as a whole."""

    _inherit = "plpdma.session"

    proxy_count = fields.Integer(
        string="Represented by Proxy",
        compute="_compute_proxy_count",
        help="Those who gave a proxy to another participant. They are not among those "
        "who came in person.",
    )

    @api.depends("participation_ids.is_proxy")
    def _compute_proxy_count(self):
        for session in self:
            session.proxy_count = len(session.participation_ids.filtered("is_proxy"))

    @api.model_create_multi
    def create(self, vals_list):
        """The holder of a proxy may come after its giver in the list."""
        with judging_later(self.env["plpdma.participation"]):
            return super().create(vals_list)

    def write(self, vals):
        """The holder of a proxy may be noted as present after its giver."""
        if "participation_ids" not in vals:
            return super().write(vals)
        with judging_later(self.env["plpdma.participation"]):
            return super().write(vals)

    def _get_proxy_limit(self):
        """Number of proxies that one person may hold at the session: what its body
        allows; one, without a body."""
        self.ensure_one()
        # sudo: a rule of the body, which whoever notes the attendance may not read.
        return self.sudo().body_id.proxy_limit if self.body_id else 1
