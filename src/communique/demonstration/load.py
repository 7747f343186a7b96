"""Loading the demonstration conference, by the same actions as everybody's."""

from __future__ import annotations

import time
import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from communique.actions import (
    agenda,
    amendments,
    bodies,
    capitals,
    conferences,
    decisions,
    objectives,
    people,
    programme,
    register,
    texts,
)
from communique.demonstration.data import FOLDER, read
from communique.demonstration.delegations import Delegations
from communique.demonstration.negotiation import Negotiation
from communique.demonstration.places import paragraph_at, with_words
from communique.demonstration.sitting import Sitting
from communique.domain.actors import CLOCK, Actor
from communique.domain.errors import Refused
from communique.domain.objectives import Holder
from communique.queries import bodies as body_queries
from communique.records import documents
from communique.records.models import Body, Seat, Text

SECONDS = 5
"""The clock of the question on the document that is adopted here."""
GRACE = 4 * 3600
"""Seconds for which a place is kept without a line. Most delegations here are played by nobody, and are still there."""


def load(*, unread: bool = False) -> bool:
    """Loads everything, or nothing when it is there already. Returns whether it did.

    ``unread``: the plenary has just been opened. Nobody has registered or spoken, and the draft stands as it was before
    its first reading, with the amendments that delegations sent in.
    Refused: ``not_a_demonstration``, in a database that holds other bodies.
    """
    data = read("conference.json") | read("programme.json")
    if Body.objects.filter(slug=data["body"]["key"]).exists():
        return False
    if Body.objects.exists():
        raise Refused("not_a_demonstration")
    with transaction.atomic():
        _Loading(data, unread).run()
    return True


