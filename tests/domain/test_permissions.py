"""One table: who may do what, with the reason when not."""

from __future__ import annotations

import pytest

from communique.domain.actors import CLOCK, PUBLIC, Actor, Audience, Party, Role, Seat
from communique.domain.errors import Denied
from communique.domain.permissions import (
    TABLE,
    Place,
    chair,
    clerk,
    may_read_draft,
    operator,
    pen,
    permit,
    reason_against,
)

LAO = Party("LA", "LA", "Lao PDR")
VIET_NAM = Party("VN", "VN", "Viet Nam")
ZEALAND = Party("NZ", "NZ", "New Zealand", member=False)
HERE = Place(1, "LA")


def seated(role: Role, party: Party | None = None, *, body: int = 1) -> Actor:
    return Actor(12, role.value, Seat(7, body, role, party))


PEOPLE = {
    "public": Actor(),
    "nobody": Actor(12, "Pat"),
    "operator": Actor(1, "Ann", operator=True),
    "clock": CLOCK,
    "chair": seated(Role.CHAIR, VIET_NAM),
    "pen": seated(Role.PEN),
    "clerk": seated(Role.CLERK),
    "head": seated(Role.HEAD, LAO),
    "alternate": seated(Role.ALTERNATE, LAO),
    "delegate": seated(Role.DELEGATE, LAO),
    "adviser": seated(Role.ADVISER, LAO),
    "other": seated(Role.HEAD, VIET_NAM),
    "observer": seated(Role.OBSERVER, ZEALAND),
}

DESK = {"clerk", "operator"}
TABLE_OF_THE_BODY = set(PEOPLE) - {"public", "nobody", "operator", "clock"}
BINDING = {"head", "alternate", "delegate", "other"}
OWN = {"head", "alternate", "delegate", "adviser"}
DELEGATIONS = OWN | {"other"}
AT_THE_TABLE = DELEGATIONS | {"observer"}

