"""Reading a text paragraph by paragraph, and what is found of each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max

from communique.actions.attendance import present
from communique.actions.before import text_changed
from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_text
from communique.domain import meetings, readings
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.readings import Paragraph, Standing
from communique.domain.register import Status, require_status
from communique.domain.texts.amendments import Proposal
from communique.domain.texts.authority import Accepted, Document
from communique.domain.texts.document import label_of, plain_text
from communique.domain.texts.positions import AmendmentState
from communique.records import documents, standings
from communique.records.models import Amendment, Confirmation, Count, ParagraphStatus, Reading, Text


@writes("reading.open", of_text)
def open_reading(*, actor: Actor, request_id: str, text: int) -> Answer:
    """Open the next reading of a text. Refused: one is open, the meeting isn't, a text that isn't a draft."""
    room = frame()
    row = _text(text, sitting=True)
    last = Reading.objects.filter(text=row).aggregate(last=Max("number"))["last"] or 0
    number = readings.open_reading(last=last, is_open=_open(row) is not None)
    made = Reading.objects.create(
        text=row, number=number, seat_id=room.seat(), opened_at=room.now, opened_version=row.version
    )
    count(room, row)
    room.record(text=text, reading=made.pk, number=number, version=row.version)
    _announce(room, text)
    return {"reading": made.pk, "number": number}


@writes("reading.move", of_text)
def move(*, actor: Actor, request_id: str, text: int, paragraph: str) -> Answer:
    """The chair goes on to a paragraph, and who follows goes with it. Refused: no open reading, no such paragraph."""
    room = frame()
    row = _text(text)
    reading = _required(row)
    label = label_of(_block(documents.newest(row), paragraph))
    reading.paragraph = paragraph
    reading.save(update_fields=["paragraph"])
    room.record(text=text, number=reading.number, paragraph=paragraph, label=label)
    room.announce("moved", text=text, reading=reading.number, paragraph=paragraph, label=label)
    room.announce("fragment", target=f"reading:{text}")
    text_changed(room, text)
    return {"number": reading.number, "paragraph": paragraph}


@writes("reading.close", of_text)
def close(*, actor: Actor, request_id: str, text: int) -> Answer:
    """Close the reading that is open. What was agreed in it stays agreed. Refused: none is open."""
    room = frame()
    row = Text.objects.select_related("meeting__conference").defer("doc", "report").get(pk=text)
    reading = _required(row)
    reading.closed_at, reading.closed_version = room.now, row.version
    reading.save(update_fields=["closed_at", "closed_version"])
    count(room, row)
    room.record(text=text, number=reading.number, version=row.version)
    _announce(room, text)
    return {"number": reading.number, "version": row.version}


@writes("paragraph.agree", of_text)
def agree(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    paragraph: str,
    confirm_by: date | None = None,
    words: str = "",
    overtake: bool = False,
    version: int | None = None,
) -> Answer:
    """Find a paragraph agreed ad referendum: nobody changes it any more, and every capital is asked to confirm it, by a
    date when one is given. ``version`` is the text's that the chair read; None: as it stands.

    Refused: agreed already, brackets in it, amendments tabled on it unless ``overtake`` says that they are overtaken,
    sent to a huddle, a date that is over, words that changed after ``version`` (``agreed_words_moved_on``).
    """
    room = frame()
    row = _text(text, sitting=True)
    _require_read(row, paragraph, version)
    document = documents.newest(row)
    block = _block(document, paragraph)
    _, stands = _stands(room, row, document, paragraph)
    pending = _pending(row, document, paragraph)
    standing = readings.agree(
        stands,
        clean=readings.is_clean(document.json(), paragraph),
        pending=[one.number for one in pending],
        overtake=overtake,
        confirm_by=confirm_by,
        today=standings.day_at(row, room.now),
        words=words,
    )
    Amendment.objects.filter(pk__in=[one.pk for one in pending]).update(
        state=AmendmentState.OVERTAKEN.value, ended_at=room.now, ended_version=row.version
    )
    standings.forget(text, [paragraph])
    _stand(room, row, paragraph, standing, words, confirm_by=confirm_by)
    count(room, row)
    room.record(
        text=text,
        paragraph=paragraph,
        label=stands.label,
        version=row.version,
        reads=plain_text(block),
        confirm_by=confirm_by.isoformat() if confirm_by else None,
        words=words.strip(),
        present=present(row.meeting_id),
        overtaken=[one.number for one in pending],
    )
    _changed(room, text)
    if pending:
        room.announce("overlay", text=text)
        room.announce("fragment", target=f"proposals:{text}")
    return {"paragraph": paragraph, "status": standing.value, "overtaken": [one.number for one in pending]}


@writes("paragraph.hold", of_text)
def hold(*, actor: Actor, request_id: str, text: int, paragraph: str, words: str) -> Answer:
    """Leave a paragraph for later, with the reason. Refused: no reason, a paragraph agreed or sent to a huddle."""
    room = frame()
    row = _text(text, sitting=True)
    document = documents.newest(row)
    _block(document, paragraph)
    _, stands = _stands(room, row, document, paragraph)
    standing = readings.hold(stands, words=words)
    standings.forget(text, [paragraph])
    _stand(room, row, paragraph, standing, words)
    return _found(room, row, paragraph, stands.label, standing, words, present=present(row.meeting_id))


@writes("paragraph.reopen", of_text)
def reopen(*, actor: Actor, request_id: str, text: int, paragraph: str, words: str) -> Answer:
    """Open a paragraph again that was agreed or held, with a word in the record. Refused: no word, one that is open."""
    room = frame()
    row = _text(text, sitting=True)
    document = documents.newest(row)
    _, stands = _stands(room, row, document, paragraph)
    standing = readings.reopen(stands, words=words)
    standings.forget(text, [paragraph])
    _stand(room, row, paragraph, standing, words)
    return _found(room, row, paragraph, stands.label, standing, words, present=present(row.meeting_id))


@writes("paragraph.confirm", of_text)
def confirm(
    *, actor: Actor, request_id: str, text: int, paragraph: str, confirmed: bool = True, words: str = ""
) -> Answer:
    """Say what the capital says of a paragraph that was agreed subject to it. A no opens it again for everybody.

    Refused: a paragraph that isn't agreed, a date that is over, a no without a reason.
    """
    room = frame()
    row = _text(text)
    document = documents.newest(row)
    before, stands = _stands(room, row, document, paragraph)
    standing = readings.confirm(stands, confirmed=confirmed, words=words)
    seat = room.actor.seat
    if seat is None or seat.party is None or before is None:
        raise Denied("no_seat")
    party = party_of(seat.body, seat.party.code)
    Confirmation.objects.update_or_create(
        status=before,
        party=party,
        defaults={"seat_id": room.seat(), "confirmed": confirmed, "words": words.strip(), "at": room.now},
    )
    if standing is Standing.REOPENED:
        before.status, before.note, before.seat_id = standing.value, words.strip(), room.seat()
        before.at, before.version, before.confirm_by = room.now, row.version, None
        before.save()
    reopened = standing is Standing.REOPENED
    return _found(room, row, paragraph, stands.label, standing, words, reopened, party=party.code, confirmed=confirmed)


def touched_by(proposal: Proposal, document: Document) -> set[str]:
    """The paragraphs that a proposal at the document's version changes, or does something with as a whole: to put a new
    one behind another leaves that one as it is."""
    at = (document.block_at(hunk.start) for hunk in proposal.hunks)
    about = {name for one in proposal.operations if one.kind != "new" for name in (one.paragraph, one.other)}
    return (about | {str(found[1]["attrs"]["id"]) for found in at if found}) - {""}


def require_open(text: Text, paragraphs: Iterable[str]) -> None:
    """Refuses what would be done to a paragraph that is agreed ad referendum: an amendment to it, above all.

    Raises Refused("paragraph_agreed", label=).
    """
    document = documents.newest(text)
    for _, stands in standings.standings(text, document, frame().now, set(paragraphs)).values():
        readings.require_open(stands)


def protect(room: Frame, text: Text, before: Document, outcome: Accepted) -> None:
    """Called with steps before they are stored. What is agreed stays as it is but for its number; what is said of a
    paragraph that these steps take out goes with it.

    Raises Refused("paragraph_agreed", label=).
    """
    if text.huddle_id is not None:
        return
    found = standings.standings(text, before, room.now, outcome.touched)
    gone = []
    for key, (row, stands) in found.items():
        old, new = before.block(key), outcome.document.block(key)
        if old is not None and readings.is_touched(old[1], new[1] if new else None):
            readings.require_open(stands)
        if new is None:
            gone.append(row)
    if gone:
        standings.forget(text.pk, [row.paragraph for row in gone])
        _changed(room, text.pk)


def count(room: Frame, text: Text, document: Document | None = None) -> None:
    """Notes the figures of a text as it stands now: a point in the course of its negotiation, caused by the running
    action. The branch of a huddle has no course of its own. ``document`` is the newest, where that isn't stored yet."""
    if text.huddle_id is not None:
        return
    document = document or documents.newest(text)
    known = standings.closed(standings.standings(text, document, room.now))
    Count.objects.create(
        text=text,
        version=document.version,
        reading=Reading.objects.filter(text=text).aggregate(last=Max("number"))["last"] or 0,
        cause=room.action,
        figures=standings.whole_figures(text, document, known),
        at=room.now,
    )


