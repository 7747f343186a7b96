"""Drafts of amendments inside a delegation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from communique.actions import drafts
from communique.api.entrance import FAULTS, Request, actor_of, found
from communique.domain.actors import audience_of
from communique.queries import delegations as reads

router = Router(tags=["delegations"])
Json = dict[str, Any]


class Words(Request):
    """``changes`` as for an amendment, seen at ``version``."""

    version: int = Field(ge=0)
    changes: list[Any] = Field(max_length=500)
    reason: str = Field("", max_length=4000)


class Drafting(Words):
    amends: int | None = None


@router.get("/texts/{text}/delegation", response={200: Json, **FAULTS})
def room(request: HttpRequest, text: int) -> Any:
    """What one's own delegation has to itself on a text."""
    return found(reads.room_for(audience_of(actor_of(request)), text), "text")


@router.post("/texts/{text}/drafts", response={200: Json, **FAULTS})
def write(request: HttpRequest, text: int, body: Drafting) -> Any:
    """Keep a change of the text as a draft inside the delegation."""
    given = body.model_dump(exclude={"request_id"})
    return drafts.write(actor=actor_of(request), request_id=body.request_id, text=text, **given)


@router.get("/drafts/{draft}", response={200: Json, **FAULTS})
def show(request: HttpRequest, draft: int) -> Any:
    """A draft of one's own delegation, as what its paragraph shall say."""
    return found(reads.draft_for(audience_of(actor_of(request)), draft), "draft")


@router.post("/drafts/{draft}", response={200: Json, **FAULTS})
def change(request: HttpRequest, draft: int, body: Words) -> Any:
    """Write a draft anew."""
    actor = actor_of(request)
    found(reads.draft_place(audience_of(actor), draft), "draft")
    given = body.model_dump(exclude={"request_id"})
    return drafts.change(actor=actor, request_id=body.request_id, draft=draft, **given)
