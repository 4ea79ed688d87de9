"""Furnish the demonstration: French screens, French time, the authority's name, and an
address where its programme is written to."""

# ruff: noqa: F821 (`env` is set by Odoo's shell)
partners = env["res.partner"].with_context(active_test=False).search([])
partners.write({"lang": "fr_FR", "tz": "Europe/Paris"})
env["ir.default"].set("res.partner", "lang", "fr_FR")
env["res.lang"].search([("code", "=", "fr_FR")]).name = "Français"
company = env.ref("base.main_company")
if company.name in ("YourCompany", "My Company"):
    company.name = "CC des Trois-Rivières-Imaginaires"
    company.email = "prevention@trois-rivieres.example"
if not company.alias_domain_id:
    domain = {"name": "trois-rivieres-imaginaires.example"}
    company.alias_domain_id = env["mail.alias.domain"].create(domain)
    program = env.ref("plpdma_concertation.program_demo", raise_if_not_found=False)
    if program and not program.alias_name:
        program.alias_name = "concertation"
# The welcome robot's window would stand in front of the screens.
env["res.users"].search([]).odoobot_state = "disabled"
env.cr.commit()
