"""People at their browsers: sign-in by link, cookies, Django's check against forged requests, and patience.

What a browser does when an answer doesn't come, they do: the same request goes again under the same id. Some requests
are sent twice on purpose, one after the other or both at once, and sometimes a person hangs up before the answer.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from communique.rehearsal.record import Log, Write, now

PATIENCE = 90.0
"""Seconds for which an answer is waited for, a restart of the server included."""
AT_ONCE = 8
"""People who pass the door at the same time."""
AGAIN = (0.1, 1.0)
"""Seconds between two attempts: at first and at most."""


class Failed(Exception):
    """The rehearsal can't go on; the text says why."""


class Turned(Exception):
    """The server refused, with its code."""

    def __init__(self, status: int, code: str, facts: dict[str, Any]) -> None:
        super().__init__(f"{status} {code} {facts}")
        self.status, self.code, self.facts = status, code, facts


@dataclass(frozen=True)
class SeatAt:
    """A seat with the link that lets its holder in. ``party`` is a code, "" for the chair and the secretariat."""

    id: int
    role: str
    party: str
    link: str
    name: str

    @property
    def audience(self) -> str:
        return f"{self.role} {self.party}".strip()


class Person:
    """One person who acts from one seat."""

    def __init__(self, port: int, seat: SeatAt, log: Log, chance: random.Random) -> None:
        self.seat, self._log, self.chance = seat, log, chance
        self._client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            timeout=httpx.Timeout(20.0),
            trust_env=False,
            headers={"X-Seat": str(seat.id)},
        )

    async def enter(self) -> None:
        """Signs in by the link."""
        answer = await self._patiently("GET", self.seat.link)
        if answer.status_code not in {200, 302, 303} or "sessionid" not in self._client.cookies:
            raise Failed(f"{self.seat.name} could not sign in: HTTP {answer.status_code}")

    @property
    def cookie(self) -> str:
        """The header by which the live channel knows the person."""
        return f"sessionid={self._client.cookies['sessionid']}"

    async def get(self, path: str) -> Any:
        """Reads JSON. Raises Turned."""
        return (await self._read(path)).json()

    async def page(self, path: str) -> str:
        """Reads a page. Raises Turned."""
        return (await self._read(path)).text

    async def _read(self, path: str) -> httpx.Response:
        answer = await self._patiently("GET", path)
        if answer.status_code != 200:
            raise _turned(answer)
        return answer

    async def write(
        self, action: str, path: str, *, expected: Collection[str] = (), said: dict[str, Any] | None = None, **body: Any
    ) -> dict[str, Any]:
        """Does an action of the API, once, however often it has to be sent; returns the answer.

        Raises Turned with a code that is ``expected`` here; any other refusal is a failure of the rehearsal.
        """
        request_id = uuid.UUID(int=self.chance.getrandbits(128)).hex
        began = now()
        answers = await self._sent(path, {"json": body | {"request_id": request_id}})
        return self._settled(action, request_id, began, answers, expected, body | (said or {}))

    async def press(self, action: str, path: str, *, expected: Collection[str] = (), **fields: Any) -> str:
        """Presses a button of a page, or sends its form, as its scripts do: once, however often it has to be sent.
        Returns the places that changed, as HTML. Raises Turned as ``write`` does."""
        request_id = uuid.UUID(int=self.chance.getrandbits(128)).hex
        began = now()
        given = {"data": fields | {"request_id": request_id}, "headers": {"HX-Request": "true"}}
        answers = await self._sent(path, given)
        good = next((one for one in answers if one.status_code == 200), None)
        if good is None:
            raise self._refused(action, request_id, answers[-1], expected)
        self._log.took(Write(self.seat.id, request_id, action, {}, fields, len(answers)), began)
        return good.text

    async def upload(self, action: str, path: str, filename: str, content: bytes) -> dict[str, Any]:
        """Sends a file, once, however often it has to be sent."""
        request_id = uuid.UUID(int=self.chance.getrandbits(128)).hex
        began = now()
        given = {"files": {"file": (filename, content)}, "data": {"request_id": request_id}}
        answer = await self._patiently("POST", path, **given)
        return self._settled(action, request_id, began, [answer], (), {"filename": filename})

    def _settled(
        self,
        action: str,
        request_id: str,
        began: float,
        answers: list[httpx.Response],
        expected: Collection[str],
        said: dict[str, Any],
    ) -> dict[str, Any]:
        good = [one for one in answers if one.status_code == 200]
        if not good:
            raise self._refused(action, request_id, answers[-1], expected)
        made: dict[str, Any] = good[0].json()
        if any(one.json() != made for one in good):
            self._log.record.unequal.append(f"{action} {request_id}")
        self._log.took(Write(self.seat.id, request_id, action, made, said, len(answers)), began)
        return made

    def _refused(self, action: str, request_id: str, answer: httpx.Response, expected: Collection[str]) -> Turned:
        """What is to be raised: Failed, by itself, when nobody had to expect this."""
        turned = _turned(answer)
        if turned.code not in expected:
            raise Failed(f"{self.seat.name}: {action} was refused: {turned}")
        self._log.turned_away(self.seat.id, request_id, action, turned.code)
        return turned

    async def _sent(self, path: str, given: dict[str, Any]) -> list[httpx.Response]:
        """The answers to one request, which by chance is sent more than once."""
        luck = self.chance.random()
        if luck < 0.06:
            both = (self._patiently("POST", path, **given) for _ in range(2))
            return list(await asyncio.gather(*both))
        if luck < 0.1:
            try:
                async with asyncio.timeout(self.chance.uniform(0.001, 0.03)):
                    await self._client.post(path, **_with_headers(given, self._token()))
            except (TimeoutError, httpx.TransportError):
                self._log.counts["hung_up"] += 1
        first = await self._patiently("POST", path, **given)
        if luck > 0.92 and first.status_code == 200:
            return [first, await self._patiently("POST", path, **given)]
        return [first]

    def _token(self) -> dict[str, str]:
        return {"X-CSRFToken": self._client.cookies.get("csrftoken") or ""}

    async def _patiently(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Sends until an answer comes that isn't a fault of the server or of the line."""
        end, pause, why = now() + PATIENCE, AGAIN[0], ""
        while now() < end:
            try:
                answer = await self._client.request(method, path, **_with_headers(given, self._token()))
                if answer.status_code < 500:
                    return answer
                self._log.counts["server_errors"] += 1
                why = f"HTTP {answer.status_code}"
            except httpx.TransportError as error:
                self._log.counts["lost_requests"] += 1
                why = type(error).__name__
            await asyncio.sleep(pause * self.chance.uniform(0.5, 1))
            pause = min(AGAIN[1], pause * 2)
        raise Failed(f"{self.seat.name}: no answer to {method} {path} ({why})")

    async def leave(self) -> None:
        await self._client.aclose()


def _with_headers(given: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    return given | {"headers": given.get("headers", {}) | headers}


def _turned(answer: httpx.Response) -> Turned:
    try:
        said = answer.json()
        return Turned(answer.status_code, said["code"], said["facts"])
    except (ValueError, KeyError, TypeError):
        return Turned(answer.status_code, "unreadable", {"body": answer.text[:300]})


async def some_at_once(work: Iterable[Callable[[], Awaitable[Any]]]) -> None:
    """Does everything, some of it at the same time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(what: Callable[[], Awaitable[Any]]) -> None:
        async with gate:
            await what()

    async with asyncio.TaskGroup() as group:
        for what in work:
            group.create_task(one(what))
