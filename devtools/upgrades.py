"""Bringing databases of the earlier versions to the present one.

Each is made with the code of its time, used a little, and updated: every row and every
column that it held must still hold the same, but for what an update is meant to change.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from . import databases, releases, rules
from .cache import ADDON
from .console import Problem
from .releases import RELEASES, Release
from .runner import QUIET, Runner
from .testlog import Allowed

# Tables whose rows are compared column by column.
COMPARED = "^(plpdma_.*|res_users|res_partner|res_groups_users_rel|mail_.*|ir_cron)$"
# No row more, either: nothing is sent, nobody is notified.
SEALED = ("mail_mail", "mail_notification")
# Who wrote last and when is the update's own.
IGNORED = {"write_date", "write_uid"}
# What an update changes on purpose: CHECKS look at what it becomes.
MEANT = {
    "mail_template": {"email_from", "lang", "reply_to"},
    "plpdma_contribution": {"moderation"},
    "plpdma_response": {"words"},
}
# Tables of which an update takes rows away on purpose: CHECKS look at what remains.
TAKEN = {"plpdma_mandate_plpdma_response_rel"}
# Messages, which an update issues again where they stand as they were shipped.
TEMPLATES = f"""
SELECT res_id FROM ir_model_data
 WHERE module = '{ADDON}' AND model = 'mail.template'
"""
# The subject of one, as an authority chose it.
ADAPTED_MESSAGE = "mail_template_session_thanks"
CHOSEN_SUBJECT = "Merci de la part de la ville"
# Kinds of external ids that go away with what they named.
PASSING = {
    "ir.model.constraint",
    "ir.model.fields",
    "ir.model.fields.selection",
    "ir.model.inherit",
    "report.paperformat",
    "ir.ui.view",
}
# What two models had in common holds no data: it goes with what one of them becomes.
PASSING_MODEL = re.compile(r"model_plpdma_\w+_mixin")
ADAPTED_RULE = "rule_question_user"
ADAPTED = "[('id', '>', 0)]"
# How the update names it to the administrator.
ADAPTED_SAID = Allowed(
    "post-rules",
    rf"\({ADAPTED_RULE}\) was adapted: the update leaves it as it is",
    "an administrator has to know",
)
# The French of a view, in all versions, and what an authority made of it.
ADAPTED_VIEW = "res_partner_view_form"
SHIPPED_WORDS = "Les programmes dont ce contact est un acteur"
CHOSEN_WORDS = "Les programmes de la ville"
OWN_VIEW = "contribution of an authority"
# What an authority has in use, and an update might spoil.
USE = f"""
UPDATE ir_rule SET domain_force = '{ADAPTED.replace("'", "''")}'
 WHERE id = (SELECT res_id FROM ir_model_data
              WHERE module = '{ADDON}' AND name = '{ADAPTED_RULE}');
WITH message AS (
    INSERT INTO mail_message (message_type, subject, date)
         VALUES ('email_outgoing', 'In the queue', now()) RETURNING id
)
INSERT INTO mail_mail (mail_message_id, state, email_to)
SELECT id, 'outgoing', 'habitante@exemple.example' FROM message;
-- The words of a screen, as the authority chose them, and a view of its own.
UPDATE ir_ui_view SET arch_db = jsonb_set(arch_db, '{{fr_FR}}', to_jsonb(
           replace(arch_db ->> 'fr_FR', '{SHIPPED_WORDS}', '{CHOSEN_WORDS}')))
 WHERE id = (SELECT res_id FROM ir_model_data
              WHERE module = '{ADDON}' AND name = '{ADAPTED_VIEW}');
UPDATE mail_template SET subject = jsonb_set(subject, '{{fr_FR}}',
           '"{CHOSEN_SUBJECT}"')
 WHERE id = (SELECT res_id FROM ir_model_data
              WHERE module = '{ADDON}' AND name = '{ADAPTED_MESSAGE}');
