"""How the meetings of the demonstration went so far: every act by the action, and from the seat, that does it.

Acts stand in ``sittings.json`` by meeting, in their order. Items of the agenda are named by their numbers, delegations
by their codes, and what an act makes by the name that the file gives it. Who is not named is the chair.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from communique.actions import (
    agenda,
    attendance,
    clerk_notes,
    floor,
    meetings,
    notes,
    objectives,
    papers,
    rolls,
    statements,
    summary,
)
from communique.demonstration.letters import written
from communique.demonstration.places import paragraph_at
from communique.domain.actors import Actor
from communique.records import documents
from communique.records.models import AgendaItem, Objective, Text

Given = dict[str, Any]


class Sitting:
    """One meeting as it sits. ``actor_of`` gives who sits on the seat with a key."""

    def __init__(self, meeting: int, actor_of: Callable[[str], Actor]) -> None:
        self.meeting = meeting
        self.actor_of = actor_of
        self.items = dict(AgendaItem.objects.filter(meeting=meeting).values_list("number", "id"))
        self.speaking = 0
        self.interventions: dict[str, int] = {}
        self.statements: dict[str, int] = {}
        self.papers: dict[str, int] = {}
        self.notes: dict[str, int] = {}

    def play(self, acts: Iterable[Given]) -> None:
        """Does all of it. Raises Refused, KeyError where an item or a name isn't there."""
        for act in acts:
            getattr(self, f"_{act['do']}")(act)

    # The meeting, its agenda, and who is there.

    def _open(self, act: Given) -> None:
        meetings.open_meeting(**self._by(act), meeting=self.meeting)

    def _close(self, act: Given) -> None:
        meetings.close_meeting(**self._by(act), meeting=self.meeting)

    def _enter(self, act: Given) -> None:
        for seat in act["seats"]:
            attendance.enter(**self._by({"as": seat}), meeting=self.meeting)

    def _roll(self, act: Given) -> None:
        """The roll is called and closed: ``answers`` by seats, ``heard``: codes for which the clerk answers."""
        made = rolls.call(**self._by(act), meeting=self.meeting)["roll"]
        for seat in act["answers"]:
            rolls.answer(**self._by({"as": seat}), roll=made)
        for code in act["heard"]:
            rolls.answer(**self._by({"as": "clerk"}), roll=made, party=code)
        rolls.close(**self._by(act), roll=made)

    def _adopt(self, act: Given) -> None:
        agenda.adopt(**self._by(act), meeting=self.meeting)

    def _item(self, act: Given) -> None:
        agenda.open_item(**self._by(act), item=self.items[act["number"]], leaving="close")

    def _lay(self, act: Given) -> None:
        of = self.papers[act["of"]] if "of" in act else None
        made = papers.lay(
            **self._by(act),
            meeting=self.meeting,
            filename=f"{act['title']}.{act['kind']}",
            content=written(act["kind"], act["title"], act["words"], language=act.get("language", "en")),
            title=act["title"],
            under=self._under(act),
            symbol=act.get("symbol", ""),
            language=act.get("language", "en"),
            readers=act.get("readers", "participants"),
            of=of,
        )
        self.papers[act.get("name", "")] = made["paper"]

    def _assess(self, act: Given) -> None:
        aim = Objective.objects.get(meeting=self.meeting)
        objectives.assess_objective(**self._by(act), objective=aim.pk, outcome=act["outcome"], remark=act["remark"])

    # The floor.

    def _limit(self, act: Given) -> None:
        floor.set_limit(**self._by(act), meeting=self.meeting, kind=act["kind"], seconds=act["seconds"])

    def _ask(self, act: Given) -> None:
        made = floor.request(
            **self._by(act),
            meeting=self.meeting,
            kind=act.get("kind", "statement"),
            on_behalf_of=act.get("for", ""),
            **self._about(act),
        )
        self.interventions[act["name"]] = made["intervention"]

    def _call(self, act: Given) -> None:
        self.speaking = floor.call_next(**self._by(act), meeting=self.meeting, after=self.speaking)["speaking"]

    def _done(self, act: Given) -> None:
        self.speaking = floor.give_up(**self._by(act), intervention=self.speaking)["speaking"]

    def _rule(self, act: Given) -> None:
        """On the point of order that has the floor; whom it interrupted goes on."""
        self.speaking = floor.rule_on(**self._by(act), intervention=self.speaking, ruling=act["words"])["speaking"]

    # What is said, and what is written down of it.

    def _hand_in(self, act: Given) -> None:
        made = statements.hand_in(
            **self._by(act),
            meeting=self.meeting,
            title=act["title"],
            language=act["language"],
            words=act["words"],
            speaker=act.get("speaker", ""),
            under=self._under(act),
        )
        self.statements[act["name"]] = made["statement"]

    def _translate(self, act: Given) -> None:
        statement = self.statements[act["statement"]]
        statements.translate(**self._by(act), statement=statement, language=act["language"], words=act["words"])

    def _publish(self, act: Given) -> None:
        statements.publish(**self._by(act), statement=self.statements[act["statement"]])

    def _write(self, act: Given) -> None:
        spoken = self.interventions[act["of"]] if "of" in act else None
        clerk_notes.write(
            **self._by(act), meeting=self.meeting, words=act["words"], spoken=spoken, under=self._under(act)
        )

    def _draw_up(self, act: Given) -> None:
        summary.draw_up(**self._by(act), meeting=self.meeting)

    def _circulate(self, act: Given) -> None:
        summary.circulate(**self._by(act), meeting=self.meeting, until=timezone.now() + timedelta(days=act["days"]))

    def _correct(self, act: Given) -> None:
        entry = f"s{self.interventions[act['of']]}"
        summary.correct(**self._by(act), meeting=self.meeting, entry=entry, words=act["words"], reason=act["reason"])

    # Notes.

    def _pass(self, act: Given) -> None:
        answers = self.notes[act["answers"]] if "answers" in act else None
        made = notes.send(**self._by(act), meeting=self.meeting, to=act["to"], words=act["words"], answers=answers)
        self.notes[act.get("name", "")] = made["notes"][0]

    def _read(self, act: Given) -> None:
        notes.read(**self._by(act), note=self.notes[act["note"]])

    # What the file's words mean.

    def _by(self, act: Mapping[str, Any]) -> dict[str, Any]:
        return {"actor": self.actor_of(act.get("as", "chair")), "request_id": uuid.uuid4().hex}

    def _under(self, act: Given) -> int | None:
        return self.items[act["under"]] if "under" in act else None

    def _about(self, act: Given) -> dict[str, Any]:
        """The paragraph to which somebody wants to speak, of the text under the item with a number."""
        if "paragraph" not in act:
            return {}
        text = Text.objects.get(item_id=self.items[act["on"]], huddle=None)
        block = paragraph_at(documents.newest(text).json(), act["paragraph"])
        return {"on_text": text.pk, "paragraph": block["attrs"]["id"]}
