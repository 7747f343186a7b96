"""Importing a text, and drafting in it."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import texts
from communique.domain.errors import Stale
from communique.domain.texts.authority import Accepted, load, receive
from communique.records import documents
from communique.records.models import JournalEntry, RoomEvent, Step, Text
from tests.actions.refusals import denied, refused
from tests.house import House, everything, insertion


def draft(house: House, who: str = "pen", **given: Any) -> dict[str, Any]:
    return house.act(
        texts.draft,
        who,
        **{"text": house.text, "version": 0, "steps": [insertion(1, "The ")], "client": "browser", **given},
    )


def test_a_text_is_imported_with_a_report_of_what_was_found(house: House) -> None:
    row = house.row()
    assert row.title == "Joint Communiqué of the Foreign Ministers"
    assert (row.status, row.version, row.doc_version, row.source) == ("draft", 0, 0, "draft.md")
    assert row.report["paragraphs"] == 5
    assert row.report["brackets"] == {"open": 6, "closed": 5, "pairs": 5, "unbalanced": 1, "depth": 1}
    assert row.report["dropped"] == 0


def test_the_journal_keeps_the_imported_text_whole(house: House) -> None:
    entry = JournalEntry.objects.get(action="text.import")
    assert entry.facts["doc"] == house.row().doc
    assert entry.facts["text"] == house.text


def test_a_text_without_a_title_takes_the_items(house: House) -> None:
    text = house.bring("We state.\n", item=house.add_item("2", "Statement on outbreaks"))
    assert Text.objects.get(pk=text).title == "Statement on outbreaks"


def test_an_item_without_a_document_takes_no_text(house: House) -> None:
    item = house.add_item("2", "Exchange of views", adopts=False)
    with refused("item_has_no_document", number="2"):
        house.bring("# Statement\n", item=item)


def test_an_item_has_one_text(house: House) -> None:
    with refused("item_has_a_text", number="1"):
        house.bring("# Another\n")


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("empty.md", b"", "not_a_text"),
        ("blank.txt", b" \n\n ", "not_a_text"),
        ("noise.bin", bytes(range(256)) * 40, "not_a_text"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "not_a_text"),
        ("broken.xml", b"<akomaNtoso><act>", "malformed_text"),
    ],
)
def test_a_file_that_is_no_text_is_refused(house: House, filename: str, content: bytes, code: str) -> None:
    item = house.add_item("2", "Statement")
    with refused(code):
        house.act(texts.import_text, "pen", item=item, filename=filename, content=content)


def test_a_file_beyond_the_limit_is_refused(house: House, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    item = house.add_item("2", "Statement")
    with refused("too_large", limit=1000):
        house.act(texts.import_text, "pen", item=item, filename="a.md", content=b"We state. " * 101)
    house.act(texts.import_text, "pen", item=item, filename="a.md", content=b"We state. " * 100)


def test_another_hand_than_the_pens_imports_nothing(house: House) -> None:
    item = house.add_item("2", "Statement")
    with denied("only_the_pen"):
        house.act(texts.import_text, "clerk", item=item, filename="a.md", content=b"We state.")


def test_typing_makes_a_new_version_with_its_author_and_instant(house: House) -> None:
    assert draft(house, steps=[insertion(1, "The "), insertion(5, "new ")]) == {"version": 2}
    assert house.words().startswith("The new Joint Communiqué")
    steps = list(Step.objects.filter(text=house.text).order_by("version"))
    assert [(step.version, step.client, step.seat_id) for step in steps] == [
        (1, "browser", house.seats["pen"]),
        (2, "browser", house.seats["pen"]),
    ]
    title = house.paragraph("Joint Communiqué")[0]
    assert [step.touched for step in steps] == [[], [title]]


def test_readers_get_the_steps_that_were_taken(house: House) -> None:
    draft(house, steps=[insertion(1, "The "), insertion(5, "new ")])
    event = RoomEvent.objects.latest("version")
    assert (event.kind, event.data) == ("steps", {"text": house.text, "first": 1, "last": 2})


def test_the_journal_keeps_every_step(house: House) -> None:
    draft(house)
    entry = JournalEntry.objects.latest("id")
    assert entry.facts["steps"] == [step.step for step in Step.objects.filter(text=house.text)]
    assert (entry.facts["version"], entry.facts["client"]) == (1, "browser")


def test_of_several_steps_all_are_taken_or_none(house: House) -> None:
    with refused("step_failed", step=1):
        draft(house, steps=[insertion(1, "The "), insertion(10**6, "new ")])


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"steps": []}, "malformed_steps"),
        ({"steps": "typing"}, "malformed_steps"),
        ({"steps": [{}]}, "malformed_steps"),
        ({"steps": [{"stepType": "eval"}]}, "malformed_steps"),
        ({"steps": [None, 7]}, "malformed_steps"),
        ({"steps": [insertion(1, "a\u202eb")]}, "unsafe_character"),
        ({"steps": [insertion(1, "x")] * 501}, "too_many_steps"),
        ({"version": -1}, "malformed_version"),
        ({"version": 1}, "malformed_version"),
        ({"version": "0"}, "malformed_version"),
        ({"client": ""}, "malformed_steps"),
        ({"client": "x" * 65}, "malformed_steps"),
        ({"client": 7}, "malformed_steps"),
    ],
)
def test_steps_that_do_not_hold_are_refused(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        draft(house, **given)


def test_steps_made_on_an_older_version_are_stale_and_learn_the_newest(house: House) -> None:
    draft(house)
    draft(house, version=1)
    before = everything()
    with pytest.raises(Stale) as stale:
        draft(house, "second-pen")
    assert stale.value.version == 2
    assert everything() == before


@pytest.mark.parametrize(("state", "code"), [("put", "text_is_question"), ("adopt", "text_is_adopted")])
def test_what_is_before_the_meeting_or_adopted_is_not_drafted(house: House, state: str, code: str) -> None:
    getattr(house, state)()
    with refused(code):
        draft(house)


@pytest.mark.parametrize("who", ["chair", "clerk", "la-head", "nz-observer"])
def test_nobody_but_the_pen_types(house: House, who: str) -> None:
    with denied("only_the_pen"):
        draft(house, who)


def test_the_row_gets_its_document_anew_after_so_many_steps(house: House) -> None:
    version = 0
    while version < documents.SNAPSHOT_EVERY:
        version = draft(house, version=version, steps=[insertion(1, "a")] * 70)["version"]
    row = house.row()
    assert (row.version, row.doc_version) == (210, 210)
    assert row.doc == house.document().json()
    again = receive(load(JournalEntry.objects.get(action="text.import").facts["doc"], 0), 0, _steps(house))
    assert isinstance(again, Accepted)
    assert again.document.json() == row.doc


def _steps(house: House) -> list[Any]:
    return [step.step for step in Step.objects.filter(text=house.text).order_by("version")]
