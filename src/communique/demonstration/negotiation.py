"""How the draft of the demonstration was negotiated so far: every act by the action, and from the seat, that does it.

Acts stand in ``negotiation.json`` in their order. Paragraphs are named as people name them, delegations by their codes,
amendments by their numbers or by the names that the file gives them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from communique.actions import amendments, comments, drafts, huddles, instructions, merging, readings, sponsors, texts
from communique.demonstration.places import paragraph_at, range_of, with_words
from communique.domain.actors import Actor
from communique.domain.readings import Standing
from communique.domain.texts.amendments import applied, draw_up, steps
from communique.domain.texts.document import plain_text
from communique.records import documents
from communique.records.models import Amendment, ParagraphStatus, Text
from communique.records.proposed import numbers_proposed

Given = dict[str, Any]


def _content(words: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": words}]


class Negotiation:
    """One draft under negotiation. ``actor_of`` gives who sits on the seat with a key."""

    def __init__(self, text: int, actor_of: Callable[[str], Actor]) -> None:
        self.text = text
        self.actor_of = actor_of
        self.huddles: dict[str, dict[str, Any]] = {}
        self.amendments: dict[str, int] = {}
        self.comments: dict[str, int] = {}
        self.drafts: dict[str, int] = {}

    def play(self, acts: Iterable[Given]) -> None:
        """Does all of it. Raises Refused, KeyError where a paragraph or its words aren't there."""
        for act in acts:
            getattr(self, f"_{act['do']}")(act)

    # Readings.

    def _open_reading(self, act: Given) -> None:
        readings.open_reading(**self._by(act), text=self.text)

    def _close_reading(self, act: Given) -> None:
        readings.close(**self._by(act), text=self.text)

    def _move(self, act: Given) -> None:
        readings.move(**self._by(act), text=self.text, paragraph=self._id(act))

    def _agree(self, act: Given) -> None:
        days = act.get("confirm_within_days")
        until = (timezone.now() + timedelta(days=days)).date() if days else None
        words = act.get("words", "")
        readings.agree(**self._by(act), text=self.text, paragraph=self._id(act), confirm_by=until, words=words)

    def _hold(self, act: Given) -> None:
        readings.hold(**self._by(act), text=self.text, paragraph=self._id(act), words=act["words"])

    def _reopen(self, act: Given) -> None:
        readings.reopen(**self._by(act), text=self.text, paragraph=self._id(act), words=act["words"])

    def _confirm(self, act: Given) -> None:
        readings.confirm(**self._by(act), text=self.text, paragraph=self._id(act))

    def _confirm_all(self, act: Given) -> None:
        """Every paragraph that is agreed, ``but`` for some."""
        doc = self._doc(self._row(act))
        kept = {paragraph_at(doc, path)["attrs"]["id"] for path in act["but"]}
        agreed = ParagraphStatus.objects.filter(text=self.text, status=Standing.AGREED.value)
        for paragraph in agreed.exclude(paragraph__in=kept).values_list("paragraph", flat=True):
            readings.confirm(**self._by(act), text=self.text, paragraph=paragraph)

    # The pen, and those who hold it in a huddle.

    def _type(self, act: Given) -> None:
        row = self._row(act)
        proposal = draw_up(documents.newest(row), self._changes(act, row), taken=numbers_proposed(row))
        texts.draft(
            **self._by(act),
            text=row.pk,
            version=row.version,
            steps=steps(documents.newest(row), proposal),
            client=act["as"],
        )

    # Amendments.

    def _table(self, act: Given) -> None:
        row = self._row(act)
        parent = self._amendment(act["amends"]) if "amends" in act else None
        made = amendments.table(
            **self._by(act),
            text=row.pk,
            version=row.version,
            changes=self._changes(act, row, parent),
            reason=act["reason"],
            amends=parent,
        )
        self.amendments[act["name"]] = made["amendment"]

    def _positions(self, act: Given) -> None:
        amendment = self._amendment(act["on"])
        for code, stance in act["stances"].items():
            amendments.take_position(**self._by({"as": f"{code.lower()}-head"}), amendment=amendment, stance=stance)

    def _cosponsor(self, act: Given) -> None:
        sponsors.join(**self._by(act), amendment=self._amendment(act["amendment"]))

    def _merge(self, act: Given) -> None:
        merged = [self._amendment(one) for one in act["amendments"]]
        made = merging.merge(**self._by(act), text=self.text, amendments=merged)
        self.amendments[act["name"]] = made["amendment"]

    def _accept(self, act: Given) -> None:
        amendments.accept(**self._by(act), amendment=self._amendment(act["amendment"]))

    def _reject(self, act: Given) -> None:
        amendments.reject(**self._by(act), amendment=self._amendment(act["amendment"]))

    def _withdraw(self, act: Given) -> None:
        amendments.withdraw(**self._by(act), amendment=self._amendment(act["amendment"]))

    # Huddles.

    def _send(self, act: Given) -> None:
        doc = self._doc(self._row(act))
        away = [paragraph_at(doc, path)["attrs"]["id"] for path in act["paragraphs"]]
        self.huddles[act["name"]] = huddles.send(
            **self._by(act), text=self.text, paragraphs=away, parties=act["parties"], task=act["task"]
        )

    def _agree_landing(self, act: Given) -> None:
        here = self.huddles[act["huddle"]]
        version = Text.objects.get(pk=here["branch"]).version
        huddles.agree(**self._by(act), huddle=here["huddle"], version=version)

    def _report(self, act: Given) -> None:
        made = huddles.report(**self._by(act), huddle=self.huddles[act["huddle"]]["huddle"])
        self.amendments[act["name"]] = made["amendment"]

    # Comments, and what stays inside a delegation.

    def _comment(self, act: Given) -> None:
        row = self._row(act)
        if "to" in act:
            comments.make(**self._by(act), text=row.pk, answers=self.comments[act["to"]], words=act["words"])
            return
        block = paragraph_at(self._doc(row), act["paragraph"])
        id = block["attrs"]["id"]
        start, end = range_of(documents.newest(row), id, act["on"]) if "on" in act else (0, 0)
        made = comments.make(
            **self._by(act),
            text=row.pk,
            version=row.version,
            paragraph=id,
            start=start,
            end=end,
            words=act["words"],
            inside=act.get("inside", False),
        )
        self.comments[act.get("name", "")] = made["comment"]

    def _resolve(self, act: Given) -> None:
        comments.resolve(**self._by(act), comment=self.comments[act["comment"]])

    def _instruct(self, act: Given) -> None:
        paragraph = self._id(act) if "paragraph" in act else ""
        instructions.give(**self._by(act), text=self.text, words=act["words"], paragraph=paragraph)

    def _draft_inside(self, act: Given) -> None:
        row = self._row(act)
        changes = self._changes(act, row)
        made = drafts.write(**self._by(act), text=row.pk, version=row.version, changes=changes, reason=act["reason"])
        self.drafts[act.get("name", "")] = made["draft"]

    def _clear_inside(self, act: Given) -> None:
        drafts.clear(**self._by(act), draft=self.drafts[act["draft"]])

    # What the file's words mean.

    def _by(self, act: Mapping[str, Any]) -> dict[str, Any]:
        return {"actor": self.actor_of(act["as"]), "request_id": uuid.uuid4().hex}

    def _row(self, act: Given) -> Text:
        """The text in which something is done: a huddle's branch, or the one before everybody."""
        return Text.objects.get(pk=self.huddles[act["in"]]["branch"] if "in" in act else self.text)

    def _doc(self, row: Text) -> dict[str, Any]:
        return documents.newest(row).json()

    def _id(self, act: Given) -> str:
        found: str = paragraph_at(self._doc(self._row(act)), act["paragraph"])["attrs"]["id"]
        return found

    def _amendment(self, said: int | str) -> int:
        if isinstance(said, str):
            return self.amendments[said]
        return Amendment.objects.get(text=self.text, number=said).pk

    def _changes(self, act: Given, row: Text, parent: int | None = None) -> list[Given]:
        """The changes as ``amendments.draw_up`` takes them. To amend an amendment is to change its own words."""
        doc = self._doc(row)
        if parent is not None:
            other = Amendment.objects.get(pk=parent)
            proposal = documents.carried(row, [other])[parent].proposal
            doc = applied(documents.newest(row), proposal)
        return [_change(doc, one) for one in act["changes"]]


def _change(doc: dict[str, Any], given: Given) -> Given:
    kind = given.get("kind", "words")
    if kind == "new":
        after = paragraph_at(doc, given["after"])["attrs"]
        return {"kind": kind, "after": after["id"], "content": _content(given["words"]), "role": after["role"]}
    block = paragraph_at(doc, given["paragraph"])
    made = {"kind": kind, "paragraph": block["attrs"]["id"]}
    if kind == "words":
        return made | {"content": with_words(block, given["find"], given["replace"])}
    if kind == "alternative":
        return made | {"content": _content(given["words"])}
    if kind == "move":
        return made | {"after": paragraph_at(doc, given["after"])["attrs"]["id"]}
    if kind == "split":
        return made | {"at": len(plain_text(block).split(given["before"])[0].encode("utf-16-le")) // 2}
    return made
