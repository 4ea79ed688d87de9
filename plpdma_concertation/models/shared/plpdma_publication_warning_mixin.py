from markupsafe import Markup

from odoo import api, fields, models

from ...tools.groups import STAFF
from ...tools.personal_data import find_passages, get_excerpt, get_line, leave_out

# How many passages are quoted; the others are counted.
MAX_SHOWN = 12


class PlpdmaPublicationWarningMixin(models.AbstractModel):
    """What a text would tell of somebody if it were published.

    Said where the text is read and accepted, and never forbidden: the reader decides.
    """

    _name = "plpdma.publication.warning.mixin"
    _description = "Text to Look at before Its Publication"

    # Fields on which the texts and their authors rest, as dotted paths.
    _published_depends = ()

    publication_warning = fields.Html(
        string="To Look at before Publication",
        compute="_compute_publication_warning",
        groups=STAFF,
        help="Passages that tell who the author is, or where to reach somebody.",
    )
    has_publication_warning = fields.Boolean(
        string="Names or Addresses in the Text",
        compute="_compute_publication_warning",
        groups=STAFF,
    )

    @api.depends(lambda self: self._published_depends)
    @api.depends_context("uid", "lang")
    def _compute_publication_warning(self):
        known = {}
        for record in self:
            found = record._find_personal_data(known)
            record.has_publication_warning = bool(found)
            record.publication_warning = self._describe_passages(found)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def _action_look_first(self, name, view):
        """The list of what is to be looked at, each to be published on its own.

        :param str view: external id of the list
        """
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "views": [(self.env.ref(view).id, "list"), (False, "form")],
            "domain": [("id", "in", self.ids)],
            "context": {"active_test": False},
        }

    # ------------------------------------------------------------------
    # What is found
    # ------------------------------------------------------------------
    def _get_texts_to_publish(self):
        """Plain texts that the public will read, each with its label, if it has one.

        :return: list of pairs ``(label, text)``; the label may be empty
        """
        raise NotImplementedError

    def _get_text_authors(self, texts):
        """:class:`Identity` of the person who must not be recognised in the texts; of
        many, those of whom the texts may tell.

        :param list texts: the plain texts to publish
        """
        raise NotImplementedError

    def _is_signed(self):
        """Whether the person who signs the text is to be protected."""
        return True

    def _find_personal_data(self, known):
        """Passages that tell who an author is, or where to reach anybody else than the
        authority.

        :param dict known: where to reach the authority, looked up once a programme
        :return: list of a label, a text and the passage found in it
        """
        self.ensure_one()
        texts = [(label, text or "") for label, text in self._get_texts_to_publish()]
        author = self._get_text_authors([text for _label, text in texts])
        signed, program = self._is_signed(), self.program_id
        found = []
        for label, text in texts:
            passages = find_passages(text, author, signed)
            if passages and program:
                if program not in known:
                    known[program] = program._get_public_identity()
                passages = leave_out(text, passages, known[program])
            found += [(label, text, passage) for passage in passages]
        return found

    @api.model
    def _describe_passages(self, found):
        """Words for what was found, and where.

        :return: HTML, or False when nothing was
        """
        if not found:
            return False
        lines = [self._describe_passage(*one) for one in found[:MAX_SHOWN]]
        if len(found) > MAX_SHOWN:
            more = len(found) - MAX_SHOWN
            lines.append(self.env._("Other passages: %s.", more))
        items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul>%s</ul>") % items

    def _describe_passage(self, label, text, passage):
        place = self.env._("line %s", get_line(text, passage))
        if label:
            place = self.env._("%(text)s, %(line)s", text=label, line=place)
        return self.env._(
            "%(kind)s: “%(passage)s” (%(place)s)",
            kind=self._describe_kind(passage),
            passage=Markup("%s<strong>%s</strong>%s") % get_excerpt(text, passage),
            place=place,
        )

    def _describe_kind(self, passage):
        own = {
            "name": self.env._("Name of the author"),
            "email": self.env._("E-mail address of the author"),
            "phone": self.env._("Telephone number of the author"),
            "address": self.env._("Postal address of the author"),
        }
        anybody = {
            "signature": self.env._("Signature"),
            "email": self.env._("E-mail address"),
            "phone": self.env._("Telephone number"),
            "address": self.env._("Postal address"),
        }
        return (own if passage.is_own else anybody)[passage.kind]