INSERT INTO ir_ui_view (name, model, type, mode, priority, active, inherit_id, arch_db)
SELECT '{OWN_VIEW}', model, type, 'extension', 16, TRUE, id, jsonb_build_object('en_US',
           '<button name="action_answer" position="attributes">
                <attribute name="title">As we say here</attribute>
            </button>')
  FROM ir_ui_view
 WHERE id = (SELECT res_id FROM ir_model_data
              WHERE module = '{ADDON}' AND name = 'plpdma_contribution_view_form');
-- The demonstration's records are the authority's own from now on.
UPDATE ir_module_module SET demo = FALSE WHERE name = '{ADDON}';
CREATE TABLE accepted_before (id integer);
"""
KEEP = """
CREATE TABLE contribution_before AS SELECT * FROM plpdma_contribution;
CREATE TABLE template_before AS SELECT * FROM mail_template;
"""
# Queries that find what went wrong in an updated database: `before` is as it was, any
# column of which may be missing.
CHECKS = {
    "what nobody accepted is not published": """
SELECT now.reference, now.channel
  FROM plpdma_contribution now
  JOIN contribution_before USING (id)
 WHERE now.moderation = 'accepted'
   AND now.id NOT IN (SELECT id FROM accepted_before)
""",
    "what was accepted still is": """
SELECT now.reference, now.moderation
  FROM plpdma_contribution now
  JOIN accepted_before USING (id)
 WHERE now.moderation != 'accepted'
""",
    "what was refused still is": """
SELECT now.reference, now.moderation
  FROM plpdma_contribution now
  JOIN contribution_before USING (id),
       to_jsonb(contribution_before) before
 WHERE before ->> 'moderation' = 'refused'
   AND now.moderation != 'refused'
""",
    "a mandate covers a response by what it answers, but for the staff's": """
WITH due AS (
    SELECT DISTINCT answered.response_id, covered.plpdma_mandate_id AS mandate_id
      FROM plpdma_response_contribution_rel answered
      JOIN plpdma_contribution_plpdma_mandate_rel covered
        ON covered.plpdma_contribution_id = answered.contribution_id
      JOIN plpdma_contribution c ON c.id = answered.contribution_id
     WHERE c.read_by IS DISTINCT FROM 'staff'
), kept AS (
    SELECT plpdma_response_id AS response_id, plpdma_mandate_id AS mandate_id
      FROM plpdma_mandate_plpdma_response_rel
)
(SELECT 'too many', * FROM kept EXCEPT SELECT 'too many', * FROM due)
UNION ALL
(SELECT 'missing', * FROM due EXCEPT SELECT 'missing', * FROM kept)
""",
    "the response is answered at the programme's address": f"""
SELECT 'reply_to is', reply_to FROM mail_template
  JOIN ir_model_data data
    ON data.res_id = mail_template.id AND data.model = 'mail.template'
 WHERE data.module = '{ADDON}' AND data.name = 'mail_template_response'
   AND coalesce(reply_to, '') NOT LIKE '%alias_email%'
""",
    "guests know the sessions as they are planned": """
SELECT reference, told_date_start FROM plpdma_session
 WHERE state = 'planned' AND format != 'public' AND calendar_event_id IS NOT NULL
   AND (told_date_start IS DISTINCT FROM date_start OR is_change_untold)
""",
    "calendars know each session by one number": """
SELECT calendar_uid, count(*) FROM plpdma_session
 GROUP BY calendar_uid HAVING count(*) > 1 OR calendar_uid IS NULL
""",
    "meetings last as long as before": """
SELECT reference, duration FROM plpdma_session
 WHERE date_stop IS NOT NULL AND date_start IS NOT NULL
   AND abs(extract(epoch FROM date_stop - date_start) - 3600 * duration) > 1
""",
    "nobody who left writes to the guests": f"""
SELECT data.name, email_from FROM mail_template
  JOIN ir_model_data data
    ON data.res_id = mail_template.id AND data.model = 'mail.template'
 WHERE data.module = '{ADDON}' AND data.name LIKE 'mail_template_session_%'
   AND email_from LIKE '%user_id.email_formatted%'
""",
    "the message of the responses tells several": f"""
SELECT data.name, language FROM mail_template
  JOIN ir_model_data data
    ON data.res_id = mail_template.id AND data.model = 'mail.template',
       jsonb_each_text(body_html) AS body (language, text)
 WHERE data.module = '{ADDON}' AND data.name = 'mail_template_response'
   AND text NOT LIKE '%_get_told_answers%'
""",
    "an answer is found by what it changes": """
SELECT reference, change FROM plpdma_response
 WHERE change IS NOT NULL
   AND NOT words @@ plainto_tsquery('pg_catalog.french', plpdma_fold(change))
""",
    "the words that an authority chose are kept": f"""
SELECT data.name, arch_db ->> 'fr_FR' FROM ir_ui_view
  JOIN ir_model_data data
    ON data.res_id = ir_ui_view.id AND data.model = 'ir.ui.view'
 WHERE data.module = '{ADDON}' AND data.name = '{ADAPTED_VIEW}'
   AND coalesce(arch_db ->> 'fr_FR', '') NOT LIKE '%{CHOSEN_WORDS}%'
""",
    "the subject that an authority chose is kept": f"""
SELECT now.id, now.subject ->> 'fr_FR'
  FROM mail_template now
  JOIN template_before before USING (id)
 WHERE before.subject ->> 'fr_FR' = '{CHOSEN_SUBJECT}'
   AND now.subject ->> 'fr_FR' IS DISTINCT FROM '{CHOSEN_SUBJECT}'
""",
    "the view of an authority stands": f"""
SELECT 'views of that name in use', count(*) FROM ir_ui_view
 WHERE name = '{OWN_VIEW}' AND active HAVING count(*) != 1
""",
    "letters to post are still to be posted": """
SELECT now.reference, to_jsonb(now) ->> 'delivery'
  FROM plpdma_contribution now
  JOIN contribution_before USING (id),
       to_jsonb(contribution_before) before
 WHERE before ->> 'letter_pending' = 'true'
   AND to_jsonb(now) ->> 'delivery' IS DISTINCT FROM 'to_post'
""",
}
RULES = f"""
SELECT data.name, domain_force FROM ir_rule
  JOIN ir_model_data data ON data.res_id = ir_rule.id AND data.model = 'ir.rule'
 WHERE data.module = '{ADDON}'
"""
TABLES = f"""
SELECT relname FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
   AND relname ~ '{COMPARED}'
"""
IDENTIFIERS = f"""
SELECT name, model, res_id FROM ir_model_data WHERE module = '{ADDON}'
"""

# How much is printed of a long list of what went wrong.
SHOWN = 10

Rows = dict[str, dict]


def check(runner: Runner) -> None:
    """Bringing a database of each earlier version to the present one"""
    missing = releases.missing()
    runner.check("upgrades: the earlier versions are at hand", missing)
    if not missing:
        runner.check("upgrades: the rules they shipped are known", rules.compare())
    for release in () if missing else RELEASES:
        _check_release(runner, release)


def _check_release(runner: Runner, release: Release) -> None:
    name = f"upgrade-{release.version}"
    database = runner.new_database(databases.with_demo(), name)
    paths = (*runner.odoo.source.addons_paths, releases.addons_path(release))
    as_released = f"--addons-path={','.join(map(str, paths))}"
    new = ("-d", database, "-i", ADDON, "--with-demo", as_released, *QUIET)
    runner.watch(f"{name}-install", *new)
    databases.query(runner.odoo, database, USE)
    if release.moderates:
        failure = f"Nothing is accepted nor refused in {release.version}."
        script = "moderate"
        runner.odoo.run_script(failure, database, script, as_released)
    databases.query(runner.odoo, database, KEEP)
    before = _contents(runner, database)
    runner.watch(name, "-d", database, "-u", ADDON, *QUIET, allowed=[ADAPTED_SAID])
    after = _contents(runner, database)

    def found(what: str, trouble: Iterable[str]) -> None:
        lines = list(trouble)
        more = [f"… and {len(lines) - SHOWN} more."] if len(lines) > SHOWN else []
        runner.check(f"{name}: {what}", "\n".join(lines[:SHOWN] + more))

    issued = {
        ("mail_template", str(row[0])): {"body_html", "subject"}
        for row in databases.query(runner.odoo, database, TEMPLATES)
    }
    found("nothing lost nor changed", _differences(before, after, issued))
    found("nothing told", _additions(before, after))
    for what, sql in CHECKS.items():
        rows = databases.query(runner.odoo, database, sql)
        found(what, (" ".join(map(str, row)) for row in rows))
    found("rules", _rule_trouble(runner, database))
    found("the adapted rule is named", _silence(runner, name))
    found("every record is read", _run(runner, database, "read_everything"))
    found("messages say what is shipped", _run(runner, database, "compare_messages"))
    runner.drop(name)


def _contents(runner: Runner, database: str) -> dict[str, Rows]:
    """The rows of each table compared, by their key."""
    odoo = runner.odoo
    tables = [row[0] for row in databases.query(odoo, database, TABLES)]
    union = " UNION ALL ".join(f"SELECT '{t}', to_jsonb(t) FROM {t} t" for t in tables)
    contents: dict[str, Rows] = defaultdict(dict)
    for table, row in databases.query(odoo, database, union):
        contents[table][_key(row)] = row
    for identifier in databases.query(odoo, database, IDENTIFIERS):
        name, model, _id = identifier
        if model not in PASSING and not PASSING_MODEL.fullmatch(name):
            contents["external id"][_key(identifier)] = {}
    return contents


def _key(row: dict | list) -> str:
    """A row's id, or the whole row where there is none."""
    has_id = isinstance(row, dict) and "id" in row
    return str(row["id"]) if has_id else json.dumps(row, sort_keys=True)


def _differences(
    before: dict[str, Rows],
    after: dict[str, Rows],
    issued: dict[tuple[str, str], set[str]],
) -> Iterator[str]:
    """What is not there any more, or not the same, but for the columns of what is
    issued again."""
    for table, rows in sorted(before.items()):
        ignored = IGNORED | MEANT.get(table, set())
        for key, row in rows.items():
            present = after.get(table, {}).get(key)
            if present is None:
                if table not in TAKEN:
                    yield f"{table}: {key} is lost"
                continue
            meant = ignored | issued.get((table, key), set())
            for column in sorted((row.keys() & present.keys()) - meant):
                old, new = row[column], present[column]
                if old != new:
                    yield f"{table} {key}: {column} was {old!r}, is {new!r}"


def _additions(before: dict[str, Rows], after: dict[str, Rows]) -> Iterator[str]:
    """What the update told to people."""
    for table in SEALED:
        rows = after.get(table, {})
        for key in sorted(rows.keys() - before.get(table, {}).keys()):
            yield f"{table}: {rows[key]} is new"


def _rule_trouble(runner: Runner, database: str) -> Iterator[str]:
    """The rule that an authority adapted is kept; all the others are those of a new
    database."""
    present = dict(databases.query(runner.odoo, database, RULES))
    wanted = {
        name: rule.domain for name, rule in rules.shipped_rules.get_present().items()
    }
    wanted[ADAPTED_RULE] = ADAPTED
    for name in sorted(present.keys() | wanted.keys()):
        if present.get(name) != wanted.get(name):
            yield f"{name} is {present.get(name)}, it should be {wanted.get(name)}."


def _silence(runner: Runner, name: str) -> Iterator[str]:
    """Whether the update's log leaves the adapted rule out."""
    log = (runner.logs / f"{name}.log").read_text()
    if not re.search(ADAPTED_SAID.message, log):
        yield "Its log does not name the rule that it left as it was."


def _run(runner: Runner, database: str, script: str) -> Iterator[str]:
    """What a script finds amiss in what the database holds."""
    try:
        yield from runner.odoo.run_script(
            "What the database holds cannot be read.", database, script
        ).splitlines()
    except Problem as problem:
        yield str(problem)
