"""Documents and proposals at random, for the tests of the engine."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts.amendments import Proposal, draw_up
from communique.domain.texts.authority import Accepted, Document, load, receive
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, insertion, paragraph, text


def heading(name: str, *content: Any, level: int = 2, number: str = "") -> dict[str, Any]:
    return paragraph(name, *content) | {"type": "heading", "attrs": {"id": name, "level": level, "number": number}}


def table(name: str, words: str) -> dict[str, Any]:
    cell = {"type": "cell", "attrs": {"header": False}, "content": [text(words)]}
    return {"type": "table", "attrs": {"id": name}, "content": [{"type": "row", "content": [cell]}]}


def names(letter: str) -> Callable[[], str]:
    """Ids in order, so that what a test makes is the same each time."""
    numbers = count()
    return lambda: f"{letter}{next(numbers):09d}"


def taken(document: Document, steps: list[dict[str, Any]]) -> Accepted:
    outcome = receive(document, document.version, steps, limit=2 * len(steps) + 1)
    assert isinstance(outcome, Accepted), outcome
    return outcome


@st.composite
def texts(draw: st.DrawFn, least: int = 1) -> Document:
    """A document of a few blocks of all kinds, some of them numbered."""
    blocks = []
    for at in range(draw(st.integers(least, 6))):
        kind = draw(st.sampled_from(["paragraph"] * 5 + ["heading", "table"]))
        content = draw(drafts.contents)
        number = draw(st.sampled_from(["", f"{at + 1}."]))
        if kind == "table":
            blocks.append(table(block_id(at), "a cell"))
        elif kind == "heading":
            blocks.append(heading(block_id(at), *content, number=number))
        else:
            blocks.append(paragraph(block_id(at), *content, number=number))
    return load(drafts.document(*blocks), 0)


@st.composite
def changes(draw: st.DrawFn, document: Document) -> dict[str, Any]:
    """One change that a delegation asks for; it needn't make sense."""
    ids = [block["attrs"]["id"] for block in document.json()["content"]]
    asked: dict[str, Any] = {"kind": draw(st.sampled_from(["words"] * 4 + [*KINDS]))}
    kind = asked["kind"]
    if kind == "new":
        asked["after"] = draw(st.sampled_from(["", *ids]))
    else:
        asked["paragraph"] = draw(st.sampled_from(ids))
    if kind == "words":
        found = document.block(asked["paragraph"])
        assert found is not None
        asked["content"] = draw(edited(found[1].get("content", [])))
    if kind in ("new", "alternative"):
        asked["content"] = draw(drafts.contents)
    if kind == "move":
        asked["after"] = draw(st.sampled_from(["", *ids]))
    if kind == "split":
        asked["at"] = draw(st.integers(0, 12))
    return asked


KINDS = ("new", "alternative", "delete", "move", "merge", "split")


@st.composite
def edited(draw: st.DrawFn, content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Content with a node put in, taken out or changed; sometimes quite other content."""
    if not content or draw(st.integers(0, 4)) == 0:
        return draw(drafts.contents)
    at = draw(st.integers(0, len(content) - 1))
    instead = draw(st.one_of(st.just([]), drafts.texts.map(lambda one: [one, content[at]]), drafts.contents))
    return drafts.normal([*content[:at], *instead, *content[at + 1 :]])


@st.composite
def proposals(draw: st.DrawFn, document: Document, letter: str = "n") -> Proposal:
    """A proposal that could be drawn up, of those out of a few changes which go together."""
    named = names(letter)
    result = Proposal()
    asked: list[dict[str, Any]] = []
    for change in draw(st.lists(changes(document), min_size=1, max_size=4)):
        try:
            result = draw_up(document, [*asked, change], new_id=named)
        except Refused:
            continue
        asked.append(change)
    return result


@st.composite
def pen_steps(draw: st.DrawFn, document: Document) -> tuple[Document, list[tuple[int, ...]]]:
    """The document after a few random steps of the pen, and their maps."""
    maps: list[tuple[int, ...]] = []
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, document.size))
        end = min(document.size, start + draw(st.sampled_from([0, 0, 1, 3, 9, 30])))
        halves = [paragraph(f"y{number:09d}"), paragraph(f"z{number:09d}")]
        block = document.block_at(start)
        steps = [insertion(start, draw(st.sampled_from(drafts.WORDS)), to=end)]
        steps.append(insertion(start, to=end))
        steps.append(insertion(start) | {"slice": {"content": halves, "openStart": 1, "openEnd": 1}})
        steps.append(insertion(start, paragraph(f"x{number:09d}", "new")))
        if block is not None:
            steps.append(insertion(block[0], to=block[0] + sizes(block[1])))
            steps.append(insertion(block[0], paragraph(f"w{number:09d}", "before")))
        outcome = receive(document, document.version, [draw(st.sampled_from(steps))])
        if isinstance(outcome, Accepted):
            document = outcome.document
            maps += outcome.maps
    return document, maps


def sizes(node: dict[str, Any]) -> int:
    """The size of a node in positions, counted anew."""
    if node["type"] == "text":
        return sum(2 if ord(sign) > 0xFFFF else 1 for sign in node["text"])
    return 1 if node["type"] == "break" else 2 + sum(map(sizes, node.get("content", ())))
