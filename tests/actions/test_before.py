"""What moves under the current item is told to all screens; what moves elsewhere isn't."""

from __future__ import annotations

from communique.actions import agenda, readings
from communique.records.models import RoomEvent
from tests.house import House


def told(house: House, since: int) -> list[str]:
    rows = RoomEvent.objects.filter(room=house.room(), version__gt=since, kind="fragment").order_by("version")
    kinds = [row.data["target"] for row in rows]
    return [one for one in kinds if one.partition(":")[0] in {"now", "paragraph"}]


def test_the_chairs_way_through_the_text_before_the_meeting_is_told(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    since = house.room().version
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.move, "chair", text=house.text, paragraph=house.paragraph("regional reserve")[0])
    assert told(house, since) == [f"now:{house.meeting}"] * 2


def test_a_question_and_its_answer_are_told(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    since = house.room().version
    house.adopt()
    assert told(house, since) == [f"now:{house.meeting}"] * 2


def test_of_what_the_pen_types_only_the_paragraph_under_discussion_is_told(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.move, "chair", text=house.text, paragraph=house.paragraph("regional reserve")[0])
    since = house.room().version
    house.type(" and elsewhere", after="in every member")
    assert told(house, since) == []
    house.type(" and food", after="medical supplies")
    assert told(house, since) == [f"paragraph:{house.meeting}"]


def test_of_a_text_that_is_not_before_the_meeting_nothing_is_told(house: House) -> None:
    since = house.room().version
    house.act(readings.open_reading, "chair", text=house.text)
    house.act(readings.move, "chair", text=house.text, paragraph=house.paragraph("regional reserve")[0])
    house.type(" and food", after="medical supplies")
    house.adopt()
    assert told(house, since) == []
