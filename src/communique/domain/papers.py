"""Papers: the files that lie before a meeting. What one is, is found by looking into it; its name settles nothing."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.texts.formats import characters
from communique.domain.texts.formats.package import Package


class Readers(StrEnum):
    """Who may read a paper: everybody, all seats of the body, or those who negotiate."""

    PUBLIC = "public"
    PARTICIPANTS = "participants"
    MEMBERS = "members"


_STARTS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_PROGRAMS = ("word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_MARKUP = re.compile(r"\s*<(?:!doctype|!--|\?xml|[a-z][\w:-]*[\s/>])", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def may_read(audience: Audience, body: int, readers: Readers, *, withdrawn: bool = False) -> bool:
    """Is a paper of a body's meeting for this audience? A withdrawn one stays in the record, where the chair and the
    secretariat find it."""
    if withdrawn:
        return audience.body == body and audience.kind in {"chair", "secretariat"}
    if readers is Readers.PUBLIC:
        return True
    if audience.body != body:
        return False
    return readers is Readers.PARTICIPANTS or audience.inside


def kind_of(content: bytes, *, limit: int) -> str:
    """What a file is, by its content, as the ending that it is given: pdf, docx, odt, xlsx, pptx, txt, png, jpg or gif.
    ``limit``: bytes that it may have.

    Refused: an empty file, one too large, one of another kind, a broken one, and one that could do harm: a bomb, one
    with a program in it, one under a password.
    """
    if not content:
        raise Refused("paper_is_empty")
    if len(content) > limit:
        raise Refused("too_large", size=len(content), limit=limit)
    kind = next((kind for start, kind in _STARTS if content.startswith(start)), "")
    if kind == "pdf" and b"%%EOF" not in content[-2048:]:
        # Its transfer broke off: a whole one says where it ends.
        raise Refused("paper_is_broken")
    if kind:
        return kind
    return _packed(content) if content.startswith(b"PK\x03\x04") else _words(content)


def _packed(content: bytes) -> str:
    """What stands in a zip package."""
    try:
        package = Package(content)
        if any(program in package for program in _PROGRAMS):
            raise Refused("unsafe_file", why="there is a program in it")
        if package.part("mimetype").strip() == _OPEN_DOCUMENT and package.part("content.xml"):
            return "odt"
        found = next((kind for part, kind in _PARTS.items() if part in package and package.part(part)), "")
    except Refused as refused:
        if refused.code == "malformed_text":
            raise Refused("paper_is_broken") from None
        raise
    if not found:
        raise Refused("paper_of_unknown_kind")
    return found


def _words(content: bytes) -> str:
    """Plain text: characters that people read, in an encoding that is known. Markup is no plain text, whatever it is
    called: somebody's program might run what is in it."""
    try:
        words = characters.decode(content)
    except Refused:
        raise Refused("paper_of_unknown_kind") from None
    if not words.strip("\ufeff \t\n\v\f"):
        raise Refused("paper_is_empty")
    if _MARKUP.match(words.lstrip("\ufeff")) or _CONTROLS.search(words):
        raise Refused("paper_of_unknown_kind")
    return "txt"


def check_language(language: str) -> str:
    """A language by its tag, such as "en" or "pt-BR" (BCP 47)."""
    language = language.strip()
    if not _LANGUAGE.fullmatch(language):
        raise Refused("bad_language", language=language[:35])
    return language


def file_name(symbol: str, title: str, language: str, kind: str) -> str:
    """How the file is called when it is saved: by what it is, never by what its sender called it. Letters of any script
    stay; whatever means something to a file system, a shell or a header becomes a hyphen."""
    signs = (sign if sign in "._" or unicodedata.category(sign)[0] in "LMN" else "-" for sign in symbol or title)
    stem = re.sub(r"-[.-]*|\.[.-]+", lambda found: found[0][0], "".join(signs))[:80].strip(".-") or "paper"
    return f"{stem}.{language}.{kind}"
