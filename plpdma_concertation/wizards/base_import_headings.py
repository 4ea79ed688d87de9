from odoo import api, models

from ..tools.headings import (
    LONGEST,
    find_usual_heading,
    get_useful_fields,
    is_opinion,
    is_question,
)
from ..tools.platforms import is_shelved
from ..tools.words import find_word, fold_plural

CONTRIBUTION = "plpdma.contribution"
STAKEHOLDER = "plpdma.stakeholder"
# What a sheet of people tells of them besides their names.
PERSONAL = {"organisation_name", "email", "phone", "function"}
# Among the types that a column may be: all its cells are positions on a proposal.
STANCES = "plpdma_stances"
# So does this: all its cells say who is a member and who a substitute.
SEATS = "plpdma_seats"
MEMBER_WORDS = {"titulaire", "membre titulaire", "t", "tit"}
# Types of the fields that core fills from several columns.
JOINED = ("text", "html", "many2many")
# Headings that mean an identifier to Odoo, and the number of a row to anybody else.
IDENTIFIERS = {fold_plural(text) for text in ("ID", "External ID", "ID externe")}


class BaseImport(models.TransientModel):
    """What the headings of a file mean, and what stands under them where a heading may
    mean two things."""

    _inherit = "base_import.import"

    @api.model
    def _extract_header_types(self, preview_values, options):
        """As elsewhere, and whether all the cells are positions on a proposal, or tell
        members from substitutes."""
        types = super()._extract_header_types(preview_values, options)
        texts = [str(value)[:100].strip() for value in preview_values if value]
        if self.res_model == CONTRIBUTION and texts and self._are_stances(texts):
            return [*types, STANCES]
        if self.res_model == STAKEHOLDER and texts and self._are_seats(texts):
            return [*types, SEATS]
        return types

    def _get_mapping_suggestions(self, headers, header_types, fields_tree):
        """What core suggests for each heading; nothing for a text that stands in place
        of one."""
        if not self._is_concertation(self.res_model):
            return super()._get_mapping_suggestions(headers, header_types, fields_tree)
        short = [header if len(header) <= LONGEST else "" for header in headers]
        types = {
            (place, short[place]): header_types[place, header]
            for place, header in enumerate(headers)
        }
        found = super()._get_mapping_suggestions(short, types, fields_tree)
        self._give_text_back(found, types)
        self._take_twins(found, types)
        self._take_question(found, headers, types)
        self._take_contact(found)
        self._take_seats(found, types)
        return {
            (place, headers[place]): suggestion
            for (place, _header), suggestion in found.items()
        }

    @api.model
    def _are_stances(self, texts):
        """Whether the cells of a column are all positions on a proposal."""
        converter = self.env["ir.fields.converter"]
        known = converter._get_known_words(self.env[CONTRIBUTION]._fields["stance"])
        return all(find_word(text, known) for text in texts)

    @api.model
    def _are_seats(self, texts):
        """Whether the cells of a column all tell what somebody is in a body, one of
        them a member or a substitute in so many words."""
        converter = self.env["ir.fields.converter"]
        known = converter._get_known_words(self.env[STAKEHOLDER]._fields["membership"])
        told = {fold_plural(text): find_word(text, known) for text in texts}
        is_plain = MEMBER_WORDS & told.keys() or "substitute" in told.values()
        return bool(is_plain) and None not in told.values()

    @api.model
    def _give_text_back(self, found, types):
        """Where no other column is the text, a column of positions is."""
        taken = {
            suggestion["field_path"][0] for suggestion in found.values() if suggestion
        }
        for key in types if "verbatim" not in taken else ():
            if STANCES in types[key] and is_opinion(key[1]):
                found[key] = {"field_path": ["verbatim"], "distance": 0.9}
                return

    def _take_twins(self, found, types):
        """Of two columns of one heading that are texts or lists, core takes the first
        and could join them: both are taken."""
        fields = self.env[self.res_model]._fields
        taken = {key[1]: told for key, told in found.items() if told and key[1].strip()}
        for key in types:
            told = taken.get(key[1])
            path = told["field_path"] if told and not found.get(key) else ()
            if len(path) == 1 and fields[path[0]].type in JOINED:
                found[key] = dict(told)

    @api.model
    def _take_question(self, found, headers, types):
        """Without any text, the answers to the only question that is asked at length
        are the text."""
        taken = {told["field_path"][0] for told in found.values() if told}
        if self.res_model != CONTRIBUTION or not taken or "verbatim" in taken:
            return
        asked = [
            key
            for key in types
            if not found.get(key)
            and is_question(headers[key[0]])
            and "text" in types[key]
        ]
        if len(asked) == 1:
            found[asked[0]] = {"field_path": ["verbatim"], "distance": 0.9}

    def _take_contact(self, found):
        """« Contact » names the contact of an actor as Odoo displays it; beside what
        tells of somebody, it is their name."""
        told = {one["field_path"][0]: one for one in found.values() if one}
        if (
            self.res_model == STAKEHOLDER
            and "partner_id" in told
            and told.keys() & PERSONAL
            and not told.keys() & {"partner_name", "id"}
        ):
            told["partner_id"]["field_path"] = ["partner_name"]

    def _take_seats(self, found, types):
        """« Qualité » over « Titulaire » and « Suppléant » is that of a member, and no
        function, where no other column tells it."""
        taken = {told["field_path"][0] for told in found.values() if told}
        if self.res_model != STAKEHOLDER or "membership" in taken:
            return
        for key in types:
            told = found.get(key)
            is_free = not told or told["field_path"] == ["function"]
            if SEATS in types[key] and is_free:
                found[key] = {"field_path": ["membership"], "distance": 0.9}
                return

    def _get_opinion_suggestion(self, header, header_types, mapping_fields):
        """The field for a heading such as « Avis », which is a position for some and
        the text for others; what it was once taken for is no rule."""
        chosen = mapping_fields.get(header.lower())
        if chosen and chosen not in ("verbatim", "stance"):
            return {"field_path": chosen.split("/"), "distance": -1}
        name = "stance" if STANCES in header_types else "verbatim"
        return {"field_path": [name], "distance": 0.9}

    def _get_mapping_suggestion(
        self, header, fields_tree, header_types, mapping_fields
    ):
        """The field suggested for a heading, as core gives it: usual headings are
        understood, and « ID » by itself is no identifier."""
        if not self._is_concertation(self.res_model):
            return super()._get_mapping_suggestion(
                header, fields_tree, header_types, mapping_fields
            )
        if not header or is_shelved(header):
            return {}
        if self.res_model == CONTRIBUTION and is_opinion(header):
            return self._get_opinion_suggestion(header, header_types, mapping_fields)
        found = super()._get_mapping_suggestion(
            header, fields_tree, header_types, mapping_fields
        )
        if fold_plural(header) in IDENTIFIERS or (
            found and found["field_path"][0] in ("id", ".id")
        ):
            if "id" in header_types:
                return {"field_path": ["id"], "distance": -1}
            found, header = {}, "ID"
        if found and found.get("distance", 0) <= 0:
            return found
        useful = get_useful_fields(self.res_model)
        if found and (
            # « Suppléant(e) » is like « Suppléant de », and means the contrary.
            found["field_path"] == ["substitute_for_id"]
            # « Statut » is like « État », which no sheet tells: a likeness is no name.
            or (useful and found["field_path"][0] not in useful)
        ):
            found = {}
        usual = find_usual_heading(self.res_model, header)
        if usual and any(item["name"] == usual[0] for item in fields_tree):
            return {"field_path": [usual[0]], "distance": 0.001 * (usual[1] + 1)}
        return found
