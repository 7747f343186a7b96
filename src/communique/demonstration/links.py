"""The links by which somebody enters the demonstration: one a part, with what there is to do from it."""

from __future__ import annotations

import textwrap

from django.conf import settings

from communique.demonstration.data import read
from communique.domain.actors import Role
from communique.queries import bodies
from communique.records.models import Body, Meeting, Person, Seat, Text
from communique.web.accounts import invitation

HOURS = 72
"""For how long the links let somebody in."""


def links() -> str:
    """For people who look at the demonstration: every part with its link, and for whom the public's pages are."""
    data = read("conference.json")
    body = Body.objects.get(slug=data["body"]["key"])
    lines = ["", f"Communiqué is at {settings.URL}/", ""]
    pages = _pages(body)
    holders = {seat["key"]: (person, seat) for person in data["people"] for seat in person["seats"]}
    for part in data["sign_in"]:
        person, given = holders[part["seat"]]
        row = Person.objects.get(email=person["email"])
        seat = next((one for one in bodies.seats_of(row.pk) if one.role == given["role"]), None)
        page = pages.get(part["at"])
        if seat is not None and page is not None:
            lines += [f"  {_part(seat)}", f"    {settings.URL}/in/{invitation(seat.pk, HOURS)}?next={page}"]
            lines += [*_told(part["try"]), ""]
    lines += ["  The public", *(f"    {settings.URL}{pages[page]}" for page in ("room", "screen", "programme"))]
    lines += [
        *_told(
            "Without an account: the plenary, which is open to everybody, with no word that is still negotiated; its "
            "big screen as the public sees it; the programme of the week, with 19 meetings."
        ),
        "",
        *textwrap.wrap(
            "Each browser is one person: open a second link in a private window. The links let in for "
            f"{HOURS} hours. Delegations that nobody plays keep their places for four hours from the start of the "
            "server, as the rules of this body have it; after that fewer are present than adoption takes. "
            "Ctrl-C ends the server.",
            104,
        ),
        "",
    ]
    return "\n".join(lines)


def _told(words: str) -> list[str]:
    return [f"    {line}" for line in textwrap.wrap(words, 100)]


def _pages(body: Body) -> dict[str, str]:
    """Where the links lead on to: the meeting that sits, in its room, at its desk and on its screen; the draft, the
    branch of the huddle that is out on it, and a delegation's own room."""
    meeting = Meeting.objects.filter(conference__body=body, state="open").order_by("id").last()
    meeting = meeting or Meeting.objects.filter(conference__body=body, open_to_public=True).latest("id")
    room = f"/meetings/{meeting.pk}/"
    pages = {
        "room": room,
        "desk": f"{room}desk/",
        "clerk": f"{room}clerk/",
        "screen": f"{room}screen/",
        "programme": f"/conferences/{meeting.conference.slug}/",
    }
    draft = Text.objects.filter(meeting__conference__body=body, huddle=None, status="draft").order_by("id").last()
    if draft is None:
        return pages | {"draft": room}
    out = Text.objects.filter(huddle__text=draft, huddle__state="open").order_by("id").last()
    pages |= {"draft": f"/texts/{draft.pk}/", "delegation": f"/texts/{draft.pk}/delegation/"}
    return pages | ({"huddle": f"/texts/{out.pk}/"} if out is not None else {})


def _part(seat: Seat) -> str:
    offices = {
        Role.CHAIR: "The chair",
        Role.PEN: "The secretariat’s pen",
        Role.CLERK: "The secretariat’s clerk",
    }
    role = Role(seat.role)
    if role in offices:
        return offices[role]
    said = "observer" if role is Role.OBSERVER else f"{seat.role} of delegation"
    return f"{seat.party.name if seat.party else ''}, {said}"
