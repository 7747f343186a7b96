"""Of what happens in a huddle, nobody else's line carries a byte."""

from __future__ import annotations

import json

import pytest

from communique.actions import amendments, comments, huddles, texts
from communique.broadcast import Broadcast
from communique.domain.actors import PUBLIC
from communique.live.hub import TooFar
from communique.records.models import Text
from tests.actions.deeds import huddles as deeds
from tests.broadcast.test_broadcast import heard
from tests.house import House, insertion, saying

pytestmark = pytest.mark.django_db
OTHERS = ("chair", "pen", "clerk", "my-head", "vn-head", "nz-observer", "som-my-head")
INSIDE = ("la-head", "la-adviser", "sg-head")


@pytest.fixture
def house() -> House:
    return House.founded()


def worked(house: House) -> tuple[int, int]:
    """Everything that is done inside; the huddle, and the room's version before."""
    huddle = deeds.out(house)
    branch = Text.objects.get(huddle=huddle)
    before = house.room().version
    house.act(texts.draft, "la-adviser", text=branch.pk, version=0, steps=[insertion(1, "Soon, ")], client="la")
    paragraph = branch.doc["content"][0]["attrs"]["id"]
    made = house.act(
        amendments.table, "sg-head", text=branch.pk, version=1, paragraph=paragraph, content=saying("Never.")
    )
    house.act(amendments.take_position, "la-head", amendment=made["amendment"], stance="oppose")
    house.act(comments.make, "la-head", text=branch.pk, words="Why?", version=1, paragraph=paragraph)
    house.act(huddles.agree, "la-head", huddle=huddle, version=1)
    return huddle, before


@pytest.mark.parametrize("who", OTHERS)
def test_others_hear_nothing_not_even_that_something_happened(house: House, who: str) -> None:
    _, before = worked(house)
    assert heard(house, house.audience(who), before) == []
    assert heard(house, PUBLIC, before) == []
    broadcast = Broadcast()
    events = broadcast.load(house.room().pk, before)
    assert not isinstance(events, TooFar)
    for inside in INSIDE:
        assert broadcast.encode(events, house.audience(inside)) != b""
    assert broadcast.encode(events, house.audience(who)) == b"", "neither out of what was made for those inside"


@pytest.mark.parametrize("who", INSIDE)
def test_its_delegations_follow_all_of_it(house: House, who: str) -> None:
    huddle, before = worked(house)
    branch = Text.objects.get(huddle=huddle)
    said = heard(house, house.audience(who), before)
    kinds = [data["target"].split(":")[0] if kind == "fragment" else kind for _, kind, data in said]
    assert {"steps", "overlay", "proposals", "position", "amendment", "comments", "huddles"} <= set(kinds)
    (steps,) = [data for _, kind, data in said if kind == "steps"]
    assert (steps["text"], steps["by"]) == (branch.pk, "Lao PDR")
    assert "Soon" in json.dumps(steps)


def test_a_pen_that_makes_a_branch_stale_is_heard_of_inside_alone(house: House) -> None:
    huddle = deeds.out(house)
    before = house.room().version
    house.type(" big", after="open the")
    branch = Text.objects.get(huddle=huddle)

    def places(who: str) -> list[str]:
        return [data["target"] for _, kind, data in heard(house, house.audience(who), before) if kind == "fragment"]

    assert places("la-head") == [f"huddles:{branch.pk}"]
    assert places("chair") == []
    before = house.room().version
    house.type(" soon", after="We looked")
    assert places("la-head") == []


def test_when_it_comes_back_everybody_hears_of_it(house: House) -> None:
    huddle, _ = worked(house)
    house.act(huddles.agree, "sg-head", huddle=huddle, version=1)
    before = house.room().version
    house.act(huddles.report, "la-head", huddle=huddle)
    branch = Text.objects.get(huddle=huddle).pk
    for who in ("chair", "my-head", "la-head"):
        said = heard(house, house.audience(who), before)
        places = {data["target"]: data["html"] for _, kind, data in said if kind == "fragment"}
        assert "Soon, " in places[f"proposals:{house.text}"]
        assert "The landing text is proposal 1" in places[f"huddles:{house.text}"]
        assert (f"huddles:{branch}" in places) == (who == "la-head")
        assert ("status" in {kind for _, kind, _ in said}) == (who == "la-head")
        assert (f"/texts/{branch}/" in json.dumps(said)) == (who == "la-head")
