"""The life of an amendment, and what delegations say of it.

Inside its delegation it is a draft, then cleared by who may bind the member, then tabled. From there it is before the
meeting, until it is accepted, accepted as amended, merged with others, withdrawn, rejected or overtaken. Where the
Rules of Procedure of the UN General Assembly (A/520/Rev.18) say how, they are followed, and cited by the rules for
committees, where texts are negotiated.

States and positions are plain values here, and each function gives back the new ones or raises ``Refused``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from communique.domain.errors import Refused

DEGREES = 2
"""An amendment to the text is of the first degree, one to that amendment of the second. There is no third in Robert's
Rules of Order (§ 12), because nobody could follow; the Assembly's rules say nothing of it."""


class Stance(StrEnum):
    """The answers negotiators really give."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CAN_LIVE_WITH = "can_live_with"
    RESERVE = "reserve"
    AWAITING = "awaiting"


class AmendmentState(StrEnum):
    """Where an amendment stands. ``amended``: accepted after it was itself amended. ``merged``: it went up in another
    one. ``overtaken``: the text was adopted, its words are gone, or the amendment that it would amend has ended."""

    TABLED = "tabled"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"


class DraftState(StrEnum):
    """Where an amendment stands inside its delegation. ``cleared``: who may bind the member has agreed to it."""

    DRAFT = "draft"
    CLEARED = "cleared"
    TABLED = "tabled"
    DROPPED = "dropped"


# Inside the delegation


def change_draft(state: DraftState) -> DraftState:
    """After its words were changed. What was cleared were other words: it has to be cleared anew."""
    _require_open(state)
    return DraftState.DRAFT


def clear(state: DraftState, *, may_bind: bool) -> DraftState:
    """Who may bind the member agrees to the draft. Refused: ``cannot_bind``; ``draft_is_cleared``."""
    _require_open(state)
    if not may_bind:
        raise Refused("cannot_bind")
    if state is DraftState.CLEARED:
        raise Refused("draft_is_cleared")
    return DraftState.CLEARED


def send(state: DraftState, *, may_bind: bool) -> DraftState:
    """The draft is tabled. One that isn't cleared can be by nobody but who may clear it: ``draft_not_cleared``."""
    _require_open(state)
    if state is DraftState.DRAFT and not may_bind:
        raise Refused("draft_not_cleared")
    return DraftState.TABLED


def drop(state: DraftState) -> DraftState:
    """The delegation gives the draft up."""
    _require_open(state)
    return DraftState.DROPPED


def _require_open(state: DraftState) -> None:
    if state in (DraftState.TABLED, DraftState.DROPPED):
        raise Refused("draft_is_over", state=state.value)


# What delegations say


def check_stance(stance: str) -> Stance:
    try:
        return Stance(stance)
    except ValueError:
        raise Refused("bad_stance", stance=stance[:40]) from None


def require_tabled(state: AmendmentState) -> None:
    """Only a tabled amendment is supported, opposed, accepted, rejected or withdrawn."""
    if state is not AmendmentState.TABLED:
        raise Refused("amendment_is_over", state=state.value)


def take(
    positions: Mapping[str, Stance], *, party: str, stance: Stance, proposer: str, cosponsors: Collection[str] = ()
) -> dict[str, Stance]:
    """The positions after ``party`` has spoken: one voice for each member, a later word replaces the earlier one.

    The proposer supports its own amendment, or withdraws it; a cosponsor leaves before it says anything else.
    """
    if stance is not Stance.SUPPORT:
        if party == proposer:
            raise Refused("proposer_supports", party=party)
        if party in cosponsors:
            raise Refused("cosponsor_supports", party=party)
    return {**positions, party: stance}


# Sponsors: the parties in whose names an amendment stands, the first of them its mover


def join(sponsors: Sequence[str], *, party: str) -> tuple[str, ...]:
    """A cosponsor joins, behind the others; its position is support from now on. Refused: ``sponsors_already``."""
    if party in sponsors:
        raise Refused("sponsors_already", party=party)
    return (*sponsors, party)


def leave(sponsors: Sequence[str], *, party: str) -> tuple[str, ...]:
    """A sponsor leaves. When the first one does, the next in order becomes the mover.

    Refused: ``no_sponsor``; ``only_sponsor``: nobody would be left to move it, so that it is withdrawn instead.
    """
    if party not in sponsors:
        raise Refused("no_sponsor", party=party)
    if len(sponsors) == 1:
        raise Refused("only_sponsor", party=party)
    return tuple(one for one in sponsors if one != party)


