"""Sending delegations out with some paragraphs, what they do there, and what they bring back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from communique.actions import branches, readings
from communique.actions.bodies import party_of
from communique.actions.frame import Answer, Frame, frame, writes
from communique.actions.texts import apply
from communique.actions.where import in_huddle, of_huddle, of_text
from communique.domain import huddles
from communique.domain.actors import Actor
from communique.domain.errors import Denied, Refused
from communique.domain.huddles import State
from communique.domain.readings import Standing
from communique.domain.register import Status, require_status
from communique.domain.texts import amendments, authority
from communique.domain.texts.document import describe
from communique.domain.texts.positions import Stance
from communique.records import documents, standings
from communique.records.models import (
    Amendment,
    Cosponsor,
    Huddle,
    HuddleParty,
    ParagraphStatus,
    Party,
    Position,
    Reading,
    Text,
)
from communique.records.proposed import numbers_proposed


@writes("huddle.send", of_text)
def send(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    paragraphs: list[str],
    parties: list[str],
    task: str = "",
    due_at: datetime | None = None,
) -> Answer:
    """Send delegations out with some paragraphs: they get a branch of the text with copies of them, which nobody else
    sees, until they bring it back or are called back.

    Refused: a text that isn't a draft, no paragraphs or too many, one that isn't there, is agreed or out already,
    fewer than two members, a time that is over.
    """
    room = frame()
    row = Text.objects.select_related("meeting__conference").defer("doc", "report").get(pk=text)
    require_status(Status(row.status), Status.DRAFT)
    document = documents.newest(row)
    known = standings.standings(row, document, room.now, set(paragraphs))
    members = {one.code: one for one in Party.objects.filter(body_id=row.meeting.conference.body_id, member=True)}
    away, codes = huddles.send(
        paragraphs=paragraphs,
        document=document,
        standing={key: stands for key, (_, stands) in known.items()},
        delegations=parties,
        members=list(members),
        task=task,
        due_at=due_at,
        now=room.now,
    )
    number = (Huddle.objects.filter(text=row).aggregate(last=Max("number"))["last"] or 0) + 1
    base = huddles.base_of(document, away)
    huddle = Huddle.objects.create(
        text=row,
        number=number,
        paragraphs=list(away),
        base_version=row.version,
        base=list(base),
        seat_id=room.seat(),
        sent_at=room.now,
        task=task.strip(),
        due_at=due_at,
    )
    HuddleParty.objects.bulk_create(HuddleParty(huddle=huddle, party=members[code]) for code in codes)
    branch = _branch(room, row, huddle, base)
    _stand(room, row, away)
    readings.count(room, row)
    room.record(
        text=text,
        huddle=huddle.pk,
        number=number,
        branch=branch.pk,
        paragraphs=list(away),
        parties=list(codes),
        task=huddle.task,
        due_at=due_at.isoformat() if due_at else None,
        version=row.version,
        doc=branch.doc,
    )
    branches.announce(room, text)
    return {"huddle": huddle.pk, "number": number, "branch": branch.pk}


@writes("huddle.refresh", in_huddle)
def refresh(*, actor: Actor, request_id: str, huddle: int, choices: dict[str, str] | None = None) -> Answer:
    """Bring a branch up to date with the text before everybody. Its own words stay, and the new ones come in where
    they can; ``choices`` says for the other paragraphs whether "ours", "theirs" or "both" shall stand.

    Refused: nothing was changed there, a paragraph that needs a choice, none of the paragraphs is left.
    """
    room = frame()
    row, branch = _row(huddle)
    document, ours = documents.newest(row.text), documents.newest(branch)
    if not huddles.changed(row.base, document, ours) and document.version == row.base_version:
        raise Refused("huddle_is_up_to_date")
    decided = {key: value for key, value in (choices or {}).items() if key in row.paragraphs}
    made = huddles.refresh(row.base, document, ours, decided)
    room.record(text=branch.pk, huddle=huddle, version=branch.version, base=document.version, choices=decided)
    if made.steps:
        facts = room.facts or {}
        apply(room, branch, branch.version, list(made.steps), f"huddle-{row.number}")
        room.record(**(facts | (room.facts or {})))
        room.announce("overlay", text=branch.pk)
        room.announce("fragment", target=f"proposals:{branch.pk}")
    row.base, row.base_version = list(made.base), document.version
    row.save(update_fields=["base", "base_version"])
    row.parties.update(ready_version=None)
    if not made.steps:
        room.announce("fragment", target=f"huddles:{branch.pk}")
    return {"huddle": huddle, "version": branch.version}


@writes("huddle.agree", in_huddle)
def agree(*, actor: Actor, request_id: str, huddle: int, version: int) -> Answer:
    """Agree for a delegation to the branch as it stands at ``version``, as the text to be brought back.

    Refused: it has changed since then.
    """
    room = frame()
    row, branch = _row(huddle)
    party = _own_party(room)
    HuddleParty.objects.filter(huddle=row, party=party).update(ready_version=huddles.agree(version, branch.version))
    room.record(text=branch.pk, huddle=huddle, party=party.code, version=branch.version)
    room.announce("fragment", target=f"huddles:{branch.pk}")
    return {"huddle": huddle, "version": branch.version}


@writes("huddle.report", of_huddle)
def report(*, actor: Actor, request_id: str, huddle: int) -> Answer:
    """Bring back the landing text: what the branch changes is tabled as one amendment in the names of all its
    delegations, the one that reports first.

    Refused: the huddle is over, its branch is stale, somebody hasn't agreed to it, it changes nothing, a text that
    isn't a draft.
    """
    room = frame()
    row, branch = _row(huddle)
    text = row.text
    state = State(row.state)
    huddles.require_open(state)
    require_status(Status(text.status), Status.DRAFT)
    document, ours = documents.newest(text), documents.newest(branch)
    sent = list(row.parties.select_related("party"))
    state = huddles.report(
        state,
        agreed={one.party.name: one.ready_version for one in sent},
        version=branch.version,
        stale=[one.label for one in huddles.changed(row.base, document, ours)],
    )
    proposal = huddles.landing(document, ours, row.paragraphs, taken=numbers_proposed(text))
    branches.end(room, row, state)
    mover = _own_party(room)
    sponsors = [mover, *(one.party for one in sent if one.party != mover)]
    amendment = _table(room, row, document, proposal, sponsors)
    readings.count(room, text)
    room.record(
        text=text.pk,
        huddle=huddle,
        number=row.number,
        branch=branch.pk,
        amendment=amendment.pk,
        amendment_number=amendment.number,
        parties=[one.code for one in sponsors],
        version=text.version,
        **amendments.to_json(proposal),
    )
    room.announce("overlay", text=text.pk)
    room.announce("fragment", target=f"proposals:{text.pk}")
    branches.announce(room, text.pk)
    return {"huddle": huddle, "amendment": amendment.pk, "number": amendment.number}


@writes("huddle.dissolve", of_huddle)
def dissolve(*, actor: Actor, request_id: str, huddle: int, words: str = "") -> Answer:
    """Call a huddle back without a landing text: nothing is tabled, and its paragraphs are open again. Refused: it is
    over."""
    room = frame()
    row, _ = _row(huddle)
    branches.end(room, row, huddles.dissolve(State(row.state), words=words))
    readings.count(room, row.text)
    room.record(text=row.text_id, huddle=huddle, number=row.number, state=row.state, words=words.strip())
    branches.announce(room, row.text_id)
    return {"huddle": huddle, "state": row.state}


def _row(huddle: int) -> tuple[Huddle, Text]:
    rows = Huddle.objects.select_related("text__meeting__conference", "branch")
    row = rows.defer("text__doc", "text__report", "branch__doc", "branch__report").get(pk=huddle)
    return row, row.branch


def _branch(room: Frame, text: Text, huddle: Huddle, base: tuple[dict[str, Any], ...]) -> Text:
    document = authority.load({"type": "doc", "content": list(base)}, 0)
    branch = Text.objects.create(
        meeting_id=text.meeting_id,
        huddle=huddle,
        title=text.title,
        symbol=text.symbol,
        language=text.language,
        doc=document.json(),
        source=f"text {text.pk}, version {text.version}",
        report=describe(document.json()),
        imported_at=room.now,
    )
    documents.keep_after_commit(branch.pk, document, ())
    return branch


def _stand(room: Frame, text: Text, paragraphs: tuple[str, ...]) -> None:
    """Paragraphs are with a huddle now; what a reading held stands so no longer."""
    standings.forget(text.pk, paragraphs)
    reading = Reading.objects.filter(text=text, closed_at=None).first()
    ParagraphStatus.objects.bulk_create(
        ParagraphStatus(
            text=text,
            paragraph=paragraph,
            status=Standing.HUDDLE.value,
            reading=reading,
            version=text.version,
            seat_id=room.seat(),
            at=room.now,
        )
        for paragraph in paragraphs
    )


def _table(
    room: Frame, huddle: Huddle, document: authority.Document, proposal: amendments.Proposal, sponsors: list[Party]
) -> Amendment:
    """The landing text: the first of its sponsors moves it, and all of them support it."""
    text = huddle.text
    about = proposal.paragraphs(document) or (document.json()["content"][0]["attrs"]["id"],)
    made = Amendment.objects.create(
        text=text,
        number=(Amendment.objects.filter(text=text).aggregate(last=Max("number"))["last"] or 0) + 1,
        party=sponsors[0],
        seat_id=room.seat(),
        paragraph=about[0],
        base_version=text.version,
        landed_by=huddle,
        tabled_at=room.now,
        **amendments.to_json(proposal),
    )
    Cosponsor.objects.bulk_create(
        Cosponsor(amendment=made, party=party, seat_id=room.seat(), joined_at=room.now) for party in sponsors[1:]
    )
    Position.objects.bulk_create(
        Position(amendment=made, party=party, seat_id=room.seat(), stance=Stance.SUPPORT.value, at=room.now)
        for party in sponsors
    )
    return made


def _own_party(room: Frame) -> Party:
    seat = room.actor.seat
    if seat is None or seat.party is None:
        raise Denied("no_seat")
    return party_of(seat.body, seat.party.code)
