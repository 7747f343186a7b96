"""The course of a negotiation as a drawing: what is drawn where, in units of its own, for a template to put into SVG.

A drawing is ``WIDE`` by ``HIGH`` units, and shows figures that hold from one point until the next. What it shows stands
in a table beside it as well, for who doesn't see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 34
"""Room around the field for what stands at its edges."""


@dataclass(frozen=True)
class Tick:
    """A place at an edge, with its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    areas: tuple[tuple[str, str], ...]
    """Name and path (the attribute ``d``) of each series, the lowest first."""
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    """Upright lines: where readings opened."""
    wide: int = WIDE
    high: int = HIGH
    left: int = LEFT
    right: int = WIDE - RIGHT
    top: int = TOP
    bottom: int = HIGH - BOTTOM


def over_versions(
    versions: Sequence[int], series: Sequence[tuple[str, Sequence[int]]], marks: Sequence[tuple[int, str]]
) -> Chart:
    """Series stacked on each other over versions, which ascend; ``marks`` are versions with labels."""
    first, last = versions[0], max(versions[-1], versions[0] + 1)
    place = [_across((one - first) / (last - first)) for one in versions]
    ends = [*place[1:], _across(1.0)]
    tops, highest = _stacked(series, len(versions))
    areas = []
    for at, (name, _) in enumerate(series):
        upper, lower = tops[at + 1], tops[at]
        there = " ".join(f"H{x:.1f} V{_up(y, highest):.1f}" for x, y in zip(place, upper, strict=True))
        back = " ".join(f"V{_up(y, highest):.1f} H{x:.1f}" for x, y in reversed(list(zip(place, lower, strict=True))))
        areas.append((name, f"M{place[0]:.1f} {_up(lower[0], highest):.1f} {there} H{ends[-1]:.1f} {back} Z"))
    shown = sorted({first, last, *(_round(first + (last - first) * part / 4) for part in range(1, 4))})
    across = tuple(Tick(_across((one - first) / (last - first)), str(one)) for one in shown)
    lines = tuple(Tick(_across((one - first) / (last - first)), label) for one, label in marks if first <= one <= last)
    return Chart(tuple(areas), across, _upward(highest), lines)


def over_readings(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Chart:
    """Series stacked on each other in a bar for each label."""
    tops, highest = _stacked(series, len(labels))
    step = (WIDE - LEFT - RIGHT) / len(labels)
    wide = min(step * 0.6, 96.0)
    middles = [LEFT + step * (at + 0.5) for at in range(len(labels))]
    areas = tuple(
        (
            name,
            " ".join(
                f"M{middle - wide / 2:.1f} {_up(low, highest):.1f} h{wide:.1f} V{_up(high, highest):.1f} h{-wide:.1f} Z"
                for middle, low, high in zip(middles, tops[at], tops[at + 1], strict=True)
                if high > low
            ),
        )
        for at, (name, _) in enumerate(series)
    )
    return Chart(areas, tuple(Tick(x, label) for x, label in zip(middles, labels, strict=True)), _upward(highest), ())


def _stacked(series: Sequence[tuple[str, Sequence[int]]], count: int) -> tuple[list[list[int]], int]:
    """For each series where it begins, and at last where all end; and the highest of them, at least 1."""
    tops = [[0] * count]
    for _, values in series:
        tops.append([below + value for below, value in zip(tops[-1], values, strict=True)])
    return tops, max(1, *tops[-1])


def _across(part: float) -> float:
    return LEFT + part * (WIDE - LEFT - RIGHT)


def _up(value: int, highest: int) -> float:
    return HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * value / highest


def _upward(highest: int) -> tuple[Tick, ...]:
    shown = sorted({0, highest, *((_round(highest / 2),) if highest > 3 else ())})
    return tuple(Tick(_up(one, highest), str(one)) for one in shown)


def _round(value: float) -> int:
    return int(value + 0.5)
