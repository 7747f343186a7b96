"""What is before a meeting, and who sees what of it."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import agenda, papers, readings
from communique.queries import screens
from communique.records.models import Meeting
from tests.house import House
from tests.web.looking import queries

OUTSIDE = ("public", "nobody", "operator", "som-my-head")


@pytest.fixture
def sitting(house: House) -> House:
    """The item with the text is before the meeting, and its reading at the second paragraph."""
    house.act(agenda.open_item, "chair", item=house.item)
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.move, "chair", text=house.text, paragraph=house.paragraph("regional reserve")[0])
    return house


def seen(house: House, who: str) -> dict[str, Any] | None:
    whole = screens.whole(house.meeting)
    assert whole is not None
    return screens.seen_by(house.audience(who), whole)


def test_before_the_meeting_are_its_item_and_the_text_around_the_paragraph_where_the_chair_is(sitting: House) -> None:
    found = seen(sitting, "la-head")
    assert found is not None
    assert found["current"]["number"] == "1"
    assert found["text"]["here"]["label"] == "2"
    here = [one["here"] for one in found["text"]["excerpt"]]
    assert here == [False, False, True, False, False]
    assert "regional reserve" in found["text"]["excerpt"][2]["html"]


def test_without_an_item_nothing_is_before_it(house: House) -> None:
    found = seen(house, "la-head")
    assert found is not None
    assert (found["current"], found["text"], found["question"], found["papers"]) == (None, None, None, [])
    assert screens.whole(house.meeting + 1) is None


def test_those_outside_see_it_when_the_meeting_is_open_to_the_public_and_never_the_words(sitting: House) -> None:
    sitting.put()
    for who in OUTSIDE:
        assert seen(sitting, who) is None
    Meeting.objects.filter(pk=sitting.meeting).update(open_to_public=True)
    for who in OUTSIDE:
        found = seen(sitting, who)
        assert found is not None
        assert found["current"]["title"] == "Joint communiqué"
        assert (found["text"], found["question"], found["reads"]) == (None, None, False)
        assert "reserve" not in str(found)


@pytest.mark.parametrize("admitted", [True, False])
def test_an_observer_sees_the_words_where_the_body_admits_it_to_drafts(db: None, admitted: bool) -> None:
    other = House.founded(observers_read_drafts=admitted)
    other.act(agenda.open_item, "chair", item=other.item)
    other.put()
    found = seen(other, "nz-observer")
    assert found is not None
    assert (found["text"] is not None, found["question"] is not None) == (admitted, admitted)


def test_a_paper_is_shown_to_those_for_whom_it_was_laid(sitting: House) -> None:
    Meeting.objects.filter(pk=sitting.meeting).update(open_to_public=True)
    for readers in ("public", "participants", "members"):
        sitting.act(
            papers.lay,
            "clerk",
            meeting=sitting.meeting,
            under=sitting.item,
            title=f"For {readers}",
            filename="paper.pdf",
            content=b"%PDF-1.4 " + readers.encode() + b" %%EOF",
            readers=readers,
        )
    shown = {
        who: [one["readers"] for one in (seen(sitting, who) or {"papers": []})["papers"]]
        for who in ("public", "nz-observer", "la-adviser", "chair")
    }
    assert shown == {
        "public": ["public"],
        "nz-observer": ["public", "participants"],
        "la-adviser": ["public", "participants", "members"],
        "chair": ["public", "participants", "members"],
    }


def test_it_is_read_with_as_many_queries_for_a_long_agenda_as_for_a_short_one(sitting: House) -> None:
    few = queries(lambda: screens.whole(sitting.meeting))
    for number in range(2, 9):
        sitting.add_item(str(number), f"Item {number}", adopts=False)
        sitting.table("my-head", "share", f"share {number}")
    assert queries(lambda: screens.whole(sitting.meeting)) == few
    assert few <= 16
