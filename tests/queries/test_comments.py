"""Who reads which comments, and where they stand by now."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import comments as acts
from communique.actions import texts
from communique.queries import comments
from tests.house import House, insertion

SECRET = "our red line is here"
EVERYBODY = ("chair", "pen", "clerk", "la-head", "la-adviser", "sg-head", "nz-observer")


def say(house: House, who: str, on: str, **more: Any) -> int:
    start = house.place(on)
    place = {"text": house.text, "version": house.row().version, "start": start, "end": start + len(on)}
    comment: int = house.act(acts.make, who, **{**place, "words": "What does it mean?", **more})["comment"]
    return comment


def read(house: House, who: str) -> dict[str, Any]:
    found = comments.comments_for(house.audience(who), house.text)
    assert found is not None
    return found


def threads(house: House, who: str, kind: str = "threads") -> list[dict[str, Any]]:
    return [thread for group in read(house, who)["groups"] for thread in group[kind]]


def test_what_is_said_to_all_is_read_by_all_who_read_the_text(house: House) -> None:
    made = say(house, "sg-head", "outbreaks")
    for who in EVERYBODY:
        (thread,) = threads(house, who)
        assert (thread["id"], thread["quote"]) == (made, "outbreaks")
        assert thread["said"][0]["by"]["code"] == "SG"
        assert thread["said"][0]["person"] == "", "a delegation speaks, not a person"
    for who in ("public", "nobody", "operator", "som-my-head"):
        assert comments.comments_for(house.audience(who), house.text) is None


def test_what_is_said_inside_leaves_others_neither_a_word_nor_a_number(house: House) -> None:
    before = {who: json.dumps(read(house, who), default=str) for who in EVERYBODY}
    made = say(house, "la-head", "outbreaks", words=SECRET, inside=True)
    for who in EVERYBODY:
        if who.startswith("la-"):
            (thread,) = threads(house, who)
            assert (thread["said"][0]["words"], thread["said"][0]["person"]) == (SECRET, "Head Bounmy")
            assert comments.place_of(house.audience(who), made) is not None
        else:
            assert json.dumps(read(house, who), default=str) == before[who]
            assert comments.place_of(house.audience(who), made) is None


def test_an_answer_inside_to_what_was_said_to_all_is_read_inside(house: House) -> None:
    first = say(house, "sg-head", "outbreaks")
    before = {who: json.dumps(read(house, who), default=str) for who in EVERYBODY}
    say(house, "la-adviser", "outbreaks", words=SECRET, inside=True, answers=first)
    for who in EVERYBODY:
        if who.startswith("la-"):
            assert [one["words"] for one in threads(house, who)[0]["said"]] == ["What does it mean?", SECRET]
        else:
            assert json.dumps(read(house, who), default=str) == before[who]


@pytest.mark.django_db
def test_an_observer_where_it_isnt_admitted_to_drafts_reads_no_comment() -> None:
    house = House.founded(observers_read_drafts=False)
    say(house, "sg-head", "outbreaks")
    assert comments.comments_for(house.audience("nz-observer"), house.text) is None


def test_they_stand_by_paragraph_in_the_order_of_the_text(house: House) -> None:
    say(house, "sg-head", "next meeting")
    say(house, "sg-head", "outbreaks")
    groups = read(house, "chair")["groups"]
    assert [group["label"] for group in groups] == ["1", "4"]
    assert [group["threads"][0]["quote"] for group in groups] == ["outbreaks", "next meeting"]


def test_they_follow_the_pen(house: House) -> None:
    say(house, "sg-head", "outbreaks")
    house.type(" very early", after="share [all]")
    (thread,) = threads(house, "chair")
    assert (thread["start"], thread["end"]) == (
        house.place("outbreaks"),
        house.place("outbreaks") + len("outbreaks"),
    )
    assert not thread["lost"]


def test_when_the_words_are_gone_the_quote_stays(house: House) -> None:
    say(house, "sg-head", "outbreaks")
    start = house.place("outbreaks")
    step = insertion(start, "", to=start + len("outbreaks"))
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[step], client="pen")
    (thread,) = threads(house, "chair")
    assert (thread["lost"], thread["quote"]) == (True, "outbreaks")
    assert thread["paragraph"] == house.paragraph("We agreed to share")[0]


def test_when_the_paragraph_is_gone_the_comment_stands_last(house: House) -> None:
    paragraph, words = house.paragraph("We agreed to share")
    house.act(acts.make, "sg-head", text=house.text, paragraph=paragraph, words="Keep it.")
    say(house, "sg-head", "next meeting")
    found = house.document().block(paragraph)
    assert found is not None
    step = insertion(found[0], "", to=found[0] + len(words) + 2)
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[step], client="pen")
    groups = read(house, "chair")["groups"]
    assert [group["paragraph"] for group in groups][-1] == ""
    assert groups[-1]["threads"][0]["lost"]


def test_resolved_ones_fold_away_with_their_number(house: House) -> None:
    made = say(house, "sg-head", "outbreaks")
    say(house, "sg-head", "share")
    house.act(acts.resolve, "chair", comment=made)
    found = read(house, "la-head")
    assert (found["open"], found["resolved"]) == (1, 1)
    assert [one["id"] for one in threads(house, "la-head", "done")] == [made]


def test_each_is_offered_what_it_may_do(house: House) -> None:
    say(house, "sg-head", "outbreaks")
    say(house, "pen", "share")
    offered = {who: [thread["may"] for thread in threads(house, who)] for who in EVERYBODY}
    yes, no = True, False
    assert [(one["answer"], one["inside"], one["resolve"]) for one in offered["sg-head"]] == [
        (yes, yes, yes),
        (yes, yes, no),
    ]
    assert [(one["answer"], one["inside"], one["resolve"]) for one in offered["chair"]] == [(yes, no, yes)] * 2
    assert [(one["answer"], one["inside"], one["resolve"]) for one in offered["clerk"]] == [
        (yes, no, no),
        (yes, no, yes),
    ]
    assert [(one["answer"], one["inside"], one["resolve"]) for one in offered["nz-observer"]] == [(no, no, no)] * 2
    assert [read(house, who)["may"]["make"] for who in ("sg-head", "nz-observer")] == [True, False]
    assert [read(house, who)["may"]["inside"] for who in ("la-adviser", "chair")] == [True, False]


def test_many_are_read_with_as_many_questions_as_one(house: House) -> None:
    say(house, "sg-head", "outbreaks")

    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            read(house, "la-head")
        return len(questions)

    one = asked()
    for words in ("share", "all", "next meeting", "reserve", "information"):
        made = say(house, "la-head", words, inside=True)
        say(house, "la-adviser", words, answers=made)
    assert asked() == one
