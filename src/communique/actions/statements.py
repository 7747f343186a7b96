"""Statements: handed in, changed until they are delivered, then for the room, then for everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_meeting, of_statement
from communique.actions.words import fit
from communique.domain import meetings, statements
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.permissions import CHAIR, SECRETARIAT_OFFICE
from communique.domain.statements import State
from communique.domain.texts import formats
from communique.domain.texts.document import blocks, plain_text
from communique.records import sealed
from communique.records.models import (
    AgendaItem,
    Intervention,
    Meeting,
    Party,
    Statement,
    StatementVersion,
    SummaryRecord,
)


def _read(*, words: str = "", filename: str = "", content: bytes | None = None, **_: Any) -> tuple[str, str]:
    """What the file is, and the words: those that were typed, else those of the file. A PDF's aren't read."""
    if content is None:
        return "", statements.check_words(words, with_file=False)
    if len(content) > settings.UPLOAD_LIMIT:
        raise Refused("too_large", size=len(content), limit=settings.UPLOAD_LIMIT)
    kind = statements.kind_of(content)
    if kind != "pdf" and not words.strip():
        doc = formats.read(filename, content, limit=settings.UPLOAD_LIMIT).doc
        words = "\n\n".join(
            f"{block['attrs'].get('number', '')} {plain_text(block)}".strip() for block in blocks(doc)
        ).strip()
    return kind, statements.check_words(words, with_file=kind == "pdf")


@writes("statement.hand_in", of_meeting, prepare=_read)
def hand_in(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    title: str,
    language: str,
    words: str = "",
    speaker: str = "",
    under: int | None = None,
    filename: str = "",
    content: bytes | None = None,
) -> Answer:
    """Hand in what the delegation will say under an item of the agenda, or in general; in words, as a file, or both.

    Refused: no title, no words, too many, a file that is no statement, one that waits on this item already, a meeting
    that is cancelled or whose record is final. To a meeting that is closed it is a written statement, for the record.
    """
    room = frame()
    row = Meeting.objects.get(pk=meeting)
    party = _own_party(room)
    item = _item(row, under)
    state = statements.hand_in(
        meetings.State(row.state),
        record_is_final=SummaryRecord.objects.filter(meeting=row, state="final").exists(),
        others=_values(meeting),
        party=party.code,
        item=under,
    )
    made = Statement.objects.create(
        meeting=row,
        item=item,
        party=party,
        seat_id=room.seat(),
        title=_title(title),
        speaker=fit(Statement, "speaker", speaker),
        state=state.value,
        handed_in_at=room.now,
        delivered_at=room.now if state is State.DELIVERED else None,
    )
    _store(room, made, statements.check_language(language), filename, content, original=True)
    if state is State.DELIVERED:
        _publish_at_once(room, made)
    _record(room, made)
    return {"statement": made.pk, "state": made.state}


@writes("statement.change", of_statement, prepare=_read)
def change(
    *,
    actor: Actor,
    request_id: str,
    statement: int,
    title: str,
    language: str,
    words: str = "",
    speaker: str = "",
    under: int | None = None,
    filename: str = "",
    content: bytes | None = None,
) -> Answer:
    """Change a statement that hasn't been delivered: its heading, and its words in one of its languages. Without a new
    file the old one goes, because it says something else.

    Refused: delivered or withdrawn, a language in which it isn't there, what is refused when it is handed in.
    """
    room = frame()
    row = _row(statement)
    statements.require_embargoed(State(row.state))
    item = _item(row.meeting, under)
    if under != row.item_id:
        if any(
            one.id != row.pk and (one.party, one.item, one.state) == (row.party.code, under, State.HANDED_IN)
            for one in _values(row.meeting_id)
        ):
            raise Refused("statement_waits")
        row.intervention = None
    tag = statements.check_language(language)
    old = row.versions.filter(language=tag).first()
    if old is None:
        raise Refused("statement_lacks_language", language=tag)
    row.item, row.title, row.speaker = item, _title(title), fit(Statement, "speaker", speaker)
    row.save(update_fields=["item", "title", "speaker", "intervention"])
    original, unofficial = old.original, old.unofficial
    old.delete()
    _store(room, row, tag, filename, content, original=original, unofficial=unofficial)
    _record(room, row)
    return {"statement": row.pk}


@writes("statement.translate", of_statement, prepare=_read)
def translate(
    *,
    actor: Actor,
    request_id: str,
    statement: int,
    language: str,
    words: str = "",
    filename: str = "",
    content: bytes | None = None,
) -> Answer:
    """Add a statement in a further language: by its delegation, or as the secretariat's unofficial translation.

    Refused: withdrawn, a language in which it is there, more languages than there may be.
    """
    room = frame()
    row = _row(statement)
    statements.require_there(State(row.state))
    taken = list(row.versions.values_list("language", flat=True))
    tag = statements.check_language(language, taken)
    if len(taken) >= statements.LANGUAGES:
        raise Refused("too_many_languages", limit=statements.LANGUAGES)
    own = room.actor.seat is not None and room.actor.seat.party is not None
    _store(room, row, tag, filename, content, original=False, unofficial=not own)
    _record(room, row)
    return {"statement": row.pk, "language": tag}


@writes("statement.withdraw", of_statement)
def withdraw(*, actor: Actor, request_id: str, statement: int) -> Answer:
    """Take back a statement that hasn't been delivered. Nobody else reads it any more."""
    room = frame()
    row = _row(statement)
    statements.require_embargoed(State(row.state))
    row.state, row.intervention = State.WITHDRAWN.value, None
    row.save(update_fields=["state", "intervention"])
    room.record(meeting=row.meeting_id, statement=row.pk, sealed=sealed.seal_of(row, {"withdrawn": row.pk}))
    _tell(room, row, embargoed=True)
    return {"statement": row.pk, "state": row.state}


