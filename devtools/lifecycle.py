"""Installing, upgrading and uninstalling, on databases of their own."""

from . import databases, i18n
from .cache import ADDON
from .runner import QUIET, Runner

# What a database is made of; what uninstalling leaves of it shows as a difference.
# Leftovers of rows are found by counting, table by table.
STRUCTURE = f"""
SELECT 'column', table_name || '.' || column_name
  FROM information_schema.columns WHERE table_schema = 'public'
UNION SELECT 'index or sequence', relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('i', 'S', 'v', 'm')
UNION SELECT 'constraint', conname FROM pg_constraint
UNION SELECT 'function', proname FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace
UNION SELECT 'model', model FROM ir_model
UNION SELECT 'field', model || '.' || name FROM ir_model_fields
UNION SELECT 'external id', name FROM ir_model_data WHERE module = '{ADDON}'
UNION SELECT 'setting', key FROM ir_config_parameter
"""
COUNTED = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '{tables}'"
TABLES = (
    "^(ir_act_.*|ir_attachment|ir_cron|ir_default|ir_filters|ir_model_access|ir_rule|"
    "ir_sequence|ir_ui_menu|ir_ui_view|mail_.*|calendar_event.*|digest_.*|"
    "res_(groups|partner|users)(_.*)?)$"
)
# The database's own life: uninstalling a module clears or fills these.
VOLATILE = {"ir_attachment", "mail_message", "mail_notification"}


def check(runner: Runner) -> None:
    """Installing, upgrading, uninstalling; installing beside other applications"""
    database = runner.new_database(databases.bare(), "lifecycle")
    before = contents(runner, database)
    runner.watch("install-bare", "-d", database, "-i", ADDON, *QUIET)
    runner.check("translations", i18n.compare(runner.odoo, database))
    runner.watch("upgrade", "-d", database, "-u", ADDON, *QUIET)
    runner.watch("uninstall", "module", "uninstall", "-d", database, ADDON)
    left = sorted(contents(runner, database) - before)
    runner.check("uninstalling leaves a clean database", "\n".join(left))
    database = runner.new_database(databases.beside(), "beside")
    runner.watch("install-beside", "-d", database, "-i", ADDON, *QUIET)


def contents(runner: Runner, database: str) -> set[str]:
    """What a database consists of, as a set that can be compared."""

    def query(sql: str) -> list[list]:
        return databases.query(runner.odoo, database, sql)

    tables = [row[0] for row in query(COUNTED.format(tables=TABLES))]
    counts = " UNION ".join(
        f"SELECT 'rows of {table}', count(*)::text FROM {table}"
        for table in sorted(set(tables) - VOLATILE)
    )
    return {f"{kind} {name}" for kind, name in query(STRUCTURE) + query(counts)}
