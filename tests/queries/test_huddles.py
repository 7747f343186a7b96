"""What each audience is told of huddles."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communique.actions import huddles as acts
from communique.queries import huddles
from communique.queries import texts as text_reads
from communique.records import documents
from communique.records.models import Text
from tests.actions.deeds import huddles as deeds
from tests.house import House


def test_who_reads_the_text_reads_who_is_out_and_only_those_inside_where(house: House) -> None:
    huddle = deeds.out(house)
    branch = Text.objects.get(huddle=huddle).pk
    for who in ("chair", "pen", "my-head", "nz-observer", "la-head", "sg-head"):
        audience = house.audience(who)
        found = huddles.huddles_for(audience, house.text)
        assert found is not None
        (one,) = found["huddles"]
        assert (one["number"], one["state"], one["task"]) == (1, "open", "Find one date.")
        assert [each["label"] for each in one["paragraphs"]] == ["2"]
        assert [each["name"] for each in one["parties"]] == ["Lao PDR", "Singapore"]
        inside = who in {"la-head", "sg-head"}
        assert one["branch"] == (branch if inside else None)
        place = huddles.place_of(audience, huddle)
        assert place == {"room": house.room().pk, "text": house.text, "branch": branch if inside else 0}
        assert (huddles.branch_for(audience, branch) is not None) == inside
        assert huddles.branch_for(audience, house.text) is None
        assert huddles.huddles_for(audience, branch) is None


def test_the_public_is_told_of_none(house: House) -> None:
    huddle = deeds.out(house)
    branch = Text.objects.get(huddle=huddle).pk
    for who in ("public", "som-my-head", "operator"):
        audience = house.audience(who)
        assert huddles.huddles_for(audience, house.text) is None
        assert huddles.branch_for(audience, branch) is None
        assert huddles.place_of(audience, huddle) is None
        assert huddles.neighbours(audience, house.text, "", 0, 0) is None


def test_what_is_offered_inside_is_what_the_frame_lets_pass(house: House) -> None:
    branch = Text.objects.get(huddle=deeds.worked(house)).pk
    offered = {}
    for who in ("la-head", "la-adviser"):
        found = huddles.branch_for(house.audience(who), branch)
        assert found is not None
        offered[who] = {verb for verb, may in found["may"].items() if may}
        view = text_reads.text_for(house.audience(who), branch)
        assert view is not None
        assert text_reads.may_of(house.actor(who), view)["draft"]
    assert offered == {"la-head": {"agree", "report", "refresh"}, "la-adviser": {"refresh"}}


@pytest.mark.parametrize("who", ["my-head", "chair"])
def test_many_huddles_are_read_with_as_many_queries_as_one(house: House, who: str) -> None:
    deeds.out(house)

    def count() -> int:
        audience = house.audience(who)
        documents.newest(house.row())
        with CaptureQueriesContext(connection) as asked:
            assert huddles.huddles_for(audience, house.text)
        return len(asked)

    one = count()
    for words in ("share [all]", "next meeting", "welcomed the work"):
        paragraph, _ = house.paragraph(words)
        house.act(acts.send, "chair", text=house.text, paragraphs=[paragraph], parties=["LA", "MY", "SG", "VN"])
    assert count() == one <= 6
