from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.domains import search_boolean
from ..contribution.plpdma_contribution_recognised import AUTHOR_FIELDS
from .plpdma_response import RELEASED


class PlpdmaResponse(models.Model):
    """The answers that everybody reads: whom they tell, and what they would tell of
    the authors."""

    _name = "plpdma.response"
    _inherit = ["plpdma.response", "plpdma.publication.warning.mixin"]

    # What the register shows of an answer.
    _published_texts = ("name", "motivation", "effect", "follow_up_terms")
    _published_depends = (*_published_texts, "contribution_ids", "program_id")

    published = fields.Boolean(
        copy=False, tracking=True, help="Shown in the published register."
    )
    is_published_answer = fields.Boolean(
        string="Read by Everybody",
        compute="_compute_is_published_answer",
        search="_search_is_published_answer",
        compute_sudo=True,
        help="It is published, and so is something that it answers.",
    )

    # ------------------------------------------------------------------
    # What everybody reads
    # ------------------------------------------------------------------
    @api.depends(
        "published",
        "told_contribution_ids.read_by",
        "told_contribution_ids.moderation",
    )
    def _compute_is_published_answer(self):
        published = self.filtered_domain(self._get_published_answer_domain())
        for response in self:
            response.is_published_answer = response in published

    @search_boolean
    def _search_is_published_answer(self):
        return self._get_ruled(self._get_published_answer_domain())

    @api.model
    def _get_published_answer_domain(self):
        contributions = self.env["plpdma.contribution"]
        return Domain("published", "=", True) & Domain(
            "told_contribution_ids", "any", contributions._get_public_text_domain()
        )

    @api.constrains("state", "published")
    def _check_published(self):
        for response in self:
            if response.published and response.state not in RELEASED:
                raise ValidationError(
                    self.env._(
                        "%s is published only once it has been sent to its authors.",
                        response._get_title(),
                    )
                )

    # ------------------------------------------------------------------
    # Who is told by it
    # ------------------------------------------------------------------
    def write(self, vals):
        """Those who waited for it to be published are told."""
        result = super().write(vals)
        if vals.get("published"):
            # sudo: which responses were released to whom is looked at.
            self.sudo().delivery_contribution_ids._note_readable()
        return result

    def _note_registered(self, contributions):
        """Those who gave no name are told as soon as they can read the answer; until
        then they wait.

        :param contributions: those of the response, in superuser mode
        """
        readable = contributions._get_readable(self)
        waiting = contributions - readable
        waiting.filtered(lambda c: c.delivery != "waiting").write(
            {"delivery": "waiting", "delivery_id": False}
        )
        if readable:
            values = {**readable._prepare_delivery(), "response_id": self.id}
            readable._note_told("register", "register", [values])

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_publish(self):
        """Show the sent responses in the published register, but those that name
        somebody or say where to reach them; safe to repeat.

        :return: window action on those that were left, each to be published knowingly;
            nothing when none was
        """
        self.check_access("write")
        others = self.filtered(lambda response: not response.published)
        left = others.filtered("has_publication_warning")
        (others - left).write({"published": True})
        if left:
            return left._action_look_first(
                self.env._("To Look at before Publication"),
                "plpdma_concertation.plpdma_response_view_list_look",
            )
        return None

    def action_publish_knowingly(self):
        """Show the sent responses in the published register, the passages that name
        somebody having been looked at; safe to repeat."""
        self.check_access("write")
        self.filtered(lambda response: not response.published).write(
            {"published": True}
        )

    def action_unpublish(self):
        """Withdraw the responses from the published register."""
        self.filtered("published").write({"published": False})

    # ------------------------------------------------------------------
    # What they would tell
    # ------------------------------------------------------------------
    def _get_texts_to_publish(self):
        return [
            (
                self._fields[name]._description_string(self.env),
                self._get_plain_text(name),
            )
            for name in self._published_texts
        ]

    def _is_signed(self):
        # The authority signs its answers.
        return False

    def _get_text_authors(self, texts):
        if not self.id:
            # Being changed on a form: what it answers may not be saved.
            answered, saved = self.contribution_ids, self._origin
            if not saved or answered._origin != saved.contribution_ids:
                return self._get_all_contributions()._get_author_identity()
        saved = self._origin
        contributions = self.env["plpdma.contribution"]
        contacts = contributions._read_contacts(saved._group_answered(*AUTHOR_FIELDS))
        authors = contributions._find_recognisable(
            texts, saved._is_answered_sql(), contacts
        )
        return authors._get_author_identity()

    def _is_answered_sql(self):
        """SQL: whether the responses answer a row ``c``, or what it was merged into."""
        return SQL(
            """
            EXISTS (SELECT FROM plpdma_response_contribution_rel link
                     WHERE link.response_id = ANY(%s)
                       AND link.contribution_id = ANY(ARRAY[c.id, c.duplicate_of_id]))
            """,
            self.ids,
        )


class PlpdmaContribution(models.Model):
    """Those who gave no name and no address are told by what they can read: their own
    page, or the published register."""

    _inherit = "plpdma.contribution"

    def write(self, vals):
        """What is published at last tells its author."""
        result = super().write(vals)
        if {"confidentiality", "moderation"} & vals.keys():
            # sudo: a passage that is opened opens the points that it overlaps.
            (self | self.sudo().whole_id.part_ids.sudo(self.env.su))._note_readable()
        return result

    def _get_readable(self, response):
        """Those whose author can read the response without being written to.

        A form gives its author the code of their page, where every answer stands; the
        others have the register, once both texts are published there.

        :param response: the responses released
        """
        own_page = self.filtered(lambda contribution: contribution.channel == "web")
        if not all(response.mapped("published")):
            return own_page
        return own_page | self.filtered_domain(self._get_public_text_domain())

    def _note_readable(self):
        """Note as told those who waited for the answer to be published, and can read
        it now."""
        # sudo: what is written is what becomes of the answer, which is published.
        waiting = self.sudo().filtered(
            lambda contribution: (
                contribution.delivery == "waiting"
                and contribution._get_answer_way() == "register"
            )
        )
        for response, contributions in waiting.grouped("delivery_response_id").items():
            response._note_registered(contributions)
