"""A page's screen is what its line said, and a page that heard something else shows something else."""

from __future__ import annotations

from typing import Any

import pytest

from communique.domain.texts import authority
from communique.rehearsal.lines import Message, facts_of
from communique.rehearsal.screens import Copies, Screen, digest_of

DOC: dict[str, Any] = {
    "type": "doc",
    "content": [
        {
            "type": "paragraph",
            "attrs": {"id": "aaaaaaaaaa", "number": "", "role": "plain", "level": 0},
            "content": [{"type": "text", "text": "We met."}],
        }
    ],
}
STATE = {"id": 5, "version": 0, "status": "draft", "doc": DOC, "amendments": [], "room_version": 10}


def letter(sign: str, at: int) -> dict[str, Any]:
    return {"stepType": "replace", "from": at, "to": at, "slice": {"content": [{"type": "text", "text": sign}]}}


STEPS = [letter("a", 1), letter("b", 2), letter("c", 3)]


def said(number: int, kind: str, **data: Any) -> Message:
    return Message(number, kind, data, facts_of(kind, data))


def steps(number: int, first: int, *which: dict[str, Any]) -> Message:
    last = first + len(which) - 1
    return said(number, "steps", text=5, version=last, steps=list(which), clients=["pen"] * len(which), by="pen")


@pytest.fixture
def screen() -> Screen:
    page = Screen(Copies(), "a page", "delegation")
    page.load(STATE)
    return page


def test_the_text_is_what_the_steps_make(screen: Screen) -> None:
    assert screen.hear(steps(11, 1, *STEPS[:2])) == {("step", 1), ("step", 2)}
    screen.hear(steps(12, 3, STEPS[2]))
    outcome = authority.receive(authority.load(DOC, 0), 0, STEPS)
    assert isinstance(outcome, authority.Accepted)
    assert (screen.version, screen.end()["text"]) == (3, digest_of(outcome.document.json()))


def test_what_comes_twice_counts_once(screen: Screen) -> None:
    screen.hear(steps(11, 1, *STEPS[:2]))
    key = screen.key
    assert screen.hear(steps(11, 1, *STEPS[:2])) == frozenset()
    assert (screen.key, screen.version) == (key, 2)
    screen.hear(steps(12, 2, STEPS[1], STEPS[2]))
    assert screen.version == 3


def test_a_page_that_missed_a_step_says_so(screen: Screen) -> None:
    screen.hear(steps(12, 2, STEPS[1]))
    assert (screen.behind, screen.gaps, screen.version) == ("gap", 1, 0)


def test_a_page_that_heard_another_step_shows_another_text(screen: Screen) -> None:
    other = Screen(screen.copies, "another", "delegation")
    other.load(STATE)
    screen.hear(steps(11, 1, STEPS[0]))
    other.hear(steps(11, 1, letter("A", 1)))
    assert screen.end()["text"] != other.end()["text"]
    other.hear(steps(12, 2, letter("x", 400)))
    assert "don't fit" in other.end()["text"]


def test_while_a_page_loads_anew_nothing_is_lost(screen: Screen) -> None:
    screen.hear(said(20, "resync", version=20))
    assert screen.behind == "resync"
    screen.hear(said(21, "status", text=5, status="question"))
    screen.hear(steps(22, 3, STEPS[2]))
    outcome = authority.receive(authority.load(DOC, 0), 0, STEPS[:2])
    assert isinstance(outcome, authority.Accepted)
    screen.load(STATE | {"version": 2, "doc": outcome.document.json(), "room_version": 21, "status": "question"})
    assert (screen.version, screen.status, screen.behind) == (3, "question", "")
    assert screen.statuses == ["draft", "question"]


def test_only_news_counts_as_heard(screen: Screen) -> None:
    one = {"id": 3, "state": "tabled", "positions": [{"code": "LA", "stance": "support"}]}
    first = said(11, "overlay", text=5, version=0, amendments=[one])
    assert screen.hear(first) == {("amendment", 3, "tabled"), ("position", 3, "LA", "support")}
    assert screen.hear(said(12, "overlay", text=5, version=0, amendments=[one])) == frozenset()
    over = one | {"state": "accepted"}
    assert screen.hear(said(13, "overlay", text=5, version=1, amendments=[over])) == {("amendment", 3, "accepted")}
    html = '<div data-live="question:5" data-question="2" data-state="open">'
    question = said(14, "fragment", target="question:5", html=html)
    assert screen.hear(question) == {("question", 2, "open")}
    assert screen.hear(question) == frozenset()
    assert screen.end()["question"] == ["question", 2, "open"]


def test_what_the_public_should_not_have_heard_is_counted() -> None:
    passer_by = Screen(Copies(), "passer-by", "public", text=5)
    passer_by.hear(said(11, "fragment", target="agenda:1", html="<div></div>"))
    assert passer_by.end()["secrets"] == 0
    passer_by.hear(steps(12, 1, STEPS[0]))
    assert passer_by.end()["secrets"] == 1
