"""The table of doors: what each reader finds of what is protected.

Each row names a door, and for each reader the protections (``doors_words.WORDS``)
whose word stands behind it; whoever is not named finds none. A door without its row
fails, and so does a word that is there without being told here, or told without being
there.
"""

ELUS = ("elected", "portal_elected")
FACILITATORS = ("facilitator", "portal_facilitator")
STAFF = ("agent", "manager")
TEAM = (*STAFF, *ELUS, *FACILITATORS)
# Whoever asks for a page without an account, signed in or not.
ANYBODY = ("public", "agent")


def row(**rights):
    """What each reader finds, by the names of the readers or of their groups."""
    groups = {
        "anybody": ANYBODY,
        "elus": ELUS,
        "facilitators": FACILITATORS,
        "staff": STAFF,
        "team": TEAM,
    }
    found = {}
    for names, words in rights.items():
        for reader in groups.get(names, (names,)):
            found.setdefault(reader, set()).update(words.split())
    return found


# What is read by everybody: texts that the staff accepted, published answers, and the
# names of those who agreed to be named. No agent is.
REGISTER = row(anybody="public answer consent point sample")
# The files show each message of a campaign, where the page shows one at first.
OPEN_REGISTER = row(anybody="public answer consent point sample")
# Of a letter, and of a campaign: what élus read of their mandate, whoever runs the
# session where the letter was given, and the staff.
ELECTED_POINTS = "point sample added"
SESSION_POINTS = "point closed rest"
STAFF_POINTS = "point closed rest sample added hidden"
# Guests are told whom to ask: whoever organises. Agents read their own name everywhere,
# which is not counted.
GUESTS = row(public="agent")
# The lists of a participant are theirs alone.
SESSION_LISTS = row(portal_elected="alone", participant="alone")
CONTRIBUTION_LISTS = row(
    portal_elected=f"pending refused members public own {ELECTED_POINTS}",
    portal_facilitator=f"pending refused staff members public own {SESSION_POINTS}",
    participant="own",
)
# Subjects of what was answered.
RESPONSE_LISTS = row(
    portal_elected="submitted validated answer unpublished",
    facilitators="answer",
    participant="answer",
)
# What élus read of their mandate leaves in their file, without any name; the title of
# a meeting that they read is no name.
ELECTED_FILE = (
    "alone minutes pending refused members public own answer unpublished measure"
    f" {ELECTED_POINTS}"
)
STAFF_FILE = f"{ELECTED_FILE} staff {STAFF_POINTS}"

