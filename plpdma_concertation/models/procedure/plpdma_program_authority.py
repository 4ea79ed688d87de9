"""Who adopts a shared programme, each by its own deliberation."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import format_date


class PlpdmaProgramAuthority(models.Model):
    """One of the authorities that share a programme: each adopts it in the same terms
    (Code de l'environnement, R541-41-25), and the last deliberation counts."""

    _name = "plpdma.program.authority"
    _description = "Authority That Adopts the Programme"
    _inherit = ["plpdma.program.mixin", "plpdma.documents.mixin"]
    _order = "program_id, deliberation_date, id"
    _rec_name = "partner_id"

    _document_fields = ("document_ids",)

    program_id = fields.Many2one(ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        string="Authority",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    deliberation_date = fields.Date(
        string="Deliberation of",
        help="Day on which its assembly adopted the programme.",
    )
    deliberation_reference = fields.Char(string="Reference", help="Number of the act.")
    document_ids = fields.Many2many(
        "ir.attachment",
        "plpdma_program_authority_document_rel",
        "authority_id",
        "attachment_id",
        string="Documents",
        bypass_search_access=True,
        copy=False,
        help="The deliberation, as it was sent to the prefect, and the programme that "
        "it adopts: the same file for each authority.",
    )

    _partner_program_uniq = models.Constraint(
        "UNIQUE(program_id, partner_id)",
        "This authority is already listed among those that share the programme.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("partner_id.display_name")
    def _compute_display_name(self):
        for authority in self:
            # sudo: the office that it is is told to whoever reads the line.
            authority.display_name = authority.sudo().partner_id.display_name

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("deliberation_date")
    def _check_deliberation_date(self):
        for authority in self.filtered("deliberation_date"):
            if authority.deliberation_date > authority.program_id._get_today():
                raise ValidationError(
                    self.env._(
                        "The deliberation of %(authority)s cannot be noted in the "
                        "future, on %(date)s.",
                        authority=authority.display_name,
                        date=format_date(self.env, authority.deliberation_date),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_adopted(self):
        """From the last deliberation run the two months: one that is noted is not
        dropped with its line."""
        for authority in self.filtered("deliberation_date"):
            raise UserError(
                self.env._(
                    "The deliberation of %(authority)s, on %(date)s, is noted: delays "
                    "are counted from it. If it was noted by mistake, empty its date "
                    "first.",
                    authority=authority.display_name,
                    date=format_date(self.env, authority.deliberation_date),
                )
            )

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _get_terms_warnings(self):
        """List of sentences on whether these authorities adopted the same text: the
        very same file, attached to the deliberation of each of them."""
        # sudo: the digests of the files are compared, nothing of them is shown.
        files = [line.sudo().document_ids for line in self]
        if set.intersection(*(set(some.mapped("checksum")) for some in files)):
            return []
        shared = set.intersection(*(set(some.mapped("name")) for some in files))
        if shared:
            return [
                self.env._(
                    "Not the same file for each authority: %s. They may not have "
                    "adopted it in the same terms.",
                    ", ".join(sorted(shared)),
                )
            ]
        return [
            self.env._(
                "Whether it was adopted in the same terms is not checked: attach the "
                "programme that was adopted, the same file, to each deliberation."
            )
        ]

    def _absorb(self, duplicates):
        """Bring what is noted of the same authority twice into this line, and drop the
        others: its last deliberation counts, its documents add up.

        :param duplicates: lines of the same programme
        """
        self.ensure_one()
        lines = self | duplicates
        references = dict.fromkeys(filter(None, lines.mapped("deliberation_reference")))
        dates = [line.deliberation_date for line in lines if line.deliberation_date]
        documents = lines.document_ids
        # Before the others go, with the files that are theirs.
        documents.write({"res_model": self._name, "res_id": self.id})
        self.write(
            {
                "deliberation_date": max(dates, default=False),
                "deliberation_reference": ", ".join(references),
                "document_ids": [Command.set(documents.ids)],
            }
        )
        # What they said stands in this line.
        duplicates.write({"deliberation_date": False})
        duplicates.unlink()
