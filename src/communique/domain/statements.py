"""Statements: handed in before they are delivered, kept from everybody else until then, published after.

A delegation hands its statement in so that it can be interpreted and, once delivered, circulated. Until then it is
embargoed, and marked 'check against delivery' (UN Department for General Assembly and Conference Management, guidelines
for delivering and submitting statements). What holds is what was delivered, so it may be handed in afterwards as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.meetings import State as MeetingState

WORDS = 100_000
"""Characters that a statement may have: an hour's speech has about half of them."""
LANGUAGES = 24
"""Languages in which one statement may be handed in."""
KINDS = ("pdf", "docx", "txt")
NOT_A_STATEMENT = frozenset({"point_of_order", "right_of_reply", "question"})
"""Kinds of interventions in which nobody delivers what was handed in for an item."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)


class State(StrEnum):
    HANDED_IN = "handed_in"
    DELIVERED = "delivered"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Statement:
    """A statement, as far as it has to be matched with who speaks. ``item``: the agenda item's id, None for none;
    ``intervention``: the one that it is linked to."""

    id: int
    party: str
    item: int | None
    state: State
    intervention: int | None = None


def require_embargoed(state: State) -> None:
    """What was delivered stands as it was delivered; what was withdrawn is nobody's any more.

    Raises Refused("statement_is_withdrawn") or Refused("statement_is_delivered").
    """
    if state is State.WITHDRAWN:
        raise Refused("statement_is_withdrawn")
    if state is not State.HANDED_IN:
        raise Refused("statement_is_delivered")


def require_there(state: State) -> None:
    """Further languages come in as long as a statement stands: translations are often ready after its delivery."""
    if state is State.WITHDRAWN:
        raise Refused("statement_is_withdrawn")


def hand_in(
    meeting: MeetingState, *, record_is_final: bool, others: Iterable[Statement], party: str, item: int | None
) -> State:
    """How a new statement stands. To a meeting that is over it can still be handed in for its record, as a written
    statement, which nobody has to wait for; until that record is final.

    Raises Refused("meeting_is_cancelled"), Refused("record_is_final"), or Refused("statement_waits", statement=) when
    the delegation has one on this item that it hasn't delivered yet: that one is changed, or withdrawn.
    """
    if meeting is MeetingState.CANCELLED:
        raise Refused("meeting_is_cancelled")
    if record_is_final:
        raise Refused("record_is_final")
    for other in others:
        if (other.party, other.item, other.state) == (party, item, State.HANDED_IN):
            raise Refused("statement_waits", statement=other.id)
    return State.DELIVERED if meeting is MeetingState.CLOSED else State.HANDED_IN


def delivered_by(
    statements: Iterable[Statement], *, intervention: int, party: str, item: int | None, kind: str
) -> Statement | None:
    """The statement that was delivered in an intervention of ``party`` on ``item``: the one linked to it, else the one
    that the delegation has handed in for this item and that is linked to none. None for a point of order and the like.
    """
    waiting = [one for one in statements if one.state is State.HANDED_IN and one.party == party]
    for one in waiting:
        if one.intervention == intervention:
            return one
    if kind in NOT_A_STATEMENT:
        return None
    return next((one for one in waiting if one.intervention is None and one.item == item), None)


def publish(state: State, *, open_to_public: bool) -> State:
    """A delivered statement of a meeting that is open to the public becomes everybody's.

    Raises Refused("statement_is_embargoed"), Refused("statement_is_withdrawn"), Refused("statement_is_published") or
    Refused("meeting_is_not_public").
    """
    require_there(state)
    if state is State.HANDED_IN:
        raise Refused("statement_is_embargoed")
    if state is State.PUBLISHED:
        raise Refused("statement_is_published")
    if not open_to_public:
        raise Refused("meeting_is_not_public")
    return State.PUBLISHED


def may_read(audience: Audience, *, body: int, owner: str, state: State, open_to_public: bool) -> bool:
    """Who reads a statement. Embargoed: its own delegation, and the secretariat, which prepares its interpretation;
    delivered: all at the table; published: everybody, as long as the meeting is open to the public."""
    if state is State.PUBLISHED and open_to_public:
        return True
    if audience.body != body:
        return False
    if state in {State.DELIVERED, State.PUBLISHED}:
        return True
    if audience.kind in {"delegation", "observer"} and audience.code == owner:
        return True
    return state is State.HANDED_IN and audience.kind == "secretariat"


def may_know(audience: Audience, *, body: int, owner: str, state: State, open_to_public: bool) -> bool:
    """Who knows that there is one. The chair does, to know what it may expect, and no word of it."""
    if may_read(audience, body=body, owner=owner, state=state, open_to_public=open_to_public):
        return True
    return state is State.HANDED_IN and audience.kind == "chair" and audience.body == body


def check_language(language: str, taken: Iterable[str] = ()) -> str:
    """A BCP 47 tag in its usual case. Refused: none (bad_language), one in which the statement is there already
    (statement_has_language)."""
    said = language.strip()
    if len(said) > 35 or not _LANGUAGE.fullmatch(said):
        raise Refused("bad_language", language=said[:35])
    first, *rest = said.split("-")
    tag = "-".join([first.lower(), *(_subtag(one) for one in rest)])
    if tag in taken:
        raise Refused("statement_has_language", language=tag)
    return tag


def _subtag(said: str) -> str:
    if len(said) == 4 and said.isalpha():
        return said.title()
    return said.upper() if len(said) == 2 else said.lower()


def check_words(words: str, *, with_file: bool) -> str:
    """Raises Refused("statement_empty") where there are neither words nor a file, Refused("statement_too_long")."""
    if not words.strip() and not with_file:
        raise Refused("statement_empty")
    if len(words) > WORDS:
        raise Refused("statement_too_long", limit=WORDS)
    return words.strip()


def kind_of(content: bytes) -> str:
    """What a file is, by its content and never by its name: one of ``KINDS``. A Word file is only known to be a package
    here, and opened by who reads its words. Raises Refused("not_a_statement")."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start or start.startswith((b"<", b"%PDF", b"{\\rtf")):
        raise Refused("not_a_statement")
    return "txt"


def digest_of(words: str, content: bytes | memoryview | None) -> str:
    """SHA-256 in hexadecimal over the words and, behind a zero byte, the file."""
    return hashlib.sha256(words.encode() + b"\0" + bytes(content or b"")).hexdigest()
