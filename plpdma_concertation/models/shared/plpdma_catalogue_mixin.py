"""What the catalogues of the concertation have in common."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import frozendict, ormcache, remove_accents


class PlpdmaCatalogueMixin(models.AbstractModel):
    """A list of reference entries that each authority adapts to its own usage.

    An entry without a company is shared by all of them. A name appears once in what
    a company can choose from, archived entries included, so that an import which
    names an entry finds exactly one.
    """

    _name = "plpdma.catalogue.mixin"
    _description = "Catalogue Entry"
    _inherit = ["plpdma.import.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    # Fields within which a name is unique (e.g. the parent), besides the company
    _name_scope = ()
    # Lists of entries are exported and imported as names separated by commas: a
    # catalogue chosen through tags sets this to False
    _name_allows_comma = True

    # Identity
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)

    # Settings
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Local Authority",
        index="btree_not_null",
        ondelete="restrict",
        help="Leave empty to share this entry between all local authorities.",
    )

    # -------------------------------------------------------------------------
    # Constrains
    # -------------------------------------------------------------------------

    @api.constrains(lambda self: ["name", "company_id", *self._name_scope])
    def _check_name_unique(self):
        """A name, whatever its case, its accents and spacing, is used once by company.

        The name is translated, hence stored as one value by language: an SQL index
        would compare the English source, which a French-speaking user never sees.
        The names are compared in the user's own language instead.
        """
        domain = [
            (fname, "in", [*self[fname].ids, False]) for fname in self._name_scope
        ]
        if all(entry.company_id for entry in self):
            domain.append(("company_id", "in", [*self.company_id.ids, False]))
        entries = self.with_context(active_test=False)
        namesakes = {}
        for entry in entries.search_fetch(domain, ["name", "company_id"]) | entries:
            namesakes.setdefault(entry._get_name_key(), []).append(entry)
        for entry in entries:
            for other in namesakes[entry._get_name_key()]:
                if other == entry or (
                    entry.company_id
                    and other.company_id
                    and entry.company_id != other.company_id
                ):
                    continue
                raise ValidationError(entry._get_duplicate_message(other))

    @api.constrains("name")
    def _check_name_comma(self):
        if self._name_allows_comma:
            return
        names = [entry.name for entry in self if "," in (entry.name or "")]
        if names:
            raise ValidationError(
                self.env._(
                    "A comma separates the entries of a list in imports and exports, "
                    "so a name cannot contain one: %(names)s",
                    names=" / ".join(names),
                )
            )

    # -------------------------------------------------------------------------
    # CRUD
    # -------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """New entries are known by their names at once."""
        entries = super().create(vals_list)
        self.env.registry.clear_cache()
        return entries

    def write(self, vals):
        """Refuse a loop in the hierarchy by naming it.

        :raise ValidationError: for a parent that hangs under the entry itself
        """
        if self._parent_store and vals.get(self._parent_name):
            self._check_new_parent(vals[self._parent_name])
        result = super().write(vals)
        if {"active", "company_id", "name", "sequence"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def _update_field_translations(self, field_name, translations, *args, **options):
        """A name that is translated is known by its new name at once."""
        result = super()._update_field_translations(
            field_name, translations, *args, **options
        )
        self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        """Values of the copies, each with a name of its own, since a name is used
        once."""
        vals_list = super().copy_data(default=default)
        if default and "name" in default:
            return vals_list
        return [
            dict(vals, name=self.env._("%s (copy)", entry.name))
            for entry, vals in zip(self, vals_list, strict=True)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Keep what other records refer to, be it through tags, which the database
        alone would silently remove."""
        used = self._filter_used()
        if used:
            raise UserError(
                self.env._(
                    "These entries are used and cannot be deleted: %(names)s. Archive "
                    "them instead: they are no longer offered, and what refers to them "
                    "keeps its meaning.",
                    names=" / ".join(used.mapped("display_name")),
                )
            )

    # -------------------------------------------------------------------------
    # Business
    # -------------------------------------------------------------------------

    @api.model
    @ormcache("self.env.lang")
    def _get_names(self):
        """Names of all the entries, archived ones included, kept in memory: they are
        few, change seldom, and pages that everybody reads say them over and over.

        :return: ``{id: name}`` in the user's language
        """
        # sudo: names are said by records that their readers may read.
        entries = self.sudo().with_context(active_test=False)
        return frozendict(
            {entry.id: entry.name for entry in entries.search_fetch([], ["name"])}
        )

    def _check_new_parent(self, parent_id):
        """Say which entry would hang under itself, before the ORM, which maintains
        the paths as it writes, stops at a bare "Recursion Detected"."""
        parent = self.browse(parent_id).sudo()
        ancestor_ids = {
            int(key) for key in (parent.parent_path or "").split("/") if key
        }
        looping = self.filtered(lambda entry: entry.id in ancestor_ids)
        if looping:
            raise ValidationError(
                self.env._(
                    "“%(parent)s” cannot be the parent of “%(name)s”, which would then "
                    "hang under itself.",
                    parent=parent.name,
                    name=looping[0].name,
                )
            )

    def _get_path_ids(self):
        """Set of the ids of the entries of a hierarchy and of all those above them."""
        # sudo: what stands above an entry does not depend on what the user may read.
        paths = self.sudo().mapped("parent_path")
        return {int(key) for path in paths for key in (path or "").split("/") if key}

    def _get_name_key(self):
        """Tuple that two entries of the same name have in common."""
        self.ensure_one()
        # « Elu » is « Élu », which whoever types in capitals writes so.
        name = remove_accents(" ".join((self.name or "").split()).casefold())
        return (name, *(self[fname].id for fname in self._name_scope))

    def _get_duplicate_message(self, other):
        """Sentence on an entry whose name ``other`` already bears."""
        self.ensure_one()
        if other.active:
            return self.env._(
                "“%(name)s” already exists in this list: use it, or choose another "
                "name.",
                name=other.name,
            )
        return self.env._(
            "“%(name)s” already exists in this list, where it is archived: unarchive "
            "it, or choose another name.",
            name=other.name,
        )

    def _filter_used(self):
        """Return the entries of ``self`` that records other than themselves refer to,
        archived ones and those of other companies included."""
        used_ids = set()
        for model, fname in self._get_referring_fields():
            domain = [(fname, "in", self.ids)]
            if model._name == self._name:
                domain.append(("id", "not in", self.ids))
            for (entry,) in model._read_group(domain, [fname]):
                used_ids.add(entry.id)
        return self.filtered(lambda entry: entry.id in used_ids)

    def _get_referring_fields(self):
        """Yield each model, in superuser mode, and the name of each of its stored
        fields that points to this catalogue."""
        for model_name, model_class in self.env.registry.items():
            if not model_class._auto or model_class._transient:
                continue
            model = self.env[model_name].sudo().with_context(active_test=False)
            for fname, field in model._fields.items():
                if (
                    field.store
                    and not field.company_dependent
                    and field.type in ("many2one", "many2many")
                    and field.comodel_name == self._name
                ):
                    yield model, fname
