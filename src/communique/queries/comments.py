"""What is said about the words of a text, thread by thread. What is said inside a delegation is that delegation's."""

from __future__ import annotations

from typing import Any

from communique.domain import comments
from communique.domain.actors import SECRETARIAT, Audience, standing_for
from communique.domain.permissions import Place, reason_against
from communique.domain.register import Status
from communique.domain.texts.labels import names_of
from communique.queries.texts import Readers, readers_of
from communique.records import documents
from communique.records.models import Comment, Text


def comments_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """The comments on a text, as an audience reads them: see ``whole`` and ``seen_by``."""
    found = whole(text)
    return seen_by(audience, found) if found is not None else None


def whole(text: int) -> dict[str, Any] | None:
    """Every thread of comments at the newest version; it is made once for all audiences, and shown to one only
    through ``seen_by``.

    ``{"text", "version", "status", "readers", "conference", "paragraphs", "threads"}``; ``paragraphs`` are
    ``{"paragraph", "label", "numbered"}`` in the order of the text, for those that have comments. A thread is
    ``{"id", "paragraph", "start", "end", "lost", "quote", "resolved", "said"}``, and what is said in it
    ``{"id", "by", "office", "person", "words", "at", "inside", "of", "role"}``, the first words first.
    """
    rows = Text.objects.select_related("meeting__conference__body").defer("doc", "report")
    row = rows.filter(pk=text).first()
    if row is None:
        return None
    found = list(Comment.objects.filter(text=row).select_related("party", "seat__person", "resolved_by").order_by("id"))
    first = [one for one in found if one.answers_id is None]
    places = documents.anchored(row, first)
    document = documents.newest(row)
    said: dict[int | None, list[Comment]] = {}
    for one in found:
        said.setdefault(one.answers_id, []).append(one)
    threads = []
    for one in first:
        place = places[one.pk]
        block = document.block_at(place.start) if place.start < place.end and not place.lost else None
        paragraph = str(block[1]["attrs"]["id"]) if block is not None else one.paragraph
        there = document.block(paragraph) is not None
        threads.append(
            {
                "id": one.pk,
                "paragraph": paragraph if there else "",
                "start": place.start,
                "end": place.end,
                "lost": place.lost or not there,
                "quote": one.quote,
                "resolved": one.resolved_at,
                "said": [_said(each) for each in (one, *said.get(one.pk, ()))],
            }
        )
    conference = row.meeting.conference
    commented = {thread["paragraph"] for thread in threads}
    return {
        "text": text,
        "version": row.version,
        "status": row.status,
        "readers": readers_of(row),
        "conference": {"time_zone": conference.time_zone, "place": conference.place},
        "paragraphs": [called for key, called in names_of(document).items() if key in commented],
        "threads": threads,
    }


def seen_by(audience: Audience, found: dict[str, Any]) -> dict[str, Any] | None:
    """The comments as one audience reads them, in ``groups`` by paragraph, those on what is gone last; ``open`` and
    ``resolved`` count them. What it may not read leaves neither a word nor a number. None for those who may not read
    the text."""
    readers: Readers = found["readers"]
    if not readers.have(audience):
        return None
    party = audience.code if audience.kind == "delegation" else None
    threads = []
    for thread in found["threads"]:
        readable = [
            one for one in thread["said"] if comments.may_read(inside=one["inside"], owner=one["of"], party=party)
        ]
        if readable and readable[0] is thread["said"][0]:
            threads.append(thread | {"said": readable, "inside": readable[0]["inside"]} | _may(audience, thread, found))
    gone = {"paragraph": "", "label": "", "numbered": False}
    groups = [
        paragraph
        | {
            "threads": [one for one in own if one["resolved"] is None],
            "done": [one for one in own if one["resolved"] is not None],
        }
        for paragraph in (*found["paragraphs"], gone)
        if (own := [one for one in threads if one["paragraph"] == paragraph["paragraph"]])
    ]
    done = sum(one["resolved"] is not None for one in threads)
    somebody, place = standing_for(audience), Place(readers.body, huddle=readers.huddle)
    makes = reason_against("comment.make", somebody, place) is None and _is_open(found)
    return {
        "text": found["text"],
        "version": found["version"],
        "conference": found["conference"],
        "groups": groups,
        "open": len(threads) - done,
        "resolved": done,
        "may": {"make": makes, "inside": makes and party is not None},
    }


def place_of(audience: Audience, comment: int) -> tuple[int, int] | None:
    """The room in which a comment lies, and its text, for those who may read it."""
    row = Comment.objects.filter(pk=comment).select_related("party").first()
    if row is None:
        return None
    party = audience.code if audience.kind == "delegation" else None
    owner = row.party.code if row.party is not None else None
    if not comments.may_read(inside=row.inside, owner=owner, party=party):
        return None
    return place_on(audience, row.text_id)


def place_on(audience: Audience, text: int) -> tuple[int, int] | None:
    """The room of a text, and the text, for those who may read it."""
    row = Text.objects.select_related("meeting__conference__body").defer("doc", "report").filter(pk=text).first()
    return (row.meeting.room_id, row.pk) if row is not None and readers_of(row).have(audience) else None


def _said(row: Comment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "by": row.party.value().plate() if row.party is not None else None,
        "office": "" if row.party is not None else _office(row.seat.role),
        "person": row.seat.person.name if row.inside else "",
        "words": row.words,
        "at": row.at,
        "inside": row.inside,
        "of": row.party.code if row.party is not None else None,
    }


def _office(role: str) -> str:
    return "secretariat" if role in SECRETARIAT else role


def _may(audience: Audience, thread: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What of a thread is this audience's own: the whole of it, and what it may do with it."""
    first = thread["said"][0]
    readers: Readers = found["readers"]
    somebody, place = standing_for(audience), Place(readers.body, huddle=readers.huddle)
    own = (
        audience.code == first["of"]
        if audience.kind == "delegation"
        else first["of"] is None and audience.kind == first["office"]
    )
    acts = reason_against("comment.make", somebody, place) is None
    chairs = audience.kind == "chair" and not first["inside"]
    return {
        "mine": own,
        "may": {
            "answer": acts and _is_open(found) and thread["resolved"] is None,
            "inside": audience.kind == "delegation" and not first["inside"],
            "resolve": acts and (own or chairs),
        },
    }


def _is_open(found: dict[str, Any]) -> bool:
    return found["status"] in {Status.DRAFT, Status.QUESTION}
