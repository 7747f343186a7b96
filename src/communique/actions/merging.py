"""Amendments that go up in another one: several merged into one, and an amendment to one that its mover takes in."""

from __future__ import annotations

from communique.actions.amendments import (
    changed,
    lay,
    over,
    own_party,
    require_draft,
    sponsors_of,
    standing,
    tabled,
)
from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_amended, of_text
from communique.domain.actors import Actor
from communique.domain.errors import Refused
from communique.domain.texts import clashes, positions
from communique.domain.texts.amendments import to_json
from communique.domain.texts.positions import AmendmentState
from communique.records.models import Amendment, Party, Text


@writes("amendment.merge", of_text)
def merge(*, actor: Actor, request_id: str, text: int, amendments: list[int], reason: str = "") -> Answer:
    """Merge amendments that don't contradict each other into one, in the names of all their sponsors.

    Without a ``reason`` it has theirs. Refused: fewer than two; one is over, is an amendment to another one, or has
    lost its words; two of them can't both be taken (``amendments_conflict`` names their numbers).
    """
    room = frame()
    text_row = Text.objects.defer("doc", "report").get(pk=text)
    require_draft(text_row)
    rows = list(
        Amendment.objects.filter(text=text_row, pk__in=amendments, amends=None)
        .select_related("party", "text")
        .defer("text__doc", "text__report")
        .order_by("number")
    )
    if len(rows) != len(set(amendments)):
        raise Refused("no_such_amendment")
    state = positions.merge([AmendmentState(row.state) for row in rows])
    proposal = clashes.merged({row.number: standing(text_row, row).proposal for row in rows})
    codes = positions.sponsors_of_merged(map(sponsors_of, rows))
    found = {party.code: party for party in Party.objects.filter(body_id=rows[0].party.body_id, code__in=codes)}
    reason = reason.strip() or "\n".join(dict.fromkeys(row.reason for row in rows if row.reason))
    answer = lay(room, text_row, [found[code] for code in codes], proposal, reason=reason)
    facts = room.facts or {}
    for row in rows:
        row.merged_into_id = answer["amendment"]
        over(room, row, text_row, state)
    room.record(**facts, merged=[row.number for row in rows])
    return answer


@writes("amendment.take_in", of_amended)
def take_in(*, actor: Actor, request_id: str, amendment: int) -> Answer:
    """The mover of an amendment takes in an amendment to it: its own words are those from now on. Only its sponsors
    have spoken for these; what others said of the old words falls.

    Refused: it is over, or its words are gone.
    """
    room = frame()
    row = tabled(amendment)
    if row.amends is None:
        raise Refused("no_such_amendment")
    parent = tabled(row.amends.pk)
    text = row.text
    require_draft(text)
    sponsors = sponsors_of(parent)
    if own_party(room).code != sponsors[0]:
        raise Refused("not_the_mover", mover=sponsors[0])
    said = to_json(standing(text, row).proposal)
    parent.hunks, parent.operations, parent.base_version = said["hunks"], said["operations"], text.version
    parent.save(update_fields=["hunks", "operations", "base_version"])
    parent.positions.exclude(party__code__in=positions.positions_on_new_words(sponsors)).delete()
    row.merged_into = parent
    over(room, row, text, AmendmentState.MERGED)
    room.record(
        text=text.pk, amendment=parent.pk, number=parent.number, taken_in=row.number, version=text.version, **said
    )
    changed(room, text.pk)
    return {"amendment": parent.pk, "number": parent.number}
