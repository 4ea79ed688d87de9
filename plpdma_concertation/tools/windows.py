"""Window actions of the buttons that lead from one record to what belongs to it."""

from odoo.tools.safe_eval import safe_eval


def open_linked(env, name, active_id, domain=None, **context):
    """Window action on what belongs to a record: on its only record where there is but
    one, else on their list.

    :param str name: of a window action of ours, whose domain names ``active_id``
    :param domain: of what belongs to it, where the action does not say it
    :param context: what comes besides that of the action
    """
    action = env["ir.actions.act_window"]._for_xml_id(f"plpdma_concertation.{name}")
    known = {"active_id": active_id, "uid": env.uid}
    action["domain"] = list(domain or safe_eval(action["domain"] or "[]", dict(known)))
    action["context"] = {**safe_eval(action["context"] or "{}", known), **context}
    return open_alone(env, action)


def open_alone(env, action):
    """A window action that lists records, on the record itself where there is but one:
    what comes next is one click away.

    :param dict action: its domain and its context are values
    """
    records = env[action["res_model"]].with_context(**action["context"])
    found = records.search(action["domain"], limit=2)
    if len(found) != 1:
        return action
    return {
        **action,
        "res_id": found.id,
        "view_mode": "form",
        "views": [(False, "form")],
    }
