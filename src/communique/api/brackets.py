"""The brackets of a text, for its pen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from communique.actions import brackets
from communique.api.entrance import FAULTS, Request, actor_of, found
from communique.domain.actors import audience_of
from communique.queries import brackets as reads

router = Router(tags=["brackets"])
Json = dict[str, Any]
_LARGEST = 2**31


class Attribution(Schema):
    """Who stands behind words, and how: "propose", "retain", "delete", "reserve", "bracket", "support", "oppose"."""

    party: str = Field(max_length=100)
    stance: str = Field(max_length=20)


class Put(Request):
    version: int = Field(ge=0, lt=_LARGEST)
    start: int = Field(ge=0, lt=_LARGEST)
    end: int = Field(ge=0, lt=_LARGEST)
    attributions: list[Attribution] = Field([], max_length=50)


class There(Request):
    """The bracket around a position of a version."""

    version: int = Field(ge=0, lt=_LARGEST)
    position: int = Field(ge=0, lt=_LARGEST)


class Choice(There):
    alternative: int = Field(ge=0, lt=1000)
    within: bool = False
    """Of the innermost bracket's own wordings."""


@router.get("/texts/{text}/brackets/parties", response={200: Json, **FAULTS})
def names(request: HttpRequest, text: int) -> Any:
    """The names that may stand in a bracket."""
    return {"names": found(reads.names_for(audience_of(actor_of(request)), text), "text")}


@router.get("/texts/{text}/brackets/at", response={200: Json, **FAULTS})
def at(request: HttpRequest, text: int, version: int, position: int) -> Any:
    """The bracket around a position."""
    return found(reads.bracket_at(audience_of(actor_of(request)), text, version, position), "text")


@router.post("/texts/{text}/brackets", response={200: Json, **FAULTS})
def put(request: HttpRequest, text: int, body: Put) -> Any:
    """Put words in brackets."""
    return brackets.put(
        actor=actor_of(request),
        request_id=body.request_id,
        text=text,
        version=body.version,
        start=body.start,
        end=body.end,
        attributions=[{"party": one.party, "stance": one.stance} for one in body.attributions],
    )


@router.post("/texts/{text}/brackets/lift", response={200: Json, **FAULTS})
def lift(request: HttpRequest, text: int, body: There) -> Any:
    """Lift a bracket; its words stay."""
    return _done(request, text, body, brackets.lift)


@router.post("/texts/{text}/brackets/delete", response={200: Json, **FAULTS})
def delete(request: HttpRequest, text: int, body: There) -> Any:
    """Delete a bracket with its words."""
    return _done(request, text, body, brackets.delete)


@router.post("/texts/{text}/brackets/merge", response={200: Json, **FAULTS})
def merge(request: HttpRequest, text: int, body: There) -> Any:
    """Make alternatives beside each other one bracket."""
    return _done(request, text, body, brackets.merge)


@router.post("/texts/{text}/brackets/choose", response={200: Json, **FAULTS})
def choose(request: HttpRequest, text: int, body: Choice) -> Any:
    """Choose one of several alternatives."""
    return _done(request, text, body, brackets.choose, alternative=body.alternative, within=body.within)


def _done(request: HttpRequest, text: int, body: There, act: Any, **more: int) -> Any:
    return act(
        actor=actor_of(request),
        request_id=body.request_id,
        text=text,
        version=body.version,
        position=body.position,
        **more,
    )
