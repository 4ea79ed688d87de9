"""What a file says of itself, as plain pairs and rows that the writer lays out."""

from odoo import fields
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.moments import describe_instant
from ..tools.period import describe_period


def list_about(export, tables):
    """``[(label, text)]``: what the first sheet tells of the file.

    :param Export export: what was asked for
    :param tables: those of the export, by their key
    """
    env = export.env
    lines = [(env._("Local authority"), ", ".join(export.get_company_names()))]
    # Whoever exports is named in what stays inside, not in what is published.
    if not export.is_publication:
        lines.append((env._("Exported by"), env.user.name))
    lines += [
        (env._("Exported on"), describe_instant(env, fields.Datetime.now())),
        *list_filter(export),
    ]
    # Whether all that the file holds may be shown outside.
    contributions = tables.get("contributions")
    if not export.is_publication and contributions:
        lines.append((env._("Contributions"), contributions.describe_use()))
    titles = ", ".join(table.title for table in tables.values())
    lines.append((env._("Sheets"), titles))
    lines.append(
        (
            env._("Printed"),
            env._(
                "The first columns of each sheet, in landscape; all of them are on "
                "screen."
            ),
        )
    )
    if undated := [t.title for t in tables.values() if not t.date_field]:
        if _describe_period(export):
            lines.append((env._("Not limited to the period"), ", ".join(undated)))
    if missing := export.get_missing_titles():
        text = ", ".join(missing)
        lines.append((env._("Left out: you do not read them"), text))
    return lines


def list_filter(export):
    """``[(label, text)]`` of what was filtered.

    :param Export export: what was asked for
    """
    env, options = export.env, export.options
    program = env["plpdma.program"].browse(options.program_id or ())
    period = _describe_period(export)
    lines = [
        (env._("Programme"), program.display_name or env._("All those that I read")),
        (env._("Period"), period or env._("Whole register")),
    ]
    if export.is_selection_used:
        # sudo: everybody reads the name of a list that they have opened.
        model = env["ir.model"].sudo()._get(options.selection_model)
        text = env._("Records chosen in the list: %s", model.name)
        lines.append((env._("Selection"), text))
    if options.personal:
        personal = env._("With the names and the addresses")
    elif export.is_publication:
        personal = env._("Without people's names or addresses")
    else:
        # What nobody has read yet is there as it was written, signature included.
        personal = env._(
            "Without people's names or addresses, but for those that their texts hold"
        )
    lines.append((env._("Personal data"), personal))
    return lines


def describe_filter(export):
    """What was filtered, as one text for the log of the exports.

    :param Export export: what was asked for
    """
    env, options = export.env, export.options
    lines = [
        env._("%(label)s: %(text)s", label=label, text=text)
        for label, text in list_filter(export)
    ]
    if export.is_selection_used:
        domain = Domain(options.selection_domain or ())
        lines.append(env[options.selection_model]._describe_filter(domain))
    return "\n".join(lines)


def _describe_period(export):
    env, options = export.env, export.options
    start, stop = (
        day and format_date(env, fields.Date.to_date(day))
        for day in (options.date_from, options.date_to)
    )
    return describe_period(env, start, stop)


def list_description(table, columns):
    """``[(column, what it holds)]`` of a published table, headings first.

    :param table: :class:`~.publication_groups.GroupedTable`
    :param columns: those of the table
    """
    env = table.env
    described = zip(columns, table.describe(), strict=True)
    return [
        (env._("Column"), env._("Description")),
        *((column.label, text) for column, text in described),
    ]