MY = "/my/concertation"
PUBLIC = "/concertation"
ROUTES = {
    # Without an account
    PUBLIC: row(),
    f"{PUBLIC}/<int:program_id>": row(),
    f"{PUBLIC}/<int:program_id>/documents/<int:attachment_id>": row(),
    f"{PUBLIC}/<int:program_id>/personal-data": row(),
    f"{PUBLIC}/<int:program_id>/legal-notice": row(),
    f"{PUBLIC}/<int:program_id>/accessibility": row(),
    f"{PUBLIC}/<int:program_id>/register": REGISTER,
    f"{PUBLIC}/<int:program_id>/register/page/<int:page>": REGISTER,
    f"{PUBLIC}/<int:program_id>/register/<int:contribution_id>": REGISTER,
    f"{PUBLIC}/<int:program_id>/register.csv": OPEN_REGISTER,
    f"{PUBLIC}/<int:program_id>/register.json": OPEN_REGISTER,
    f"{PUBLIC}/<int:program_id>/register.schema.json": row(),
    f"{PUBLIC}/<int:program_id>/measures.csv": row(),
    f"{PUBLIC}/<int:program_id>/measures.schema.json": row(),
    f"{PUBLIC}/<int:program_id>/calendar.ics": row(),
    # Of what is published, what made an action that everybody reads: the first ones,
    # then all; the register tells the answers.
    f"{PUBLIC}/<int:program_id>/changes": row(anybody="public consent"),
    f"{PUBLIC}/<int:program_id>/changes/<int:measure_id>": row(
        anybody="public consent point sample"
    ),
    # Documents as pages: what their files hold for the staff, without what is not of
    # the programme.
    f"{PUBLIC}/<int:program_id>/bilan": row(anybody="public answer point sample"),
    f"{PUBLIC}/<int:program_id>/observations": REGISTER,
    # Not before they are final, and what was put to the public is closed.
    f"{PUBLIC}/<int:program_id>/sessions/<int:session_id>/synthesis": row(),
    f"{PUBLIC}/<int:program_id>/sessions/<int:session_id>/minutes": row(),
    f"{PUBLIC}/<int:program_id>/contribute/<int:session_id>": row(),
    f"{PUBLIC}/<int:program_id>/contribute/<int:session_id>"
    "/documents/<int:document_id>": row(),
    f"{PUBLIC}/follow": row(),
    # Authors are told why they are not published and, as in their letter, who decided.
    f"{PUBLIC}/follow/<int:contribution_id>/<string:code>": row(
        anybody="refused refusal public answer manager point closed rest"
    ),
    # The acknowledgement holds a copy of what was sent.
    f"{PUBLIC}/follow/<int:contribution_id>/<string:code>/receipt": row(
        anybody="refused public point closed rest"
    ),
    f"{PUBLIC}/follow/<int:contribution_id>/<string:code>/receipt.txt": row(
        anybody="refused public point closed rest"
    ),
    # By a link of a message
    f"{PUBLIC}/reply/<int:participation_id>/<string:token>": GUESTS,
    f"{PUBLIC}/reply/<int:participation_id>/<string:token>/calendar.ics": GUESTS,
    f"{PUBLIC}/feedback/<int:session_id>/<string:token>": GUESTS,
    f"{PUBLIC}/minutes/<int:participation_id>/<string:token>": row(
        public="agent minutes", agent="minutes"
    ),
    f"{PUBLIC}/unfollow/<int:contribution_id>/<string:token>": row(),
    f"{PUBLIC}/unfollow/co-author/<int:co_author_id>/<string:token>": row(),
    f"{PUBLIC}/sign/<int:session_id>/<string:code>": row(),
    # Who has a session signed
    f"{PUBLIC}/sign/<int:session_id>/screen": row(agent="alone other"),
    # Files
    "/plpdma/export/<int:wizard_id>": row(
        agent=STAFF_FILE, portal_elected=ELECTED_FILE
    ),
    "/plpdma/export/program/<int:program_id>": row(
        agent=f"{STAFF_FILE} other", portal_elected=ELECTED_FILE
    ),
    # Of nobody whom the dialog does not name.
    "/plpdma/person/<int:wizard_id>": row(),
    # On the portal
    MY: row(portal_elected="submitted", participant="own"),
    f"{MY}/sessions": SESSION_LISTS,
    f"{MY}/sessions/page/<int:page>": SESSION_LISTS,
    # Minutes are read once circulated, those of a meeting alone by whoever was met; who
    # came is told to whoever reads the session.
    f"{MY}/sessions/<int:session_id>": row(
        portal_elected="alone minutes actor pending refused members public own"
        f" {ELECTED_POINTS}",
        portal_facilitator="minutes actor pending refused staff members public own"
        f" {SESSION_POINTS}",
        facilitator="minutes_draft actor",
        participant="alone alone_minutes minutes own",
    ),
    f"{MY}/sessions/<int:session_id>/print": row(
        portal_elected="minutes",
        portal_facilitator="minutes",
        facilitator="minutes_draft",
        participant="alone alone_minutes minutes",
    ),
    f"{MY}/sessions/<int:session_id>/minutes": row(
        portal_facilitator="minutes", facilitator="minutes_draft"
    ),
    f"{MY}/sessions/<int:session_id>/note": row(facilitators="actor"),
    f"{MY}/sessions/<int:session_id>/contribute": row(
        portal_elected="alone", participant="alone"
    ),
    f"{MY}/programs/<int:program_id>/contribute": row(),
    f"{MY}/contributions": CONTRIBUTION_LISTS,
    f"{MY}/contributions/page/<int:page>": CONTRIBUTION_LISTS,
    f"{MY}/contributions/<int:contribution_id>": row(
        portal_elected="pending refused members public own submitted validated answer"
        f" unpublished {ELECTED_POINTS}",
        portal_facilitator="pending refused staff members public own answer"
        f" {SESSION_POINTS}",
        participant="own",
    ),
    f"{MY}/contributions/<int:contribution_id>/files/<int:file_id>": row(),
    f"{MY}/contributions/<int:contribution_id>/receipt.txt": row(participant="own"),
    f"{MY}/responses": RESPONSE_LISTS,
    f"{MY}/responses/page/<int:page>": RESPONSE_LISTS,
    # Élus are told who decided.
    f"{MY}/responses/<int:response_id>": row(
        portal_elected="submitted validated answer unpublished arbitration manager"
        " public",
        facilitators="answer",
        portal_facilitator="public",
        participant="answer",
    ),
}

