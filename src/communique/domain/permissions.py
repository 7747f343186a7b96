"""One table: who may do what, with the reason when not.

A rule is built from predicates joined with ``&`` and ``|``. A predicate looks at the actor and at the place of the
act, and knows the code of the reason it gives. The sentences belong to the top layer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from communique.domain.actors import DELEGATION, SECRETARIAT, Actor, Audience, Role
from communique.domain.errors import Denied

CHAIR, SECRETARIAT_OFFICE = "@chair", "@secretariat"
"""The offices, where a code says for whom something is."""


@dataclass(frozen=True)
class Place:
    """Where an act takes place: in which body (``None``: the house itself), and whose matter it is.

    ``owner`` is the code of the party to which the object belongs, such as the delegation that tabled an amendment, or
    the mark of an office (``CHAIR``, ``SECRETARIAT_OFFICE``) to which it is addressed.
    ``huddle``: the codes of the delegations in the huddle whose branch it is; None in the text before everybody.
    """

    body: int | None = None
    owner: str | None = None
    huddle: frozenset[str] | None = None


@dataclass(frozen=True)
class Rule:
    """A test with the code of the reason why somebody fails it."""

    why: Callable[[Actor, Place], str | None]

    def __and__(self, other: Rule) -> Rule:
        return Rule(lambda actor, place: self.why(actor, place) or other.why(actor, place))

    def __or__(self, other: Rule) -> Rule:
        """Either is enough. When neither holds, the first rule's reason is told: write the usual actor first."""

        def why(actor: Actor, place: Place) -> str | None:
            first = self.why(actor, place)
            return first if first is not None and other.why(actor, place) is not None else None

        return Rule(why)


def _rule(reason: str, test: Callable[[Actor, Place], bool]) -> Rule:
    return Rule(lambda actor, place: None if test(actor, place) else reason)


def _sits(actor: Actor, place: Place, *roles: Role) -> bool:
    return actor.seat is not None and actor.seat.body == place.body and actor.seat.role in roles


operator = _rule("only_the_operator", lambda actor, place: actor.operator)
clock = _rule("only_the_clock", lambda actor, place: actor.clock)
chair = _rule("only_the_chair", lambda actor, place: _sits(actor, place, Role.CHAIR))
pen = _rule("only_the_pen", lambda actor, place: _sits(actor, place, Role.PEN))
clerk = _rule("only_the_clerk", lambda actor, place: _sits(actor, place, Role.CLERK))
secretariat = pen | clerk
seated = _rule("only_seats_of_the_body", lambda actor, place: _sits(actor, place, *Role))
binds_a_member = _rule(
    "only_who_binds_a_member",
    lambda actor, place: actor.seat is not None and actor.seat.body == place.body and actor.seat.binds,
)
own = _rule(
    "only_who_tabled_it",
    lambda actor, place: (
        actor.seat is not None and actor.seat.party is not None and actor.seat.party.code == place.owner
    ),
)

inside = _rule("only_who_negotiates", lambda actor, place: _sits(actor, place, Role.CHAIR, *SECRETARIAT, *DELEGATION))
at_the_table = _rule("only_at_the_table", lambda actor, place: _sits(actor, place, *DELEGATION, Role.OBSERVER))
addressee = _rule(
    "only_who_it_is_for",
    lambda actor, place: (
        (place.owner == CHAIR and _sits(actor, place, Role.CHAIR))
        or (place.owner == SECRETARIAT_OFFICE and _sits(actor, place, *SECRETARIAT))
        or (
            _sits(actor, place, *DELEGATION, Role.OBSERVER)
            and actor.seat is not None
            and actor.seat.party is not None
            and actor.seat.party.code == place.owner
        )
    ),
)
desk = clerk | operator
chair_or_desk = clerk | chair | operator
presiding = chair | clerk
"""The chair presides; the clerk sits beside and does what the chair says."""
delegation = _rule("only_a_delegation", lambda actor, place: _sits(actor, place, *DELEGATION))
before_all = _rule("only_in_the_huddle", lambda actor, place: place.huddle is None)
in_huddle = _rule(
    "only_in_the_huddle",
    lambda actor, place: (
        _sits(actor, place, *DELEGATION)
        and place.huddle is not None
        and actor.seat is not None
        and actor.seat.party is not None
        and actor.seat.party.code in place.huddle
    ),
)
who_holds_the_pen = (pen & before_all) | in_huddle
"""Before everybody the secretariat's pen writes; in a huddle, its delegations do."""
of_the_text = before_all | in_huddle
"""What concerns a huddle's branch is done from inside it; anything else, from anywhere."""

