"""The newest version in memory, and amendments carried to it, are what a replay from scratch gives."""

from __future__ import annotations

import random
from typing import Any

import pytest

from communique.actions import texts
from communique.domain.texts import amendments
from communique.domain.texts.authority import Accepted, Document, load, maps_of, receive
from communique.domain.texts.document import blocks, plain_text
from communique.records import documents
from communique.records.models import Amendment, Draft, Seat, Step, Text
from tests.house import House, insertion, together

WORDS = ["peace ", "ປະຊາຊົນ ", "😀 ", "[", "]", "and ", "e\u0301 ", "x"]


def from_scratch(house: House) -> Document:
    row = house.row()
    steps = [one.step for one in Step.objects.filter(text=row).order_by("version")]
    start = load(row.doc, row.doc_version)
    if not steps[row.doc_version :]:
        return start
    outcome = receive(start, row.doc_version, steps[row.doc_version :], limit=len(steps))
    assert isinstance(outcome, Accepted)
    return outcome.document


def some_steps(house: House, chance: random.Random) -> list[dict[str, Any]]:
    """One or two changes inside paragraphs, the later place first; never in the middle of an emoji."""
    steps = []
    taken = chance.sample(list(blocks(house.document().json())), 2)
    for block in taken:
        found = house.document().block(block["attrs"]["id"])
        assert found is not None
        words = plain_text(block)
        start = chance.randint(0, len(words))
        end = min(len(words), start + chance.choice([0, 0, 1, 4]))
        place, until = (found[0] + 1 + len(words[:at].encode("utf-16-le")) // 2 for at in (start, end))
        put_in = chance.choice(WORDS) if start == end else chance.choice([*WORDS, ""])
        steps.append(insertion(place, put_in, to=until))
    return sorted(steps, key=lambda step: -step["from"])[: chance.randint(1, 2)]


@pytest.mark.parametrize("seed", range(4))
def test_after_random_steps_memory_holds_what_a_replay_gives(house: House, seed: int) -> None:
    chance = random.Random(seed)
    for old, new in (("reserve", "store"), ("all", "any"), ("our next", "the 54th"), ("welcomed", "commended")):
        house.table("la-head", old, new)
    for _ in range(25):
        row = house.row()
        steps = some_steps(house, chance)
        house.act(texts.draft, "pen", text=row.pk, version=row.version, steps=steps, client="pen")
        if chance.random() < 0.2:
            documents.forget_all()
        if chance.random() < 0.5:
            documents.carried(house.row(), list(Amendment.objects.all()))
        assert house.document().json() == from_scratch(house).json()
        assert house.document().version == house.row().version
    rows = list(Amendment.objects.order_by("number"))
    carried = documents.carried(house.row(), rows)
    maps = maps_of([one.step for one in Step.objects.order_by("version")])
    for amendment in rows:
        hunks = documents.hunks_of(amendment.hunks)
        assert carried[amendment.pk] == amendments.carry(hunks, maps[amendment.base_version :])


@pytest.mark.parametrize("seed", range(2))
def test_a_paragraph_was_touched_since_a_version_when_its_words_changed(house: House, seed: int) -> None:
    chance = random.Random(seed)
    said: list[dict[str, str]] = []
    for _ in range(15):
        said.append({block["attrs"]["id"]: plain_text(block) for block in blocks(house.document().json())})
        row = house.row()
        house.act(texts.draft, "pen", text=row.pk, version=row.version, steps=some_steps(house, chance)[:1], client="p")
    now = {block["attrs"]["id"]: plain_text(block) for block in blocks(house.document().json())}
    for version, then in enumerate(said):
        for paragraph, words in then.items():
            touched = documents.touched_since(house.text, version, paragraph)
            assert touched or words == now[paragraph]
            if touched:
                assert any(
                    earlier[paragraph] != later[paragraph]
                    for earlier, later in zip(said[version:], [*said[version + 1 :], now], strict=True)
                )


def test_steps_taken_together_touch_their_paragraphs_from_the_version_before_them(house: House) -> None:
    paragraph, _ = house.paragraph("outbreaks")
    place = house.place("outbreaks")
    steps = [insertion(place, "new "), insertion(1, "The ")]
    house.act(texts.draft, "pen", text=house.text, version=0, steps=steps, client="pen")
    assert documents.touched_since(house.text, 0, paragraph)
    assert not documents.touched_since(house.text, 2, paragraph)


def test_hunks_are_kept_without_loss(house: House) -> None:
    house.table("la-head", "[without delay]", "within a day 😀")
    row = Amendment.objects.get()
    hunks = documents.hunks_of(row.hunks)
    assert documents.hunks_to_json(hunks) == row.hunks
    assert "".join(word for hunk in hunks for word in documents.words_of(hunk.insert)).strip() == "within a day 😀"


def test_a_reader_that_holds_an_older_row_gets_the_document_of_that_row(house: House) -> None:
    before, words = house.row(), house.words()
    house.type("Dear ", after="We, the ")
    newest = house.words()
    assert plain_text(documents.newest(before).json()) == words
    assert house.words() == newest, "what was looked up doesn't push the newest out"


def test_amendments_are_carried_for_a_reader_that_holds_an_older_row(house: House) -> None:
    house.table("la-head", "reserve", "store")
    before, rows = house.row(), list(Amendment.objects.all())
    start = documents.carried(before, rows)
    house.type("Dear ", after="We, the ")
    assert documents.carried(house.row(), rows) != start
    assert documents.carried(before, rows) == start


def draft(house: House, *asked: dict[str, Any], **more: Any) -> Draft:
    """A delegation's draft at the newest version, of which the room doesn't know."""
    row, seat = house.row(), Seat.objects.get(pk=house.seats["la-head"])
    stored = amendments.to_json(amendments.draw_up(house.document(), list(asked)))
    times = {"made_at": row.imported_at, "changed_at": row.imported_at}
    given = {"text": row, "party_id": seat.party_id, "seat": seat, "base_version": row.version}
    return Draft.objects.create(**given, **stored, **times, **more)


def test_whole_paragraphs_are_carried_and_lost_as_long_as_they_are_gone(house: House) -> None:
    paragraph, words = house.paragraph("outbreaks")
    place = house.place(words) - 1
    row = draft(house, {"kind": "delete", "paragraph": paragraph})
    state = documents.carried(house.row(), [row])[row.pk]
    assert (state.lost, state.proposal) == (False, documents.proposal_of(row))
    house.type("Dear ", after="We, the ")
    (moved,) = documents.carried(house.row(), [row])[row.pk].operations
    assert (moved.start, moved.end) == (place + 5, place + 5 + units(words) + 2)
    block = house.document().block(paragraph)
    assert block is not None
    step = {"stepType": "replace", "from": moved.start, "to": moved.end}
    house.act(texts.draft, "pen", text=house.text, version=house.row().version, steps=[step], client="pen")
    assert documents.carried(house.row(), [row])[row.pk].lost
    back = {"stepType": "replace", "from": 0, "to": 0, "slice": {"content": [block[1]]}}
    house.act(texts.draft, "pen", text=house.text, version=house.row().version, steps=[back], client="pen")
    assert not documents.carried(house.row(), [row])[row.pk].lost
    documents.forget_all()
    assert not documents.carried(house.row(), [row])[row.pk].lost


def test_a_draft_and_an_amendment_with_one_id_are_carried_apart(house: House) -> None:
    house.table("la-head", "reserve", "store")
    amendment = Amendment.objects.get()
    paragraph, _ = house.paragraph("outbreaks")
    own = draft(house, {"kind": "delete", "paragraph": paragraph}, pk=amendment.pk)
    first = documents.carried(house.row(), [amendment])
    assert documents.carried(house.row(), [own])[own.pk].operations
    assert documents.carried(house.row(), [amendment]) == first


def test_a_draft_that_was_changed_is_carried_as_it_is_now(house: House) -> None:
    paragraph, _ = house.paragraph("outbreaks")
    own = draft(house, {"kind": "delete", "paragraph": paragraph})
    assert documents.carried(house.row(), [own])[own.pk].operations[0].kind == "delete"
    other = amendments.draw_up(house.document(), [{"kind": "merge", "paragraph": paragraph}])
    own.operations = amendments.to_json(other)["operations"]
    assert documents.carried(house.row(), [own])[own.pk].operations[0].kind == "merge"


def units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def test_steps_that_another_process_stored_are_fetched(house: House) -> None:
    house.type("Dear ", after="We, the ")
    newest = house.words()
    documents.forget_all()
    documents.newest(Text(pk=house.text, version=0, doc=house.row().doc, doc_version=0))
    assert house.words() == newest


def test_only_so_many_texts_stay_in_memory(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "KEPT", 2)
    made = [house.bring("# S\n\nWe.\n", item=house.add_item(str(number), "S")) for number in range(2, 6)]
    for text in (house.text, *made, house.text):
        documents.newest(Text.objects.get(pk=text))
    assert len(documents._kept) <= 2
    assert documents.carried(house.row(), []) == {}


def test_stored_steps_that_lead_nowhere_are_said_so(house: House) -> None:
    house.type("Dear ", after="We, the ")
    Step.objects.filter(text=house.text).update(step=insertion(10**6, "x"))
    documents.forget_all()
    with pytest.raises(RuntimeError, match="don't lead to version 1"):
        house.document()


@pytest.mark.django_db(transaction=True)
def test_several_readers_at_once_read_the_same(house: House) -> None:
    house.table("la-head", "reserve", "store")
    for word in ("Dear ", "Honourable ", "Excellent "):
        house.type(word, after="We, the ")
    row, rows = house.row(), list(Amendment.objects.all())
    expected = (from_scratch(house).json(), documents.carried(row, rows))
    documents.forget_all()

    def reading() -> Any:
        for _ in range(5):
            found = (documents.newest(row).json(), documents.carried(row, rows))
            documents.forget_all()
            assert found == expected
        return "same"

    assert together(reading, reading, reading) == ["same"] * 3
