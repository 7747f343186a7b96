from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused, Stale
from communique.domain.texts import authority, soundness
from communique.domain.texts.authority import Accepted, Document, load, maps_of, receive
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, insertion, paragraph, text

FIRST, SECOND = block_id(0), block_id(1)


def two_paragraphs() -> Document:
    return load(drafts.document("The Parties", "shall meet"), 7)


def taken(outcome: Any) -> Accepted:
    assert isinstance(outcome, Accepted), outcome
    return outcome


def refused(document: Document, *steps: Any, **limits: int) -> str:
    outcome = receive(document, document.version, list(steps), **limits)
    assert isinstance(outcome, Refused), outcome
    assert json.dumps(outcome.facts).encode()
    return outcome.code


def words_of(document: Document, block: str) -> str:
    found = document.block(block)
    assert found is not None
    return "".join(node.get("text", "") for node in found[1].get("content", ()))


# Taking steps


def test_a_step_makes_the_next_version_and_leaves_the_old_one_as_it_was():
    before = two_paragraphs()
    outcome = taken(receive(before, 7, [insertion(4, " two")]))
    assert (outcome.document.version, words_of(outcome.document, FIRST)) == (8, "The two Parties")
    assert (before.version, words_of(before, FIRST)) == (7, "The Parties")
    assert outcome.maps == ((4, 0, 4),)
    assert outcome.touched == (FIRST,)


def test_a_batch_is_taken_as_a_whole_or_not_at_all():
    before = two_paragraphs()
    outcome = taken(receive(before, 7, [insertion(1, "A"), insertion(2, "B"), insertion(18, "C")]))
    assert outcome.document.version == 10
    assert outcome.touched == (FIRST, SECOND)
    assert refused(before, insertion(1, "A"), insertion(4000, "B")) == "step_failed"
    assert before.json() == drafts.document("The Parties", "shall meet")


def test_a_refusal_names_the_step_that_was_at_fault():
    outcome = receive(two_paragraphs(), 7, [insertion(1, "A"), insertion(1, "\x00")])
    assert isinstance(outcome, Refused)
    assert outcome.facts == {"character": "U+0000", "step": 1}


def test_a_step_made_against_an_older_version_is_stale():
    outcome = receive(two_paragraphs(), 6, [insertion(1, "A")])
    assert isinstance(outcome, Stale)
    assert outcome.version == 7


@pytest.mark.parametrize("version", [8, -1, 7.0, "7", None, True, [7], 10**400])
def test_a_version_that_the_text_never_had_is_refused(version: Any):
    outcome = receive(two_paragraphs(), version, [insertion(1, "A")])
    assert isinstance(outcome, Refused)
    assert outcome.code == "malformed_version"


def test_blocks_that_no_step_touched_are_shared_between_versions():
    before = two_paragraphs()
    after = taken(receive(before, 7, [insertion(1, "A")])).document
    assert after.json()["content"][1] is before.json()["content"][1]


def test_marks_attributes_kinds_and_removals_touch_their_blocks():
    document = load(drafts.document("one", "two", "three", "four"), 0)
    heading = {"type": "heading", "attrs": {"id": block_id(2), "level": 2, "number": ""}}
    outcome = taken(
        receive(
            document,
            0,
            [
                {"stepType": "addMark", "mark": {"type": "strong"}, "from": 1, "to": 4},
                {"stepType": "attr", "pos": 5, "attr": "number", "value": "2."},
                {
                    "stepType": "replaceAround",
                    "from": 10,
                    "to": 17,
                    "gapFrom": 11,
                    "gapTo": 16,
                    "insert": 1,
                    "slice": {"content": [heading]},
                    "structure": True,
                },
                insertion(17, to=23),
                {"stepType": "removeMark", "mark": {"type": "strong"}, "from": 2, "to": 4},
            ],
        )
    )
    assert outcome.touched == tuple(map(block_id, range(4)))
    assert outcome.maps == ((), (), (10, 1, 1, 16, 1, 1), (17, 6, 0), ())
    assert outcome.document.json()["content"] == [
        paragraph(block_id(0), text("o", {"type": "strong"}), "ne"),
        paragraph(block_id(1), "two", number="2."),
        heading | {"content": [text("three")]},
    ]
    assert outcome.document.block(block_id(3)) is None


