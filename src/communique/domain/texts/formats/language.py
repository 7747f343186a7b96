"""Guessing the language of a text whose file doesn't name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from communique.domain.texts.document import plain_text

_SCRIPTS = (
    ("ko", "\uac00-\ud7a3"),
    ("ja", "\u3041-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
    ("th", "\u0e01-\u0e5b"),
    ("lo", "\u0e81-\u0edf"),
    ("my", "\u1000-\u109f"),
    ("km", "\u1780-\u17f9"),
    ("ar", "\u0621-\u06d3"),
    ("he", "\u05d0-\u05f2"),
    ("ru", "\u0400-\u04ff"),
    ("el", "\u0370-\u03ff"),
    ("hi", "\u0900-\u097f"),
    ("ta", "\u0b80-\u0bff"),
    ("vi", "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"),
)
"""A language and letters that are (nearly) its own. Of those that share a script it names the most frequent one."""
_SMALL_WORDS = {
    "en": ["the", "of", "and", "to", "in", "that", "be", "with", "for", "shall", "by", "on", "which"],
    "fr": ["le", "la", "les", "des", "et", "du", "dans", "que", "pour", "par", "une", "au", "sur", "qui"],
    "es": ["el", "los", "las", "del", "y", "en", "que", "por", "una", "con", "para", "al", "se"],
    "pt": ["o", "os", "as", "do", "da", "dos", "e", "em", "que", "por", "uma", "com", "para", "ao"],
    "id": ["yang", "dan", "di", "untuk", "dengan", "dari", "pada", "dalam", "oleh", "akan", "ini", "itu"],
}
_SAMPLE = 20_000


def guess(doc: Mapping[str, Any]) -> str:
    """A BCP 47 language by script, or by the small words of some languages in Latin script; English when unclear."""
    text = plain_text(doc)[:_SAMPLE].lower()
    letters = len(re.findall(r"[^\W\d_]", text)) or 1
    for language, signs in _SCRIPTS:
        share = len(re.findall(f"[{signs}]", text)) / letters
        if share > (0.08 if language in ("vi", "ja") else 0.4):
            return language
    counts = Counter(re.findall(r"\w+", text))
    scores = {language: sum(counts[word] for word in words) for language, words in _SMALL_WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > 1.5 * scores["en"] else "en"
