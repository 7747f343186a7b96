"""The amendments of a text as the engine takes them: what each proposes at one version, in whose names, and who says
what of it. Everything that compiles, compares positions or counts them begins here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q

from communique.domain.actors import Audience
from communique.domain.texts import amendments
from communique.domain.texts.authority import Document
from communique.domain.texts.compile import Tabled
from communique.domain.texts.landing import Stake
from communique.domain.texts.parties import Parties
from communique.domain.texts.positions import AmendmentState
from communique.queries.texts import readers_of
from communique.records import documents, versions
from communique.records.models import Amendment, Cosponsor, Party, Position, Reading, Step, Text
from communique.records.models.huddles import delegations_in
from communique.records.parties import named


@dataclass(frozen=True)
class Table:
    """What was on the table at one version of a text. Parties are named by their codes, as in the text's brackets."""

    text: Text
    """With its meeting, conference and body, without its document."""
    version: int
    document: Document
    tabled: tuple[Tabled, ...]
    """By number. Those whose words are gone at this version are not among them."""
    lost: tuple[int, ...]
    """The numbers of those."""
    parties: tuple[Party, ...]
    """All of the body: the members first, in protocol order, then the observers."""
    huddle: frozenset[str] | None
    """The codes of those in the huddle whose branch the text is."""

    @property
    def members(self) -> tuple[str, ...]:
        """The codes of those who decide on it: the members, or those in the huddle."""
        return tuple(
            one.code for one in self.parties if one.member and (self.huddle is None or one.code in self.huddle)
        )

    def names(self) -> Parties:
        """The body's own list, as brackets are read by."""
        return named(tuple((one.code, one.name, one.official_name) for one in self.parties))

    @property
    def heading(self) -> dict[str, Any]:
        return _heading(self.text, self.version)

    def plates(self) -> dict[str, dict[str, str]]:
        return {one.code: one.value().plate() for one in self.parties}

    def stakes(self) -> tuple[Stake, ...]:
        """The same as far as positions go."""
        return tuple(
            Stake(one.key, one.number, one.proposal.paragraphs(self.document), one.parties, one.stances)
            for one in self.tabled
        )


def table_for(audience: Audience, text: int, version: int | None = None) -> Table | None:
    """What is on the table of a text, or was at a version; None for who may not read it.

    At an older version those amendments count that had been tabled and were not yet decided when it gave way to the
    next one, and those positions that were taken by then and still hold. Refused: ``unknown_version``.
    """
    row = found(audience, text)
    return None if row is None else _table(row, row.version if version is None else version)


def heading_for(audience: Audience, text: int) -> dict[str, Any] | None:
    """What a page beside a text says at its head, and the versions that have a name.

    ``{"id", "title", "symbol", "status", "language", "version", "newest", "huddle": its number or 0, "body": its name,
    "body_id", "country", "conference": {"slug", "name", "time_zone", "place"}, "meeting": {"id", "name"}, "readings":
    [{"number", "opened", "closed": versions, None while it is open}]}``.
    """
    row = found(audience, text)
    if row is None:
        return None
    rows = Reading.objects.filter(text=row).order_by("number")
    named = rows.values("number", opened=F("opened_version"), closed=F("closed_version"))
    return _heading(row, row.version) | {"readings": list(named)}


def _heading(row: Text, version: int) -> dict[str, Any]:
    meeting, conference = row.meeting, row.meeting.conference
    return {
        "id": row.pk,
        "title": row.title,
        "symbol": row.symbol,
        "status": row.status,
        "language": row.language,
        "version": version,
        "newest": row.version,
        "huddle": row.huddle.number if row.huddle else 0,
        "body": conference.body.name,
        "body_id": conference.body_id,
        "country": conference.body.jurisdiction,
        "conference": {
            "slug": conference.slug,
            "name": conference.name,
            "time_zone": conference.time_zone,
            "place": conference.place,
        },
        "meeting": {"id": meeting.pk, "name": meeting.name},
    }


def found(audience: Audience, text: int) -> Text | None:
    """A text's row, without its document, for who may read it."""
    rows = Text.objects.select_related("meeting__conference__body", "item", "huddle").defer("doc", "report")
    row = rows.filter(pk=text).first()
    return row if row is not None and readers_of(row).have(audience) else None


def _table(row: Text, version: int) -> Table:
    document = versions.at(row, version)
    parties = tuple(Party.objects.filter(body_id=row.meeting.conference.body_id))
    until = (
        None if version == row.version else Step.objects.values_list("at", flat=True).get(text=row, version=version + 1)
    )
    rows = list(_rows(row, version, until))
    places = _places(row, rows, version, document)
    sound = [one for one in rows if not places[one.pk].lost]
    return Table(
        row,
        version,
        document,
        tuple(_tabled(one, places[one.pk].proposal, until) for one in sound),
        tuple(one.number for one in rows if places[one.pk].lost),
        parties,
        delegations_in(row.huddle_id),
    )


def _rows(row: Text, version: int, until: datetime | None) -> Iterable[Amendment]:
    """Those that were tabled at ``version``, which gave way to the next one at ``until``."""
    rows = Amendment.objects.filter(text=row, base_version__lte=version).order_by("number").select_related("party")
    if until is None:
        rows = rows.filter(state=AmendmentState.TABLED.value)
    else:
        rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=until), tabled_at__lte=until)
    return rows.prefetch_related(
        Prefetch("cosponsors", Cosponsor.objects.select_related("party")),
        Prefetch("positions", Position.objects.select_related("party")),
    )


def _places(row: Text, rows: Sequence[Amendment], version: int, document: Document) -> dict[int, amendments.Carried]:
    if version == row.version:
        return documents.carried(row, rows)
    lowest = min((one.base_version for one in rows), default=version)
    maps = documents.maps_since(row, lowest)
    states: dict[int, amendments.Carried] = {}
    for one in rows:
        state = amendments.carry(documents.proposal_of(one), maps[one.base_version - lowest : version - lowest])
        gone = state.lost or amendments.gone(state, document)
        states[one.pk] = amendments.carry(state, (), lost=gone)
    return states


def _tabled(row: Amendment, proposal: amendments.Proposal, until: datetime | None) -> Tabled:
    def by_then(at: datetime | None) -> bool:
        return at is not None and (until is None or at <= until)

    joined = [one.party.code for one in row.cosponsors.all() if by_then(one.joined_at) and not by_then(one.left_at)]
    stances: dict[str, Any] = {one.party.code: one.stance for one in row.positions.all() if by_then(one.at)}
    return Tabled(row.pk, row.number, tuple(dict.fromkeys((row.party.code, *joined))), proposal, stances)
