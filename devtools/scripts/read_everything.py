"""Read every record of ours, what each external id of ours names, and every screen that
we put together or add to, whoever else adds to it.

What is printed is amiss.
"""

# ruff: noqa: F821 (`env` is set by Odoo's shell)
MODULE = "plpdma_concertation"
env = env(context={"active_test": False})
names = env["ir.model.data"].search([("module", "=", MODULE)])
for model, group in names.grouped("model").items():
    there = set(env[model].browse(group.mapped("res_id")).exists().ids)
    for name in group:
        if name.res_id not in there:
            print(f"{name.complete_name} names no record of {model} any more.")
for model in env.registry.values():
    if model._original_module == MODULE and not model._abstract:
        env[model._name].search([]).read()
views = env["ir.ui.view"].browse(
    names.filtered(lambda name: name.model == "ir.ui.view").mapped("res_id")
)
for view in (views | views.inherit_id).filtered(lambda view: view.mode == "primary"):
    try:
        view.get_combined_arch()
    except ValueError as error:
        print(f"{view.xml_id} cannot be put together: {error}")
