"""Sealing the register of a public session, once it is closed."""

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.changes import is_other
from ...tools.groups import READERS
from ...tools.notifications import make_notification
from ...tools.seal import space
from ..session.plpdma_session import KEPT

# What says which register was sealed, and what is late in it.
SEALED_FIELDS = {"date_start", "date_stop", "format", "program_id", "reference"}


class PlpdmaSession(models.Model):
    """A session whose register is sealed."""

    _inherit = "plpdma.session"

    seal_ids = fields.One2many(
        "plpdma.seal", "session_id", string="Seal", readonly=True
    )
    is_sealed = fields.Boolean(
        string="Sealed", compute="_compute_seal", compute_sudo=True
    )
    is_sealable = fields.Boolean(
        string="May Be Sealed", compute="_compute_is_sealable", compute_sudo=True
    )
    seal_text = fields.Text(
        string="State of the Seal",
        compute="_compute_seal",
        compute_sudo=True,
        groups=READERS,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("seal_ids.check_text")
    @api.depends_context("lang", "tz")
    def _compute_seal(self):
        for session in self:
            seal = session.seal_ids
            session.is_sealed = bool(seal)
            session.seal_text = seal and "\n".join(session._describe_seal(seal))

    def _describe_seal(self, seal):
        """List of lines: when it was sealed, by whom, its last digest, and what was
        found when it was checked last."""
        lines = [
            self.env._(
                "Sealed on %(date)s by %(user)s. Contributions: %(count)s.",
                date=self._describe_instant(seal.date),
                user=seal.user_id.name,
                count=seal.entry_count,
            ),
            self.env._("Last digest (SHA-256): %s", space(seal.digest)),
        ]
        if seal.date_checked:
            lines += [
                self.env._("Checked on %s.", self._describe_instant(seal.date_checked)),
                seal.check_text,
            ]
        return lines

    def _tell_seal(self):
        """``{"date", "digest"}`` of the seal, as everybody may read it; empty while
        the register is not sealed."""
        self.ensure_one()
        # sudo: a date and a digest; no author is read.
        seal = self.sudo().seal_ids
        if not seal:
            return {}
        return {
            "date": self._describe_instant(seal.date),
            "digest": space(seal.digest),
        }

    def _describe_instant(self, value):
        # sudo: the clock of the authority.
        return self.company_id.sudo()._plpdma_describe_instant(value)

    @api.depends("format", "state", "date_stop", "seal_ids")
    def _compute_is_sealable(self):
        for session in self:
            session.is_sealable = not session._get_sealing_obstacle()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        """:raise UserError: for other dates than those of the register that was
        sealed"""
        names = SEALED_FIELDS & vals.keys()
        for session in self.sudo() if names else ():
            # sudo: whether it is sealed is looked at, whoever writes it.
            if session.seal_ids and any(
                is_other(session, name, vals[name]) for name in names
            ):
                raise UserError(
                    self.env._(
                        "The register of “%s” is sealed: its opening, its closing and "
                        "its number stay.",
                        session.name,
                    )
                )
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_seal(self):
        """Seal the registers, for good.

        :raise UserError: naming the one that is still open, or sealed already
        """
        self.check_access("write")
        self._lock_register()
        for session in self:
            obstacle = session._get_sealing_obstacle()
            if obstacle:
                raise UserError(obstacle)
            # sudo: nobody writes a seal; the right to write the session, and that it
            # is closed, were checked.
            self.env["plpdma.seal"].sudo()._make(session.sudo())
        return make_notification(
            self.env._(
                "The register is sealed. Its last digest stands in the closing minutes."
            ),
            "success",
        )

    def action_check_seal(self):
        """Compare the registers with their seals.

        :return: notification that says what was found
        :raise UserError: naming the one that is not sealed
        """
        for session in self:
            if not session.is_sealed:
                raise UserError(
                    self.env._("The register of “%s” is not sealed.", session.name)
                )
        self.seal_ids.action_check()
        is_intact = all(self.seal_ids.mapped("is_intact"))
        return make_notification(
            "\n".join(self.seal_ids.mapped("check_text")),
            "success" if is_intact else "danger",
            sticky=not is_intact,
        )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_sealed_instants(self):
        """``{field: text}`` of when the consultation opened and closed."""
        self.ensure_one()
        return {
            name: fields.Datetime.to_string(self[name]) or None
            for name in ("date_start", "date_stop")
        }

    def _get_sealing_obstacle(self):
        """Sentence that says why the register is not sealed now; None where it may
        be."""
        self.ensure_one()
        if self.format != "public":
            return self.env._(
                "“%s” is not open to the public: it has no register to seal.", self.name
            )
        # sudo: whether it is sealed, and by whom, is told to whoever may write it.
        seal = self.sudo().seal_ids
        if seal:
            return self.env._(
                "The register of “%(session)s” was sealed on %(date)s by %(user)s: it "
                "is sealed once.",
                session=self.name,
                date=self._describe_instant(seal.date),
                user=seal.user_id.name,
            )
        if self.state not in KEPT or not self.date_stop or self._is_coming():
            return self.env._(
                "The register of “%s” is sealed once its closing date is over.",
                self.name,
            )
        return None

    def _find_received(self):
        """All that its authors sent to the session, in superuser mode, archived or not:
        the letters, not their points, in the order of arrival."""
        self.ensure_one()
        # sudo: a register is sealed whole, whatever whoever seals it reads of it.
        contributions = self.env["plpdma.contribution"].sudo()
        return contributions.with_context(active_test=False).search(
            contributions._get_received_domain() & Domain("session_id", "=", self.id),
            order="date_received, create_date, id",
        )

    def _count_received(self):
        """``{channel: number}`` of what was received until now, and the number received
        late."""
        self.ensure_one()
        contributions = self.env["plpdma.contribution"].with_context(active_test=False)
        domain = contributions._get_received_domain()
        domain &= Domain("session_id", "=", self.id)
        counts = contributions._read_group(domain, ["channel"], ["__count"])
        late = contributions.search_count(domain & Domain("is_late", "=", True))
        return dict(counts), late

    def _lock_register(self):
        """Keep everybody else from adding to the register, or sealing it.

        :raise UserError: while somebody else is
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody is adding to this register, or sealing it, at this very "
                    "moment. Try again."
                )
            ) from error
        self.invalidate_recordset()

    def _announce_late_entries(self):
        """What is added to a register that is closed is seen by whoever seals it at the
        same time: the database stops them, and they begin again. While it is open,
        nobody seals it, and those who write to it do not wait for one another."""
        closed = self.filtered(
            lambda session: session.format == "public" and not session._is_coming()
        )
        if closed:
            closed.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "UPDATE plpdma_session SET write_date = write_date WHERE id IN %s",
                    closed._ids,
                )
            )