TABLE: Mapping[str, Rule] = {
    "operator.appoint": operator,
    "body.found": operator,
    "body.regulate": desk,
    "member.admit": desk,
    "observer.admit": desk,
    "party.locate": desk,
    "chairmanship.set": desk,
    "chairmanship.describe": chair_or_desk,
    "seat.grant": desk,
    "seat.invite": desk,
    "seat.end": desk,
    "conference.convene": desk,
    "conference.change": desk,
    "objective.set": chair_or_desk,
    "objective.drop": chair_or_desk,
    "objective.assess": presiding,
    "meeting.convene": chair_or_desk,
    "meeting.change": chair_or_desk,
    "meeting.cancel": chair_or_desk,
    "sitting.plan": chair_or_desk,
    "sitting.move": chair_or_desk,
    "sitting.cancel": chair_or_desk,
    "calendar.renew": seated,
    "reminder.send": clock,
    "reminder.take_back": clock,
    "reminder.choose": seated,
    "delegation.invite": desk,
    "delegation.unsent": desk,
    "delegation.answer": (at_the_table & own) | clerk,
    "participant.add": (at_the_table & own) | clerk,
    "participant.change": (at_the_table & own) | clerk,
    "participant.remove": (at_the_table & own) | clerk,
    "participant.seat": clerk,
    "credentials.hand_in": (at_the_table & own) | clerk,
    "credentials.check": clerk,
    "appraisal.open": chair,
    "appraisal.change": chair,
    "appraisal.answer": at_the_table,
    "appraisal.close": chair | clock,
    "appraisal.quote": chair,
    "appraisal.report": chair,
    "meeting.open": presiding,
    "meeting.close": presiding,
    "meeting.enter": seated,
    "meeting.leave": seated,
    "sitting.open": presiding,
    "sitting.suspend": presiding,
    "sitting.resume": presiding,
    "sitting.close": presiding,
    "presence.note": clock,
    "roll.call": presiding,
    "roll.answer": at_the_table | presiding,
    "roll.close": presiding,
    "agenda.add": chair_or_desk,
    "agenda.change": chair_or_desk,
    "agenda.move": chair_or_desk,
    "agenda.remove": chair_or_desk,
    "agenda.adopt": chair,
    "item.open": presiding,
    "item.suspend": presiding,
    "item.close": presiding,
    "item.defer": presiding,
    "paper.lay": secretariat | chair,
    "paper.withdraw": secretariat | chair,
    "floor.open": presiding,
    "floor.announce": presiding,
    "floor.close": presiding | clock,
    "floor.request": at_the_table,
    "floor.withdraw": at_the_table & own,
    "floor.yield": at_the_table & own,
    "floor.enlist": presiding,
    "floor.remove": presiding,
    "floor.order": presiding,
    "floor.next": presiding,
    "floor.give": presiding,
    "floor.take_back": presiding,
    "floor.vacate": clock,
    "floor.suspend": presiding,
    "floor.resume": presiding,
    "floor.extend": presiding,
    "floor.limit": presiding,
    "floor.rule": chair,
    "intervention.correct": presiding,
    "clerk_note.write": clerk | pen,
    "clerk_note.change": clerk | pen,
    "statement.hand_in": at_the_table,
    "statement.change": at_the_table & own,
    "statement.translate": (at_the_table & own) | secretariat,
    "statement.withdraw": at_the_table & own,
    "statement.release": at_the_table & own,
    "statement.link": presiding,
    "statement.publish": secretariat,
    "record.draw_up": secretariat,
    "record.edit": secretariat,
    "record.circulate": secretariat,
    "record.correct": at_the_table,
    "record.settle": secretariat,
    "record.finish": secretariat | clock,
    "note.send": seated,
    "note.read": addressee,
    "text.import": pen,
    "text.draft": who_holds_the_pen,
    "text.renumber": pen & before_all,
    "bracket.put": who_holds_the_pen,
    "bracket.lift": who_holds_the_pen,
    "bracket.delete": who_holds_the_pen,
    "bracket.choose": who_holds_the_pen,
    "bracket.merge": who_holds_the_pen,
    "amendment.table": binds_a_member & of_the_text,
    "amendment.withdraw": binds_a_member & own & of_the_text,
    "amendment.cosponsor": binds_a_member & of_the_text,
    "amendment.leave": binds_a_member & of_the_text,
    "amendment.take_in": binds_a_member & own & of_the_text,
    "amendment.accept": (chair & before_all) | (in_huddle & binds_a_member),
    "amendment.reject": (chair & before_all) | (in_huddle & binds_a_member),
    "amendment.merge": (chair & before_all) | (in_huddle & binds_a_member),
    "position.take": binds_a_member & of_the_text,
    "draft.write": delegation & of_the_text,
    "draft.change": delegation & own & of_the_text,
    "draft.clear": binds_a_member & own & of_the_text,
    "draft.table": binds_a_member & own & of_the_text,
    "draft.drop": delegation & own & of_the_text,
    "instruction.give": delegation & of_the_text,
    "instruction.lift": delegation & own & of_the_text,
    "comment.make": (inside & before_all) | in_huddle,
    "comment.resolve": (inside & before_all) | in_huddle,
    "reading.open": chair & before_all,
    "reading.move": chair & before_all,
    "reading.close": chair & before_all,
    "paragraph.agree": chair & before_all,
    "paragraph.hold": chair & before_all,
    "paragraph.reopen": chair & before_all,
    "paragraph.confirm": binds_a_member & before_all,
    "huddle.send": chair & before_all,
    "huddle.refresh": in_huddle,
    "huddle.agree": in_huddle & binds_a_member,
    "huddle.report": in_huddle & binds_a_member,
    "huddle.dissolve": chair,
    "question.put": chair & before_all,
    "question.object": binds_a_member,
    "question.withdraw": chair,
    "gavel.fall": chair | clock,
    "document.publish": secretariat,
}


