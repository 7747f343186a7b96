"""Comments on words of a text, to all who read it or inside a delegation."""

from __future__ import annotations

from typing import Any

from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_comment, of_text
from communique.domain import comments
from communique.domain.actors import DELEGATION, SECRETARIAT, Actor, Role
from communique.domain.errors import Denied, Refused
from communique.domain.register import Status, require_status
from communique.records import documents, sealed
from communique.records.models import Comment, Party, Text


@writes("comment.make", of_text)
def make(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    words: str,
    version: int = 0,
    paragraph: str = "",
    start: int = 0,
    end: int = 0,
    inside: bool = False,
    answers: int | None = None,
) -> Answer:
    """Say something about the words from ``start`` to ``end`` as seen at ``version``, or about a whole paragraph.

    ``answers``: the comment to which it is an answer, where it then stands; what answers a comment inside a delegation
    stays inside. Refused: no words, too many, a place that isn't in the text or is no longer (words_are_gone), a
    comment that was resolved. Denied: inside a delegation, for who sits in none.
    """
    room = frame()
    row = Text.objects.select_related("huddle").defer("doc", "report", "huddle__text").get(pk=text)
    require_status(Status(row.status), Status.DRAFT, Status.QUESTION)
    words = comments.check_words(words)
    party = _own_party(room)
    made = Comment(text=row, party=party, seat_id=room.seat(), words=words, at=room.now)
    if answers is None:
        _place(made, row, version, paragraph, start, end)
    else:
        _place_beside(made, row, answers, party)
    made.inside = bool(inside) or made.inside
    if made.inside and party is None:
        raise Denied("only_a_delegation")
    made.save()
    _record(room, made, sealed.content_of(made))
    return {"comment": made.pk}


@writes("comment.resolve", of_comment)
def resolve(*, actor: Actor, request_id: str, comment: int, resolved: bool = True) -> Answer:
    """Find that a comment has been dealt with, with all its answers, or (``resolved`` false) open it again.

    Its delegation or office does, and the chair for what was said to all. Refused: it is so already.
    """
    room = frame()
    rows = Comment.objects.select_related("text__huddle", "party", "seat").defer("text__doc", "text__report")
    row = rows.get(pk=comment)
    party = _own_party(room)
    if not _reads(row, party) or row.answers_id is not None:
        raise Refused("not_found", what="comment")
    if not _is_of(room, row, party) and (row.inside or _role(room) is not Role.CHAIR):
        raise Denied("only_who_wrote_it")
    if bool(resolved) == (row.resolved_at is not None):
        raise Refused("comment_is_resolved" if resolved else "comment_is_open")
    row.resolved_at, row.resolved_by_id = (room.now, room.seat()) if resolved else (None, None)
    row.save(update_fields=["resolved_at", "resolved_by"])
    _record(room, row, {"comment": row.pk, "resolved": bool(resolved)})
    return {"comment": row.pk, "resolved": bool(resolved)}


def _place(made: Comment, row: Text, version: int, paragraph: str, start: int, end: int) -> None:
    """Where it stands in the newest text, whatever the pen did since ``version``."""
    numbers = (version, start, end)
    if any(not isinstance(one, int) or isinstance(one, bool) for one in numbers) or not 0 <= version <= row.version:
        raise Refused("unknown_version", version=str(version)[:20])
    if not 0 <= start <= end:
        raise Refused("no_words_there")
    anchor = comments.carry(comments.Anchor(start, end), documents.maps_since(row, version))
    if anchor.lost:
        raise Refused("words_are_gone")
    made.paragraph, made.quote = comments.stand(documents.newest(row), paragraph, anchor.start, anchor.end)
    made.base_version = row.version
    made.start, made.end = (anchor.start, anchor.end) if start < end else (0, 0)


def _place_beside(made: Comment, row: Text, answers: int, party: Party | None) -> None:
    other = Comment.objects.select_related("party", "answers__party").filter(pk=answers, text=row).first()
    if other is None or not _reads(other, party):
        raise Refused("not_found", what="comment")
    first = other.answers or other
    if first.resolved_at is not None:
        raise Refused("comment_is_resolved")
    made.answers, made.inside = first, other.inside
    made.paragraph, made.base_version, made.start, made.end = (
        first.paragraph, first.base_version, first.start, first.end,
    )  # fmt: skip


def _record(room: Frame, row: Comment, content: dict[str, Any]) -> None:
    """Enters it in the journal, under a seal where not all may read it, and tells those who may."""
    text, seal = row.text_id, sealed.seal_of(row, content)
    readers = {row.party.code} if row.inside and row.party is not None else room.place.huddle
    if seal is None or readers is None:
        room.record(text=text, **content)
        room.announce("fragment", target=f"comments:{text}")
        return
    room.record(text=text, comment=row.pk, sealed=seal)
    room.announce_inside(readers, "fragment", target=f"comments:{text}")
    if row.inside:
        room.announce_inside(readers, "fragment", target=f"delegation:{text}")


def _reads(row: Comment, party: Party | None) -> bool:
    owner = row.party.code if row.party is not None else None
    return comments.may_read(inside=row.inside, owner=owner, party=party.code if party is not None else None)


def _is_of(room: Frame, row: Comment, party: Party | None) -> bool:
    """Did this delegation write it, or this office?"""
    if row.party is not None or party is not None:
        return row.party == party
    wrote, here = Role(row.seat.role), _role(room)
    return wrote is here or {wrote, here} <= SECRETARIAT


def _role(room: Frame) -> Role:
    if room.actor.seat is None:
        raise Denied("no_seat")
    return room.actor.seat.role


def _own_party(room: Frame) -> Party | None:
    """The delegation that speaks; None for the chair and the secretariat, who speak for no member."""
    seat = room.actor.seat
    if seat is None or seat.party is None or seat.role not in DELEGATION:
        return None
    return party_of(seat.body, seat.party.code)
