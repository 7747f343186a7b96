"""The API and who may knock: the sign-in's cookie, with Django's check against forged requests."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.security import APIKeyCookie
from pydantic import Field

from communique.domain.actors import Actor
from communique.domain.errors import Refused


class SignedIn(APIKeyCookie):
    """Somebody who is signed in; ``request.auth`` is the Actor."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.person is None:
            raise Refused("signed_out")
        return actor


RequestId = Annotated[str, Field(pattern=r"^[!-~]{8,64}$")]


class Request(Schema):
    """What every write carries: an id made by the client, so that the same request sent twice acts once."""

    request_id: RequestId


class Fault(Schema):
    """Every refusal: a stable code, a sentence for a person, and the facts."""

    code: str
    sentence: str
    facts: dict[str, Any]


FAULTS = {401: Fault, 403: Fault, 404: Fault, 409: Fault, 413: Fault, 422: Fault}

api = NinjaAPI(
    title="Communiqué",
    version="1",
    description="The actions and queries of the house. Every write carries a request_id.",
    docs_url=None,
    urls_namespace="api",
    auth=SignedIn(),
)


@api.exception_handler(ValidationError)
def _misshapen(request: HttpRequest, error: ValidationError) -> NoReturn:
    first = error.errors[0]
    raise Refused("malformed_request", where=".".join(str(part) for part in first["loc"])[:100], why=first["msg"])


@api.exception_handler(HttpError)
def _unread(request: HttpRequest, error: HttpError) -> NoReturn:
    """What the library refuses by itself: a body that is no JSON, and a write that no page of ours asked for."""
    if error.status_code == 403:
        raise Refused("unproven_request")
    raise Refused("malformed_request", where="body", why=str(error)[:100])


@api.exception_handler(RequestDataTooBig)
def _oversized(request: HttpRequest, error: RequestDataTooBig) -> NoReturn:
    raise Refused("too_large", limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def found(value: Any, what: str) -> Any:
    """The value, or the refusal that there is none for this reader."""
    if value is None:
        raise Refused("not_found", what=what)
    return value
