"""Reading a text paragraph by paragraph."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communique.actions import amendments, meetings, readings, texts
from communique.domain.errors import Refused
from communique.domain.texts import amendments as proposals
from communique.records import documents
from communique.records.models import (
    Amendment,
    Confirmation,
    Count,
    JournalEntry,
    ParagraphStatus,
    Reading,
    RoomEvent,
    Text,
)
from tests.actions.refusals import denied, refused
from tests.house import House, insertion, later, saying

LAST = "next meeting"
BRACKETED = "outbreaks"


@pytest.fixture
def last(house: House) -> str:
    return house.paragraph(LAST)[0]


def agree(house: House, paragraph: str, **given: Any) -> dict[str, Any]:
    return house.act(readings.agree, "chair", text=house.text, paragraph=paragraph, **given)


def status(paragraph: str) -> str:
    row = ParagraphStatus.objects.filter(paragraph=paragraph).first()
    return row.status if row else ""


def attr(house: House, words: str, name: str, value: Any) -> dict[str, Any]:
    return {"stepType": "attr", "pos": house.place(words) - 1, "attr": name, "value": value}


def test_the_chair_opens_readings_one_after_another(house: House) -> None:
    assert house.act(readings.open_reading, "chair", text=house.text)["number"] == 1
    with refused("reading_is_open", number=1):
        house.act(readings.open_reading, "chair", text=house.text)
    house.type(" early", after="share [all]")
    house.act(readings.close, "chair", text=house.text)
    assert house.act(readings.open_reading, "chair", text=house.text)["number"] == 2
    first, second = Reading.objects.order_by("number")
    assert (first.opened_version, first.closed_version) == (0, 1)
    assert first.closed_at is not None and second.closed_at is None


def test_without_an_open_reading_there_is_nothing_to_move_or_close(house: House, last: str) -> None:
    with refused("no_reading"):
        house.act(readings.move, "chair", text=house.text, paragraph=last)
    with refused("no_reading"):
        house.act(readings.close, "chair", text=house.text)


def test_the_chair_moves_to_a_paragraph_and_readers_are_told_where_it_is(house: House, last: str) -> None:
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.move, "chair", text=house.text, paragraph=last)
    assert Reading.objects.get().paragraph == last
    event = RoomEvent.objects.get(kind="moved")
    assert event.data == {"text": house.text, "reading": 1, "paragraph": last, "label": "4"}
    with refused("no_such_paragraph"):
        house.act(readings.move, "chair", text=house.text, paragraph="nowhere123")


def test_a_meeting_that_doesnt_sit_finds_nothing(house: House, last: str) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    for act, given in (
        (readings.open_reading, {}),
        (readings.agree, {"paragraph": last}),
        (readings.hold, {"paragraph": last, "words": "Later."}),
    ):
        with refused("meeting_not_open"):
            house.act(act, "chair", text=house.text, **given)


def test_an_agreed_paragraph_keeps_what_it_says_in_the_journal(house: House, last: str) -> None:
    today = timezone.localdate()
    answer = agree(house, last, confirm_by=today + timedelta(days=3), words=" Subject to capitals. ")
    assert answer == {"paragraph": last, "status": "agreed", "overtaken": []}
    row = ParagraphStatus.objects.get()
    assert (row.status, row.note, row.version) == ("agreed", "Subject to capitals.", 0)
    facts = JournalEntry.objects.latest("id").facts
    assert facts["reads"] == "We looked forward to our next meeting."
    assert facts["label"] == "4"


def test_a_date_is_the_hosts_and_not_over(house: House, last: str) -> None:
    today = timezone.now().astimezone(timezone.get_fixed_timezone(7 * 60)).date()
    with refused("date_is_over"):
        agree(house, last, confirm_by=today - timedelta(days=1))
    agree(house, last, confirm_by=today)


def test_what_is_agreed_are_the_words_that_the_chair_had_read(house: House, last: str) -> None:
    read = Text.objects.get(pk=house.text).version
    house.type(" early", after="share [all]")
    agree(house, last, version=read)
    assert status(last) == "agreed"


def test_words_that_the_pen_changed_meanwhile_are_not_agreed_unread(house: House, last: str) -> None:
    read = Text.objects.get(pk=house.text).version
    house.type(" soon", after="next meeting")
    with refused("agreed_words_moved_on"):
        agree(house, last, version=read)
    assert status(last) == ""
    agree(house, last, version=read + 1)
    with refused("unknown_version"):
        agree(house, last, version=read + 2)


def test_a_paragraph_with_brackets_is_not_agreed(house: House) -> None:
    with refused("paragraph_bracketed", label="1"):
        agree(house, house.paragraph(BRACKETED)[0])


def test_agreeing_overtakes_proposals_only_when_the_chair_says_so(house: House, last: str) -> None:
    here = house.table("la-head", LAST, "54th meeting")
    elsewhere = house.table("la-head", "all", "any")
    with refused("paragraph_has_amendments", label="4", numbers="1"):
        agree(house, last)
    assert agree(house, last, overtake=True)["overtaken"] == [1]
    assert Amendment.objects.get(pk=here).state == "overtaken"
    assert Amendment.objects.get(pk=elsewhere).state == "tabled"


def test_the_pen_leaves_an_agreed_paragraph_as_it_is(house: House, last: str) -> None:
    agree(house, last)
    with refused("paragraph_agreed", label="4"):
        house.type(" soon", after=LAST)
    start = house.place("We looked")
    with refused("paragraph_agreed"):
        gone = insertion(start - 1, "", to=start + len("We looked forward to our next meeting.") + 1)
        house.act(texts.draft, "pen", text=house.text, version=0, steps=[gone], client="pen")
    with refused("paragraph_agreed"):
        mark = {"stepType": "addMark", "mark": {"type": "strong"}, "from": start, "to": start + 3}
        house.act(texts.draft, "pen", text=house.text, version=0, steps=[mark], client="pen")
    with refused("paragraph_agreed"):
        steps = [attr(house, "We looked", "level", 1)]
        house.act(texts.draft, "pen", text=house.text, version=0, steps=steps, client="pen")
    house.type(" early", after="share [all]")


def test_a_new_number_leaves_an_agreed_paragraph_agreed(house: House, last: str) -> None:
    agree(house, last)
    house.act(
        texts.draft, "pen", text=house.text, version=0, steps=[attr(house, "We looked", "number", "5.")], client="pen"
    )
    assert status(last) == "agreed"


def test_what_goes_there_and_back_in_one_go_has_touched_nothing(house: House, last: str) -> None:
    agree(house, last)
    at = house.place("We looked")
    steps = [insertion(at, "x"), insertion(at, "", to=at + 1)]
    house.act(texts.draft, "pen", text=house.text, version=0, steps=steps, client="pen")
    assert house.words().endswith("We looked forward to our next meeting.")


def test_nothing_is_proposed_on_an_agreed_paragraph(house: House, last: str) -> None:
    agree(house, last)
    with pytest.raises(Refused) as refusal:
        house.table("la-head", LAST, "54th meeting")
    assert (refusal.value.code, refusal.value.facts["label"]) == ("paragraph_agreed", "4")
    house.table("la-head", "all", "any")


def test_a_proposal_touches_what_it_changes_and_not_what_it_stands_behind(house: House, last: str) -> None:
    first = house.paragraph("outbreaks")[0]
    document = house.document()

    def touched(*asked: dict[str, Any]) -> set[str]:
        return readings.touched_by(proposals.draw_up(document, list(asked)), document)

    assert touched({"kind": "new", "after": last, "content": saying("We thanked the host.")}) == set()
    assert touched({"kind": "delete", "paragraph": last}) == {last}
    assert touched({"kind": "move", "paragraph": first, "after": last}) == {first}
    assert touched({"kind": "words", "paragraph": last, "content": saying("We parted.")}) == {last}


def test_a_held_paragraph_is_written_in_and_has_its_reason(house: House, last: str) -> None:
    house.act(readings.hold, "chair", text=house.text, paragraph=last, words="Experts meet tonight.")
    assert ParagraphStatus.objects.get().note == "Experts meet tonight."
    house.type(" soon", after=LAST)
    agree(house, last)
    assert status(last) == "agreed"


def test_reopening_needs_a_word_and_lets_the_pen_in_again(house: House, last: str) -> None:
    agree(house, last)
    with refused("words_missing"):
        house.act(readings.reopen, "chair", text=house.text, paragraph=last, words=" ")
    house.act(readings.reopen, "chair", text=house.text, paragraph=last, words="Singapore asks.")
    assert status(last) == "reopened"
    house.type(" soon", after=LAST)


def test_every_capital_confirms_once_and_may_change_its_mind(house: House, last: str) -> None:
    agree(house, last)
    for who in ("la-head", "my-head", "la-delegate"):
        house.act(readings.confirm, who, text=house.text, paragraph=last)
    assert sorted(Confirmation.objects.values_list("party__code", flat=True)) == ["LA", "MY"]
    with refused("words_missing"):
        house.act(readings.confirm, "la-head", text=house.text, paragraph=last, confirmed=False)
    house.act(readings.confirm, "la-head", text=house.text, paragraph=last, confirmed=False, words="Our parliament.")
    row = ParagraphStatus.objects.get()
    assert (row.status, row.note, row.seat_id) == ("reopened", "Our parliament.", house.seats["la-head"])
    house.type(" soon", after=LAST)


def test_a_confirmation_changes_no_figure_and_is_no_point_of_the_course(house: House, last: str) -> None:
    agree(house, last)
    before = Count.objects.count()
    house.act(readings.confirm, "la-head", text=house.text, paragraph=last)
    house.act(readings.confirm, "my-head", text=house.text, paragraph=last)
    assert Count.objects.count() == before
    house.act(readings.confirm, "sg-head", text=house.text, paragraph=last, confirmed=False, words="Our parliament.")
    point = Count.objects.order_by("id").last()
    assert point is not None and (point.cause, point.figures["agreed"]) == ("paragraph.confirm", 0)
    assert Count.objects.count() == before + 1


def test_who_doesnt_bind_a_member_confirms_nothing(house: House, last: str) -> None:
    agree(house, last)
    for who in ("la-adviser", "chair", "nz-observer"):
        with denied("only_who_binds_a_member"):
            house.act(readings.confirm, who, text=house.text, paragraph=last)


def test_a_paragraph_that_a_capital_left_unconfirmed_is_open_the_day_after(house: House, last: str) -> None:
    today = timezone.now().astimezone(timezone.get_fixed_timezone(7 * 60)).date()
    agree(house, last, confirm_by=today)
    for who in ("la-head", "my-head", "sg-head"):
        house.act(readings.confirm, who, text=house.text, paragraph=last)
    with later(seconds=2 * 86400):
        with refused("confirmation_is_late", label="4"):
            house.act(readings.confirm, "vn-head", text=house.text, paragraph=last)
        house.type(" soon", after=LAST)
        agree(house, last)
    assert Confirmation.objects.count() == 0, "agreed anew, it is confirmed anew"


def test_a_paragraph_that_all_capitals_confirmed_stays_closed_after_the_date(house: House, last: str) -> None:
    today = timezone.now().astimezone(timezone.get_fixed_timezone(7 * 60)).date()
    agree(house, last, confirm_by=today)
    for who in ("la-head", "my-head", "sg-head", "vn-head"):
        house.act(readings.confirm, who, text=house.text, paragraph=last)
    with later(seconds=2 * 86400), refused("paragraph_agreed"):
        house.type(" soon", after=LAST)


def test_what_is_said_of_a_paragraph_goes_with_it(house: House, last: str) -> None:
    house.act(readings.hold, "chair", text=house.text, paragraph=last, words="Later.")
    start = house.place("We looked")
    gone = insertion(start - 1, "", to=start + len("We looked forward to our next meeting.") + 1)
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[gone], client="pen")
    assert not ParagraphStatus.objects.exists()
    assert RoomEvent.objects.filter(kind="reading").count() == 2


def test_a_text_before_the_meeting_is_not_read(house: House, last: str) -> None:
    house.put()
    with refused("text_is_question"):
        agree(house, last)
    with refused("text_is_question"):
        house.act(readings.open_reading, "chair", text=house.text)


def test_the_course_has_a_point_for_each_thing_that_changes_the_figures(house: House, last: str) -> None:
    house.act(readings.open_reading, "chair", text=house.text)
    agree(house, last)
    accepted = house.table("la-head", "all", "any")
    house.act(amendments.accept, "chair", amendment=accepted)
    dropped = house.table("la-head", "any", "every")
    house.act(amendments.reject, "chair", amendment=dropped)
    house.act(readings.reopen, "chair", text=house.text, paragraph=last, words="So.")
    house.act(readings.close, "chair", text=house.text)
    points = [(one.cause, one.reading, one.version, one.figures["agreed"]) for one in Count.objects.order_by("id")]
    accepted_at = house.row().version
    assert points == [
        ("text.import", 0, 0, 0),
        ("reading.open", 1, 0, 0),
        ("paragraph.agree", 1, 0, 1),
        ("amendment.accept", 1, accepted_at, 1),
        ("amendment.reject", 1, accepted_at, 1),
        ("paragraph.reopen", 1, accepted_at, 0),
        ("reading.close", 1, accepted_at, 0),
    ]
    first = Count.objects.order_by("id")[0].figures
    assert first["paragraphs"] == house.row().report["paragraphs"]
    assert first["brackets"] == house.row().report["brackets"]
    assert first["by_party"] == {"LA": 1, "SG": 1}


def test_long_typing_leaves_a_point_in_the_course(house: House) -> None:
    version = 0
    while version < documents.SNAPSHOT_EVERY:
        given = {"text": house.text, "version": version, "steps": [insertion(1, "a")] * 70, "client": "pen"}
        version = house.act(texts.draft, "pen", **given)["version"]
    assert list(Count.objects.order_by("id").values_list("cause", "version"))[1:] == [("text.draft", 210)]
