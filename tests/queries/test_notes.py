"""Whose notes each end reads, with how many questions to the database."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import meetings, notes
from communique.queries import notes as reads
from tests.house import House


def pass_note(house: House, who: str, *to: str, words: str = "Now?") -> int:
    made = house.act(notes.send, who, meeting=house.meeting, to=list(to), words=words)["notes"]
    return int(made[-1])


def read_by(house: House, who: str, **more: object) -> dict[str, object]:
    found = reads.notes_for(house.audience(who), house.meeting, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def told(house: House, who: str) -> list[tuple[str, int, list[str]]]:
    """Each conversation: with whom, how many are unread, and the words."""
    return [
        (one["with"]["code"], one["unread"], [note["words"] for note in one["notes"]])
        for one in read_by(house, who)["conversations"]  # type: ignore[attr-defined]
    ]


def test_a_conversation_is_what_two_ends_passed_each_other_the_newest_one_first(house: House) -> None:
    first = pass_note(house, "sg-head", "LA", words="One.")
    pass_note(house, "la-adviser", "SG", words="Two.")
    pass_note(house, "my-head", "LA", words="Three.")
    pass_note(house, "la-head", "@chair", words="Four.")
    for who in ("la-head", "la-adviser"):
        assert told(house, who) == [("@chair", 0, ["Four."]), ("MY", 1, ["Three."]), ("SG", 1, ["One.", "Two."])]
    assert told(house, "sg-head") == [("LA", 1, ["One.", "Two."])]
    assert told(house, "chair") == [("LA", 1, ["Four."])]
    house.act(notes.read, "la-head", note=first)
    assert read_by(house, "la-adviser")["unread"] == 1
    for who in ("pen", "clerk", "nz-observer", "vn-head"):
        assert told(house, who) == []


def test_who_wrote_it_is_known_to_its_own_end_alone(house: House) -> None:
    pass_note(house, "la-adviser", "SG")
    (own,) = read_by(house, "la-head")["conversations"][0]["notes"]  # type: ignore[index]
    (theirs,) = read_by(house, "sg-head")["conversations"][0]["notes"]  # type: ignore[index]
    assert (own["person"], theirs["person"]) == ("Adviser Noy", "")


def test_who_does_not_sit_in_the_body_has_none(house: House) -> None:
    pass_note(house, "my-head", "LA")
    for who in ("public", "nobody", "operator", "som-my-head"):
        assert reads.notes_for(house.audience(who), house.meeting) is None
    assert reads.notes_for(house.audience("la-head"), 2**31) is None


def test_a_note_is_passed_to_everybody_else_at_the_table(house: House) -> None:
    def others(who: str) -> list[str]:
        return [one["code"] for one in read_by(house, who)["others"]]  # type: ignore[attr-defined]

    assert others("la-head") == ["@chair", "@secretariat", "MY", "SG", "VN", "NZ"]
    assert others("chair") == ["@secretariat", "LA", "MY", "SG", "VN", "NZ"]
    assert others("pen") == ["@chair", "LA", "MY", "SG", "VN", "NZ"]


def test_in_a_closed_meeting_notes_are_read_and_none_is_passed(house: House) -> None:
    pass_note(house, "sg-head", "LA")
    assert read_by(house, "la-head")["may_send"] is True
    house.act(meetings.close_meeting, "chair", meeting=house.meeting)
    assert read_by(house, "la-head")["may_send"] is False
    assert told(house, "la-head") == [("SG", 1, ["Now?"])]


def test_the_room_shows_the_last_notes_and_the_page_all(house: House) -> None:
    for number in range(reads.LAST + 3):
        pass_note(house, "sg-head", "LA", words=str(number))
    (shown,) = read_by(house, "la-head")["conversations"]  # type: ignore[misc]
    assert (len(shown["notes"]), shown["more"], shown["unread"]) == (reads.LAST, 3, reads.LAST + 3)
    assert shown["notes"][-1]["words"] == str(reads.LAST + 2)
    (everything,) = read_by(house, "la-head", last=None)["conversations"]  # type: ignore[misc]
    assert (len(everything["notes"]), everything["more"]) == (reads.LAST + 3, 0)


def test_the_place_of_a_note_is_told_to_its_two_ends(house: House) -> None:
    note = pass_note(house, "vn-head", "LA")
    for who in ("vn-head", "la-head", "la-adviser"):
        assert reads.place_of(house.audience(who), note) == (house.room().pk, house.meeting)
    for who in ("chair", "pen", "sg-head", "nz-observer", "public", "som-my-head"):
        assert reads.place_of(house.audience(who), note) is None


def test_many_notes_take_as_many_questions_as_one(house: House) -> None:
    pass_note(house, "sg-head", "LA")
    audience = house.audience("la-head")
    with CaptureQueriesContext(connection) as one:
        reads.notes_for(audience, house.meeting)
    for who in ("sg-head", "my-head", "vn-head", "nz-observer", "chair", "pen"):
        pass_note(house, who, "LA")
        pass_note(house, who, "LA")
    pass_note(house, "la-head", "SG", "@chair")
    with CaptureQueriesContext(connection) as many:
        reads.notes_for(audience, house.meeting)
    assert len(many) == len(one) <= 3
