"""What a delegation has to itself on a text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import amendments, drafts, instructions, texts
from communique.queries import delegations
from tests.house import House, insertion, saying


def write(house: House, who: str, old: str, new: str = "anything", **more: Any) -> int:
    paragraph, words = house.paragraph(old)
    changes = [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace(old, new, 1))}]
    given = {"text": house.text, "version": house.row().version, "changes": changes}
    draft: int = house.act(drafts.write, who, **{**given, **more})["draft"]
    return draft


def room(house: House, who: str) -> dict[str, Any]:
    found = delegations.room_for(house.audience(who), house.text)
    assert found is not None
    return found


def own(house: House, who: str) -> list[dict[str, Any]]:
    return [one for group in room(house, who)["groups"] for one in group["drafts"]]


@pytest.mark.parametrize("who", ["chair", "pen", "clerk", "nz-observer", "som-my-head", "nobody", "operator", "public"])
def test_who_sits_in_no_delegation_of_the_body_has_none(house: House, who: str) -> None:
    write(house, "la-head", "next")
    assert delegations.room_for(house.audience(who), house.text) is None
    assert delegations.place_on(house.audience(who), house.text) is None


def test_each_delegation_has_its_own_rows_and_nothing_of_the_others(house: House) -> None:
    before = json.dumps(room(house, "sg-head"), default=str)
    draft = write(house, "la-adviser", "next", "54th")
    told = house.act(instructions.give, "la-head", text=house.text, words="Hold.")["instruction"]
    assert json.dumps(room(house, "sg-head"), default=str) == before
    for who in ("la-head", "la-adviser"):
        (one,) = own(house, who)
        assert (one["id"], one["changes"][0]["inserted"], one["by"]) == (draft, "54th", "Adviser Noy")
        assert delegations.draft_place(house.audience(who), draft) == (house.room().pk, house.text)
        assert delegations.instruction_place(house.audience(who), told) == (house.room().pk, house.text)
    for who in ("sg-head", "chair", "public"):
        assert delegations.draft_place(house.audience(who), draft) is None
        assert delegations.instruction_place(house.audience(who), told) is None


def test_the_same_code_at_another_table_is_another_delegation(house: House) -> None:
    write(house, "my-head", "next")
    assert delegations.room_for(house.audience("som-my-head"), house.text) is None


def test_they_stand_by_paragraph_in_the_order_of_the_text_and_what_is_about_all_of_it_first(house: House) -> None:
    write(house, "la-head", "next")
    write(house, "la-head", "outbreaks")
    house.act(instructions.give, "la-head", text=house.text, words="Hold.")
    groups = room(house, "la-head")["groups"]
    assert [(one["whole"], one["label"]) for one in groups] == [(True, ""), (False, "1"), (False, "4")]


def test_a_draft_says_when_its_words_are_gone(house: House) -> None:
    draft = write(house, "la-head", "next")
    at = house.place("next")
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[insertion(at, "", to=at + 4)], client="pen")
    (one,) = own(house, "la-head")
    assert one["lost"]
    assert not (one["may"]["clear"] or one["may"]["table"] or one["may"]["change"]) and one["may"]["drop"]
    house.act(drafts.clear, "la-head", draft=draft)
    (one,) = own(house, "la-head")
    assert not one["may"]["table"]


def test_each_is_offered_what_it_may_do_next(house: House) -> None:
    draft = write(house, "la-adviser", "next")
    offered = {who: own(house, who)[0]["may"] for who in ("la-head", "la-adviser")}
    assert [name for name, may in offered["la-head"].items() if may] == ["clear", "change", "drop"]
    assert [name for name, may in offered["la-adviser"].items() if may] == ["change", "drop"]
    house.act(drafts.clear, "la-delegate", draft=draft)
    (one,) = own(house, "la-head")
    assert [name for name, may in one["may"].items() if may] == ["table", "change", "drop"]
    assert one["cleared_by"] == "Delegate Souk"


def test_a_draft_that_does_more_than_change_one_paragraphs_words_isnt_taken_up_again(house: House) -> None:
    paragraph = house.paragraph("outbreaks")[0]
    given = {"text": house.text, "version": 0, "changes": [{"kind": "delete", "paragraph": paragraph}]}
    draft = house.act(drafts.write, "la-adviser", **given)["draft"]
    may = own(house, "la-adviser")[0]["may"]
    assert (may["change"], may["rewrite"]) == (False, True)
    assert delegations.draft_for(house.audience("la-adviser"), draft) is None


def test_what_was_tabled_or_dropped_is_kept_apart(house: House) -> None:
    dropped, tabled = write(house, "la-head", "next"), write(house, "la-head", "outbreaks")
    house.act(drafts.drop, "la-head", draft=dropped)
    house.act(drafts.clear, "la-head", draft=tabled)
    house.act(drafts.table, "la-head", draft=tabled)
    found = room(house, "la-head")
    assert found["groups"] == []
    assert [(one["id"], one["number"]) for one in found["over"]] == [(dropped, None), (tabled, 1)]


def test_what_awaits_a_position_is_what_others_proposed_and_one_hasnt_answered(house: House) -> None:
    first = house.table("sg-head", "all", "any")
    second = house.table("my-head", "next", "coming")
    house.table("la-head", "outbreaks", "epidemics")
    assert [one["id"] for one in room(house, "la-head")["awaiting"]] == [first, second]
    house.act(amendments.take_position, "la-head", amendment=first, stance="reserve")
    house.act(amendments.withdraw, "my-head", amendment=second)
    assert room(house, "la-head")["awaiting"] == []


def test_a_paragraph_is_found_by_the_number_that_is_printed(house: House) -> None:
    head = house.audience("la-head")
    for said in ("2", "2.", " 2 "):
        assert delegations.paragraph_called(head, house.text, said) == house.paragraph("open the regional")[0]
    assert delegations.paragraph_called(head, house.text, "77") is None
    assert delegations.paragraph_called(head, house.text, "") is None
    assert delegations.paragraph_called(house.audience("chair"), house.text, "2") is None


def test_many_are_read_with_as_many_questions_as_one(house: House) -> None:
    write(house, "la-head", "next")
    house.table("sg-head", "all", "any")
    house.act(instructions.give, "la-head", text=house.text, words="Hold.")

    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            room(house, "la-head")
        return len(questions)

    one = asked()
    for words in ("outbreaks", "share", "reserve", "workers"):
        write(house, "la-adviser", words)
        house.table("sg-head", words, "X")
        house.act(instructions.give, "la-adviser", text=house.text, words="Hold.")
    assert asked() == one


def test_a_draft_is_written_on_in_its_own_words_as_the_text_reads_now(house: House) -> None:
    draft = write(house, "la-head", "next", "54th", reason="So.")
    house.type(" very", after="our next meeting"[:3])
    found = delegations.draft_for(house.audience("la-adviser"), draft)
    assert found is not None
    assert found["paragraph"] == house.paragraph("next meeting")[0]
    assert [one["text"] for one in found["content"]] == ["We looked forward to our very 54th meeting."]
    assert found["reason"] == "So."
    for who in ("sg-head", "chair", "pen", "public"):
        assert delegations.draft_for(house.audience(who), draft) is None
    house.act(drafts.drop, "la-head", draft=draft)
    assert delegations.draft_for(house.audience("la-head"), draft) is None
