"""A program, or a live page, at the door of the API."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.house import House, request_id


class Page:
    """Somebody's open page: what it sends carries a request id, the seat it was opened from, and JSON."""

    def __init__(self, house: House, who: str = "public", *, enforce_csrf_checks: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=enforce_csrf_checks, raise_request_exception=False)
        self.headers: dict[str, str] = {}
        if who != "public":
            house.sign_in(self.client, who)
            self.headers["X-Seat"] = str(house.seats.get(who, ""))

    def get(self, path: str) -> Any:
        return self.client.get(f"/api{path}")

    def post(self, path: str, /, **given: Any) -> Any:
        given.setdefault("request_id", request_id())
        return self.raw(path, json.dumps(given).encode())

    def raw(self, path: str, body: bytes, content_type: str = "application/json") -> Any:
        return self.client.post(f"/api{path}", data=body, content_type=content_type, headers=self.headers)

    def upload(self, path: str, file: Any, **given: Any) -> Any:
        given.setdefault("request_id", request_id())
        return self.client.post(f"/api{path}", data={**given, "file": file}, headers=self.headers)


def refusal(response: Any) -> tuple[int, str]:
    """The status and the code of an answer that has the form of every refusal."""
    assert response.headers["Content-Type"] == "application/json"
    said = response.json()
    assert set(said) == {"code", "sentence", "facts"}
    assert isinstance(said["facts"], dict)
    assert said["sentence"].strip()[-1] in ".)"
    assert said["code"] not in said["sentence"], "a person reads a sentence, not a code"
    return response.status_code, said["code"]