def test_stored_steps_are_canonical_and_lead_to_the_same_document_again():
    raw = {"stepType": "replace", "from": 1, "to": 1, "structure": False, "slice": {"content": [paragraph("", "x")]}}
    raw["slice"]["openStart"] = raw["slice"]["openEnd"] = 1
    raw["slice"]["content"][0]["attrs"] = {}
    outcome = taken(receive(two_paragraphs(), 7, [raw, insertion(2, text("y", {"type": "em", "attrs": {}}))]))
    assert outcome.steps[1] == insertion(2, text("y", {"type": "em"}))
    assert outcome.steps[0]["slice"]["content"] == [paragraph("", "x")]
    assert taken(receive(two_paragraphs(), 7, outcome.steps)).document.json() == outcome.document.json()
    assert maps_of(outcome.steps) == outcome.maps


def test_a_split_may_name_its_new_half_in_the_step_after():
    split = {
        "stepType": "replace",
        "from": 4,
        "to": 4,
        "slice": {"content": [paragraph(FIRST), paragraph(FIRST)], "openStart": 1, "openEnd": 1},
    }
    name = {"stepType": "attr", "pos": 5, "attr": "id", "value": "n000000000"}
    outcome = taken(receive(two_paragraphs(), 7, [split, name]))
    assert words_of(outcome.document, "n000000000") == " Parties"
    assert outcome.touched == (FIRST, "n000000000")
    assert refused(two_paragraphs(), split) == "duplicate_paragraph"


def test_a_place_in_the_text_is_found_by_block_and_by_position():
    document = two_paragraphs()
    assert document.block(SECOND) == (13, paragraph(SECOND, "shall meet"))
    assert document.block_at(13) == document.block_at(24) == document.block(SECOND)
    assert document.block_at(12) == document.block(FIRST)
    assert document.block_at(25) is None
    assert document.block("nowhere000") is None


# Positions


def test_positions_count_an_emoji_as_two_as_the_browser_does():
    document = load(drafts.document("a😀b"), 0)
    outcome = taken(receive(document, 0, [insertion(4, "x"), insertion(2, "\U0001f680", to=4)]))
    assert words_of(outcome.document, FIRST) == "a🚀xb"
    assert outcome.maps == ((4, 0, 1), (2, 2, 2))


@pytest.mark.parametrize(
    "step",
    [
        insertion(3, "x"),
        insertion(2, to=3),
        {"stepType": "addMark", "mark": {"type": "em"}, "from": 1, "to": 3},
        {"stepType": "removeMark", "mark": {"type": "em"}, "from": 3, "to": 5},
    ],
)
def test_no_step_cuts_an_emoji_in_half(step: dict[str, Any]):
    assert refused(load(drafts.document("a😀b"), 0), step) == "step_failed"


# Refusals


@pytest.mark.parametrize("steps", [None, {}, [], "[]", 3, (), {"0": insertion(1, "A")}])
def test_what_is_no_list_of_steps_is_refused(steps: Any):
    outcome = receive(two_paragraphs(), 7, steps)
    assert isinstance(outcome, Refused)
    assert outcome.code == "malformed_steps"


DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]
HUGE = 10**5000


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = text("x")
    for _ in range(depth):
        node = {"type": "footnote", "attrs": {"label": "1"}, "content": [node]}
    return node


@pytest.mark.parametrize(
    "step",
    [
        None,
        [],
        "replace",
        {},
        {"stepType": "replace"},
        {"stepType": ["replace"], "from": 1, "to": 1},
        {"stepType": "docAttr", "attr": "id", "value": "x"},
        {"stepType": "addNodeMark", "pos": 0, "mark": {"type": "strong"}},
        insertion(True, "A"),
        insertion(1.0, "A"),  # type: ignore[arg-type]
        insertion(-1, "A"),
        insertion(10**400, "A"),
        insertion(3, "A", to=1),
        insertion(1, "A") | {"extra": 1},
        insertion(1, "A") | {"structure": "yes"},
        insertion(1, {"type": "text"}),
        insertion(1, {"type": "text", "text": ""}),
        insertion(1, {"type": "text", "text": 5}),
        insertion(1, {"type": "text", "text": "A", "onclick": "x"}),
        insertion(1, {"type": "script", "content": []}),
        insertion(1, {"type": "doc", "content": [paragraph("p999999999")]}),
        insertion(1, {"type": {}, "text": "A"}),
        insertion(1, text("A", {"type": "blink"})),
        insertion(1, text("A", {"type": "strong"}, {"type": "strong"})),
        insertion(1, text("A", {"type": "sub"}, {"type": "sup"})),
        insertion(1, text("A", *[{"type": "em"}] * 9)),
        insertion(0, paragraph("p999999999") | {"marks": [{"type": "em"}]}),
        insertion(0, paragraph("p999999999", paragraph("p999999998"))),
        insertion(1, nested(2)),
        insertion(1, nested(900)),
        insertion(1, DEEP),
        insertion(HUGE, "A"),
        {"stepType": DEEP},
        {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [text("A")], "openStart": 1}},
        {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [paragraph("")], "openEnd": 2}},
        {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": []}},
        {"stepType": "replaceAround", "from": 0, "to": 13, "gapFrom": 1, "gapTo": 12, "insert": -1},
        {"stepType": "replaceAround", "from": 1, "to": 13, "gapFrom": 0, "gapTo": 12, "insert": 0},
        {"stepType": "addMark", "from": 1, "to": 3},
        {"stepType": "addMark", "from": 1, "to": 3, "mark": "strong"},
    ],
)
def test_a_step_of_another_shape_is_refused(step: Any):
    assert refused(two_paragraphs(), step) == "malformed_steps"


