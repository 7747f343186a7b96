"""A small body with its people, a conference, an open meeting and a text, all of it made by actions.

    house = House.founded()
    house.table("la-head", "open the regional reserve", "open and keep the regional reserve")

People are named by their seats: ``chair`` (Viet Nam's, acting for nobody), ``pen``, ``second-pen``, ``clerk``;
``la-head``, ``la-alternate``, ``la-delegate``, ``la-adviser``, ``my-head``, ``sg-head``, ``vn-head``; ``nz-observer``.
The person of ``my-head`` holds ``som-my-head`` too, at the table of another body. ``nobody`` is signed in without a
seat, ``operator`` runs the installation, ``public`` is whoever passes by, ``clock`` the house's own.
"""

from __future__ import annotations

import copy
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from communique.actions import (
    agenda,
    amendments,
    attendance,
    bodies,
    conferences,
    decisions,
    meetings,
    people,
    programme,
    texts,
)
from communique.domain.actors import CLOCK, Actor, Audience, audience_of
from communique.domain.texts.authority import Document
from communique.domain.texts.document import blocks, plain_text
from communique.records import documents
from communique.records.models import Meeting, Person, Room, Seat, Text
from communique.web.acting import SEAT

DRAFT = """\
# Joint Communiqué of the Foreign Ministers

We, the Foreign Ministers, met online under the chairmanship of Viet Nam.

1. We agreed to share [all] information on outbreaks [without delay].

2. We [shall][should] open the regional reserve of medical supplies [by the end of the year - SG; LA delete].

3. We welcomed the work of ປະຊາຊົນ and 👩‍⚕️ health workers [ in every member.

4. We looked forward to our next meeting.
"""

MEMBERS = (("LA", "Lao PDR"), ("MY", "Malaysia"), ("SG", "Singapore"), ("VN", "Viet Nam"))
"""Codes, which are ISO 3166 as well, in protocol order."""

SEATS = {
    "chair": ("chair", "VN", "Chair Minh"),
    "pen": ("pen", "", "Pen Siti"),
    "second-pen": ("pen", "", "Pen Ratna"),
    "clerk": ("clerk", "", "Clerk Thuy"),
    "la-head": ("head", "LA", "Head Bounmy"),
    "la-alternate": ("alternate", "LA", "Alternate Khamla"),
    "la-delegate": ("delegate", "LA", "Delegate Souk"),
    "la-adviser": ("adviser", "LA", "Adviser Noy"),
    "my-head": ("head", "MY", "Head Aisyah"),
    "sg-head": ("head", "SG", "Head Wei"),
    "vn-head": ("head", "VN", "Head Lan"),
    "nz-observer": ("observer", "NZ", "Observer Aroha"),
}
"""Each with its role, its party and the name of who sits there."""

_requests = itertools.count(1)


def request_id() -> str:
    """A new one each time."""
    return f"request-{next(_requests):06d}"


