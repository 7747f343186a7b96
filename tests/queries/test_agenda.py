"""What each audience reads of a meeting's sittings, its agenda and its papers, and how often the database is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import agenda as acts
from communique.actions import meetings, papers, programme
from communique.domain.papers import Readers
from communique.queries import agenda, sittings
from communique.queries import papers as paper_reads
from tests.actions.deeds.agenda import PDF, lay
from tests.guards import beside_the_frame
from tests.house import House, later

OUTSIDE = ("public", "nobody", "operator", "som-my-head")
SEATED = ("chair", "pen", "clerk", "la-head", "la-adviser", "my-head", "nz-observer")
Facts = dict[str, Any]


def agenda_of(house: House, who: str) -> Facts:
    found = agenda.agenda_for(house.audience(who), house.meeting)
    assert found is not None
    return found


def sittings_of(house: House, who: str) -> Facts:
    found = sittings.sittings_for(house.audience(who), house.meeting)
    assert found is not None
    return found


def papers_of(house: House, who: str) -> list[str]:
    """The titles of all papers that somebody sees."""
    found = paper_reads.papers_for(house.audience(who), house.meeting)
    assert found is not None
    return [two["title"] for group in found["groups"] for one in group["papers"] for two in one["languages"]]


def open_to_public(house: House) -> None:
    with beside_the_frame():
        row = house.meeting_row()
        row.open_to_public = True
        row.save()


@pytest.fixture
def worked(house: House) -> House:
    house.add_item("2", "Recovery", adopts=False)
    house.act(acts.open_item, "chair", item=house.item)
    with later(seconds=60):
        house.act(acts.suspend_item, "chair", item=house.item)
    house.act(acts.open_item, "chair", item=house.item)
    return house


# the agenda


@pytest.mark.parametrize("who", SEATED)
def test_all_seats_of_the_body_follow_how_the_meeting_goes_on(worked: House, who: str) -> None:
    found = agenda_of(worked, who)
    assert [one["state"] for one in found["items"]] == ["open", "planned"]
    assert found["current"] == worked.item
    assert found["items"][0]["seconds"] == pytest.approx(60, abs=2)


@pytest.mark.parametrize("who", OUTSIDE)
def test_who_has_no_seat_reads_the_agenda_and_not_how_far_the_meeting_has_come(worked: House, who: str) -> None:
    found = agenda_of(worked, who)
    assert [one["title"] for one in found["items"]] == ["Joint communiqué", "Recovery"]
    assert (found["current"], found["next"], found["follows"]) == (None, None, False)
    for one in found["items"]:
        assert (one["state"], one["seconds"], one["running_since"], one["opened_at"]) == ("", 0, None, None)
    assert not any(found["may"].values())


@pytest.mark.parametrize("who", OUTSIDE)
def test_an_open_meeting_is_followed_by_everybody_without_its_drafts(worked: House, who: str) -> None:
    open_to_public(worked)
    found = agenda_of(worked, who)
    assert (found["current"], found["items"][0]["state"]) == (worked.item, "open")
    assert (found["items"][0]["text"], found["items"][0]["title_of_text"]) == (None, "")
    assert not any(found["may"].values())


def test_what_can_be_done_about_the_agenda_now(house: House) -> None:
    def may(who: str) -> set[str]:
        return {name for name, yes in agenda_of(house, who)["may"].items() if yes}

    assert may("chair") == {"preside", "adopt", "write"}
    assert may("clerk") == {"preside", "write"}
    assert may("pen") == {"import"}
    assert may("la-head") == may("nz-observer") == set()
    house.act(acts.adopt, "chair", meeting=house.meeting)
    assert may("chair") == {"preside", "write"}
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    assert may("chair") == may("clerk") == set(), "an adopted agenda is amended in the room"
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert may("chair") == may("pen") == set()


def test_the_next_item_is_told_to_those_who_preside(worked: House) -> None:
    following = agenda_of(worked, "chair")["next"]
    assert following is not None and following["number"] == "2"
    assert agenda_of(worked, "la-head")["next"] is None


def test_what_was_deferred_to_a_meeting_waits_for_who_writes_its_agenda(house: House) -> None:
    other = house.convene("Retreat")
    item = house.add_item("2", "Recovery", adopts=False)
    house.act(acts.defer_item, "chair", item=item, to_meeting=other)
    assert agenda_of(house, "la-head")["items"][1]["deferred_to"]["name"] == "Retreat"
    house.meeting = other
    assert [one["title"] for one in agenda_of(house, "clerk")["waiting"]] == ["Recovery"]
    assert agenda_of(house, "la-head")["waiting"] == []
    house.act(acts.add_item, "clerk", meeting=other, number="1", title="Recovery", continues=item)
    assert agenda_of(house, "clerk")["waiting"] == []
    continued = agenda_of(house, "la-head")["items"][0]["continues"]
    assert (continued["number"], continued["name"]) == ("2", "Plenary")


def test_an_item_can_be_deferred_to_meetings_that_are_to_come(house: House) -> None:
    house.convene("Retreat")
    over = house.convene("Caucus")
    house.act(meetings.open_meeting, "chair", meeting=over)
    house.act(meetings.close_meeting, "chair", meeting=over)
    found = agenda.others_for(house.audience("chair"), house.meeting)
    assert [one["name"] for one in found] == ["Retreat"]


# sittings


def test_when_a_meeting_really_sat_is_for_those_who_follow_it(house: House) -> None:
    for who in SEATED:
        now = sittings_of(house, who)["now"]
        assert now["opened_at"] is not None and now["state"] == "open"
    for who in OUTSIDE:
        found = sittings_of(house, who)
        assert (found["now"], len(found["sittings"])) == (None, 1)
        (one,) = found["sittings"]
        assert (one["opened_at"], one["state"], one["seconds"], one["due_at"]) == (None, "", 0, None)
        assert one["begins_at"] is not None
    open_to_public(house)
    assert sittings_of(house, "public")["now"]["opened_at"] is not None


def test_what_the_chair_can_do_about_the_sitting_now(house: House) -> None:
    def may(who: str = "chair") -> set[str]:
        return {name for name, yes in sittings_of(house, who)["may"].items() if yes} - {"read_journal"}

    assert may() == may("clerk") == {"sitting_suspend", "sitting_close", "meeting_close"}
    house.act(meetings.suspend, "chair", meeting=house.meeting)
    assert may() == {"sitting_resume", "sitting_close"}
    house.act(meetings.close_sitting, "chair", meeting=house.meeting)
    assert may() == {"sitting_open", "meeting_close"}
    assert may("la-head") == may("pen") == may("public") == set()
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert may() == set()
    house.meeting = house.convene("Retreat")
    assert may() == {"meeting_open"}


# papers


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("public", {"public"}),
        ("som-my-head", {"public"}),
        ("nobody", {"public"}),
        ("operator", {"public"}),
        ("nz-observer", {"public", "participants"}),
        ("la-head", {"public", "participants", "members"}),
        ("la-adviser", {"public", "participants", "members"}),
        ("chair", {"public", "participants", "members"}),
        ("pen", {"public", "participants", "members"}),
    ],
)
def test_each_audience_has_the_papers_that_are_for_it_and_not_a_word_of_the_others(
    house: House, who: str, titles: set[str]
) -> None:
    made = {one.value: lay(house, title=one.value, readers=one.value, under=house.item) for one in Readers}
    assert set(papers_of(house, who)) == titles
    audience = house.audience(who)
    for readers, paper in made.items():
        file, one = paper_reads.file_for(audience, paper), paper_reads.paper_for(audience, paper)
        assert (file is not None) == (one is not None) == (readers in titles)
        assert file is None or (file.content, file.public) == (PDF, readers == "public")
    assert agenda_of(house, who)["papers"] == {house.item: len(titles)}


def test_of_a_withdrawn_paper_its_readers_see_that_it_was_withdrawn_and_nothing_more(house: House) -> None:
    paper = lay(house, title="Notes", readers="participants")
    house.act(papers.withdraw, "pen", paper=paper)
    assert papers_of(house, "nz-observer") == ["Notes"]
    assert papers_of(house, "public") == []
    assert paper_reads.file_for(house.audience("nz-observer"), paper) is None
    assert paper_reads.file_for(house.audience("clerk"), paper) is not None, "it stays in the record"
    assert agenda_of(house, "nz-observer")["papers"] == {}


def test_papers_stand_by_item_with_their_languages_side_by_side(house: House) -> None:
    first = lay(house, title="Notes", under=house.item, symbol="AMM/53/INF.1")
    lay(house, title="Rules")
    lay(house, of=first, title="Ghi chú", language="vi")
    found = paper_reads.papers_for(house.audience("la-head"), house.meeting)
    assert found is not None
    whole, under = found["groups"]
    assert (whole["item"], [one["title"] for one in whole["papers"]]) == (None, ["Rules"])
    assert under["item"]["text"] == house.text, "what is negotiated lies there as well"
    assert [one["language"] for one in under["papers"][0]["languages"]] == ["en", "vi"]
    assert found["count"] == 2


# how often


def more(house: House) -> None:
    for number in range(2, 6):
        item = house.bring("# S\n\nWe state.\n", item=house.add_item(str(number), "Statement"))
        lay(house, title=f"Paper {item}", under=house.item)
        house.act(
            programme.plan_sitting, "clerk", meeting=house.meeting, begins_at=datetime(2020, 9, 10 + number, tzinfo=UTC)
        )


@pytest.mark.parametrize(
    ("read", "bound"), [(agenda.agenda_for, 4), (sittings.sittings_for, 2), (paper_reads.papers_for, 3)]
)
def test_for_many_as_often_as_for_one(house: House, read: Callable[..., Any], bound: int) -> None:
    def count() -> int:
        audience = house.audience("chair")
        with CaptureQueriesContext(connection) as asked:
            assert read(audience, house.meeting)
        assert not any("content" in one["sql"] and "records_paper" in one["sql"] for one in asked.captured_queries)
        return len(asked)

    one = count()
    more(house)
    assert count() <= one <= bound