@writes("statement.release", of_statement)
def release(*, actor: Actor, request_id: str, statement: int) -> Answer:
    """Give a statement to the room without speaking: it is taken as read. Refused: delivered or withdrawn."""
    room = frame()
    row = _row(statement)
    statements.require_embargoed(State(row.state))
    row.intervention = None
    _deliver(room, row)
    _record(room, row)
    return {"statement": row.pk, "state": row.state}


@writes("statement.link", of_statement)
def link(*, actor: Actor, request_id: str, statement: int, spoken: int | None = None) -> Answer:
    """Say in which intervention a statement is delivered, where the rule would guess wrongly; None: in none yet. Linked
    to one that is over, it is delivered.

    Refused: another delegation's intervention, or one that has a statement already.
    """
    room = frame()
    row = _row(statement)
    statements.require_there(State(row.state))
    intervention = None
    if spoken is not None:
        found = Intervention.objects.filter(pk=spoken, meeting_id=row.meeting_id, party_id=row.party_id)
        intervention = found.first()
        if intervention is None:
            raise Refused("not_its_intervention")
        if Statement.objects.filter(intervention=intervention).exclude(pk=row.pk).exists():
            raise Refused("intervention_has_statement")
    row.intervention = intervention
    row.save(update_fields=["intervention"])
    if intervention is not None and intervention.state == "delivered" and row.state == State.HANDED_IN:
        _deliver(room, row, intervention)
    room.record(meeting=row.meeting_id, statement=row.pk, intervention=spoken, state=row.state)
    _tell(room, row, embargoed=row.state == State.HANDED_IN)
    return {"statement": row.pk, "state": row.state}


@writes("statement.publish", of_statement)
def publish(*, actor: Actor, request_id: str, statement: int) -> Answer:
    """Publish a delivered statement, with all its languages. Refused: embargoed, published, a meeting that isn't open
    to the public."""
    room = frame()
    row = _row(statement)
    row.state = statements.publish(State(row.state), open_to_public=row.meeting.open_to_public).value
    row.published_at = room.now
    row.save(update_fields=["state", "published_at"])
    _record(room, row)
    return {"statement": row.pk, "state": row.state}