MAY: dict[str, set[str]] = {
    "operator.appoint": {"operator"},
    "body.found": {"operator"},
    "body.regulate": DESK,
    "member.admit": DESK,
    "observer.admit": DESK,
    "chairmanship.set": DESK,
    "seat.grant": DESK,
    "seat.invite": DESK,
    "seat.end": DESK,
    "conference.convene": DESK,
    "party.locate": DESK,
    "chairmanship.describe": DESK | {"chair"},
    "conference.change": DESK,
    "objective.set": DESK | {"chair"},
    "objective.drop": DESK | {"chair"},
    "objective.assess": {"chair", "clerk"},
    "delegation.invite": DESK,
    "delegation.unsent": DESK,
    "delegation.answer": OWN | {"clerk"},
    "participant.add": OWN | {"clerk"},
    "participant.change": OWN | {"clerk"},
    "participant.remove": OWN | {"clerk"},
    "participant.seat": {"clerk"},
    "credentials.hand_in": OWN | {"clerk"},
    "credentials.check": {"clerk"},
    "appraisal.open": {"chair"},
    "appraisal.change": {"chair"},
    "appraisal.answer": DELEGATIONS | {"observer"},
    "appraisal.close": {"chair", "clock"},
    "appraisal.quote": {"chair"},
    "appraisal.report": {"chair"},
    "meeting.convene": DESK | {"chair"},
    "meeting.change": DESK | {"chair"},
    "meeting.cancel": DESK | {"chair"},
    "sitting.plan": DESK | {"chair"},
    "sitting.move": DESK | {"chair"},
    "sitting.cancel": DESK | {"chair"},
    "calendar.renew": TABLE_OF_THE_BODY,
    "reminder.send": {"clock"},
    "reminder.take_back": {"clock"},
    "reminder.choose": TABLE_OF_THE_BODY,
    "meeting.open": {"chair", "clerk"},
    "meeting.close": {"chair", "clerk"},
    "note.send": TABLE_OF_THE_BODY,
    "note.read": OWN,
    "meeting.enter": TABLE_OF_THE_BODY,
    "meeting.leave": TABLE_OF_THE_BODY,
    "presence.note": {"clock"},
    "roll.call": {"chair", "clerk"},
    "roll.answer": DELEGATIONS | {"observer", "chair", "clerk"},
    "roll.close": {"chair", "clerk"},
    "sitting.open": {"chair", "clerk"},
    "sitting.suspend": {"chair", "clerk"},
    "sitting.resume": {"chair", "clerk"},
    "sitting.close": {"chair", "clerk"},
    "agenda.add": DESK | {"chair"},
    "agenda.change": DESK | {"chair"},
    "agenda.move": DESK | {"chair"},
    "agenda.remove": DESK | {"chair"},
    "agenda.adopt": {"chair"},
    "item.open": {"chair", "clerk"},
    "item.suspend": {"chair", "clerk"},
    "item.close": {"chair", "clerk"},
    "item.defer": {"chair", "clerk"},
    "paper.lay": {"chair", "pen", "clerk"},
    "paper.withdraw": {"chair", "pen", "clerk"},
    "floor.open": {"chair", "clerk"},
    "floor.announce": {"chair", "clerk"},
    "floor.close": {"chair", "clerk", "clock"},
    "floor.request": AT_THE_TABLE,
    "floor.withdraw": OWN,
    "floor.yield": OWN,
    "floor.enlist": {"chair", "clerk"},
    "floor.remove": {"chair", "clerk"},
    "floor.order": {"chair", "clerk"},
    "floor.next": {"chair", "clerk"},
    "floor.give": {"chair", "clerk"},
    "floor.take_back": {"chair", "clerk"},
    "floor.vacate": {"clock"},
    "floor.suspend": {"chair", "clerk"},
    "floor.resume": {"chair", "clerk"},
    "floor.extend": {"chair", "clerk"},
    "floor.limit": {"chair", "clerk"},
    "floor.rule": {"chair"},
    "intervention.correct": {"chair", "clerk"},
    "text.import": {"pen"},
    "text.draft": {"pen"},
    "text.renumber": {"pen"},
    "bracket.put": {"pen"},
    "bracket.lift": {"pen"},
    "bracket.delete": {"pen"},
    "bracket.choose": {"pen"},
    "bracket.merge": {"pen"},
    "amendment.table": BINDING,
    "amendment.withdraw": {"head", "alternate", "delegate"},
    "amendment.cosponsor": BINDING,
    "amendment.leave": BINDING,
    "amendment.take_in": {"head", "alternate", "delegate"},
    "amendment.accept": {"chair"},
    "amendment.reject": {"chair"},
    "amendment.merge": {"chair"},
    "position.take": BINDING,
    "draft.write": DELEGATIONS,
    "draft.change": OWN,
    "draft.clear": {"head", "alternate", "delegate"},
    "draft.table": {"head", "alternate", "delegate"},
    "draft.drop": OWN,
    "instruction.give": DELEGATIONS,
    "instruction.lift": OWN,
    "comment.make": DELEGATIONS | {"chair", "pen", "clerk"},
    "comment.resolve": DELEGATIONS | {"chair", "pen", "clerk"},
    "reading.open": {"chair"},
    "reading.move": {"chair"},
    "reading.close": {"chair"},
    "paragraph.agree": {"chair"},
    "paragraph.hold": {"chair"},
    "paragraph.reopen": {"chair"},
    "paragraph.confirm": BINDING,
    "huddle.send": {"chair"},
    "huddle.refresh": set(),
    "huddle.agree": set(),
    "huddle.report": set(),
    "huddle.dissolve": {"chair"},
    "question.put": {"chair"},
    "question.object": BINDING,
    "question.withdraw": {"chair"},
    "gavel.fall": {"chair", "clock"},
    "statement.hand_in": DELEGATIONS | {"observer"},
    "statement.change": OWN,
    "statement.translate": OWN | {"pen", "clerk"},
    "statement.withdraw": OWN,
    "statement.release": OWN,
    "statement.link": {"chair", "clerk"},
    "statement.publish": {"pen", "clerk"},
    "clerk_note.write": {"pen", "clerk"},
    "clerk_note.change": {"pen", "clerk"},
    "record.draw_up": {"pen", "clerk"},
    "record.edit": {"pen", "clerk"},
    "record.circulate": {"pen", "clerk"},
    "record.correct": DELEGATIONS | {"observer"},
    "record.settle": {"pen", "clerk"},
    "record.finish": {"pen", "clerk", "clock"},
    "document.publish": {"pen", "clerk"},
}
"""Who may, of ``PEOPLE``, in their own body, about something that the Lao PDR tabled."""

CASES = [(action, who) for action in MAY for who in PEOPLE]


def test_every_action_of_the_table_is_decided_here_for_everybody() -> None:
    assert set(MAY) == set(TABLE)


@pytest.mark.parametrize(("action", "who"), CASES, ids=lambda value: str(value))
def test_who_may_and_who_may_not(action: str, who: str) -> None:
    assert (reason_against(action, PEOPLE[who], HERE) is None) == (who in MAY[action])


@pytest.mark.parametrize("action", MAY)
def test_a_seat_in_one_body_opens_nothing_in_another(action: str) -> None:
    elsewhere = Place(2, "LA")
    for who in TABLE_OF_THE_BODY:
        assert reason_against(action, PEOPLE[who], elsewhere) is not None, who


@pytest.mark.parametrize("action", MAY)
def test_no_body_at_all_is_nobodys_own(action: str) -> None:
    for who in TABLE_OF_THE_BODY:
        assert reason_against(action, PEOPLE[who], Place()) is not None, who


