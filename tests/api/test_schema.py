"""The API is what its OpenAPI schema says: whatever is sent to it, in every shape the schema knows and in many that it
doesn't, no answer is a fault of ours, and none is one that the schema doesn't name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from communique import urls  # noqa: F401, the routers are joined there
from communique.api.entrance import api
from tests.api.knocking import Page
from tests.house import House

TOKEN = "a" * 32
PATHS: dict[str, Any] = api.get_openapi_schema()["paths"]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SOUND, UNSOUND = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CASES = [
    (path, method, mode)
    for path, methods in PATHS.items()
    for method, operation in methods.items()
    for mode in (SOUND, UNSOUND)
    if mode is SOUND or operation.get("parameters") or "requestBody" in operation
]


@pytest.fixture
def described(house: House) -> Iterator[Any]:
    """The API with its schema, as any WSGI server would run it; only the test's own connection stays open."""
    house.table("la-head", "all", "any")
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("path", "method", "mode"), CASES)
def test_no_request_finds_a_fault_or_an_answer_that_is_not_documented(
    house: House, described: Any, path: str, method: str, mode: GenerationMode
) -> None:
    page = Page(house, "chair" if mode is SOUND else "la-head")
    cookies = {"sessionid": page.client.cookies["sessionid"].value, "csrftoken": TOKEN}

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path][method].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(
            cookies=cookies, headers={"X-CSRFToken": TOKEN, "Accept-Encoding": "identity"}, checks=CHECKS
        )

    ask()


def test_the_schema_names_every_refusal_for_every_write() -> None:
    for path, methods in PATHS.items():
        for method, operation in methods.items():
            if path == "/api/documents":
                continue
            named = set(operation["responses"])
            assert {200, 401, 403, 404, 409, 413, 422} <= named, f"{method} {path}"
