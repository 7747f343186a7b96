"""The hash chain: whatever is altered, removed, put in, swapped or cut off is found, and the first place is named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.journal import GENESIS, Entry, Fault, Head, append, canonical, digest_of, verify

NOON = datetime(2020, 9, 9, 12, 0, tzinfo=UTC)
ACTOR = {"person": 12, "name": "Bounmy", "seat": 7, "role": "head", "party": "LA"}


def chain(length: int, *, number: int = 3) -> tuple[list[Entry], Head]:
    entries, head = [], Head()
    for at in range(length):
        entry, head = append(
            head,
            chain=number,
            at=NOON + timedelta(seconds=at),
            actor=ACTOR,
            action="text.draft",
            facts={"version": at, "words": "ປະຊາຊົນ 😀"},
        )
        entries.append(entry)
    return entries, head


def resealed(entry: Entry, **changes: Any) -> Entry:
    """An entry changed by somebody who knows how the digest is made."""
    changed = replace(entry, **changes)
    said = {name: getattr(changed, name) for name in ("chain", "number", "at", "actor", "action", "facts", "previous")}
    return replace(changed, digest=digest_of(**said))


def test_an_entry_carries_the_digest_of_the_one_before_it() -> None:
    (first, second), head = chain(2)
    assert (first.number, first.previous) == (1, GENESIS)
    assert (second.number, second.previous) == (2, first.digest)
    assert head == Head(2, second.digest)


def test_an_untouched_chain_holds() -> None:
    entries, head = chain(5)
    assert verify(entries, head) is None
    assert verify(entries) is None
    assert verify([], Head()) is None


def test_the_digest_of_a_known_entry_never_changes() -> None:
    """Were the canonical form to change, every journal kept so far would be called altered."""
    entry, _ = append(Head(), chain=1, at=NOON, actor=ACTOR, action="body.found", facts={"name": "Hội nghị", "n": 1})
    assert entry.digest == "68978a44507994da4bd73e9ad80f4e813022da2d7f10b71b95e0e8fa5a8f85e0"


ALTERATIONS: dict[str, Any] = {
    "chain": 4,
    "at": NOON + timedelta(microseconds=1, days=1),
    "actor": ACTOR | {"party": "VN"},
    "action": "text.import",
    "facts": {"version": 99, "words": "ປະຊາຊົນ 😀"},
    "digest": "f" * 64,
}


@pytest.mark.parametrize("place", [1, 3, 5])
@pytest.mark.parametrize("part", ALTERATIONS)
def test_an_altered_entry_is_found_and_named(part: str, place: int) -> None:
    entries, head = chain(5)
    entries[place - 1] = replace(entries[place - 1], **{part: ALTERATIONS[part]})
    fault = verify(entries, head)
    assert fault is not None
    assert (fault.number, fault.why) == (place, "altered")


@given(st.integers(2, 12), st.data())
def test_an_entry_altered_and_sealed_again_breaks_the_next_link(length: int, data: st.DataObject) -> None:
    entries, head = chain(length)
    place = data.draw(st.integers(1, length))
    entries[place - 1] = resealed(entries[place - 1], facts={"version": 99})
    fault = verify(entries, head)
    if place < length:
        assert fault == Fault(place + 1, "unlinked")
    else:
        assert fault == Fault(length, "replaced"), "the room's head keeps the last digest"


@given(st.integers(1, 12), st.data())
def test_a_removed_entry_is_missed_at_its_number(length: int, data: st.DataObject) -> None:
    entries, head = chain(length)
    place = data.draw(st.integers(1, length))
    del entries[place - 1]
    assert verify(entries, head) == Fault(place, "missing" if place < length else "cut_off")


@given(st.integers(1, 12), st.data())
def test_a_chain_cut_short_is_found_at_the_first_entry_that_is_gone(length: int, data: st.DataObject) -> None:
    entries, head = chain(length)
    kept = data.draw(st.integers(0, length - 1))
    assert verify(entries[:kept], head) == Fault(kept + 1, "cut_off")


@given(st.integers(2, 12), st.data())
def test_two_entries_in_each_others_place_are_found_at_the_first(length: int, data: st.DataObject) -> None:
    entries, head = chain(length)
    one, other = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    entries[one], entries[other] = entries[other], entries[one]
    assert verify(entries, head) == Fault(one + 1, "missing")


@given(st.integers(1, 12), st.data())
def test_an_entry_slipped_in_is_found(length: int, data: st.DataObject) -> None:
    entries, head = chain(length)
    place = data.draw(st.integers(1, length + 1))
    before = entries[place - 2].digest if place > 1 else GENESIS
    slipped, _ = append(
        Head(place - 1, before), chain=3, at=NOON, actor=ACTOR, action="text.draft", facts={"version": 99}
    )
    entries.insert(place - 1, slipped)
    fault = verify(entries, head)
    assert fault is not None
    if place <= length:
        assert (fault.number, fault.why) == (place + 1, "missing"), "the number is there twice"
    else:
        assert (fault.number, fault.why) == (place, "added")


@given(st.integers(2, 8), st.data())
def test_a_chain_rewritten_from_one_entry_on_is_found_by_the_rooms_head(length: int, data: st.DataObject) -> None:
    entries, head = chain(length)
    place = data.draw(st.integers(1, length))
    forged = Head(place - 1, entries[place - 2].digest if place > 1 else GENESIS)
    for at in range(place - 1, length):
        entries[at], forged = append(
            forged, chain=3, at=NOON, actor=ACTOR, action="text.draft", facts={"version": at, "words": "forged"}
        )
    assert verify(entries) is None, "in itself it holds"
    assert verify(entries, head) == Fault(length, "replaced")


def test_an_entry_that_was_moved_from_another_chain_is_altered() -> None:
    entries, _ = chain(2)
    (foreign, _), _ = chain(2, number=9)
    assert verify([replace(foreign, chain=3), entries[1]]) == Fault(1, "altered")


def test_the_first_of_several_faults_is_named() -> None:
    entries, head = chain(6)
    entries[4] = replace(entries[4], action="text.import")
    entries[2] = replace(entries[2], action="text.import")
    assert verify(entries, head) == Fault(3, "altered")


def test_the_same_instant_in_another_zone_is_the_same_entry() -> None:
    entries, head = chain(1)
    ha_noi = entries[0].at.astimezone(timezone(timedelta(hours=7)))
    assert verify([replace(entries[0], at=ha_noi)], head) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdé", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcdefg", min_size=1, max_size=3), json_values, max_size=6))
def test_the_order_of_keys_makes_no_difference(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(json_values, json_values)
def test_two_different_values_have_two_different_forms(one: Any, other: Any) -> None:
    assert (canonical(one) == canonical(other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": 1.0}, [1, [2.0]], (0.5,), {"a": [{"b": 0.1}]}])
def test_a_float_has_no_single_written_form_and_is_not_taken(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_what_json_does_not_know_is_not_taken() -> None:
    with pytest.raises(TypeError):
        canonical({"at": NOON})
