"""What a document may hold: the rules of ``schema.json`` and those that a schema can't state.

Everything that comes from outside passes here before anything else looks at it: a whole document, the inline content of
a proposal, or one step of an editor. What passes is returned in normal form (attributes complete, marks in the schema's
order, no two neighbouring texts with the same marks), and what doesn't raises ``Refused`` with one of

    (the caller's code)  not the shape of the schema; ``why`` says where
    bad_attribute        an attribute of the wrong type or out of its range; ``attribute`` names it
    unsafe_link          a link elsewhere than to http, https, mailto, "#..." or "/..."
    unsafe_character     a control, a bidirectional override or isolate, a lone surrogate, a non-character
    too_many_steps       a step larger than the limit

Nesting can't be deep: each level has to be allowed in the one above, and the schema ends at the fifth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts.document import ROLES

SCHEMA: dict[str, Any] = json.loads(files("communique.domain.texts").joinpath("schema.json").read_text("utf-8"))
"""The one ProseMirror schema, for Python and for the browser."""

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that no text holds: they are invisible, change the order in which others are read, or can't be stored."""

LABEL_LIMIT = 40
"""Characters in a number or a label: "Option 2, alternative 3 bis" fits, a sentence doesn't."""

_ID = re.compile(r"[a-z][a-z0-9]{9}")
_HREF = re.compile(r"(?:https?:|mailto:|[#/])[^\s]*", re.IGNORECASE)
_LABEL = re.compile(r"[^\n\t]*")
_NUMBER = re.compile(r"[^\n\t\[\]]*")


def safe_href(href: str) -> bool:
    """May a link lead there? Leading blanks and signs inside a scheme, which browsers forgive, are no way round."""
    return len(href) <= 2000 and UNSAFE.search(href) is None and _HREF.fullmatch(href) is not None


def quoted(raw: Any) -> str:
    """A piece of what was sent, fit for a refusal's facts: of something else than a string, only what it is."""
    return raw[:100].encode("utf-8", "replace").decode() if isinstance(raw, str) else type(raw).__name__


def document(raw: Any, malformed: str) -> dict[str, Any]:
    """A whole document in normal form; every block has an id of its own."""
    reader = _Reader(malformed)
    if not isinstance(raw, dict) or raw.get("type") != "doc" or not raw.keys() <= {"type", "content"}:
        raise reader.refusal("not a document")
    content = reader.nodes(raw.get("content"), "doc")
    seen: set[str] = set()
    for block in content:
        claim(block, seen)
    return {"type": "doc", "content": content}


def block(raw: Any, malformed: str) -> dict[str, Any]:
    """One block in normal form."""
    return _Reader(malformed).node(raw, "doc")


def inline(raw: Any, malformed: str, size: int | None) -> list[dict[str, Any]]:
    """The content of a title, heading, paragraph or cell in normal form, of at most ``size`` characters and nodes."""
    reader = _Reader(malformed, size)
    if not isinstance(raw, list):
        raise reader.refusal("not a list of nodes")
    return reader.nodes(raw, "paragraph")


def step(raw: Any, malformed: str, size: int) -> dict[str, Any]:
    """One editor's step in normal form; its content may hold at most ``size`` characters and nodes.

    Whether it fits a document isn't known here. A block in its content may still lack an id, because an editor splits
    a paragraph first and names the new half in the next step.
    """
    return _Reader(malformed, size).step(raw)


def claim(block: Mapping[str, Any], seen: set[str]) -> None:
    """Enters a block's id into those seen. Refused("duplicate_paragraph"): it has none, or one that is taken."""
    block_id = block["attrs"]["id"]
    if not block_id or block_id in seen:
        raise Refused("duplicate_paragraph", paragraph=block_id)
    seen.add(block_id)


_NODES: dict[str, dict[str, Any]] = SCHEMA["nodes"]


def _kinds_in(content: str) -> frozenset[str]:
    """The nodes that a content expression of the schema allows: a node's or a group's name, then ``+`` or ``*``."""
    name = content.rstrip("+*")
    return frozenset(kind for kind, spec in _NODES.items() if name and name in (kind, spec.get("group")))


