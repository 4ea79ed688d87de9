"""The command line: one sub-command per task."""

import argparse
import errno
import os
import sys
import traceback

from . import (
    bench,
    cache,
    clean,
    demo,
    guide,
    i18n,
    lint,
    odoo,
    process,
    rules,
    shots,
    testing,
)
from .console import Problem, warn

DESCRIPTION = f"""\
Everything needed to try, test and check the addon {cache.ADDON}.

A first run sets up Odoo 19, its Python packages and a PostgreSQL server in
{cache.default_folder()}
(PLPDMA_CACHE names another folder); the next ones take seconds. The machine itself is
left alone, but for Chromium, which root gets installed."""

EPILOG = """\
environment:
  PLPDMA_CACHE    the folder of everything that can be rebuilt
  ODOO_PATH       your own source checkout of Odoo 19.0, instead of the package
  PGHOST, PGPORT, PGUSER, PGPASSWORD
                  your own PostgreSQL server, instead of the embedded one
  CI              “true”: what is missing or skipped fails the run

The embedded PostgreSQL stops when the last ./dev that uses it ends.
`./dev COMMAND --help` tells more about a command."""


def parser() -> argparse.ArgumentParser:
    """Every sub-command and its options."""
    formatter = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(
        prog="./dev", description=DESCRIPTION, epilog=EPILOG, formatter_class=formatter
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, summary: str, more: str, action) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name, help=summary, description=more, formatter_class=formatter
        )
        command.set_defaults(action=action)
        return command

    command = add("demo", "try the addon in a browser", demo.HELP, _demo)
    command.add_argument("--port", type=int, default=demo.PORT, help="default: 8069")
    command.add_argument("--reset", action="store_true", help="start from new data")
    command = add("test", "run the tests", testing.HELP, _test)
    command.add_argument("names", nargs="*", metavar="NAME", help="run these only")
    command = add("lint", "check the code's form", lint.HELP, _lint)
    command.add_argument("--fix", action="store_true", help="correct what can be")
    command = add("i18n", "update the translation files", i18n.HELP, _i18n)
    command.add_argument("--check", action="store_true", help="only say what is amiss")
    command = add("guide", "take the guide's pictures", guide.HELP, _guide)
    command.add_argument("names", nargs="*", metavar="NAME", help="take these only")
    command.add_argument("--check", action="store_true", help="only say what is amiss")
    add("shots", "look at every document and e-mail", shots.HELP, _shots)
    add("rules", "note the record rules of the released versions", rules.HELP, _rules)
    command = add("bench", "measure", bench.HELP, _bench)
    command.add_argument("names", nargs="*", metavar="NAME", help="run these only")
    command.add_argument("--against", metavar="VERSION", help="compare with a release")
    command = add("shell", "Odoo's Python shell", demo.SHELL_HELP, _shell)
    command.add_argument("-d", dest="database", help="default: the demo's database")
    # Never parsed: whatever follows belongs to Odoo.
    add("odoo", "any Odoo command", odoo.HELP, None)
    command = add("clean", "remove databases and logs", clean.HELP, _clean)
    command.add_argument("--all", action="store_true", help="the whole cache")
    return top


def _demo(options: argparse.Namespace) -> int:
    return demo.serve(options.port, options.reset)


def _test(options: argparse.Namespace) -> int:
    return testing.run(options.names)


def _lint(options: argparse.Namespace) -> int:
    return lint.run(options.fix)


def _i18n(options: argparse.Namespace) -> int:
    return i18n.run(options.check)


def _guide(options: argparse.Namespace) -> int:
    return guide.run(options.names, options.check)


def _shots(_options: argparse.Namespace) -> int:
    return shots.run()


def _rules(_options: argparse.Namespace) -> int:
    return rules.run()


def _bench(options: argparse.Namespace) -> int:
    return bench.run(options.names, options.against)


def _shell(options: argparse.Namespace) -> int:
    return demo.shell(options.database)


def _clean(options: argparse.Namespace) -> int:
    return clean.run(options.all)


def main() -> int:
    """Run a sub-command; whatever happens ends in a sentence and an exit code."""
    os.umask(0o022)
    process.heed_signals()
    try:
        return _run(sys.argv[1:])
    except Problem as problem:
        warn(str(problem))
    except KeyboardInterrupt:
        warn("Interrupted. The next run takes up where this one stopped.")
        return 130
    except OSError as error:
        _warn_about(error)
    return 1


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["odoo"] and arguments[1:] not in ([], ["-h"], ["--help"]):
        return odoo.call(arguments[1:])
    options = parser().parse_args(arguments)
    if options.action is None:
        parser().parse_args(["odoo", "--help"])
    return options.action(options)


def _warn_about(error: OSError) -> None:
    """A sentence about what the machine refuses, the details in a file."""
    if error.errno == errno.ENOSPC:
        warn(f"The disk of {cache.folder()} is full: make room and start again.")
        return
    details = cache.checkout_folder() / "error.log"
    details.write_text(traceback.format_exc())
    warn(f"{error} (details: {details})")
