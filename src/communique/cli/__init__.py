"""The command ``communique``."""

from __future__ import annotations

import argparse
import json
import os
import sys
import uuid
from pathlib import Path

from communique.cli import text
from communique.domain.errors import Refused


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status. A refusal is one sentence on the error stream and status 1."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        status: int = given.run(given)
    except BrokenPipeError:
        return 1
    except text.Unable as unable:
        print(unable, file=sys.stderr)
        return 1
    except Refused as refused:
        about = "".join(f"{file}: " for file in getattr(refused, "__notes__", ()))
        print(f"{about}{_sentence(refused)}", file=sys.stderr)
        return 1
    return status


def _sentence(refused: Refused) -> str:
    """What a refusal says, in English. A command that needs no installation makes none for saying it."""
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=False)
    from communique.web.sentences import sentence_of

    return sentence_of(refused.code, refused.facts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="communique", description="Run an intergovernmental conference online.")
    commands = parser.add_subparsers(required=True, metavar="command")

    serve = commands.add_parser("serve", help="serve the installation")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--processes", type=int, default=1, help="more than one needs PostgreSQL")
    serve.set_defaults(run=_serve)

    demo = commands.add_parser("demo", help="load the demonstration conference and serve it")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--load-only", action="store_true", help="load and print the links, without serving")
    demo.add_argument("--unread", action="store_true", help="load the plenary as it was opened")
    demo.set_defaults(run=_demo)

    migrate = commands.add_parser("migrate", help="bring the database to this version")
    migrate.set_defaults(run=_migrate)
    gather = commands.add_parser("gather", help="gather the built pages' files for serving")
    gather.set_defaults(run=_gather)

    operator = commands.add_parser("operator", help="make an operator of the installation; prints a sign-in link")
    operator.add_argument("email")
    operator.add_argument("name")
    operator.set_defaults(run=_operator)

    text.add_to(commands)

    journal = commands.add_parser("journal", help="the record").add_subparsers(required=True, metavar="verb")
    verify = journal.add_parser("verify", help="prove the record, or name the first altered entry")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=_journal_verify)

    rehearse = commands.add_parser("rehearse", help="drive a whole conference in a folder of its own, and check it")
    rehearse.add_argument("--text", type=Path, help="the text to negotiate")
    rehearse.add_argument(
        "--meeting", action="store_true", help="rehearse a sitting instead: who has the floor, on every screen"
    )
    rehearse.add_argument("--delegations", type=int, default=11)
    rehearse.add_argument("--watchers", type=int, default=200)
    rehearse.add_argument(
        "--processes", type=int, help="that serve: 2 on PostgreSQL (COMMUNIQUE_DATABASE), otherwise 1"
    )
    rehearse.add_argument("--seed", type=int, default=1, help="the same seed makes the same choices")
    rehearse.add_argument("--kill", action="store_true", help="kill the server twice meanwhile: nothing may be lost")
    rehearse.add_argument("--keep", type=Path, help="keep the installation in this folder, to look at it afterwards")
    rehearse.add_argument("--json", action="store_true")
    rehearse.set_defaults(run=_rehearse)
    return parser


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communique.settings")
    import django

    django.setup()


def _prepare() -> None:
    """Brings the database to this version; makes the table of the shared cache where it is used."""
    _django()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    if settings.POSTGRES:
        call_command("createcachetable", verbosity=0)


def _migrate(_: argparse.Namespace) -> int:
    _prepare()
    print("The database is at this version.")
    return 0


def _gather(_: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return 0


def _serve(given: argparse.Namespace) -> int:
    _prepare()
    from communique.server import serve

    return serve(given.host, given.port, given.processes)


def _demo(given: argparse.Namespace) -> int:
    os.environ.setdefault("COMMUNIQUE_URL", f"http://127.0.0.1:{given.port}")
    _prepare()
    from communique.demonstration.links import links
    from communique.demonstration.load import load

    print("Loading the demonstration conference", flush=True)
    load(unread=given.unread)
    print(links(), flush=True)
    if given.load_only:
        return 0
    from communique.server import serve

    return serve("127.0.0.1", given.port, 1)


def _operator(given: argparse.Namespace) -> int:
    _prepare()
    from django.conf import settings

    from communique.actions.people import CONSOLE, appoint_operator
    from communique.web.accounts import operator_link

    made = appoint_operator(actor=CONSOLE, request_id=uuid.uuid4().hex, email=given.email, name=given.name)
    print(f"{settings.URL}{operator_link(made['person'])}")
    return 0


def _journal_verify(given: argparse.Namespace) -> int:
    _django()
    from django.db import connection

    from communique.queries import journal

    if "records_journalentry" not in connection.introspection.table_names():
        raise Refused("no_installation", where=connection.settings_dict["NAME"])
    findings, chains, entries = journal.verify()
    if given.json:
        rows = [{"room": one.room, "number": one.number, "why": one.why} for one in findings]
        answer = {"holds": not findings, "chains": chains, "entries": entries, "findings": rows}
        print(json.dumps(answer | {"heads": journal.heads()}, ensure_ascii=False))
    elif findings:
        for one in findings:
            print(f"Room {one.room}: entry {one.number} does not hold ({one.why}).", file=sys.stderr)
    else:
        print(f"The journal holds: {entries} entries in {chains} chains.")
        for head in journal.heads():
            place = f"room {head['room']}{head['name'] and ', '}{head['name']}"
            print(f"  {head['digest']}  {place}: {head['entries']} entries")
    return 1 if findings else 0


def _rehearse(given: argparse.Namespace) -> int:
    from communique.rehearsal.command import rehearse

    return rehearse(given)
