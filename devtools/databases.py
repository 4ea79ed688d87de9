"""The databases of a checkout and the templates they are copied from."""

import ast
import json
import os
import re
from dataclasses import dataclass

from . import cache, process
from .console import Problem, step
from .odoo import SCRIPTS, Odoo

PREFIX = "plpdma"
LANGUAGE = "fr_FR"
NEIGHBOURS = ("crm", "event", "survey", "website", "mass_mailing")


@dataclass(frozen=True)
class Template:
    """A database that is costly to make, and copied for each run."""

    name: str
    modules: tuple[str, ...]
    demo: bool = False
    assets: bool = False


def with_demo() -> Template:
    """What the addon depends on, with demonstration data: tests and demo."""
    return Template("demo", dependencies(), demo=True, assets=True)


def bare() -> Template:
    """What the addon depends on, as in production."""
    return Template("bare", dependencies())


def beside() -> Template:
    """A database where other applications were installed first."""
    return Template("beside", (*dependencies(), *NEIGHBOURS))


def manifest() -> dict:
    """The addon's manifest."""
    path = cache.ADDON_PATH / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text())
    except FileNotFoundError as error:
        raise Problem(f"There is no addon in {cache.ADDON_PATH}.") from error
    except (SyntaxError, ValueError) as error:
        raise Problem(f"{path} cannot be read: {error}") from error


def dependencies() -> tuple[str, ...]:
    """The modules the addon is installed upon."""
    return tuple(sorted(manifest()["depends"]))


def name(purpose: str) -> str:
    """The database this checkout uses for a purpose."""
    return f"{PREFIX}_{cache.checkout_id()}_{purpose}"


def run_name(purpose: str) -> str:
    """A database for this very run; two runs never share one."""
    return name(f"{purpose}_{os.getpid()}")


def drop_orphans(odoo: Odoo) -> None:
    """Drop what interrupted runs left behind."""
    for database in existing(odoo):
        match = re.fullmatch(name(r"[\w.-]+_(\d+)"), database)
        if match and not process.is_alive(int(match[1])):
            drop(odoo, database)


def existing(odoo: Odoo) -> list[str]:
    """Every database of every checkout and the templates."""
    rows = query(odoo, "postgres", "SELECT datname FROM pg_database")
    return [row[0] for row in rows if row[0].startswith(f"{PREFIX}_")]


def query(odoo: Odoo, database: str, sql: str) -> list[list]:
    """The rows of a query, through the driver that Odoo uses."""
    output = process.run(
        [odoo.python, SCRIPTS / "query.py", database],
        "PostgreSQL refuses:",
        env=odoo.environment,
        stdin=sql,
    )
    return json.loads(output)


def note(odoo: Odoo, database: str) -> str | None:
    """What `set_note` wrote about a database; nothing if there is none."""
    sql = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{database}'"
    )
    rows = query(odoo, "postgres", sql)
    return rows[0][0] if rows else None


def set_note(odoo: Odoo, database: str, text: str) -> None:
    """Write on a database what it was made from; the note goes away with it."""
    query(odoo, "postgres", f"COMMENT ON DATABASE \"{database}\" IS '{text}'")


def set_address(odoo: Odoo, database: str, address: str) -> None:
    """Have the links of a database lead to where it is served now; one that leads
    elsewhere than to this machine was chosen, and stays."""
    local = "^http://(localhost|127[.]0[.]0[.]1)(:[0-9]+)?/?$"
    query(
        odoo,
        database,
        f"UPDATE ir_config_parameter SET value = '{address}' "
        f"WHERE key = 'web.base.url' AND value ~ '{local}'",
    )


def drop(odoo: Odoo, database: str) -> None:
    """Drop a database with its files."""
    odoo.run(f"The database {database} cannot be dropped.", "db", "drop", database)


def copy(odoo: Odoo, template: Template, database: str) -> None:
    """A new database from a template, which is made first if need be."""
    cache.ensure_room(cache.DATABASE_MEGABYTES)
    origin = ready_template(odoo, template)
    odoo.run(
        f"The database {database} cannot be made.",
        *("db", "duplicate", "--force", origin, database),
    )


def ready_template(odoo: Odoo, template: Template) -> str:
    """The database of a template, made once for a version of Odoo."""
    key = cache.digest(odoo.version, repr(template))
    database = f"{PREFIX}_template_{template.name}_{key}"
    waiting = f"Waiting for another ./dev to prepare the template “{template.name}”"
    with cache.lock(database, waiting):
        if database not in existing(odoo):
            _make_template(odoo, template, database)
    return database


def _make_template(odoo: Odoo, template: Template, database: str) -> None:
    """Make it under another name: a template that bears its own is complete."""
    step(f"Making the database template “{template.name}” (once)")
    draft = f"{database}_draft"
    failure = f"The database template {template.name} cannot be made."
    if draft in existing(odoo):
        drop(odoo, draft)
    install(odoo, draft, template.modules, failure, demo=template.demo)
    if template.assets:
        odoo.run_script(failure, draft, "pregenerate_assets")
    odoo.run(failure, "db", "rename", draft, database)


def install(
    odoo: Odoo,
    database: str,
    modules: tuple[str, ...],
    failure: str,
    demo: bool = False,
) -> str:
    """Install modules, in a new database if there is none."""
    return odoo.run(
        failure,
        *("-d", database, "-i", ",".join(modules), "--load-language", LANGUAGE),
        *("--no-http", "--stop-after-init"),
        *(("--with-demo",) if demo else ()),
    )
