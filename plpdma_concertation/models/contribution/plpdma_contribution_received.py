from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import frozendict

from ...tools.acknowledgement import make_digest
from ...tools.changes import is_other
from ...tools.groups import STAFF

# What our own server received: the instant is its clock's.
ONLINE = ("web", "email")


class PlpdmaContribution(models.Model):
    """The instant at which it was received: that of our server for what came by it, the
    hour that an agent notes for what was handed over. The day follows the instant."""

    _inherit = "plpdma.contribution"

    received_at = fields.Datetime(
        string="Received at",
        copy=False,
        help="The instant, where it is known. On the last day of a consultation, what "
        "came after its hour is late.",
    )
    received_digest = fields.Char(
        string="Digest of What Was Received",
        copy=False,
        readonly=True,
        groups=STAFF,
        help="SHA-256 of the number, of the instant and of the words, as they came.",
    )
    is_received_online = fields.Boolean(
        string="Received by Our Server",
        compute="_compute_is_received_online",
        compute_sudo=True,
        help="Our server received it, and noted when.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("received_digest")
    def _compute_is_received_online(self):
        for contribution in self:
            contribution.is_received_online = bool(contribution.received_digest)

    @api.depends("received_at")
    def _compute_is_late(self):
        """What came on the last day, or on the first one, is judged by its instant."""
        result = super()._compute_is_late()
        for contribution in self.filtered("received_at"):
            session = contribution.session_id
            received = contribution.received_at
            opening, closing = session.date_start, session.date_stop
            contribution.is_late = session.format == "public" and bool(
                (opening and received < opening) or (closing and received > closing)
            )
        return result

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("received_at")
    def _check_received_at(self):
        now = fields.Datetime.now()
        for contribution in self:
            if contribution.received_at and contribution.received_at > now:
                raise ValidationError(
                    self.env._(
                        "“%s” has not come yet: nothing was received then.",
                        # sudo: the clock of the authority, whoever writes.
                        contribution.company_id.sudo()._plpdma_describe_instant(
                            contribution.received_at
                        ),
                    )
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """The day is that of the instant; what our server received has its digest."""
        contributions = super().create(
            [
                {
                    **vals,
                    "date_received": self._reference_company(
                        vals
                    )._plpdma_get_local_day(
                        fields.Datetime.to_datetime(vals["received_at"])
                    ),
                }
                if vals.get("received_at")
                else vals
                for vals in vals_list
            ]
        )
        if self.env.su:
            contributions._digest_received()
        else:
            contributions._check_instant_noted()
        return contributions

    def write(self, vals):
        """The day and the instant stay those of one moment.

        :raise UserError: for another moment than that which our server noted, for an
            instant that it did not, or for another number than the one that was told
        """
        if not self.env.su:
            self._check_reference_kept(vals)
            self._check_moment_kept(vals)
        claimed = self._filter_claiming(vals)
        if not {"date_received", "received_at"} & vals.keys():
            result = super().write(vals)
        else:
            groups = self.grouped(
                lambda record: frozendict(record._follow_moment(vals))
            )
            for changes, records in groups.items():
                super(PlpdmaContribution, records).write({**vals, **changes})
            result = True
        claimed._check_instant_noted()
        return result

    def _filter_claiming(self, vals):
        """Those to which somebody gives another channel or another instant."""
        names = {"channel", "received_at"} & vals.keys()
        if self.env.su or not names:
            return self.browse()
        return self.filtered(
            lambda record: any(is_other(record, name, vals[name]) for name in names)
        )

    def _check_instant_noted(self):
        """:raise UserError: for an instant that our server would have noted, and did
        not; a register kept elsewhere says the day"""
        # sudo: whether our server received it is asked, nothing of it is shown.
        for record in self.sudo().filtered("received_at"):
            is_noted = record.received_digest or record.whole_id
            if record.channel in ONLINE and not is_noted:
                raise UserError(
                    self.env._(
                        "%s did not come by our server: the instant of a message or of "
                        "a form is noted by it alone. Write the day of its reception.",
                        record.reference,
                    )
                )

    def _check_reference_kept(self, vals):
        """:raise UserError: for another number than the one that its author knows"""
        if "reference" not in vals:
            return
        # sudo: whether its author was told is asked, nothing of it is shown.
        for record in self.sudo():
            is_told = record._is_held_by_author()
            if is_told and is_other(record, "reference", vals["reference"]):
                raise UserError(
                    self.env._(
                        "%s is the number that its author was given: it stays.",
                        record.reference,
                    )
                )

    def _is_held_by_author(self):
        """Whether its author holds its number and the digest of its words: our server
        received it, or wrote to them."""
        self.ensure_one()
        return bool(self.received_digest or self.delivery_ids)

    def _follow_moment(self, vals):
        """What else is written with another day or instant: the other one of them."""
        self.ensure_one()
        # sudo: the clock of the authority, whoever writes.
        company = self.company_id.sudo()
        if vals.get("received_at"):
            instant = fields.Datetime.to_datetime(vals["received_at"])
            return {"date_received": company._plpdma_get_local_day(instant)}
        day = fields.Date.to_date(vals.get("date_received"))
        noted = company._plpdma_get_local_day(self.received_at)
        return {"received_at": False} if day and noted and day != noted else {}

    def _check_moment_kept(self, vals):
        # sudo: whether our server received it is asked, nothing of it is shown.
        for record in self.sudo().filtered("received_digest"):
            noted = {"received_at": record.received_at} | {
                "date_received": record.date_received
            }
            for name, value in noted.items():
                if name not in vals:
                    continue
                field = self._fields[name]
                cached = field.convert_to_cache(vals[name], record, validate=False)
                if field.convert_to_record(cached, record) != value:
                    raise UserError(
                        self.env._(
                            "%(contribution)s was received by our server on "
                            "%(moment)s: its date is not written by hand.",
                            contribution=record.reference,
                            moment=record._describe_reception(),
                        )
                    )

    @api.model
    def _get_earned_fields(self):
        return super()._get_earned_fields() | {"received_digest"}

    @api.model
    def _get_earned_sentences(self):
        return {
            **super()._get_earned_sentences(),
            "received_digest": self.env._("It is made when the words arrive."),
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def _digest_received(self):
        """Note the digest of what our server has just received, each once."""
        for contribution in self:
            is_whole = not contribution.part_number
            if is_whole and contribution.received_at and contribution.channel in ONLINE:
                contribution.received_digest = contribution._make_received_digest()

    def _make_received_digest(self):
        """The digest of the number, of the moment and of the words, as they stand."""
        self.ensure_one()
        return make_digest(self.reference, self._get_moment(), self.verbatim)

    def _get_moment(self):
        """The instant at which it was received where it is known, else the day."""
        self.ensure_one()
        return self.received_at or self.date_received

    def _describe_reception(self):
        """Words of the instant at which it was received, by the clock of the authority;
        of the day where no more is known."""
        self.ensure_one()
        if not self.received_at:
            return self._describe_long_day(self.date_received)
        # sudo: the clock of the authority, whoever reads.
        company = self.company_id.sudo().with_env(self.env(su=True))
        return company._plpdma_describe_instant(self.received_at)
