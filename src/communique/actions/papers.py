"""Papers laid before a meeting, and taken back."""

from __future__ import annotations

import hashlib

from django.conf import settings

from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.meetings import tell
from communique.actions.where import of_meeting, of_paper
from communique.actions.words import fit
from communique.domain import meetings, papers
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.meetings import State
from communique.domain.register import check_symbol
from communique.records.models import AgendaItem, Document, Meeting, Paper


@writes("paper.lay", of_meeting)
def lay(
    *,
    actor: Actor,
    request_id: str,
    meeting: int,
    filename: str,
    content: bytes,
    title: str,
    under: int | None = None,
    symbol: str = "",
    language: str = "en",
    readers: str = papers.Readers.PARTICIPANTS.value,
    of: int | None = None,
) -> Answer:
    """Lay a file before a meeting, ``under`` one of its items or for the whole of it. ``of``: the paper of which it is
    another language, whose symbol, item and readers it has then.

    Refused: a file that is empty, too large, broken, unsafe or of another kind; no title; a symbol that is malformed or
    taken; a language that the paper has already; an item or a paper of another meeting; a closed meeting.
    """
    room = frame()
    row = Meeting.objects.select_related("conference").get(pk=meeting)
    meetings.require_not_closed(State(row.state))
    kind = papers.kind_of(content, limit=settings.UPLOAD_LIMIT)
    title = fit(Paper, "title", title)
    if not title:
        raise Refused("paper_title_missing")
    language = papers.check_language(language)
    first = _first(row, of)
    if first is not None:
        symbol, under, readers = first.symbol, first.item_id, first.readers
        _require_free_language(first, language)
    else:
        symbol = _free_symbol(row, symbol)
    item = _item(row, under)
    paper = Paper.objects.create(
        meeting=row,
        item=item,
        of=first,
        symbol=symbol,
        title=title,
        language=language,
        filename=filename.strip()[-200:] or "paper",
        kind=kind,
        content=content,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        readers=_readers(readers).value,
        laid_at=room.now,
        laid_by_id=room.seat(),
    )
    room.record(
        meeting=meeting,
        paper=paper.pk,
        title=title,
        symbol=symbol,
        language=language,
        readers=paper.readers,
        kind=kind,
        size=paper.size,
        digest=paper.digest,
        filename=paper.filename,
        **({"item": item.pk} if item else {}),
        **({"of": first.pk} if first else {}),
    )
    _told(room, meeting)
    return {"paper": paper.pk, "kind": kind, "digest": paper.digest}


@writes("paper.withdraw", of_paper)
def withdraw(*, actor: Actor, request_id: str, paper: int) -> Answer:
    """Take a paper back: it stays in the record, and is handed out no more. Refused: withdrawn before, a closed
    meeting."""
    room = frame()
    row = Paper.objects.select_related("meeting").defer("content").get(pk=paper)
    meetings.require_not_closed(State(row.meeting.state))
    if row.withdrawn_at is not None:
        raise Refused("paper_is_withdrawn")
    row.withdrawn_at = room.now
    row.save(update_fields=["withdrawn_at"])
    room.record(meeting=row.meeting_id, paper=paper, title=row.title, symbol=row.symbol, language=row.language)
    _told(room, row.meeting_id)
    return {"paper": paper}


def _told(room: Frame, meeting: int) -> None:
    tell(room, meeting, "papers", "agenda", "now")


def _first(row: Meeting, of: int | None) -> Paper | None:
    """The paper of which another language is laid: of this meeting, and one that still lies there."""
    if of is None:
        return None
    found = Paper.objects.filter(pk=of, meeting=row).defer("content").select_related("of").first()
    if found is None:
        raise Refused("paper_of_another_meeting")
    if found.withdrawn_at is not None:
        raise Refused("paper_is_withdrawn")
    return found.of or found


def _require_free_language(first: Paper, language: str) -> None:
    there = Paper.objects.filter(of=first) | Paper.objects.filter(pk=first.pk)
    if there.filter(withdrawn_at=None, language__iexact=language).exists():
        raise Refused("paper_language_taken", language=language)


def _free_symbol(row: Meeting, symbol: str) -> str:
    """A symbol that no other paper of the body bears, nor a document of the register; a withdrawn paper's may be used
    again, for what it should have been."""
    if not symbol.strip():
        return ""
    lying = Paper.objects.filter(meeting__conference__body_id=row.conference.body_id, withdrawn_at=None)
    taken = set(lying.exclude(symbol="").values_list("symbol", flat=True))
    return check_symbol(symbol, taken | set(Document.objects.values_list("symbol", flat=True)))


def _item(row: Meeting, item: int | None) -> AgendaItem | None:
    if item is None:
        return None
    found = AgendaItem.objects.filter(pk=item, meeting=row).first()
    if found is None:
        raise Refused("item_of_another_meeting")
    return found


def _readers(said: str) -> papers.Readers:
    try:
        return papers.Readers(said)
    except ValueError:
        raise Refused("bad_readers", said=said[:40]) from None