def sponsors_of_merged(sponsors: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """In whose names several amendments stand that were merged into one: in everybody's, each once, in their order."""
    return tuple(dict.fromkeys(party for some in sponsors for party in some))


def positions_on_new_words(sponsors: Iterable[str]) -> dict[str, Stance]:
    """The positions on an amendment whose words have become others: its sponsors', for nobody else has spoken of them
    yet. Holds for one that was amended or made by merging."""
    return dict.fromkeys(sponsors, Stance.SUPPORT)


# Amendments to amendments


def degree(amends: int | None, parents: Mapping[int, int | None]) -> int:
    """1 for an amendment to the text (``amends`` is None), 2 for one to an amendment of the first degree, and so on.

    ``parents`` maps the key of each amendment of the text to that of the one it would amend. Refused:
    ``no_such_amendment`` when there is none with that key, or when they lead in a circle.
    """
    seen: list[int] = []
    while amends is not None:
        if amends in seen or amends not in parents:
            raise Refused("no_such_amendment")
        seen.append(amends)
        amends = parents[amends]
    return 1 + len(seen)


def require_amendable(
    state: AmendmentState, amends: int, parents: Mapping[int, int | None], *, degrees: int = DEGREES
) -> None:
    """May an amendment be moved to the amendment ``amends``, which is in this state?

    Refused: ``amendment_is_over``; ``no_such_amendment``; ``too_many_degrees`` (limit=) beyond what the body allows.
    """
    if degree(amends, parents) > degrees:
        raise Refused("too_many_degrees", limit=degrees)
    require_tabled(state)


def fate_of_amendments_to(end: AmendmentState) -> AmendmentState | None:
    """What becomes of the tabled amendments to an amendment that has ended: there is nothing left for them to amend.
    None while it is tabled."""
    return None if end is AmendmentState.TABLED else AmendmentState.OVERTAKEN


# The end


def accept(state: AmendmentState, *, to_it: Iterable[AmendmentState] = ()) -> AmendmentState:
    """The meeting takes an amendment; ``to_it`` are the states of the amendments that were moved to it.

    An amendment is put before what it amends (rule 130): ``amendments_to_it_first`` (count=) while one of them is still
    tabled. Afterwards it is accepted as amended, when one of them was taken.
    """
    require_tabled(state)
    moved = list(to_it)
    waiting = moved.count(AmendmentState.TABLED)
    if waiting:
        raise Refused("amendments_to_it_first", count=waiting)
    taken = any(one in (AmendmentState.ACCEPTED, AmendmentState.AMENDED) for one in moved)
    return AmendmentState.AMENDED if taken else AmendmentState.ACCEPTED


def withdraw(
    state: AmendmentState, sponsors: Sequence[str], *, party: str, to_it: Iterable[AmendmentState] = ()
) -> AmendmentState:
    """Its mover takes an amendment back, at any time before it is decided, as long as it has not been amended (rule
    122). Any member may table it again.

    The mover speaks for the sponsors; one that goes alone leaves. Refused: ``not_the_mover`` (mover=);
    ``amended_already``.
    """
    require_tabled(state)
    if not sponsors or party != sponsors[0]:
        raise Refused("not_the_mover", mover=sponsors[0] if sponsors else "")
    if any(one in (AmendmentState.ACCEPTED, AmendmentState.AMENDED) for one in to_it):
        raise Refused("amended_already")
    return AmendmentState.WITHDRAWN


def reject(state: AmendmentState) -> AmendmentState:
    """The meeting doesn't take an amendment. What was moved to it falls with it."""
    require_tabled(state)
    return AmendmentState.REJECTED


def merge(states: Sequence[AmendmentState]) -> AmendmentState:
    """Several tabled amendments go up in one, which is tabled in their place (``clashes.merged`` makes its words).

    Refused: ``nothing_to_merge`` for fewer than two; ``amendment_is_over``.
    """
    if len(states) < 2:
        raise Refused("nothing_to_merge")
    for state in states:
        require_tabled(state)
    return AmendmentState.MERGED


def overtake(state: AmendmentState) -> AmendmentState:
    """Events went over a tabled amendment: its words are gone, the text was adopted."""
    require_tabled(state)
    return AmendmentState.OVERTAKEN
