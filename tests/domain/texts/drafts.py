"""Documents, contents and steps for the tests of the negotiating text, small and made at random."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

LAO = "ປະຊາຊົນ"
FAMILY = "👨\u200d👩\u200d👧"
WORDS = (
    "shall",
    "should",
    "be",
    "opened",
    "the",
    "Parties",
    "l’eau",
    "[",
    "]",
    "[may]",
    ",",
    ".",
    "😀",
    FAMILY,
    LAO,
    "3",
)

MARKS: tuple[dict[str, Any], ...] = (
    {"type": "link", "attrs": {"href": "https://example.org/a", "title": ""}},
    {"type": "strong"},
    {"type": "em"},
    {"type": "sup"},
)


def text(words: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", **({"marks": list(marks)} if marks else {}), "text": words}


def paragraph(block_id: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    """A paragraph; strings among its content become text."""
    nodes = [text(one) if isinstance(one, str) else one for one in content]
    full = {"id": block_id, "number": "", "role": "plain", "level": 0} | attrs
    return {"type": "paragraph", "attrs": full, **({"content": nodes} if nodes else {})}


def document(*blocks: Any) -> dict[str, Any]:
    """A document; strings become paragraphs with the ids p000000000, p000000001 and so on."""
    made = [paragraph(block_id(at), one) if isinstance(one, str) else one for at, one in enumerate(blocks)]
    return {"type": "doc", "content": made}


def block_id(at: int) -> str:
    return f"p{at:09d}"


def insertion(at: int, *nodes: Any, to: int | None = None) -> dict[str, Any]:
    """A replace step; strings become text, and no nodes make a deletion."""
    step: dict[str, Any] = {"stepType": "replace", "from": at, "to": at if to is None else to}
    if nodes:
        step["slice"] = {"content": [text(one) if isinstance(one, str) else one for one in nodes]}
    return step


phrases = st.lists(st.sampled_from((*WORDS, " ", " ", " ")), min_size=1, max_size=6).map("".join)
mark_sets = st.lists(st.sampled_from(MARKS), max_size=2, unique_by=lambda mark: mark["type"]).map(
    lambda marks: sorted(marks, key=MARKS.index)
)
texts = st.builds(lambda words, marks: text(words, *marks), phrases, mark_sets)
footnotes = st.builds(
    lambda label, content: {"type": "footnote", "attrs": {"label": label}, "content": content},
    st.sampled_from(("1", "*")),
    st.lists(texts, min_size=1, max_size=1),
)
breaks = st.just({"type": "break"})


def normal(content: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Content in which no two neighbouring texts have the same marks."""
    found: list[dict[str, Any]] = []
    for node in content:
        last = found[-1] if found else None
        if last and last["type"] == node["type"] == "text" and last.get("marks") == node.get("marks"):
            found[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            found.append(node)
    return found


contents = st.lists(st.one_of(texts, texts, texts, breaks, footnotes), max_size=6).map(normal)
