"""Invitations, delegations in their order, letters of credentials."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import registration as rules
from communique.domain.actors import PUBLIC, Audience, Role
from communique.domain.errors import Refused
from communique.domain.registration import Answer, LetterState, Person, Term

NOW = datetime(2020, 9, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = Term(NOW + HOUR, NOW + 2 * HOUR)
CLOSED = Term(NOW, NOW + HOUR)
OVER = Term(NOW - HOUR, NOW)
NAMES = {"LA": "Lao PDR", "SG": "Singapore", "NZ": "New Zealand"}
HEAD = Person(1, "Bounmy", "head", "bounmy@example.org")


def invite(*chosen: str, again: bool = False, **answers: Answer) -> tuple[str, ...]:
    return rules.check_invitations(chosen, NAMES, answers, again=again)


def test_each_party_is_invited_once_however_often_it_is_ticked() -> None:
    assert invite("LA", "NZ", "LA") == ("LA", "NZ")


@pytest.mark.parametrize(
    ("chosen", "again", "answers", "code"),
    [
        ((), False, {}, "nobody_invited"),
        (("XX",), False, {}, "no_such_party"),
        (("LA",), False, {"LA": Answer.NONE}, "invited_already"),
        (("LA",), True, {}, "not_invited_yet"),
        (("LA",), True, {"LA": Answer.DECLINED}, "has_answered"),
    ],
)
def test_whom_nobody_can_invite(chosen: tuple[str, ...], again: bool, answers: dict[str, Answer], code: str) -> None:
    with pytest.raises(Refused, match=code):
        invite(*chosen, again=again, **answers)


def test_the_letter_goes_out_again_to_who_has_not_answered() -> None:
    assert invite("LA", again=True, LA=Answer.NONE) == ("LA",)


def test_the_last_day_ends_where_the_host_is() -> None:
    end = rules.end_of(date(2020, 9, 12), "Asia/Ho_Chi_Minh")
    assert end == datetime(2020, 9, 12, 17, tzinfo=UTC)
    assert rules.end_of(None, "UTC") is None
    assert not Term(None, None).is_over(NOW)


def test_the_last_day_may_be_longer_than_others_by_the_change_of_summer_time() -> None:
    assert rules.end_of(date(2020, 10, 25), "Europe/Brussels") == datetime(2020, 10, 25, 23, tzinfo=UTC)


@pytest.mark.parametrize("said", [Answer.ACCEPTED, Answer.DECLINED])
def test_an_answer_may_change_until_the_conference_is_over(said: Answer) -> None:
    for before in Answer:
        assert rules.answer(before, said, OPEN, NOW, by_secretariat=False) is said
        with pytest.raises(Refused, match="conference_is_over"):
            rules.answer(before, said, OVER, NOW, by_secretariat=True)


def test_after_registration_has_closed_the_secretariat_alone_enters_who_comes() -> None:
    with pytest.raises(Refused, match="registration_is_closed"):
        rules.answer(Answer.DECLINED, Answer.ACCEPTED, CLOSED, NOW, by_secretariat=False)
    assert rules.answer(Answer.NONE, Answer.ACCEPTED, CLOSED, NOW, by_secretariat=True) is Answer.ACCEPTED
    assert CLOSED.is_late(NOW) and not CLOSED.is_late(NOW - HOUR)
    assert not Term().is_late(NOW) and not CLOSED.is_late(None)


def test_who_has_accepted_may_still_say_so_again_or_stay_away() -> None:
    for said in (Answer.ACCEPTED, Answer.DECLINED):
        assert rules.answer(Answer.ACCEPTED, said, CLOSED, NOW, by_secretariat=False) is said


def test_no_answer_is_none() -> None:
    with pytest.raises(Refused, match="bad_answer"):
        rules.answer(Answer.ACCEPTED, Answer.NONE, OPEN, NOW, by_secretariat=True)


@pytest.mark.parametrize("said", [Answer.NONE, Answer.DECLINED])
def test_only_who_comes_has_a_delegation(said: Answer) -> None:
    with pytest.raises(Refused, match="not_accepted"):
        rules.require_accepted(said)


def test_a_delegation_has_one_head() -> None:
    with pytest.raises(Refused) as refused:
        rules.check_person(Person(0, "Khamla", "head"), [HEAD], member=True)
    assert (refused.value.code, refused.value.facts) == ("delegation_has_a_head", {"name": "Bounmy"})
    rules.check_person(HEAD, [HEAD], member=True)
    rules.check_person(Person(0, "Khamla", "head"), [Person(1, "Bounmy", "head", withdrawn=True)], member=True)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person(0, "", "delegate"), "name_missing"),
        (Person(0, "Souk", "chair"), "bad_participant_role"),
        (Person(0, "Souk", "observer"), "bad_participant_role"),
        (Person(0, "Souk", ""), "bad_participant_role"),
        (Person(0, "Souk", "delegate", "bounmy@example.org"), "address_in_delegation"),
    ],
)
def test_who_cannot_stand_in_a_members_delegation(person: Person, code: str) -> None:
    with pytest.raises(Refused, match=code):
        rules.check_person(person, [HEAD], member=True)


def test_two_without_an_address_are_two() -> None:
    rules.check_person(Person(0, "Souk", "delegate"), [Person(2, "Souk", "delegate")], member=True)


def test_a_delegation_is_not_larger_than_a_hall() -> None:
    many = [Person(number, "Souk", "delegate") for number in range(1, rules.PEOPLE + 1)]
    with pytest.raises(Refused, match="delegation_too_large"):
        rules.check_person(Person(0, "Souk", "delegate"), many, member=True)
    rules.check_person(many[0], many, member=True)


def test_whoever_sits_for_an_observer_observes() -> None:
    assert [rules.seat_role(role, member=False) for role in rules.OF_OBSERVERS] == [Role.OBSERVER] * 4
    assert [rules.seat_role(role, member=True) for role in rules.OF_MEMBERS] == list(rules.OF_MEMBERS)
    rules.check_person(Person(0, "Aroha", "observer"), [], member=False)


def test_the_head_comes_first_then_the_order_of_the_delegation() -> None:
    people = [Person(3, "C", "adviser"), Person(1, "A", "delegate"), Person(2, "B", "head")]
    assert [one.name for one in rules.in_precedence(people)] == ["B", "C", "A"]


@given(st.lists(st.integers(1, 99), min_size=1, max_size=9, unique=True), st.data())
def test_moving_somebody_loses_nobody_and_keeps_the_others_order(order: list[int], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(order))
    place = data.draw(st.integers(-3, 12))
    moved = rules.put_at(order, one, place)
    assert sorted(moved) == sorted(order)
    assert [other for other in moved if other != one] == [other for other in order if other != one]
    if 1 <= place <= len(order):
        assert moved.index(one) == place - 1


PDF, PNG = b"%PDF-1.7\n...\n%%EOF\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR....IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0....\xff\xd9"


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (PNG, "png"), (JPG, "jpg")])
def test_a_letter_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert rules.letter_kind(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 cut off",
        b"MZ\x90\0 a program %%EOF",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a%%EOF",
        b"PK\x03\x04 a Word file",
        PNG[:-1],
        JPG[:-1],
        b" " + PDF,
    ],
)
def test_what_is_no_letter_is_not_taken(content: bytes) -> None:
    with pytest.raises(Refused, match="not_a_letter"):
        rules.letter_kind(content)


def test_a_letter_has_its_size() -> None:
    assert rules.letter_kind(PDF.ljust(rules.LARGEST - 6, b"\0") + b"%%EOF\n") == "pdf"
    with pytest.raises(Refused) as refused:
        rules.letter_kind(PDF + b"\0" * rules.LARGEST)
    assert (refused.value.code, refused.value.facts) == ("letter_too_large", {"limit": rules.LARGEST})


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\letter.pdf ", "letter.pdf"),
        ("/", ""),
    ],
)
def test_of_a_files_name_the_folders_are_left_out(said: str, kept: str) -> None:
    assert rules.file_name(said) == kept


def check(state: LetterState = LetterState.HANDED_IN, **more: object) -> LetterState:
    return rules.check_letter(
        state,
        **{"newest": True, "accept": True, "reason": "", "people": [HEAD], **more},  # type: ignore[arg-type]
    )


def test_a_letter_is_accepted_or_returned_with_a_reason() -> None:
    assert check() is LetterState.ACCEPTED
    assert check(accept=False, reason="Not signed.") is LetterState.RETURNED
    with pytest.raises(Refused, match="return_needs_reason"):
        check(accept=False, reason="  ")


@pytest.mark.parametrize("state", [LetterState.ACCEPTED, LetterState.RETURNED])
def test_two_clerks_do_not_check_the_same_letter(state: LetterState) -> None:
    for accept in (True, False):
        with pytest.raises(Refused, match="letter_is_checked"):
            check(state, accept=accept, reason="No.")


def test_a_letter_in_whose_place_another_stands_is_not_checked() -> None:
    with pytest.raises(Refused, match="letter_is_replaced"):
        check(newest=False)


def test_credentials_are_those_of_a_head() -> None:
    for people in ([], [Person(1, "Souk", "delegate")], [Person(1, "Bounmy", "head", withdrawn=True)]):
        with pytest.raises(Refused, match="head_missing"):
            check(people=people)
    assert rules.head_of([Person(2, "Souk", "adviser"), HEAD]) is HEAD


def test_words_are_not_endless() -> None:
    assert rules.check_words("  With pleasure. ") == "With pleasure."
    with pytest.raises(Refused, match="too_long"):
        rules.check_words("x" * 1_000_000)


AUDIENCES = [
    PUBLIC,
    *(
        Audience(kind, body, code, role)
        for body in (1, 2)
        for kind, code, role in (
            ("chair", "", ""),
            ("secretariat", "", "clerk"),
            ("secretariat", "", "pen"),
            ("delegation", "LA", "binds"),
            ("delegation", "LA", "advises"),
            ("delegation", "SG", "binds"),
            ("observer", "NZ", ""),
            ("observer", "EU", ""),
        )
    ),
]


@given(st.sampled_from(AUDIENCES))
def test_a_delegations_papers_are_its_own_and_the_secretariats(audience: Audience) -> None:
    may = rules.may_read_delegation(audience, 1, "LA")
    assert may == (audience.body == 1 and (audience.kind == "secretariat" or audience.code == "LA"))
    if audience.kind in {"public", "chair"} or audience.body != 1:
        assert not may


@given(st.sampled_from(AUDIENCES))
def test_names_are_for_participants(audience: Audience) -> None:
    may = rules.may_read_list(audience, 1, {"LA", "NZ"})
    assert may == (audience.body == 1 and (audience.inside or audience.code == "NZ"))
    overview = rules.may_read_overview(audience, 1)
    assert overview == (audience.body == 1 and audience.kind in {"chair", "secretariat"})
