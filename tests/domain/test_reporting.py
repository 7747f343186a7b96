"""What happened in a meeting, as a summary record tells it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import reporting
from communique.domain.reporting import KNOWN, Act, Known, Remark, Speech, report

AT = datetime(2020, 9, 9, 2, 5, tzinfo=UTC)
THERE = Known(
    zone="Asia/Ho_Chi_Minh",
    chair="Chair Minh (Viet Nam)",
    parties={"LA": "Lao PDR", "SG": "Singapore", "VN": "Viet Nam"},
    items={7: ("1", "Joint communiqué"), 8: ("2", "Other matters")},
    texts={40: ("Joint Communiqué", 7)},
    labels={"aaaaaaaaaa": "2", "bbbbbbbbbb": "3"},
    movers={90: "LA"},
    present={1: ("Lao PDR", "Singapore", "Viet Nam")},
    meetings={3: "the Retreat"},
)


def acts(*them: tuple[str, dict[str, Any]]) -> list[Act]:
    """The opening, and what came after it, a minute each."""
    return [
        Act(number, AT + timedelta(minutes=number - 1), action, facts)
        for number, (action, facts) in enumerate((("meeting.open", {}), *them), 1)
    ]


def said(*them: tuple[str, dict[str, Any]]) -> list[str]:
    """The words of the entries behind the opening."""
    return [one.words for one in report(acts(*them), (), (), THERE)[1:]]


def speech(**given: Any) -> str:
    facts = {"id": 5, "at": AT + timedelta(seconds=30), "speaker": "Head Bounmy", "party": "LA", "kind": "statement"}
    (_, one) = report(acts(), [Speech(**(facts | given))], (), THERE)
    assert (one.id, one.kind, one.party) == ("s5", "speech", facts["party"] if "party" not in given else given["party"])
    return one.words


def test_the_opening_says_who_presided_and_who_was_there_by_the_hosts_clock() -> None:
    (one,) = report(acts(), (), (), THERE)
    assert one.words == (
        "The meeting was called to order at 09:05. Chair Minh (Viet Nam) took the chair. "
        "Represented were Lao PDR, Singapore and Viet Nam."
    )
    assert (one.id, one.kind, one.sitting, one.item, one.entry) == ("j1", "sitting", 1, None, 1)


@pytest.mark.parametrize(
    ("action", "facts", "words"),
    [
        ("agenda.adopt", {}, "The agenda was adopted."),
        ("item.open", {"item": 7}, "The meeting took up item 1, “Joint communiqué”."),
        ("item.close", {"item": 7}, "The meeting concluded its consideration of item 1."),
        (
            "item.defer",
            {"item": 8, "to": 3},
            "Consideration of item 2 was deferred. It will be taken up at the Retreat.",
        ),
        ("sitting.suspend", {}, "The sitting was suspended at 09:06."),
        ("sitting.close", {}, "The sitting rose at 09:06."),
        (
            "paragraph.agree",
            {"text": 40, "label": "2", "confirm_by": "2020-09-30", "words": ""},
            "Paragraph 2 was agreed ad referendum. Capitals were asked to confirm it by 2020-09-30.",
        ),
        (
            "paragraph.reopen",
            {"text": 40, "label": "2", "words": "Singapore has new instructions"},
            "Paragraph 2 was reopened: Singapore has new instructions.",
        ),
        (
            "paragraph.hold",
            {"text": 40, "label": "2", "words": ""},
            "Paragraph 2 was left for later.",
        ),
        (
            "paragraph.confirm",
            {"text": 40, "label": "2", "party": "LA", "confirmed": True},
            "Lao PDR confirmed paragraph 2.",
        ),
        (
            "paragraph.confirm",
            {"text": 40, "label": "2", "party": "LA", "confirmed": False, "words": "Not yet."},
            "Lao PDR did not confirm paragraph 2, which was open again: Not yet.",
        ),
        (
            "amendment.table",
            {"text": 40, "amendment": 90, "number": 4, "party": "LA"},
            "Lao PDR proposed amendment 4.",
        ),
        (
            "amendment.accept",
            {"text": 40, "amendment": 90, "number": 4},
            "Amendment 4 of Lao PDR was accepted.",
        ),
        (
            "amendment.withdraw",
            {"text": 40, "amendment": 90, "number": 4},
            "Lao PDR withdrew amendment 4.",
        ),
        (
            "huddle.send",
            {"text": 40, "paragraphs": ["aaaaaaaaaa", "bbbbbbbbbb"], "parties": ["LA", "SG"], "task": "Settle it"},
            "The Chair asked Lao PDR and Singapore to consult on paragraphs 2 and 3. Their task: Settle it",
        ),
        (
            "huddle.report",
            {"text": 40, "parties": ["LA", "SG"], "amendment": 91, "amendment_number": 5, "number": 1},
            "Lao PDR and Singapore reported back with a landing text, amendment 5.",
        ),
        (
            "question.object",
            {"text": 40, "party": "SG", "reason": "Our capital has to see it"},
            "Singapore objected to the adoption of “Joint Communiqué”: Our capital has to see it. It was not adopted.",
        ),
        (
            "gavel.fall",
            {"text": 40, "present": ["LA", "VN"], "outcome": "adopted"},
            "“Joint Communiqué” was adopted by consensus. Present were Lao PDR and Viet Nam.",
        ),
        (
            "gavel.fall",
            {
                "text": 40,
                "present": ["LA", "SG", "VN"],
                "delegations": [
                    {"party": "LA", "seats": [{"role": "adviser", "name": "Noy"}, {"role": "head", "name": "Bounmy"}]},
                    {"party": "SG", "seats": [{"role": "delegate", "name": "Wei"}]},
                    {
                        "party": "VN",
                        "seats": [{"role": "head", "name": "Lan"}, *2 * [{"role": "adviser", "name": "X"}]],
                    },
                ],
                "outcome": "adopted",
            },
            "“Joint Communiqué” was adopted by consensus. "
            "Present were Lao PDR (Bounmy and one other), Singapore (Wei) and Viet Nam (Lan and 2 others).",
        ),
        ("meeting.close", {}, "The Chair declared the meeting closed at 09:06."),
    ],
)
def test_what_was_done_is_told_in_the_past_tense(action: str, facts: dict[str, Any], words: str) -> None:
    assert said((action, facts)) == [words]


def test_who_spoke_is_named_with_the_delegation() -> None:
    assert speech() == "Head Bounmy (Lao PDR) made a statement."
    assert speech(label="2") == "Head Bounmy (Lao PDR) made a statement on paragraph 2."
    assert speech(kind="question") == "Head Bounmy (Lao PDR) asked a question."
    assert (
        speech(kind="on_behalf", on_behalf_of="ASEAN") == "Head Bounmy (Lao PDR) made a statement on behalf of ASEAN."
    )
    assert speech(party="", speaker="Chair Minh") == "Chair Minh made a statement."


def test_the_clerks_notes_are_the_substance_of_what_was_said() -> None:
    assert speech(notes=("supported the reserve",)) == "Head Bounmy (Lao PDR) supported the reserve."
    assert speech(notes=("The reserve was needed.",)) == (
        "Head Bounmy (Lao PDR) made a statement. The reserve was needed."
    )
    assert speech(notes=("supported it", "asked for a date"), label="2") == (
        "Head Bounmy (Lao PDR), speaking on paragraph 2, supported it. The delegation asked for a date."
    )


def test_a_paragraph_without_a_number_is_named_by_its_first_words() -> None:
    assert speech(label="We welcomed the work of") == (
        "Head Bounmy (Lao PDR) made a statement on paragraph “We welcomed the work of”."
    )
    assert said(("paragraph.agree", {"text": 40, "label": "12 bis"})) == ["Paragraph 12 bis was agreed ad referendum."]


def test_a_point_of_order_is_told_with_its_ruling() -> None:
    assert speech(kind="point_of_order", ruling="It was not one") == (
        "Head Bounmy (Lao PDR) raised a point of order. The Chair ruled: It was not one."
    )


def test_what_is_sealed_or_no_matter_of_the_record_is_not_told() -> None:
    assert said(("comment.make", {"text": 40}), ("paragraph.agree", {"text": 40, "sealed": "ab"})) == []


def test_what_was_done_before_the_opening_or_after_the_close_is_not_of_this_meeting() -> None:
    early = [Act(0, AT - timedelta(days=1), "amendment.table", {"text": 40})]
    late = acts(("meeting.close", {}), ("document.publish", {"text": 40}))
    assert [one.entry for one in report([*early, *late], (), (), THERE)] == [1, 2]
    assert report(early, (), (), THERE) == ()
    assert report((), (), (), THERE) == ()


def test_entries_stand_under_the_item_that_was_before_the_meeting_and_in_their_sitting() -> None:
    made = report(
        acts(
            ("item.open", {"item": 8}),
            ("floor.close", {}),
            ("paragraph.agree", {"text": 40, "label": "2"}),
            ("item.close", {"item": 8}),
            ("sitting.close", {}),
            ("sitting.open", {}),
        ),
        (),
        [Remark(1, AT + timedelta(minutes=2, seconds=1), "There was laughter", 8)],
        THERE,
    )
    assert [(one.id, one.sitting, one.item) for one in made] == [
        ("j1", 1, None),
        ("j2", 1, 8),
        ("j3", 1, 8),
        ("n1", 1, 8),
        ("j4", 1, 7),
        ("j5", 1, 8),
        ("j6", 1, None),
        ("j7", 2, None),
    ]
    assert made[3].words == "There was laughter."


def test_sentences_are_translated_before_their_facts_are_put_in() -> None:
    words = {"The meeting took up item %(number)s, “%(title)s”.": "Điểm %(number)s: %(title)s."}
    made = report(acts(("item.open", {"item": 7})), (), (), THERE, lambda sentence: words.get(sentence, sentence))
    assert made[1].words == "Điểm 1: Joint communiqué."


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from([40, 41]),
        "item": st.sampled_from([7, 8, 99]),
        "party": st.sampled_from(["LA", "XX"]),
        "parties": st.lists(st.sampled_from(["LA", "SG"]), max_size=2),
        "words": st.text(max_size=8),
        "reason": st.text(max_size=8),
        "label": st.text(max_size=4),
        "number": st.integers(0, 9),
        "confirmed": st.booleans(),
        "paragraphs": st.lists(st.sampled_from(["aaaaaaaaaa", "cccccccccc"]), max_size=2),
        "present": st.lists(st.sampled_from(["LA", "SG"]), max_size=2),
        "merged": st.lists(st.integers(0, 9), max_size=3),
        "task": st.text(max_size=8),
    },
)
BETWEEN = [*sorted(KNOWN - {"meeting.open", "meeting.close"}), "position.take", "comment.make", "text.draft"]


@given(st.lists(st.tuples(st.sampled_from(BETWEEN), FACTS), max_size=12), st.lists(st.integers(0, 600), max_size=6))
def test_every_act_of_a_known_kind_and_every_intervention_makes_exactly_one_entry(
    them: list[tuple[str, dict[str, Any]]], seconds: list[int]
) -> None:
    everything = acts(*them)
    speeches = [
        Speech(number, AT + timedelta(seconds=after), "Head", "LA", "statement") for number, after in enumerate(seconds)
    ]
    made = report(everything, speeches, (), THERE)
    wanted = [f"j{act.number}" for act in everything if act.action in KNOWN] + [f"s{one.id}" for one in speeches]
    assert sorted(one.id for one in made) == sorted(wanted)
    journal = [one.entry for one in made if one.entry]
    assert journal == sorted(journal), "in the order in which it was done"
    assert all(one.words and "%(" not in one.words for one in made)


def test_names_are_listed_as_people_say_them() -> None:
    assert reporting.listed([]) == ""
    assert reporting.listed(["LA"]) == "LA"
    assert reporting.listed(["LA", "SG"]) == "LA and SG"
    assert reporting.listed(["LA", "SG", "VN"]) == "LA, SG and VN"
