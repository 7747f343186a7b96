"""From bytes to characters: which encoding, and which characters a text can't keep."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from communique.domain.errors import Refused
from communique.domain.texts.soundness import UNSAFE

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, longer ones first where they begin alike."""
_BLANKS = re.compile("[\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN = re.compile("[\x80-\uffff]")


def decode(content: bytes) -> str:
    """The characters of a text file with "\\n" at the end of lines. Refused("not_a_text") when it isn't text.

    A byte order mark decides; without one it is UTF-8, UTF-16 when every second byte is zero, else the old Western
    encoding. Other old encodings would be read as nonsense, so what looks like that is refused.
    """
    text = _decoded(content)
    controls = len(_CONTROLS.findall(text))
    if controls * 200 > len(text) + 200:
        raise Refused("not_a_text", why="control characters")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise Refused("not_a_text", why=f"broken {encoding}") from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and text.count("\0") * 10 < len(text):
        return text
    for encoding, zeros in (("utf-16-le", content[1:4000:2]), ("utf-16-be", content[0:4000:2])):
        if zeros and zeros.count(0) * 2 > len(zeros):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    if 0 in content:
        raise Refused("not_a_text", why="binary")
    text = content.decode("cp1252", "replace")
    if len(_FOREIGN.findall(text)) * 3 > len(_LETTER.findall(text)) or "\ufffd" in text:
        raise Refused("not_a_text", why="an encoding that isn't known")
    return text


def readable(text: str, strays: Counter[str]) -> str:
    """The text without the characters that no document holds. Those that part words become a blank.

    ``strays`` counts what was taken out, by name such as "U+202E"; carriage returns and form feeds aren't worth a word.
    """
    if UNSAFE.search(text) is None and _BLANKS.search(text) is None:
        return text
    text = _BLANKS.sub(" ", text)
    strays.update(f"U+{ord(sign):04X}" for sign in UNSAFE.findall(text))
    return UNSAFE.sub("", text)
