"""What people call the blocks of a text: by their numbers, with those above them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from communique.domain.texts.authority import Document
from communique.domain.texts.document import label_of
from communique.domain.texts.structure import outline

_SECTIONS = frozenset(("heading", "annex", "title"))
_names: WeakKeyDictionary[Document, dict[str, dict[str, Any]]] = WeakKeyDictionary()


def names_of(document: Document) -> dict[str, dict[str, Any]]:
    """What each block of a document is called, in its order: ``{"paragraph": its id, "label", "numbered"}`` by id.
    Below the first level the label holds those above it, as in "13 (d)", since "(d)" alone is many.

    A document is read for it once, however many ask.
    """
    known = _names.get(document)
    if known is None:
        known = _names[document] = dict(_named(document))
    return known


def _named(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    labels: dict[str, str] = {}
    whole = outline(document.json())
    for block in document.json()["content"]:
        key, label = block["attrs"]["id"], label_of(block)
        part = whole.part(key)
        above = whole.part(part.parent) if part is not None and part.parent else None
        numbered = bool(block["attrs"].get("number"))
        if (
            block["type"] == "paragraph"
            and numbered
            and above is not None
            and above.kind not in _SECTIONS
            and above.number
        ):
            label = f"{labels[above.block]} {label}"
        labels[key] = label
        yield key, {"paragraph": key, "label": label, "numbered": numbered}
