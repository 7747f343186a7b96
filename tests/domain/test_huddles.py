"""Who is sent to a huddle with what, how its branch is brought up to date, and what it brings back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain import huddles
from communique.domain.errors import Refused
from communique.domain.huddles import State
from communique.domain.readings import Paragraph, Standing
from communique.domain.texts import amendments, authority
from communique.domain.texts.authority import Document
from communique.domain.texts.document import plain_text

NOW = datetime(2020, 9, 9, 8, 0, tzinfo=UTC)
MEMBERS = ("KH", "LA", "MY", "SG", "VN")


def block(name: str, words: str, number: str = "") -> dict[str, Any]:
    content = {"content": [{"type": "text", "text": words}]} if words else {}
    attrs = {"id": name, "number": number, "role": "operative", "level": 0}
    return {"type": "paragraph", "attrs": attrs, **content}


def text(*blocks: dict[str, Any]) -> Document:
    return authority.load({"type": "doc", "content": list(blocks)}, 0)


def row(**words: str) -> Document:
    """Paragraphs by their names."""
    return text(*(block(name, said) for name, said in words.items()))


def words_of(doc: dict[str, Any]) -> dict[str, str]:
    return {one["attrs"]["id"]: plain_text(one) for one in doc["content"]}


TEXT = text(
    block("paaaaaaaaa", "We agreed.", "1."),
    block("pbbbbbbbbb", "We shall open the reserve by May.", "2."),
    block("pccccccccc", "We welcomed the fund.", "3."),
    block("pddddddddd", "We look forward.", "4."),
)


def sending(**changed: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    asked: dict[str, Any] = {
        "paragraphs": ["pccccccccc", "pbbbbbbbbb"],
        "document": TEXT,
        "standing": {},
        "delegations": ["SG", "LA"],
        "members": MEMBERS,
        "task": "",
        "due_at": None,
        "now": NOW,
    }
    return huddles.send(**(asked | changed))


def refusal(act: Any, *args: Any, **given: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(Refused) as refused:
        act(*args, **given)
    return refused.value.code, refused.value.facts


# sending


def test_paragraphs_go_in_the_order_of_the_text_and_delegations_in_protocol_order() -> None:
    assert sending() == (("pbbbbbbbbb", "pccccccccc"), ("LA", "SG"))
    assert sending(paragraphs=["pbbbbbbbbb", "pbbbbbbbbb"], due_at=NOW + timedelta(hours=1)) == (
        ("pbbbbbbbbb",),
        ("LA", "SG"),
    )


def test_one_delegation_alone_is_no_huddle() -> None:
    assert refusal(sending, delegations=["LA"]) == ("huddle_needs_two", {})
    assert refusal(sending, delegations=["LA", "LA"]) == ("huddle_needs_two", {})
    assert refusal(sending, delegations=[]) == ("huddle_needs_two", {})


def test_only_members_are_sent() -> None:
    assert refusal(sending, delegations=["LA", "NZ"]) == ("no_such_member", {"party": "NZ"})


def test_only_paragraphs_go_that_are_there_and_still_open() -> None:
    assert refusal(sending, paragraphs=[]) == ("huddle_needs_paragraphs", {})
    assert refusal(sending, paragraphs=["nowhere"]) == ("no_such_paragraph", {"paragraph": "nowhere"})
    agreed = {"pbbbbbbbbb": Paragraph("2", Standing.AGREED)}
    assert refusal(sending, standing=agreed) == ("paragraph_agreed", {"label": "2"})
    out = {"pccccccccc": Paragraph("3", Standing.HUDDLE)}
    assert refusal(sending, standing=out) == ("paragraph_in_huddle", {"label": "3"})
    held = {"pccccccccc": Paragraph("3", Standing.HELD), "pbbbbbbbbb": Paragraph("2", Standing.REOPENED)}
    assert sending(standing=held)[0] == ("pbbbbbbbbb", "pccccccccc")


def test_a_huddle_takes_a_few_paragraphs_and_not_the_text() -> None:
    names = [f"p{at:09d}" for at in range(huddles.MOST + 1)]
    long = text(*(block(name, "We.") for name in names))
    assert len(sending(document=long, paragraphs=names[1:])[0]) == huddles.MOST
    assert refusal(sending, document=long, paragraphs=names) == ("huddle_too_large", {"limit": huddles.MOST})


def test_a_table_stays() -> None:
    cell = {"type": "cell", "attrs": {"header": False}, "content": [{"type": "text", "text": "1"}]}
    table = {"type": "table", "attrs": {"id": "pttttttttt"}, "content": [{"type": "row", "content": [cell]}]}
    document = text(block("paaaaaaaaa", "We."), table)
    assert refusal(sending, document=document, paragraphs=["pttttttttt"]) == ("huddle_takes_no_table", {})


def test_the_time_to_be_back_is_still_to_come() -> None:
    assert refusal(sending, due_at=NOW) == ("due_is_over", {})


# coming back


def test_all_delegations_have_to_agree_to_the_very_words() -> None:
    agreed = {"Lao PDR": 4, "Malaysia": 3, "Singapore": None}
    code, facts = refusal(huddles.report, State.OPEN, agreed=agreed, version=4, stale=[])
    assert (code, facts) == ("huddle_not_agreed", {"missing": "Malaysia, Singapore"})
    assert huddles.report(State.OPEN, agreed=dict.fromkeys(agreed, 4), version=4, stale=[]) is State.REPORTED


def test_a_stale_branch_is_brought_up_to_date_before_it_reports() -> None:
    code, facts = refusal(huddles.report, State.OPEN, agreed={"Lao PDR": 4}, version=4, stale=["2", "3"])
    assert (code, facts) == ("huddle_is_stale", {"labels": "2, 3"})


def test_one_agrees_to_what_one_has_seen() -> None:
    assert huddles.agree(3, 3) == 3
    assert refusal(huddles.agree, 2, 3) == ("landing_moved_on", {})


@pytest.mark.parametrize("state", [State.REPORTED, State.DISSOLVED, State.OVERTAKEN])
def test_what_has_ended_neither_reports_nor_is_called_back(state: State) -> None:
    assert refusal(huddles.report, state, agreed={}, version=0, stale=[])[0] == "huddle_is_over"
    assert refusal(huddles.dissolve, state, words="")[0] == "huddle_is_over"


def test_the_chair_calls_an_open_one_back() -> None:
    assert huddles.dissolve(State.OPEN, words="") is State.DISSOLVED


# up to date


def refreshed(
    then: Document, now: Document, ours: Document, choices: dict[str, str] | None = None
) -> tuple[dict[str, str], tuple[dict[str, Any], ...]]:
    """The words of the branch after it was brought up to date, and its new base."""
    base = huddles.base_of(then, words_of(then.json()))
    made = huddles.refresh(base, now, ours, choices)
    after = ours
    if made.steps:
        outcome = authority.receive(ours, 0, list(made.steps))
        assert isinstance(outcome, authority.Accepted), outcome
        after = outcome.document
    assert huddles.changed(made.base, now, after) == ()
    return words_of(after.json()), made.base


def test_a_branch_is_stale_when_its_paragraphs_read_otherwise_now() -> None:
    base = huddles.base_of(TEXT, ["pbbbbbbbbb"])
    assert huddles.changed(base, TEXT, text(*base)) == ()
    elsewhere = text(
        *(
            block(one, words + (" Indeed." if one == "paaaaaaaaa" else ""))
            for one, words in words_of(TEXT.json()).items()
        )
    )
    assert huddles.changed(base, elsewhere, text(*base)) == ()
    renumbered = text(block("pbbbbbbbbb", "We shall open the reserve by May.", "7."))
    assert huddles.changed(base, renumbered, text(*base)) == (), "a number is no word"
    (one,) = huddles.changed(base, row(pbbbbbbbbb="We shall open the fund by May."), text(*base))
    assert (one.paragraph, one.label, one.clash) == ("pbbbbbbbbb", "2", False)
    (gone,) = huddles.changed(base, row(paaaaaaaaa="We agreed."), text(*base))
    assert gone.now is None


def test_both_changes_come_together_where_they_lie_apart() -> None:
    then = row(pbbbbbbbbb="We shall open the reserve by May.")
    now = row(pbbbbbbbbb="We shall open the reserve by the end of May.")
    ours = row(pbbbbbbbbb="We should soon open the reserve by May.")
    words, base = refreshed(then, now, ours)
    assert words == {"pbbbbbbbbb": "We should soon open the reserve by the end of May."}
    assert base == tuple(now.json()["content"])


def test_a_paragraph_untouched_here_reads_as_there() -> None:
    words, _ = refreshed(
        row(pbbbbbbbbb="One.", pccccccccc="Two."),
        row(pbbbbbbbbb="Another.", pccccccccc="Two."),
        row(pbbbbbbbbb="One.", pccccccccc="Two and a half."),
    )
    assert words == {"pbbbbbbbbb": "Another.", "pccccccccc": "Two and a half."}


def test_the_same_change_on_both_sides_is_none() -> None:
    words, _ = refreshed(row(pbbbbbbbbb="We shall go."), row(pbbbbbbbbb="We will go."), row(pbbbbbbbbb="We will go."))
    assert words == {"pbbbbbbbbb": "We will go."}


CLASH = (row(pbbbbbbbbb="We shall go."), row(pbbbbbbbbb="We will go."), row(pbbbbbbbbb="We should go."))


def test_where_both_changed_the_same_words_the_huddle_has_to_decide() -> None:
    then, now, ours = CLASH
    base = huddles.base_of(then, ["pbbbbbbbbb"])
    (one,) = huddles.changed(base, now, ours)
    assert one.clash
    assert plain_text(one.then) == "We shall go."
    assert one.now is not None and plain_text(one.now) == "We will go."
    assert one.ours is not None and plain_text(one.ours) == "We should go."
    assert refusal(huddles.refresh, base, now, ours) == ("huddle_must_decide", {"labels": "We shall go."})
    assert refusal(huddles.refresh, base, now, ours, {"pbbbbbbbbb": "mine"}) == ("bad_choice", {})


@pytest.mark.parametrize(
    ("choice", "words"),
    [("ours", "We should go."), ("theirs", "We will go."), ("both", "[We should go. / We will go.]")],
)
def test_what_the_huddle_decides_stands(choice: str, words: str) -> None:
    became, base = refreshed(*CLASH, {"pbbbbbbbbb": choice})
    assert became["pbbbbbbbbb"].replace("]/[", " / ") == words
    assert plain_text(base[0]) == "We will go."


def test_a_paragraph_taken_out_there_goes_here_too_unless_it_was_worked_on() -> None:
    then, now = row(pbbbbbbbbb="One.", pccccccccc="Two."), row(pbbbbbbbbb="One.")
    assert refreshed(then, now, row(pbbbbbbbbb="One!", pccccccccc="Two."))[0] == {"pbbbbbbbbb": "One!"}
    base = huddles.base_of(then, ["pbbbbbbbbb", "pccccccccc"])
    assert refusal(huddles.refresh, base, now, row(pbbbbbbbbb="One.", pccccccccc="Two!"))[0] == "huddle_must_decide"
    assert refreshed(then, now, row(pbbbbbbbbb="One.", pccccccccc="Two!"), {"pccccccccc": "ours"})[0] == {
        "pbbbbbbbbb": "One.",
        "pccccccccc": "Two!",
    }
    assert refreshed(then, now, row(pbbbbbbbbb="One.", pccccccccc="Two!"), {"pccccccccc": "theirs"})[0] == {
        "pbbbbbbbbb": "One."
    }
    assert refreshed(then, now, row(pbbbbbbbbb="One.", pccccccccc="Two!"), {"pccccccccc": "both"})[0] == {
        "pbbbbbbbbb": "One.",
        "pccccccccc": "[Two!]",
    }


def test_a_paragraph_taken_out_here_and_changed_there_needs_a_word() -> None:
    then, now, ours = (
        row(pbbbbbbbbb="One.", pccccccccc="Two."),
        row(pbbbbbbbbb="One.", pccccccccc="Two now."),
        row(pbbbbbbbbb="One."),
    )
    base = huddles.base_of(then, ["pbbbbbbbbb", "pccccccccc"])
    assert refusal(huddles.refresh, base, now, ours)[0] == "huddle_must_decide"
    assert refreshed(then, now, ours, {"pccccccccc": "ours"})[0] == {"pbbbbbbbbb": "One."}
    assert refreshed(then, now, ours, {"pccccccccc": "theirs"})[0] == {"pbbbbbbbbb": "One.", "pccccccccc": "Two now."}
    assert refreshed(then, now, ours, {"pccccccccc": "both"})[0] == {"pbbbbbbbbb": "One.", "pccccccccc": "[Two now.]"}


def test_a_branch_of_which_nothing_is_left_says_so() -> None:
    base = huddles.base_of(row(pbbbbbbbbb="One."), ["pbbbbbbbbb"])
    assert (
        refusal(huddles.refresh, base, row(paaaaaaaaa="We."), row(pbbbbbbbbb="One."))[0] == "huddle_lost_its_paragraphs"
    )


def test_numbers_follow_those_of_the_text() -> None:
    then, now = text(block("pbbbbbbbbb", "One.", "2.")), text(block("pbbbbbbbbb", "One now.", "3."))
    made = huddles.refresh(huddles.base_of(then, ["pbbbbbbbbb"]), now, text(block("pbbbbbbbbb", "One.", "2.")))
    outcome = authority.receive(then, 0, list(made.steps))
    assert isinstance(outcome, authority.Accepted)
    assert outcome.document.json() == now.json()


# landing


def landed(document: Document, branch: Document, paragraphs: list[str]) -> list[tuple[str, str]]:
    """The text after its landing text was taken: ids and words."""
    proposal = huddles.landing(document, branch, paragraphs)
    again = amendments.from_json(amendments.to_json(proposal))
    outcome = authority.receive(document, document.version, amendments.steps(document, again))
    assert isinstance(outcome, authority.Accepted), outcome
    assert outcome.document.json() == amendments.applied(document, proposal)
    return list(words_of(outcome.document.json()).items())


ALL = row(paaaaaaaaa="A.", pbbbbbbbbb="B.", pccccccccc="C.", pddddddddd="D.", peeeeeeeee="E.")


def test_words_land() -> None:
    assert landed(ALL, row(pbbbbbbbbb="B now.", pccccccccc="C."), ["pbbbbbbbbb", "pccccccccc"])[1:3] == [
        ("pbbbbbbbbb", "B now."),
        ("pccccccccc", "C."),
    ]


def test_new_paragraphs_land_where_they_stand_in_the_branch() -> None:
    branch = row(
        n111111111="First.",
        pbbbbbbbbb="B.",
        n222222222="Next.",
        n333333333="Then.",
        pccccccccc="C.",
        n444444444="Last.",
    )
    assert [words for _, words in landed(ALL, branch, ["pbbbbbbbbb", "pccccccccc"])] == [
        "A.", "First.", "B.", "Next.", "Then.", "C.", "Last.", "D.", "E.",
    ]  # fmt: skip


def test_deleted_and_moved_ones_land() -> None:
    away = ["pbbbbbbbbb", "pccccccccc", "pddddddddd"]
    moved = landed(ALL, row(pddddddddd="D.", pbbbbbbbbb="B.", pccccccccc="C."), away)
    assert [words for _, words in moved] == ["A.", "D.", "B.", "C.", "E."]
    deleted = landed(ALL, row(pccccccccc="C."), ["pbbbbbbbbb", "pccccccccc"])
    assert [words for _, words in deleted] == ["A.", "C.", "D.", "E."]


def test_a_whole_new_wording_in_the_place_of_all_of_them() -> None:
    assert landed(ALL, row(n111111111="New."), ["pbbbbbbbbb", "pccccccccc"]) == [
        ("paaaaaaaaa", "A."),
        ("n111111111", "New."),
        ("pddddddddd", "D."),
        ("peeeeeeeee", "E."),
    ]
    assert landed(ALL, row(n111111111="New."), ["paaaaaaaaa"])[0] == ("n111111111", "New.")


def test_a_new_paragraph_gets_a_number_as_its_neighbours_have() -> None:
    branch = text(block("pbbbbbbbbb", "We shall open the reserve by May.", "2."), block("n111111111", "New."))
    (one,) = huddles.landing(TEXT, branch, ["pbbbbbbbbb"]).operations
    assert one.block is not None
    assert one.block["attrs"]["number"] == "2 bis."
    (other,) = huddles.landing(TEXT, branch, ["pbbbbbbbbb"], taken={"2 bis."}).operations
    assert other.block is not None
    assert other.block["attrs"]["number"] == "2 ter."


def test_a_name_that_another_paragraph_has_already_is_given_anew() -> None:
    (one,) = huddles.landing(ALL, row(pbbbbbbbbb="B.", peeeeeeeee="Not E."), ["pbbbbbbbbb"]).operations
    assert one.block is not None
    assert one.block["attrs"]["id"] not in {"paaaaaaaaa", "pbbbbbbbbb", "pccccccccc", "pddddddddd", "peeeeeeeee"}


def test_nothing_changed_is_nothing_to_table() -> None:
    assert (
        refusal(huddles.landing, ALL, row(pbbbbbbbbb="B.", pccccccccc="C."), ["pbbbbbbbbb", "pccccccccc"])[0]
        == "no_change"
    )
    assert (
        refusal(
            huddles.landing, ALL, row(pbbbbbbbbb="B.", n111111111=" ", pccccccccc="C."), ["pbbbbbbbbb", "pccccccccc"]
        )[0]
        == "no_change"
    )


WORDS = st.sampled_from(
    ["We shall go.", "We will [not] go.", "They [should] come 👩‍⚕️.", "ປະຊາຊົນ agreed.", "One two three."]
)


@given(st.data())
def test_whatever_the_huddle_did_its_paragraphs_come_to_stand_as_in_the_branch(data: st.DataObject) -> None:
    names = [f"p{at:09d}" for at in range(data.draw(st.integers(1, 7)))]
    document = text(*(block(name, data.draw(WORDS)) for name in names))
    away = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    kept = data.draw(st.permutations(data.draw(st.lists(st.sampled_from(away), unique=True))))
    made = [f"n{at:09d}" for at in range(data.draw(st.integers(0, 3)))]
    order = data.draw(st.permutations([*kept, *made]))
    if not order:
        return
    branch = text(*(block(name, data.draw(WORDS)) for name in order))
    try:
        after = landed(document, branch, [name for name in names if name in away])
    except Refused as refused:
        assert refused.code == "no_change"
        after = list(words_of(document.json()).items())
    mine = [(name, words) for name, words in after if name in order]
    assert mine == list(words_of(branch.json()).items()), "all of the branch, in its order"
    others = [name for name, _ in after if name not in order]
    assert others == [name for name in names if name not in away], "what stayed at home stands where it stood"


@given(st.data())
def test_bringing_up_to_date_twice_changes_nothing_more(data: st.DataObject) -> None:
    names = [f"p{at:09d}" for at in range(data.draw(st.integers(1, 4)))]
    then = text(*(block(name, data.draw(WORDS)) for name in names))
    kept = data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    now = text(*(block(name, data.draw(WORDS)) for name in names if name in kept))
    own = data.draw(st.lists(st.sampled_from(names), unique=True, min_size=1))
    ours = text(*(block(name, data.draw(WORDS)) for name in names if name in own))
    choices = {name: data.draw(st.sampled_from(["ours", "theirs", "both"])) for name in names}
    try:
        became, base = refreshed(then, now, ours, choices)
    except Refused as refused:
        assert refused.code == "huddle_lost_its_paragraphs"
        return
    again = text(*(block(name, words) for name, words in became.items()))
    assert huddles.refresh(base, now, again).steps == ()
