import hashlib
import json

from odoo import models
from odoo.exceptions import UserError

# What who decides reads of the answer itself.
READ_FIELDS = (
    "decision",
    "refusal_reason_id",
    "motivation",
    "effect",
    "follow_up_terms",
    "review_date",
    "arbiter_id",
)


class PlpdmaResponse(models.Model):
    """Who decides decides on what they read."""

    _inherit = "plpdma.response"

    def _get_fingerprint(self):
        """A mark of what one reads of these responses and of what they answer, to be
        given back with one's decision.

        :return: text that tells nothing of the content
        """
        return json.dumps({response.id: response._get_digests() for response in self})

    def _get_digests(self):
        """``{field: digest}`` of each part that is read."""
        self.ensure_one()
        # sudo: the same for everybody, whatever they may read; digests tell nothing.
        response = self.sudo()
        parts = {
            name: response._fields[name].convert_to_write(response[name], response)
            for name in READ_FIELDS
        }
        parts["contribution_ids"] = [
            [contribution.id, contribution.verbatim, contribution.summary]
            for contribution in response._get_all_contributions().sorted("id")
        ]
        return {name: self._digest(name, value) for name, value in parts.items()}

    def _digest(self, name, value):
        content = json.dumps([self.id, name, value], default=str)
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def _check_seen(self, seen):
        """:param str seen: what ``_get_fingerprint`` gave; nothing is asked without it
        :raise UserError: naming what changed since
        """
        if seen is None:
            return
        read = self._parse_fingerprint(seen)
        for response in self:
            known = read.get(str(response.id))
            known = known if isinstance(known, dict) else {}
            changed = [
                self._fields[name]._description_string(self.env)
                for name, digest in response._get_digests().items()
                if known.get(name) != digest
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "%(response)s changed since you began to read it: %(parts)s. "
                        "Read it again before you decide.",
                        response=response.reference,
                        parts=", ".join(changed),
                    )
                )

    def _parse_fingerprint(self, seen):
        """What comes back from a page may be anything."""
        try:
            read = json.loads(seen or "{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}
