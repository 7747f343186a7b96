"""Making the numbers of a text consecutive."""

from __future__ import annotations

from communique.actions import amendments, readings, renumbering, texts
from communique.domain.texts.document import blocks
from communique.records.models import JournalEntry, RoomEvent, Step
from tests.actions.deeds.numbers import numbered
from tests.actions.refusals import denied, refused
from tests.house import House, insertion


def numbers(house: House) -> list[str]:
    return [block["attrs"]["number"] for block in blocks(house.document().json()) if block["attrs"].get("number")]


def renumber(house: House, who: str = "pen", **given: object) -> dict[str, object]:
    return house.act(renumbering.renumber, who, **{"text": house.text, "version": house.row().version, **given})


def test_the_numbers_become_consecutive_and_nothing_else_changes(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    numbered(house, "We looked", "3.")
    before = house.words()
    made = renumber(house)
    assert numbers(house) == ["1.", "2.", "3.", "4."]
    assert house.words() == before
    assert made == {"version": house.row().version, "changed": 2}


def test_the_journal_keeps_the_table_of_old_and_new_numbers(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    renumber(house)
    facts = JournalEntry.objects.get(action="text.renumber").facts
    assert [(old, new) for _, old, new in facts["numbers"]] == [
        ("1.", "1."),
        ("2.", "2."),
        ("2 bis.", "3."),
        ("4.", "4."),
    ]
    assert facts["numbers"][2][0] == house.paragraph("We welcomed")[0]
    assert facts["steps"] == [one.step for one in Step.objects.filter(version__gt=1)]


def test_editors_hear_of_it_as_of_any_steps(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    renumber(house)
    event = RoomEvent.objects.filter(room=house.room(), kind="steps").latest("version")
    assert event.data == {"text": house.text, "first": 2, "last": 2}


def test_words_that_name_a_number_follow_only_when_asked(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    house.type(" See paragraph 2 bis.", after="next meeting.")
    renumber(house)
    assert "See paragraph 2 bis." in house.words()
    numbered(house, "We welcomed", "2 bis.")
    renumber(house, references=True)
    assert "See paragraph 3." in house.words()


def test_a_table_of_an_older_version_is_looked_at_anew(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    with refused("numbers_moved_on"):
        renumber(house, version=0)


def test_consecutive_numbers_need_nothing(house: House) -> None:
    with refused("numbers_are_consecutive"):
        renumber(house)


def test_while_a_paragraph_stands_in_the_place_of_another_there_is_nothing_to_count(house: House) -> None:
    numbered(house, "We welcomed", "2 alt.")
    with refused("alternatives_stand", numbers="2 alt."):
        renumber(house)


def test_an_agreed_paragraph_gets_its_new_number_and_keeps_its_words(house: House) -> None:
    numbered(house, "We looked", "3 bis.")
    house.act(readings.agree, "chair", text=house.text, paragraph=house.paragraph("We looked")[0])
    renumber(house)
    assert numbers(house) == ["1.", "2.", "3.", "4."]
    numbered(house, "We welcomed", "2 bis.")
    assert "2 bis." in numbers(house)


def test_words_of_an_agreed_paragraph_are_not_brought_up_to_date(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    house.type(" See paragraph 2 bis.", after="next meeting.")
    house.act(readings.agree, "chair", text=house.text, paragraph=house.paragraph("We looked")[0])
    with refused("paragraph_agreed"):
        renumber(house, references=True)


def test_proposals_stay_on_their_words_and_are_called_by_the_new_number(house: House) -> None:
    amendment = house.table("la-head", "health workers", "nurses")
    numbered(house, "We welcomed", "2 bis.")
    renumber(house)
    house.act(amendments.accept, "chair", amendment=amendment)
    assert "nurses" in house.words()
    targets = [one.data.get("target") for one in RoomEvent.objects.filter(room=house.room(), kind="fragment")]
    assert f"proposals:{house.text}" in targets


def test_a_text_of_more_paragraphs_than_a_batch_has_steps_is_renumbered_at_once(house: House) -> None:
    draft = "".join(f"{number + 2}. We agreed.\n\n" for number in range(1, 602))
    house.text = house.bring(draft, item=house.add_item("2", "Statement"))
    made = renumber(house)
    assert made["changed"] == 601
    assert numbers(house) == [f"{number}." for number in range(1, 602)]


def test_only_the_pen_does_it_and_only_in_a_draft(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    for who in ("chair", "clerk", "la-head"):
        with denied("only_the_pen"):
            renumber(house, who)
    house.put()
    with refused("text_is_question"):
        renumber(house)


def test_the_pen_types_on_where_it_was(house: House) -> None:
    numbered(house, "We welcomed", "2 bis.")
    made = renumber(house)
    steps = [insertion(1, "The ")]
    house.act(texts.draft, "pen", text=house.text, version=made["version"], steps=steps, client="pen")
    assert house.words().startswith("The Joint")


def test_every_place_that_calls_paragraphs_by_their_numbers_hears_of_new_ones(house: House) -> None:
    def told(before: int) -> set[str]:
        rows = RoomEvent.objects.filter(room=house.room(), version__gt=before, kind="fragment")
        return {one.data["target"].split(":")[0] for one in rows}

    before = house.room().version
    numbered(house, "We welcomed", "2 bis.")
    places = {"proposals", "comments", "delegation", "huddles", "reading", "standings"}
    assert told(before) == places
    before = house.room().version
    renumber(house)
    assert told(before) == places
    before = house.room().version
    house.type(" all", after="next meeting")
    assert told(before) == set()
