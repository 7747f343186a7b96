"""``communique journal verify``: proves the record, or names what was altered."""

from __future__ import annotations

import json

import pytest

from communique.cli import main
from communique.records.models import JournalEntry, Step
from tests.cli.conftest import Installation
from tests.guards import without_guards
from tests.house import House


def test_a_record_that_nobody_altered_is_proved_and_its_ends_can_be_noted(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", "verify"]) == 0
    entries = JournalEntry.objects.count()
    said, *ends = capsys.readouterr().out.splitlines()
    assert said == f"The journal holds: {entries} entries in 3 chains."
    room, conference = house.room(), house.conference_room()
    assert ends[2] == f"  {room.digest}  room {room.pk}, Plenary: {room.length} entries"
    assert ends[1] == f"  {conference.digest}  room {conference.pk}, 53rd Meeting: {conference.length} entries"
    assert ends[0].split() == [house.house_room().digest, "room", "1:", str(house.house_room().length), "entries"]


def test_the_first_altered_entry_is_named(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.type("Dear ", after="We, the ")
    room = house.room()
    with without_guards():
        JournalEntry.objects.filter(room=room, number__gte=3).update(action="text.burn")
    assert main(["journal", "verify"]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"Room {room.pk}: entry 3 does not hold (altered).\n")


def test_what_was_altered_beside_the_record_is_named(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.type("Dear ", after="We, the ")
    Step.objects.update(step={"stepType": "replace", "from": 1, "to": 2})
    assert main(["journal", "verify"]) == 1
    assert "(steps_differ)" in capsys.readouterr().err


def test_for_programs_it_is_said_as_json(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify", "--json"]) == 0
    entries = JournalEntry.objects.count()
    said = json.loads(capsys.readouterr().out)
    heads = said.pop("heads")
    assert said == {"holds": True, "chains": 3, "entries": entries, "findings": []}
    assert [head["digest"] for head in heads] == [
        one.digest for one in (house.house_room(), house.conference_room(), house.room())
    ]
    with without_guards():
        JournalEntry.objects.filter(room=house.room(), number=2).delete()
    assert main(["journal", "verify", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["holds"] is False
    assert said["findings"] == [{"room": house.room().pk, "number": 2, "why": "missing"}]


def test_where_nothing_was_installed_there_is_no_record(tmp_path_factory: pytest.TempPathFactory) -> None:
    done = Installation(tmp_path_factory.mktemp("nothing")).run("journal", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing has been installed there yet" in done.stderr
    assert done.stderr.count("\n") == 1
