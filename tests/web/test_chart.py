"""The course as a drawing: figures hold until the next point, and stand on each other."""

from __future__ import annotations

import re

from communique.web.chart import BOTTOM, HIGH, LEFT, RIGHT, TOP, WIDE, over_readings, over_versions

FOOT, HEAD = HIGH - BOTTOM, TOP


def corners(path: str) -> list[tuple[str, list[float]]]:
    return [(sign, [float(one) for one in rest.split()]) for sign, rest in re.findall(r"([MHVhZ])([^MHVhZ]*)", path)]


def test_one_point_is_a_field_from_edge_to_edge() -> None:
    chart = over_versions([0], [("clean", [5])], [])
    ((name, path),) = chart.areas
    assert name == "clean"
    assert corners(path) == [
        ("M", [LEFT, FOOT]),
        ("H", [LEFT]),
        ("V", [HEAD]),
        ("H", [WIDE - RIGHT]),
        ("V", [FOOT]),
        ("H", [LEFT]),
        ("Z", []),
    ]
    assert [(tick.label, tick.at) for tick in chart.upward] == [
        ("0", FOOT),
        ("3", FOOT - (FOOT - HEAD) * 3 / 5),
        ("5", HEAD),
    ]


def test_a_figure_holds_until_the_next_point_and_the_second_series_stands_on_the_first() -> None:
    chart = over_versions([0, 10], [("agreed", [0, 4]), ("clean", [4, 0])], [(5, "1")])
    middle = (FOOT + HEAD) / 2
    agreed, clean = (dict(chart.areas)[name] for name in ("agreed", "clean"))
    assert f"H{WIDE - RIGHT:.1f} V{HEAD:.1f}" in agreed, "four at the end, and none before"
    assert f"V{middle:.1f}" not in agreed
    assert clean.startswith(f"M{LEFT:.1f} {FOOT:.1f} H{LEFT:.1f} V{HEAD:.1f}"), "four from the beginning"
    (mark,) = chart.marks
    assert (mark.label, mark.at) == ("1", (LEFT + WIDE - RIGHT) / 2)


def test_the_axis_names_versions_of_the_text_and_none_twice() -> None:
    chart = over_versions([0, 2], [("clean", [1, 1])], [])
    labels = [tick.label for tick in chart.across]
    assert labels == sorted(set(labels), key=int)
    assert (labels[0], labels[-1]) == ("0", "2")


def test_each_reading_has_a_bar_with_a_piece_for_each_series() -> None:
    chart = over_readings(["First", "Second"], [("agreed", [0, 2]), ("clean", [2, 0])])
    assert [(name, path.count("M")) for name, path in chart.areas] == [("agreed", 1), ("clean", 1)]
    assert [tick.label for tick in chart.across] == ["First", "Second"]
    assert LEFT < chart.across[0].at < chart.across[1].at < WIDE - RIGHT


def test_a_text_in_which_there_is_nothing_to_count_can_be_drawn() -> None:
    chart = over_versions([3], [("clean", [0])], [])
    assert [tick.label for tick in chart.upward] == ["0", "1"]
