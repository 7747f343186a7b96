"""Sending delegations out, what they do there, and what they bring back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communique.actions import amendments, comments, huddles, readings, texts
from communique.actions.frame import ACTIONS
from communique.domain import journal
from communique.domain.errors import Denied, Refused, Stale
from communique.domain.texts.document import blocks, plain_text
from communique.queries import journal as journal_reads
from communique.records import documents
from communique.records.models import (
    Amendment,
    Huddle,
    HuddleParty,
    JournalEntry,
    ParagraphStatus,
    RoomEvent,
    Text,
)
from tests.actions.deeds import huddles as deeds
from tests.house import House, everything, insertion, saying

SECRET = "Hintersinn"


def branch_of(huddle: int) -> Text:
    return Text.objects.get(huddle=huddle)


def words_in(text: Text) -> list[str]:
    row = Text.objects.get(pk=text.pk)
    return [plain_text(block) for block in blocks(documents.newest(row).json())]


def write(house: House, who: str, branch: Text, *steps: dict[str, Any]) -> int:
    version = Text.objects.get(pk=branch.pk).version
    made = house.act(texts.draft, who, text=branch.pk, version=version, steps=list(steps), client=who)
    result: int = made["version"]
    return result


def agreed(house: House, huddle: int, *who: str) -> None:
    version = branch_of(huddle).version
    for one in who:
        house.act(huddles.agree, one, huddle=huddle, version=version)


def refused(house: House, action: Any, who: str, **given: Any) -> tuple[str, dict[str, Any]]:
    before = everything()
    with pytest.raises(Refused) as refusal:
        house.act(action, who, **given)
    assert everything() == before
    return refusal.value.code, refusal.value.facts


def test_delegations_are_sent_out_with_a_branch_of_their_own(house: House) -> None:
    one, _ = house.paragraph("open the regional reserve")
    other, _ = house.paragraph("share [all]")
    due = timezone.now() + timedelta(hours=2)
    made = house.act(
        huddles.send,
        "chair",
        text=house.text,
        paragraphs=[one, other],
        parties=["SG", "LA"],
        task=" A date. ",
        due_at=due,
    )
    row = Huddle.objects.get(pk=made["huddle"])
    assert (row.number, row.paragraphs, row.task, row.state, row.due_at) == (1, [other, one], "A date.", "open", due)
    assert [each.party.code for each in row.parties.all()] == ["LA", "SG"]
    branch = branch_of(row.pk)
    assert (branch.pk, branch.item, branch.meeting_id) == (made["branch"], None, house.meeting)
    assert [block["attrs"]["id"] for block in branch.doc["content"]] == [other, one], "in the order of the text"
    standing = {each.paragraph: each.status for each in ParagraphStatus.objects.filter(text_id=house.text)}
    assert standing == {one: "huddle", other: "huddle"}
    second = house.act(
        huddles.send, "chair", text=house.text, paragraphs=[house.paragraph("next meeting")[0]], parties=["MY", "VN"]
    )
    assert second["number"] == 2


def test_a_paragraph_is_in_one_huddle_at_a_time(house: House) -> None:
    deeds.out(house)
    paragraph, _ = house.paragraph("open the regional reserve")
    code, facts = refused(house, huddles.send, "chair", text=house.text, paragraphs=[paragraph], parties=["MY", "VN"])
    assert (code, facts) == ("paragraph_in_huddle", {"label": "2"})
    code, _ = refused(house, readings.hold, "chair", text=house.text, paragraph=paragraph, words="Later.")
    assert code == "paragraph_in_huddle"


def test_what_is_agreed_is_sent_nowhere(house: House) -> None:
    paragraph, _ = house.paragraph("next meeting")
    house.act(readings.agree, "chair", text=house.text, paragraph=paragraph)
    code, _ = refused(house, huddles.send, "chair", text=house.text, paragraphs=[paragraph], parties=["MY", "VN"])
    assert code == "paragraph_agreed"


@pytest.mark.parametrize("who", ["la-adviser", "sg-head", "la-delegate"])
def test_whoever_sits_for_its_delegations_writes_in_the_branch(house: House, who: str) -> None:
    branch = branch_of(deeds.out(house))
    write(house, who, branch, insertion(1, "Soon, "))
    assert words_in(branch)[0].startswith("Soon, We [shall]")


def test_two_delegations_that_write_at_once_are_told_like_two_pens(house: House) -> None:
    branch = branch_of(deeds.out(house))
    write(house, "la-head", branch, insertion(1, "Soon, "))
    with pytest.raises(Stale):
        house.act(texts.draft, "sg-head", text=branch.pk, version=0, steps=[insertion(1, "Now, ")], client="sg")


@pytest.mark.parametrize(
    "who", ["chair", "pen", "clerk", "my-head", "vn-head", "nz-observer", "som-my-head", "operator"]
)
def test_to_everybody_else_there_is_no_such_text(house: House, who: str) -> None:
    huddle = deeds.worked(house)
    branch = branch_of(huddle)
    paragraph = branch.doc["content"][0]["attrs"]["id"]
    amendment = house.act(
        amendments.table, "la-head", text=branch.pk, version=1, paragraph=paragraph, content=saying("Else.")
    )["amendment"]
    comment = house.act(comments.make, "la-head", text=branch.pk, words="So?", version=1, paragraph=paragraph)[
        "comment"
    ]
    for action, given in (
        ("text.draft", {"text": branch.pk, "version": 1, "steps": [insertion(1, "We ")], "client": "x"}),
        ("question.put", {"text": branch.pk, "seconds": 60}),
        ("reading.open", {"text": branch.pk}),
        ("amendment.table", {"text": branch.pk, "version": 1, "paragraph": paragraph, "content": saying("X.")}),
        ("comment.make", {"text": branch.pk, "words": "What?", "version": 1, "paragraph": paragraph}),
        ("position.take", {"amendment": amendment, "stance": "oppose"}),
        ("amendment.accept", {"amendment": amendment}),
        ("comment.resolve", {"comment": comment}),
    ):
        what = next(name for name in ("text", "amendment", "comment") if name in given)
        assert refused(house, ACTIONS[action], who, **given) == ("not_found", {"what": what}), action
    for action, more in ((huddles.agree, {"version": 1}), (huddles.report, {}), (huddles.refresh, {})):
        with pytest.raises(Denied, match="only_in_the_huddle"):
            house.act(action, who, huddle=huddle, **more)


def test_an_adviser_inside_is_told_why_it_may_not_bind_its_member(house: House) -> None:
    huddle = deeds.worked(house)
    with pytest.raises(Denied, match="only_who_binds_a_member"):
        house.act(huddles.agree, "la-adviser", huddle=huddle, version=1)


def test_what_is_done_inside_is_sealed_in_the_journal_and_told_to_its_delegations_alone(house: House) -> None:
    branch = branch_of(deeds.out(house))
    before = house.room()
    write(house, "la-adviser", branch, insertion(1, f"{SECRET}1 "))
    paragraph = branch.doc["content"][0]["attrs"]["id"]
    made = house.act(
        amendments.table,
        "sg-head",
        text=branch.pk,
        version=1,
        paragraph=paragraph,
        content=saying(f"{SECRET}2."),
        reason=f"{SECRET}3",
    )
    house.act(amendments.take_position, "la-head", amendment=made["amendment"], stance="oppose")
    house.act(comments.make, "la-head", text=branch.pk, words=f"{SECRET}4", version=1, paragraph=paragraph)
    house.act(amendments.accept, "la-head", amendment=made["amendment"])
    house.act(huddles.agree, "la-head", huddle=branch.huddle_id, version=Text.objects.get(pk=branch.pk).version)
    entries = list(JournalEntry.objects.filter(room=before, number__gt=before.length).order_by("number"))
    assert [one.action for one in entries] == [
        "text.draft", "amendment.table", "position.take", "comment.make", "amendment.accept", "huddle.agree",
    ]  # fmt: skip
    for entry in entries:
        assert set(entry.facts) <= {"text", "huddle", "version", "amendment", "comment", "sealed", "sealed_steps"}
        assert SECRET not in str(entry.facts)
        assert len(entry.facts["sealed"]) == 64
    events = RoomEvent.objects.filter(room=before, version__gt=before.version)
    assert {tuple(one.data.get("for", ())) for one in events} == {("LA", "SG")}
    shown = journal_reads.entries_for(house.audience("chair"), house.meeting)
    assert shown is not None
    assert all(one["sealed"] and not one["actor"] and not one["action"] for one in shown[: len(entries)])


def test_who_holds_the_key_can_prove_what_was_written(house: House) -> None:
    branch = branch_of(deeds.out(house))
    write(house, "la-adviser", branch, insertion(1, "Soon, "))
    entry = JournalEntry.objects.latest("id")
    step = branch.steps.get()
    huddle = Huddle.objects.get()
    assert entry.facts["sealed_steps"] == journal.sealed(huddle.seal, [step.step])
    said = {"text": branch.pk, "version": 1, "client": "la-adviser", "steps": [step.step]}
    assert entry.facts["sealed"] == journal.sealed(huddle.seal, said)


def test_a_change_asks_for_everybodys_word_again(house: House) -> None:
    huddle = deeds.worked(house)
    agreed(house, huddle, "la-head", "sg-head")
    branch = branch_of(huddle)
    write(house, "sg-head", branch, insertion(1, "And "))
    code, facts = refused(house, huddles.report, "la-head", huddle=huddle)
    assert (code, facts) == ("huddle_not_agreed", {"missing": "Lao PDR, Singapore"})
    agreed(house, huddle, "sg-head")
    assert refused(house, huddles.report, "la-head", huddle=huddle)[1] == {"missing": "Lao PDR"}


def test_one_agrees_to_the_words_that_one_has_seen(house: House) -> None:
    huddle = deeds.worked(house)
    write(house, "sg-head", branch_of(huddle), insertion(1, "And "))
    assert refused(house, huddles.agree, "la-head", huddle=huddle, version=1)[0] == "landing_moved_on"


def test_the_landing_text_is_tabled_in_the_names_of_all_of_them(house: House) -> None:
    house.table("my-head", "next meeting", "last meeting")
    huddle = deeds.worked(house)
    agreed(house, huddle, "la-head", "sg-head")
    made = house.act(huddles.report, "sg-head", huddle=huddle)
    row = Amendment.objects.get(pk=made["amendment"])
    assert (row.text_id, row.number, row.state, row.landed_by_id) == (house.text, 2, "tabled", huddle)
    assert row.party.code == "SG", "the one that reports moves it"
    assert [one.party.code for one in row.cosponsors.all()] == ["LA"]
    assert {one.party.code: one.stance for one in row.positions.all()} == {"SG": "support", "LA": "support"}
    assert row.paragraph == house.paragraph("open the regional reserve")[0]
    (hunk,) = row.hunks
    assert (hunk["deleted"], hunk["insert"]) == ("", saying("Together, "))
    assert Huddle.objects.get().state == "reported"
    assert not ParagraphStatus.objects.exists(), "its paragraphs are open again"
    house.act(amendments.accept, "chair", amendment=row.pk)
    assert "Together, We [shall][should] open" in house.words()


def test_new_gone_and_moved_paragraphs_and_brackets_land_too(house: House) -> None:
    ids = [house.paragraph(words)[0] for words in ("share [all]", "open the regional", "ປະຊາຊົນ")]
    huddle = house.act(huddles.send, "chair", text=house.text, paragraphs=ids, parties=["LA", "SG"])["huddle"]
    branch = branch_of(huddle)
    first, second, third = branch.doc["content"]
    fresh = {
        "type": "paragraph",
        "attrs": {"id": "fresh00000", "number": "", "role": "plain", "level": 0},
        "content": saying("We [may] meet."),
    }
    whole = documents.newest(branch).size
    replaced = {"stepType": "replace", "from": 0, "to": whole, "slice": {"content": [third, fresh, first]}}
    write(house, "la-head", branch, replaced)
    agreed(house, huddle, "la-head", "sg-head")
    amendment = house.act(huddles.report, "la-head", huddle=huddle)["amendment"]
    row = Amendment.objects.get(pk=amendment)
    assert sorted(one["kind"] for one in row.operations) == ["delete", "move", "new"]
    assert second["attrs"]["id"] == ids[1]
    house.act(amendments.accept, "chair", amendment=amendment)
    after = [plain_text(block) for block in blocks(house.document().json())]
    mine = [words for words in after if "ປະຊາຊົນ" in words or "may" in words or "share" in words or "regional" in words]
    assert [words[:6] for words in mine] == ["We wel", "We [ma", "We agr"]


def test_a_branch_without_a_change_brings_nothing_back(house: House) -> None:
    huddle = deeds.out(house)
    agreed(house, huddle, "la-head", "sg-head")
    assert refused(house, huddles.report, "la-head", huddle=huddle)[0] == "no_change"


def test_a_branch_that_came_back_stale_is_brought_up_to_date_first(house: House) -> None:
    huddle = deeds.worked(house)
    house.type(" big", after="open the")
    agreed(house, huddle, "la-head", "sg-head")
    assert refused(house, huddles.report, "la-head", huddle=huddle) == ("huddle_is_stale", {"labels": "2"})
    house.act(huddles.refresh, "la-adviser", huddle=huddle)
    assert words_in(branch_of(huddle))[0].startswith("Together, We [shall][should] open the big regional")
    assert set(HuddleParty.objects.values_list("ready_version", flat=True)) == {None}
    agreed(house, huddle, "la-head", "sg-head")
    house.act(huddles.report, "la-head", huddle=huddle)
    (hunk,) = Amendment.objects.get().hunks
    assert hunk["insert"] == saying("Together, "), "the pen's words are no part of what lands"
    assert refused(house, huddles.refresh, "la-head", huddle=huddle)[0] == "huddle_is_over"


def test_a_branch_that_is_up_to_date_says_so(house: House) -> None:
    assert refused(house, huddles.refresh, "la-head", huddle=deeds.worked(house))[0] == "huddle_is_up_to_date"


def test_in_the_same_place_the_huddle_decides(house: House) -> None:
    huddle = deeds.worked(house)
    branch = branch_of(huddle)
    start = words_in(branch)[0].index("regional") + 1
    write(house, "sg-head", branch, insertion(start, "common", to=start + len("regional")))
    place = house.place("regional reserve")
    house.act(
        texts.draft, "pen", text=house.text, version=0, steps=[insertion(place, "whole", to=place + 8)], client="pen"
    )
    code, facts = refused(house, huddles.refresh, "la-head", huddle=huddle)
    assert (code, facts) == ("huddle_must_decide", {"labels": "2"})
    paragraph = branch.doc["content"][0]["attrs"]["id"]
    assert refused(house, huddles.refresh, "la-head", huddle=huddle, choices={paragraph: "X"})[0] == "bad_choice"
    house.act(huddles.refresh, "la-head", huddle=huddle, choices={paragraph: "ours"})
    assert "open the common reserve" in words_in(branch)[0]
    agreed(house, huddle, "la-head", "sg-head")
    made = house.act(huddles.report, "la-head", huddle=huddle)
    house.act(amendments.accept, "chair", amendment=made["amendment"])
    assert "Together, We [shall][should] open the common reserve" in house.words()


def test_the_chair_calls_a_huddle_back_and_nothing_is_tabled(house: House) -> None:
    huddle = deeds.worked(house)
    house.act(huddles.dissolve, "chair", huddle=huddle, words="No time.")
    assert not Amendment.objects.exists()
    assert not ParagraphStatus.objects.exists()
    assert refused(house, huddles.dissolve, "chair", huddle=huddle)[0] == "huddle_is_over"
    assert refused(house, huddles.report, "la-head", huddle=huddle)[0] == "huddle_is_over"
    branch = branch_of(huddle)
    paragraph = branch.doc["content"][0]["attrs"]["id"]
    for action, given in (
        (texts.draft, {"text": branch.pk, "version": 1, "steps": [insertion(1, "We ")], "client": "x"}),
        (amendments.table, {"text": branch.pk, "version": 1, "paragraph": paragraph, "content": saying("X.")}),
        (comments.make, {"text": branch.pk, "words": "Still?", "version": 1, "paragraph": paragraph}),
        (huddles.agree, {"huddle": huddle, "version": 1}),
    ):
        assert refused(house, action, "la-head", **given)[0] == "huddle_is_over"
    again = deeds.out(house)
    assert Huddle.objects.get(pk=again).number == 2


def test_adoption_overtakes_what_is_still_out(house: House) -> None:
    huddle = deeds.worked(house)
    question = house.put(seconds=60)
    assert question, "a question isn't held up by a huddle"
    write(house, "la-head", branch_of(huddle), insertion(1, "Still "))
    agreed(house, huddle, "la-head", "sg-head")
    assert refused(house, huddles.report, "la-head", huddle=huddle)[0] == "text_is_question"
    house.act(ACTIONS["question.withdraw"], "chair", question=question)
    house.adopt()
    assert Huddle.objects.get().state == "overtaken"
    entry = JournalEntry.objects.filter(action="gavel.fall").get()
    assert entry.facts["huddles"] == [1]
    assert (
        refused(
            house, texts.draft, "la-head", text=branch_of(huddle).pk, version=2, steps=[insertion(1, "X")], client="x"
        )[0]
        == "huddle_is_over"
    )


# the record


def faults() -> list[str]:
    found, _, _ = journal_reads.verify()
    return [one.why for one in found]


def busy(house: House) -> Text:
    huddle = deeds.worked(house)
    house.type(" big", after="open the")
    house.act(huddles.refresh, "la-head", huddle=huddle)
    branch = branch_of(huddle)
    write(house, "sg-head", branch, insertion(1, "And "), insertion(1, "So "))
    return branch_of(huddle)


def test_the_record_bears_out_a_branch(house: House) -> None:
    busy(house)
    assert faults() == []


@pytest.mark.parametrize("how", ["altered", "removed", "added", "document"])
def test_a_branch_altered_beside_the_record_is_found(house: House, how: str) -> None:
    from tests.guards import beside_the_frame

    branch = busy(house)
    with beside_the_frame():
        if how == "altered":
            step = branch.steps.get(version=2)
            step.step["slice"]["content"][0]["text"] = " small"
            step.save()
        elif how == "removed":
            branch.steps.get(version=4).delete()
        elif how == "added":
            step = branch.steps.get(version=4)
            step.pk, step.version = None, 5
            step.save()
        else:
            branch.doc["content"][0]["content"][0]["text"] = "We."
            branch.save()
    assert faults() == [{"document": "text_differs"}.get(how, "steps_differ")]


def test_a_branch_that_was_taken_away_or_slipped_in_is_found(house: House) -> None:
    from tests.guards import beside_the_frame

    deeds.out(house)
    with beside_the_frame():
        Text.objects.filter(huddle__isnull=False).delete()
    assert faults() == ["text_is_missing"]
