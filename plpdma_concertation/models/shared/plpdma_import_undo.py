"""What keeps an import from being undone."""

from contextlib import nullcontext

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

OURS = "plpdma."
WRITTEN = ("comment", "email", "email_outgoing")


class PlpdmaImportMixin(models.AbstractModel):
    """A record that a file brought goes again while nobody else relied on it."""

    _inherit = "plpdma.import.mixin"

    # Models whose records only lose the link to one that goes.
    _import_linked_models = ()

    def _get_undo_obstacles(self, author, together):
        """``{id: sentence}`` of the records that have to stay, and why.

        :param author: the user who imported them
        :param dict together: ``{model: ids}`` of all that would go
        """
        found = {}
        nobody = (author.id, SUPERUSER_ID)
        for record_id, user in self._find_other_writers(nobody).items():
            found[record_id] = self.env._("modified since by %s", user.sudo().name)
        found.update(self._find_written())
        found.update(self._find_added(nobody))
        for record_id, names in find_references(
            self, together, nobody, self._import_linked_models, self._filter_relying
        ).items():
            found.setdefault(
                record_id, self.env._("used by: %s", ", ".join(sorted(names)))
            )
        return found

    def _find_list_obstacles(self, restored):
        """``{id: sentence}`` of those that cannot go, or be given back as they were, by
        the rules of their list.

        :param restored: records of the list that are given back, when these go
        """
        return {}

    def _taking_back(self):
        """Context manager inside which some go and others are given back, judged
        together."""
        return nullcontext()

    def _take_back_import(self):
        """Delete what a file brought, when its import is undone."""
        self.unlink()

    @api.model
    def _filter_relying(self, others, nobody):
        """Those of the records that name some of these, for which they have to stay:
        all, but for what the machine merely proposed.

        :param nobody: ids of the users who rely on nothing
        """
        return others

    def _find_other_writers(self, nobody):
        """``{id: user}`` of those that somebody else changed: as it was noted, or as
        their discussion says."""
        return {**find_writers(self, nobody), **self._find_changers()}

    def _find_changers(self):
        """``{id: user}`` of those that somebody else than whoever imported them changed
        since, as the log of the imports notes it."""
        return {}

    def _find_changed(self):
        """Those that their author changed since the file brought them: what they wrote
        then goes too."""
        return self.browse()

    def _find_added(self, nobody):
        """``{id: sentence}`` of those to which somebody else added a file or planned
        something."""
        return find_added(self, nobody)

    def _find_written(self):
        """``{id: sentence}`` of those in whose discussion somebody wrote."""
        return find_written(self)


def find_writers(records, nobody):
    """``{id: user}`` of the records in whose discussion somebody wrote, but those
    users.

    :param nobody: ids of the users who do not count
    """
    if "message_ids" not in records._fields:
        return {}
    # sudo: who did something is looked at, and nothing else.
    messages = records.env["mail.message"].sudo()
    told = messages.search(
        Domain("model", "=", records._name)
        & Domain("res_id", "in", records.ids)
        & Domain("create_uid", "not in", nobody)
        # What is told to one person, or of a change, which is noted by itself.
        & Domain("message_type", "!=", "user_notification")
        & Domain("tracking_value_ids", "=", False)
    )
    return {one.res_id: one.create_uid for one in told}


def find_added(records, nobody):
    """``{id: sentence}`` of the records to which a file was added, or on which
    something is planned, but by those users.

    :param nobody: ids of the users who do not count
    """
    env = records.env
    sentences = {
        "ir.attachment": env._("a file was added to it"),
        "mail.activity": env._("an activity is planned on it"),
    }
    found = {}
    for name, sentence in sentences.items():
        # sudo: whether there are some, not what they are.
        added = (
            env[name]
            .sudo()
            .search(
                Domain("res_model", "=", records._name)
                & Domain("res_id", "in", records.ids)
                & Domain("create_uid", "not in", nobody)
            )
        )
        found.update(dict.fromkeys(added.mapped("res_id"), sentence))
    return found


def find_written(records):
    """``{id: sentence}`` of the records in whose discussion somebody wrote."""
    if "message_ids" not in records._fields:
        return {}
    # sudo: whether something was written, not what.
    messages = records.env["mail.message"].sudo()
    domain = Domain("model", "=", records._name) & Domain("res_id", "in", records.ids)
    written = messages.search(domain & Domain("message_type", "in", WRITTEN))
    sentence = records.env._("somebody wrote in its discussion")
    return dict.fromkeys(written.mapped("res_id"), sentence)


def find_references(
    records, together, nobody=(), linked=(), filter_relying=None, prefix=OURS
):
    """``{id: names of the models}`` of the records that others name.

    What goes with a record, and was made by its author, does not count.

    :param dict together: ``{model: ids}`` of those that go too
    :param nobody: ids of the users whose own lines go with the record
    :param linked: models that may name it, and only lose the link
    :param filter_relying: which of the records that name it count, given
        them and ``nobody``; all without it
    :param str prefix: of the names of the models that are looked at
    """
    env, found = records.env, {}
    own_relations = {
        field.relation
        for field in records._fields.values()
        if field.type == "many2many" and field.store
    }
    for name, field in _get_pointing_fields(env, records._name, prefix):
        if name in linked or (
            field.type == "many2many" and field.relation in own_relations
        ):
            continue
        # sudo: whether something names the record is looked at.
        model = env[name].sudo().with_context(active_test=False)
        pointing = model.search(Domain(field.name, "in", records.ids))
        pointing -= model.browse(together.get(name, ()))
        if filter_relying:
            pointing = filter_relying(pointing, nobody)
        for other in pointing:
            if field.type == "many2one" and _goes_along(field, other, nobody):
                continue
            for record_id in set(other[field.name].ids) & set(records.ids):
                found.setdefault(record_id, set()).add(
                    env["ir.model"]._get(name).sudo().name
                )
    return found


def _get_pointing_fields(env, target, prefix):
    """``(model, field)`` of the stored fields that lead to a model."""
    for name, model in env.items():
        if (
            not name.startswith(prefix)
            or model._abstract
            or model._transient
            or not model._auto
        ):
            continue
        for field in model._fields.values():
            if (
                field.type in ("many2one", "many2many")
                and field.comodel_name == target
                and field.store
                and not field.related
                # What is worked out follows by itself: nobody relies on it there.
                and not (field.compute and field.readonly)
            ):
                yield name, field


def _goes_along(field, record, nobody):
    """Whether a line goes with what it belongs to: nobody else made or changed it."""
    if field.ondelete != "cascade":
        return False
    if not record._log_access:
        return True
    return record.create_uid.id in nobody and record.write_uid.id in nobody
