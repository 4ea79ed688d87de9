from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# What outlives the identity of somebody.
FORGETFUL = ("plpdma.contribution", "plpdma.attendance", "plpdma.delivery")


class PrivacyLookupWizard(models.TransientModel):
    """The search for a person's data also finds an inhabitant who spoke, who is no
    contact: their name stands with what they said."""

    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        """The SQL of core's search, with what was said and signed under the name or the
        address."""
        self.env["plpdma.contribution"].flush_model(
            ["contributor_name", "contributor_email", "active"]
        )
        self.env["plpdma.attendance"].flush_model(["name"])
        self.env["plpdma.contribution.author"].flush_model(["email", "name"])
        self.env["plpdma.delivery"].flush_model(["email", "session_id"])
        # sudo: core reads the tables themselves, ours included, whoever administers.
        found = super(PrivacyLookupWizard, self.sudo())._get_query()
        # UNION: those that a contact of theirs has already found come once.
        return SQL(
            """
            %(found)s
            UNION
            SELECT %(model_id)s AS res_model_id, id AS res_id, active AS is_active
              FROM plpdma_contribution
             WHERE contributor_email ILIKE %(email)s
                OR btrim(contributor_name) ILIKE %(name)s
            UNION
            SELECT %(model_id)s AS res_model_id, contribution.id AS res_id,
                   contribution.active AS is_active
              FROM plpdma_contribution contribution
              JOIN plpdma_contribution_author author
                ON author.contribution_id = contribution.id
             WHERE author.email ILIKE %(email)s
                OR btrim(author.name) ILIKE %(name)s
            UNION
            SELECT %(attendance_id)s AS res_model_id, id AS res_id, TRUE AS is_active
              FROM plpdma_attendance
             WHERE btrim(name) ILIKE %(name)s
            UNION
            SELECT %(delivery_id)s AS res_model_id, id AS res_id, TRUE AS is_active
              FROM plpdma_delivery
             WHERE session_id IS NOT NULL AND email ILIKE %(email)s
            """,
            found=found,
            attendance_id=self.env["ir.model"]._get_id("plpdma.attendance"),
            delivery_id=self.env["ir.model"]._get_id("plpdma.delivery"),
            model_id=self.env["ir.model"]._get_id("plpdma.contribution"),
            email=f"%{self.email.strip()}%",
            name=self.name.strip(),
        )


class PrivacyLookupWizardLine(models.TransientModel):
    """A record found: to forget its author, a contribution is neither archived nor
    deleted."""

    _inherit = "privacy.lookup.wizard.line"

    is_anonymised = fields.Boolean()

    def action_anonymise(self):
        """Erase the identity of the contribution's author, of the person who signed, or
        of the one who was written to about a session, and note it in the log; a
        notification says so.

        :raise UserError: while the author still waits for an answer
        """
        self.ensure_one()
        # sudo: as core does with the other records found; administrators alone have
        # these lines.
        if self.res_model not in FORGETFUL:
            raise UserError(
                self.env._("The identity of this record is not erased here.")
            )
        record = self.env[self.res_model].sudo().browse(self.res_id)
        notification = record.action_anonymise()
        self.is_anonymised = True
        self.execution_details = self.env._(
            "Anonymised %(model)s #%(id)s",
            model=self.res_model_id.name,
            id=self.res_id,
        )
        return notification
