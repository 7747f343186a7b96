"""The summary record of a meeting: drawn up, edited, sent to delegations for corrections, then final.

Practice of the United Nations (General Assembly, rules of procedure 57 to 59, and the note on every provisional
record): corrections are sought by a date, a delegation corrects its own interventions alone, and the secretariat
consolidates them; after that the record is final. An entry is one numbered paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from communique.domain.actors import Audience
from communique.domain.errors import Refused
from communique.domain.meetings import State as MeetingState
from communique.domain.reporting import Entry

WORDS = 10_000
"""Characters of one entry."""
REASON = 2000
"""Characters of a correction's reason and of the answer to it."""
ENTRIES = 5000
"""Entries of one record: a long week's meeting has some hundreds."""
LONGEST = 366
"""Days for which corrections can be sought at most."""


class State(StrEnum):
    DRAFT = "draft"
    CIRCULATED = "circulated"
    FINAL = "final"


class CorrectionState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


def merge(kept: Sequence[Entry], drawn: Sequence[Entry]) -> tuple[Entry, ...]:
    """A record drawn up anew over the one that there is.

    What the secretariat has edited, removed, moved or added stays as it is and where it is; what it hasn't touched is
    told as it is drawn now, since the clerk's notes may have grown; what is new comes in behind the entry that it
    follows, and behind what was added to that by hand. Drawn up twice, nothing changes.
    """
    fresh = {one.id: one for one in drawn}
    made = [_refreshed(one, fresh.get(one.id)) for one in kept]
    there = {one.id for one in made}
    behind: str | None = None
    for one in drawn:
        if one.id not in there:
            at = 0 if behind is None else next(place for place, other in enumerate(made, 1) if other.id == behind)
            while at < len(made) and made[at].id not in fresh:
                at += 1
            made.insert(at, one)
        behind = one.id
    return tuple(made)


def _refreshed(kept: Entry, drawn: Entry | None) -> Entry:
    if drawn is None or kept.edited or kept.removed:
        return kept
    return replace(drawn, changed=kept.changed)


def require_drawn(drawn: Sequence[Entry]) -> None:
    """Raises Refused("nothing_to_record"): the meeting was never opened, so nothing has happened in it."""
    if not drawn:
        raise Refused("nothing_to_record")


def require_draft(state: State) -> None:
    """Raises Refused("record_is_circulated") or Refused("record_is_final")."""
    require_not_final(state)
    if state is State.CIRCULATED:
        raise Refused("record_is_circulated")


def require_not_final(state: State) -> None:
    """A final record isn't changed, by whomever."""
    if state is State.FINAL:
        raise Refused("record_is_final")


def reword(entries: Sequence[Entry], entry: str, words: str, *, seen: int, version: int) -> tuple[Entry, ...]:
    """An entry in other words; ``seen`` is the version of the record that the editor had before it, and ``version`` the
    one that this makes.

    Raises Refused("no_such_entry"), Refused("entry_moved_on") when somebody else has changed it since,
    Refused("entry_missing"), Refused("entry_too_long").
    """
    at = _place(entries, entry)
    _require_unchanged(entries[at], seen)
    return _put(entries, at, replace(entries[at], words=check_words(words), edited=True, changed=version))


def add(entries: Sequence[Entry], words: str, *, after: str, at: datetime, version: int) -> tuple[Entry, ...]:
    """A new entry of the secretariat's behind another one, in its sitting and under its item; ``after`` "" puts it
    first. Raises as ``reword``, and Refused("record_too_long")."""
    if len(entries) >= ENTRIES:
        raise Refused("record_too_long", limit=ENTRIES)
    place = _place(entries, after) + 1 if after else 0
    near = entries[max(place - 1, 0)] if entries else None
    numbers = [int(one.id[1:]) for one in entries if one.id.startswith("h")]
    made = Entry(
        f"h{max(numbers, default=0) + 1}",
        "hand",
        at,
        near.sitting if near else 1,
        near.item if near else None,
        check_words(words),
        edited=True,
        changed=version,
    )
    return (*entries[:place], made, *entries[place:])


def remove(entries: Sequence[Entry], entry: str, *, seen: int, version: int, removed: bool = True) -> tuple[Entry, ...]:
    """An entry left out of the record, or taken in again."""
    at = _place(entries, entry)
    _require_unchanged(entries[at], seen)
    return _put(entries, at, replace(entries[at], removed=removed, edited=True, changed=version))


