"""The secretariat's pen: types letter by letter, while another pen does the same, and makes its letters again on
whatever came in between.

As in the browser one batch is on its way at a time, and what is typed meanwhile waits. A batch that comes too late
(stale) is made anew where the caret has moved to; one whose answer is lost goes again under the same id. Steps of its
own that come back over the line confirm it, whether the answer has come or not.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from dataclasses import dataclass
from typing import Any

from communique.domain.texts import amendments, authority
from communique.domain.texts.amendments import Hunk
from communique.domain.texts.document import new_id
from communique.domain.texts.wording import size_of
from communique.rehearsal.pages import Page
from communique.rehearsal.people import Failed, Turned

MOST = 200
"""Steps in one batch."""
RUB = "\b"
"""In a passage: the last letter is rubbed out."""


@dataclass(frozen=True)
class Stroke:
    """One press of a key, wherever the caret is then: a sign, ``RUB``, or the beginning of a new paragraph."""

    sign: str = ""
    paragraph: str = ""

    def step(self, caret: int) -> tuple[dict[str, Any], int]:
        """As a step at the caret, with how far the caret moves."""
        if self.sign == RUB:
            return {"stepType": "replace", "from": caret - 1, "to": caret}, -1
        node: dict[str, Any] = {"type": "text", "text": self.sign}
        size = len(self.sign.encode("utf-16-le")) // 2
        if self.paragraph:
            attributes = {"id": self.paragraph, "number": "", "role": "plain", "level": 0}
            node, size = {"type": "paragraph", "attrs": attributes}, 1
        return {"stepType": "replace", "from": caret, "to": caret, "slice": {"content": [node]}}, size


class Pen:
    """A page on which somebody types. ``speed``: seconds between two letters, on average."""

    def __init__(self, page: Page, chance: random.Random, speed: float) -> None:
        self.page, self._chance, self._speed = page, chance, speed
        self.client = f"pen-{new_id()}"
        self._waiting: deque[Stroke] = deque()
        self._place = Hunk(0, 0, "", ())
        self._sending: asyncio.Task[None] | None = None
        self.rebased = self.letters = self.lost = 0
        self._fault = ""
        page.screen.followers.append(self._follow)

    async def type(self, block: str, passage: str, *, at_end: bool, new_paragraph: bool) -> None:
        """Types a passage in a block, or in a new paragraph behind it; returns when all of it is confirmed."""
        found = self.page.screen.document.block(block)
        if found is None:
            return
        position, node = found
        inner = sum(map(size_of, node.get("content", ())))
        if new_paragraph:
            caret = position + inner + 2
        else:
            caret = position + 1 + (inner if at_end else _at_a_space(node, inner))
        self._place = Hunk(caret, caret, "", ())
        if new_paragraph:
            self._press(Stroke(paragraph=new_id()))
        for sign in passage:
            self._press(Stroke(sign))
            await asyncio.sleep(self._chance.uniform(0.4, 1.6) * self._speed)
        while self._waiting:
            if self._sending is None or self._sending.done():
                self._sending = asyncio.get_running_loop().create_task(self._send())
            await self._sending

    def _press(self, stroke: Stroke) -> None:
        self._waiting.append(stroke)
        self.letters += 1
        if self._sending is None or self._sending.done():
            self._sending = asyncio.get_running_loop().create_task(self._send())

    async def _send(self) -> None:
        screen = self.page.screen
        while self._waiting:
            if self._fault:
                raise Failed(self._fault)
            strokes, version = list(self._waiting)[:MOST], screen.version
            steps = self._steps(strokes)
            try:
                answer = await self.page.person.write(
                    "text.draft",
                    f"/api/texts/{self.page.text}/steps",
                    expected=("stale",),
                    version=version,
                    steps=steps,
                    client=self.client,
                )
            except Turned:
                self.rebased += 1
                await self.page.catch_up()
                continue
            if screen.version == version and answer["version"] == version + len(steps):
                screen.take(version, steps, [self.client] * len(steps))
            elif answer["version"] > screen.version:
                await self.page.catch_up()

    def _steps(self, strokes: list[Stroke]) -> list[dict[str, Any]]:
        made, caret = [], self._place.end
        for stroke in strokes:
            step, moved = stroke.step(caret)
            made.append(step)
            caret += moved
        return made

    def _follow(self, version: int, step: dict[str, Any], client: str) -> None:
        """Each step moves the place: one's own by its size, others' as they carry an amendment's words along."""
        if client == self.client:
            if not self._waiting:
                self._fault = f"{self.client} is said to have made step {version}, and has not"
                return
            stroke = self._waiting.popleft()
            made, moved = stroke.step(self._place.end)
            if made != step:
                self._fault = f"{self.client} typed {made}, and {step} came back"
            start = self._place.end + moved if stroke.paragraph else self._place.start
            self._place = Hunk(start, self._place.end + moved, "", ())
            return
        carried = amendments.carry((self._place,), authority.maps_of([step]))
        (self._place,) = carried.hunks
        self.lost += carried.lost


def _at_a_space(node: dict[str, Any], inner: int) -> int:
    """Behind a word in the middle of a block: an offset in positions, ``inner`` at most."""
    offset = 0
    for child in node.get("content", ()):
        size = size_of(child)
        if child["type"] == "text" and offset + size > inner // 2:
            cut = child["text"].find(" ", max(0, inner // 2 - offset))
            if cut >= 0:
                return offset + len(child["text"][:cut].encode("utf-16-le")) // 2
        offset += size
    return inner
