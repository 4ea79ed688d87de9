"""`./dev clean`: give the disk back."""

import fcntl
import shutil

from . import cache, databases, odoo, postgres
from .console import Problem, say

HELP = """\
Remove this checkout's databases, logs and settings; --all removes everything that
./dev ever made, whatever the checkout: Odoo, packages, PostgreSQL, templates.
Nothing is asked; what is removed is said."""
CONTENTS = (
    "checkouts",
    "data",
    "locks",
    "node",
    "node-*",
    "odoo",
    "odoo-git",
    "pg",
    "pg-users.lock",
    "releases",
    "venv-*",
)


def run(everything: bool) -> int:
    """Remove this checkout's traces, or the whole cache."""
    if everything:
        _remove_all()
    else:
        _remove_databases(databases.name(""))
        _remove(cache.checkout_folder())
    return 0


def _remove_all() -> None:
    """Remove what ./dev puts in the cache folder, and nothing else in it."""
    if postgres.own_server():
        _remove_databases(f"{databases.PREFIX}_")
    with open(cache.folder() / "pg-users.lock", "w") as users:
        if not cache.try_lock(users, fcntl.LOCK_EX):
            raise Problem("Another ./dev is running: stop it first.")
        postgres.stop_embedded()
        for pattern in CONTENTS:
            for path in cache.folder().glob(pattern):
                _remove(path)
    if not any(cache.folder().iterdir()):
        cache.folder().rmdir()


def _remove_databases(prefix: str) -> None:
    with odoo.ready() as ready:
        for database in databases.existing(ready):
            if database.startswith(prefix):
                say(f"Removing the database {database}")
                databases.drop(ready, database)


def _remove(path) -> None:
    say(f"Removing {path}")
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
