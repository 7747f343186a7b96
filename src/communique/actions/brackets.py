"""What the pen does with the brackets of a text: puts them, lifts them, takes out what they hold, chooses, merges.

In a huddle its delegations hold the pen. Each act is one batch of steps, which the answer tells how to undo, where that
can be done: ``{"version", "undo": steps at that version, or none}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from communique.actions.frame import Answer, frame, writes
from communique.actions.texts import apply
from communique.actions.where import of_text
from communique.domain.actors import Actor
from communique.domain.errors import Refused, Stale
from communique.domain.register import Status, require_status
from communique.domain.texts import authority, bracketing
from communique.domain.texts.attributions import Attribution
from communique.domain.texts.authority import Document
from communique.domain.texts.bracketing import Around
from communique.domain.texts.naming import STANCES
from communique.domain.texts.parties import Parties
from communique.records import documents
from communique.records.models import Text
from communique.records.parties import parties_of

MOST = 50
"""Attributions that one bracket gets."""
Steps = list[dict[str, Any]]


@writes("bracket.put", of_text)
def put(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    version: int,
    start: int,
    end: int,
    attributions: list[dict[str, str]] | None = None,
) -> Answer:
    """Put the words between two positions in brackets, with who stands behind them: ``{"party", "stance"}`` each.

    Refused: nothing there, a bracket that begins or ends elsewhere, a party that isn't on the body's list, no such
    stance. Stale: positions of an older version.
    """

    def steps(document: Document, parties: Parties) -> Steps:
        about = tuple(_attributions(attributions or [], parties))
        return bracketing.bracket(document, start, end, about, parties)

    return _work(text, version, steps)


@writes("bracket.lift", of_text)
def lift(*, actor: Actor, request_id: str, text: int, version: int, position: int) -> Answer:
    """Lift the bracket around a position: its signs go and who stands behind it, the words stay."""
    return _on(text, version, position, lambda document, at, parties: bracketing.lift(document, at.pair, parties))


@writes("bracket.delete", of_text)
def delete(*, actor: Actor, request_id: str, text: int, version: int, position: int) -> Answer:
    """Delete the bracket around a position, with the words in it."""
    return _on(text, version, position, lambda document, at, parties: bracketing.delete(document, at.pair, parties))


@writes("bracket.choose", of_text)
def choose(
    *,
    actor: Actor,
    request_id: str,
    text: int,
    version: int,
    position: int,
    alternative: int,
    within: bool = False,
) -> Answer:
    """Choose one of the alternatives around a position, counted from 0; the others go. Refused: no such one.

    ``within``: of the innermost bracket's own wordings, while the choice between it and those beside it stays.
    """

    def act(document: Document, at: Around, parties: Parties) -> Steps:
        if within:
            return bracketing.choose_within(document, at.pair, alternative, parties)
        return bracketing.choose(document, at.choice, alternative, parties)

    return _on(text, version, position, act)


@writes("bracket.merge", of_text)
def merge(*, actor: Actor, request_id: str, text: int, version: int, position: int) -> Answer:
    """Make the brackets that stand beside each other as alternatives one bracket. Refused: none stand beside it."""
    return _on(text, version, position, lambda document, at, parties: bracketing.merge(document, at.choice, parties))


def _on(text: int, version: int, position: int, act: Callable[[Document, Around, Parties], Steps]) -> Answer:
    """Does something with the innermost bracket around a position."""
    return _work(
        text,
        version,
        lambda document, parties: act(document, bracketing.around(document, position, parties), parties),
    )


def _work(text: int, version: int, act: Callable[[Document, Parties], Steps]) -> Answer:
    room = frame()
    row = Text.objects.select_related("meeting__conference").defer("doc", "report").get(pk=text)
    require_status(Status(row.status), Status.DRAFT)
    if version != row.version:
        raise Stale(row.version)
    document = documents.newest(row)
    steps = act(document, parties_of(row.meeting.conference.body_id))
    taken, margin_changes = apply(room, row, version, steps, f"brackets-{room.seat()}", limit=max(1, len(steps)))
    if margin_changes:
        room.announce("fragment", target=f"proposals:{text}")
    return {"version": taken, "undo": _undoing(document, steps)}


def _undoing(document: Document, steps: Steps) -> Steps:
    """The steps that take these back, tried before they are promised; none where they don't."""
    made = authority.receive(document, document.version, steps, limit=len(steps))
    if not isinstance(made, authority.Accepted):
        raise RuntimeError(f"steps that were taken are taken no more: {made!r}")
    back = authority.inverse(document, made.steps)
    tried = authority.receive(made.document, made.document.version, back, limit=len(back))
    same = isinstance(tried, authority.Accepted) and tried.document.json() == document.json()
    return back if same else []


def _attributions(asked: Iterable[Any], parties: Parties) -> Iterable[Attribution]:
    for at, one in enumerate(asked):
        party, stance = (one.get("party"), one.get("stance")) if isinstance(one, dict) else (None, None)
        if at >= MOST or not isinstance(party, str) or stance not in STANCES:
            raise Refused("bad_stance", stance=str(stance)[:40])
        known = parties.find(party)
        if known is None:
            raise Refused("unknown_party", party=party[:40])
        yield Attribution(known, stance)
