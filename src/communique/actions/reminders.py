"""Reminders by mail: to whom one is sent is settled here, before it leaves.

A reminder is kept as sent before the mail goes out, and the mail goes out after that is committed. So no reminder is
sent twice, whatever breaks: two clocks that strike at once meet at the table's constraint, and a house that falls
between the two has forgotten one mail rather than repeated a thousand. A mail that the post didn't take is taken back,
and tried again at a later look while its moment lasts.
"""

from __future__ import annotations

from communique.actions.frame import Answer, frame, writes
from communique.actions.where import of_body, of_conference
from communique.actions.words import fit
from communique.domain.actors import Actor
from communique.records.models import Person, Reminder


@writes("reminder.send", of_conference)
def send(*, actor: Actor, request_id: str, conference: int, about: str, people: list[int]) -> Answer:
    """Settle who is reminded of something now, ``{"people": ids}``: of those named, who wants to be, and wasn't yet."""
    room = frame()
    about = fit(Reminder, "about", about)
    done = set(Reminder.objects.filter(about=about, person__in=people).values_list("person_id", flat=True))
    wanting = Person.objects.filter(pk__in=people, is_active=True, reminders=True).order_by("pk")
    chosen = [pk for pk in wanting.values_list("pk", flat=True) if pk not in done]
    Reminder.objects.bulk_create(Reminder(person_id=pk, about=about, sent_at=room.now) for pk in chosen)
    room.record(conference=conference, about=about, people=chosen)
    return {"about": about, "people": chosen}


@writes("reminder.take_back", of_conference)
def take_back(*, actor: Actor, request_id: str, conference: int, about: str, people: list[int]) -> Answer:
    """What was to be sent to these people couldn't be: they haven't been reminded."""
    room = frame()
    about = fit(Reminder, "about", about)
    gone, _ = Reminder.objects.filter(about=about, person__in=people).delete()
    room.record(conference=conference, about=about, people=sorted(people))
    return {"about": about, "count": gone}


@writes("reminder.choose", of_body)
def choose(*, actor: Actor, request_id: str, body: int, wanted: bool) -> Answer:
    """Say whether the house may remind the actor by mail. It holds for the person, in whichever seat."""
    room = frame()
    Person.objects.filter(pk=actor.person or 0).update(reminders=wanted)
    room.record(body=body, person=actor.person, wanted=wanted)
    return {"wanted": wanted}