def _text(text: int, *, sitting: bool = False) -> Text:
    """A draft, and when the meeting has to be ``sitting``, in one that is open."""
    row = Text.objects.select_related("meeting__conference").defer("doc", "report").get(pk=text)
    require_status(Status(row.status), Status.DRAFT)
    if sitting:
        meetings.require_open(meetings.State(row.meeting.state))
    return row


def _require_read(row: Text, paragraph: str, version: int | None) -> None:
    """What is agreed are the words that the chair had before it, not those that the pen was typing meanwhile."""
    if version is None:
        return
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version <= row.version:
        raise Refused("unknown_version", version=str(version)[:20])
    if documents.touched_since(row.pk, version, paragraph):
        raise Refused("agreed_words_moved_on")


def _open(text: Text) -> Reading | None:
    return Reading.objects.filter(text=text, closed_at=None).first()


def _required(text: Text) -> Reading:
    reading = _open(text)
    if reading is None:
        raise Refused("no_reading")
    return reading


def _block(document: Document, paragraph: str) -> dict[str, Any]:
    found = document.block(paragraph)
    if found is None:
        raise Refused("no_such_paragraph", paragraph=paragraph[:40])
    return found[1]


def _stands(room: Frame, text: Text, document: Document, paragraph: str) -> tuple[ParagraphStatus | None, Paragraph]:
    block = _block(document, paragraph)
    known = standings.standings(text, document, room.now, {paragraph})
    return known.get(paragraph, (None, Paragraph(label_of(block))))


