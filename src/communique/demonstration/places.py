"""Finding a paragraph as people name it, and changing its words."""

from __future__ import annotations

from typing import Any

from communique.domain.texts.authority import Document
from communique.domain.texts.document import blocks, plain_text


def paragraph_at(doc: dict[str, Any], path: str) -> dict[str, Any]:
    """The paragraph with a path such as "13", "31 bis", "10 (c)" or "10 (c) (ii)"; one without a number by the word
    with which it begins. Raises KeyError."""
    at: dict[int, str] = {}
    for block in blocks(doc):
        if block["type"] != "paragraph":
            continue
        if not block["attrs"]["number"]:
            if plain_text(block).startswith(f"{path} "):
                return block
            continue
        level = block["attrs"]["level"]
        at = {depth: label for depth, label in at.items() if depth < level}
        at[level] = block["attrs"]["number"].rstrip(".")
        if " ".join(at[depth] for depth in sorted(at)) == path:
            return block
    raise KeyError(path)


def with_words(block: dict[str, Any], find: str, replace: str) -> list[dict[str, Any]]:
    """The content of a paragraph in which ``find``, which stands in it once, gave way to ``replace``.

    What comes in bears the marks of the words it replaces. Raises KeyError when the words aren't there just once.
    """
    content: list[dict[str, Any]] = block.get("content", [])
    pieces = [plain_text(node) for node in content]
    whole = "".join(pieces)
    if whole.count(find) != 1:
        raise KeyError(find)
    start = whole.index(find)
    end = start + len(find)
    made: list[dict[str, Any]] = []
    place = 0
    for node, words in zip(content, pieces, strict=True):
        here = place, place + len(words)
        place = here[1]
        if here[1] <= start or here[0] >= end or node["type"] != "text":
            made.append(node)
            continue
        before, after = words[: max(0, start - here[0])], words[max(0, end - here[0]) :]
        middle = replace if here[0] <= start else ""
        made.append(node | {"text": before + middle + after})
    return [node for node in made if node["type"] != "text" or node["text"]]


def range_of(document: Document, paragraph: str, words: str) -> tuple[int, int]:
    """The positions in a document between which words stand, the first time, in a paragraph without footnotes before
    them. Raises KeyError when they don't."""
    found = document.block(paragraph)
    if found is None or words not in plain_text(found[1]):
        raise KeyError(words)
    position, block = found
    before = plain_text(block).split(words)[0]
    start = position + 1 + _units(before)
    return start, start + _units(words)


def _units(words: str) -> int:
    """Positions are counted in units of UTF-16, as a browser counts."""
    return len(words.encode("utf-16-le")) // 2
