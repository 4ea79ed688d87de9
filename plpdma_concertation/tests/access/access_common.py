"""Who may do what: the table of rights, and who reads the fields kept to some."""

from ...models.shared.plpdma_field_access_mixin import LOG_USERS
from .profiles import COLUMNS, PROFILES, STAFF, TEAM
from .restricted_fields import RESTRICTED, WARNING_FIELDS
from .thread_fields import THREAD_FIELDS

# What each column may do with a record of its own programme, mandate or session.
RIGHTS = {
    "plpdma.program": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.body": ("r", "r", "rwc", "rwcu", ""),
    "plpdma.stakeholder": ("", "", "rwc", "rwcu", ""),
    "plpdma.session": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.participation": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.attendance": ("", "r", "rw", "rwu", ""),
    "plpdma.session.vote": ("r", "r", "rwcu", "rwcu", ""),
    "plpdma.session.ballot": ("r", "r", "rwcu", "rwcu", ""),
    "plpdma.question": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.session.agenda": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.session.document": ("r", "r", "rwcu", "rwcu", ""),
    "plpdma.contribution": ("r", "rc", "rwc", "rwcu", "r"),
    "plpdma.contribution.author": ("", "", "rwcu", "rwcu", ""),
    "plpdma.campaign": ("", "", "rwc", "rwcu", ""),
    "plpdma.response": ("r", "r", "rwcu", "rwcu", "r"),
    "plpdma.role": ("r", "r", "r", "rwcu", "r"),
    "plpdma.college": ("r", "r", "r", "rwcu", ""),
    "plpdma.theme": ("r", "r", "r", "rwcu", "r"),
    "plpdma.territory": ("r", "r", "r", "rwcu", "r"),
    "plpdma.competitor.group": ("", "", "r", "rwcu", ""),
    "plpdma.refusal.reason": ("r", "", "r", "rwcu", ""),
    "plpdma.moderation.criterion": ("", "", "r", "rwcu", ""),
    "plpdma.purpose": ("r", "r", "r", "rwcu", ""),
    "plpdma.technique": ("r", "r", "r", "rwcu", ""),
    "plpdma.facilitator": ("", "", "rwc", "rwcu", ""),
    "plpdma.mandate": ("r", "", "r", "rwcu", ""),
    "plpdma.absence": ("", "", "rwcu", "rwcu", ""),
    "plpdma.feedback": ("", "", "r", "r", ""),
    "plpdma.notice": ("r", "", "r", "r", ""),
    "plpdma.notice.receipt": ("", "", "rc", "rc", ""),
    "plpdma.service": ("", "", "rwc", "rwcu", ""),
    "plpdma.measure": ("r", "r", "rwc", "rwcu", "r"),
    "plpdma.commitment": ("r", "", "rwc", "rwcu", ""),
    "plpdma.adaptation": ("r", "", "rc", "rc", ""),
    "plpdma.milestone": ("r", "", "rwc", "rwcu", ""),
    "plpdma.seal": ("r", "", "r", "r", ""),
    "plpdma.seal.entry": ("", "", "r", "r", ""),
    "plpdma.milestone.recipient": ("r", "", "rwcu", "rwcu", ""),
    "plpdma.program.authority": ("r", "", "rwcu", "rwcu", ""),
    "plpdma.timeline": ("r", "r", "r", "r", ""),
    "plpdma.workload": ("", "", "r", "r", ""),
    "plpdma.export.log": ("", "", "", "r", ""),
    "plpdma.export.job": ("r", "", "r", "r", ""),
    "plpdma.import": ("", "", "r", "r", ""),
    "plpdma.import.line": ("", "", "", "", ""),
    "plpdma.likeness": ("", "", "", "", ""),
    "plpdma.rate.limit": ("", "", "", "", ""),
    "plpdma.delivery": ("", "", "r", "r", ""),
    "plpdma.theme.vocabulary": ("", "", "r", "r", ""),
}
# The dialogs; nobody reads those of somebody else.
TRANSIENT_RIGHTS = {
    "plpdma.anonymise": ("", "", "", "rwcu", ""),
    "plpdma.contribution.answered": ("", "", "rwcu", "rwcu", ""),
    "plpdma.contribution.assign": ("", "", "rwcu", "rwcu", ""),
    "plpdma.contribution.assign.theme": ("", "", "rwcu", "rwcu", ""),
    "plpdma.contribution.merge": ("", "", "rwcu", "rwcu", ""),
    "plpdma.export": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.installation": ("", "", "", "rwcu", ""),
    "plpdma.person": ("", "", "", "rwcu", ""),
    "plpdma.response.arbitrate": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.response.choice": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.filing": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.send": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.return": ("rwcu", "", "rwcu", "rwcu", ""),
    "plpdma.program.takeover": ("", "", "rwcu", "rwcu", ""),
    "plpdma.program.takeover.line": ("", "", "rwcu", "rwcu", ""),
    "plpdma.response.takeover": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.feedback": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.invite": ("", "", "rwcu", "rwcu", ""),
    "plpdma.session.minutes": ("", "rwcu", "", "", ""),
    "plpdma.session.paste": ("", "rwcu", "rwcu", "rwcu", ""),
    "plpdma.session.paste.line": ("", "rwcu", "rwcu", "rwcu", ""),
    "plpdma.session.send": ("", "", "rwcu", "rwcu", ""),
}
# Who may export what they read.
EXPORTERS = {"elected", "agent", "manager"}
# What belongs to one person, by the field that names them.
PERSONAL = {"plpdma.mandate": "partner_id", "plpdma.export.job": "user_id"}
# What belongs to no authority: to a person, or to nobody.
WITHOUT_AUTHORITY = {
    "plpdma.export.job",
    "plpdma.import.line",
    "plpdma.likeness",
    "plpdma.rate.limit",
}


def get_rights(profile, model):
    """Letters of what the profile may do with the model."""
    rights = {**RIGHTS, **TRANSIENT_RIGHTS}[model]
    by_column = dict(zip(COLUMNS, rights, strict=True))
    return set().union(*(by_column[column] for column in PROFILES[profile]))


def get_thread_models(env):
    """Names of the models whose discussion is kept among the staff."""
    return set(env.registry.descendants(["plpdma.thread.mixin"], "_inherit"))


def get_guarded_models(env):
    """Names of the models that keep some fields to some."""
    return set(env.registry.descendants(["plpdma.field.access.mixin"], "_inherit"))


def get_restricted(model):
    """The restricted fields of a model: ``{field: columns that read it}``."""
    names = {
        name: columns
        for columns, fields_ in RESTRICTED.get(model._name, {}).items()
        for name in fields_
    }
    if model._name in get_thread_models(model.env):
        names.update(dict.fromkeys(THREAD_FIELDS, STAFF))
    if model._name in get_guarded_models(model.env):
        names.update(dict.fromkeys(LOG_USERS & model._fields.keys(), TEAM))
    names.update(dict.fromkeys(WARNING_FIELDS & model._fields.keys(), STAFF))
    return names
