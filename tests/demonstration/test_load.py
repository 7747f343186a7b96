"""The demonstration is loaded by actions alone, and stands in the middle of its second reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction

from communique.demonstration import load as loading
from communique.demonstration.places import paragraph_at
from communique.domain.actors import Audience, audience_of
from communique.domain.errors import Refused
from communique.queries import agreed, bodies
from communique.records import documents, versions
from communique.records.models import (
    Amendment,
    Body,
    Comment,
    Confirmation,
    Count,
    Draft,
    Huddle,
    Instruction,
    ParagraphStatus,
    Reading,
    Room,
    Seat,
    Text,
)

ACTS = [act["do"] for part in loading._data("negotiation.json").values() for act in part]
AGREED = ACTS.count("agree") - ACTS.count("reopen")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Text]:
    """The draft of the demonstration, which all tests here only look at."""
    with django_db_blocker.unblock(), transaction.atomic():
        # A test before this one may have committed and emptied the tables, and left texts with the same ids in memory.
        documents.forget_all()
        versions.forget_all()
        Room.objects.get_or_create(pk=Room.HOUSE)
        assert loading.load()
        yield Text.objects.get(huddle=None, status="draft")
        transaction.set_rollback(True)


def pen() -> Audience:
    seat = Seat.objects.select_related("person", "party").filter(role="pen").first()
    assert seat is not None
    return audience_of(bodies.actor_from(seat))


def where(text: Text) -> list[tuple[str, str]]:
    """The numbers of paragraphs, each with where it stands."""
    numbers = {
        block["attrs"]["id"]: block["attrs"]["number"]
        for block in documents.newest(text).json()["content"]
        if block["type"] == "paragraph"
    }
    found = ParagraphStatus.objects.filter(text=text).values_list("paragraph", "status")
    return [(numbers[paragraph].rstrip("."), status) for paragraph, status in found]


def test_it_is_loaded_once(loaded: Text) -> None:
    assert not loading.load()
    assert Body.objects.count() == 1


def test_it_stands_in_the_second_reading(loaded: Text) -> None:
    readings = list(Reading.objects.filter(text=loaded))
    assert [(one.number, one.closed_at is None) for one in readings] == [(1, False), (2, True)]
    assert readings[1].paragraph == paragraph_at(documents.newest(loaded).json(), "9")["attrs"]["id"]
    stands = where(loaded)
    assert Counter(status for _, status in stands) == {"agreed": AGREED, "held": 2, "huddle": 1, "reopened": 1}
    assert {("18", "held"), ("55", "held"), ("57", "huddle"), ("7", "reopened")} <= set(stands)


def test_some_capitals_have_confirmed_one_paragraph_and_none_another(loaded: Text) -> None:
    doc = documents.newest(loaded).json()
    first, second = (paragraph_at(doc, path)["attrs"]["id"] for path in ("1", "2"))
    by = {
        key: set(Confirmation.objects.filter(status__paragraph=key).values_list("party__code", flat=True))
        for key in (first, second)
    }
    assert by[first] == {"BN", "KH", "ID", "MY", "SG"}
    assert by[second] == {"LA"}


def test_proposals_of_every_kind_and_in_every_state_lie_on_it(loaded: Text) -> None:
    rows = list(Amendment.objects.filter(text=loaded).prefetch_related("cosponsors"))
    states = {row.state for row in rows}
    assert states == {"tabled", "accepted", "amended", "merged", "withdrawn", "rejected"}
    tabled = [row for row in rows if row.state == "tabled"]
    kinds = {one["kind"] for row in tabled for one in row.operations}
    assert kinds == {"new", "alternative", "delete", "move", "merge", "split"}
    assert any(row.amends_id for row in tabled)
    assert sum(row.cosponsors.count() for row in tabled) >= 9


def test_one_huddle_is_out_and_one_has_landed_in_the_names_of_all_that_were_in_it(loaded: Text) -> None:
    first, second = Huddle.objects.filter(text=loaded)
    assert (first.state, second.state) == ("reported", "open")
    landing = Amendment.objects.get(landed_by=first)
    names = {landing.party.code, *landing.cosponsors.values_list("party__code", flat=True)}
    assert landing.state == "tabled"
    assert names == {"ID", "KH", "SG"} == set(first.parties.values_list("party__code", flat=True))
    branch = Text.objects.get(huddle=second)
    assert branch.version > 0, "something was typed in it"
    assert Comment.objects.filter(text=branch).count() == 2
    assert second.parties.exclude(ready_version=None).count() == 1


def test_one_delegation_has_drafts_instructions_and_a_comment_of_its_own(loaded: Text) -> None:
    assert set(Draft.objects.values_list("party__code", "state")) == {("LA", "draft"), ("LA", "cleared")}
    assert set(Instruction.objects.values_list("party__code", flat=True)) == {"LA"}
    assert [one.party and one.party.code for one in Comment.objects.filter(inside=True)] == ["LA"]
    assert Comment.objects.filter(inside=False, answers=None).exclude(resolved_at=None).count() == 1


def test_its_course_has_gone_up_and_down(loaded: Text) -> None:
    figures = [row.figures for row in Count.objects.filter(text=loaded)]
    brackets = [one["brackets"]["open"] for one in figures]
    assert brackets[-1] < brackets[0]
    agreed_ones = [one["agreed"] for one in figures]
    assert agreed_ones[0] == 0
    assert agreed_ones[-1] == AGREED
    assert any(later < earlier for earlier, later in pairwise(agreed_ones)), "one reopened"


def test_agreed_language_finds_what_was_adopted_before_near_a_new_paragraph(loaded: Text) -> None:
    paragraph = paragraph_at(documents.newest(loaded).json(), "14 bis")["attrs"]["id"]
    near = agreed.agreed_for(pen(), loaded.pk, paragraph=paragraph)
    assert near is not None
    assert [(one["symbol"], one["number"]) for one in near["found"]] == [("AMM/53/2", "8")]


def test_the_links_lead_each_to_a_page_of_its_own_and_say_what_to_try(loaded: Text) -> None:
    said = loading.links()
    branch = Text.objects.get(huddle__state="open")
    assert said.count("/in/") == 8
    assert said.count(f"?next=/texts/{branch.pk}/\n") == 2, "two delegations of the huddle"
    assert f"?next=/texts/{loaded.pk}/delegation/\n" in said
    assert "accept proposal 32" in " ".join(said.split())
    assert Amendment.objects.get(text=loaded, number=32).landed_by is not None


@pytest.mark.django_db
def test_unread_it_stands_before_its_first_reading_and_beside_no_other_body() -> None:
    assert loading.load(unread=True)
    assert not Reading.objects.exists()
    assert Amendment.objects.count() == 30
    Body.objects.update(slug="another")
    with pytest.raises(Refused, match="not_a_demonstration"):
        loading.load()
