"""Where the paragraphs of a text stand, out of the rows, and the figures that follow from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from communique.domain.readings import Paragraph, Standing
from communique.domain.texts import attributions, figures
from communique.domain.texts.authority import Document
from communique.domain.texts.document import blocks, label_of, plain_text
from communique.records.models import Confirmation, ParagraphStatus, Party, Text
from communique.records.parties import parties_of

_attributed: WeakKeyDictionary[Document, attributions.Reading] = WeakKeyDictionary()
_counted: WeakKeyDictionary[Document, dict[Any, dict[str, Any]]] = WeakKeyDictionary()
"""What was counted in a version, by where its paragraphs stood."""
_NOTHING = attributions.Reading((), {}, ())


def day_at(text: Text, now: datetime) -> date:
    """The host's day: what a date to confirm is counted by."""
    return now.astimezone(ZoneInfo(text.meeting.conference.time_zone)).date()


def members_of(text: Text) -> list[str]:
    """Codes of the members whose capitals confirm, in protocol order."""
    rows = Party.objects.filter(body_id=text.meeting.conference.body_id, member=True)
    return list(rows.values_list("code", flat=True))


def standings(
    text: Text,
    document: Document,
    now: datetime,
    only: Collection[str] | None = None,
    members: Collection[str] | None = None,
) -> dict[str, tuple[ParagraphStatus, Paragraph]]:
    """Every paragraph (or those in ``only``) of which something is said, with its row. What lapsed by ``now`` has.

    ``members``: codes of the body's members, where they are known already.
    """
    said = Prefetch("confirmations", Confirmation.objects.select_related("party"))
    rows = ParagraphStatus.objects.filter(text=text).prefetch_related(said)
    if only is not None:
        rows = rows.filter(paragraph__in=only)
    found = {row.paragraph: (row, value_of(row, document)) for row in rows}
    if any(one.confirm_by is not None and one.standing is Standing.AGREED for _, one in found.values()):
        today = day_at(text, now)
        members = members_of(text) if members is None else members
        found = {key: (row, replace(one, standing=one.on(today, members))) for key, (row, one) in found.items()}
    return found


def value_of(row: ParagraphStatus, document: Document) -> Paragraph:
    """A row as it was decided, whatever the calendar says."""
    confirmed = frozenset(one.party.code for one in row.confirmations.all() if one.confirmed)
    block = document.block(row.paragraph)
    label = label_of(block[1]) if block else row.paragraph
    return Paragraph(label, Standing(row.status), row.confirm_by, confirmed)


def headline(document: Document, standing: Mapping[str, str]) -> dict[str, Any]:
    """``figures.Figures`` as JSON without what is said by parties. Counted once for a version and its standings."""
    return _count(document, standing, _NOTHING)


def whole_figures(text: Text, document: Document, standing: Mapping[str, str]) -> dict[str, Any]:
    """``figures.Figures`` as JSON, by the names of the parties in the body's own list."""
    reading = _attributed.get(document)
    if reading is None:
        parties = parties_of(text.meeting.conference.body_id)
        words = [(str(block["attrs"]["id"]), plain_text(block)) for block in blocks(document.json())]
        reading = _attributed[document] = attributions.read(words, parties)
    return _count(document, standing, reading)


def _count(document: Document, standing: Mapping[str, str], reading: attributions.Reading) -> dict[str, Any]:
    kept = _counted.setdefault(document, {})
    key = (frozenset(standing.items()), reading is _NOTHING)
    if key not in kept:
        kept[key] = figures.count(document.json(), standing, reading).json()
    return kept[key]


def closed(found: Mapping[str, tuple[ParagraphStatus, Paragraph]]) -> dict[str, str]:
    """The standings that figures count: what is open again is open."""
    counted = {Standing.AGREED, Standing.HELD, Standing.HUDDLE}
    return {key: one.standing.value for key, (_, one) in found.items() if one.standing in counted and one.standing}


def forget(text: int, paragraphs: Collection[str]) -> None:
    """These paragraphs stand no longer where they stood; what capitals said of that goes with it. The journal keeps
    both."""
    Confirmation.objects.filter(status__text_id=text, status__paragraph__in=paragraphs).delete()
    ParagraphStatus.objects.filter(text_id=text, paragraph__in=paragraphs).delete()
