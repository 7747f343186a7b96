"""Importing a text, and drafting in it step by step."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from communique.actions import branches, losses, readings
from communique.actions.before import text_changed, words_changed
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.where import of_item, of_text
from communique.domain.actors import Actor
from communique.domain.errors import Refused, Stale
from communique.domain.register import Status, require_status
from communique.domain.texts import amendments, authority, formats
from communique.domain.texts.document import describe, plain_text
from communique.domain.texts.operations import Operation
from communique.domain.texts.positions import AmendmentState
from communique.records import documents
from communique.records.models import AgendaItem, Amendment, Step, Text

NAMING = ("reading", "standings", "huddles", "comments", "delegation")
"""The places beside a text that call its paragraphs by their numbers, besides the margin of proposals."""
PIECES, PIECE = 50, 120
"""How many of the pieces left out of an import its report names, and with how many characters of each."""


@writes("text.import", of_item)
def import_text(*, actor: Actor, request_id: str, item: int, filename: str, content: bytes, symbol: str = "") -> Answer:
    """Read a file into the text of an agenda item, and report what was found in it.

    Refused: an item without a document, one that has a text already, a file that is no text, too large or unsafe.
    """
    room = frame()
    row = AgendaItem.objects.get(pk=item)
    if not row.adopts:
        raise Refused("item_has_no_document", number=row.number)
    if Text.objects.filter(item=row).exists():
        raise Refused("item_has_a_text", number=row.number)
    read = formats.read(filename, content, limit=settings.UPLOAD_LIMIT)
    document = authority.load(read.doc, 0)
    pieces = [" ".join(piece.split())[:PIECE] for piece in read.dropped[:PIECES]]
    report = describe(read.doc) | {"dropped": len(read.dropped), "dropped_pieces": pieces}
    text = Text.objects.create(
        meeting_id=row.meeting_id,
        item=row,
        title=(read.title or row.title)[:500],
        symbol=symbol.strip()[:60],
        language=read.language,
        doc=document.json(),
        source=filename[-200:],
        report=report,
        imported_at=room.now,
    )
    documents.keep_after_commit(text.pk, document, ())
    readings.count(room, text, document)
    room.record(text=text.pk, item=item, title=text.title, source=text.source, report=report, doc=text.doc)
    room.announce("fragment", target=f"agenda:{row.meeting_id}")
    text_changed(room, text.pk)
    return {"text": text.pk, "report": report}


@writes("text.draft", of_text)
def draft(*, actor: Actor, request_id: str, text: int, version: int, steps: list[Any], client: str) -> Answer:
    """Type in the text: all steps are taken, or none.

    Refused: steps that don't hold, a text before the meeting or adopted. Stale: made against an older version.
    """
    room = frame()
    row = Text.objects.defer("doc", "report").get(pk=text)
    require_status(Status(row.status), Status.DRAFT)
    if not isinstance(client, str) or not 1 <= len(client) <= 64:
        raise Refused("malformed_steps", why="client")
    taken, margin_changes = apply(room, row, version, steps, client)
    if margin_changes:
        room.announce("fragment", target=f"proposals:{text}")
    return {"version": taken}


def apply(
    room: Frame, row: Text, version: int, steps: list[Any], client: str, *, limit: int = authority.LIMIT
) -> tuple[int, bool]:
    """Takes steps into a text inside a frame, journals and announces them; returns the new version, and whether the
    margin of proposals reads otherwise now. ``limit``: how many steps there may be.

    Raises Refused or Stale with nothing stored.
    """
    before = documents.newest(row)
    outcome = authority.receive(before, version, steps, limit=limit)
    if isinstance(outcome, authority.Stale):
        raise Stale(outcome.version)
    if isinstance(outcome, Refused):
        raise outcome
    readings.protect(room, row, before, outcome)
    renamed = _changes_numbers(before, outcome)
    margin_changes = renamed or _changes_margin(row, before, outcome)
    lost = losses.by(row, before, outcome)
    first = row.version + 1
    row.version = outcome.document.version
    Step.objects.bulk_create(
        Step(
            text=row,
            version=at,
            step=step,
            client=client,
            touched=list(outcome.touched) if at == row.version else [],
            seat_id=room.seat(),
            at=room.now,
        )
        for at, step in enumerate(outcome.steps, first)
    )
    changed = ["version"]
    if row.version - row.doc_version >= documents.SNAPSHOT_EVERY:
        row.doc, row.doc_version = outcome.document.json(), row.version
        changed += ["doc", "doc_version"]
    row.save(update_fields=changed)
    if len(changed) > 1 or room.action.startswith(("amendment.", "bracket.")):
        readings.count(room, row, outcome.document)
    documents.keep_after_commit(row.pk, outcome.document, outcome.maps)
    room.record(text=row.pk, version=row.version, client=client, steps=list(outcome.steps))
    room.announce("steps", text=row.pk, first=first, last=row.version)
    losses.tell(room, row, lost)
    if renamed:
        for place in NAMING:
            room.announce("fragment", target=f"{place}:{row.pk}")
    if row.huddle_id is None and _changes_figures(before, outcome):
        room.announce("fragment", target=f"reading:{row.pk}")
    if row.huddle_id is None:
        words_changed(room, row.pk, outcome.touched)
    branches.after_steps(room, row, outcome.touched)
    return row.version, margin_changes


def _changes_figures(before: authority.Document, outcome: authority.Accepted) -> bool:
    """Has the text other paragraphs or brackets after these steps? Then the figures beside it read otherwise."""
    return any(_brackets(before, key) != _brackets(outcome.document, key) for key in outcome.touched)


def _brackets(document: authority.Document, block: str) -> int | None:
    """How many brackets stand in a block; None when it isn't there."""
    found = document.block(block)
    return sum(map(plain_text(found[1]).count, "[]")) if found else None


