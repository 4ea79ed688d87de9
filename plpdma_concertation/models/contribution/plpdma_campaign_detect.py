from dataclasses import dataclass
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ...tools.likeness import LIKE, compare, judge, sign
from ...tools.locks import hold
from .plpdma_contribution_part import NO_OBSERVATION
from .plpdma_contribution_similar import AUTHOR_KEY

CRON = "plpdma_concertation.ir_cron_find_campaigns"
# Texts that are read at once: as long as they may be, they stay few.
BATCH = 200
# Texts of a root that are judged together.
MAX_JUDGED = 500
# What somebody was writing meanwhile is looked at again after that.
PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Text:
    """What is judged of a message: whether it is free to join, among the rest."""

    number: int
    sketch: frozenset
    author: str
    is_free: bool


NOBODY = Text(0, frozenset(), "", False)


class PlpdmaCampaign(models.Model):
    """Which messages say nearly the same: looked for in the background, a few at a
    time, so that it may be stopped and go on where it stood.

    First each text that was not looked at is kept by what finds its neighbours; then
    each bundle of neighbours is judged against what its campaigns say.
    """

    _inherit = "plpdma.campaign"

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------
    @api.model
    def _ask_detection(self):
        """Have the background look at what is being kept, once it is: nothing is
        compared while somebody waits."""
        callbacks = self.env.cr.precommit
        if CRON not in callbacks.data:
            callbacks.data[CRON] = True
            callbacks.add(self._trigger_detection)

    @api.model
    def _trigger_detection(self, at=None):
        """Have the scheduled action run as soon as what is being done is kept, or at an
        instant."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            # sudo: whoever sends a message may not schedule; nothing is shown.
            cron.sudo()._trigger(at=at)

    @api.model
    def _cron_detect(self, batch_size=BATCH):
        """Look at all the programmes."""
        programs = self.env["plpdma.program"].search(
            [("contribution_ids", "!=", False)]
        )
        self._detect(programs, batch_size)

    @api.model
    def _detect(self, programs, batch_size=BATCH):
        """Look for groups among the messages that were not looked at yet.

        Run by the scheduled action, each batch is kept before the next one; else it is
        part of what its caller does.

        :param programs: where
        :param int batch_size: texts that are read at once
        """
        # sudo: groups are looked for among all that came, whoever asks for it; only the
        # staff reads them.
        campaigns = self.sudo()
        self.env.flush_all()
        if campaigns._look_at_texts(programs.sudo(), batch_size):
            campaigns._judge_bundles(programs.sudo())

    @api.model
    def _note_detected(self, done, left):
        """Keep what was done, in the background.

        :return: whether there is time for more
        """
        if not self.env.context.get("ir_cron_progress_id"):
            return True
        self.env.invalidate_all()
        return bool(self.env["ir.cron"]._commit_progress(done, remaining=left))

    # ------------------------------------------------------------------
    # Texts
    # ------------------------------------------------------------------
    @api.model
    def _look_at_texts(self, programs, batch_size):
        """Keep each text by what finds its neighbours.

        :return: whether there was time for all of them
        """
        likeness = self.env["plpdma.likeness"]
        counts = likeness._count_unseen(programs)
        left = sum(counts.values())
        ours = {
            program.id: likeness._get_boilerplate(program)
            for program in programs
            if program.id in counts
        }
        for rows in likeness._read_unseen(programs, batch_size):
            likeness._keep(
                [
                    (number, program, sign(text, ours[program]))
                    for number, program, text in rows
                    if program in ours
                ]
            )
            left = max(left - len(rows), 0)
            # One more: the bundles are still to be judged.
            if not self._note_detected(len(rows), left + 1):
                return False
        return True

    # ------------------------------------------------------------------
    # Bundles of neighbours
    # ------------------------------------------------------------------
    @api.model
    def _judge_bundles(self, programs):
        """Look for the place of each text that has neighbours."""
        after, ours, judged = (0, 0), {}, 0
        while bundle := self._find_bundle(programs, after):
            program = programs.browse(bundle[0])
            if program not in ours:
                ours[program] = self._get_boilerplate(program)
            done = self._try_bundle(program, bundle[1], ours[program])
            if not done:
                # Somebody is at work on it: the next run looks at it.
                after = bundle
            judged += done
            if judged >= BATCH:
                if not self._note_detected(judged, 1):
                    return
                judged = 0
        if after != (0, 0):
            self._trigger_detection(at=fields.Datetime.now() + PAUSE)
        self._note_detected(judged, 0)

    @api.model
    def _find_bundle(self, programs, after):
        """The next bundle of which something is to be judged: ``(program id, root)``,
        ``None`` where nothing is."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT program_id, root
                  FROM plpdma_likeness
                 WHERE is_judged IS NOT TRUE
                   AND program_id IN %s
                   AND (program_id, root) > (%s, %s)
                 ORDER BY program_id, root
                 LIMIT 1
                """,
                programs._ids or (0,),
                *after,
            )
        )
        return rows[0] if rows else None

    @api.model
    def _try_bundle(self, program, root, boilerplate):
        """Judge some texts of a bundle, unless somebody wrote one of its messages or
        campaigns since the background began to read.

        :return: number of texts that were judged
        """
        try:
            with self.env.cr.savepoint():
                return self._judge_bundle(program, root, boilerplate)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return 0

    @api.model
    def _judge_bundle(self, program, root, boilerplate):
        """Judge some texts of a bundle against what the campaigns of the programme say,
        then look for a new campaign among those that are in none.

        :param boilerplate: what the messages of the programme may repeat
        :return: number of texts that were judged
        :raise OperationalError: see ``hold``
        """
        coming = self._read_bundle(program, root, SQL("l.is_judged IS NOT TRUE"))
        free = [text for text in coming if text.is_free]
        campaigns = self.search([("program_id", "=", program.id)])
        places = self._find_places(free, campaigns, boilerplate)
        hold(campaigns.browse(places))
        for number, texts in places.items():
            campaigns.browse(number)._receive(texts)
        placed = {text.number for texts in places.values() for text in texts}
        left = [text for text in free if text.number not in placed]
        if left:
            loose = self._read_bundle(
                program,
                root,
                SQL(
                    """
                    l.is_judged AND c.campaign_id IS NULL
                    AND c.proposed_campaign_id IS NULL
                    """
                ),
            )
            self._look_for_new(program, [*left, *loose])
        self.env.cr.execute(
            SQL(
                "UPDATE plpdma_likeness SET is_judged = TRUE"
                " WHERE contribution_id IN %s",
                tuple(text.number for text in coming),
            )
        )
        return len(coming)

    @api.model
    def _read_bundle(self, program, root, condition):
        """Some texts of a bundle: list of :class:`Text`."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id, l.sketch, %(author)s,
                       c.active AND c.state NOT IN %(settled)s
                       AND c.campaign_id IS NULL AND c.proposed_campaign_id IS NULL
                  FROM plpdma_likeness l
                  JOIN plpdma_contribution c ON c.id = l.contribution_id
                  LEFT JOIN res_partner p ON p.id = c.partner_id
                 WHERE l.program_id = %(program)s AND l.root = %(root)s
                   AND %(condition)s
                 ORDER BY c.id
                 LIMIT %(limit)s
                """,
                author=SQL(AUTHOR_KEY),
                settled=NO_OBSERVATION,
                program=program.id,
                root=root,
                condition=condition,
                limit=MAX_JUDGED,
            )
        )
        return [
            Text(number, frozenset(sketch), author, is_free)
            for number, sketch, author, is_free in rows
        ]

    # ------------------------------------------------------------------
    # Campaigns that are known
    # ------------------------------------------------------------------
    @api.model
    def _find_places(self, texts, campaigns, boilerplate):
        """The campaign that says what each text says, refused ones included: those from
        which it was taken out, and those where its author stands already, aside.

        :return: ``{campaign id: texts}``
        """
        if not texts or not campaigns:
            return {}
        sketches = {
            campaign: campaign._get_sketch(boilerplate) for campaign in campaigns
        }
        out = campaigns._get_excluded_pairs(texts)
        authors = campaigns._get_authors(texts)
        places = {}
        for text in texts:
            fits = [
                (compare(sketch, text.sketch), campaign.state != "refused", campaign)
                for campaign, sketch in sketches.items()
                if (campaign.id, text.number) not in out
                and (campaign.id, text.author) not in authors
            ]
            likeness, _stands, campaign = max(
                fits, default=(0, False, None), key=lambda fit: fit[:2]
            )
            if likeness >= LIKE:
                places.setdefault(campaign.id, []).append(text)
                authors.add((campaign.id, text.author))
        return places

    def _get_excluded_pairs(self, texts):
        """Pairs of a campaign and of one of these texts that was taken out of it."""
        return set(
            self.env.execute_query(
                SQL(
                    """
                    SELECT campaign_id, contribution_id
                      FROM plpdma_campaign_excluded_rel
                     WHERE contribution_id IN %s
                    """,
                    tuple(text.number for text in texts),
                )
            )
        )

    def _get_authors(self, texts):
        """Pairs of a campaign and of the author of one of these texts who stands in it
        already."""
        return set(
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT campaign_id, author
                      FROM (
                        SELECT COALESCE(c.campaign_id, c.proposed_campaign_id)
                               AS campaign_id,
                               %(author)s AS author
                          FROM plpdma_contribution c
                          LEFT JOIN res_partner p ON p.id = c.partner_id
                         WHERE (c.campaign_id IN %(campaigns)s
                                OR c.proposed_campaign_id IN %(campaigns)s)
                           AND c.state != 'merged'
                      ) AS held
                     WHERE author IN %(authors)s
                    """,
                    author=SQL(AUTHOR_KEY),
                    campaigns=self._ids,
                    authors=tuple({text.author for text in texts}),
                )
            )
        )

    def _receive(self, texts):
        """Take texts into a campaign that is still to be confirmed, propose them for
        one that was, and remember that they are of one that was refused."""
        self.ensure_one()
        messages = self.env["plpdma.contribution"].browse(text.number for text in texts)
        hold(messages)
        if self.state == "refused":
            self._exclude(messages)
        elif self.state == "confirmed":
            messages._put_in_campaign(self, "proposed_campaign_id")
        else:
            before = self.contribution_count
            messages._put_in_campaign(self)
            if len(messages) >= before:
                # What was read in few of them is read in more.
                self._refresh_reference()

    # ------------------------------------------------------------------
    # New campaigns
    # ------------------------------------------------------------------
    @api.model
    def _look_for_new(self, program, texts):
        """Propose the campaigns that texts make which are in none: one message of each
        author, and none that a person refused as a group."""
        texts = [text for text in texts if text.is_free]
        refused = self.search(
            [("program_id", "=", program.id), ("state", "=", "refused")]
        )
        out = {
            number
            for campaign, number in refused._get_excluded_pairs(texts or [NOBODY])
            if campaign in refused._ids
        }
        first = {}
        for text in sorted(texts, key=lambda text: text.number):
            if text.number not in out:
                first.setdefault(text.author, text)
        sketches = {text.number: text.sketch for text in first.values()}
        contributions = self.env["plpdma.contribution"]
        for group in judge(list(sketches), sketches):
            members = contributions.browse(group.members)
            hold(members)
            self._propose(program, members, contributions.browse(group.sample))
