"""Comments on words of a text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from communique.actions import comments
from communique.api.entrance import FAULTS, Request, actor_of, found
from communique.domain.actors import audience_of
from communique.queries import comments as reads

router = Router(tags=["comments"])
Json = dict[str, Any]


class Saying(Request):
    """``start`` and ``end`` are positions at ``version``; equal, they mean the whole of ``paragraph``."""

    words: str = Field(max_length=5000)
    version: int = Field(0, ge=0)
    paragraph: str = Field("", max_length=40)
    start: int = Field(0, ge=0)
    end: int = Field(0, ge=0)
    inside: bool = False
    answers: int | None = None


@router.post("/texts/{text}/comments", response={200: Json, **FAULTS})
def make(request: HttpRequest, text: int, body: Saying) -> Any:
    """Comment on words of a text, to all who read it or inside one's delegation."""
    actor = actor_of(request)
    if body.answers is not None:
        found(reads.place_of(audience_of(actor), body.answers), "comment")
    given = body.model_dump(exclude={"request_id"})
    return comments.make(actor=actor, request_id=body.request_id, text=text, **given)
