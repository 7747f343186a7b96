"""Comments on words of a text: who says something, where it stands, and who finds it dealt with."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import comments, decisions, texts
from communique.domain import journal
from communique.records import sealed
from communique.records.models import Comment, JournalEntry, Party, RoomEvent
from tests.actions.refusals import denied, refused
from tests.house import House, insertion


def on(house: House, words: str, **more: Any) -> dict[str, Any]:
    """The place of words, as a browser gives it."""
    start = house.place(words)
    place = {"text": house.text, "version": house.row().version, "start": start, "end": start + len(words)}
    return place | {"words": "What does it mean?"} | more


def say(house: House, who: str, words: str, **more: Any) -> Comment:
    return Comment.objects.get(pk=house.act(comments.make, who, **on(house, words, **more))["comment"])


def entry(house: House) -> JournalEntry:
    found = JournalEntry.objects.filter(room=house.room()).order_by("number").last()
    assert found is not None
    return found


def test_the_quote_is_the_documents_whatever_the_browser_says(house: House) -> None:
    row = say(house, "sg-head", "outbreaks", paragraph=house.paragraph("next meeting")[0])
    assert (row.quote, row.paragraph) == ("outbreaks", house.paragraph("outbreaks")[0])
    assert (row.party.code if row.party else "", row.inside) == ("SG", False)


def test_it_stands_at_its_words_though_the_pen_was_faster(house: House) -> None:
    given = on(house, "outbreaks")
    house.type(" very early and in full", after="share [all]")
    row = Comment.objects.get(pk=house.act(comments.make, "sg-head", **given)["comment"])
    assert (row.quote, row.start) == ("outbreaks", house.place("outbreaks"))
    assert row.base_version == house.row().version


def test_on_words_that_were_just_taken_out_nothing_is_said(house: House) -> None:
    given = on(house, "outbreaks")
    step = insertion(given["start"], "", to=given["end"])
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[step], client="pen")
    with refused("words_are_gone"):
        house.act(comments.make, "sg-head", **given)


def test_on_a_whole_paragraph(house: House) -> None:
    paragraph, _ = house.paragraph("next meeting")
    made = house.act(comments.make, "chair", text=house.text, paragraph=paragraph, words="Where?")
    row = Comment.objects.get(pk=made["comment"])
    assert (row.paragraph, row.quote, row.start, row.end, row.party) == (paragraph, "", 0, 0, None)


def test_positions_that_are_none_are_refused(house: House) -> None:
    for more in ({"version": 99}, {"version": -1}, {"version": True}, {"start": 1.5}):
        with refused("unknown_version"):
            house.act(comments.make, "sg-head", **on(house, "outbreaks", **more))
    for more in ({"start": 40, "end": 30}, {"start": 0, "end": 500}, {"start": 10**9, "end": 10**9 + 1}):
        with refused("no_words_there"):
            house.act(comments.make, "sg-head", **on(house, "outbreaks", **more))


def test_a_paragraph_that_isnt_in_the_text(house: House) -> None:
    for more in ({}, {"start": 0, "end": 0}):
        with refused("no_such_paragraph"):
            house.act(comments.make, "sg-head", **on(house, "outbreaks", paragraph="aaaaaaaaaa", **more))


def test_observers_read_and_say_nothing(house: House) -> None:
    with denied("only_who_negotiates"):
        house.act(comments.make, "nz-observer", **on(house, "outbreaks"))


@pytest.mark.parametrize("who", ["chair", "pen", "clerk"])
def test_who_sits_in_no_delegation_has_no_inside(house: House, who: str) -> None:
    with denied("only_a_delegation"):
        house.act(comments.make, who, **on(house, "outbreaks", inside=True))


def test_while_the_text_is_before_the_meeting_it_can_be_talked_about_and_after_adoption_no_more(house: House) -> None:
    question = house.put(seconds=60)
    say(house, "la-head", "outbreaks", inside=True)
    house.act(decisions.withdraw, "chair", question=question)
    house.adopt()
    with refused("text_is_adopted"):
        house.act(comments.make, "la-head", **on(house, "outbreaks"))


def test_what_is_said_to_all_stands_openly_in_the_journal(house: House) -> None:
    row = say(house, "sg-head", "outbreaks")
    said = entry(house)
    assert said.facts["words"] == "What does it mean?"
    assert said.facts["quote"] == "outbreaks"
    assert "sealed" not in said.facts
    assert row.words == said.facts["words"]


def test_what_is_said_inside_is_sealed_in_the_journal_and_announced_to_its_delegation_alone(house: House) -> None:
    row = say(house, "la-adviser", "outbreaks", inside=True)
    said = entry(house)
    assert set(said.facts) == {"text", "comment", "sealed"}
    seal = Party.objects.get(body=house.body, code="LA").seal
    assert said.facts["sealed"] == journal.sealed(seal, sealed.content_of(row))
    assert said.facts["sealed"] != journal.sealed(seal, sealed.content_of(row) | {"words": "What does it mean"})
    events = RoomEvent.objects.filter(room=house.room(), data__has_key="for").order_by("version")
    assert [one.data for one in events] == [
        {"target": f"{kind}:{house.text}", "for": ["LA"]} for kind in ("comments", "delegation")
    ]


def test_an_answer_stands_where_its_comment_does(house: House) -> None:
    first = say(house, "sg-head", "outbreaks")
    second = say(house, "la-head", "outbreaks", answers=first.pk, start=0, end=0)
    third = say(house, "chair", "outbreaks", answers=second.pk)
    for row in (second, third):
        assert (row.answers_id, row.start, row.paragraph) == (first.pk, first.start, first.paragraph)
    assert not second.inside


def test_what_answers_inside_stays_inside(house: House) -> None:
    first = say(house, "la-head", "outbreaks", inside=True)
    assert say(house, "la-adviser", "outbreaks", answers=first.pk, inside=False).inside
    open_one = say(house, "sg-head", "outbreaks")
    assert say(house, "la-adviser", "outbreaks", answers=open_one.pk, inside=True).inside


@pytest.mark.parametrize("who", ["sg-head", "chair", "pen", "clerk"])
def test_to_others_what_is_inside_is_not_there(house: House, who: str) -> None:
    first = say(house, "la-head", "outbreaks", inside=True)
    with refused("not_found", what="comment"):
        house.act(comments.make, who, **on(house, "outbreaks", answers=first.pk))
    with refused("not_found", what="comment"):
        house.act(comments.resolve, who, comment=first.pk)


def test_an_answer_belongs_to_a_comment_on_the_same_text(house: House) -> None:
    with refused("not_found", what="comment"):
        house.act(comments.make, "sg-head", **on(house, "outbreaks", answers=2**40))


def test_its_delegation_resolves_it_and_opens_it_again(house: House) -> None:
    row = say(house, "la-head", "outbreaks")
    house.act(comments.resolve, "la-adviser", comment=row.pk)
    row.refresh_from_db()
    assert (row.resolved_at is not None, row.resolved_by_id) == (True, house.seats["la-adviser"])
    with refused("comment_is_resolved"):
        house.act(comments.resolve, "la-head", comment=row.pk)
    with refused("comment_is_resolved"):
        house.act(comments.make, "sg-head", **on(house, "outbreaks", answers=row.pk))
    house.act(comments.resolve, "la-head", comment=row.pk, resolved=False)
    row.refresh_from_db()
    assert (row.resolved_at, row.resolved_by) == (None, None)
    with refused("comment_is_open"):
        house.act(comments.resolve, "la-head", comment=row.pk, resolved=False)


def test_the_chair_resolves_what_was_said_to_all_and_nobody_elses_delegation_does(house: House) -> None:
    row = say(house, "la-head", "outbreaks")
    for who in ("sg-head", "pen", "clerk"):
        with denied("only_who_wrote_it"):
            house.act(comments.resolve, who, comment=row.pk)
    house.act(comments.resolve, "chair", comment=row.pk)


def test_the_secretariat_resolves_its_own(house: House) -> None:
    row = say(house, "pen", "outbreaks")
    with denied("only_who_wrote_it"):
        house.act(comments.resolve, "la-head", comment=row.pk)
    house.act(comments.resolve, "clerk", comment=row.pk)


def test_the_chairs_own_member_is_another_than_the_chair(house: House) -> None:
    row = say(house, "chair", "outbreaks")
    with denied("only_who_wrote_it"):
        house.act(comments.resolve, "vn-head", comment=row.pk)


def test_an_answer_alone_is_not_resolved(house: House) -> None:
    first = say(house, "sg-head", "outbreaks")
    second = say(house, "la-head", "outbreaks", answers=first.pk)
    with refused("not_found", what="comment"):
        house.act(comments.resolve, "la-head", comment=second.pk)
