"""Drafts inside a delegation: written, changed, cleared, tabled, dropped."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import amendments, drafts, texts
from communique.domain import journal
from communique.records import documents, sealed
from communique.records.models import Amendment, Draft, JournalEntry, Party, Position, RoomEvent
from tests.actions.refusals import denied, refused
from tests.house import House, insertion, saying


def changes(house: House, old: str = "next", new: str = "54th") -> list[dict[str, Any]]:
    paragraph, words = house.paragraph(old)
    return [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace(old, new, 1))}]


def write(house: House, who: str = "la-adviser", **more: Any) -> int:
    given = {
        "text": house.text,
        "version": house.row().version,
        "changes": changes(house),
        "reason": "It has a number.",
    }
    made: int = house.act(drafts.write, who, **{**given, **more})["draft"]
    return made


def row(draft: int) -> Draft:
    return Draft.objects.get(pk=draft)


def cleared(house: House, **more: Any) -> int:
    draft = write(house, **more)
    house.act(drafts.clear, "la-head", draft=draft)
    return draft


def test_an_adviser_writes_what_it_may_not_table(house: House) -> None:
    draft = row(write(house))
    assert (draft.state, draft.party.code, draft.reason) == ("draft", "LA", "It has a number.")
    assert (draft.hunks[0]["deleted"], draft.base_version) == ("next", 0)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("who", ["chair", "pen", "clerk", "nz-observer"])
def test_who_sits_in_no_delegation_drafts_nothing(house: House, who: str) -> None:
    with denied("only_a_delegation"):
        write(house, who)


def test_it_is_sealed_in_the_journal_and_announced_to_its_delegation_alone(house: House) -> None:
    before = house.room().version
    draft = row(write(house))
    entry = JournalEntry.objects.filter(room=house.room()).order_by("number").last()
    assert entry is not None
    assert set(entry.facts) == {"text", "draft", "sealed"}
    seal = Party.objects.get(body=house.body, code="LA").seal
    assert entry.facts["sealed"] == journal.sealed(seal, sealed.content_of(draft))
    events = RoomEvent.objects.filter(room=house.room(), version__gt=before)
    assert [one.data for one in events] == [{"target": f"delegation:{house.text}", "for": ["LA"]}]


def test_a_change_takes_the_clearance_away(house: House) -> None:
    draft = cleared(house)
    assert (row(draft).state, row(draft).cleared_by_id) == ("cleared", house.seats["la-head"])
    house.act(drafts.change, "la-adviser", draft=draft, version=0, changes=changes(house, "next", "coming"))
    assert (row(draft).state, row(draft).cleared_by_id, row(draft).cleared_at) == ("draft", None, None)
    with refused("draft_not_cleared"):
        house.act(drafts.table, "la-head", draft=draft)


def test_an_adviser_neither_clears_nor_tables(house: House) -> None:
    draft = write(house)
    for action in (drafts.clear, drafts.table):
        with denied("only_who_binds_a_member"):
            house.act(action, "la-adviser", draft=draft)


def test_another_delegation_touches_nothing_of_it(house: House) -> None:
    draft = cleared(house)
    for action in (drafts.clear, drafts.table, drafts.drop):
        with denied("only_who_tabled_it"):
            house.act(action, "sg-head", draft=draft)
    with denied("only_who_tabled_it"):
        house.act(drafts.change, "sg-head", draft=draft, version=0, changes=changes(house))


def test_what_is_tabled_is_an_amendment_like_any_other(house: House) -> None:
    draft = cleared(house)
    house.type(" early", after="share [all]")
    made = house.act(drafts.table, "la-delegate", draft=draft)
    amendment = Amendment.objects.get(pk=made["amendment"])
    assert (amendment.number, amendment.party.code, amendment.reason) == (1, "LA", "It has a number.")
    assert amendment.base_version == house.row().version
    assert (row(draft).state, row(draft).amendment_id) == ("tabled", amendment.pk)
    assert [(one.party.code, one.stance) for one in Position.objects.all()] == [("LA", "support")]
    accepted = house.act(amendments.accept, "chair", amendment=amendment.pk)
    assert accepted["state"] == "accepted"
    assert "our 54th meeting" in house.words()


def test_tabled_it_stands_openly_in_the_journal(house: House) -> None:
    house.act(drafts.table, "la-head", draft=cleared(house))
    entry = JournalEntry.objects.filter(room=house.room()).order_by("number").last()
    assert entry is not None
    assert (entry.action, entry.facts["number"], entry.facts["reason"]) == ("draft.table", 1, "It has a number.")
    assert "sealed" not in entry.facts


def test_a_draft_whose_words_are_gone_isnt_tabled(house: House) -> None:
    draft = cleared(house)
    at = house.place("next meeting")
    step = insertion(at, "", to=at + len("next meeting"))
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[step], client="pen")
    with refused("draft_is_lost"):
        house.act(drafts.table, "la-head", draft=draft)
    assert documents.carried(house.row(), [row(draft)])[draft].lost


def test_on_a_paragraph_that_the_pen_changed_meanwhile(house: House) -> None:
    given = {"version": house.row().version, "changes": changes(house)}
    house.type(" very", after="our next")
    with refused("paragraph_moved_on"):
        write(house, **given)


def test_it_can_be_about_a_proposal_as_long_as_that_is_tabled(house: House) -> None:
    first, second = house.table("sg-head", "next", "coming"), house.table("sg-head", "outbreaks", "epidemics")
    house.act(drafts.table, "la-head", draft=cleared(house, amends=first))
    made = Amendment.objects.get(amends=first)
    assert made.party.code == "LA"
    draft = cleared(house, amends=second, changes=changes(house, "outbreaks", "diseases"))
    house.act(amendments.withdraw, "sg-head", amendment=second)
    with refused("amendment_is_over"):
        house.act(drafts.table, "la-head", draft=draft)
    with refused("amendment_is_over"):
        write(house, amends=second)
    with refused("no_such_amendment"):
        write(house, amends=2**40)


def test_what_is_over_is_over(house: House) -> None:
    dropped, tabled = write(house), cleared(house)
    house.act(drafts.drop, "la-adviser", draft=dropped)
    house.act(drafts.table, "la-head", draft=tabled)
    for draft in (dropped, tabled):
        for action in (drafts.clear, drafts.table, drafts.drop):
            with refused("draft_is_over"):
                house.act(action, "la-head", draft=draft)
        with refused("draft_is_over"):
            house.act(drafts.change, "la-head", draft=draft, version=house.row().version, changes=changes(house))


def test_while_the_text_is_before_the_meeting_nothing_is_drafted_or_tabled(house: House) -> None:
    draft = cleared(house)
    house.put(seconds=60)
    with refused("text_is_question"):
        write(house)
    with refused("text_is_question"):
        house.act(drafts.table, "la-head", draft=draft)


def test_changes_that_dont_hold_are_refused(house: House) -> None:
    with refused("no_change"):
        write(house, changes=[])
    with refused("malformed_changes"):
        write(house, changes=[{"kind": "explode"}])
    with refused("reason_too_long"):
        write(house, reason="x" * 2001)
    with refused("unknown_version"):
        write(house, version=99)
