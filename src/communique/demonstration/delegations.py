"""How the delegations of the demonstration were invited, named and checked, each step by who takes it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from communique.actions import registration
from communique.demonstration.letters import written
from communique.domain.actors import Actor

Given = dict[str, Any]


class Delegations:
    """The registration of a conference. ``data`` is the demonstration's; ``actor_of`` gives who sits on the seat with a
    key. A delegation without a seat of its own is answered for by the clerk, as it would be by letter."""

    def __init__(self, conference: int, data: Given, actor_of: Callable[[str], Actor]) -> None:
        self.conference = conference
        self.data = data
        self.actor_of = actor_of
        self.names = {one["code"]: one["official_name"] for one in data["members"] + data["partners"]}

    def register(self) -> None:
        given = self.data["registration"]
        made = registration.invite(
            **self._by("clerk"),
            conference=self.conference,
            parties=[one["party"] for one in given["delegations"]],
            message=given["message"],
        )["registrations"]
        for one in given["delegations"]:
            self._answer(made[one["party"]], one)

    def _answer(self, row: int, given: Given) -> None:
        people = self._people(given["party"])
        head = people[0]["seat"] if people else "clerk"
        if "declined" in given:
            registration.answer(**self._by(head), registration=row, accept=False, remark=given["declined"])
        if "letter" not in given:
            return
        registration.answer(**self._by(head), registration=row, accept=True, remark=given.get("remark", ""))
        for person in [*people, *given.get("more", [])]:
            told = {key: person[key] for key in ("name", "role", "title")}
            registration.add_participant(
                **self._by(head),
                registration=row,
                email=person.get("email", ""),
                listed=person.get("listed", True),
                **told,
            )
        letter = registration.hand_in(
            **self._by(head),
            registration=row,
            filename=f"credentials-{given['party'].lower()}.pdf",
            content=self._letter(self.names[given["party"]], people[0]),
        )["credentials"]
        if given["letter"] != "handed_in":
            registration.check(
                **self._by("clerk"),
                credentials=letter,
                accept=given["letter"] == "accepted",
                reason=given.get("reason", ""),
            )

    def _people(self, party: str) -> list[Given]:
        """Who has a seat for a party, with what it is; whoever holds the seat of the chair leads no delegation. The
        observer is the head of its own."""
        found = [
            {
                "seat": seat["key"],
                "name": person["name"],
                "title": seat["title"],
                "email": person["email"],
                "role": "head" if seat["role"] == "observer" else seat["role"],
            }
            for person in self.data["people"]
            for seat in person["seats"]
            if seat["party"] == party and seat["active"] and seat["role"] != "chair"
        ]
        return sorted(found, key=lambda one: one["role"] != "head")

    def _letter(self, party: str, head: Given) -> bytes:
        words = [
            f"I have the honour to name the delegation of {party} to the "
            f"{self.data['conference']['name']}. It is headed by {head['name']}, {head['title']}.",
            "Whatever it does within its instructions is done in our name.",
        ]
        return written("pdf", "Letter of credentials", words, body=party)

    def _by(self, seat: str) -> Given:
        return {"actor": self.actor_of(seat), "request_id": uuid.uuid4().hex}
