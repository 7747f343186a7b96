"""Which seats have a line to the hub."""

from __future__ import annotations

from tests.live.house import House, Watcher

LAO, CHAIR = (1, 7), (1, 1)


def test_a_seat_has_a_line_while_any_of_its_windows_is_open(house: House) -> None:
    first, second = Watcher(house.port, who="LA"), Watcher(house.port, who="LA")
    public = Watcher(house.port, who="public")
    assert house.until(lambda: house.hub.lines() == {LAO})
    first.leave()
    assert house.until(lambda: house.hub.metrics()["clients"] == 2)
    assert house.hub.lines() == {LAO}
    second.leave()
    assert house.until(lambda: house.hub.lines() == frozenset())
    assert public.silent()


def test_lines_are_told_by_their_rooms(house: House) -> None:
    here, there = Watcher(house.port, who="LA"), Watcher(house.port, who="chair", room=2)
    assert house.until(lambda: house.hub.lines() == {LAO, (2, 1)})
    assert here.silent() and there.silent()


def test_a_lost_seat_has_no_line(house: House) -> None:
    lost, kept = Watcher(house.port, who="LA"), Watcher(house.port, who="chair")
    assert house.until(lambda: house.hub.lines() == {LAO, CHAIR})
    house.hub.close(7)
    assert house.until(lambda: house.hub.lines() == {CHAIR})
    assert [one.kind for one in lost.take(2)] == ["closed"]
    assert kept.silent()