def reason_against(action: str, actor: Actor, place: Place) -> str | None:
    """The code of the reason why ``actor`` may not do ``action`` at ``place``; None when it may."""
    return TABLE[action].why(actor, place)


def permit(action: str, actor: Actor, place: Place) -> None:
    """Raises Denied with the reason, or lets pass."""
    reason = reason_against(action, actor, place)
    if reason is not None:
        raise Denied(reason)


def is_addressed(audience: Audience, codes: Collection[str]) -> bool:
    """Is an audience among those for whom something is: delegations and observers by their codes, and the offices?"""
    if audience.kind in {"delegation", "observer"}:
        return audience.code in codes
    return (audience.kind == "chair" and CHAIR in codes) or (
        audience.kind == "secretariat" and SECRETARIAT_OFFICE in codes
    )


def may_read_draft(
    audience: Audience, body: int, *, open_to_observers: bool, huddle: Collection[str] | None = None
) -> bool:
    """A text under negotiation is read by those who negotiate it, and by observers where the body admits them; the
    branch of a huddle by its delegations (``huddle``: their codes) alone, neither by the chair nor by the secretariat.
    """
    if audience.body != body:
        return False
    if huddle is not None:
        return audience.kind == "delegation" and audience.code in huddle
    return audience.inside or (audience.kind == "observer" and open_to_observers)
