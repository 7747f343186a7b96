"""Calendars as iCalendar (RFC 5545), which every ordinary calendar subscribes to. Instants are written in UTC, so that
no calendar has to know a zone; each shows them by its owner's clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from communique.domain.calendars import Event, described, uid_of
from communique.web.sentences import name_of

TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(minutes=30)
"""After how long a calendar is asked to look again."""
REMIND = timedelta(minutes=30)
"""How long an entry stands that is a moment: by when something has to be done."""


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """A calendar as a file: the same events give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//Communiqué//Programme//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT30M")
    for event in events:
        made.add_component(_entry(event))
    written: bytes = made.to_ical()
    return written


def _entry(event: Event) -> Entry:
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", _whole(event.changed_at))
    entry.add("last-modified", _whole(event.changed_at))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", _whole(event.begins))
    entry.add("dtend", _whole(event.ends))
    entry.add("summary", event.summary)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    entry.add("description", event.description)
    entry.add("url", event.url)
    if event.location:
        entry.add("location", event.location)
    if event.category:
        entry.add("categories", [event.category])
    return entry


def of_sitting(one: Mapping[str, Any]) -> Event:
    """A sitting as anybody may know it."""
    meeting, conference = one["meeting"], one["conference"]
    url = settings.URL + reverse("meeting", args=[meeting["id"]])
    name = meeting["name"]
    if one["several"]:
        name = _("%(name)s, sitting %(number)s") % {"name": name, "number": one["number"]}
    aims = "\n".join(f"- {words}" for words in meeting["objectives"])
    items = "\n".join(meeting["items"])
    return Event(
        uid=uid_of("sitting", one["id"], house()),
        begins=one["begins_at"],
        ends=one["ends_at"],
        summary=name,
        description=described(
            _why_not(one),
            conference["name"],
            meeting["theme"],
            _("Objectives:") + "\n" + aims if aims else "",
            _("Agenda:") + "\n" + items if items else "",
            url,
        ),
        url=url,
        sequence=one["revision"],
        changed_at=one["changed_at"],
        location=", ".join(filter(None, (meeting["hall"], conference["place"]))),
        category=name_of("kind_of_meeting", meeting["kind"]),
        cancelled=one["cancelled"],
    )


def _why_not(one: Mapping[str, Any]) -> str:
    """Why a sitting isn't held, "" of one that is."""
    if one["cancelled"] and one["reason"]:
        return _("Cancelled: %(reason)s") % one
    return _("Cancelled: the meeting was closed before.") if one["closed_before"] else ""


def of_date(one: Mapping[str, Any]) -> Event:
    """By when a delegation has to do something."""
    conference, meeting = one["conference"], one["meeting"]
    words = {
        "registration": _("Registration closes: %(conference)s"),
        "corrections": _("Corrections end: %(meeting)s"),
    }
    given = {"conference": conference["name"], "meeting": meeting["name"] if meeting else ""}
    path = reverse("meeting", args=[meeting["id"]]) if meeting else reverse("conference", args=[conference["slug"]])
    at: datetime = one["at"]
    return Event(
        uid=uid_of(one["kind"], one["number"], house()),
        begins=at - REMIND,
        ends=at,
        summary=words[one["kind"]] % given,
        description=described(conference["name"], settings.URL + path),
        url=settings.URL + path,
        # Put off, it has a larger number; brought forward, calendars that subscribe take it as it is.
        sequence=int(at.timestamp()) // 60 % 2**31,
        changed_at=at - REMIND,
    )


def house() -> str:
    """The name under which this installation gives names to events."""
    return urlsplit(settings.URL).hostname or "localhost"


def _whole(at: datetime) -> datetime:
    """In UTC, in whole seconds: iCalendar knows no others."""
    return at.astimezone(UTC).replace(microsecond=0)