# What may be quoted is; a list of attendance names those who came.
MINUTES = "minutes members public actor point"
REPORTS = {
    # Where nobody organises, the guests are told who manages the programme.
    "report_convocation": row(staff="agent alone actor other manager"),
    "report_participation_convocation": row(staff="agent alone actor other manager"),
    "report_attendance_sheet": row(staff="alone actor other", facilitators="actor"),
    "report_minutes": row(
        staff=f"{MINUTES} minutes_draft alone alone_minutes other sample",
        elus=f"{MINUTES} alone sample",
        facilitator="minutes_draft actor",
        portal_facilitator=MINUTES,
    ),
    # To the author, all that they sent.
    "report_acknowledgement": row(
        staff=f"pending refused staff members public own name consent actor other"
        f" {STAFF_POINTS}"
    ),
    # To the author, with the name of whoever decided.
    "report_letter": row(staff="public validated answer unpublished manager"),
    "report_contribution_letter": row(
        staff="public validated answer unpublished manager"
    ),
    # What everybody reads of what was said, and what was answered, published or not.
    "report_measure": row(
        staff="public consent answer unpublished alone measure other",
        elus="public answer unpublished alone measure",
    ),
    # Made to be published: neither agents nor those met alone; what élus print names
    # nobody. The refusal to make a synthesis of a meeting names it to its readers.
    "report_synthesis": row(
        staff="public consent answer alone other sample",
        elus="public answer alone sample",
    ),
    # Figures alone; the refusal to make those of a meeting names it to its readers.
    "report_closing": row(staff="alone other", elus="alone"),
    "report_publication_table": row(
        staff="public consent answer other point sample",
        elus="public answer point sample",
    ),
    # The pieces of the internal file, by their names.
    "report_procedure_file": row(staff="alone other"),
    # It quotes some of what is published, each text once: who agreed to be named is
    # not among those quoted here.
    "report_bilan": row(
        staff="public answer other point sample", elus="public answer point sample"
    ),
    # Figures, and the names of what comes: a meeting that is planned is named to those
    # who read it.
    # And to the staff, who of them is late.
    "report_dashboard": row(staff="other agent"),
    "report_technique": row(),
}

PUBLICATION = row(
    staff="public consent answer other point sample", elus="public answer point sample"
)
PERSONAL_FILE = f"{STAFF_FILE} other consent name email phone actor"
EXPORTS = {
    # Whoever exports it is named in the file of the staff.
    "register.xlsx": row(
        staff=f"{STAFF_FILE} other",
        agent="agent",
        manager="manager",
        elus=ELECTED_FILE,
    ),
    "register.xlsx personal": row(staff=f"{PERSONAL_FILE} agent", manager="manager"),
    "publication.xlsx": PUBLICATION,
    "publication.xlsx personal": row(staff="public consent answer other point sample"),
    "publication.csv": PUBLICATION,
    "publication.csv personal": row(staff="public consent answer other point sample"),
    # Odoo's own export of a list, all the columns at once.
    "export_data": row(
        staff="pending refused refusal staff members public own name email phone"
        " consent actor note draft submitted validated unpublished answer arbitration"
        " agent manager alone alone_minutes minutes_draft minutes needs constraints"
        f" measure other campaign absence imported {STAFF_POINTS}",
        elus="pending refused members public own submitted validated unpublished"
        f" answer arbitration alone minutes measure {ELECTED_POINTS}",
    ),
}

# Each message, what it is about, and what its recipient reads.
TEMPLATES = {
    "mail_template_response": ("answer", {"public", "answer"}),
    "mail_template_receipt": ("refused", {"refused"}),
    "mail_template_measure_news": ("public", set()),
    "mail_template_session_invitation": ("coming", {"agent"}),
    "mail_template_session_cancellation": ("coming", {"agent"}),
    # Whoever stands in for somebody is told for whom.
    "mail_template_session_stand_in": ("coming", {"agent", "actor"}),
    "mail_template_session_thanks": ("meeting", {"agent"}),
    "mail_template_synthesis": ("coming", set()),
    "mail_template_transmission": ("own", set()),
}

