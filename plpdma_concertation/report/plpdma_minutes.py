from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, get_lang

from ..tools.groups import STAFF, TEAM
from ..tools.local_html import get_written
from ..tools.typography import takes_singular
from ..tools.words import fold


class ReportMinutes(models.AbstractModel):
    """The minutes: what was said in a session, by whom, and what follows."""

    _name = "report.plpdma_concertation.report_minutes"
    _inherit = ["plpdma.document.mixin"]
    _description = "Minutes of a Session"

    _printed_model = "plpdma.session"
    _printed_for = TEAM

    @api.model
    def _get_title(self):
        return self.env._("Minutes")

    @api.model
    def _get_page_path(self, record):
        return record._get_page_paths().get("minutes")

    @api.model
    def _prepare_sheets(self, record):
        sheet = self._prepare_sheet(record, page_url=self._get_page_url(record))
        session = sheet["record"]
        text = self._get_minutes(session)
        domain = self._get_shared_domain(session_id=session.id)
        figures = session.env["plpdma.figures"]
        return [
            {
                **sheet,
                "moment": session._describe_moment(),
                "kind": self._describe_kind(session),
                "status": self._describe_status(session),
                "text": get_written(text),
                "agenda": self._get_agenda(session),
                "signatory": self._get_signatory(session),
                "attendance": self._get_attendance(session),
                "subjects": self._get_subjects(session, domain),
                "contribution_count": figures._count_contributions(domain)["received"],
                "observation_count": figures._count_observations(domain)["made"],
                "voted": session._describe_votes(not self._is_for_everybody()),
                "seal": session._tell_seal(),
                "tell_author": self._tell_author,
                **self._get_next_steps(session),
            }
        ]

    @api.model
    def _get_minutes(self, session):
        """The text of the minutes, as HTML: for the staff, even while it is a draft."""
        is_whole = self._is_for_everybody() or self.env.user.has_group(STAFF)
        return session.minutes if is_whole else session.shared_minutes

    @api.model
    def _get_agenda(self, session):
        """As :meth:`_describe_agenda` tells it; whoever presents an item is not named
        to everybody."""
        agenda = session._describe_agenda()
        if self._is_for_everybody():
            return [{**item, "speaker": ""} for item in agenda]
        return agenda

    @api.model
    def _get_signatory(self, session):
        """``{"title", "name"}`` of who signs the minutes: the chair of the body, else
        whoever signs for the programme."""
        # sudo: the name and the office of the chair, which the minutes bear.
        body = session.sudo().body_id
        if not body.chair_id:
            return session.program_id._get_signatory(session._get_held_day())
        mandates = body.env["plpdma.mandate"]
        office = mandates._get_office_of(
            body.program_id, body.chair_id, session._get_held_day()
        )
        return {
            "title": office or session.env._("The chair, %s", body.name),
            "name": body.chair_id.name,
        }

    @api.model
    def _tell_author(self, contribution):
        """Participants know one another's organisations; everybody reads what is
        published."""
        if self._is_for_everybody():
            return contribution._get_told_author()
        return contribution.author_label

    @api.model
    def _describe_status(self, session):
        if self._is_before(session):
            return session.env._(
                "Prepared before the session: nothing of it was said yet."
            )
        return {
            "draft": session.env._(
                "Draft of the minutes: it was not circulated to the participants yet."
            ),
            "circulated": session.env._(
                "Minutes circulated to the participants, not final yet."
            ),
            "final": session.env._("Final minutes."),
        }[session.minutes_state]

    @api.model
    def _is_before(self, session):
        """Whether it is printed to prepare the session."""
        return bool(session.date_start) and session.date_start > fields.Datetime.now()

    @api.model
    def _get_attendance(self, session):
        """``[(label, names)]``: those who came, were replaced, gave a proxy, sent
        apologies or did not come, without the empty ones."""
        # An actor is named to those who read the participants, as on their screens.
        lines = session.participation_ids.grouped(
            lambda line: "proxy" if line.is_proxy else line.attendance
        )
        env = session.env
        # One of them, and several.
        labels = {
            "present": (env._("Present"), env._("Those present")),
            "represented": (
                env._("Replaced by a stand-in"),
                env._("Replaced by stand-ins"),
            ),
            "proxy": (env._("Represented by a proxy"), env._("Represented by proxies")),
            "excused": (env._("Excused"), env._("Those excused")),
            "absent": (env._("Absent"), env._("Those absent")),
            "invited": (
                env._("Invited, attendance not noted yet"),
                env._("Guests whose attendance is not noted yet"),
            ),
        }
        lang = get_lang(env).code
        told = []
        for attendance, (one, many) in labels.items():
            if attendance in lines:
                names = map(self._name_participant, lines[attendance])
                names = sorted(names, key=fold)
                label = one if takes_singular(lang, len(names)) else many
                told.append((label, names))
        return told

    @api.model
    def _name_participant(self, line):
        return " ".join(
            filter(None, (line.display_name, line._describe_representation()))
        )

    @api.model
    def _get_subjects(self, session, domain):
        """The questions, then what answers none, as dictionaries of ``name``,
        ``contributions`` and ``unquoted_count``. Participants are given the minutes:
        only what may be quoted is.

        :param Domain domain: the contributions that count
        """
        contributions = session.env["plpdma.contribution"].search(
            domain, order="date_received, id"
        )
        # A letter is quoted by its points.
        contributions = contributions.filtered(lambda c: c.state != "split")
        quotable = contributions._get_quotable_domain()
        if self._is_for_everybody():
            quotable = contributions._get_published_domain()
        quoted = contributions.filtered_domain(quotable)
        by_question = quoted.grouped("question_id")
        unquoted = (contributions - quoted).grouped("question_id")
        subjects = [
            {
                "name": question.name,
                "contributions": by_question.get(question, ()),
                "unquoted_count": len(unquoted.get(question, ())),
            }
            for question in session.question_ids
        ]
        no_question = session.question_ids.browse()
        others = by_question.get(no_question)
        unquoted_count = len(unquoted.get(no_question, ()))
        if others or unquoted_count:
            name = session.env._("Other contributions")
            if not subjects:
                name = session.env._("Contributions")
            subjects.append(
                {
                    "name": name,
                    "contributions": others or (),
                    "unquoted_count": unquoted_count,
                }
            )
        return subjects

    @api.model
    def _get_next_steps(self, session):
        """Dictionary of the ``commitments`` and ``adaptations`` made in the session;
        only ``has_next_steps``, False, for a reader who has no access to them, or
        before it takes place."""
        env = session.env
        domain = Domain("session_id", "=", session.id)
        is_told = env["plpdma.commitment"].has_access("read")
        if self._is_for_everybody() or not is_told or self._is_before(session):
            return {"has_next_steps": False}
        states = self._get_labels(env["plpdma.commitment"], "state")
        return {
            "has_next_steps": True,
            "commitments": [
                {
                    "name": commitment.name,
                    "when": self._describe_due(commitment),
                    "state": states[commitment.state],
                }
                for commitment in env["plpdma.commitment"].search(domain)
            ],
            "adaptations": env["plpdma.adaptation"]
            .search(domain, order="date, id")
            .filtered(lambda entry: not entry.is_corrected),
        }

    @api.model
    def _describe_due(self, commitment):
        """The text of when a commitment is for: a promise is due, an actor's action is
        only envisaged."""
        if commitment.kind == "partner":
            return commitment.date_planned or commitment.env._("No date")
        return format_date(commitment.env, commitment.date_due)