def awaited(room: Frame, intervention: Intervention) -> None:
    """Called inside a frame when an intervention has begun: who may know that a statement waits for it is told that its
    delegation has the floor."""
    found = _of(intervention)
    if found is not None:
        _tell(room, _row(found.id), embargoed=True)


def delivered(room: Frame, intervention: Intervention) -> int | None:
    """Called inside a frame when an intervention has ended: the statement that was delivered in it is one that the room
    may read from now on. Its id, for the entry in the journal; None where there was none."""
    found = _of(intervention)
    if found is None:
        return None
    row = _row(found.id)
    _deliver(room, row, intervention)
    _tell(room, row, embargoed=False)
    return row.pk


def _of(intervention: Intervention) -> statements.Statement | None:
    """The statement that waits for an intervention."""
    if intervention.party is None:
        return None
    return statements.delivered_by(
        _values(intervention.meeting_id),
        intervention=intervention.pk,
        party=intervention.party.code,
        item=intervention.item_id,
        kind=intervention.kind,
    )


def _deliver(room: Frame, row: Statement, intervention: Intervention | None = None) -> None:
    row.state, row.delivered_at, row.intervention = State.DELIVERED.value, room.now, intervention
    row.save(update_fields=["state", "delivered_at", "intervention"])
    _publish_at_once(room, row)


def _publish_at_once(room: Frame, row: Statement) -> None:
    """Where the body has chosen so, what was delivered to the public is published at once."""
    meeting = row.meeting
    if meeting.open_to_public and meeting.conference.body.statements_at_once:
        row.state, row.published_at = State.PUBLISHED.value, room.now
        row.save(update_fields=["state", "published_at"])


def _store(
    room: Frame,
    row: Statement,
    language: str,
    filename: str,
    content: bytes | None,
    *,
    original: bool,
    unofficial: bool = False,
) -> None:
    kind, words = room.prepared
    StatementVersion.objects.create(
        statement=row,
        language=language,
        original=original,
        unofficial=unofficial,
        words=words,
        filename=fit(StatementVersion, "filename", filename) if content is not None else "",
        kind=kind,
        content=content,
        digest=statements.digest_of(words, content),
    )


def _record(room: Frame, row: Statement) -> None:
    """Enters it in the journal, under its seal as long as it is embargoed, and tells those who may know."""
    content = sealed.content_of(row)
    embargoed = row.state == State.HANDED_IN
    if embargoed:
        room.record(meeting=row.meeting_id, statement=row.pk, sealed=sealed.seal_of(row, content))
    else:
        room.record(meeting=row.meeting_id, state=row.state, party=row.party.code, item=row.item_id, **content)
    _tell(room, row, embargoed=embargoed)


def _tell(room: Frame, row: Statement, *, embargoed: bool) -> None:
    if embargoed:
        readers = {row.party.code, CHAIR, SECRETARIAT_OFFICE}
        room.announce_inside(readers, "fragment", target=f"statements:{row.meeting_id}")
    else:
        room.announce("fragment", target=f"statements:{row.meeting_id}")


def _values(meeting: int) -> list[statements.Statement]:
    rows = Statement.objects.filter(meeting_id=meeting).values_list(
        "id", "party__code", "item_id", "state", "intervention_id"
    )
    return [
        statements.Statement(key, party, item, State(state), intervention)
        for key, party, item, state, intervention in rows
    ]


def _row(statement: int) -> Statement:
    return Statement.objects.select_related("meeting__conference__body", "party").get(pk=statement)


def _item(meeting: Meeting, under: int | None) -> AgendaItem | None:
    if under is None:
        return None
    item = AgendaItem.objects.filter(pk=under, meeting=meeting).first()
    if item is None:
        raise Refused("no_such_item")
    return item


def _title(title: str) -> str:
    title = fit(Statement, "title", title)
    if not title:
        raise Refused("title_missing")
    return title


def _own_party(room: Frame) -> Party:
    seat = room.actor.seat
    if seat is None or seat.party is None:
        raise Denied("no_seat")
    return party_of(seat.body, seat.party.code)