def _changes_numbers(before: authority.Document, outcome: authority.Accepted) -> bool:
    """Has a paragraph that was there before another number after these steps?"""
    there = [key for key in outcome.touched if before.block(key) and outcome.document.block(key)]
    return any(_number(before, key) != _number(outcome.document, key) for key in there)


def _changes_margin(row: Text, before: authority.Document, outcome: authority.Accepted) -> bool:
    """Do the proposals beside a text read otherwise after these steps? So they do when the words under one of them are
    gone, or changed under an operation on the whole paragraph. ``row`` is still at the version of ``before``."""
    tabled = list(Amendment.objects.filter(text=row, state=AmendmentState.TABLED.value))
    places = documents.carried(row, tabled)
    standing = {key: one for key, one in places.items() if not one.lost}
    carried = {key: amendments.carry(one, outcome.maps) for key, one in standing.items()}
    if any(one.lost for one in carried.values()):
        return True
    after, touched = outcome.document, set(outcome.touched)
    if any(one.operations for one in carried.values()):
        if _row_of_blocks(before) != _row_of_blocks(after) and any(
            amendments.gone(one, after) for one in carried.values() if one.operations
        ):
            return True
        about = [one for place in carried.values() for one in place.operations if touched.intersection(_about(one))]
        if any((_words(before, one) == one.words) != (_words(after, one) == one.words) for one in about):
            return True
    return False


def _about(one: Operation) -> tuple[str, ...]:
    """The paragraphs whose words an operation was tabled on."""
    return tuple(name for name in (one.paragraph, one.other) if name)


def _row_of_blocks(document: authority.Document) -> list[str]:
    return [block["attrs"]["id"] for block in document.json()["content"]]


def _words(document: authority.Document, one: Operation) -> str:
    """The words of those paragraphs, as ``Operation.words`` has them."""
    found = (document.block(name) for name in _about(one))
    return "\n".join(plain_text(block[1]) for block in found if block)


def _number(document: authority.Document, paragraph: str) -> str | None:
    """The number of a block; None when it isn't there."""
    found = document.block(paragraph)
    return found[1]["attrs"].get("number", "") if found else None
