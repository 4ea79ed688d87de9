"""Keep the browser tests from compiling the web client's assets at each run."""

env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821 (set by Odoo's shell)
env.cr.commit()  # noqa: F821
