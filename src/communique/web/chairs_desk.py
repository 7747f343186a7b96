"""The chair's desk, drawn: what is before the meeting and what comes after, and what the chair has to know now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from communique.domain.actors import Audience
from communique.domain.meetings import ItemState
from communique.domain.presiding import Course, warnings
from communique.queries import attendance, floor, notes
from communique.web import before
from communique.web.fragments import Once, Spot, host_of, render

Facts = dict[str, Any]


def draw(audience: Audience, meeting: int, *, version: int, once: Once) -> str:
    """For the chair and the clerk; their page asks for it anew when something that stands on it has moved."""
    spot = Spot(f"desk:{meeting}", "desk", meeting, version, 0, once)
    seen, at = before.seen(spot, audience), timezone.now()
    speakers = floor.floor_for(audience, meeting, now=at)
    if seen is None or speakers is None:
        return ""
    present = once(("attendance", meeting, version), lambda: attendance.whole(meeting))
    passed = notes.notes_for(audience, meeting)
    text = seen["text"]
    facts = seen | {
        "target": spot.target,
        "version": version,
        "meeting": meeting,
        "host": host_of(seen["conference"]),
        "floor": speakers,
        "present": present,
        "unread": passed["unread"] if passed else 0,
        "coming": _coming(seen),
        "warnings": warnings(_course(seen, speakers, present, passed), at=at),
        "asked": render(f"question:{text['id']}", audience, version=version, once=once) if text else "",
    }
    return render_to_string("fragments/desk.html", facts)


def _coming(seen: Facts) -> Facts | None:
    """The item that comes after the one before the meeting, in the order of the agenda."""
    items, current = seen["items"], seen["current"]
    at = next((place for place, one in enumerate(items) if current and one["id"] == current["id"]), -1)
    later = [one for one in items[at + 1 :] if one["state"] in {ItemState.PLANNED.value, ItemState.SUSPENDED.value}]
    return later[0] if later else None


def _course(seen: Facts, speakers: Facts, present: Facts | None, passed: Facts | None) -> Course:
    speaker, ruling, question, text = speakers["speaking"], speakers["ruling"], seen["question"], seen["text"]
    current, sitting = seen["current"], seen["sitting"]
    first = speakers["waiting"][0] if speakers["waiting"] else None
    course = Course(
        sits=speakers["sits"],
        missing=present["missing"] if present else 0,
        list_closes=speakers["closes_at"] if speakers["is_open"] else None,
        question_closes=question["closes_at"] if question and question["state"] == "open" else None,
        unread=passed["unread"] if passed else 0,
        reading=text["here"]["label"] if text and text["reading"] and text["here"] else "",
        sitting_ends=sitting["ends_at"] if sitting else None,
        ruling=_name(ruling) if ruling and ruling["state"] == "heard" else "",
        away=_name(first) if first and first["away"] else "",
    )
    if speaker is not None:
        left = speaker["left"]
        course = replace(
            course,
            speaker=_name(speaker),
            lost=speaker["lost"],
            ends=speaker["ends"],
            over=left is not None and left <= 0,
        )
    if current is not None and current["minutes"]:
        spent, planned = timedelta(seconds=current["seconds"]), timedelta(minutes=current["minutes"])
        opened: datetime | None = current["opened_at"]
        course = replace(course, opened=opened, spent=spent, planned=planned)
    return course


def _name(one: Facts) -> str:
    return str(one["party"]["name"] if one["party"] else one["office"])