@dataclass
class House:
    """Ids of what was made; the helpers act as the person of a seat would."""

    body: int = 0
    other_body: int = 0
    conference: int = 0
    meeting: int = 0
    item: int = 0
    text: int = 0
    seats: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    @classmethod
    def founded(cls, *, observers_read_drafts: bool = True, quorum: int = 2, draft: str = DRAFT) -> House:
        """A body whose meeting is open, with the members LA, SG and VN in the room, and ``draft`` on its table.

        Actions make it the first time; after that the very same rows are put into the tables, which is much quicker.
        """
        settings = (observers_read_drafts, quorum, draft)
        if settings not in _kept:
            house = cls._made(observers_read_drafts=observers_read_drafts, quorum=quorum, draft=draft)
            _kept[settings] = (house, _rows())
            return copy.deepcopy(house)
        house, rows = _kept[settings]
        with transaction.atomic():
            Room.objects.all().delete()
            for model, instances in rows.items():
                model._default_manager.bulk_create(copy.copy(one) for one in instances)
        return copy.deepcopy(house)

    @classmethod
    def _made(cls, *, observers_read_drafts: bool, quorum: int, draft: str) -> House:
        house = cls()
        Room.objects.get_or_create(pk=Room.HOUSE)
        made = people.appoint_operator(
            actor=people.CONSOLE, request_id=request_id(), email="operator@example.org", name="Operator Ann"
        )
        house.people["operator"] = made["person"]
        house.body = house.found("Foreign Ministers", "AMM", observers_read_drafts=observers_read_drafts, quorum=quorum)
        house.other_body = house.found("Senior Officials", "SOM")
        for body in (house.body, house.other_body):
            for code, name in MEMBERS:
                house.act(bodies.admit_member, "operator", body=body, code=code, iso=code, name=name)
        house.act(bodies.admit_observer, "operator", body=house.body, code="NZ", iso="NZ", name="New Zealand")
        house.act(bodies.set_chairmanship, "operator", body=house.body, year=2020, party="VN")
        for who, (role, party, name) in SEATS.items():
            house.grant(who, role, party, name=name)
        house.grant("som-my-head", "head", "MY", body=house.other_body, email="my-head@example.org")
        house.grant("nobody", "clerk", name="Nobody Pat")
        house.act(bodies.end_seat, "operator", seat=house.seats.pop("nobody"))
        house.conference = house.act(
            conferences.convene_conference,
            "clerk",
            body=house.body,
            name="53rd Meeting",
            year=2020,
            place="Ha Noi",
            time_zone="Asia/Ho_Chi_Minh",
            starts_on=date(2020, 9, 9),
            ends_on=date(2020, 9, 12),
            objectives=["Adopt the joint communiqué"],
        )["conference"]
        house.meeting = house.convene("Plenary")
        house.item = house.add_item("1", "Joint communiqué")
        house.act(meetings.open_meeting, "chair", meeting=house.meeting)
        house.text = house.bring(draft)
        for who in ("chair", "la-head", "sg-head", "vn-head"):
            house.act(attendance.enter, who, meeting=house.meeting)
        return house

    # making things

    def found(self, name: str, short_name: str, **settings: Any) -> int:
        body: int = self.act(bodies.found, "operator", name=name, short_name=short_name, **settings)["body"]
        return body

    def grant(self, who: str, role: str, party: str = "", *, name: str = "", body: int = 0, email: str = "") -> int:
        """A seat for somebody, who is called by ``who`` from now on."""
        made = self.act(
            bodies.grant_seat,
            "operator",
            body=body or self.body,
            email=email or f"{who}@example.org",
            name=name or who,
            role=role,
            party=party,
        )
        self.seats[who], self.people[who] = made["seat"], made["person"]
        return self.seats[who]

    def convene(self, name: str) -> int:
        begins = datetime(2020, 9, 9, 1, 0, tzinfo=UTC)
        made = self.act(programme.convene_meeting, "clerk", conference=self.conference, name=name, begins_at=begins)
        meeting: int = made["meeting"]
        return meeting

    def add_item(self, number: str, title: str, *, adopts: bool = True, meeting: int = 0) -> int:
        made = self.act(
            agenda.add_item, "clerk", meeting=meeting or self.meeting, number=number, title=title, adopts=adopts
        )
        item: int = made["item"]
        return item

    def bring(self, draft: str, *, item: int = 0) -> int:
        """The pen imports a Markdown text; its id."""
        made = self.act(texts.import_text, "pen", item=item or self.item, filename="draft.md", content=draft.encode())
        text: int = made["text"]
        return text

    # acting

    def act(self, action: Callable[..., dict[str, Any]], who: str, **given: Any) -> dict[str, Any]:
        """Does an action as somebody, under a new request id unless one is given."""
        given.setdefault("request_id", request_id())
        return action(actor=self.actor(who), **given)

    def type(self, words: str, *, after: str, who: str = "pen", version: int | None = None) -> int:
        """The pen types ``words`` behind the words ``after``; the new version."""
        place = self.place(after) + _units(after)
        made = self.act(
            texts.draft,
            who,
            text=self.text,
            version=self.row().version if version is None else version,
            steps=[insertion(place, words)],
            client=who,
        )
        result: int = made["version"]
        return result

    def table(self, who: str, old: str, new: str, **more: Any) -> int:
        """A delegation proposes that ``new`` stand for the words ``old``; the amendment's id."""
        paragraph, words = self.paragraph(old)
        given = {
            "text": self.text,
            "version": self.row().version,
            "paragraph": paragraph,
            "content": saying(words.replace(old, new, 1)),
        }
        made = self.act(amendments.table, who, **{**given, **more})
        amendment: int = made["amendment"]
        return amendment

    def put(self, *, seconds: int = 60, who: str = "chair", text: int = 0) -> int:
        """The chair puts the text to the meeting; the question's id."""
        question: int = self.act(decisions.put, who, text=text or self.text, seconds=seconds)["question"]
        return question

    def adopt(self, *, text: int = 0) -> int:
        """The question is put, nobody objects, the gavel falls; the question's id."""
        question = self.put(seconds=60, text=text)
        with later(seconds=61):
            self.act(decisions.let_gavel_fall, "clock", question=question)
        return question

    def sign_in(self, client: Client, who: str) -> Client:
        """The person of a seat in a browser, acting from that seat."""
        client.force_login(self.person(who))
        if who in self.seats:
            session = client.session
            session[SEAT] = self.seats[who]
            session.save()
        return client

    # looking

    def actor(self, who: str) -> Actor:
        """Who acts, as the newest rows say."""
        if who == "clock":
            return CLOCK
        if who == "public":
            return Actor()
        if who in self.seats:
            return Seat.objects.select_related("person", "party").get(pk=self.seats[who]).actor()
        person = self.person(who)
        return Actor(person.pk, person.name, operator=person.operator)

    def audience(self, who: str) -> Audience:
        return audience_of(self.actor(who))

    def person(self, who: str) -> Person:
        return Person.objects.get(pk=self.people[who])

    def row(self) -> Text:
        return Text.objects.get(pk=self.text)

    def room(self) -> Room:
        """The meeting's."""
        return Room.objects.get(meeting=self.meeting)

    def conference_room(self) -> Room:
        return Room.objects.get(conference=self.conference)

    def house_room(self) -> Room:
        return Room.objects.get(pk=Room.HOUSE)

    def meeting_row(self) -> Meeting:
        return Meeting.objects.get(pk=self.meeting)

    def document(self) -> Document:
        return documents.newest(self.row())

    def words(self) -> str:
        """The newest text, a line for each paragraph."""
        return plain_text(self.document().json())

    def paragraph(self, words: str) -> tuple[str, str]:
        """The id and the words of the first paragraph that says ``words``."""
        for block in blocks(self.document().json()):
            if words in plain_text(block):
                return block["attrs"]["id"], plain_text(block)
        raise LookupError(words)

    def place(self, words: str) -> int:
        """The position before the first place where the newest text says ``words``, all in one paragraph."""
        paragraph, said = self.paragraph(words)
        found = self.document().block(paragraph)
        assert found is not None
        return found[0] + 1 + _units(said[: said.index(words)])


