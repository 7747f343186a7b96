"""The summary record: a sitting is played, drawn up, edited, corrected, and made final."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communique.actions import (
    agenda,
    amendments,
    clerk_notes,
    comments,
    decisions,
    floor,
    huddles,
    meetings,
    readings,
    statements,
    summary,
)
from communique.jobs import records
from communique.queries import journal
from communique.records.models import Correction, Meeting, RoomEvent, SummaryRecord
from tests.actions.deeds.statements import asked, circulated, closed, drawn, entry_of, final, handed_in, spoken
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House, later


def draw(house: House) -> SummaryRecord:
    house.act(summary.draw_up, "clerk", meeting=house.meeting)
    return record(house)


def record(house: House) -> SummaryRecord:
    return SummaryRecord.objects.get(meeting=house.meeting)


def words(house: House) -> list[str]:
    return [one["words"] for one in record(house).entries if not one["removed"]]


def edit(house: House, change: str, who: str = "clerk", **more: Any) -> dict[str, Any]:
    given = {"seen": record(house).version} | more
    return house.act(summary.edit, who, meeting=house.meeting, change=change, **given)


def speak(house: House, who: str, note: str = "", **more: Any) -> None:
    number = house.act(floor.request, who, meeting=house.meeting, **more)["intervention"]
    house.act(floor.give, "chair", intervention=number, after=0)
    if note:
        house.act(clerk_notes.write, "clerk", meeting=house.meeting, words=note)
    if more.get("kind") == "point_of_order":
        house.act(floor.take_back, "chair", intervention=number)
        house.act(floor.rule_on, "chair", intervention=number, ruling="It is not one")
        return
    house.act(floor.take_back, "chair", intervention=number)


def sitting_with_a_text(house: House) -> None:
    """A sitting as it goes: the item is taken up, some speak, a paragraph is agreed, others are sent out and come back,
    the text is put, stopped and adopted, and the meeting is closed."""
    house.act(agenda.adopt, "chair", meeting=house.meeting)
    house.act(agenda.open_item, "chair", item=house.item)
    handed_in(house, "sg-head", words="An embargoed secret.")
    speak(house, "la-head", "supported the reserve, and asked for a date")
    speak(house, "vn-head")
    speak(house, "sg-head", "The reserve had to be paid for.", kind="point_of_order")
    house.act(readings.open_reading, "chair", text=house.text)
    fourth, _ = house.paragraph("looked forward")
    house.act(readings.agree, "chair", text=house.text, paragraph=fourth)
    first = house.table("la-head", "health", "public health")
    house.act(amendments.accept, "chair", amendment=first)
    house.act(amendments.withdraw, "sg-head", amendment=house.table("sg-head", "outbreaks", "an outbreak"))
    second, _ = house.paragraph("regional reserve")
    huddle = house.act(
        huddles.send, "chair", text=house.text, paragraphs=[second], parties=["LA", "SG"], task="Settle the date"
    )
    house.act(comments.make, "la-head", text=huddle["branch"], words="A word in the huddle.", paragraph=second)
    house.act(huddles.dissolve, "chair", huddle=huddle["huddle"])
    question = house.put()
    house.act(decisions.object_to, "sg-head", question=question, reason="The date is still open.")
    house.adopt()
    house.act(agenda.close_item, "chair", item=house.item)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)


def test_a_sitting_with_a_text_is_told_as_it_went(house: House) -> None:
    sitting_with_a_text(house)
    draw(house)
    title = "“Joint Communiqué of the Foreign Ministers”"
    there = "Lao PDR (Head Bounmy), Singapore (Head Wei) and Viet Nam (Head Lan)"
    told = [one for one in words(house) if not one.startswith(("The meeting was called", "The Chair declared the m"))]
    assert told == [
        f"The text {title} was laid before the meeting.",
        f"The agenda was adopted. Present were {there}.",
        "The meeting took up item 1, “Joint communiqué”.",
        "Head Bounmy (Lao PDR) supported the reserve, and asked for a date.",
        "Head Lan (Viet Nam) made a statement.",
        "Head Wei (Singapore) raised a point of order. The reserve had to be paid for. The Chair ruled: It is not one.",
        f"The meeting began reading 1 of {title}.",
        "Paragraph 4 was agreed ad referendum.",
        "Lao PDR proposed amendment 1.",
        "Amendment 1 of Lao PDR was accepted.",
        "Singapore proposed amendment 2.",
        "Singapore withdrew amendment 2.",
        "The Chair asked Lao PDR and Singapore to consult on paragraph 2. Their task: Settle the date",
        "The Chair called the consultations to an end without a result.",
        f"The Chair put the adoption of {title} to the meeting. Present were {there}.",
        f"Singapore objected to the adoption of {title}: The date is still open. It was not adopted.",
        f"The Chair put the adoption of {title} to the meeting. Present were {there}.",
        f"{title} was adopted by consensus. Present were {there}.",
        "The meeting concluded its consideration of item 1.",
    ]
    first = words(house)[0]
    assert "Chair Minh (Viet Nam) took the chair." in first
    assert "Represented were Lao PDR, Singapore and Viet Nam." in first
    assert "secret" not in str(words(house))
    assert "A word in the huddle" not in str(words(house))


def test_what_is_kept_holds_when_it_is_proved(house: House) -> None:
    sitting_with_a_text(house)
    draw(house)
    assert journal.verify()[0] == []


def test_from_a_meeting_that_was_never_opened_nothing_is_drawn_up(house: House) -> None:
    retreat = house.convene("Retreat")
    with refused("nothing_to_record"):
        house.act(summary.draw_up, "clerk", meeting=retreat)


def test_a_record_that_there_is_not_is_not_found(house: House) -> None:
    for act, more in (
        (summary.edit, {"change": "add", "seen": 0, "words": "x"}),
        (summary.circulate, {}),
        (summary.finish, {}),
    ):
        with refused("not_found", what="record"):
            house.act(act, "clerk", meeting=house.meeting, **more)


def test_drawn_up_again_it_keeps_what_was_edited_and_takes_in_what_came_since(house: House) -> None:
    drawn(house)
    edit(house, "words", entry=entry_of(house), words="Lao PDR spoke at length.")
    edit(house, "add", after=entry_of(house), words="There was applause.")
    speak(house, "sg-head", "thanked Lao PDR")
    draw(house)
    assert words(house)[-3:] == [
        "Lao PDR spoke at length.",
        "There was applause.",
        "Head Wei (Singapore) thanked Lao PDR.",
    ]
    before = record(house).entries
    draw(house)
    assert record(house).entries == before


def test_notes_written_later_come_into_what_was_not_edited(house: House) -> None:
    number = spoken(house)
    draw(house)
    assert words(house)[-1] == "Head Bounmy (Lao PDR) made a statement."
    house.act(clerk_notes.write, "clerk", meeting=house.meeting, words="supported it", spoken=number)
    draw(house)
    assert words(house)[-1] == "Head Bounmy (Lao PDR) supported it."


def test_two_editors_do_not_write_over_each_other(house: House) -> None:
    drawn(house)
    seen, entry = record(house).version, entry_of(house)
    edit(house, "words", entry=entry, words="The first to write.", seen=seen)
    with refused("entry_moved_on"):
        edit(house, "words", "pen", entry=entry, words="The second.", seen=seen)
    edit(house, "words", "pen", entry=record(house).entries[0]["id"], words="Another entry.", seen=seen)
    with refused("unknown_record_version"):
        edit(house, "words", entry=entry, words="x", seen=record(house).version + 1)
    with refused("bad_change"):
        edit(house, "burn", entry=entry)


def test_an_entry_is_left_out_taken_in_and_moved(house: House) -> None:
    drawn(house)
    entry, first = entry_of(house), record(house).entries[0]["id"]
    edit(house, "remove", entry=entry)
    draw(house)
    assert "Head Bounmy (Lao PDR) made a statement." not in words(house)
    edit(house, "restore", entry=entry)
    edit(house, "move", entry=entry, after="")
    assert [one["id"] for one in record(house).entries][:2] == [entry, first]


def test_only_the_secretariat_and_the_chair_hear_of_a_draft(house: House) -> None:
    drawn(house)
    events = RoomEvent.objects.filter(room=house.room()).order_by("-version")[:2]
    assert [one.data for one in events] == [
        {"target": f"{place}:{house.meeting}", "for": ["@chair", "@secretariat"]} for place in ("statements", "record")
    ]
    with denied("only_the_pen"):
        house.act(summary.draw_up, "chair", meeting=house.meeting)


def test_it_is_sent_out_for_the_days_of_the_body_once_the_meeting_is_closed(house: House) -> None:
    drawn(house)
    with refused("meeting_not_closed"):
        house.act(summary.circulate, "clerk", meeting=house.meeting)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("until_is_over"):
        house.act(summary.circulate, "clerk", meeting=house.meeting, until=timezone.now())
    house.act(summary.circulate, "clerk", meeting=house.meeting)
    row = record(house)
    assert row.circulated_at is not None
    assert row.corrections_until == row.circulated_at + timedelta(days=5)
    events = RoomEvent.objects.filter(room=house.room()).order_by("-version")[:2]
    assert [one.data for one in events] == [
        {"target": f"{place}:{house.meeting}"} for place in ("statements", "record")
    ]
    with refused("record_is_circulated"):
        house.act(summary.draw_up, "clerk", meeting=house.meeting)


def test_a_delegation_corrects_its_own_intervention_and_nothing_else(house: House) -> None:
    circulated(house)
    given = {"meeting": house.meeting, "entry": entry_of(house), "words": "Lao PDR will open it."}
    with refused("not_your_intervention"):
        house.act(summary.correct, "sg-head", **given)
    with refused("not_your_intervention"):
        house.act(summary.correct, "la-head", **(given | {"entry": record(house).entries[0]["id"]}))
    house.act(summary.correct, "la-adviser", **given)
    event = RoomEvent.objects.filter(room=house.room()).latest("version")
    assert event.data["for"] == ["@chair", "@secretariat", "LA"]


def test_what_it_asks_for_again_takes_the_place_of_what_it_asked_before(house: House) -> None:
    asked(house)
    given = {"meeting": house.meeting, "entry": entry_of(house)}
    house.act(summary.correct, "la-adviser", words="Lao PDR opens it.", **given)
    assert [one.words for one in Correction.objects.all()] == ["Lao PDR opens it."]


def test_a_correction_after_the_time_is_refused(house: House) -> None:
    circulated(house)
    given = {"meeting": house.meeting, "entry": entry_of(house), "words": "Lao PDR will open it."}
    with later(seconds=601), refused("corrections_are_over"):
        house.act(summary.correct, "la-head", **given)


def test_a_correction_that_is_taken_changes_the_entry_as_asked_or_as_the_secretariat_puts_it(house: House) -> None:
    given = asked(house)
    house.act(summary.settle, "clerk", taken=True, words="Lao PDR would open it.", **given)
    assert "Lao PDR would open it." in words(house)
    assert Correction.objects.get().state == "taken"
    with refused("correction_is_settled"):
        house.act(summary.settle, "clerk", taken=True, **given)


def test_a_correction_is_declined_with_an_answer(house: House) -> None:
    given = asked(house)
    with refused("answer_missing"):
        house.act(summary.settle, "clerk", taken=False, **given)
    house.act(summary.settle, "clerk", taken=False, answer="The recording says otherwise.", **given)
    assert "Lao PDR will open it." not in words(house)
    assert (Correction.objects.get().state, Correction.objects.get().answer) == (
        "declined",
        "The recording says otherwise.",
    )


def test_a_final_record_does_not_change(house: House) -> None:
    final(house)
    entry = entry_of(house)
    for act, more in (
        (summary.draw_up, {}),
        (summary.edit, {"change": "words", "entry": entry, "words": "x", "seen": 1}),
        (summary.circulate, {}),
        (summary.finish, {}),
    ):
        with refused("record_is_final"):
            house.act(act, "clerk", meeting=house.meeting, **more)
    with refused("record_is_final"):
        house.act(summary.correct, "la-head", meeting=house.meeting, entry=entry, words="x")


def test_by_the_clock_it_is_final_when_the_time_is_over_and_nothing_is_open(house: House) -> None:
    given = asked(house)
    row = record(house)
    assert records.due() is None, "a correction has no answer yet"
    with later(seconds=700):
        assert records.strike(timezone.now()) == 0
    house.act(summary.settle, "clerk", taken=True, **given)
    assert records.due() == row.corrections_until
    assert records.strike(timezone.now()) == 0, "the time still runs"
    with later(seconds=700):
        assert records.strike(timezone.now()) == 1
        assert records.strike(timezone.now()) == 0
    assert record(house).state == "final"
    assert records.due() is None


def test_what_fell_due_while_the_house_was_down_is_done_when_it_is_up_again(house: House) -> None:
    circulated(house)
    with later(seconds=90 * 24 * 3600):
        assert records.strike(timezone.now()) == 1
    assert record(house).state == "final"


def test_the_secretariat_makes_it_final_once_the_time_is_over(house: House) -> None:
    circulated(house)
    with refused("corrections_still_run"):
        house.act(summary.finish, "clerk", meeting=house.meeting)
    with later(seconds=601):
        house.act(summary.finish, "pen", meeting=house.meeting)
    assert record(house).state == "final"


def test_a_statement_in_writing_is_told(house: House) -> None:
    house.act(statements.release, "la-head", **handed_in(house))
    draw(house)
    assert words(house)[-1] == "Lao PDR submitted a written statement, “On the reserve”."


def test_the_sentences_are_those_of_who_draws_it_up(house: House) -> None:
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(name="Plenary")
    closed(house)
    draw(house)
    assert words(house)[-1].startswith("The Chair declared the meeting closed at ")
