"""Meetings, presence, and the question before them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from communique.actions import attendance, decisions
from communique.api.entrance import FAULTS, Request, actor_of, found
from communique.domain.actors import audience_of
from communique.queries import meetings as reads
from communique.queries import register

router = Router(tags=["meetings"])
Json = dict[str, Any]


class Put(Request):
    seconds: int


class Objection(Request):
    reason: str = Field(max_length=4000)


@router.get("/meetings/{meeting}", response={200: Json, **FAULTS}, auth=None)
def show(request: HttpRequest, meeting: int) -> Any:
    """A meeting as its reader may see it."""
    view = found(reads.meeting_for(audience_of(actor_of(request)), meeting), "meeting")
    return {
        "id": view.id,
        "name": view.name,
        "room": view.room,
        "room_version": view.room_version,
        "state": view.state,
        "items": view.items,
        "present": [party["code"] for party in view.present],
        "question": view.question,
    }


@router.get("/texts/{text}/question", response={200: Json, **FAULTS})
def question(request: HttpRequest, text: int) -> Any:
    """The last question put on a text, with what became of it."""
    return found(reads.question_for(audience_of(actor_of(request)), text), "question")


@router.post("/texts/{text}/question", response={200: Json, **FAULTS})
def put_question(request: HttpRequest, text: int, body: Put) -> Any:
    """Put the adoption of a text to the meeting."""
    return decisions.put(actor=actor_of(request), request_id=body.request_id, text=text, seconds=body.seconds)


@router.post("/meetings/{meeting}/enter", response={200: Json, **FAULTS})
def enter(request: HttpRequest, meeting: int, body: Request) -> Any:
    """Take one's place in a meeting."""
    return attendance.enter(actor=actor_of(request), request_id=body.request_id, meeting=meeting)


@router.post("/meetings/{meeting}/leave", response={200: Json, **FAULTS})
def leave(request: HttpRequest, meeting: int, body: Request) -> Any:
    """Give up one's place."""
    return attendance.leave(actor=actor_of(request), request_id=body.request_id, meeting=meeting)


@router.post("/questions/{question}/objection", response={200: Json, **FAULTS})
def object_to(request: HttpRequest, question: int, body: Objection) -> Any:
    """Object to an adoption, with a reason."""
    return decisions.object_to(
        actor=actor_of(request), request_id=body.request_id, question=question, reason=body.reason
    )


@router.post("/questions/{question}/withdrawal", response={200: Json, **FAULTS})
def withdraw(request: HttpRequest, question: int, body: Request) -> Any:
    """Take a question back."""
    return decisions.withdraw(actor=actor_of(request), request_id=body.request_id, question=question)


@router.get("/documents", response={200: list[Json]}, auth=None)
def documents(request: HttpRequest) -> Any:
    """The public register."""
    return register.documents_for(audience_of(actor_of(request)))
