from lxml import etree

from odoo import models


class Compiled:
    """What was compiled for one batch of messages.

    A class of our own: a context that comes from outside holds none.
    """

    def __init__(self):
        self.by_text = {}


class IrQweb(models.AbstractModel):
    """A message to many is compiled once."""

    _inherit = "ir.qweb"

    def _generate_code_uncached(self, template):
        """Core compiles the text of a message anew for each of those who receive it,
        which takes longer than all the rest. Within a batch, what it keeps of a view is
        kept of a text: by the same keys."""
        compiled = self.env.context.get("plpdma_compiled")
        if not isinstance(compiled, Compiled) or not etree.iselement(template):
            return super()._generate_code_uncached(template)
        context = self.env.context
        key = (
            etree.tostring(template),
            *(context.get(name) or False for name in self._get_template_cache_keys()),
        )
        if key not in compiled.by_text:
            compiled.by_text[key] = super()._generate_code_uncached(template)
        return compiled.by_text[key]