def insertion(at: int, words: str, *, to: int | None = None) -> dict[str, Any]:
    """A step that puts words at a position, over the content up to ``to``; no words make a deletion."""
    step: dict[str, Any] = {"stepType": "replace", "from": at, "to": at if to is None else to}
    return step | ({"slice": {"content": saying(words)}} if words else {})


def saying(words: str) -> list[dict[str, Any]]:
    """Plain inline content."""
    return [{"type": "text", "text": words}] if words else []


def _units(words: str) -> int:
    """The size of plain words in positions: an emoji counts two."""
    return len(words.encode("utf-16-le")) // 2


@contextmanager
def later(*, seconds: float) -> Iterator[None]:
    """Everything inside happens so much later."""
    now = timezone.now
    with mock.patch("django.utils.timezone.now", lambda: now() + timedelta(seconds=seconds)):
        yield


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Does all acts at the same moment, each in a thread with a connection of its own; what each returned or raised.

    For tests with ``transaction=True``: nobody sees what another hasn't committed.
    """
    begin = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(at: int, act: Callable[[], Any]) -> None:
        try:
            begin.wait(10)
            results[at] = act()
        except Exception as error:
            results[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def everything() -> dict[str, list[Any]]:
    """All rows of all tables of the house, to see that nothing was left behind by what failed. Signing in, which
    notes its hour beside them, is none of their business."""
    found = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in _models()}
    for person in found["Person"]:
        del person["last_login"]
    return found


def _rows() -> dict[type[Model], list[Model]]:
    return {model: list(model._default_manager.order_by("pk")) for model in _models()}


def _models() -> list[type[Model]]:
    return list(apps.get_app_config("records").get_models())


_kept: dict[tuple[bool, int, str], tuple[House, dict[type[Model], list[Model]]]] = {}
"""Houses made so far, by their settings, with all their rows."""
