from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.by_itself import by_itself
from ...tools.groups import STAFF


class PlpdmaCoveredMixin(models.AbstractModel):
    """What one person handles, ``user_id``, and another in their absence.

    ``covered_user_id`` is whose it is, as long as it is held for the sake of an
    absence: somebody else's, to whom it goes back; one's own, for what somebody takes
    upon themselves although they are away, and keeps. Whatever is given by hand is held
    for nobody.
    """

    _name = "plpdma.covered.mixin"
    _description = "Handled in Somebody's Absence"

    covered_user_id = fields.Many2one(
        "res.users",
        string="In the Absence of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=STAFF,
        help="Whose it is, and to whom it goes back if it is still open.",
    )
    covered_notice = fields.Char(
        string="Replacement", compute="_compute_covered_notice", groups=STAFF
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("covered_user_id", "user_id")
    @api.depends_context("lang")
    def _compute_covered_notice(self):
        """For whom, and until when."""
        self.covered_notice = False
        # sudo: who is absent, and their name, is told to whoever reads the record.
        held = self.sudo().filtered(
            lambda record: record.covered_user_id - record.user_id
        )
        for company, records in held._group_by_authority().items():
            absent = self.env["plpdma.absence"]._get_absent(company)
            for record in records:
                name = record.covered_user_id.name
                absence = absent.get(record.covered_user_id)
                record.covered_notice = (
                    self.env._(
                        "For %(user)s, absent until %(date)s",
                        user=name,
                        date=format_date(self.env, absence.date_end),
                    )
                    if absence
                    else self.env._("For %s", name)
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """What is given to somebody absent goes to whoever replaces them."""
        records = super().create(vals_list)
        # sudo: whether a replacement is claimed is looked at.
        if not self.env.su and records.sudo().covered_user_id:
            self._refuse_covered()
        records._follow_absences()
        return records

    def write(self, vals):
        """What is given by hand is held for nobody, but for whoever is absent."""
        if "covered_user_id" in vals and not self.env.su:
            self._refuse_covered()
        if "user_id" not in vals or "covered_user_id" in vals:
            return super().write(vals)
        result = super().write(vals)
        # sudo: those just written; what was noted of a replacement is over.
        held = self.sudo().filtered("covered_user_id")
        if held:
            held.write({"covered_user_id": False})
        self._follow_absences()
        return result

    def _refuse_covered(self):
        raise AccessError(
            self.env._("Absences say what is held for whom: note one instead.")
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _group_by_authority(self):
        """``{authority: records}``, without those that are none of the concertation."""
        groups = self.grouped("company_id")
        return {company: some for company, some in groups.items() if company}

    def _follow_absences(self):
        """Pass on what was just given to somebody absent, and leave them what they took
        themselves."""
        # sudo: the right to write them was checked.
        given = self.sudo().filtered("user_id")
        for company, some in given._group_by_authority().items():
            stand_ins = self.env["plpdma.absence"]._get_stand_ins(company)
            for user, theirs in some.grouped("user_id").items():
                if user not in stand_ins:
                    continue
                if user == self.env.user:
                    with by_itself():
                        theirs.write({"covered_user_id": user.id})
                else:
                    theirs._pass_on(stand_ins[user], user)

    def _pass_on(self, person, absent):
        """Whoever notes an absence changes nothing of what goes over.

        :return: those that went over
        """
        passed = self._filter_handled_by(person)
        if passed:
            with by_itself():
                passed.write(
                    {
                        "user_id": person.id,
                        "covered_user_id": person != absent and absent.id,
                    }
                )
        return passed

    def _filter_handled_by(self, person):
        """Those that somebody may be given."""
        return self

    @api.model
    def _settle_covered(self, company, absent, stand_ins):
        """Have what is open handled by whoever is here today.

        :param dict absent: whoever is absent, as ``plpdma.absence`` says
        :param dict stand_ins: who handles today what is theirs
        """
        # sudo: what is open follows the absences, whoever notes them.
        everything = self.sudo()
        away = [user.id for user in absent]
        found = everything.search(
            self._get_open_domain()
            & (Domain("user_id", "in", away) | Domain("covered_user_id", "!=", False))
        )
        found = found._group_by_authority().get(company, everything)
        # What somebody is changing right now follows the next time.
        moves = defaultdict(everything.browse)
        for record in found.try_lock_for_update(allow_referencing=True):
            kept = record.covered_user_id == record.user_id
            owner = record.covered_user_id or record.user_id
            if kept and owner in absent:
                continue
            person = stand_ins.get(owner, owner)
            if kept or person != record.user_id:
                moves[person, owner] |= record
        for (person, owner), records in moves.items():
            records._pass_on(person, owner)

    @api.model
    def _get_open_domain(self):
        """Domain of what is still to be done."""
        return Domain.TRUE