class _Loading:
    """One loading. ``seats`` holds the seats by their keys in the file, ``actors`` who has acted from them so far."""

    def __init__(self, data: dict[str, Any], unread: bool) -> None:
        self.data = data
        self.unread = unread
        self.seats: dict[str, int] = {}
        self.actors: dict[str, Actor] = {}
        self.body = 0

    def run(self) -> None:
        self._body()
        self._parties()
        self._people()
        self._chairmanships()
        self._conference()

    def _body(self) -> None:
        body, place = self.data["body"], self.data["conference"]
        self.body = bodies.found(
            **_by_console(),
            name=body["name"],
            short_name=body["abbreviation"],
            jurisdiction=body["jurisdiction"],
            time_zone=place["timezone"],
            quorum=len(self.data["members"]) // 2 + 1,
            observers_read_drafts=True,
        )["body"]
        bodies.regulate(**_by_console(), body=self.body, grace=GRACE)

    def _parties(self) -> None:
        for member in self.data["members"]:
            given = {key: member[key] for key in ("code", "iso", "name", "official_name", "order")}
            bodies.admit_member(**_by_console(), body=self.body, **given)
        for partner in self.data["partners"]:
            given = {key: partner[key] for key in ("code", "name", "official_name")}
            bodies.admit_observer(**_by_console(), body=self.body, iso=partner["iso"] or "", **given)
        for party in self.data["members"] + self.data["partners"]:
            capitals.locate(
                **_by_console(),
                body=self.body,
                party=party["code"],
                capital=party["capital"],
                time_zone=party["timezone"],
                floor=party.get("floor", "after_members"),
            )

    def _people(self) -> None:
        nobody = self.data["secretariat"]["code"]
        for term in self.data["chairmanships"]:
            bodies.set_chairmanship(**_by_console(), body=self.body, year=term["year"], party=term["member"])
        for person in self.data["people"]:
            for seat in person["seats"]:
                made = bodies.grant_seat(
                    **_by_console(),
                    body=self.body,
                    email=person["email"],
                    name=person["name"],
                    role=seat["role"],
                    party="" if seat["party"] == nobody else seat["party"],
                )
                self.seats[seat["key"]] = made["seat"]
                if not seat["active"]:
                    bodies.end_seat(**_by_console(), seat=made["seat"])

    def _chairmanships(self) -> None:
        """What the chair wants of its year, and what has become of it so far."""
        for term in self.data["chairmanships"]:
            if "theme" not in term:
                continue
            made = conferences.describe_chairmanship(
                **self._by("chair"), body=self.body, year=term["year"], theme=term["theme"]
            )["chairmanship"]
            for aim in term["objectives"]:
                one = objectives.set_objective(
                    **self._by("chair"), holder=Holder.CHAIRMANSHIP.value, number=made, words=aim["words"]
                )["objective"]
                if "outcome" in aim:
                    found = {key: aim[key] for key in ("outcome", "remark")}
                    objectives.assess_objective(**self._by("chair"), objective=one, **found)

    def _conference(self) -> None:
        """It has no last day, so that delegations can still be registered in it. Its meetings say how long it lasts."""
        given = self.data["conference"]
        conference = conferences.convene_conference(
            **self._by("clerk"),
            body=self.body,
            name=given["name"],
            year=given["year"],
            place=given["city"],
            time_zone=given["timezone"],
            starts_on=date.fromisoformat(given["begins"]),
            objectives=given["objectives"],
        )["conference"]
        if not self.unread:
            Delegations(conference, self.data, self._actor).register()
        played = read("sittings.json")
        meetings = [(one, self._meeting(conference, one)) for one in self.data["meetings"]]
        for one, meeting in meetings:
            acts = played.get(one["key"], [])
            if any("document" in item for item in one["items"]):
                self._with_documents(one["key"], Sitting(meeting, self._actor), acts)
            else:
                Sitting(meeting, self._actor).play(acts)

    def _meeting(self, conference: int, given: dict[str, Any]) -> int:
        meeting: int = programme.convene_meeting(
            **self._by("clerk"),
            conference=conference,
            name=given["name"],
            begins_at=datetime.fromisoformat(given["begins"]),
            ends_at=datetime.fromisoformat(given["ends"]),
            kind=given["kind"],
            level=given["level"],
            theme=given.get("theme", ""),
            hall=given["hall"],
            open_to_public=given.get("open_to_public", False),
            objectives=[given["objective"]],
        )["meeting"]
        for item in given["items"]:
            agenda.add_item(
                **self._by("clerk"),
                meeting=meeting,
                number=item["number"],
                title=item["title"],
                adopts="document" in item,
                minutes=item["minutes"],
            )
        return meeting

    def _with_documents(self, key: str, sitting: Sitting, acts: list[dict[str, Any]]) -> None:
        """The meeting puts one document, and the other one is read and amended while the clock of that runs."""
        given = [one for one in self.data["documents"] if one["meeting"] == key]
        numbers = {one["key"]: self._imported(one, sitting.items[one["item"]]) for one in given}
        if self.unread:
            acts = [act for act in acts if act["do"] in {"enter", "open", "put"}]
        at = next(place for place, act in enumerate(acts) if act["do"] == "put")
        sitting.play(acts[:at])
        first = next(one for one in given if one["key"] == acts[at]["document"])
        text = numbers[first["key"]]
        put = decisions.put(**self._by("chair"), text=text, seconds=SECONDS)
        for one in given:
            if one is not first:
                self._amendments(numbers[one["key"]], read(one["amendments"]))
                if not self.unread:
                    self._negotiate(numbers[one["key"]], read(one["negotiation"]))
        left = (datetime.fromisoformat(put["closes_at"]) - timezone.now()).total_seconds()
        time.sleep(max(0.0, left) + 0.01)
        decisions.let_gavel_fall(actor=CLOCK, request_id=_id(), question=put["question"])
        register.publish(**self._by("pen"), text=text, symbol=first["final_symbol"])
        sitting.play(acts[at + 1 :])

    def _imported(self, document: dict[str, Any], item: int) -> int:
        text: int = texts.import_text(
            **self._by("pen"),
            item=item,
            filename=document["file"],
            content=(FOLDER / document["file"]).read_bytes(),
            symbol=document["symbol"],
        )["text"]
        return text

    def _amendments(self, text: int, given: list[dict[str, Any]]) -> None:
        for one in given:
            row = Text.objects.get(pk=text)
            block = paragraph_at(documents.newest(row).json(), one["paragraph"])
            made = amendments.table(
                **self._by(f"{one['by'].lower()}-head"),
                text=text,
                version=row.version,
                paragraph=block["attrs"]["id"],
                content=with_words(block, one["find"], one["replace"]),
                reason=one["reason"],
            )["amendment"]
            for party, stance in one["positions"].items():
                amendments.take_position(**self._by(f"{party.lower()}-head"), amendment=made, stance=stance)
            end = {"accepted": amendments.accept, "withdrawn": amendments.withdraw, "rejected": amendments.reject}
            if one["state"] in end:
                who = f"{one['by'].lower()}-head" if one["state"] == "withdrawn" else "chair"
                end[one["state"]](**self._by(who), amendment=made)

    def _negotiate(self, text: int, parts: dict[str, list[dict[str, Any]]]) -> None:
        negotiation = Negotiation(text, self._actor)
        for acts in parts.values():
            negotiation.play(acts)

    def _by(self, key: str) -> dict[str, Any]:
        return {"actor": self._actor(key), "request_id": _id()}

    def _actor(self, key: str) -> Actor:
        if key not in self.actors:
            seat = Seat.objects.select_related("person", "party").get(pk=self.seats[key])
            self.actors[key] = body_queries.actor_from(seat)
        return self.actors[key]


def _by_console() -> dict[str, Any]:
    return {"actor": people.CONSOLE, "request_id": _id()}


def _id() -> str:
    return uuid.uuid4().hex
