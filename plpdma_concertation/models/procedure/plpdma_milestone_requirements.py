"""What the law asks of each step: an aide-mémoire, proposed where it can be edited."""

from odoo import api, fields, models

CODE = "Code de l'environnement, art. %s"
# Proposed on each milestone, where it can be edited.
LEGAL_REFERENCES = {
    "cces_opinion": CODE % "R541-41-22, R541-41-24",
    "draft_adoption": CODE % "R541-41-24",
    "public_availability": CODE % "R541-41-24, L123-19-1",
    "second_opinion": CODE % "R541-41-24",
    "deliberation": CODE % "R541-41-25",
    "publication": CODE % "R541-41-26, L123-19-1",
    "transmission": CODE % "R541-41-26",
    "annual_report": CODE % "R541-41-27",
    "evaluation": CODE % "R541-41-28",
}


class PlpdmaMilestone(models.Model):
    """What a milestone needs, and the text that says so."""

    _inherit = "plpdma.milestone"

    requirements = fields.Text(
        string="What It Needs",
        compute="_compute_requirements",
        store=True,
        readonly=False,
        precompute=True,
        help="An aide-mémoire, to be adapted to the law in force.",
    )
    legal_reference = fields.Char(
        compute="_compute_legal_reference",
        store=True,
        readonly=False,
        precompute=True,
        help="An aide-mémoire, to be adapted to the law in force.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("kind")
    def _compute_legal_reference(self):
        for milestone in self:
            milestone.legal_reference = LEGAL_REFERENCES.get(milestone.kind)

    @api.depends("kind")
    def _compute_requirements(self):
        requirements = self._get_default_requirements()
        for milestone in self:
            milestone.requirements = requirements.get(milestone.kind)

    @api.model
    def _get_default_requirements(self):
        """``{kind: text}``: what each kind of milestone needs, in the user's
        language."""
        return {
            "cces_opinion": self.env._(
                "The CCES gives its opinion on the draft before the executive adopts "
                "it. Keep the minutes with the opinion, reservations included."
            ),
            "draft_adoption": self.env._(
                "After the CCES's opinion, the executive adopts the draft by an order."
            ),
            "public_availability": self.env._(
                "The executive makes the draft available to the public, with a "
                "presentation note online, for 21 days at least (counted here as clear "
                "days: our own way, more cautious). On request, the documents are read "
                "on paper. The observations are summarised, saying which of them were "
                "taken into account."
            ),
            "second_opinion": self.env._(
                "When the draft is modified after the public's observations, the CCES "
                "is consulted again on the modified draft if need be, before the "
                "deliberation. It has the synthesis of the observations beforehand."
            ),
            "deliberation": self.env._(
                "The deliberating assembly adopts the programme. When several "
                "authorities share it, each adopts it in the same terms: the last "
                "deliberation counts."
            ),
            "publication": self.env._(
                "The programme and the deliberation are published at the seat of the "
                "authority and online, the summary of the public's observations at the "
                "latest with them. The synthesis, the observations and, in a separate "
                "document, the reasons for the decision stay online for three months "
                "at least."
            ),
            "transmission": self.env._(
                "Within two months of the deliberation (of the last one, for a shared "
                "programme), the executive informs the prefect of the region, the "
                "regional council and ADEME, and transmits the programme to them."
            ),
            "annual_report": self.env._(
                "The report of the year measures what the programme did, by its "
                "indicators. It is presented to the CCES, then to the assembly with "
                "the CCES's opinion, and put online as the programme was."
            ),
            "evaluation": self.env._(
                "The CCES evaluates the programme every six years. A revision follows "
                "the same steps as a first adoption."
            ),
        }
