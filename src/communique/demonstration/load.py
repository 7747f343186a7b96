"""Loading the demonstration conference, by the same actions as everybody's, and the links by which to enter it."""

from __future__ import annotations

import json
import textwrap
import time
import uuid
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from communique.actions import amendments, bodies, decisions, meetings, people, register, texts
from communique.demonstration.negotiation import Negotiation
from communique.demonstration.places import paragraph_at, with_words
from communique.domain.actors import CLOCK, Actor
from communique.domain.errors import Refused
from communique.queries import bodies as body_queries
from communique.records import documents
from communique.records.models import Body, Person, Seat, Text
from communique.web.accounts import invitation

FOLDER = files("communique.demonstration")
HOURS = 72
"""For how long the links let somebody in."""
SECONDS = 5
"""The clock of the question on the document that is adopted here."""


def _data(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def load(*, unread: bool = False) -> bool:
    """Loads everything, or nothing when it is there already. Returns whether it did.

    ``unread``: the draft stands as it was before its first reading, with the amendments that delegations sent in.
    Refused: ``not_a_demonstration``, in a database that holds other bodies.
    """
    conference = _data("conference.json")
    if Body.objects.filter(slug=conference["body"]["key"]).exists():
        return False
    if Body.objects.exists():
        raise Refused("not_a_demonstration")
    with transaction.atomic():
        _Loading(conference, unread).run()
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
        self._people()
        self._conference()

    def _body(self) -> None:
        body, place = self.data["body"], self.data["conference"]
        self.body = bodies.found(
            actor=people.CONSOLE,
            request_id=_id(),
            name=body["name"],
            short_name=body["abbreviation"],
            jurisdiction=body["jurisdiction"],
            time_zone=place["timezone"],
            quorum=len(self.data["members"]) // 2 + 1,
            observers_read_drafts=True,
        )["body"]
        for member in self.data["members"]:
            given = {key: member[key] for key in ("code", "iso", "name", "official_name", "order")}
            bodies.admit_member(actor=people.CONSOLE, request_id=_id(), body=self.body, **given)
        for partner in self.data["partners"]:
            given = {key: partner[key] for key in ("code", "name", "official_name")}
            bodies.admit_observer(
                actor=people.CONSOLE, request_id=_id(), body=self.body, iso=partner["iso"] or "", **given
            )
        for term in self.data["chairmanships"]:
            bodies.set_chairmanship(
                actor=people.CONSOLE, request_id=_id(), body=self.body, year=term["year"], party=term["member"]
            )

    def _people(self) -> None:
        nobody = self.data["secretariat"]["code"]
        for person in self.data["people"]:
            for seat in person["seats"]:
                made = bodies.grant_seat(
                    actor=people.CONSOLE,
                    request_id=_id(),
                    body=self.body,
                    email=person["email"],
                    name=person["name"],
                    role=seat["role"],
                    party="" if seat["party"] == nobody else seat["party"],
                )
                self.seats[seat["key"]] = made["seat"]
                if not seat["active"]:
                    bodies.end_seat(actor=people.CONSOLE, request_id=_id(), seat=made["seat"])

    def _conference(self) -> None:
        given = self.data["conference"]
        conference = meetings.convene_conference(
            actor=self._actor("clerk"),
            request_id=_id(),
            body=self.body,
            name=given["name"],
            year=given["year"],
            place=given["city"],
            time_zone=given["timezone"],
            starts_on=date.fromisoformat(given["begins"]),
            ends_on=date.fromisoformat(given["ends"]),
            objectives=given["objectives"],
        )["conference"]
        items: dict[tuple[str, str], int] = {}
        numbers: dict[str, int] = {}
        for meeting in self.data["meetings"]:
            numbers[meeting["key"]] = self._meeting(conference, meeting, items)
        self._documents(numbers, items)
        for meeting in self.data["meetings"]:
            if meeting["state"] == "closed":
                meetings.close_meeting(actor=self._actor("chair"), request_id=_id(), meeting=numbers[meeting["key"]])

    def _meeting(self, conference: int, given: dict[str, Any], items: dict[tuple[str, str], int]) -> int:
        meeting: int = meetings.convene_meeting(
            actor=self._actor("clerk"),
            request_id=_id(),
            conference=conference,
            name=given["name"],
            begins_at=datetime.fromisoformat(given["begins"]),
        )["meeting"]
        for item in given["items"]:
            items[given["key"], item["number"]] = meetings.add_item(
                actor=self._actor("clerk"),
                request_id=_id(),
                meeting=meeting,
                number=item["number"],
                title=item["title"],
                adopts="document" in item,
            )["item"]
        if given["state"] != "planned":
            meetings.open_meeting(actor=self._actor("chair"), request_id=_id(), meeting=meeting)
        if given["state"] == "open":
            for key in self.seats:
                if key.endswith("-head") or key in {"chair", "pen", "clerk", "eu-observer"}:
                    meetings.enter(actor=self._actor(key), request_id=_id(), meeting=meeting)
        return meeting

    def _documents(self, numbers: dict[str, int], items: dict[tuple[str, str], int]) -> None:
        """The adopted document's clock runs while the other one is read and amended."""
        waiting: list[tuple[dict[str, Any], int, dict[str, Any]]] = []
        for document in sorted(self.data["documents"], key=lambda one: one["status"] != "published"):
            text = texts.import_text(
                actor=self._actor("pen"),
                request_id=_id(),
                item=items[document["meeting"], document["item"]],
                filename=document["file"],
                content=(FOLDER / document["file"]).read_bytes(),
                symbol=document["symbol"],
            )["text"]
            if document["status"] == "published":
                put = decisions.put(actor=self._actor("chair"), request_id=_id(), text=text, seconds=SECONDS)
                waiting.append((document, text, put))
            else:
                self._amendments(text, _data(document["amendments"]))
                if not self.unread:
                    self._negotiate(text, _data(document["negotiation"]))
        for document, text, put in waiting:
            left = (datetime.fromisoformat(put["closes_at"]) - timezone.now()).total_seconds()
            time.sleep(max(0.0, left) + 0.01)
            decisions.let_gavel_fall(actor=CLOCK, request_id=_id(), question=put["question"])
            register.publish(actor=self._actor("pen"), request_id=_id(), text=text, symbol=document["final_symbol"])

    def _amendments(self, text: int, given: list[dict[str, Any]]) -> None:
        for one in given:
            row = Text.objects.get(pk=text)
            block = paragraph_at(documents.newest(row).json(), one["paragraph"])
            made = amendments.table(
                actor=self._actor(f"{one['by'].lower()}-head"),
                request_id=_id(),
                text=text,
                version=row.version,
                paragraph=block["attrs"]["id"],
                content=with_words(block, one["find"], one["replace"]),
                reason=one["reason"],
            )["amendment"]
            for party, stance in one["positions"].items():
                amendments.take_position(
                    actor=self._actor(f"{party.lower()}-head"), request_id=_id(), amendment=made, stance=stance
                )
            end = {"accepted": amendments.accept, "withdrawn": amendments.withdraw, "rejected": amendments.reject}
            if one["state"] in end:
                who = f"{one['by'].lower()}-head" if one["state"] == "withdrawn" else "chair"
                end[one["state"]](actor=self._actor(who), request_id=_id(), amendment=made)

    def _negotiate(self, text: int, parts: dict[str, list[dict[str, Any]]]) -> None:
        negotiation = Negotiation(text, self._actor)
        for acts in parts.values():
            negotiation.play(acts)

    def _actor(self, key: str) -> Actor:
        if key not in self.actors:
            seat = Seat.objects.select_related("person", "party").get(pk=self.seats[key])
            self.actors[key] = body_queries.actor_from(seat)
        return self.actors[key]


def links() -> str:
    """For people who look at the demonstration: one link a part, what there is to do with it, and for whom."""
    data = _data("conference.json")
    body = Body.objects.get(slug=data["body"]["key"])
    lines = ["", f"Communiqué is at {settings.URL}/", ""]
    pages = _pages(body)
    holders = {seat["key"]: (person, seat) for person in data["people"] for seat in person["seats"]}
    for part in data["sign_in"]:
        person, given = holders[part["seat"]]
        row = Person.objects.get(email=person["email"])
        seat = next((one for one in body_queries.seats_of(row.pk) if one.role == given["role"]), None)
        page = pages.get(part["at"])
        if seat is not None and page is not None:
            lines += [f"  {_part(seat)}", f"    {settings.URL}/in/{invitation(seat.pk, HOURS)}?next={page}"]
            lines += [*(f"    {line}" for line in textwrap.wrap(part["try"], 100)), ""]
    lines += [
        "  The public",
        f"    {settings.URL}/",
        "    What is open to everybody: the meetings, and what was adopted.",
        "",
        f"Each browser is one person: open a second link in a private window. The links let in for {HOURS} hours.",
        "Ctrl-C ends the server.",
        "",
    ]
    return "\n".join(lines)


def _pages(body: Body) -> dict[str, str]:
    """Where the links lead on to: the draft, the branch of the huddle that is out on it, a delegation's own room."""
    draft = Text.objects.filter(meeting__conference__body=body, huddle=None, status="draft").order_by("id").last()
    if draft is None:
        return {"draft": "/"}
    out = Text.objects.filter(huddle__text=draft, huddle__state="open").order_by("id").last()
    pages = {"draft": f"/texts/{draft.pk}/", "delegation": f"/texts/{draft.pk}/delegation/"}
    return pages | ({"huddle": f"/texts/{out.pk}/"} if out is not None else {})


def _part(seat: Seat) -> str:
    offices = {"chair": "The chair", "pen": "The secretariat’s pen", "clerk": "The secretariat’s clerk"}
    if seat.role in offices:
        return offices[seat.role]
    role = "observer" if seat.role == "observer" else f"{seat.role} of delegation"
    return f"{seat.party.name if seat.party else ''}, {role}"


def _id() -> str:
    return uuid.uuid4().hex
