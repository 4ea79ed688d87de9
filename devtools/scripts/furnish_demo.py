"""Furnish the demonstration: French screens, French time, the authority's name."""

# ruff: noqa: F821 (`env` is set by Odoo's shell)
partners = env["res.partner"].with_context(active_test=False).search([])
partners.write({"lang": "fr_FR", "tz": "Europe/Paris"})
env["ir.default"].set("res.partner", "lang", "fr_FR")
env["res.lang"].search([("code", "=", "fr_FR")]).name = "Français"
company = env.ref("base.main_company")
if company.name in ("YourCompany", "My Company"):
    company.name = "CC des Trois-Rivières-Imaginaires"
    company.email = "prevention@trois-rivieres.example"
# The welcome robot's window would stand in front of the screens.
env["res.users"].search([]).odoobot_state = "disabled"
env.cr.commit()
