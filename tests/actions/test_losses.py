"""What was laid on words says at once that a step took them away, to those who may know of it."""

from __future__ import annotations

from typing import Any

from communique.actions import amendments, comments, drafts, texts
from communique.records.models import RoomEvent
from tests.house import House, insertion, saying

WORDS = "outbreaks"


def say(house: House, who: str, *, inside: bool = False, whole: bool = False) -> None:
    start = house.place(WORDS)
    paragraph, _ = house.paragraph(WORDS)
    place = {"start": 0, "end": 0} if whole else {"start": start, "end": start + len(WORDS)}
    given = {"text": house.text, "version": house.row().version, "paragraph": paragraph, "words": "Which?"}
    house.act(comments.make, who, inside=inside, **given, **place)


def keep_a_draft(house: House, who: str) -> None:
    paragraph, words = house.paragraph(WORDS)
    changed = [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace(WORDS, "cases", 1))}]
    version = house.row().version
    house.act(drafts.write, who, text=house.text, version=version, changes=changed, reason="")


def cut(house: House, start: int, end: int) -> list[dict[str, Any]]:
    """Takes letters out of the text; what is announced of lists beside it."""
    before, version = house.room().version, house.row().version
    steps = [insertion(start, "", to=end)]
    house.act(texts.draft, "pen", text=house.text, version=version, steps=steps, client="pen")
    return told(house, before)


def told(house: House, before: int) -> list[dict[str, Any]]:
    rows = RoomEvent.objects.filter(room=house.room(), version__gt=before, kind="fragment").order_by("version")
    return [one.data for one in rows if one.data["target"].split(":")[0] in {"comments", "delegation"}]


def test_whose_words_are_taken_out_hears_of_it_and_nobody_else_does_of_what_is_inside(house: House) -> None:
    say(house, "sg-head")
    say(house, "la-head", inside=True)
    keep_a_draft(house, "my-head")
    start = house.place(WORDS)
    comments_of, room_of = f"comments:{house.text}", f"delegation:{house.text}"
    assert cut(house, start, start + len(WORDS)) == [
        {"target": comments_of},
        {"target": comments_of, "for": ["LA"]},
        {"target": room_of, "for": ["LA", "MY"]},
    ]
    # What is gone already is gone once.
    assert cut(house, start - 2, start - 1) == []


def test_letters_that_leave_words_standing_are_not_spoken_of(house: House) -> None:
    say(house, "sg-head")
    keep_a_draft(house, "my-head")
    start = house.place("next meeting")
    assert cut(house, start, start + 4) == []


def test_a_comment_on_a_paragraph_is_lost_with_the_paragraph(house: House) -> None:
    say(house, "sg-head", whole=True)
    _, words = house.paragraph(WORDS)
    start = house.place(words)
    assert cut(house, start, start + len(words)) == []
    assert cut(house, start - 1, start + 1) == [{"target": f"comments:{house.text}"}]


def test_a_moved_paragraph_takes_its_comments_along_and_every_page_hears_where(house: House) -> None:
    say(house, "sg-head")
    changes = [{"kind": "move", "paragraph": house.paragraph(WORDS)[0], "after": house.paragraph("next meeting")[0]}]
    given = {"text": house.text, "version": house.row().version, "reason": ""}
    made = house.act(amendments.table, "la-head", changes=changes, **given)
    before = house.room().version
    house.act(amendments.accept, "chair", amendment=made["amendment"])
    assert told(house, before) == [{"target": f"comments:{house.text}"}]