_ALLOWED = {kind: _kinds_in(spec.get("content", "")) for kind, spec in _NODES.items()}
_NEVER_EMPTY = frozenset(kind for kind, spec in _NODES.items() if spec.get("content", "").endswith("+"))
_INLINE = _kinds_in("inline*")
_NODE_ATTRIBUTES = frozenset(name for spec in _NODES.values() for name in spec.get("attrs", {}))
_DEFAULTS: dict[str, dict[str, Any]] = {
    name: {key: value["default"] for key, value in spec.get("attrs", {}).items()}
    for name, spec in (_NODES | SCHEMA["marks"]).items()
}
_MARKS = tuple(SCHEMA["marks"])
_EXCLUDES = {name: frozenset(spec.get("excludes", name).split()) for name, spec in SCHEMA["marks"].items()}
_POSITIONS = {
    "replace": ("from", "to"),
    "replaceAround": ("from", "gapFrom", "gapTo", "to"),
    "addMark": ("from", "to"),
    "removeMark": ("from", "to"),
    "attr": ("pos",),
}
"""The steps that are taken, with their positions in the order in which they have to ascend."""
_FURTHER = {
    "replace": {"slice", "structure"},
    "replaceAround": {"slice", "structure", "insert"},
    "addMark": {"mark"},
    "removeMark": {"mark"},
    "attr": {"attr", "value"},
}
_LARGEST = 2**53
"""JavaScript's largest exact integer, and far beyond any document."""


def _whole(value: Any, least: int, most: int) -> bool:
    """``True == 1`` in Python, and 1.0 as well, but not in what browsers are sent."""
    return type(value) is int and least <= value <= most


_LEVELS = {"heading": (1, 6), "paragraph": (0, 4), None: (0, 6)}


def _attribute_holds(name: str, value: Any, kind: str | None) -> bool:
    match name:
        case "level":
            return _whole(value, *_LEVELS[kind])
        case "header":
            return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    match name:
        case "id":
            return value == "" or _ID.fullmatch(value) is not None
        case "number":
            return len(value) <= LABEL_LIMIT and _NUMBER.fullmatch(value) is not None
        case "label":
            return len(value) <= LABEL_LIMIT and _LABEL.fullmatch(value) is not None
        case "role":
            return value in ROLES
        case "title":
            return len(value) <= 500
        case "href":
            return True  # a link's own refusal says more
    return False


def _depth(nodes: list[dict[str, Any]], at: int) -> int:
    """How many nodes open one into the other at the first (0) or last (-1) of these."""
    depth = 0
    while nodes and _ALLOWED[nodes[at]["type"]]:
        depth, nodes = depth + 1, nodes[at].get("content", [])
    return depth


