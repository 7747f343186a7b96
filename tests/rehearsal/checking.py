"""``python -m tests.rehearsal.checking FOLDER...``: the checks on kept installations, in a process of their own."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "communique.settings")


def main(folders: list[str]) -> None:
    import django

    django.setup()
    from django.db import connection

    from communique.rehearsal import checks, sitting_checks
    from communique.rehearsal.record import Record

    answers = []
    for folder in map(Path, folders):
        connection.close()
        connection.settings_dict["NAME"] = str(folder / "communique.sqlite3")
        os.environ["COMMUNIQUE_VAR"] = str(folder)  # for the journal's command
        record = Record.load(folder)
        answers.append(sitting_checks.check(record) if record.pieces else checks.check(record, folder))
    print(json.dumps(answers))


if __name__ == "__main__":
    main(sys.argv[1:])