@pytest.mark.parametrize(
    "step",
    [
        insertion(26, "A"),
        insertion(0, to=25),
        insertion(0, "A"),
        insertion(1, paragraph("p999999999", "x")),
        insertion(5, to=13),
        {"stepType": "attr", "pos": 3, "attr": "number", "value": "1."},
        {"stepType": "attr", "pos": 9000, "attr": "number", "value": "1."},
        {"stepType": "addMark", "from": 1, "to": 9000, "mark": {"type": "strong"}},
        {"stepType": "replaceAround", "from": 0, "to": 25, "gapFrom": 3, "gapTo": 20, "insert": 0},
        insertion(0, {"type": "table", "attrs": {"id": "t000000000"}, "content": []}),
        insertion(0, {"type": "row", "content": [{"type": "cell"}]}),
    ],
)
def test_a_step_that_does_not_fit_the_document_fails(step: Any):
    assert refused(two_paragraphs(), step) == "step_failed"


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "example.org",
        "",
        "https://example.org/a b",
        "https://example.org/\x00",
        "https://example.org/" + "a" * 2000,
        "http\ud800:",
    ],
)
def test_only_web_mail_and_internal_links_are_taken(href: str):
    link = {"type": "link", "attrs": {"href": href}}
    assert refused(two_paragraphs(), insertion(1, text("A", link))) == "unsafe_link"
    assert refused(two_paragraphs(), {"stepType": "addMark", "mark": link, "from": 1, "to": 3}) == "unsafe_link"


@pytest.mark.parametrize(
    "href", ["https://example.org/", "HTTP://x", "mailto:a@b.org", "#p-p000000001", "/documents/AMM/53/2/"]
)
def test_a_safe_link_is_taken_as_it_is(href: str):
    link = {"type": "link", "attrs": {"href": href, "title": ""}}
    outcome = taken(receive(two_paragraphs(), 7, [insertion(1, text("A", link))]))
    assert outcome.steps[0]["slice"]["content"][0]["marks"] == [link]


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\r", "\x7f", "\x85", "\u202e", "\u2066", "\ud83d", "\ufffe"])
def test_no_invisible_control_gets_into_the_text(sign: str):
    assert refused(two_paragraphs(), insertion(1, f"a{sign}b")) == "unsafe_character"
    number = {"stepType": "attr", "pos": 0, "attr": "number", "value": f"1{sign}"}
    assert refused(two_paragraphs(), number) == "unsafe_character"


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("id", "P000000009"),
        ("id", "p00000009"),
        ("id", "0000000009"),
        ("id", "p000000009\n"),
        ("id", 5),
        ("number", 5),
        ("number", None),
        ("number", "1" * 41),
        ("number", "[1."),
        ("number", "1\n2"),
        ("role", "chair"),
        ("role", ["plain"]),
        ("level", 7),
        ("level", -1),
        ("level", 1.0),
        ("level", True),
        ("level", "1"),
        ("header", 1),
        ("label", {}),
        ("style", "color: red"),
        ("__class__", "x"),
        (5, "x"),
        (HUGE, "x"),
        (DEEP, "x"),
        ("\ud800", "x"),
        ("number", DEEP),
        ("level", HUGE),
    ],
    ids=lambda value: None if isinstance(value, str) else type(value).__name__,
)
def test_an_attribute_has_its_type_and_range(attribute: Any, value: Any):
    step = {"stepType": "attr", "pos": 0, "attr": attribute, "value": value}
    assert refused(two_paragraphs(), step) == "bad_attribute"


