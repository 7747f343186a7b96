"""Who comes to a conference: invitations, delegations in their order of precedence, and their letters of credentials.

A conference invites parties; each answers, and names its delegation, which one person heads (Rules of Procedure of the
UN General Assembly, A/520/Rev.20, rule 25: representatives, alternates, and as many advisers as are needed). Its
credentials are issued by the head of state or government or by the minister for foreign affairs, and handed in ahead
(rule 27); they are examined without delay (rule 28: by a committee; here the secretariat does it for the body). Until
then, and while somebody objects to them, a delegation sits provisionally with the same rights as the others (rule 29):
so nothing that it does in the room waits for its letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from communique.domain.actors import Audience, Role
from communique.domain.errors import Refused

PEOPLE = 200
"""Persons whom one delegation may name; the largest at a summit have about as many."""
LARGEST = 5 * 1024 * 1024
"""Bytes of a letter: a few scanned pages."""
WORDS = 2000
"""Characters of a remark, and of the reason for which a letter is returned."""
MESSAGE = 4000
"""Characters that the secretariat may add to a letter of invitation."""
OF_MEMBERS = (Role.HEAD, Role.ALTERNATE, Role.DELEGATE, Role.ADVISER)
OF_OBSERVERS = (Role.HEAD, Role.ALTERNATE, Role.ADVISER, Role.OBSERVER)


class Answer(StrEnum):
    """What a party says to an invitation."""

    NONE = ""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class LetterState(StrEnum):
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True)
class Term:
    """Until when delegations register by themselves, and until when anything of it may change; None: there is no end.

    After ``closes_at`` the secretariat alone registers, and what it registers is marked late. At ``ends_at`` the
    conference is over, and with it the list of participants is final.
    """

    closes_at: datetime | None = None
    ends_at: datetime | None = None

    def is_closed(self, now: datetime) -> bool:
        return self.closes_at is not None and now >= self.closes_at

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and now >= self.ends_at

    def is_late(self, at: datetime | None) -> bool:
        return at is not None and self.is_closed(at)

    def require(self, now: datetime) -> None:
        """Raises Refused("conference_is_over")."""
        if self.is_over(now):
            raise Refused("conference_is_over")

    def require_open(self, now: datetime, *, by_secretariat: bool) -> None:
        """Raises Refused("conference_is_over"), or Refused("registration_is_closed") but for the secretariat."""
        self.require(now)
        if self.is_closed(now) and not by_secretariat:
            raise Refused("registration_is_closed")


@dataclass(frozen=True)
class Person:
    """Somebody of a delegation. ``email`` is in small letters, "" for none."""

    id: int
    name: str
    role: str
    email: str = ""
    withdrawn: bool = False


def end_of(ends_on: date | None, zone: str) -> datetime | None:
    """The instant at which the last day ends where the host is."""
    if ends_on is None:
        return None
    after = ends_on + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(zone))


def check_invitations(
    chosen: Sequence[str], names: Mapping[str, str], answers: Mapping[str, Answer], *, again: bool
) -> tuple[str, ...]:
    """The codes of the parties that are invited, each once. ``names`` are those of all parties at the table by their
    codes, ``answers`` of those invited before. ``again``: the letter goes out once more to who hasn't answered.

    Raises Refused: nobody_invited, no_such_party, invited_already, not_invited_yet, has_answered.
    """
    codes = tuple(dict.fromkeys(chosen))
    if not codes:
        raise Refused("nobody_invited")
    for code in codes:
        if code not in names:
            raise Refused("no_such_party", party=code[:20])
        if again and code not in answers:
            raise Refused("not_invited_yet", name=names[code])
        if again and answers[code] is not Answer.NONE:
            raise Refused("has_answered", name=names[code])
        if not again and code in answers:
            raise Refused("invited_already", name=names[code])
    return codes


def answer(before: Answer, said: Answer, term: Term, now: datetime, *, by_secretariat: bool) -> Answer:
    """What a party answers now. It may change its mind until the conference ends; but to come after registration has
    closed is for the secretariat to enter.

    Raises Refused: conference_is_over, registration_is_closed, bad_answer.
    """
    if said is Answer.NONE:
        raise Refused("bad_answer")
    term.require(now)
    if said is Answer.ACCEPTED and before is not Answer.ACCEPTED:
        term.require_open(now, by_secretariat=by_secretariat)
    return said


def require_accepted(said: Answer) -> None:
    """Only who comes has a delegation. Raises Refused("not_accepted")."""
    if said is not Answer.ACCEPTED:
        raise Refused("not_accepted")


def roles_of(*, member: bool) -> tuple[Role, ...]:
    """As what somebody may be named in a member's delegation, or in an observer's."""
    return OF_MEMBERS if member else OF_OBSERVERS


def seat_role(role: str, *, member: bool) -> Role:
    """The seat that goes with a participant's role: whoever sits for an observer observes."""
    return Role(role) if member else Role.OBSERVER


