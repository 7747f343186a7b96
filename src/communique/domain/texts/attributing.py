"""Alternatives and who stands behind them, written so that ``attributions.read`` has the same ones again."""

from __future__ import annotations

from collections.abc import Sequence

from communique.domain.texts.attributions import escapes_in, read
from communique.domain.texts.brackets import spans
from communique.domain.texts.document import plain_text
from communique.domain.texts.naming import Attribution, said
from communique.domain.texts.wording import Inline


def written(alternatives: Sequence[tuple[Sequence[Inline], Sequence[Attribution]]]) -> list[Inline]:
    """Alternatives as a bracket in the conventional form, from which ``read`` has the same ones with the same names.

    Blanks around words aren't kept apart. Words that could be read as more than words stand in two brackets of their
    own: ``[[[and / or]] - EU]``. Where words hold a bracket without a partner, it is given one at their beginning or
    end: nothing could be told apart otherwise. Alternatives of which nobody said anything stand beside each other,
    ``[a]/[b]``, unless all of them are phrases. Short names have to be such as the list finds again.
    """
    pieces = [_guarded(list(content)) for content, _ in alternatives]
    if any(about for _, about in alternatives) or len(pieces) == 1:
        return _bracketed(pieces, [about for _, about in alternatives])
    nothing: list[Sequence[Attribution]] = [()] * len(pieces)
    slashed = _bracketed(pieces, nothing)
    (first, *_) = read([("", "".join(map(plain_text, slashed)))]).choices or (None,)
    if first is not None and len(first.alternatives) == len(pieces) and first.depth == 1:
        return slashed
    apart: list[Inline] = []
    for piece in pieces:
        apart += [*([_text("/")] if apart else []), *_bracketed([piece], [()])]
    return _normal(apart)


def _bracketed(pieces: Sequence[list[Inline]], attributions: Sequence[Sequence[Attribution]]) -> list[Inline]:
    content = [_text("[")]
    for at, (piece, about) in enumerate(zip(pieces, attributions, strict=True)):
        content += [*([_text(" / ")] if at else []), *piece, *([_text(f" - {said(about)}")] if about else [])]
    return _normal([*content, _text("]")])


def _guarded(content: list[Inline]) -> list[Inline]:
    words = "".join(map(plain_text, content))
    alone = spans(words)[1]
    closing = sum(words[at] == "]" for at in alone)
    if alone:
        content = [_text("[" * closing), *content, _text("]" * (len(alone) - closing))]
        words = "[" * closing + words + "]" * (len(alone) - closing)
    if is_guarded(words):
        content = [_text("[["), *content, _text("]]")]
    return content


def is_guarded(words: str) -> bool:
    """Could words in a bracket be read as more than words, so that ``written`` sets two brackets of their own?"""
    text = f"[[{words.strip()}]]"
    return (0, len(text)) in escapes_in(text, spans(text)[0])


def _text(words: str) -> Inline:
    return {"type": "text", "text": words}


def _normal(content: Sequence[Inline]) -> list[Inline]:
    """Neighbouring texts with the same marks are one, and there are no empty ones."""
    found: list[Inline] = []
    for node in content:
        last = found[-1] if found else None
        if node["type"] == "text" and not node["text"]:
            continue
        if last and node["type"] == last["type"] == "text" and node.get("marks") == last.get("marks"):
            found[-1] = {**last, "text": last["text"] + node["text"]}
        else:
            found.append(node)
    return found
