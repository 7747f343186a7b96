"""The figures of a text that was read from a file: how long it is, and how much of it is open.

Everything is counted in one pass over one string, because a text of a hundred pages is counted whenever it changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from communique.domain.texts import brackets
from communique.domain.texts.attributions import found_in
from communique.domain.texts.document import Text, blocks, plain_text
from communique.domain.texts.options import count_in
from communique.domain.texts.parties import KNOWN, Parties


def stats(text: Text, parties: Parties = KNOWN) -> dict[str, Any]:
    """Figures as JSON takes them.

    paragraphs      paragraphs; titles, headings and tables aside
    words           as ``document.words`` finds them, numbers of paragraphs and labels of footnotes too
    brackets        ``open``, ``closed``, ``pairs``, ``unbalanced`` and ``depth``, as ``document.describe``
    alternatives    places where one of several wordings has to be chosen
    options         options of whole paragraphs: "Option 1:"
    attributions    how often each party stands beside words, most first
    unknown         what looks like a party there and isn't on the list, each once
    dropped         lines of page furniture that were left out when the text was read
    dropped_pieces  pieces of the file that aren't text: front matter, and furniture, like with like
    """
    rows, labels, paragraphs = _rows(text.doc)
    whole = "\n".join(rows)
    spans, alone = brackets.spans(whole)
    named: Counter[str] = Counter()
    unknown: list[tuple[int, tuple[str, ...]]] = []
    alternatives = 0
    for choice in found_in(whole, spans, parties, plain=False):
        alternatives += len(choice.pieces) > 1
        for _, _, about in choice.pieces:
            for one in about:
                named[one.party] += 1
        if choice.unknown:
            unknown.append((choice.open, choice.unknown))
    return {
        "paragraphs": paragraphs,
        "words": word_count(whole) + word_count("\n".join(labels)),
        "brackets": brackets.counts(whole, spans, alone),
        "alternatives": alternatives,
        "options": count_in(whole),
        "attributions": dict(sorted(named.items(), key=lambda item: (-item[1], item[0]))),
        "unknown": list(dict.fromkeys(name for _, names in sorted(unknown) for name in names)),
        "dropped": text.dropped_lines,
        "dropped_pieces": len(text.dropped),
    }


def _rows(doc: Mapping[str, Any]) -> tuple[list[str], list[str], int]:
    """The plain text of each block; all numbers and labels; and how many blocks are paragraphs."""
    rows: list[str] = []
    labels: list[str] = []
    paragraphs = 0
    for block in blocks(doc):
        attrs = block.get("attrs") or {}
        kind = block["type"]
        paragraphs += kind == "paragraph"
        if attrs.get("number"):
            labels.append(attrs["number"])
        content: Sequence[Mapping[str, Any]] = block.get("content") or ()
        if len(content) == 1 and "text" in content[0]:
            words = content[0]["text"]
        else:
            words = plain_text(block)
            labels += _footnote_labels(block)
        rows.append(words)
    return rows, labels, paragraphs


def _footnote_labels(node: Mapping[str, Any]) -> list[str]:
    if node["type"] == "footnote":
        return [str((node.get("attrs") or {}).get("label", ""))]
    return [label for one in node.get("content") or () for label in _footnote_labels(one)]


_JOINERS = "’ʼ\u200c\u200d"
"""What holds two parts of a word together, as an apostrophe does, which stands for all of them here."""
_ASCII = bytes(range(128))
_IN_ASCII = bytes(
    ord("w") if chr(sign).isalnum() or sign > 127 else sign if sign == ord("'") else 32 for sign in range(256)
)
_LEADING = re.compile(rb" '+")


def word_count(text: str) -> int:
    """``len(document.split_words(text))``, in a fraction of the time.

    What parts words becomes a blank, and what words consist of one letter, so that a word begins wherever that letter
    follows a blank. Apostrophes join letters and begin nothing.
    """
    if not text.isascii():
        foreign = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
        for sign in set(foreign):
            if sign in _JOINERS:
                text = text.replace(sign, "'")
            elif not sign.isalnum() and unicodedata.category(sign)[0] != "M":
                text = text.replace(sign, " ")
    words = b" " + text.encode("utf-8", "surrogatepass").translate(_IN_ASCII)
    if b" '" in words:
        # The pattern is for several of them, which is rare: it takes much longer.
        words = words.replace(b" '", b"  ")
        if b" '" in words:
            words = _LEADING.sub(b" ", words)
    return words.count(b" w")
