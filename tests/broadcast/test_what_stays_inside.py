"""What a delegation keeps to itself, looked for in every byte that anybody else is sent.

Every page that an audience can come to, every answer of the API, the page of the journal, and all that the live line
says of the room, are read for each other audience, and searched for the words of a draft, an instruction and a comment
inside.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from communique.actions import comments, drafts, instructions
from communique.broadcast import Broadcast
from communique.domain.actors import Audience
from communique.live.hub import TooFar
from communique.records.models import Draft, JournalEntry, RoomEvent
from tests.house import House, saying

pytestmark = pytest.mark.django_db

WORDS = {
    "draft": "zephyrine",
    "reason": "quincunx",
    "redraft": "ombrelline",
    "instruction": "sassafras",
    "comment": "hollyhock",
    "answer": "marzipan",
}
"""Words that stand nowhere else."""
AUTHOR = "Adviser Noy"
"""Who does nearly all of it, and nothing else."""
OTHERS = ("chair", "pen", "clerk", "sg-head", "vn-head", "my-head", "nz-observer", "som-my-head", "nobody", "public")
OWN = ("la-head", "la-adviser")


def changes(house: House, old: str, new: str) -> list[dict[str, Any]]:
    paragraph, words = house.paragraph(old)
    return [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace(old, new, 1))}]


@pytest.fixture
def house(house: House) -> House:
    """Everything that there is to keep, done by the adviser of LA; the head clears, and SG says something to all."""
    start = house.place("outbreaks")
    place = {"text": house.text, "version": 0, "start": start, "end": start + len("outbreaks")}
    to_all = house.act(comments.make, "sg-head", **place, words="What are they?")["comment"]
    house.before = house.room().version  # type: ignore[attr-defined]
    given = {"text": house.text, "version": 0, "reason": WORDS["reason"]}
    draft = house.act(drafts.write, "la-adviser", changes=changes(house, "next", WORDS["draft"]), **given)["draft"]
    house.act(instructions.give, "la-adviser", text=house.text, words=WORDS["instruction"])
    inside = house.act(comments.make, "la-adviser", **place, words=WORDS["comment"], inside=True)["comment"]
    house.act(comments.make, "la-adviser", text=house.text, words=WORDS["answer"], inside=True, answers=to_all)
    house.act(drafts.clear, "la-head", draft=draft)
    other = {"draft": draft, "changes": changes(house, "next", WORDS["redraft"])}
    house.act(drafts.change, "la-adviser", **other, version=0, reason=WORDS["reason"])
    house.act(comments.resolve, "la-adviser", comment=inside)
    return house


def live(house: House, audience: Audience) -> str:
    broadcast = Broadcast()
    events = broadcast.load(house.room().pk, house.before)  # type: ignore[attr-defined]
    assert not isinstance(events, TooFar)
    return broadcast.encode(events, audience).decode()


def everywhere(house: House, client: Client, who: str) -> dict[str, str]:
    """Everything that answers a reader: what its pages lead to, and what the house has at all, by address."""
    if who != "public":
        house.sign_in(client, who)
    text, meeting, paragraph = house.text, house.meeting, house.paragraph("next meeting")[0]
    known = [
        "/",
        "/documents/",
        f"/meetings/{meeting}/",
        f"/meetings/{meeting}/journal/",
        f"/texts/{text}/",
        f"/texts/{text}/delegation/",
        f"/api/texts/{text}",
        f"/api/texts/{text}/steps?since=0",
        f"/api/texts/{text}/delegation",
        f"/api/drafts/{Draft.objects.get().pk}",
        f"/api/meetings/{meeting}",
        "/api/openapi.json",
    ]
    found: dict[str, str] = {}
    ways = deque(known)
    while ways:
        way = ways.popleft()
        if way in found:
            continue
        answer = client.get(way)
        found[way] = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"]+)"', found[way]):
            path = urlsplit(urljoin(f"http://testserver{way}", link.replace("&amp;", "&")))
            inside = path.netloc == "testserver" and not path.path.startswith(("/static/", "/built/", "/accounts/"))
            if inside and "logout" not in path.path and "api" not in path.path:
                ways.append(path.path)
    assert f"/texts/{text}/" in found and paragraph
    return found


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_is_sent_a_word_of_it(house: House, client: Client, who: str) -> None:
    for way, said in everywhere(house, client, who).items():
        for what, word in WORDS.items():
            assert word not in said, (way, what)
        assert AUTHOR not in said or way.startswith(("/bodies/", "/desk/")), "who sits for a member is known"
    said = live(house, house.audience(who))
    for what, word in {**WORDS, "author": AUTHOR}.items():
        assert word not in said, what
    assert "event:" not in said, "not even that something was done"


@pytest.mark.parametrize("who", OWN)
def test_its_own_delegation_reads_it_all(house: House, client: Client, who: str) -> None:
    """So what the test above looks for is really there to be found."""
    pages = everywhere(house, client, who)
    said = live(house, house.audience(who))
    for what, word in WORDS.items():
        if what != "draft":
            assert word in pages[f"/texts/{house.text}/delegation/"], what
            assert word in said, what
    assert WORDS["redraft"] in pages[f"/api/texts/{house.text}/delegation"]


@pytest.mark.parametrize("who", ["chair", "pen"])
def test_the_journal_shows_that_something_was_sealed_and_neither_who_nor_what(
    house: House, client: Client, who: str
) -> None:
    said = everywhere(house, client, who)[f"/meetings/{house.meeting}/journal/"]
    sealed = JournalEntry.objects.filter(room=house.room(), facts__has_key="sealed")
    assert said.count('data-is="sealed"') == sealed.count() == 7
    for word in ("draft.write", "instruction.give", "comment.resolve", AUTHOR):
        assert word not in said


def test_no_row_of_the_record_holds_the_words(house: House) -> None:
    rows = [str(one.facts) for one in JournalEntry.objects.all()] + [str(one.data) for one in RoomEvent.objects.all()]
    for row in rows:
        assert not any(word in row for word in WORDS.values())


def test_the_comments_of_others_are_counted_without_it(house: House, client: Client) -> None:
    said = house.sign_in(client, "sg-head").get(f"/texts/{house.text}/").content.decode()
    assert "1 comment is open." in said
    assert "resolved" not in re.sub(r"<script.*?</script>", "", said, flags=re.DOTALL)
