"""What a body has settled about its floor, as data: read from JSON, checked once, and never changed.

A body that has settled nothing has the usual rules: speakers in the order of request, five minutes for a statement,
two rights of reply of ten and five minutes (United Nations General Assembly, decision 34/401, paragraphs 9 and 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from communique.domain.errors import Refused

E = TypeVar("E", bound=StrEnum)


class Kind(StrEnum):
    """What somebody asks the floor for."""

    STATEMENT = "statement"
    ON_BEHALF = "on_behalf"
    """A statement in the name of a group, which is named."""
    QUESTION = "question"
    POINT_OF_ORDER = "point_of_order"
    RIGHT_OF_REPLY = "right_of_reply"


class Standing(StrEnum):
    """For whom somebody sits at the table; an office is the chair's or the secretariat's."""

    MEMBER = "member"
    OBSERVER = "observer"
    OFFICE = "office"


class Order(StrEnum):
    """How those who wait are called: as they asked, or by protocol, which is the alphabetical order of English names or
    the body's own."""

    REQUEST = "request"
    ALPHABETICAL = "alphabetical"
    PROTOCOL = "protocol"


class Observers(StrEnum):
    """When an observer speaks: after the members, when the chair invites it, or never."""

    AFTER_MEMBERS = "after_members"
    ON_INVITATION = "on_invitation"
    NONE = "none"


class WhenOver(StrEnum):
    """What becomes of a speaker whose time is over: every screen shows it, the chair is told as well, or the floor is
    taken back. General Assembly, rule 72: the President shall call the speaker to order without delay."""

    SHOWN = "shown"
    TOLD = "told"
    TAKEN_BACK = "taken_back"


SHORTEST, LONGEST = 10, 4 * 3600
"""Seconds that a limit may have."""
MOST_NAMES, MOST_REPLIES = 10, 5
LIMITED = tuple(kind for kind in Kind if kind is not Kind.RIGHT_OF_REPLY)
"""The kinds limited by who speaks. How long a reply may be, ``FloorRules.replies`` says."""
Limits = Mapping[Kind, Mapping[Standing, int | None]]


def usual_limits() -> Limits:
    """Seconds by kind, and by who speaks."""
    members = dict.fromkeys(Kind, 300) | {Kind.ON_BEHALF: 420, Kind.QUESTION: 120, Kind.POINT_OF_ORDER: 180}
    observers = members | {Kind.STATEMENT: 180, Kind.ON_BEHALF: 300}
    return {
        kind: {Standing.MEMBER: members[kind], Standing.OBSERVER: observers[kind], Standing.OFFICE: None}
        for kind in LIMITED
    }


@dataclass(frozen=True)
class FloorRules:
    """``heads_first``: in an order by protocol, heads of delegation (ministers) go before officials. ``names``: how
    many statements and questions a delegation may have on the list at once. ``opens``: the list is open from the
    beginning of the meeting, without the chair's word; ``reopens``: it may be opened again once it was closed.
    ``replies``: seconds of a delegation's first, second … right of reply on an item; there are no more than these.
    A limit of None is none.
    """

    order: Order = Order.REQUEST
    heads_first: bool = True
    observers: Observers = Observers.AFTER_MEMBERS
    names: int = 1
    opens: bool = True
    reopens: bool = True
    when_over: WhenOver = WhenOver.TOLD
    limits: Limits = field(default_factory=usual_limits)
    replies: tuple[int, ...] = (600, 300)

    def json(self) -> dict[str, Any]:
        """What ``read`` reads."""
        return {
            "order": self.order.value,
            "heads_first": self.heads_first,
            "observers": self.observers.value,
            "names": self.names,
            "opens": self.opens,
            "reopens": self.reopens,
            "when_over": self.when_over.value,
            "limits": {kind.value: {who.value: most for who, most in row.items()} for kind, row in self.limits.items()},
            "replies": list(self.replies),
        }


def read(said: Mapping[str, Any]) -> FloorRules:
    """The rules out of JSON; what it doesn't say is as usual. Refused: bad_floor_rules, with the name of what can't be
    taken."""
    usual = FloorRules()
    unknown = set(said) - set(usual.json())
    if unknown:
        raise _bad(min(unknown))
    return FloorRules(
        order=_one_of(Order, said, "order", usual.order),
        heads_first=_yes_or_no(said, "heads_first", usual.heads_first),
        observers=_one_of(Observers, said, "observers", usual.observers),
        names=_whole(said.get("names", usual.names), "names", 1, MOST_NAMES),
        opens=_yes_or_no(said, "opens", usual.opens),
        reopens=_yes_or_no(said, "reopens", usual.reopens),
        when_over=_one_of(WhenOver, said, "when_over", usual.when_over),
        limits=_limits(said.get("limits", {}), usual.limits),
        replies=_replies(said.get("replies", usual.replies)),
    )


def check_limit(seconds: Any) -> int | None:
    """A limit that can be set; None is none. Refused: limit_out_of_bounds."""
    if seconds is None:
        return None
    if type(seconds) is not int or not SHORTEST <= seconds <= LONGEST:
        raise Refused("limit_out_of_bounds", shortest=SHORTEST, longest=LONGEST)
    return seconds


def _limits(said: Any, usual: Limits) -> Limits:
    if not isinstance(said, Mapping) or not set(said) <= set(LIMITED):
        raise _bad("limits")
    made = {}
    for kind, row in usual.items():
        given = said.get(kind.value, {})
        if not isinstance(given, Mapping) or not set(given) <= set(Standing):
            raise _bad("limits")
        made[kind] = {who: check_limit(given.get(who.value, most)) for who, most in row.items()}
    return made


def _replies(said: Any) -> tuple[int, ...]:
    if not isinstance(said, list | tuple) or len(said) > MOST_REPLIES:
        raise _bad("replies")
    return tuple(_whole(one, "replies", SHORTEST, LONGEST) for one in said)


def _whole(said: Any, name: str, least: int, most: int) -> int:
    if type(said) is not int or not least <= said <= most:
        raise _bad(name)
    return said


def _yes_or_no(said: Mapping[str, Any], name: str, usual: bool) -> bool:
    value = said.get(name, usual)
    if not isinstance(value, bool):
        raise _bad(name)
    return value


def _one_of(values: type[E], said: Mapping[str, Any], name: str, usual: E) -> E:
    try:
        return values(said.get(name, usual))
    except ValueError:
        raise _bad(name) from None


def _bad(name: str) -> Refused:
    return Refused("bad_floor_rules", name=str(name)[:40])