def _stand(
    room: Frame, text: Text, paragraph: str, standing: Standing, words: str, confirm_by: date | None = None
) -> None:
    ParagraphStatus.objects.create(
        text=text,
        paragraph=paragraph,
        status=standing.value,
        reading=_open(text),
        version=text.version,
        seat_id=room.seat(),
        at=room.now,
        confirm_by=confirm_by,
        note=words.strip(),
    )


def _pending(text: Text, document: Document, paragraph: str) -> list[Amendment]:
    """The amendments tabled on a paragraph: that change its words, or do something with it as a whole."""
    rows = list(Amendment.objects.filter(text=text, state=AmendmentState.TABLED.value))
    places = documents.carried(text, rows)
    return [row for row in rows if paragraph in touched_by(places[row.pk].proposal, document)]


def _found(
    room: Frame,
    text: Text,
    paragraph: str,
    label: str,
    standing: Standing,
    words: str,
    counts: bool = True,
    **facts: Any,
) -> Answer:
    """``counts``: do the figures of the text change by it?"""
    if counts:
        count(room, text)
    room.record(
        text=text.pk,
        paragraph=paragraph,
        label=label,
        status=standing.value,
        version=text.version,
        words=words.strip(),
        **facts,
    )
    _changed(room, text.pk)
    return {"paragraph": paragraph, "status": standing.value}


def _announce(room: Frame, text: int) -> None:
    room.announce("reading", text=text)
    room.announce("fragment", target=f"reading:{text}")
    text_changed(room, text)


def _changed(room: Frame, text: int) -> None:
    _announce(room, text)
    room.announce("fragment", target=f"standings:{text}")
