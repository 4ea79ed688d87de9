"""The seal of a public session: what its register held when it was closed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ...tools.seal import begin, digest, link, make_salt

# So many contributions are read, then forgotten, at a time.
BATCH = 1000
# When it was received: the day, the instant where one is kept, and when the server was
# given it.
INSTANTS = ("create_date", "date_received", "received_at")


class PlpdmaSeal(models.Model):
    """A salted chain of digests over the register of a session, in the order of
    arrival.

    Its last digest, printed in the closing minutes, changes with any character of what
    was received, any date, any number, any entry taken out or put in. It does not
    change when a contribution is read, answered, merged, split, or loses its author's
    name. ``action_seal`` of the session makes it; nobody writes it.
    """

    _name = "plpdma.seal"
    _description = "Seal of a Register"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "date desc, id desc"
    _rec_name = "session_id"

    session_id = fields.Many2one(
        "plpdma.session", required=True, readonly=True, index=True, ondelete="restrict"
    )
    program_id = fields.Many2one(
        related="session_id.program_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    date = fields.Datetime(string="Sealed on", required=True, readonly=True)
    instants = fields.Json(
        string="Opened and Closed",
        readonly=True,
        help="When the consultation opened and closed, as it was sealed; empty in the "
        "seals that did not say it.",
    )
    user_id = fields.Many2one(
        "res.users", string="Sealed by", readonly=True, ondelete="restrict"
    )
    entry_count = fields.Integer(string="Contributions", readonly=True)
    digest = fields.Char(
        string="Last Digest", readonly=True, help="SHA-256, in the closing minutes."
    )
    entry_ids = fields.One2many("plpdma.seal.entry", "seal_id", readonly=True)

    date_checked = fields.Datetime(string="Checked on", readonly=True)
    is_intact = fields.Boolean(string="Intact", readonly=True)
    check_text = fields.Text(string="What the Check Found", readonly=True)

    _session_uniq = models.Constraint(
        "UNIQUE(session_id)", "The register of this session is already sealed."
    )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A seal is not deleted."))

    # ------------------------------------------------------------------
    # Making it
    # ------------------------------------------------------------------
    @api.model
    def _make(self, session):
        """The new seal of a session, which was found to be ready and is locked, in
        superuser mode."""
        contributions = session._find_received()
        contributions._lock_to_judge()
        now = fields.Datetime.now()
        seal = self.create(
            {
                "session_id": session.id,
                "date": now,
                "instants": session._get_sealed_instants(),
                "user_id": self.env.uid,
                "entry_count": len(contributions),
            }
        )
        last, rank = seal._begin(), 0
        for batch in split_every(BATCH, contributions.ids, contributions.browse):
            vals_list = []
            checksums = batch._read_checksums()
            for contribution in batch:
                rank += 1
                vals = contribution._prepare_seal_entry(checksums[contribution.id])
                vals.update(seal_id=seal.id, rank=rank)
                last = vals["digest"] = self.env["plpdma.seal.entry"]._link(last, vals)
                vals_list.append(vals)
            self.env["plpdma.seal.entry"].create(vals_list)
            self.env.flush_all()
            batch.invalidate_recordset()
        seal.digest = last
        return seal

    def _begin(self):
        """What stands before the first entry: which register, when, how many, and of
        which dates."""
        self.ensure_one()
        return begin(
            self.session_id.reference,
            fields.Datetime.to_string(self.date),
            self.entry_count,
            *([self.instants] if self.instants else ()),
        )

    def _count_by_channel(self):
        """``{channel: number}`` of what was received when it was sealed, and the number
        received late."""
        self.ensure_one()
        entries = self.entry_ids
        channels = entries.mapped("channel")
        return (
            {channel: channels.count(channel) for channel in set(channels)},
            len(entries.filtered("is_late")),
        )


class PlpdmaSealEntry(models.Model):
    """One contribution, as it was when the register was sealed."""

    _name = "plpdma.seal.entry"
    _description = "Entry of a Seal"
    _inherit = ["plpdma.field.access.mixin"]
    _order = "seal_id, rank"
    _rec_name = "reference"

    seal_id = fields.Many2one(
        "plpdma.seal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="seal_id.company_id", store=True, index=True)
    rank = fields.Integer(string="Order of Arrival", readonly=True, aggregator=None)
    # No link: the entry says what was there even once it no longer is.
    res_id = fields.Integer(
        string="Contribution's Id", readonly=True, index=True, aggregator=None
    )
    reference = fields.Char(string="Number", readonly=True)
    instants = fields.Json(string="Received", readonly=True)
    channel = fields.Char(readonly=True)
    is_late = fields.Boolean(string="Received Late", readonly=True)
    text_digest = fields.Char(string="Digest of the Text", readonly=True)
    file_digests = fields.Json(
        string="Digests of the Files",
        readonly=True,
        help="Of each file that came with it or was joined to it before the sealing; "
        "empty in the seals that did not say it.",
    )
    identity_digest = fields.Char(string="Digest of the Author", readonly=True)
    digest = fields.Char(readonly=True)

    # Whoever had them could try names and texts until the digests agree.
    text_salt = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    identity_salt = fields.Char(readonly=True, groups=fields.NO_ACCESS)

    _rank_uniq = models.Constraint(
        "UNIQUE(seal_id, rank)", "Two entries of a seal have the same rank."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A seal is not deleted."))

    @api.model
    def _link(self, before, entry):
        """The digest of an entry.

        :param str before: that of the entry before
        :param entry: the values, or the record
        """
        names = ("rank", "res_id", "reference", "instants", "channel", "is_late")
        digests = ("text_digest", "identity_digest")
        # The seals of before this was said had no files.
        files = [entry["file_digests"]] if entry["file_digests"] else ()
        return link(before, *(entry[name] for name in (*names, *digests)), *files)


class PlpdmaContribution(models.Model):
    """A contribution, as a seal says it."""

    _inherit = "plpdma.contribution"

    def _read_checksums(self):
        """``{id: checksums}`` of the files of the contributions, in superuser mode."""
        attachments = self.env["ir.attachment"].search_fetch(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            ["res_id", "checksum"],
            order="id",
        )
        checksums = {id_: [] for id_ in self.ids}
        for attachment in attachments:
            checksums[attachment.res_id].append(attachment.checksum)
        return checksums

    def _prepare_seal_entry(self, checksums):
        """Values of the entry of the contribution, but for its place in the chain.

        :param list checksums: those of its files
        """
        self.ensure_one()
        text_salt, identity_salt = make_salt(), make_salt()
        return {
            "res_id": self.id,
            "reference": self.reference,
            "instants": self._get_sealed_instants(),
            "channel": self.channel,
            "is_late": self.is_late,
            "text_salt": text_salt,
            "text_digest": digest(text_salt, self.verbatim),
            "file_digests": [digest(text_salt, one) for one in checksums] or False,
            "identity_salt": identity_salt,
            "identity_digest": self._get_identity_digest(identity_salt),
        }

    def _get_sealed_instants(self):
        """``{field: text}`` of when it was received."""
        self.ensure_one()
        return {
            name: self[name].isoformat() if self[name] else None
            for name in INSTANTS
            if name in self._fields
        }

    def _get_identity_digest(self, salt):
        """The commitment to who the author is."""
        self.ensure_one()
        names = ("contributor_name", "contributor_email")
        said = [self[name] or None for name in names]
        return digest(salt, *said, self.partner_id.id or None)
