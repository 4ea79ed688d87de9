from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import is_html_empty, plaintext2html

from ...tools.adapting import bracket_html, bracket_text, find_left, find_places
from ...tools.difference import compare_texts, mark_difference
from ...tools.groups import READERS, STAFF
from ...tools.near_words import get_words
from ...tools.texts import html_to_text
from .plpdma_response_near import MIN_WORDS, PROPOSED

# Of what is answered, whose words look for earlier answers.
LOOKED_AT = 50


class PlpdmaResponse(models.Model):
    """A response begun from an earlier one: what of it is to be adapted is bracketed,
    and whoever arbitrates is shown what differs."""

    _inherit = "plpdma.response"

    # What is taken over in words, and shown against what it comes from.
    _taken_texts = ("motivation", "effect", "follow_up_terms")
    # What the same answer says again to others who sent the same.
    _repeated_fields = (
        "name",
        "decision",
        "refusal_reason_id",
        "review_date",
        *_taken_texts,
    )

    inspired_by_id = fields.Many2one(
        "plpdma.response",
        string="Begun From",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        groups=STAFF,
        help="The earlier response that was taken over.",
    )
    inspired_difference = fields.Html(
        string="What Differs from the Earlier Response",
        compute="_compute_inspired_difference",
        sanitize=False,
        groups=READERS,
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends(lambda self: ("inspired_by_id", "decision", *self._taken_texts))
    @api.depends_context("uid", "lang")
    def _compute_inspired_difference(self):
        for response in self:
            response.inspired_difference = response._describe_difference()

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains(lambda self: ("state", "name", *self._taken_texts))
    def _check_adapted(self):
        """What was taken over from another case is adapted to this one."""
        leaving = ("submitted", "validated", "sent")
        self.filtered(lambda response: response.state in leaving)._check_brackets()

    def _check_complete(self):
        result = super()._check_complete()
        self._check_brackets()
        return result

    def _check_brackets(self):
        """:raise ValidationError: naming what is still to be adapted"""
        for response in self:
            left = response._get_brackets_to_adapt()
            if left:
                raise ValidationError(
                    self.env._(
                        "The response %(response)s cannot leave the draft. Adapt what "
                        "was taken over, and remove its brackets: %(brackets)s.",
                        response=response._get_title(),
                        brackets=", ".join(left),
                    )
                )

    def _get_brackets_to_adapt(self):
        """List of the brackets that ask to be adapted, as they are written."""
        self.ensure_one()
        marks = [self._mark_to_adapt("", lang) for lang in self._get_langs()]
        words = {mark.strip("[]").rstrip().rstrip(":") for mark in marks}
        texts = (self.name, *map(self._get_plain_text, self._taken_texts))
        return list(
            dict.fromkeys(one for text in texts for one in find_left(text, words))
        )

    @api.model
    def _get_langs(self):
        # English too: the words of the code, where nothing is installed.
        return {
            "en_US",
            *(code for code, _name in self.env["res.lang"].get_installed()),
        }

    @api.model
    def _mark_to_adapt(self, words, lang=None):
        env = self.with_context(lang=lang or self.env.lang).env
        return env._("[to adapt: %s]", words)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"inspired_by_id"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "inspired_by_id": self.env._("“Near Responses” does."),
        }

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_open_near(self):
        """Show the earlier answers that are near to the draft, to begin from one.

        :return: window action of the dialog
        :raise UserError: for what left the draft
        """
        self.ensure_one()
        self.check_access("write")
        self._check_content_unlocked()
        dialog = self.env["plpdma.response.takeover"]._open(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Near Responses"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "view_mode": "form",
            "target": "new",
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _find_earlier(self):
        """As ``_find_near``: the answers that were decided in the programmes of the
        authority, those on a theme of this one first, then those in its words."""
        self.ensure_one()
        domain = self._get_earlier_domain()
        themes = self._get_themes()
        answered = self.env["plpdma.contribution"].search(
            [("response_ids", "in", self.ids)], order="id desc", limit=LOOKED_AT
        )
        own = get_words(f"{self.name or ''}\n{html_to_text(self.motivation)}")
        words = own.union(*(one._get_subject_words() for one in answered))
        near = []
        if themes:
            about = Domain("contribution_ids", "any", [("theme_ids", "in", themes.ids)])
            near = self._find_near(domain & about, themes, words)
        if len(near) < PROPOSED:
            others = domain & Domain("id", "not in", [one.id for one, *_why in near])
            near += self._find_near(others, themes.browse(), words, MIN_WORDS)
        return near[:PROPOSED]

    def _get_earlier_domain(self):
        """The responses that this one may begin from."""
        self.ensure_one()
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", ("validated", "sent"))
            & Domain("id", "not in", [self.id, self.supersedes_id.id])
        )

    def _get_written_texts(self):
        """Names of the texts that somebody wrote here: the follow-up terms of the
        programme are proposed."""
        self.ensure_one()
        return [
            name
            for name in self._taken_texts
            if not is_html_empty(self[name])
            and (name != "follow_up_terms" or not self._has_usual_terms())
        ]

    def _has_usual_terms(self):
        usual = html_to_text(self.program_id.follow_up_terms)
        return html_to_text(self.follow_up_terms) == usual

    def _take_over(self, source):
        """Begin the draft from an earlier answer: its decision, its reason and its
        texts, what holds for its own case between brackets. What was written here
        before stays in the discussion.

        :param source: a response that was decided, of the same authority
        :raise AccessError: for a user who may not write the draft or read the source
        :raise UserError: for what left the draft, or a source that was not decided
        """
        self.ensure_one()
        self.check_access("write")
        source.ensure_one().check_access("read")
        self._lock_to_judge()
        self._check_content_unlocked()
        if not source.filtered_domain(self._get_earlier_domain()):
            raise UserError(
                self.env._(
                    "%s is no earlier answer of this authority: only what was "
                    "validated or sent is taken over.",
                    source._get_title(),
                )
            )
        self._keep_replaced(source)
        # sudo: the right to write the draft and to read the source were checked; which
        # response it was begun from is told by this alone.
        self.sudo().write(
            {
                "inspired_by_id": source.id,
                "decision": source.decision,
                "refusal_reason_id": source.refusal_reason_id.id,
                **self._prepare_taken_over(source),
            }
        )

    def _repeat_for(self, contributions):
        """A new draft that says the same to others, who sent the same in the same
        programme: nothing of it is bracketed. It is submitted, decided and sent as any
        other.

        :param contributions: those that it answers, none of which has a response
        :raise AccessError: for a user who may not read the response or write drafts
        """
        self.ensure_one()
        self.check_access("read")
        contributions._lock_to_judge()
        values = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in self._repeated_fields
        }
        draft = self.create(
            {
                **values,
                "program_id": self.program_id.id,
                "contribution_ids": [Command.set(contributions.ids)],
            }
        )
        # sudo: the rights to create the draft and to read what it repeats were checked;
        # which response it was begun from is told by this alone.
        draft.sudo().inspired_by_id = self
        return draft

    def _keep_replaced(self, source):
        """Keep in the discussion what stood in the draft."""
        for name in self._get_written_texts():
            body = self.env._(
                "“%(field)s” was replaced by what was taken over from %(response)s. It "
                "said:\n\n%(text)s",
                field=self._fields[name]._description_string(self.env),
                response=source._get_title(),
                text=self._get_plain_text(name),
            )
            self._message_log(body=plaintext2html(body))

    def _prepare_taken_over(self, source):
        """The texts of an earlier answer, bracketed. The terms of its programme are not
        taken: this one has its own."""
        names = [name for name in self._taken_texts if not is_html_empty(source[name])]
        if source._has_usual_terms():
            names = [name for name in names if name != "follow_up_terms"]
        territories = self.env["plpdma.territory"].with_context(active_test=False)
        known = territories.search_fetch(
            [("company_id", "in", (False, self.company_id.id))], ["name"]
        )
        text = "\n".join(map(source._get_plain_text, names))
        places = find_places(text, known.mapped("name"))
        return {
            name: (
                bracket_html if source._fields[name].type == "html" else bracket_text
            )(source[name], self._mark_to_adapt, places)
            for name in names
        }

    def _describe_difference(self):
        """What changes from the response that this one was begun from.

        :return: HTML, or False where the user may not read that one
        """
        self.ensure_one()
        # sudo: which response it is; rules decide whether anything is told of it.
        source = self.sudo().inspired_by_id.sudo(False)
        if not source._filtered_access("read"):
            return False
        lines = [self._describe_decisions(source)]
        for name in self._taken_texts:
            old, new = source._get_plain_text(name), self._get_plain_text(name)
            if old != new:
                label = self._fields[name]._description_string(self.env)
                lines.append((label, self._describe_changes(old, new)))
        return Markup("<p>%s</p>") % self.env._(
            "Begun from %(response)s, programme %(program)s.",
            response=source._get_title(),
            program=source.program_id.display_name,
        ) + Markup("").join(
            Markup(
                '<div class="o_plpdma_difference"><strong>%s</strong>'
                '<div class="o_plpdma_difference_text">%s</div></div>'
            )
            % line
            for line in lines
            if line
        )

    def _describe_decisions(self, source):
        if source.decision == self.decision:
            return None
        return (
            self._fields["decision"]._description_string(self.env),
            self._describe_changes(
                source._get_decision_label(), self._get_decision_label()
            ),
        )

    def _describe_changes(self, old, new):
        pieces = compare_texts(old, new)
        if not pieces:
            return self.env._("Too long to be compared word by word.")
        return mark_difference(pieces, self.env._("Removed:"), self.env._("Added:"))