NOTHING = row()
RPC = {
    # Odoo tells all employees of the authority its meetings and their guests, but for
    # those held alone.
    "calendar.event": row(
        staff="agent actor other manager",
        agent="alone",
        elected="agent actor other manager",
        facilitator="agent actor other manager",
        employee="agent actor other manager",
        portal_facilitator="agent",
        participant="agent actor alone",
    ),
    "calendar.attendee": row(
        staff="agent actor phone other manager",
        agent="alone",
        elected="agent actor phone other manager",
        facilitator="agent actor phone other manager",
        employee="agent actor phone other manager",
    ),
    "ir.attachment": row(staff="file"),
    "mail.activity": NOTHING,
    "mail.followers": NOTHING,
    "mail.message": row(staff="note"),
    "plpdma.absence": row(staff="absence agent manager"),
    "plpdma.adaptation": NOTHING,
    "plpdma.attendance": NOTHING,
    "plpdma.body": NOTHING,
    "plpdma.campaign": row(staff="campaign"),
    "plpdma.college": NOTHING,
    "plpdma.commitment": NOTHING,
    "plpdma.competitor.group": NOTHING,
    "plpdma.contribution": row(
        staff="pending refused refusal staff members public own name email consent"
        " actor note draft submitted validated answer unpublished agent other"
        f" campaign {STAFF_POINTS}",
        elus="pending refused members public own consent submitted validated answer"
        f" unpublished agent {ELECTED_POINTS}",
        portal_facilitator="pending refused staff members public own consent"
        f" answer agent {SESSION_POINTS}",
        participant="own",
    ),
    "plpdma.contribution.author": NOTHING,
    # Who was invited, and who handles what did not reach them.
    "plpdma.delivery": row(staff="actor agent manager other answer unpublished"),
    "plpdma.export.job": NOTHING,
    "plpdma.export.log": NOTHING,
    "plpdma.facilitator": NOTHING,
    "plpdma.feedback": NOTHING,
    "plpdma.import": row(staff="imported agent"),
    "plpdma.import.line": NOTHING,
    "plpdma.likeness": NOTHING,
    "plpdma.mandate": NOTHING,
    # Not published, it is kept to those who work on it; agents are not told to others.
    "plpdma.measure": row(
        staff="measure agent alone draft submitted validated unpublished answer other"
        " closed",
        elus="measure agent alone",
        facilitators="agent",
    ),
    "plpdma.milestone": NOTHING,
    "plpdma.milestone.recipient": NOTHING,
    "plpdma.moderation.criterion": NOTHING,
    "plpdma.notice": row(staff="other"),
    "plpdma.notice.receipt": row(staff="actor other"),
    "plpdma.participation": row(
        staff="actor alone other",
        elus="actor alone",
        facilitators="actor",
        participant="actor alone",
    ),
    "plpdma.program": row(team="manager", staff="other"),
    "plpdma.program.authority": NOTHING,
    "plpdma.purpose": NOTHING,
    "plpdma.question": row(staff="alone other", elus="alone", participant="alone"),
    "plpdma.rate.limit": NOTHING,
    "plpdma.refusal.reason": NOTHING,
    "plpdma.response": row(
        staff="draft submitted validated unpublished answer arbitration agent manager"
        " public other",
        elus="submitted validated unpublished answer arbitration agent manager public",
        facilitators="answer agent manager",
        portal_facilitator="public",
        participant="answer",
        stranger="answer",
    ),
    "plpdma.role": NOTHING,
    "plpdma.seal": NOTHING,
    "plpdma.seal.entry": NOTHING,
    "plpdma.service": NOTHING,
    "plpdma.session.ballot": NOTHING,
    "plpdma.session.vote": NOTHING,
    "plpdma.session.agenda": row(
        staff="alone other", elus="alone", participant="alone"
    ),
    "plpdma.session": row(
        staff="actor agent alone alone_minutes minutes_draft minutes other",
        elus="agent alone minutes",
        facilitator="agent minutes_draft",
        portal_facilitator="agent minutes",
        participant="alone alone_minutes minutes",
    ),
    "plpdma.session.document": NOTHING,
    "plpdma.stakeholder": row(staff="actor phone needs constraints other"),
    "plpdma.technique": NOTHING,
    "plpdma.territory": NOTHING,
    "plpdma.theme": NOTHING,
    "plpdma.theme.vocabulary": NOTHING,
    "plpdma.timeline": row(staff="alone other", elus="alone"),
    "plpdma.workload": row(staff="agent other"),
}