@pytest.mark.parametrize(
    ("action", "who", "reason"),
    [
        ("body.found", "clerk", "only_the_operator"),
        ("seat.grant", "chair", "only_the_clerk"),
        ("meeting.convene", "pen", "only_the_clerk"),
        ("meeting.open", "head", "only_the_chair"),
        ("meeting.enter", "nobody", "only_seats_of_the_body"),
        ("text.draft", "clerk", "only_the_pen"),
        ("document.publish", "head", "only_the_pen"),
        ("amendment.table", "adviser", "only_who_binds_a_member"),
        ("amendment.withdraw", "adviser", "only_who_binds_a_member"),
        ("amendment.withdraw", "other", "only_who_tabled_it"),
        ("amendment.accept", "clerk", "only_the_chair"),
        ("question.object", "observer", "only_who_binds_a_member"),
        ("gavel.fall", "clerk", "only_the_chair"),
    ],
)
def test_the_reason_names_who_usually_may(action: str, who: str, reason: str) -> None:
    with pytest.raises(Denied) as denied:
        permit(action, PEOPLE[who], HERE)
    assert denied.value.reason == reason


IN_A_HUDDLE: dict[str, set[str]] = {
    "text.draft": OWN,
    "bracket.put": OWN,
    "bracket.lift": OWN,
    "bracket.delete": OWN,
    "bracket.choose": OWN,
    "bracket.merge": OWN,
    "text.renumber": set(),
    "amendment.table": {"head", "alternate", "delegate"},
    "amendment.accept": {"head", "alternate", "delegate"},
    "comment.make": OWN,
    "draft.write": OWN,
    "reading.open": set(),
    "paragraph.agree": set(),
    "question.put": set(),
    "huddle.send": set(),
    "huddle.refresh": OWN,
    "huddle.agree": {"head", "alternate", "delegate"},
    "huddle.report": {"head", "alternate", "delegate"},
    "huddle.dissolve": {"chair"},
}
"""Who may in a huddle to which the Lao PDR alone was sent."""


@pytest.mark.parametrize("action", IN_A_HUDDLE)
def test_in_a_huddle_its_delegations_act_and_nobody_else(action: str) -> None:
    place = Place(1, "LA", frozenset({"LA"}))
    assert {who for who in PEOPLE if reason_against(action, PEOPLE[who], place) is None} == IN_A_HUDDLE[action]


def test_a_huddles_branch_is_read_by_its_delegations_alone() -> None:
    def may(kind: str, code: str = "") -> bool:
        return may_read_draft(Audience(kind, 1, code), 1, open_to_observers=True, huddle=frozenset({"LA"}))

    assert may("delegation", "LA")
    assert not any((may("delegation", "VN"), may("chair"), may("secretariat"), may("observer", "LA")))


def test_who_may_is_let_pass() -> None:
    permit("amendment.withdraw", PEOPLE["delegate"], HERE)


def test_the_operator_decides_nothing_at_the_table() -> None:
    allowed = {action for action in TABLE if reason_against(action, PEOPLE["operator"], HERE) is None}
    assert not allowed & {action for action in TABLE if action.split(".")[0] in {"text", "amendment", "question"}}


def test_an_operator_who_sits_at_the_table_has_both_rights() -> None:
    both = Actor(1, "Ann", Seat(7, 1, Role.PEN), operator=True)
    permit("body.found", both, Place())
    permit("text.draft", both, HERE)


def test_and_asks_both_rules_in_order_and_or_tells_the_first_ones_reason() -> None:
    who = PEOPLE["pen"]
    assert (clerk & chair).why(who, HERE) == "only_the_clerk"
    assert (pen & chair).why(who, HERE) == "only_the_chair"
    assert (chair | operator).why(who, HERE) == "only_the_chair"
    assert (chair | pen).why(who, HERE) is None
    assert (pen | chair).why(who, HERE) is None


def test_an_unknown_action_is_nobodys() -> None:
    with pytest.raises(KeyError):
        permit("text.burn", PEOPLE["pen"], HERE)


@pytest.mark.parametrize("kind", ["chair", "secretariat", "delegation"])
def test_who_negotiates_reads_the_draft(kind: str) -> None:
    assert may_read_draft(Audience(kind, 1), 1, open_to_observers=False)


def test_an_observer_reads_the_draft_where_the_body_admits_it() -> None:
    observer = Audience("observer", 1, "NZ")
    assert may_read_draft(observer, 1, open_to_observers=True)
    assert not may_read_draft(observer, 1, open_to_observers=False)


@pytest.mark.parametrize("open_to_observers", [True, False])
def test_neither_the_public_nor_another_body_reads_a_draft(open_to_observers: bool) -> None:
    for audience in (PUBLIC, Audience("chair", 2), Audience("delegation", 2, "LA", "binds"), Audience("observer", 2)):
        assert not may_read_draft(audience, 1, open_to_observers=open_to_observers)


def test_a_draft_of_no_body_is_not_the_publics() -> None:
    assert not may_read_draft(PUBLIC, 0, open_to_observers=True)
