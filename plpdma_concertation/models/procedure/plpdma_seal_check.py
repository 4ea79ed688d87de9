"""Whether a register is still what was sealed, in words."""

from odoo import api, fields, models
from odoo.tools import split_every

from ...tools.seal import digest
from .plpdma_seal import BATCH

# So many numbers are named.
NAMED = 20


class PlpdmaSeal(models.Model):
    """A seal, which is checked."""

    _inherit = "plpdma.seal"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_check(self):
        """Compare the registers with their seals, and note what was found; safe to
        repeat.

        :raise AccessError: for a user who does not write the sessions
        """
        self.session_id.check_access("write")
        for seal in self:
            seal._check()

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _check(self):
        # sudo: all of the register is read, salts included; what is told of it is
        # numbers.
        seal = self.sudo().with_context(active_test=False)
        # What stands in the database is compared, nothing that was kept in memory.
        self.env.flush_all()
        self.env.invalidate_all()
        broken = [
            *seal._find_broken_chain(),
            *seal._find_other_dates(),
            *seal._find_altered(),
        ]
        seal.write(
            {
                "date_checked": fields.Datetime.now(),
                "is_intact": not broken,
                "check_text": "\n".join(
                    [
                        seal._describe_verdict(not broken),
                        *broken,
                        *seal._describe_rest(),
                    ]
                ),
            }
        )

    def _describe_verdict(self, is_intact):
        if is_intact:
            return self.env._(
                "Intact: the register is as it was sealed. Contributions: %s.",
                self.entry_count,
            )
        return self.env._("Not intact: the register is not as it was sealed.")

    def _find_broken_chain(self):
        """List of sentences on the seal itself: its own entries, against its digest."""
        last, expected = self._begin(), 1
        for entry in self.entry_ids.sorted("rank"):
            if entry.rank != expected:
                return [self.env._("Entry %s of the seal itself is missing.", expected)]
            if entry._link(last, entry) != entry.digest:
                return [
                    self.env._(
                        "The seal itself was altered, from its entry %(rank)s on "
                        "(%(number)s).",
                        rank=entry.rank,
                        number=entry.reference,
                    )
                ]
            last, expected = entry.digest, expected + 1
        if expected <= self.entry_count:
            return [self.env._("Entry %s of the seal itself is missing.", expected)]
        if last != self.digest:
            return [
                self.env._(
                    "The last digest is not that of the entries: compare it with the "
                    "one printed in the closing minutes."
                )
            ]
        return []

    def _find_other_dates(self):
        """List with one sentence where the consultation now opens or closes at another
        time than when it was sealed."""
        if not self.instants or self.instants == self.session_id._get_sealed_instants():
            return []
        return [
            self.env._(
                "Opening or closing altered: sealed as %(start)s to %(stop)s (UTC).",
                start=self.instants["date_start"],
                stop=self.instants["date_stop"],
            )
        ]

    def _find_altered(self):
        """List of sentences on the register: what was altered, deleted or added."""
        kinds = (
            "text",
            "files",
            "instants",
            "reference",
            "channel",
            "lateness",
            "deleted",
        )
        found = {kind: [] for kind in kinds}
        for entries in split_every(BATCH, self.entry_ids.ids, self.entry_ids.browse):
            there = self.env["plpdma.contribution"].search(
                [
                    ("id", "in", entries.mapped("res_id")),
                    ("session_id", "=", self.session_id.id),
                ]
            )
            checksums = there._read_checksums()
            there = {record.id: record for record in there}
            for entry in entries:
                for kind in entry._compare(there.get(entry.res_id), checksums):
                    found[kind].append(entry.reference)
            self.env["plpdma.contribution"].invalidate_model()
        found["added"] = self._find_others()[0].mapped("reference")
        return [
            self._describe_found(kind, numbers)
            for kind, numbers in found.items()
            if numbers
        ]

    def _describe_found(self, kind, numbers):
        named = ", ".join(str(number) for number in numbers[:NAMED])
        if len(numbers) > NAMED:
            named = self.env._(
                "%(named)s and %(count)s more",
                named=named,
                count=len(numbers) - NAMED,
            )
        sentences = {
            "text": self.env._("Text altered: %s.", named),
            "files": self.env._("Files altered or taken out: %s.", named),
            "instants": self.env._("Date of reception altered: %s.", named),
            "channel": self.env._("Channel altered: %s.", named),
            "lateness": self.env._("“Received late” altered: %s.", named),
            "reference": self.env._("Number altered, sealed as: %s.", named),
            "deleted": self.env._("Deleted, or taken out of the session: %s.", named),
            "added": self.env._(
                "Added since, with a date before the closing or the sealing: %s.", named
            ),
        }
        return sentences[kind]

    def _find_others(self):
        """``(added, later)``: what the session holds and the seal does not, with a date
        of before, and received late once it was sealed, which is outside it."""
        self.ensure_one()
        # sudo: see _check; who reads the closing minutes reads their number.
        seal = self.sudo()
        others = seal.session_id._find_received()
        others -= others.browse(seal.entry_ids.mapped("res_id"))
        later = others.filtered(lambda one: one.is_late and one.create_date > seal.date)
        return others - later, later

    def _describe_rest(self):
        """List of sentences on what the seal holds without being altered by it: the
        authors, and what came afterwards."""
        erased = self.entry_ids.filtered(lambda entry: not entry.identity_salt)
        changed = 0
        for entries in split_every(BATCH, self.entry_ids.ids, self.entry_ids.browse):
            records = self.env["plpdma.contribution"].browse(
                (entries - erased).mapped("res_id")
            )
            there = {record.id: record for record in records.exists()}
            for entry in entries - erased:
                record = there.get(entry.res_id)
                if record and (
                    record._get_identity_digest(entry.identity_salt)
                    != entry.identity_digest
                ):
                    changed += 1
        later = self._find_others()[1]
        sentences = []
        if erased:
            sentences.append(
                self.env._(
                    "Authors whose identity was erased since, which alters nothing: "
                    "%s.",
                    len(erased),
                )
            )
        if changed:
            sentences.append(
                self.env._(
                    "Authors noted otherwise since, which alters nothing: %s.", changed
                )
            )
        if later:
            sentences.append(
                self.env._(
                    "Received late, after the sealing, and outside it: %s.", len(later)
                )
            )
        return sentences


class PlpdmaSealEntry(models.Model):
    """An entry, against the contribution that it is about."""

    _inherit = "plpdma.seal.entry"

    def _compare(self, contribution, checksums):
        """Yield what is no longer as it was sealed.

        :param contribution: the record, or None
        :param dict checksums: ``{id: checksums}`` of the files that are there
        """
        self.ensure_one()
        if contribution is None:
            yield "deleted"
            return
        if digest(self.text_salt, contribution.verbatim) != self.text_digest:
            yield "text"
        now = contribution._get_sealed_instants()
        if any(now.get(name) != text for name, text in self.instants.items()):
            yield "instants"
        if contribution.reference != self.reference:
            yield "reference"
        if contribution.channel != self.channel:
            yield "channel"
        if contribution.is_late != self.is_late:
            yield "lateness"
        # What is joined afterwards alters nothing; files go with their author's name.
        if self.identity_salt:
            there = {digest(self.text_salt, one) for one in checksums[contribution.id]}
            if not there.issuperset(self.file_digests or ()):
                yield "files"

    @api.model
    def _forget_identities(self, contributions):
        """The secrets of the authors who were forgotten go too: without them, nobody
        finds a name by trying."""
        self.search([("res_id", "in", contributions.ids)]).write(
            {"identity_salt": False}
        )
