"""What stands on the big screen of a meeting: one thing at a time, chosen by what has just happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from communique.web.fragments import host_of

PARTS = ("text", "speaker", "agenda", "question", "clock")
"""What a screen can be told to go without."""
FORMS = ("wall", "strip")
NEXT = 3
"""Those who are named as coming next."""
SIZES = {"short": 220, "medium": 480, "long": 900, "very-long": 1600, "huge": 3000}
"""The characters that a paragraph has at most, for each size of its letters."""


@dataclass(frozen=True)
class Shown:
    """How a screen was set up, by its address: ``?as=strip`` for the lower third of a video stream, with nothing behind
    it; ``?without=text,clock`` for a screen that leaves this to another."""

    form: str
    without: frozenset[str]


def choose(form: str, without: str) -> Shown:
    """What isn't known of an address's wishes is left aside: a screen on a wall has nobody to read a complaint."""
    parts = frozenset(without.split(",")) & frozenset(PARTS)
    return Shown(form if form in FORMS else FORMS[0], parts)


def draw(seen: Mapping[str, Any], floor: Mapping[str, Any], shown: Shown) -> str:
    """The live part of the screen, for the audience that ``seen`` and ``floor`` were made for."""
    excerpt = seen["text"]["excerpt"] if seen["reads"] else []
    at = next((number for number, one in enumerate(excerpt) if one["here"]), None)
    facts = dict(seen) | {
        "scene": scene(seen, floor["speaking"], shown),
        "speaker": floor["speaking"],
        "suspended": floor["suspended_at"] is not None,
        "waiting": floor["waiting"][:NEXT],
        "shown": shown,
        "host": host_of(seen["conference"]),
        "preceding": excerpt[:at] if at is not None else [],
        "following": excerpt[at + 1 :] if at is not None else [],
        "length": length_of(excerpt[at]["characters"] if at is not None else 0),
    }
    return render_to_string(f"screens/{shown.form}.html", facts)


def length_of(characters: int) -> str:
    """How large the paragraph under discussion may be set, so that it is read from afar and nothing of it is cut."""
    return next((name for name, most in SIZES.items() if characters <= most), "endless")


def scene(seen: Mapping[str, Any], speaker: Mapping[str, Any] | None, shown: Shown) -> str:
    """What the room looks at: the question while it is put, and its answer until the chair goes on; who speaks, with
    the text or without; the text; between items the agenda; and when the meeting doesn't sit, when it will.

    The chair has gone on once somebody got the floor after the answer.
    """
    if seen["state"] != "open":
        return str(seen["state"])
    question = seen["question"]
    if question is not None and "question" not in shown.without:
        if question["state"] == "open":
            return "question"
        went_on = speaker is not None and speaker["began"] > question["ended_at"]
        if question["state"] in {"adopted", "stopped"} and not went_on:
            return "decision"
    text = seen["reads"] and "text" not in shown.without
    if speaker is not None and "speaker" not in shown.without:
        return "speech" if text else "speaker"
    if text:
        return "text"
    return "item" if seen["current"] is not None else "agenda"