def move(entries: Sequence[Entry], entry: str, *, after: str, seen: int, version: int) -> tuple[Entry, ...]:
    """An entry behind another one, in its sitting and under its item; ``after`` "" puts it first."""
    at = _place(entries, entry)
    _require_unchanged(entries[at], seen)
    if after == entry:
        raise Refused("entry_stays")
    rest = [*entries[:at], *entries[at + 1 :]]
    place = _place(rest, after) + 1 if after else 0
    near = rest[max(place - 1, 0)] if rest else entries[at]
    moved = replace(entries[at], sitting=near.sitting, item=near.item, edited=True, changed=version)
    return (*rest[:place], moved, *rest[place:])


def circulate(state: State, meeting: MeetingState, *, until: datetime | None, days: int, now: datetime) -> datetime:
    """Until when delegations may correct a record that is sent to them: the given instant, else so many days.

    Raises Refused("record_is_circulated"), Refused("record_is_final"), Refused("meeting_not_closed") while the meeting
    can still add to it, Refused("until_is_over"), Refused("until_too_far", days=).
    """
    require_draft(state)
    if meeting is not MeetingState.CLOSED:
        raise Refused("meeting_not_closed")
    end = now + timedelta(days=days) if until is None else until
    if end <= now:
        raise Refused("until_is_over")
    if end > now + timedelta(days=LONGEST):
        raise Refused("until_too_far", days=LONGEST)
    return end


def correct(
    entries: Sequence[Entry], entry: str, *, state: State, party: str, until: datetime | None, words: str, now: datetime
) -> Entry:
    """The entry that a delegation asks to be corrected, which tells of its own intervention.

    Raises Refused("record_not_circulated"), Refused("record_is_final"), Refused("corrections_are_over", until=),
    Refused("no_such_entry"), Refused("not_your_intervention"), Refused("nothing_corrected"), and as ``reword``.
    """
    require_not_final(state)
    if state is State.DRAFT or until is None:
        raise Refused("record_not_circulated")
    if now >= until:
        raise Refused("corrections_are_over", until=until.isoformat())
    found = entries[_place(entries, entry)]
    if found.removed:
        raise Refused("no_such_entry")
    if not party or found.party != party:
        raise Refused("not_your_intervention")
    if check_words(words) == found.words:
        raise Refused("nothing_corrected")
    return found


def settle(state: CorrectionState, *, taken: bool, answer: str) -> CorrectionState:
    """Raises Refused("correction_is_settled"), and Refused("answer_missing") for a refusal without a word."""
    if state is not CorrectionState.OPEN:
        raise Refused("correction_is_settled")
    if len(answer) > REASON:
        raise Refused("reason_too_long", limit=REASON)
    if not taken and not answer.strip():
        raise Refused("answer_missing")
    return CorrectionState.TAKEN if taken else CorrectionState.DECLINED


def finish(state: State, *, until: datetime | None, still_open: int, now: datetime) -> State:
    """A record is final when delegations have had their time and every correction has its answer.

    Raises Refused("record_not_circulated"), Refused("record_is_final"), Refused("corrections_still_run", until=),
    Refused("corrections_are_open", count=).
    """
    require_not_final(state)
    if state is State.DRAFT or until is None:
        raise Refused("record_not_circulated")
    if now < until:
        raise Refused("corrections_still_run", until=until.isoformat())
    if still_open:
        raise Refused("corrections_are_open", count=still_open)
    return State.FINAL


def may_read(audience: Audience, *, body: int, state: State, open_to_public: bool) -> bool:
    """A draft is read by the secretariat and the chair; a circulated record by all at the table; a final one by
    everybody where the meeting was open to the public."""
    if state is State.FINAL and open_to_public:
        return True
    if audience.body != body:
        return False
    return state is not State.DRAFT or audience.kind in {"secretariat", "chair"}


def check_words(words: str) -> str:
    """Raises Refused("entry_missing") or Refused("entry_too_long", limit=)."""
    words = words.strip()
    if not words:
        raise Refused("entry_missing")
    if len(words) > WORDS:
        raise Refused("entry_too_long", limit=WORDS)
    return words


def numbered(entries: Iterable[Entry]) -> list[tuple[int, Entry]]:
    """The entries that stand in the record, counted from 1."""
    return list(enumerate((one for one in entries if not one.removed), 1))


def to_json(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [asdict(one) | {"at": one.at.isoformat()} for one in entries]


def from_json(kept: Iterable[dict[str, Any]]) -> tuple[Entry, ...]:
    return tuple(Entry(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in kept)


def _place(entries: Sequence[Entry], entry: str) -> int:
    for at, one in enumerate(entries):
        if one.id == entry:
            return at
    raise Refused("no_such_entry")


def _require_unchanged(entry: Entry, seen: int) -> None:
    """Two editors never write over each other: who has read an older wording reads the new one first."""
    if entry.changed > seen:
        raise Refused("entry_moved_on")


def _put(entries: Sequence[Entry], at: int, entry: Entry) -> tuple[Entry, ...]:
    return (*entries[:at], entry, *entries[at + 1 :])
