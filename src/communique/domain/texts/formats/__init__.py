"""Reading a text from a file, and writing an edition into one.

What a file is, is told by its content; its name only settles what the content leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from communique.domain.errors import Refused
from communique.domain.texts.document import Edition, Text
from communique.domain.texts.formats import akoma_ntoso, characters, markdown, plain

LIMIT = 20 * 1024 * 1024
"""Bytes of a file, as long as an installation sets no other limit."""


def read(filename: str, content: bytes, *, limit: int = LIMIT) -> Text:
    if len(content) > limit:
        raise Refused("too_large", size=len(content), limit=limit)
    if filename.endswith(".xml"):
        return akoma_ntoso.read(content)
    text = characters.decode(content)
    if not text.strip():
        raise Refused("not_a_text", why="empty")
    if filename.lower().endswith((".txt",)):
        return plain.read(text)
    return markdown.read(text)


def write(kind: str, edition: Edition) -> bytes:
    from communique.domain.texts.formats import to_akoma_ntoso
    if kind == "xml":
        return to_akoma_ntoso.write(edition)
    raise ValueError(f"no such format: {kind}")
