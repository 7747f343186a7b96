"""Readings of a text, and where each paragraph stands in the meantime.

A first reading gathers, a second narrows, a third settles: the chair opens one, leads the meeting from paragraph to
paragraph, and closes it. A paragraph on which nobody in the room has anything left to say is *agreed ad referendum*:
closed, while the rest of the text stays open, and subject to the word of the capitals (the Vienna Convention on the Law
of Treaties, article 12, paragraph 2 (b), gives a signature ad referendum its effect only by the State's
confirmation). Where no body's rules say more, this is the practice of multilateral drafting:

- a paragraph that is agreed has no bracket left, for a bracket is the sign of what is not;
- every member's capital confirms; a date may be set until which it has to;
- a capital that says no, or that hasn't spoken when the date is over, opens the paragraph again;
- reopening one needs a word in the record;
- nothing is agreed until everything is agreed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from communique.domain.errors import Refused
from communique.domain.texts.brackets import Row, spans
from communique.domain.texts.document import blocks, plain_text

WORDS_LIMIT = 2000
"""Characters that a word for the record may have."""


class Standing(StrEnum):
    """Where a paragraph stands. One of which nothing is said is open.

    ``reopened``: it is open again, and the record says why. ``lapsed``: the same, because a capital hadn't confirmed
    when its date was over; nobody decides that, the calendar does.
    """

    AGREED = "agreed"
    HELD = "held"
    HUDDLE = "huddle"
    REOPENED = "reopened"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Paragraph:
    """What is known of a paragraph. ``label`` is what people call it; ``confirmed`` are codes of members whose capitals
    have confirmed it."""

    label: str
    standing: Standing | None = None
    confirm_by: date | None = None
    confirmed: frozenset[str] = frozenset()

    def waits_for(self, members: Iterable[str]) -> tuple[str, ...]:
        """The members whose capitals have still to speak, in the order given; none when it isn't agreed."""
        if self.standing is not Standing.AGREED:
            return ()
        return tuple(code for code in members if code not in self.confirmed)

    def on(self, today: date, members: Collection[str]) -> Standing | None:
        """Where it stands on a day. The date to confirm is the last day on which a capital may."""
        late = self.confirm_by is not None and today > self.confirm_by
        return Standing.LAPSED if late and self.waits_for(members) else self.standing


def open_reading(*, last: int, is_open: bool) -> int:
    """The number of the next reading. Refused: one is open."""
    if is_open:
        raise Refused("reading_is_open", number=last)
    return last + 1


def agree(
    paragraph: Paragraph,
    *,
    clean: bool,
    pending: Collection[int],
    overtake: bool,
    confirm_by: date | None,
    today: date,
    words: str,
) -> Standing:
    """The chair finds a paragraph agreed ad referendum.

    ``clean``: no bracket in it or around it. ``pending``: numbers of the amendments tabled on it; agreeing takes
    nothing from a delegation in silence, so they are dealt with first, or ``overtake`` says that they are overtaken.
    Refused: agreed already, in a huddle, bracketed, amendments on it, a date to confirm that is over, too many words.
    """
    require_open(paragraph)
    _require_no_huddle(paragraph)
    if not clean:
        raise Refused("paragraph_bracketed", label=paragraph.label)
    if pending and not overtake:
        numbers = ", ".join(map(str, sorted(pending)))
        raise Refused("paragraph_has_amendments", label=paragraph.label, numbers=numbers)
    if confirm_by is not None and confirm_by < today:
        raise Refused("date_is_over", date=confirm_by.isoformat())
    check_words(words)
    return Standing.AGREED


def hold(paragraph: Paragraph, *, words: str) -> Standing:
    """The chair leaves a paragraph for later, and says why. Refused: agreed, in a huddle, no reason."""
    require_open(paragraph)
    _require_no_huddle(paragraph)
    _require_words(words)
    return Standing.HELD


def reopen(paragraph: Paragraph, *, words: str) -> Standing:
    """A paragraph that was agreed or held is open again, with a word in the record. Refused: open, in a huddle (which
    has to report, or be dissolved), no reason."""
    _require_no_huddle(paragraph)
    if paragraph.standing not in {Standing.AGREED, Standing.HELD}:
        raise Refused("paragraph_is_open", label=paragraph.label)
    _require_words(words)
    return Standing.REOPENED


def confirm(paragraph: Paragraph, *, confirmed: bool, words: str) -> Standing:
    """A capital speaks on a paragraph that was agreed subject to it. One that says no says why, and the paragraph is
    open again for everybody. It may still say no after it has confirmed, until everything is agreed.

    Refused: not agreed, too late, no reason for a no.
    """
    if paragraph.standing is Standing.LAPSED:
        raise Refused("confirmation_is_late", label=paragraph.label, date=str(paragraph.confirm_by))
    if paragraph.standing is not Standing.AGREED:
        raise Refused("paragraph_not_agreed", label=paragraph.label)
    if confirmed:
        check_words(words)
        return Standing.AGREED
    _require_words(words)
    return Standing.REOPENED


def require_open(paragraph: Paragraph) -> None:
    """What is agreed is closed, to the pen as well as to amendments. Refused: paragraph_agreed."""
    if paragraph.standing is Standing.AGREED:
        raise Refused("paragraph_agreed", label=paragraph.label)


def is_touched(before: Mapping[str, Any], after: Mapping[str, Any] | None) -> bool:
    """Is a block another one after some steps, or gone? Its number is no part of what was agreed: numbers are made
    consecutive at the end."""
    return after is None or _without_number(before) != _without_number(after)


def is_clean(doc: Mapping[str, Any], paragraph: str) -> bool:
    """Has a block no bracket in it, and none that opens before it and closes after it? Linear in the text."""
    rows = [(str(block["attrs"]["id"]), plain_text(block)) for block in blocks(doc)]
    row = Row.of(rows)
    at = row.ids.index(paragraph)
    start, end = row.starts[at], row.starts[at] + len(rows[at][1])
    pairs, alone = spans(row.text)
    return not any(pair.start < end and pair.end >= start for pair in pairs) and not any(
        start <= sign < end for sign in alone
    )


def everything_is_agreed(paragraphs: int, agreed: int, waiting: int) -> bool:
    """Nothing is agreed until everything is agreed, and every capital has confirmed."""
    return paragraphs > 0 and agreed == paragraphs and waiting == 0


def check_words(words: str) -> None:
    """A word for the record has an end."""
    if len(words) > WORDS_LIMIT:
        raise Refused("reason_too_long", limit=WORDS_LIMIT)


def _require_words(words: str) -> None:
    if not words.strip():
        raise Refused("words_missing")
    check_words(words)


def _require_no_huddle(paragraph: Paragraph) -> None:
    if paragraph.standing is Standing.HUDDLE:
        raise Refused("paragraph_in_huddle", label=paragraph.label)


def _without_number(block: Mapping[str, Any]) -> dict[str, Any]:
    attrs = {name: value for name, value in block["attrs"].items() if name != "number"}
    return {**block, "attrs": attrs}
