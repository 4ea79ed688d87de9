"""What was sealed no longer changes."""

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.changes import is_other

SEALED_FIELDS = (
    "channel",
    "date_received",
    "program_id",
    "received_at",
    "reference",
    "session_id",
    "verbatim",
)


class PlpdmaContribution(models.Model):
    """A contribution of which a seal tells the text, the date and the number."""

    _inherit = "plpdma.contribution"

    # ------------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------------
    @api.onchange("session_id", "date_received")
    def _onchange_sealed_session(self):
        """Say what an entry of before does to a register that is sealed."""
        session = self.session_id._origin
        if session == self._origin.session_id or not session.is_sealed:
            return None
        return {
            "warning": {
                "title": self.env._("The register is sealed"),
                "message": self.env._(
                    "The register of “%s” is sealed. What is added to it with a date "
                    "of before its sealing stands in each check of the seal as added "
                    "since, and the check no longer says “intact”. What comes in late "
                    "stays outside the seal.",
                    session.name,
                ),
            }
        }

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Whoever seals the register at the same time sees what comes in, or begins
        again."""
        contributions = super().create(vals_list)
        contributions.session_id._announce_late_entries()
        return contributions

    def write(self, vals):
        """:raise UserError: for another text, date, number or session than those that
        were sealed"""
        names = [name for name in SEALED_FIELDS if name in vals]
        if names:
            self._check_unsealed(names, vals)
        result = super().write(vals)
        if vals.get("session_id"):
            self.session_id._announce_late_entries()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        sealed = self._filter_sealed()
        if sealed:
            raise UserError(
                self.env._(
                    "The register that holds them is sealed, and they stay in it: %s.",
                    ", ".join(sealed.mapped("reference")),
                )
            )

    def _check_unsealed(self, names, vals):
        for contribution in self._filter_sealed():
            for name in names:
                if is_other(contribution, name, vals[name]):
                    raise UserError(
                        self.env._(
                            "%(contribution)s stands in a sealed register: its "
                            "“%(field)s” stays as it was received. What is published "
                            "can be worded otherwise (Text to Publish).",
                            contribution=contribution.reference,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    def _filter_sealed(self):
        """Those that stand in the seal of a register."""
        # sudo: whether they do is looked at, whoever writes them.
        entries = self.env["plpdma.seal.entry"].sudo()
        sealed = entries.search([("res_id", "in", self.ids)])
        return self & self.browse(sealed.mapped("res_id"))

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_undo_obstacles(self, author, together):
        found = super()._get_undo_obstacles(author, together)
        sentence = self.env._("in a sealed register")
        return {**found, **dict.fromkeys(self._filter_sealed().ids, sentence)}

    def _anonymise(self):
        """The seal holds without the authors: it forgets how to recognise them."""
        result = super()._anonymise()
        # sudo: nobody writes a seal; what goes is what could name the author.
        self.env["plpdma.seal.entry"].sudo()._forget_identities(self)
        return result
