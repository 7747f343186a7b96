"""Reading a text from a file, and writing an edition into one.

What a file is, is told by its content; its name only settles what the content leaves open. Whatever comes in, either a
sound text comes out or ``Refused`` with one of

    too_large       more bytes than ``limit``; ``size`` and ``limit``
    text_too_long   more characters or pieces than any negotiated text has; ``limit``
    not_a_text      nothing that can be read as a text; ``why``
    unsafe_file     entities, bombs, nesting without end; ``why``
    malformed_text  a file of a kind that is known, but broken; ``why``

and writing a PDF can end with ``no_font``: a script for which this machine has none.
"""

from __future__ import annotations

import re

from communique.domain.errors import Refused
from communique.domain.texts.document import Edition, Text
from communique.domain.texts.formats import characters

LIMIT = 20 * 1024 * 1024
"""Bytes of a file, as long as an installation sets no other limit."""
KINDS = ("html", "pdf", "docx", "xml", "md")

_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Word before 2007"),
    (b"{\\rtf", "Rich Text"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
)
"""How files begin that hold no text for us, and what they are."""


def read(filename: str, content: bytes, *, limit: int = LIMIT) -> Text:
    """A sound text from a file's bytes. ``limit`` is in bytes."""
    # Each reader is imported when a file asks for it: most bring a large library with them.
    if len(content) > limit:
        raise Refused("too_large", size=len(content), limit=limit)
    for start, what in _FOREIGN:
        if content.startswith(start):
            raise Refused("not_a_text", why=what)
    if content.startswith(b"PK\x03\x04"):
        from communique.domain.texts.formats import docx

        return docx.read(content)
    text = _characters(content)
    if not text.strip():
        raise Refused("not_a_text", why="empty")
    name = filename.lower()
    match _markup(text, name):
        case "xml":
            from communique.domain.texts.formats import akoma_ntoso

            return akoma_ntoso.read(content)
        case "html":
            from communique.domain.texts.formats import html

            return html.read(text)
    if name.endswith((".md", ".markdown")) or _MARKDOWN.search(text):
        from communique.domain.texts.formats import markdown

        return markdown.read(text)
    from communique.domain.texts.formats import plain

    return plain.read(text)


def _characters(content: bytes) -> str:
    """XML names its encoding itself; here it is only looked at."""
    try:
        return characters.decode(content)
    except Refused:
        if content.lstrip().startswith(b"<?xml"):
            return content.decode("latin-1")
        raise


def _markup(text: str, name: str) -> str:
    """``"xml"``, ``"html"`` or "" for what is neither, by the first things in a file."""
    at = 0
    declared = False
    while True:
        at += len(text[at : at + 1000]) - len(text[at : at + 1000].lstrip("\ufeff \t\n\f"))
        start = text[at : at + 20].lower()
        end = {"<?": "?>", "<!-": "-->"}.get(start[: 3 if start.startswith("<!-") else 2], "")
        closed = text.find(end, at) if end else -1
        if closed < 0:
            break
        declared = declared or start.startswith("<?xml")
        at = closed + len(end)
    if start.startswith("<!doctype"):
        return "html" if re.match(r"<!doctype\s+html\b", text[at : at + 30], re.IGNORECASE) else "xml"
    root = _ROOT.match(text, at)
    if root is None:
        return "xml" if declared else ""
    tag = root[1].rpartition(":")[2].lower()
    if tag in _HTML or (name.endswith((".html", ".htm", ".xhtml")) and tag != "akomantoso"):
        return "html" if not name.endswith((".md", ".markdown")) or tag in ("html", "body") else ""
    looks_so = declared or tag == "akomantoso" or name.endswith(".xml")
    return "xml" if looks_so or (text.rstrip().endswith(">") and not name.endswith((".md", ".txt"))) else ""


def write(kind: str, edition: Edition) -> bytes:
    """An edition as a file of one of ``KINDS``. The same edition gives the same bytes."""
    match kind:
        case "html":
            from communique.domain.texts.formats import html

            return html.write(edition)
        case "pdf":
            from communique.domain.texts.formats import pdf

            return pdf.write(edition)
        case "docx":
            from communique.domain.texts.formats import to_docx

            return to_docx.write(edition)
        case "xml":
            from communique.domain.texts.formats import to_akoma_ntoso

            return to_akoma_ntoso.write(edition)
        case "md":
            from communique.domain.texts.formats import to_markdown

            return to_markdown.write(edition)
    raise ValueError(f"no such format: {kind}")


_ROOT = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")
_HTML = frozenset(
    (
        "html",
        "head",
        "body",
        "main",
        "article",
        "section",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "ol",
        "ul",
        "table",
        "blockquote",
    )
)
_MARKDOWN = re.compile(r"\A---\n[\w-]+:|^(?:#{1,6} \S|\[\^[^\]\s]+\]: )", re.MULTILINE)
