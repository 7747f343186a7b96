"""What delegations and the chair do while the pens type: table, take positions, withdraw; accept and reject."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

from communique.domain.texts.document import blocks
from communique.rehearsal.pages import Page
from communique.rehearsal.people import Turned

STANCES = ("support", "support", "oppose", "can_live_with", "reserve", "awaiting")
ADDED = (
    "as appropriate",
    "in accordance with national circumstances",
    "on mutually agreed terms",
    "by consensus",
    "[where feasible]",
    "taking note of capacities",
)
SWAPPED = ("shall", "should", "may", "will")
OVER = ("amendment_is_over",)
"""The others were quicker: such a refusal belongs to every meeting."""


class Delegation:
    """The head of one delegation at its page."""

    def __init__(self, page: Page, chance: random.Random) -> None:
        self.page, self._chance = page, chance

    async def negotiate(self, acts: int, pause: float) -> None:
        """Does a number of things one after another, ``pause`` seconds apart on average."""
        for act in range(acts):
            await asyncio.sleep(self._chance.uniform(0.3, 1.7) * pause)
            others, own = self._tabled()
            luck = self._chance.random()
            if act == 0 or luck < 0.3 or not others:
                await self.table()
            elif luck < 0.4 and len(own) > 1:
                await self.withdraw(self._chance.choice(own))
            else:
                await self.take_position(self._chance.choice(others))

    def _tabled(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What lies on the table, by others and by this delegation, as its own screen shows it."""
        tabled = [one for one in self.page.screen.overlay if one["state"] == "tabled"]
        party = self.page.person.seat.party
        others = [one for one in tabled if one["by"]["code"] != party]
        fresh = [one for one in others if all(said["code"] != party for said in one["positions"])]
        return fresh or others, [one for one in tabled if one["by"]["code"] == party]

    async def table(self) -> None:
        """Proposes a change of a paragraph that no pen is in just now."""
        screen = self.page.screen
        candidates = [block for block in blocks(screen.document.json()) if has_words(block)]
        block = self._chance.choice(candidates)
        try:
            await self.page.person.write(
                "amendment.table",
                f"/api/texts/{self.page.text}/amendments",
                expected=("paragraph_moved_on", "no_such_paragraph"),
                said={"party": self.page.person.seat.party},
                version=screen.version,
                paragraph=block["attrs"]["id"],
                content=changed(block["content"], self._chance),
                reason=self._chance.choice(["", "This reflects our instructions."]),
            )
        except Turned:
            await self.page.catch_up()

    async def take_position(self, one: dict[str, Any]) -> None:
        await self._try(
            "position.take",
            f"/api/amendments/{one['id']}/position",
            OVER,
            stance=self._chance.choice(STANCES),
            said={"party": self.page.person.seat.party},
        )

    async def withdraw(self, one: dict[str, Any]) -> None:
        await self._try("amendment.withdraw", f"/api/amendments/{one['id']}/withdraw", OVER)

    async def _try(self, action: str, path: str, expected: tuple[str, ...], **body: Any) -> bool:
        try:
            await self.page.person.write(action, path, expected=expected, **body)
        except Turned:
            return False
        return True


class Chair(Delegation):
    """The chair finds what the meeting takes, and what it doesn't."""

    async def decide(self, pause: float, more: Callable[[], bool]) -> None:
        """Looks at the table again and again, and always leaves something on it."""
        while more():
            await asyncio.sleep(self._chance.uniform(0.3, 1.7) * pause)
            tabled = [one for one in self.page.screen.overlay if one["state"] == "tabled"]
            if len(tabled) < 3:
                continue
            one = self._chance.choice(tabled)
            if self._chance.random() < 0.6 and not one["lost"]:
                lost = (*OVER, "amendment_is_lost", "step_failed")
                await self._try("amendment.accept", f"/api/amendments/{one['id']}/accept", lost)
            else:
                await self._try("amendment.reject", f"/api/amendments/{one['id']}/reject", OVER)

    async def put(self, seconds: int) -> dict[str, Any]:
        """Puts adoption to the meeting."""
        return await self.page.person.write("question.put", f"/api/texts/{self.page.text}/question", seconds=seconds)


def changed(content: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The content of a paragraph with a few words put in, or one word put in the place of another."""
    texts = [at for at, node in enumerate(content) if node["type"] == "text" and " " in node["text"].strip()]
    at = chance.choice(texts)
    node = content[at]
    words = node["text"].split(" ")
    place = chance.randrange(1, len(words))
    if chance.random() < 0.5 and words[place].isalpha():
        words[place] = chance.choice([word for word in SWAPPED if word != words[place]])
    else:
        words.insert(place, chance.choice(ADDED))
    return [*content[:at], node | {"text": " ".join(words)}, *content[at + 1 :]]


def has_words(block: dict[str, Any]) -> bool:
    """A paragraph in which words can be put between words."""
    return block["type"] == "paragraph" and any(
        node["type"] == "text" and " " in node["text"].strip() for node in block.get("content", ())
    )
