"""The branches of huddles beside the text from which they come: what other acts owe them."""

from __future__ import annotations

from collections.abc import Collection

from communique.actions.before import text_changed
from communique.actions.frame import Frame
from communique.domain.huddles import State
from communique.domain.readings import Standing
from communique.domain.register import Status
from communique.records import standings
from communique.records.models import Huddle, ParagraphStatus, Text
from communique.records.models.huddles import delegations_in


def after_steps(room: Frame, text: Text, touched: Collection[str]) -> None:
    """Called when steps were taken into a text. In a branch, what its delegations have agreed to is no longer what it
    says; in the text before everybody, a branch may have become stale. Both is told to the huddle alone."""
    if text.huddle_id is not None:
        room.announce("fragment", target=f"huddles:{text.pk}")
        return
    for huddle in Huddle.objects.filter(text=text, state=State.OPEN.value).defer("base"):
        if not set(touched).isdisjoint(huddle.paragraphs):
            _tell(room, huddle)


def end(room: Frame, huddle: Huddle, state: State) -> None:
    """A huddle has ended: nobody writes in its branch any more, and its paragraphs are open again."""
    huddle.state, huddle.ended_at = state.value, room.now
    huddle.save(update_fields=["state", "ended_at"])
    branch = huddle.branch
    branch.status = Status.OVER.value
    branch.save(update_fields=["status"])
    with_it = ParagraphStatus.objects.filter(
        text_id=huddle.text_id, paragraph__in=huddle.paragraphs, status=Standing.HUDDLE.value
    )
    standings.forget(huddle.text_id, list(with_it.values_list("paragraph", flat=True)))
    inside = delegations_in(huddle.pk) or ()
    room.announce_inside(inside, "status", text=branch.pk, status=branch.status)
    room.announce_inside(inside, "overlay", text=branch.pk)
    for target in (f"huddles:{branch.pk}", f"proposals:{branch.pk}", f"comments:{branch.pk}"):
        room.announce_inside(inside, "fragment", target=target)


def overtake(room: Frame, text: Text) -> list[int]:
    """The text was adopted: what is still out on it is overtaken. The numbers of those huddles."""
    out = list(Huddle.objects.filter(text=text, state=State.OPEN.value).select_related("branch").defer("branch__doc"))
    for huddle in out:
        end(room, huddle, State.OVERTAKEN)
    if out:
        announce(room, text.pk)
    return [huddle.number for huddle in out]


def announce(room: Frame, text: int) -> None:
    """To everybody: who is out on a text, and which of its paragraphs with them."""
    room.announce("reading", text=text)
    for place in ("reading", "standings", "huddles"):
        room.announce("fragment", target=f"{place}:{text}")
    text_changed(room, text)


def _tell(room: Frame, huddle: Huddle) -> None:
    room.announce_inside(delegations_in(huddle.pk) or (), "fragment", target=f"huddles:{huddle.branch.pk}")
