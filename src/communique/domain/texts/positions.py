"""What delegations say of an amendment. One voice for each member: a later word replaces the earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from communique.domain.errors import Refused


class Stance(StrEnum):
    """The answers negotiators really give."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    CAN_LIVE_WITH = "can_live_with"
    RESERVE = "reserve"
    AWAITING = "awaiting"


class AmendmentState(StrEnum):
    """Where an amendment stands. ``overtaken``: the text was adopted, or its words are gone."""

    TABLED = "tabled"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"


def check_stance(stance: str) -> Stance:
    try:
        return Stance(stance)
    except ValueError:
        raise Refused("bad_stance", stance=stance[:40]) from None


def require_tabled(state: AmendmentState) -> None:
    """Only a tabled amendment is supported, opposed, accepted, rejected or withdrawn."""
    if state is not AmendmentState.TABLED:
        raise Refused("amendment_is_over", state=state.value)


def take(positions: Mapping[str, Stance], *, party: str, stance: Stance, proposer: str) -> dict[str, Stance]:
    """The positions after ``party`` has spoken. The proposer supports its own amendment, or withdraws it."""
    if party == proposer and stance is not Stance.SUPPORT:
        raise Refused("proposer_supports", party=party)
    return {**positions, party: stance}
