"""An agent reads what waits to be before its publication: accepts one, refuses one.

The table `accepted_before` keeps which one: an update has to leave it accepted, and
what others had accepted by a version in which nothing is accepted but by somebody.
"""

from odoo.tools import parse_version

# ruff: noqa: F821 (`env` is set by Odoo's shell)
agent = env.ref("plpdma_concertation.user_demo_agent")
contributions = env["plpdma.contribution"].with_user(agent)
# The demonstration of each version has two of them at least.
accepted, refused = contributions.search([("moderation", "=", "pending")], limit=2)
accepted.action_accept_publication()
if accepted.moderation == "pending":
    # It names somebody: they have looked.
    accepted.action_accept_knowingly()
reason = {"moderation_reason": "Injures"}
if "moderation_criterion_id" in refused._fields:
    criterion = env["plpdma.moderation.criterion"].search([], limit=1)
    reason["moderation_criterion_id"] = criterion.id
refused.write(reason)
refused.action_refuse_publication()
version = env.ref("base.module_plpdma_concertation").latest_version
if parse_version(version) >= parse_version("19.0.1.5.0"):
    accepted = contributions.search([("moderation", "=", "accepted")])
for contribution in accepted:
    env.cr.execute("INSERT INTO accepted_before VALUES (%s)", [contribution.id])
env.cr.commit()
