"""Statements: embargoed until they are delivered, matched with who speaks, then published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import statements
from communique.domain.actors import PUBLIC, Audience
from communique.domain.errors import Refused
from communique.domain.meetings import State as MeetingState
from communique.domain.statements import State, Statement

OWN = Audience("delegation", 1, "LA", "binds")
ADVISER = Audience("delegation", 1, "LA", "advises")
OTHER = Audience("delegation", 1, "SG", "binds")
OBSERVER = Audience("observer", 1, "NZ")
CHAIR = Audience("chair", 1)
PEN = Audience("secretariat", 1, role="pen")
CLERK = Audience("secretariat", 1, role="clerk")
ELSEWHERE = Audience("delegation", 2, "LA", "binds")
AT_THE_TABLE = (OWN, ADVISER, OTHER, OBSERVER, CHAIR, PEN, CLERK)
EVERYBODY = (*AT_THE_TABLE, ELSEWHERE, PUBLIC)


def readers(state: State, *, open_to_public: bool = False, owner: str = "LA") -> set[Audience]:
    return {
        one
        for one in EVERYBODY
        if statements.may_read(one, body=1, owner=owner, state=state, open_to_public=open_to_public)
    }


def test_an_embargoed_statement_is_read_by_its_delegation_and_the_secretariat_alone() -> None:
    for open_to_public in (False, True):
        assert readers(State.HANDED_IN, open_to_public=open_to_public) == {OWN, ADVISER, PEN, CLERK}
    assert readers(State.HANDED_IN, owner="NZ") == {OBSERVER, PEN, CLERK}


def test_the_chair_knows_of_it_and_reads_no_word() -> None:
    facts = {"body": 1, "owner": "LA", "state": State.HANDED_IN, "open_to_public": True}
    assert {one for one in EVERYBODY if statements.may_know(one, **facts)} == {OWN, ADVISER, PEN, CLERK, CHAIR}
    assert not statements.may_read(CHAIR, **facts)


def test_a_delivered_statement_is_read_at_the_table_and_nowhere_else() -> None:
    assert readers(State.DELIVERED, open_to_public=True) == set(AT_THE_TABLE)


def test_a_published_statement_is_everybodys_as_long_as_the_meeting_is_open_to_the_public() -> None:
    assert readers(State.PUBLISHED, open_to_public=True) == set(EVERYBODY)
    assert readers(State.PUBLISHED, open_to_public=False) == set(AT_THE_TABLE)


def test_a_withdrawn_statement_stays_with_its_delegation() -> None:
    assert readers(State.WITHDRAWN, open_to_public=True) == {OWN, ADVISER}
    facts = {"body": 1, "owner": "LA", "state": State.WITHDRAWN, "open_to_public": True}
    assert not statements.may_know(CHAIR, **facts)


def waiting(number: int = 1, *, party: str = "LA", item: int | None = 7, **more: object) -> Statement:
    return Statement(number, party, item, **({"state": State.HANDED_IN} | more))  # type: ignore[arg-type]


def delivered(*them: Statement, party: str = "LA", item: int | None = 7, kind: str = "statement") -> int | None:
    found = statements.delivered_by(them, intervention=50, party=party, item=item, kind=kind)
    return found.id if found is not None else None


def test_the_statement_on_the_item_is_delivered_when_its_delegation_has_spoken_on_it() -> None:
    assert delivered(waiting(1, party="SG"), waiting(2, item=8), waiting(3)) == 3
    assert delivered(waiting(1, party="SG")) is None
    assert delivered(waiting(1, item=None)) is None
    assert delivered(waiting(1, item=None), item=None) == 1


def test_one_that_is_linked_goes_before_the_one_on_the_item() -> None:
    assert delivered(waiting(1), waiting(2, item=8, intervention=50)) == 2
    assert delivered(waiting(1, intervention=51)) is None, "that one waits for another intervention"


def test_what_is_over_is_not_delivered_again() -> None:
    for state in set(State) - {State.HANDED_IN}:
        assert delivered(waiting(1, state=state), waiting(2, state=state, intervention=50)) is None


@pytest.mark.parametrize("kind", sorted(statements.NOT_A_STATEMENT))
def test_a_point_of_order_a_reply_and_a_question_deliver_nothing_that_is_not_linked_to_them(kind: str) -> None:
    assert delivered(waiting(1), kind=kind) is None
    assert delivered(waiting(1, intervention=50), kind=kind) == 1


def test_one_statement_of_a_delegation_waits_on_an_item() -> None:
    def hand_in(*others: Statement, meeting: MeetingState = MeetingState.OPEN) -> State:
        return statements.hand_in(meeting, record_is_final=False, others=others, party="LA", item=7)

    with pytest.raises(Refused) as refused:
        hand_in(waiting(3))
    assert (refused.value.code, refused.value.facts) == ("statement_waits", {"statement": 3})
    for other in (waiting(party="SG"), waiting(item=8), waiting(state=State.DELIVERED), waiting(state=State.WITHDRAWN)):
        assert hand_in(other) is State.HANDED_IN


@pytest.mark.parametrize("meeting", sorted(set(MeetingState) - {MeetingState.CANCELLED, MeetingState.CLOSED}))
def test_it_is_handed_in_before_and_while_the_meeting_sits(meeting: MeetingState) -> None:
    found = statements.hand_in(meeting, record_is_final=False, others=(), party="LA", item=None)
    assert found is State.HANDED_IN


def test_after_the_meeting_it_is_a_written_statement_until_the_record_is_final() -> None:
    closed = MeetingState.CLOSED
    assert statements.hand_in(closed, record_is_final=False, others=(), party="LA", item=7) is State.DELIVERED
    with pytest.raises(Refused, match="record_is_final"):
        statements.hand_in(closed, record_is_final=True, others=(), party="LA", item=7)
    with pytest.raises(Refused, match="meeting_is_cancelled"):
        statements.hand_in(MeetingState.CANCELLED, record_is_final=False, others=(), party="LA", item=7)


def test_it_is_published_after_its_delivery_in_a_meeting_that_is_open_to_the_public() -> None:
    assert statements.publish(State.DELIVERED, open_to_public=True) is State.PUBLISHED
    for state, open_to_public, code in (
        (State.HANDED_IN, True, "statement_is_embargoed"),
        (State.PUBLISHED, True, "statement_is_published"),
        (State.WITHDRAWN, True, "statement_is_withdrawn"),
        (State.DELIVERED, False, "meeting_is_not_public"),
    ):
        with pytest.raises(Refused, match=code):
            statements.publish(state, open_to_public=open_to_public)


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("en", "en"),
        ("EN", "en"),
        (" lo ", "lo"),
        ("zh-hant", "zh-Hant"),
        ("pt-br", "pt-BR"),
        ("sr-latn-rs", "sr-Latn-RS"),
    ],
)
def test_a_language_is_a_tag_in_its_usual_case(said: str, tag: str) -> None:
    assert statements.check_language(said) == tag


@pytest.mark.parametrize("said", ["", "english", "e", "en_GB", "en-", "../x", "<b>", "en" + "-abcdefgh" * 9])
def test_what_is_no_tag_is_refused(said: str) -> None:
    with pytest.raises(Refused, match="bad_language"):
        statements.check_language(said)


def test_a_statement_is_there_once_in_a_language_however_it_is_written() -> None:
    with pytest.raises(Refused, match="statement_has_language"):
        statements.check_language("ZH-hant", ["en", "zh-Hant"])


def test_there_are_words_or_a_file_and_not_too_many() -> None:
    assert statements.check_words("  Thank you. ", with_file=False) == "Thank you."
    assert statements.check_words(" ", with_file=True) == ""
    with pytest.raises(Refused, match="statement_empty"):
        statements.check_words(" \n", with_file=False)
    with pytest.raises(Refused, match="statement_too_long"):
        statements.check_words("x" * (statements.WORDS + 1), with_file=True)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "pdf"), (b"PK\x03\x04rest", "docx"), (b"Thank you.", "txt"), ("ຂອບໃຈ".encode(), "txt")],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert statements.kind_of(content) == kind


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"%PDF-1.7 cut short", b"<html><script>", b"\xef\xbb\xbf <svg", b"{\\rtf1 words}"]
)
def test_what_is_no_statement_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(Refused, match="not_a_statement"):
        statements.kind_of(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_known_kind_or_refused(content: bytes) -> None:
    try:
        assert statements.kind_of(content) in statements.KINDS
    except Refused as refused:
        assert refused.code == "not_a_statement"


@given(st.text(max_size=20), st.one_of(st.none(), st.binary(max_size=20)))
def test_the_digest_tells_words_from_a_file(words: str, content: bytes | None) -> None:
    digest = statements.digest_of(words, content)
    assert digest == statements.digest_of(words, content)
    assert digest != statements.digest_of(words + "x", content)
    assert digest != statements.digest_of(words, (content or b"") + b"x")