def check_person(person: Person, others: Iterable[Person], *, member: bool) -> None:
    """May this person stand in the delegation beside ``others`` (which may hold what the person was before)?

    A delegation has one head, and nobody stands in it twice. Raises Refused: name_missing, bad_participant_role,
    delegation_has_a_head, address_in_delegation, delegation_too_large.
    """
    if not person.name:
        raise Refused("name_missing")
    if person.role not in {role.value for role in roles_of(member=member)}:
        raise Refused("bad_participant_role", role=person.role[:40])
    there = [one for one in others if not one.withdrawn and one.id != person.id]
    if len(there) >= PEOPLE:
        raise Refused("delegation_too_large", limit=PEOPLE)
    for one in there:
        if person.role == one.role == Role.HEAD:
            raise Refused("delegation_has_a_head", name=one.name)
        if person.email and person.email == one.email:
            raise Refused("address_in_delegation", email=person.email, name=one.name)


def require_there(person: Person) -> None:
    """Raises Refused("participant_is_withdrawn")."""
    if person.withdrawn:
        raise Refused("participant_is_withdrawn", name=person.name)


def in_precedence(people: Sequence[Person]) -> list[Person]:
    """The head first, then as the delegation has ordered them."""
    return sorted(people, key=lambda one: one.role != Role.HEAD)


def put_at(order: Sequence[int], one: int, place: int) -> list[int]:
    """The order in which ``one`` (an id) stands at a place, counted from 1; beyond the ends, at the end."""
    others = [other for other in order if other != one]
    at = max(0, min(len(others), place - 1))
    return [*others[:at], one, *others[at:]]


def head_of(people: Iterable[Person]) -> Person:
    """Who heads a delegation. Raises Refused("head_missing"): credentials are those of somebody."""
    for one in people:
        if one.role == Role.HEAD and not one.withdrawn:
            return one
    raise Refused("head_missing")


def letter_kind(content: bytes) -> str:
    """What a letter is, by its content and never by its name: "pdf", "png" or "jpg".

    Raises Refused("not_a_letter"), or Refused("letter_too_large") with the limit in bytes.
    """
    if len(content) > LARGEST:
        raise Refused("letter_too_large", limit=LARGEST)
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") and content.endswith(b"IEND\xaeB`\x82"):
        return "png"
    if content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9"):
        return "jpg"
    raise Refused("not_a_letter")


def file_name(said: str) -> str:
    """A file's own name, without the folders before it."""
    return re.split(r"[/\\]", said)[-1].strip()


def check_letter(
    state: LetterState, *, newest: bool, accept: bool, reason: str, people: Iterable[Person]
) -> LetterState:
    """How a letter stands after it was looked at. Nobody looks twice at the same one, and one in whose place another
    stands is settled by that.

    Raises Refused: letter_is_replaced, letter_is_checked, return_needs_reason, head_missing.
    """
    if not newest:
        raise Refused("letter_is_replaced")
    if state is not LetterState.HANDED_IN:
        raise Refused("letter_is_checked", state=state.value)
    if accept:
        head_of(people)
        return LetterState.ACCEPTED
    if not reason.strip():
        raise Refused("return_needs_reason")
    return LetterState.RETURNED


def check_words(words: str, limit: int = WORDS) -> str:
    """The words without the spaces around them. Raises Refused("too_long")."""
    words = words.strip()
    if len(words) > limit:
        raise Refused("too_long", words=words[:40], limit=limit)
    return words


def may_read_delegation(audience: Audience, body: int, code: str) -> bool:
    """What a delegation registers (addresses, who is not listed, its letter) is its own and the secretariat's."""
    if audience.body != body:
        return False
    return audience.kind == "secretariat" or (audience.kind in {"delegation", "observer"} and audience.code == code)


def may_read_overview(audience: Audience, body: int) -> bool:
    """Who was invited and who comes: for the secretariat, and for the chair, who presides over them."""
    return audience.body == body and audience.kind in {"secretariat", "chair"}


def may_read_list(audience: Audience, body: int, invited: Collection[str]) -> bool:
    """The list of participants is theirs: of members, the chair and the secretariat, and of observers who were invited.
    Everybody else learns which delegations take part, and no name."""
    return audience.body == body and (audience.inside or audience.code in invited)
