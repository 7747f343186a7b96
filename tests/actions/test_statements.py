"""Statements: who hands them in, what becomes of them when their delegation speaks, and who hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from communique.actions import bodies, floor, meetings, statements
from communique.domain import journal
from communique.domain.texts import formats
from communique.domain.texts.document import Edition, Text
from communique.records import sealed
from communique.records.models import Body, JournalEntry, Meeting, RoomEvent, Statement, StatementVersion
from tests.actions.deeds.statements import PDF, WORDS, delivered, final, handed_in, publishable, spoken
from tests.actions.refusals import denied, refused
from tests.guards import beside_the_frame
from tests.house import House


def hand_in(house: House, who: str = "la-head", **more: Any) -> Statement:
    given = {"meeting": house.meeting, "title": "On the reserve", "language": "en", "words": WORDS, "under": house.item}
    return row(house.act(statements.hand_in, who, **(given | more))["statement"])


def row(statement: int) -> Statement:
    return Statement.objects.get(pk=statement)


def last_events(house: House) -> list[dict[str, Any]]:
    return [one.data for one in RoomEvent.objects.filter(room=house.room()).order_by("version")]


def last_entry(house: House) -> JournalEntry:
    return JournalEntry.objects.filter(room=house.room()).latest("number")


def test_it_waits_under_its_item_and_the_journal_keeps_no_word_of_it(house: House) -> None:
    made = hand_in(house, speaker="Head Bounmy")
    assert (made.state, made.item_id, made.party.code, made.speaker) == ("handed_in", house.item, "LA", "Head Bounmy")
    entry = last_entry(house)
    assert set(entry.facts) == {"meeting", "statement", "sealed"}
    assert entry.facts["sealed"] == journal.sealed(made.seal, sealed.content_of(made))
    assert "reserve" not in str(entry.facts)


def test_only_those_who_may_know_of_it_hear_that_it_is_there(house: House) -> None:
    hand_in(house)
    assert last_events(house)[-1]["for"] == ["@chair", "@secretariat", "LA"]


def test_an_observer_hands_in_as_well(house: House) -> None:
    assert hand_in(house, "nz-observer").party.code == "NZ"


def test_when_its_delegation_has_spoken_on_the_item_it_is_delivered_and_everybody_hears_it(house: House) -> None:
    made = hand_in(house)
    intervention = spoken(house)
    made.refresh_from_db()
    assert (made.state, made.intervention_id) == ("delivered", intervention)
    assert made.delivered_at is not None
    assert {"target": f"statements:{house.meeting}"} in last_events(house)
    ended = JournalEntry.objects.get(room=house.room(), action="floor.take_back")
    assert ended.facts["statement"] == made.pk


def test_who_may_know_of_it_is_told_when_its_delegation_has_the_floor(house: House) -> None:
    hand_in(house)
    for who, heard in (("sg-head", False), ("la-head", True)):
        number = house.act(floor.request, who, meeting=house.meeting, on_item=house.item)["intervention"]
        before = len(last_events(house))
        house.act(floor.give, "chair", intervention=number, after=0)
        told = {"target": f"statements:{house.meeting}", "for": ["@chair", "@secretariat", "LA"]}
        assert (told in last_events(house)[before:]) == heard
        house.act(floor.take_back, "chair", intervention=number)


def test_another_delegations_or_another_items_statement_stays_embargoed(house: House) -> None:
    other, general = hand_in(house, "sg-head"), hand_in(house, under=None)
    spoken(house)
    assert {row(one.pk).state for one in (other, general)} == {"handed_in"}


@pytest.mark.parametrize("kind", ["point_of_order", "question"])
def test_a_point_of_order_or_a_question_delivers_nothing(house: House, kind: str) -> None:
    made = hand_in(house)
    spoken(house, kind=kind)
    assert row(made.pk).state == "handed_in"


def test_linked_it_is_delivered_by_that_intervention(house: House) -> None:
    made = hand_in(house, under=None)
    number = house.act(floor.request, "la-head", meeting=house.meeting, on_item=house.item)["intervention"]
    house.act(statements.link, "clerk", statement=made.pk, spoken=number)
    assert row(made.pk).state == "handed_in"
    house.act(floor.give, "chair", intervention=number, after=0)
    house.act(floor.give_up, "la-head", intervention=number)
    assert row(made.pk).state == "delivered"


def test_handed_in_after_it_was_delivered_it_is_linked_and_so_delivered(house: House) -> None:
    number = spoken(house)
    made = hand_in(house)
    assert made.state == "handed_in"
    house.act(statements.link, "chair", statement=made.pk, spoken=number)
    assert (row(made.pk).state, row(made.pk).intervention_id) == ("delivered", number)


def test_it_is_linked_with_an_intervention_of_its_own_delegation_that_has_no_other(house: House) -> None:
    made, others = hand_in(house), spoken(house, "sg-head")
    with refused("not_its_intervention"):
        house.act(statements.link, "clerk", statement=made.pk, spoken=others)
    number = spoken(house)
    other = hand_in(house)
    with refused("intervention_has_statement"):
        house.act(statements.link, "clerk", statement=other.pk, spoken=number)
    house.act(statements.link, "clerk", statement=made.pk, spoken=None)
    assert row(made.pk).intervention is None


def test_what_a_delegation_gives_to_the_room_unspoken_is_delivered_in_no_intervention(house: House) -> None:
    made = hand_in(house)
    house.act(statements.release, "la-adviser", statement=made.pk)
    assert (row(made.pk).state, row(made.pk).intervention) == ("delivered", None)
    facts = last_entry(house).facts
    assert (facts["party"], facts["title"], facts["item"]) == ("LA", "On the reserve", house.item)


def test_one_statement_of_a_delegation_waits_on_an_item(house: House) -> None:
    first = hand_in(house)
    with refused("statement_waits", statement=first.pk):
        hand_in(house, "la-adviser")
    hand_in(house, "sg-head")
    general = hand_in(house, under=None)
    with refused("statement_waits"):
        house.act(
            statements.change, "la-head", statement=general.pk, title="x", language="en", words="x", under=house.item
        )
    house.act(statements.withdraw, "la-head", statement=first.pk)
    hand_in(house)


def test_after_its_delivery_another_one_can_be_handed_in_on_the_item(house: House) -> None:
    delivered(house)
    assert hand_in(house).state == "handed_in"


def test_to_a_closed_meeting_it_is_a_written_statement_until_the_record_is_final(house: House) -> None:
    final(house)
    with refused("record_is_final"):
        hand_in(house)


def test_to_a_closed_meeting_it_is_for_the_room_at_once(house: House) -> None:
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    made = hand_in(house)
    assert (made.state, made.delivered_at is not None) == ("delivered", True)


def test_it_is_changed_until_it_is_delivered_and_a_file_goes_with_its_words(house: House) -> None:
    made = hand_in(house, filename="old.txt", content=b"Old words.", words="")
    assert made.versions.get().words == "Old words."
    changed = {"title": "On it", "language": "en", "words": "New words.", "under": house.item}
    house.act(statements.change, "la-adviser", statement=made.pk, **changed)
    (version,) = made.versions.all()
    assert (version.words, version.filename, version.content, version.original) == ("New words.", "", None, True)
    assert row(made.pk).title == "On it"
    spoken(house)
    with refused("statement_is_delivered"):
        house.act(statements.change, "la-head", statement=made.pk, **changed)
    with refused("statement_is_delivered"):
        house.act(statements.withdraw, "la-head", statement=made.pk)
    with refused("statement_is_delivered"):
        house.act(statements.release, "la-head", statement=made.pk)


def test_a_language_in_which_it_is_not_there_is_added_and_not_changed(house: House) -> None:
    made = hand_in(house)
    with refused("statement_lacks_language", language="lo"):
        house.act(statements.change, "la-head", statement=made.pk, title="x", language="lo", words="x")


def test_a_further_language_is_its_delegations_or_the_secretariats_unofficial_one(house: House) -> None:
    made = hand_in(house)
    house.act(statements.translate, "la-adviser", statement=made.pk, language="lo", words="ຂອບໃຈ")
    house.act(statements.translate, "pen", statement=made.pk, language="fr", words="Merci")
    found = {one.language: (one.original, one.unofficial) for one in made.versions.all()}
    assert found == {"en": (True, False), "lo": (False, False), "fr": (False, True)}
    with refused("statement_has_language", language="lo"):
        house.act(statements.translate, "la-head", statement=made.pk, language="LO", words="ຂອບໃຈ")
    with denied("only_who_tabled_it"):
        house.act(statements.translate, "sg-head", statement=made.pk, language="zh", words="谢谢")
    spoken(house)
    house.act(statements.translate, "la-head", statement=made.pk, language="vi", words="Cảm ơn")
    house.act(statements.withdraw, "sg-head", **handed_in(house, "sg-head"))
    with refused("statement_is_withdrawn"):
        house.act(
            statements.translate, "sg-head", statement=Statement.objects.latest("id").pk, language="vi", words="x"
        )


def test_there_are_so_many_languages_and_no_more(house: House) -> None:
    made = hand_in(house)
    with beside_the_frame():
        StatementVersion.objects.bulk_create(
            StatementVersion(statement=made, language=f"q{one:02}", words="x", digest="") for one in range(23)
        )
    with refused("too_many_languages"):
        house.act(statements.translate, "la-head", statement=made.pk, language="lo", words="ຂອບໃຈ")


def test_it_is_published_by_the_secretariat_where_the_meeting_is_open_to_the_public(house: House) -> None:
    made = publishable(house)["statement"]
    house.act(statements.publish, "clerk", statement=made)
    assert row(made).state == "published"
    with refused("statement_is_published"):
        house.act(statements.publish, "clerk", statement=made)


def test_a_closed_meetings_statement_is_not_published_nor_an_embargoed_one(house: House) -> None:
    there, waiting = delivered(house), handed_in(house, "sg-head")
    with refused("meeting_is_not_public"):
        house.act(statements.publish, "clerk", **there)
    with refused("statement_is_embargoed"):
        house.act(statements.publish, "clerk", **waiting)


def test_where_the_body_has_chosen_so_it_is_published_as_it_is_delivered(house: House) -> None:
    with beside_the_frame():
        Body.objects.filter(pk=house.body).update(statements_at_once=True)
    made, closed = hand_in(house), hand_in(house, "sg-head")
    spoken(house, "sg-head")
    assert row(closed.pk).state == "delivered", "the meeting isn't open to the public"
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)
    spoken(house)
    assert (row(made.pk).state, row(made.pk).published_at is not None) == ("published", True)


def word(words: str) -> bytes:
    block = {
        "type": "paragraph",
        "attrs": {"id": "aaaaaaaaaa", "number": "1.", "role": "plain", "level": 0},
        "content": [{"type": "text", "text": words}],
    }
    text = Text({"type": "doc", "content": [block]})
    return formats.write("docx", Edition(text, "", "AMM", "", None, None, "", "", (), standing=""))


def test_the_words_of_a_word_file_are_read_and_a_pdf_is_kept_as_it_is(house: House) -> None:
    made = hand_in(house, words="", filename="a.docx", content=word("We thank the chair."))
    version = made.versions.get()
    assert "We thank the chair." in version.words
    assert version.kind == "docx"
    kept = hand_in(house, "sg-head", words="", filename="a.pdf", content=PDF).versions.get()
    assert (kept.words, kept.kind, bytes(kept.content or b"")) == ("", "pdf", PDF)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><script>alert(1)</script>", "not_a_statement"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "not_a_text"),
        (b"PK\x03\x04 no package", "malformed_text"),
        (b"%PDF-1.7 cut short", "not_a_statement"),
        (b"", "not_a_statement"),
        (b"x" * (21 * 1024 * 1024), "too_large"),
    ],
)
def test_a_file_that_is_no_statement_is_refused_by_its_content(house: House, content: bytes, code: str) -> None:
    with refused(code):
        hand_in(house, words="", filename="statement.docx", content=content)


def test_words_of_a_megabyte_no_words_and_no_title_are_refused(house: House) -> None:
    with refused("statement_too_long"):
        hand_in(house, words="x" * 1024 * 1024)
    with refused("statement_empty"):
        hand_in(house, words=" ")
    with refused("title_missing"):
        hand_in(house, title=" ")
    with refused("bad_language"):
        hand_in(house, language="english")


def test_an_item_of_another_meeting_is_none_of_this_one(house: House) -> None:
    elsewhere = house.add_item("1", "Other", meeting=house.convene("Retreat"))
    with refused("no_such_item"):
        hand_in(house, under=elsewhere)


def test_nobody_changes_anothers_statement(house: House) -> None:
    given = handed_in(house)
    with denied("only_who_tabled_it"):
        house.act(statements.change, "sg-head", title="x", language="en", words="x", **given)
    with denied("only_who_tabled_it"):
        house.act(statements.withdraw, "sg-head", **given)
    with denied("only_at_the_table"):
        house.act(statements.hand_in, "chair", meeting=house.meeting, title="x", language="en", words="x")
    house.act(bodies.end_seat, "operator", seat=house.seats["la-head"])
    house.act(statements.withdraw, "la-adviser", **given)
