"""An agent reads what waits to be before its publication: accepts one, refuses one.

The table `accepted_before` keeps which one: an update has to leave it accepted.
"""

# ruff: noqa: F821 (`env` is set by Odoo's shell)
agent = env.ref("plpdma_concertation.user_demo_agent")
contributions = env["plpdma.contribution"].with_user(agent)
# The demonstration of each version has two of them at least.
accepted, refused = contributions.search([("moderation", "=", "pending")], limit=2)
accepted.action_accept_publication()
refused.moderation_reason = "Injures"
refused.action_refuse_publication()
env.cr.execute("INSERT INTO accepted_before VALUES (%s)", [accepted.id])
env.cr.commit()
