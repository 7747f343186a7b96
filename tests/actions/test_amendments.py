"""Tabling an amendment, taking a position on it, and its end."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import amendments, comments, merging, readings, texts
from communique.domain.texts.document import blocks, plain_text
from communique.domain.texts.positions import Stance
from communique.records import documents
from communique.records.models import Amendment, Comment, JournalEntry, Position, RoomEvent
from tests.actions.refusals import denied, refused
from tests.house import House, saying


def stances(amendment: int) -> dict[str, str]:
    return dict(Position.objects.filter(amendment=amendment).values_list("party__code", "stance"))


def test_an_amendment_is_tabled_for_the_delegation_of_the_seat(house: House) -> None:
    house.table("la-head", "all", "any")
    amendment = house.table("la-delegate", "[without delay]", "without delay", reason=" It is urgent. ")
    row = Amendment.objects.get(pk=amendment)
    assert (row.number, row.party.code, row.seat_id) == (2, "LA", house.seats["la-delegate"])
    assert (row.state, row.base_version, row.reason) == ("tabled", 0, "It is urgent.")
    assert "[" in "".join(hunk["deleted"] for hunk in row.hunks)


def test_who_tables_supports(house: House) -> None:
    assert stances(house.table("la-head", "all", "any")) == {"LA": "support"}


def test_the_text_stays_as_it_is(house: House) -> None:
    before = house.words()
    house.table("la-head", "all", "any")
    assert house.words() == before
    assert house.row().version == 0


def test_the_journal_keeps_what_was_proposed(house: House) -> None:
    amendment = house.table("la-head", "all", "any", reason="Wider.")
    facts = JournalEntry.objects.latest("id").facts
    assert facts["hunks"] == Amendment.objects.get(pk=amendment).hunks
    assert (facts["party"], facts["number"], facts["reason"]) == ("LA", 1, "Wider.")


def test_what_the_pen_did_elsewhere_makes_no_difference(house: House) -> None:
    paragraph, words = house.paragraph("outbreaks")
    house.type("Dear ", after="We looked forward to ")
    amendment = house.table("la-head", "outbreaks", "pandemics", version=0, paragraph=paragraph)
    row = Amendment.objects.get(pk=amendment)
    assert row.base_version == 1
    assert words == house.paragraph("outbreaks")[1]


def test_a_paragraph_that_the_pen_changed_meanwhile_has_moved_on(house: House) -> None:
    paragraph, words = house.paragraph("outbreaks")
    house.type(" new", after="outbreaks")
    with refused("paragraph_moved_on", paragraph=paragraph, version=1):
        house.table("la-head", "outbreaks", "", version=0, content=saying(words.replace("all", "any")))


def test_a_paragraph_that_the_pen_took_out_is_not_there(house: House) -> None:
    with refused("no_such_paragraph"):
        house.table("la-head", "all", "any", paragraph="p000000000")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"content": saying("We agreed to share [all] information on outbreaks [without delay].")}, "no_change"),
        ({"content": "any"}, "malformed_content"),
        ({"content": [{"type": "iframe"}]}, "malformed_content"),
        ({"content": saying("a\x00b")}, "unsafe_character"),
        (
            {
                "content": [
                    {
                        "type": "text",
                        "text": "any",
                        "marks": [{"type": "link", "attrs": {"href": "javascript:alert(1)", "title": ""}}],
                    }
                ]
            },
            "unsafe_link",
        ),
        ({"version": 1}, "unknown_version"),
        ({"version": -1}, "unknown_version"),
        ({"version": "0"}, "unknown_version"),
        ({"version": True}, "unknown_version"),
        ({"reason": "x" * 2001}, "reason_too_long"),
        ({"paragraph": ""}, "no_such_paragraph"),
        ({"paragraph": 7}, "no_such_paragraph"),
    ],
)
def test_a_proposal_that_does_not_hold_is_refused(house: House, given: dict[str, Any], code: str) -> None:
    with refused(code):
        house.table("la-head", "all", "any", **given)


@pytest.mark.parametrize(("state", "code"), [("put", "text_is_question"), ("adopt", "text_is_adopted")])
def test_on_what_is_before_the_meeting_or_adopted_nothing_is_tabled(house: House, state: str, code: str) -> None:
    getattr(house, state)()
    with refused(code):
        house.table("la-head", "all", "any")


@pytest.mark.parametrize("who", ["la-adviser", "nz-observer", "pen", "clerk", "chair", "som-my-head"])
def test_only_who_binds_a_member_tables_for_it(house: House, who: str) -> None:
    with denied("only_who_binds_a_member"):
        house.table(who, "all", "any")


@pytest.mark.parametrize("stance", list(Stance))
def test_every_member_may_say_where_it_stands(house: House, stance: Stance) -> None:
    amendment = house.table("la-head", "all", "any")
    answer = house.act(amendments.take_position, "sg-head", amendment=amendment, stance=stance.value)
    assert answer == {"amendment": amendment, "stance": stance.value}
    assert stances(amendment) == {"LA": "support", "SG": stance.value}


def test_a_delegation_has_one_voice_whoever_speaks(house: House) -> None:
    amendment = house.table("sg-head", "all", "any")
    house.act(amendments.take_position, "la-head", amendment=amendment, stance="support")
    house.act(amendments.take_position, "la-delegate", amendment=amendment, stance="oppose")
    assert stances(amendment) == {"SG": "support", "LA": "oppose"}
    assert Position.objects.get(amendment=amendment, party__code="LA").seat_id == house.seats["la-delegate"]


def test_the_proposer_supports_it_or_withdraws_it(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    with refused("proposer_supports", party="LA"):
        house.act(amendments.take_position, "la-delegate", amendment=amendment, stance="oppose")


def test_a_stance_that_there_is_not(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    with refused("bad_stance", stance="abstain"):
        house.act(amendments.take_position, "sg-head", amendment=amendment, stance="abstain")


def test_the_delegation_that_tabled_it_takes_it_back(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    answer = house.act(amendments.withdraw, "la-alternate", amendment=amendment)
    assert answer == {"amendment": amendment, "state": "withdrawn"}
    row = Amendment.objects.get(pk=amendment)
    assert (row.state, row.ended_version, row.ended_at is None) == ("withdrawn", 0, False)


def test_another_delegation_takes_it_back_for_nobody(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    with denied("only_who_tabled_it"):
        house.act(amendments.withdraw, "sg-head", amendment=amendment)


def test_the_chair_finds_that_the_meeting_does_not_take_it(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    before = house.words()
    assert house.act(amendments.reject, "chair", amendment=amendment)["state"] == "rejected"
    assert house.words() == before


def test_accepting_one_turns_its_hunks_into_steps_of_the_text(house: House) -> None:
    amendment = house.table("la-head", "[without delay]", "within a day 😀")
    answer = house.act(amendments.accept, "chair", amendment=amendment)
    assert answer["state"] == "accepted"
    assert answer["version"] == house.row().version > 0
    assert "outbreaks within a day 😀." in house.words()
    assert Amendment.objects.get(pk=amendment).ended_version == answer["version"]


def test_the_journal_keeps_the_steps_by_which_it_was_accepted(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    house.act(amendments.accept, "chair", amendment=amendment)
    facts = JournalEntry.objects.latest("id").facts
    assert (facts["amendment"], facts["state"], facts["number"]) == (amendment, "accepted", 1)
    assert (facts["version"], len(facts["steps"])) == (1, 1)
    assert facts["client"] == f"amendment-{amendment}"


def test_it_keeps_its_place_while_the_pen_moves_on_elsewhere(house: House) -> None:
    amendment = house.table("la-head", "reserve", "store")
    house.type("the health of people and ", after="We agreed to share [all] information on ")
    house.type("Honourable ", after="We, the ")
    house.act(amendments.accept, "chair", amendment=amendment)
    assert "open the regional store of medical supplies" in house.words()
    assert "the health of people and outbreaks" in house.words()


def test_when_the_words_under_it_are_gone_it_is_lost(house: House) -> None:
    amendment = house.table("la-head", "reserve", "store")
    house.type("X", after="rese")
    with refused("amendment_is_lost", number=1):
        house.act(amendments.accept, "chair", amendment=amendment)


def test_the_margin_is_made_anew_when_the_words_under_a_proposal_go_and_not_at_each_letter(house: House) -> None:
    house.table("la-head", "reserve", "store")
    before = house.room().version
    house.type("Honourable ", after="We, the ")
    house.type("X", after="rese")
    house.type("Y", after="reseX")
    events = RoomEvent.objects.filter(room=house.room(), version__gt=before).order_by("version")
    assert [row.kind for row in events] == ["steps", "steps", "fragment", "steps"]
    assert events[2].data == {"target": f"proposals:{house.text}"}


def test_the_margin_is_made_anew_when_the_paragraph_of_a_proposal_gets_another_number(house: House) -> None:
    house.table("la-head", "reserve", "store")
    paragraph, _ = house.paragraph("reserve")
    found = house.document().block(paragraph)
    assert found is not None
    renumbered = {"stepType": "attr", "pos": found[0], "attr": "number", "value": "9 bis."}
    before = house.room().version
    draft = {"text": house.text, "steps": [renumbered], "client": "pen"}
    house.act(texts.draft, "pen", version=house.row().version, **draft)
    house.act(texts.draft, "pen", version=house.row().version, **draft)
    events = RoomEvent.objects.filter(room=house.room(), version__gt=before, data__target=f"proposals:{house.text}")
    assert events.count() == 1


def test_of_two_that_change_the_same_words_the_second_is_lost(house: House) -> None:
    one = house.table("la-head", "reserve", "store")
    other = house.table("sg-head", "reserve", "stockpile")
    house.act(amendments.accept, "chair", amendment=one)
    with refused("amendment_is_lost", number=2):
        house.act(amendments.accept, "chair", amendment=other)


def test_of_two_in_one_paragraph_that_change_other_words_both_are_accepted(house: House) -> None:
    one = house.table("la-head", "reserve", "store")
    other = house.table("sg-head", "medical", "all medical")
    for amendment in (other, one):
        house.act(amendments.accept, "chair", amendment=amendment)
    assert "regional store of all medical supplies" in house.words()


@pytest.mark.parametrize("end", ["withdraw", "reject", "accept"])
def test_what_is_over_is_neither_ended_again_nor_spoken_to(house: House, end: str) -> None:
    amendment = house.table("la-head", "all", "any")
    house.act(getattr(amendments, end), "la-head" if end == "withdraw" else "chair", amendment=amendment)
    for again, who in (("withdraw", "la-head"), ("reject", "chair"), ("accept", "chair")):
        with refused("amendment_is_over"):
            house.act(getattr(amendments, again), who, amendment=amendment)
    with refused("amendment_is_over"):
        house.act(amendments.take_position, "sg-head", amendment=amendment, stance="support")


@pytest.mark.parametrize("who", ["vn-head", "clerk", "pen", "la-head"])
def test_nobody_but_the_chair_accepts_or_rejects(house: House, who: str) -> None:
    amendment = house.table("la-head", "all", "any")
    for end in (amendments.accept, amendments.reject):
        with denied("only_the_chair"):
            house.act(end, who, amendment=amendment)


def test_nothing_is_accepted_while_the_text_is_before_the_meeting(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    house.put()
    with refused("text_is_question"):
        house.act(amendments.accept, "chair", amendment=amendment)


def test_readers_hear_the_steps_before_the_overlay_that_lies_on_them(house: House) -> None:
    amendment = house.table("la-head", "all", "any")
    before = house.room().version
    house.act(amendments.accept, "chair", amendment=amendment)
    kinds = RoomEvent.objects.filter(room=house.room(), version__gt=before).order_by("version")
    assert [row.kind for row in kinds] == ["steps", "overlay", "fragment"]


def test_whether_memory_is_warm_or_cold_it_is_carried_to_the_same_place(house: House) -> None:
    house.table("la-head", "reserve", "store")
    house.type("Dear ", after="We, the ")
    rows = list(Amendment.objects.filter(text=house.text))
    warm = documents.carried(house.row(), rows)
    documents.forget_all()
    assert documents.carried(house.row(), rows) == warm


def paragraphs(house: House) -> list[tuple[str, str]]:
    return [(block["attrs"]["id"], plain_text(block)) for block in blocks(house.document().json())]


def changes(house: House, **more: Any) -> dict[str, Any]:
    return {"text": house.text, "version": house.row().version, **more}


def _move(house: House, moved: str, behind: str) -> list[dict[str, Any]]:
    return [{"kind": "move", "paragraph": house.paragraph(moved)[0], "after": house.paragraph(behind)[0]}]


def test_several_changes_of_any_kind_make_one_proposal(house: House) -> None:
    first, second, third = (house.paragraph(words)[0] for words in ("outbreaks", "medical", "welcomed"))
    asked = [
        {"kind": "new", "after": first, "content": saying("We met.")},
        {"kind": "merge", "paragraph": second},
        {"kind": "words", "paragraph": first, "content": saying("We agreed.")},
    ]
    made = house.act(amendments.table, "la-head", changes=asked, reason="Shorter.", **changes(house))
    row = Amendment.objects.get(pk=made["amendment"])
    assert [one["kind"] for one in row.operations] == ["new", "merge"] and row.hunks
    assert row.operations[0]["block"]["attrs"]["number"] == "1 bis."
    assert JournalEntry.objects.latest("id").facts["operations"] == row.operations
    house.act(amendments.accept, "chair", amendment=row.pk)
    read = [words for _, words in paragraphs(house)]
    assert read[2:4] == ["We agreed.", "We met."]
    assert any("LA delete]. We welcomed" in words for words in read)
    assert third not in dict(paragraphs(house))


def test_two_delegations_are_never_given_the_same_number(house: House) -> None:
    first = house.paragraph("outbreaks")[0]
    asked = [{"kind": "new", "after": first, "content": saying("We met.")}]
    for who in ("la-head", "sg-head"):
        house.act(amendments.table, who, changes=asked, **changes(house))
    numbers = [row.operations[0]["block"]["attrs"]["number"] for row in Amendment.objects.order_by("number")]
    assert numbers == ["1 bis.", "1 ter."]


def test_what_others_propose_on_a_paragraph_goes_with_it_when_it_is_moved(house: House) -> None:
    other = house.table("sg-head", "next", "54th")
    elsewhere = house.table("my-head", "all", "any")
    start = house.place("next meeting")
    said = house.act(
        comments.make,
        "my-head",
        words="When?",
        paragraph=house.paragraph("next")[0],
        start=start,
        end=start + len("next meeting"),
        **changes(house),
    )["comment"]
    made = house.act(amendments.table, "la-head", changes=_move(house, "next meeting", "outbreaks"), **changes(house))
    answer = house.act(amendments.accept, "chair", amendment=made["amendment"])
    row = house.row()
    rows = list(Amendment.objects.filter(pk__in=[other, elsewhere]))
    assert not any(place.lost for place in documents.carried(row, rows).values())
    assert Amendment.objects.get(pk=other).base_version == answer["version"]
    assert JournalEntry.objects.latest("id").facts["followed"] == [1]
    (comment,) = Comment.objects.filter(pk=said)
    place = documents.anchored(row, [comment])[said]
    assert not place.lost and house.place("next meeting") == place.start
    for amendment in (other, elsewhere):
        house.act(amendments.accept, "chair", amendment=amendment)
    read = [words for _, words in paragraphs(house)]
    assert read[3] == "We looked forward to our 54th meeting." and "[any]" in read[2]


def test_a_move_to_where_it_stands_by_now_is_accepted_without_a_step(house: House) -> None:
    made = house.act(amendments.table, "la-head", changes=_move(house, "next meeting", "medical"), **changes(house))
    house.act(
        amendments.accept,
        "chair",
        amendment=house.act(
            amendments.table,
            "sg-head",
            changes=[{"kind": "delete", "paragraph": house.paragraph("welcomed")[0]}],
            **changes(house),
        )["amendment"],
    )
    version = house.row().version
    answer = house.act(amendments.accept, "chair", amendment=made["amendment"])
    assert answer["version"] == version == house.row().version


def test_an_amendment_of_more_steps_than_a_pen_sends_at_once_is_accepted(house: House) -> None:
    first = house.paragraph("outbreaks")[0]
    tabled = []
    for number in range(3):
        asked = [{"kind": "new", "after": first, "content": saying(f"{number}.{at}.")} for at in range(190)]
        tabled.append(house.act(amendments.table, "la-head", changes=asked, **changes(house))["amendment"])
    merged = house.act(merging.merge, "chair", text=house.text, amendments=tabled)
    house.act(amendments.accept, "chair", amendment=merged["amendment"])
    assert len(paragraphs(house)) == 6 + 3 * 190


def test_on_a_paragraph_that_is_agreed_nothing_is_proposed_but_behind_it(house: House) -> None:
    paragraph = house.paragraph("next meeting")[0]
    house.act(readings.agree, "chair", text=house.text, paragraph=paragraph)
    for change in ({"kind": "delete", "paragraph": paragraph}, *_move(house, "next meeting", "outbreaks")):
        with refused("paragraph_agreed", label="4"):
            house.act(amendments.table, "la-head", changes=[change], **changes(house))
    new = {"kind": "new", "after": paragraph, "content": saying("We met.")}
    house.act(amendments.table, "la-head", changes=[new], **changes(house))


def test_the_margin_is_made_anew_once_when_words_change_under_an_operation(house: House) -> None:
    paragraph = house.paragraph("next meeting")[0]
    house.act(amendments.table, "la-head", changes=[{"kind": "delete", "paragraph": paragraph}], **changes(house))
    before = house.room().version
    house.type("Dear ", after="We looked forward to ")
    house.type("dear ", after="We looked forward to ")
    house.type("too", after="outbreaks")
    told = RoomEvent.objects.filter(room=house.room(), version__gt=before).order_by("version")
    assert [row.kind for row in told] == ["steps", "fragment", "steps", "steps"]


def test_when_its_paragraph_is_taken_out_an_operation_is_lost_and_the_margin_is_made_anew(house: House) -> None:
    paragraph, words = house.paragraph("next meeting")
    made = house.act(
        amendments.table, "la-head", changes=[{"kind": "delete", "paragraph": paragraph}], **changes(house)
    )
    found = house.document().block(paragraph)
    assert found is not None
    before = house.room().version
    gone = {"stepType": "replace", "from": found[0], "to": found[0] + len(words) + 2}
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[gone], client="pen")
    told = RoomEvent.objects.filter(room=house.room(), version__gt=before).order_by("version")
    assert told[0].kind == "steps" and f"proposals:{house.text}" in [row.data.get("target") for row in told]
    with refused("amendment_is_lost"):
        house.act(amendments.accept, "chair", amendment=made["amendment"])
