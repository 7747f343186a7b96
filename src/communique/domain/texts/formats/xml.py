"""Reading XML from strangers: no entities, nothing fetched, no depth without end."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from communique.domain.errors import Refused

Element = Any
"""An element of ``lxml``."""

DEEPEST = 120
"""Elements one within the other. The deepest real document has a third of that."""

_DECLARES = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>\[]*\[)", re.IGNORECASE)
_UNSAFE = re.compile(r"entit|amplif|excessive depth|huge|xml_parse_huge", re.IGNORECASE)


def parse(content: bytes, what: str = "the file") -> Element:
    """The root element. Refused: "unsafe_file" for entities or depth without end, "malformed_text" for broken XML."""
    if _DECLARES.search(content.replace(b"\0", b"")):
        raise Refused("unsafe_file", why="XML entities")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = str(error)
        if _UNSAFE.search(why):
            raise Refused("unsafe_file", why="XML nested or expanded without end") from None
        raise Refused("malformed_text", why=f"{what}: {why[:120]}") from None
    document_type: Any = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in document_type.iterentities()):
        raise Refused("unsafe_file", why="XML entities")
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Refused("unsafe_file", why="nested too deeply")


def local(element: Element) -> str:
    """An element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def safe_name(text: str) -> str:
    """Letters, digits and hyphens for an identifier or a path; "" when nothing is left."""
    return re.sub(r"[^\w]+", "-", text, flags=re.ASCII).strip("-")