def test_a_paragraph_is_not_nested_as_deep_as_a_heading():
    deep = {"stepType": "attr", "pos": 0, "attr": "level", "value": 5}
    assert refused(two_paragraphs(), deep) == "bad_attribute"


def test_each_block_keeps_an_id_of_its_own():
    document = two_paragraphs()
    assert refused(document, insertion(0, paragraph(SECOND, "again"))) == "duplicate_paragraph"
    assert refused(document, insertion(0, paragraph("", "nameless"))) == "duplicate_paragraph"
    assert refused(document, {"stepType": "attr", "pos": 0, "attr": "id", "value": SECOND}) == "duplicate_paragraph"
    assert refused(document, {"stepType": "attr", "pos": 0, "attr": "id", "value": ""}) == "duplicate_paragraph"
    moved = taken(receive(document, 7, [insertion(0, to=13), insertion(12, paragraph(FIRST, "The Parties"))]))
    assert [block["attrs"]["id"] for block in moved.document.json()["content"]] == [SECOND, FIRST]


def test_too_many_steps_or_too_much_in_one_are_refused():
    document = two_paragraphs()
    assert refused(document, *[insertion(1, "A")] * 3, limit=2) == "too_many_steps"
    assert refused(document, insertion(1, "A" * 50), size=50) == "too_many_steps"
    assert refused(document, insertion(1, *[{"type": "break"}] * 51), size=50) == "too_many_steps"
    taken(receive(document, 7, [insertion(1, "A" * 49)] * 2, size=50))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(list(soundness.SCHEMA)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
shapes = st.fixed_dictionaries(
    {},
    optional={
        "stepType": st.sampled_from(("replace", "replaceAround", "addMark", "removeMark", "attr")) | json_values,
        **{name: st.integers(-1, 30) | json_values for name in ("from", "to", "gapFrom", "gapTo", "pos", "insert")},
        "slice": st.fixed_dictionaries(
            {"content": st.lists(json_values | drafts.texts | drafts.footnotes, max_size=2) | json_values},
            optional={"openStart": st.integers(-1, 3), "openEnd": st.integers(-1, 3) | json_values},
        )
        | json_values,
        "mark": st.sampled_from(drafts.MARKS) | json_values,
        "attr": st.sampled_from(("id", "number", "level", "role", "header")) | json_values,
        "value": json_values,
        "structure": st.booleans() | json_values,
    },
)


@settings(deadline=None, max_examples=300)
@given(st.lists(shapes | json_values, max_size=3) | json_values)
def test_nothing_that_is_sent_makes_it_raise(steps: Any):
    outcome = receive(two_paragraphs(), 7, steps)
    assert isinstance(outcome, Accepted | Refused)
    if isinstance(outcome, Accepted):
        load(outcome.document.json(), outcome.document.version)


# Loading


def test_a_document_is_loaded_in_normal_form():
    raw = {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": FIRST}, "content": [text("a"), text("b")]}]}
    assert load(raw, 3).json() == drafts.document(paragraph(FIRST, "ab"))
    assert load(raw, 3).version == 3


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (None, "not a document"),
        ([], "not a document"),
        (paragraph(FIRST), "not a document"),
        ({"type": "doc"}, "doc is empty"),
        ({"type": "doc", "content": "x"}, "the content of doc is not a list"),
        (drafts.document({"type": "table", "attrs": {"id": FIRST}}), "table is empty"),
        (drafts.document(paragraph(FIRST), paragraph(FIRST)), "duplicate_paragraph"),
        (drafts.document(paragraph("")), "duplicate_paragraph"),
        (drafts.document(paragraph(FIRST, level=9)), "bad_attribute"),
        (drafts.document(paragraph(FIRST, "a\x00")), "unsafe_character"),
        (drafts.document(paragraph(FIRST, text("a", {"type": "link", "attrs": {"href": "x:"}}))), "unsafe_link"),
    ],
)
def test_a_document_that_does_not_hold_together_is_not_loaded(raw: Any, why: str):
    with pytest.raises(Refused) as refusal:
        load(raw, 0)
    assert (refusal.value.code, refusal.value.facts["why"]) == ("malformed_text", why)


def test_the_limits_leave_room_for_the_longest_texts():
    assert authority.SIZE > 1_000_000
    many = [insertion(1, "x") for _ in range(authority.LIMIT)]
    assert taken(receive(two_paragraphs(), 7, many)).document.version == 7 + authority.LIMIT
