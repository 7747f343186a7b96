"""Texts, their steps and their amendments."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from communique.actions import amendments, merging, register, sponsors, texts
from communique.api.entrance import FAULTS, Request, RequestId, actor_of, found
from communique.domain.actors import audience_of
from communique.domain.errors import Refused
from communique.queries import texts as reads

router = Router(tags=["texts"])
Json = dict[str, Any]


class Steps(Request):
    version: int = Field(ge=0)
    steps: list[Any] = Field(max_length=500)
    client: str = Field(min_length=1, max_length=64)


class Change(Request):
    """``changes``, or one paragraph and what it shall say. ``amends``: the amendment that it would amend."""

    version: int = Field(ge=0)
    paragraph: str = Field("", max_length=40)
    content: list[Any] | None = Field(None, max_length=5000)
    changes: list[Any] | None = Field(None, max_length=200)
    reason: str = Field("", max_length=4000)
    amends: int | None = Field(None, ge=0, lt=2**31)


class Merge(Request):
    amendments: list[int] = Field(max_length=100)
    reason: str = Field("", max_length=4000)


class Stand(Request):
    stance: str = Field(max_length=40)


class Publish(Request):
    symbol: str = Field(max_length=100)


@router.get("/texts/{text}", response={200: Json, **FAULTS})
def show(request: HttpRequest, text: int) -> Any:
    """A text with its amendments, at its newest version."""
    actor = actor_of(request)
    audience = audience_of(actor)
    view = found(reads.text_for(audience, text), "text")
    overlay = found(reads.overlay_for(audience, text), "text")
    return reads.editor_state(view, overlay, reads.may_of(actor, view))


@router.get("/texts/{text}/steps", response={200: Json, **FAULTS})
def steps_since(request: HttpRequest, text: int, since: int) -> Any:
    """The steps after a version."""
    return found(reads.steps_since(audience_of(actor_of(request)), text, max(0, min(since, 2**31))), "text")


@router.post("/texts/{text}/steps", response={200: Json, **FAULTS})
def draft(request: HttpRequest, text: int, body: Steps) -> Any:
    """Type in the text."""
    return texts.draft(
        actor=actor_of(request),
        request_id=body.request_id,
        text=text,
        version=body.version,
        steps=body.steps,
        client=body.client,
    )


@router.post("/items/{item}/text", response={200: Json, **FAULTS})
def import_text(
    request: HttpRequest,
    item: int,
    request_id: Form[RequestId],
    file: File[UploadedFile],
    symbol: Form[str] = "",
) -> Any:
    """Import a file as the text of an agenda item."""
    if file.size is None or file.size > settings.UPLOAD_LIMIT:
        raise Refused("too_large", size=file.size, limit=settings.UPLOAD_LIMIT)
    return texts.import_text(
        actor=actor_of(request),
        request_id=request_id,
        item=item,
        filename=file.name or "text",
        content=file.read(),
        symbol=symbol,
    )


@router.post("/texts/{text}/amendments", response={200: Json, **FAULTS})
def table(request: HttpRequest, text: int, body: Change) -> Any:
    """Table an amendment."""
    return amendments.table(
        actor=actor_of(request),
        request_id=body.request_id,
        text=text,
        version=body.version,
        paragraph=body.paragraph,
        content=body.content,
        changes=body.changes,
        reason=body.reason,
        amends=body.amends,
    )


@router.get("/texts/{text}/number", response={200: Json, **FAULTS})
def number(request: HttpRequest, text: int, kind: str, paragraph: str = "") -> Any:
    """The number that a paragraph would get: a new one behind a paragraph, an alternative to it, its second half."""
    return found(reads.number_for(audience_of(actor_of(request)), text, kind, paragraph), "text")


@router.post("/texts/{text}/amendments/merge", response={200: Json, **FAULTS})
def merge(request: HttpRequest, text: int, body: Merge) -> Any:
    """Merge amendments into one, in the names of all their sponsors."""
    return merging.merge(
        actor=actor_of(request),
        request_id=body.request_id,
        text=text,
        amendments=body.amendments,
        reason=body.reason,
    )


@router.post("/amendments/{amendment}/sponsors", response={200: Json, **FAULTS})
def join(request: HttpRequest, amendment: int, body: Request) -> Any:
    """Cosponsor an amendment."""
    return sponsors.join(actor=actor_of(request), request_id=body.request_id, amendment=amendment)


@router.post("/amendments/{amendment}/sponsors/leave", response={200: Json, **FAULTS})
def leave(request: HttpRequest, amendment: int, body: Request) -> Any:
    """Leave the sponsors of an amendment."""
    return sponsors.leave(actor=actor_of(request), request_id=body.request_id, amendment=amendment)


@router.post("/amendments/{amendment}/take-in", response={200: Json, **FAULTS})
def take_in(request: HttpRequest, amendment: int, body: Request) -> Any:
    """Take an amendment to one's own amendment in."""
    return merging.take_in(actor=actor_of(request), request_id=body.request_id, amendment=amendment)


@router.post("/amendments/{amendment}/position", response={200: Json, **FAULTS})
def take_position(request: HttpRequest, amendment: int, body: Stand) -> Any:
    """Take a position on an amendment."""
    return amendments.take_position(
        actor=actor_of(request), request_id=body.request_id, amendment=amendment, stance=body.stance
    )


@router.post("/amendments/{amendment}/accept", response={200: Json, **FAULTS})
def accept(request: HttpRequest, amendment: int, body: Request) -> Any:
    """Accept an amendment: its words become the text's."""
    return amendments.accept(actor=actor_of(request), request_id=body.request_id, amendment=amendment)


@router.post("/amendments/{amendment}/reject", response={200: Json, **FAULTS})
def reject(request: HttpRequest, amendment: int, body: Request) -> Any:
    """Reject an amendment."""
    return amendments.reject(actor=actor_of(request), request_id=body.request_id, amendment=amendment)


@router.post("/amendments/{amendment}/withdraw", response={200: Json, **FAULTS})
def withdraw(request: HttpRequest, amendment: int, body: Request) -> Any:
    """Withdraw one's own amendment."""
    return amendments.withdraw(actor=actor_of(request), request_id=body.request_id, amendment=amendment)


@router.post("/texts/{text}/publication", response={200: Json, **FAULTS})
def publish(request: HttpRequest, text: int, body: Publish) -> Any:
    """Publish an adopted text under a symbol."""
    return register.publish(actor=actor_of(request), request_id=body.request_id, text=text, symbol=body.symbol)