def _joined(nodes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbouring texts with the same marks are one."""
    found: list[dict[str, Any]] = []
    for node in nodes:
        last = found[-1] if found else None
        if last and node["type"] == last["type"] == "text" and node.get("marks") == last.get("marks"):
            found[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            found.append(node)
    return found


class _Reader:
    """One reading, with the caller's word for what isn't shaped right and what is left of the size it may have."""

    def __init__(self, malformed: str, size: int | None = None) -> None:
        self.malformed = malformed
        self.limit = self.left = size
        self.in_step = size is not None

    def refusal(self, why: str) -> Refused:
        return Refused(self.malformed, why=why)

    def spend(self, size: int) -> None:
        if self.left is not None:
            self.left -= size
            if self.left < 0:
                raise Refused("too_many_steps", size=self.limit)

    def nodes(self, raw: Any, parent: str) -> list[dict[str, Any]]:
        """The content of a node. None is no content, where the schema allows that."""
        if raw is None:
            raw = []
        if not isinstance(raw, list):
            raise self.refusal(f"the content of {parent} is not a list")
        if not raw and parent in _NEVER_EMPTY and not self.in_step:
            raise self.refusal(f"{parent} is empty")
        return _joined(self.node(one, parent) for one in raw)

    def node(self, raw: Any, parent: str | None) -> dict[str, Any]:
        """A node that stands in ``parent``; None is the top of a step's slice, where all but a document may stand."""
        if not isinstance(raw, dict):
            raise self.refusal("a node is not an object")
        kind = raw.get("type")
        if not isinstance(kind, str) or kind not in _ALLOWED or kind == "doc":
            raise self.refusal("no such node")
        if parent is not None and kind not in _ALLOWED[parent]:
            raise self.refusal(f"{kind} in {parent}")
        self.spend(1)
        marks = self.marks(raw.get("marks"), kind)
        if kind == "text":
            if not raw.keys() <= {"type", "text", "marks"}:
                raise self.refusal("text with more than text and marks")
            return {"type": "text", **({"marks": marks} if marks else {}), "text": self.text(raw.get("text"))}
        if not raw.keys() <= {"type", "attrs", "content", "marks"}:
            raise self.refusal(f"{kind} with more than attributes, content and marks")
        attrs = self.attrs(raw.get("attrs"), kind)
        content = self.nodes(raw.get("content"), kind)
        node: dict[str, Any] = {"type": kind}
        if attrs:
            node["attrs"] = attrs
        if content:
            node["content"] = content
        if marks:
            node["marks"] = marks
        return node

    def text(self, raw: Any) -> str:
        if not isinstance(raw, str) or not raw:
            raise self.refusal("text without text")
        self.spend(len(raw))
        self.readable(raw)
        return raw

    def readable(self, text: str) -> None:
        found = UNSAFE.search(text)
        if found is not None:
            raise Refused("unsafe_character", character=f"U+{ord(found.group()):04X}")

    def marks(self, raw: Any, kind: str) -> list[dict[str, Any]]:
        if raw is None or raw == []:
            return []
        if not isinstance(raw, list) or kind not in _INLINE:
            raise self.refusal(f"marks on {kind}")
        if len(raw) > len(_MARKS):
            raise self.refusal("too many marks")
        found = sorted((self.mark(one) for one in raw), key=lambda mark: _MARKS.index(mark["type"]))
        names = [mark["type"] for mark in found]
        if len(set(names)) < len(names) or any(_EXCLUDES[name] & set(names) - {name} for name in names):
            raise self.refusal("marks that exclude each other")
        return found

    def mark(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict) or not raw.keys() <= {"type", "attrs"}:
            raise self.refusal("a mark is not an object of a type and attributes")
        kind = raw.get("type")
        if not isinstance(kind, str) or kind not in _MARKS:
            raise self.refusal("no such mark")
        attrs = self.attrs(raw.get("attrs"), kind)
        if kind == "link" and not safe_href(attrs["href"]):
            raise Refused("unsafe_link", href=quoted(attrs["href"]))
        return {"type": kind, "attrs": attrs} if attrs else {"type": kind}

    def attrs(self, raw: Any, kind: str) -> dict[str, Any]:
        defaults = _DEFAULTS[kind]
        if raw is None:
            return dict(defaults)
        if not isinstance(raw, dict):
            raise self.refusal("attributes are not an object")
        for name in raw:
            if name not in defaults:
                raise Refused("bad_attribute", attribute=quoted(name))
        attrs = {**defaults, **raw}
        for name, value in attrs.items():
            self.attribute(name, value, kind)
        return attrs

    def attribute(self, name: str, value: Any, kind: str | None) -> None:
        """``kind`` is None in a step which changes one attribute of a node that is known only to the document."""
        if isinstance(value, str):
            self.spend(len(value))
            if name != "href":
                self.readable(value)
        if not _attribute_holds(name, value, kind):
            raise Refused("bad_attribute", attribute=name)

    def step(self, raw: Any) -> dict[str, Any]:
        kind = raw.get("stepType") if isinstance(raw, dict) else None
        if not isinstance(kind, str) or kind not in _POSITIONS:
            raise self.refusal("no such step")
        names = _POSITIONS[kind]
        if not raw.keys() <= {"stepType", *names} | _FURTHER[kind]:
            raise self.refusal("a step with more than it needs")
        places = [raw.get(name) for name in names]
        if not all(_whole(place, 0, _LARGEST) for place in places) or places != sorted(places):
            raise self.refusal("positions")
        found = {"stepType": kind, **dict(zip(names, places, strict=True))}
        if kind == "attr":
            name = raw.get("attr")
            if not isinstance(name, str) or name not in _NODE_ATTRIBUTES:
                raise Refused("bad_attribute", attribute=quoted(name))
            self.attribute(name, raw.get("value"), None)
            return {**found, "attr": name, "value": raw["value"]}
        if "mark" in _FURTHER[kind]:
            return {**found, "mark": self.mark(raw.get("mark"))}
        if "insert" in _FURTHER[kind]:
            if not _whole(raw.get("insert"), 0, _LARGEST):
                raise self.refusal("insert")
            found["insert"] = raw["insert"]
        if not isinstance(raw.get("structure", False), bool):
            raise self.refusal("structure")
        if raw.get("slice") is not None:
            found["slice"] = self.slice(raw["slice"])
        return {**found, "structure": raw.get("structure", False)}

    def slice(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict) or not raw.keys() <= {"content", "openStart", "openEnd"}:
            raise self.refusal("slice")
        content = raw.get("content")
        if not isinstance(content, list) or not content:
            raise self.refusal("slice without content")
        nodes = _joined(self.node(one, None) for one in content)
        opens = {"openStart": raw.get("openStart", 0), "openEnd": raw.get("openEnd", 0)}
        for name, at in (("openStart", 0), ("openEnd", -1)):
            # The package would count an open side that isn't there as positions inside words.
            if not _whole(opens[name], 0, _depth(nodes, at)):
                raise self.refusal(name)
        return {"content": nodes, **opens}
