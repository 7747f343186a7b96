"""The agenda: written, adopted, amended; its items as the meeting takes them up."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import agenda, attendance, clerk_notes, decisions, floor, meetings, statements
from communique.domain.errors import Refused
from communique.records.models import AgendaItem, Intervention, JournalEntry
from tests.actions.deeds.agenda import lay
from tests.actions.refusals import denied, refused
from tests.house import House, later


def numbers(house: House) -> list[str]:
    return list(AgendaItem.objects.filter(meeting=house.meeting).values_list("number", flat=True))


def states(house: House) -> dict[str, str]:
    return dict(AgendaItem.objects.filter(meeting=house.meeting).values_list("number", "state"))


def last(house: House) -> dict[str, Any]:
    facts: dict[str, Any] = JournalEntry.objects.filter(room=house.room()).latest("number").facts
    return facts


def adopted(house: House) -> None:
    house.act(agenda.adopt, "chair", meeting=house.meeting)


def more(house: House, *titles: str) -> list[int]:
    return [house.add_item(str(count), title, adopts=False) for count, title in enumerate(titles, 2)]


# writing


def test_items_stand_in_the_order_they_were_added(house: House) -> None:
    house.add_item("2", "Recovery", adopts=False)
    house.add_item("1 bis", "Statement")
    rows = AgendaItem.objects.filter(meeting=house.meeting).values_list("number", "order", "adopts")
    assert list(rows) == [("1", 1, True), ("2", 2, False), ("1 bis", 3, True)]


def test_an_item_is_put_where_it_belongs(house: House) -> None:
    more(house, "Recovery")
    house.act(agenda.add_item, "clerk", meeting=house.meeting, number="1 bis", title="Vaccines", place=2, minutes=20)
    assert numbers(house) == ["1", "1 bis", "2"]
    assert AgendaItem.objects.get(number="1 bis").minutes == 20
    assert last(house)["order"] == 2


@pytest.mark.parametrize(
    ("number", "title", "code"),
    [
        (" ", "Statement", "item_needs_number_and_title"),
        ("2", " ", "item_needs_number_and_title"),
        ("1", "Statement", "item_number_taken"),
        ("1 ", "Statement", "item_number_taken"),
        ("x" * 13, "Statement", "too_long"),
        ("2", "x" * 301, "too_long"),
    ],
)
def test_an_item_that_cannot_be_added(house: House, number: str, title: str, code: str) -> None:
    with refused(code):
        house.add_item(number, title)


def test_one_number_is_one_item_however_it_is_written(house: House) -> None:
    house.add_item("1 bis", "Statement")
    with refused("item_number_taken"):
        house.add_item("1bis", "Statement")


@pytest.mark.parametrize("minutes", [0, 1441])
def test_an_item_takes_a_time_that_can_be(house: House, minutes: int) -> None:
    with refused("bad_minutes"):
        house.act(agenda.add_item, "clerk", meeting=house.meeting, number="2", title="T", minutes=minutes)


def test_an_item_is_changed(house: House) -> None:
    (item,) = more(house, "Recovery")
    house.act(agenda.change_item, "chair", item=item, number="7", title="Recovery after 2020", minutes=15)
    row = AgendaItem.objects.get(pk=item)
    assert (row.number, row.title, row.minutes, row.adopts) == ("7", "Recovery after 2020", 15, False)
    with refused("item_number_taken", number="1"):
        house.act(agenda.change_item, "chair", item=item, number="1", title="Recovery")


def test_under_an_item_with_a_text_a_document_stays_to_be_adopted(house: House) -> None:
    with refused("item_has_a_text", number="1"):
        house.act(agenda.change_item, "chair", item=house.item, number="1", title="Communiqué", adopts=False)


def test_a_provisional_agenda_with_plain_numbers_is_numbered_anew_when_an_item_moves(house: House) -> None:
    _, third = more(house, "Recovery", "Vaccines")
    house.act(agenda.move_item, "clerk", item=third, place=1)
    rows = AgendaItem.objects.filter(meeting=house.meeting).values_list("number", "title")
    assert list(rows) == [("1", "Vaccines"), ("2", "Joint communiqué"), ("3", "Recovery")]
    with refused("item_stands_there"):
        house.act(agenda.move_item, "clerk", item=third, place=1)


def test_an_item_on_which_nothing_happened_is_struck_and_stays_in_the_journal(house: House) -> None:
    second, _ = more(house, "Recovery", "Vaccines")
    house.act(agenda.remove_item, "clerk", meeting=house.meeting, which=second)
    assert numbers(house) == ["1", "2"]
    assert (last(house)["number"], last(house)["title"]) == ("2", "Recovery")


def test_an_item_of_another_meeting_is_not_struck_here(house: House) -> None:
    other = house.add_item("1", "Opening", meeting=house.convene("Retreat"))
    with refused("not_found", what="item"):
        house.act(agenda.remove_item, "clerk", meeting=house.meeting, which=other)


def test_the_current_item_is_not_struck(house: House) -> None:
    (item,) = more(house, "Recovery")
    house.act(agenda.open_item, "chair", item=item)
    with refused("item_is_current", number="2"):
        house.act(agenda.remove_item, "clerk", meeting=house.meeting, which=item)
    house.act(agenda.suspend_item, "chair", item=item)
    with refused("item_was_taken_up", number="2"):
        house.act(agenda.remove_item, "clerk", meeting=house.meeting, which=item)


def test_an_item_with_something_under_it_is_not_struck_and_nothing_is_lost(house: House) -> None:
    with refused("item_holds_something", number="1", what=["text"]):
        house.act(agenda.remove_item, "clerk", meeting=house.meeting, which=house.item)


@pytest.mark.parametrize("what", ["papers", "statements", "interventions", "notes"])
def test_whatever_lies_under_it_keeps_an_item(house: House, what: str) -> None:
    (item,) = more(house, "Recovery")
    if what == "papers":
        paper = lay(house, under=item)
        assert paper
    elif what == "statements":
        given = {"title": "Ours", "language": "en", "words": "We thank you.", "under": item}
        house.act(statements.hand_in, "la-head", meeting=house.meeting, **given)
    elif what == "interventions":
        house.act(floor.request, "la-head", meeting=house.meeting, on_item=item)
    else:
        house.act(clerk_notes.write, "clerk", meeting=house.meeting, words="Laos asks for time.", under=item)
    with refused("item_holds_something", what=[what]):
        house.act(agenda.remove_item, "clerk", meeting=house.meeting, which=item)


# adopting and amending


def test_the_chair_finds_the_agenda_adopted_with_who_is_present(house: House) -> None:
    answer = house.act(agenda.adopt, "chair", meeting=house.meeting)
    assert answer == {"meeting": house.meeting, "agenda": "adopted", "present": ["LA", "SG", "VN"]}
    assert last(house) == {
        "meeting": house.meeting,
        "items": ["1 Joint communiqué"],
        "present": ["LA", "SG", "VN"],
        "delegations": [
            {"party": code, "seats": [{"seat": house.seats[who], "role": "head", "name": name}]}
            for code, who, name in (
                ("LA", "la-head", "Head Bounmy"),
                ("SG", "sg-head", "Head Wei"),
                ("VN", "vn-head", "Head Lan"),
            )
        ],
    }
    assert house.meeting_row().agenda_adopted_at is not None
    with refused("agenda_is_adopted"):
        adopted(house)


def test_only_the_chair_finds_it_adopted(house: House) -> None:
    with denied("only_the_chair"):
        house.act(agenda.adopt, "clerk", meeting=house.meeting)


def test_an_agenda_is_not_adopted_without_items_or_members_or_a_sitting(house: House) -> None:
    other = house.convene("Retreat")
    with refused("meeting_not_open", state="convened"):
        house.act(agenda.adopt, "chair", meeting=other)
    house.act(meetings.open_meeting, "chair", meeting=other)
    with refused("agenda_is_empty"):
        house.act(agenda.adopt, "chair", meeting=other)
    house.add_item("1", "Opening", meeting=other)
    with refused("no_quorum", present=0, quorum=2):
        house.act(agenda.adopt, "chair", meeting=other)


def test_an_adopted_agenda_is_amended_in_the_room_and_the_journal_says_with_whom(house: House) -> None:
    more(house, "Recovery", "Vaccines")
    adopted(house)
    house.act(attendance.leave, "sg-head", meeting=house.meeting)
    house.act(agenda.add_item, "clerk", meeting=house.meeting, number="2 bis", title="Tourism", place=3)
    assert (last(house)["amended"], last(house)["present"]) == (True, ["LA", "VN"])
    assert house.meeting_row().agenda_amended_at is not None
    assert numbers(house) == ["1", "2", "2 bis", "3"]


def test_the_numbers_of_an_adopted_agenda_stand_whatever_is_moved_or_struck(house: House) -> None:
    second, third = more(house, "Recovery", "Vaccines")
    adopted(house)
    house.act(agenda.move_item, "chair", item=third, place=1)
    assert numbers(house) == ["3", "1", "2"]
    house.act(agenda.remove_item, "chair", meeting=house.meeting, which=second)
    assert numbers(house) == ["3", "1"]
    with refused("item_number_stands", number="3"):
        house.act(agenda.change_item, "chair", item=third, number="1", title="Vaccines")
    house.act(agenda.change_item, "chair", item=third, number="3", title="Vaccines for all")


def test_an_adopted_agenda_is_not_changed_while_nobody_sits(house: House) -> None:
    (item,) = more(house, "Recovery")
    adopted(house)
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    given: list[tuple[Any, dict[str, Any]]] = [
        (agenda.add_item, {"meeting": house.meeting, "number": "9", "title": "T"}),
        (agenda.change_item, {"item": item, "number": "2", "title": "T"}),
        (agenda.move_item, {"item": item, "place": 1}),
        (agenda.remove_item, {"meeting": house.meeting, "which": item}),
    ]
    for act, facts in given:
        with refused("meeting_not_open"):
            house.act(act, "clerk", **facts)


def test_the_agenda_of_a_closed_meeting_stands(house: House) -> None:
    (item,) = more(house, "Recovery")
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    with refused("meeting_is_closed"):
        house.add_item("3", "Statement")
    with refused("meeting_is_closed"):
        house.act(agenda.move_item, "clerk", item=item, place=1)
    with refused("meeting_not_open"):
        house.act(agenda.open_item, "chair", item=item)


# items before the meeting


def test_one_item_is_open_at_a_time_and_the_chair_says_what_becomes_of_the_other(house: House) -> None:
    second, third = more(house, "Recovery", "Vaccines")
    house.act(agenda.open_item, "chair", item=house.item)
    house.act(agenda.open_item, "chair", item=second, leaving="close")
    assert states(house) == {"1": "closed", "2": "open", "3": "planned"}
    house.act(agenda.open_item, "clerk", item=third)
    assert states(house) == {"1": "closed", "2": "suspended", "3": "open"}
    assert house.meeting_row().current_id == third
    assert (last(house)["left"], last(house)["leaving"]) == ("2", "suspend")


def test_a_double_click_takes_an_item_up_once(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    with refused("item_is_open", number="1"):
        house.act(agenda.open_item, "chair", item=house.item, leaving="close")


def test_two_chairs_that_go_to_the_same_item_agree_and_to_two_the_later_one_holds(house: House) -> None:
    second, third = more(house, "Recovery", "Vaccines")
    house.act(agenda.open_item, "chair", item=second)
    with refused("item_is_open"):
        house.act(agenda.open_item, "clerk", item=second)
    house.act(agenda.open_item, "clerk", item=third)
    assert list(states(house).values()).count("open") == 1


def test_a_closed_item_is_reopened_and_the_journal_says_so(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    house.act(agenda.close_item, "chair", item=house.item)
    assert house.meeting_row().current_id is None
    house.act(agenda.open_item, "chair", item=house.item)
    assert last(house)["reopened"] is True
    assert AgendaItem.objects.get(pk=house.item).closed_at is None


def test_an_item_counts_the_time_for_which_it_was_before_the_meeting(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    with later(seconds=100):
        house.act(agenda.suspend_item, "chair", item=house.item)
    with later(seconds=500):
        house.act(agenda.open_item, "chair", item=house.item)
    with later(seconds=520):
        house.act(agenda.close_item, "chair", item=house.item)
    assert AgendaItem.objects.get(pk=house.item).seconds == pytest.approx(120, abs=3)


def test_names_that_wait_for_an_item_lapse_with_it(house: House) -> None:
    (second,) = more(house, "Recovery")
    house.act(agenda.open_item, "chair", item=house.item)
    house.act(floor.request, "la-head", meeting=house.meeting)
    house.act(floor.request, "sg-head", meeting=house.meeting, on_item=second)
    house.act(agenda.open_item, "chair", item=second, leaving="close")
    waiting = dict(Intervention.objects.values_list("party__code", "state"))
    assert waiting == {"LA": "lapsed", "SG": "waiting"}


def test_no_item_is_taken_up_or_left_while_something_is_under_way(house: House) -> None:
    (second,) = more(house, "Recovery")
    house.act(agenda.open_item, "chair", item=house.item)
    question = house.put()
    acts = [
        (agenda.open_item, second),
        (agenda.suspend_item, house.item),
        (agenda.close_item, house.item),
        (agenda.defer_item, second),
    ]
    for act, item in acts:
        with refused("question_is_open"):
            house.act(act, "chair", item=item)
    house.act(decisions.withdraw, "chair", question=question)
    house.act(floor.request, "la-head", meeting=house.meeting)
    house.act(floor.call_next, "chair", meeting=house.meeting, after=0)
    for act, item in acts:
        with refused("floor_is_held", speaker="Lao PDR"):
            house.act(act, "chair", item=item)


def test_an_item_that_is_open_is_suspended_or_closed_and_nothing_else(house: House) -> None:
    (second,) = more(house, "Recovery")
    with refused("bad_leaving", said="burn"):
        house.act(agenda.open_item, "chair", item=second, leaving="burn")


# deferring


def test_an_item_is_deferred_to_another_meeting_and_taken_over_there(house: House) -> None:
    other = house.convene("Retreat")
    (item,) = more(house, "Recovery")
    house.act(agenda.open_item, "chair", item=item)
    house.act(agenda.defer_item, "chair", item=item, to_meeting=other)
    row = AgendaItem.objects.get(pk=item)
    assert (row.state, row.deferred_to_id, house.meeting_row().current_id) == ("deferred", other, None)
    given = {"meeting": other, "number": "1", "title": "Recovery", "continues": item}
    made = house.act(agenda.add_item, "clerk", **given)["item"]
    assert AgendaItem.objects.get(pk=made).continues_id == item
    with refused("item_not_deferred_here"):
        house.act(agenda.add_item, "clerk", **(given | {"number": "2"}))
    with refused("item_goes_on_elsewhere", number="2", meeting="Retreat"):
        house.act(agenda.open_item, "chair", item=item)


def test_an_item_deferred_to_no_date_can_be_taken_up_again(house: House) -> None:
    (item,) = more(house, "Recovery")
    house.act(agenda.defer_item, "chair", item=item)
    assert states(house)["2"] == "deferred"
    with refused("item_is_over", number="2"):
        house.act(agenda.defer_item, "chair", item=item)
    house.act(agenda.open_item, "chair", item=item)
    assert states(house)["2"] == "open"


def test_an_item_is_deferred_within_its_conference_to_a_meeting_that_is_to_come(house: House) -> None:
    (item,) = more(house, "Recovery")
    over = house.convene("Retreat")
    house.act(meetings.open_meeting, "chair", meeting=over)
    house.act(meetings.close_meeting, "chair", meeting=over)
    for target, code in (
        (house.meeting, "meeting_of_another_conference"),
        (10**6, "meeting_of_another_conference"),
        (over, "meeting_is_closed"),
    ):
        with refused(code):
            house.act(agenda.defer_item, "chair", item=item, to_meeting=target)


def test_an_item_that_was_not_deferred_here_is_not_taken_over(house: House) -> None:
    other = house.convene("Retreat")
    (item,) = more(house, "Recovery")
    house.act(agenda.defer_item, "chair", item=item)
    with pytest.raises(Refused, match="item_not_deferred_here"):
        house.act(agenda.add_item, "clerk", meeting=other, number="1", title="Recovery", continues=item)


def test_what_is_decided_of_an_item_is_noted_with_the_delegations_that_were_present(house: House) -> None:
    house.act(attendance.leave, "sg-head", meeting=house.meeting)
    for act in (agenda.open_item, agenda.suspend_item, agenda.open_item, agenda.defer_item):
        house.act(act, "chair", item=house.item)
        said = last(house)
        assert said["present"] == ["LA", "VN"] == [one["party"] for one in said["delegations"]], act.__name__
