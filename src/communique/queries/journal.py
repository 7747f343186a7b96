"""Reading and proving the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communique.domain import journal
from communique.domain.actors import Audience
from communique.domain.texts import authority
from communique.records import appraised, sealed
from communique.records.models import (
    AppraisalAnswer,
    ClerkNote,
    Comment,
    Conference,
    Credentials,
    Document,
    Draft,
    Instruction,
    JournalEntry,
    Meeting,
    Note,
    Paper,
    Room,
    Statement,
    Step,
    SummaryRecord,
    Text,
)

SEALED: tuple[tuple[type[Comment] | type[Draft] | type[Instruction], str, tuple[str, ...]], ...] = (
    (Comment, "comment", ("comment.make",)),
    (Draft, "draft", ("draft.write", "draft.change")),
    (Instruction, "instruction", ("instruction.give",)),
)
"""What is kept under seals, how the record calls it, and the acts by which its words come or change."""

NOTED = ("clerk_note.write", "clerk_note.change")
PAPER = ("title", "symbol", "language", "readers", "kind", "size", "filename")
LETTER = ("filename", "kind", "state", "reason")
"""What the record says of a paper and of a letter of credentials, beside the digest of its bytes."""


@dataclass(frozen=True)
class Finding:
    """What is wrong first in one room's record: ``number`` is the entry's, ``why`` a code."""

    room: int
    number: int
    why: str


def verify() -> tuple[list[Finding], int, int]:
    """Walks every chain: findings, and how many chains and entries were read. Of each room the first fault is named.

    Beyond the chain itself it compares what the tables hold with what the journal says was written, so that a text
    can't be altered beside the record: every step, the documents that follow from them, and the published files.
    """
    findings: list[Finding] = []
    entries = 0
    rooms = list(Room.objects.order_by("pk"))
    for room in rooms:
        read = _Counter(JournalEntry.objects.filter(room=room).order_by("number").iterator(500))
        fault = journal.verify(read.values(), room.head())
        entries += read.count
        beside = _beside(room.pk) if fault is None else []
        if fault is not None:
            findings.append(Finding(room.pk, fault.number, fault.why))
        elif beside:
            findings.append(min(beside, key=lambda one: one.number))
    findings.extend(_unnamed_rooms(rooms))
    return findings, len(rooms), entries


def heads() -> list[dict[str, Any]]:
    """The end of every chain, ``{"room", "name", "entries", "digest"}``: noted elsewhere, it shows later that nothing
    was cut off. For whoever keeps the installation."""
    rows = Room.objects.order_by("pk").values_list("pk", "meeting__name", "conference__name", "length", "digest")
    return [
        {"room": pk, "name": meeting or conference or "", "entries": length, "digest": digest}
        for pk, meeting, conference, length, digest in rows
    ]


def entries_for(audience: Audience, meeting: int, *, last: int = 200) -> list[dict[str, Any]] | None:
    """The newest entries of a meeting's journal, for the secretariat and the chair.

    ``{"number", "at", "digest", "sealed", "actor", "action", "facts"}``; of a ``sealed`` entry, which a delegation or a
    huddle keeps to itself, there are neither an actor nor an action nor facts.
    """
    if audience.kind not in {"secretariat", "chair"}:
        return None
    rows = JournalEntry.objects.filter(room__meeting__id=meeting, room__meeting__conference__body_id=audience.body)
    return [_shown(row) for row in rows.order_by("-number")[:last]]


def _shown(row: JournalEntry) -> dict[str, Any]:
    shown: dict[str, Any] = {"number": row.number, "at": row.at, "digest": row.digest}
    if "sealed" in row.facts:
        return shown | {"sealed": True, "actor": {}, "action": "", "facts": {}}
    facts = {key: value for key, value in row.facts.items() if key not in {"doc", "steps", "hunks", "operations"}}
    return shown | {"sealed": False, "actor": row.actor, "action": row.action, "facts": facts}


class _Counter:
    def __init__(self, rows: Iterator[JournalEntry]) -> None:
        self.rows, self.count = rows, 0

    def values(self) -> Iterator[journal.Entry]:
        for row in self.rows:
            self.count += 1
            yield row.value()


def _beside(room: int) -> list[Finding]:
    return [
        *_beside_the_record(room),
        *_beside_their_seals(room),
        *_notes_beside_their_seals(room),
        *_answers_beside_their_seals(room),
        *_statements_beside_their_seals(room),
        *_kept_words_beside_the_record(room),
        *_papers_beside_the_record(room),
        *_letters_beside_the_record(room),
    ]


def _beside_the_record(room: int) -> list[Finding]:
    """For each text of a room the first entry that the tables don't bear out."""
    found = []
    for text in Text.objects.filter(meeting__room=room).select_related("huddle").order_by("pk"):
        fault = _text_beside_the_record(room, text)
        if fault is not None:
            found.append(Finding(room, *fault))
    there = set(Text.objects.values_list("pk", flat=True))
    for number, facts in _entries(room, "text.import", "huddle.send"):
        if facts.get("branch", facts["text"]) not in there:
            found.append(Finding(room, number, "text_is_missing"))
    return found


def _beside_their_seals(room: int) -> list[Finding]:
    """Words kept inside a delegation or a huddle that are others than those whose seal was entered. Of a draft the
    last words count."""
    found = []
    for model, what, actions in SEALED:
        said = {
            facts[what]: (number, facts["sealed"])
            for number, facts in _entries(room, *actions)
            if "sealed" in facts and what in facts
        }
        rows = model.objects.filter(text__meeting__room=room).select_related("party", "text__huddle")
        there = {row.pk: sealed.seal_of(row) for row in rows.defer("text__doc", "text__report")}
        found += [
            Finding(room, number, "sealed_differs") for key, (number, seal) in said.items() if there.get(key) != seal
        ]
        unknown = {key for key, seal in there.items() if seal is not None} - set(said)
        found += [Finding(room, 1, "sealed_differs") for _ in unknown]
    return found


def _notes_beside_their_seals(room: int) -> list[Finding]:
    """Notes that are others than those that were passed; one entry may have passed several."""
    said = {
        note: (number, seal)
        for number, facts in _entries(room, "note.send")
        for note, seal in zip(facts["notes"], facts["sealed"], strict=True)
    }
    rows = Note.objects.filter(meeting__room=room).select_related("from_party", "to_party")
    there = {row.pk: sealed.seal_of(row) for row in rows}
    altered = [
        Finding(room, number, "sealed_differs") for note, (number, seal) in said.items() if there.get(note) != seal
    ]
    return altered + [Finding(room, 1, "sealed_differs") for _ in set(there) - set(said)]


def _answers_beside_their_seals(room: int) -> list[Finding]:
    """Answers to an appraisal that are others than those a delegation gave last."""
    said = {
        (facts["appraisal"], facts["party"]): (number, facts["sealed"])
        for number, facts in _entries(room, "appraisal.answer")
    }
    given: dict[tuple[int, str], list[AppraisalAnswer]] = {}
    rows = AppraisalAnswer.objects.filter(question__appraisal__conference__room=room)
    for row in rows.select_related("party", "question"):
        given.setdefault((row.question.appraisal_id, row.party.code), []).append(row)
    there = {key: appraised.seal_of(answers[0].party, answers) for key, answers in given.items()}
    altered = [
        Finding(room, number, "sealed_differs") for key, (number, seal) in said.items() if there.get(key) != seal
    ]
    return altered + [Finding(room, 1, "sealed_differs") for _ in set(there) - set(said)]


def _statements_beside_their_seals(room: int) -> list[Finding]:
    """Statements that are others than those that were handed in last: under a seal while they were embargoed, openly
    after that."""
    acts = ("hand_in", "change", "translate", "release", "publish")
    said = {
        facts["statement"]: (number, facts) for number, facts in _entries(room, *(f"statement.{act}" for act in acts))
    }
    there = {row.pk: row for row in Statement.objects.filter(meeting__room=room)}

    def holds(row: Statement | None, facts: dict[str, Any]) -> bool:
        if row is None:
            return False
        content = sealed.content_of(row)
        return (
            sealed.seal_of(row, content) == facts["sealed"] if "sealed" in facts else content.items() <= facts.items()
        )

    altered = [
        Finding(room, number, "sealed_differs")
        for key, (number, facts) in said.items()
        if not holds(there.get(key), facts)
    ]
    return altered + [Finding(room, 1, "sealed_differs") for _ in set(there) - set(said)]


def _kept_words_beside_the_record(room: int) -> list[Finding]:
    """The clerk's notes and the final record, where they are others than those that were entered last."""
    noted = {facts["clerk_note"]: (number, facts["digest"]) for number, facts in _entries(room, *NOTED)}
    notes = dict(ClerkNote.objects.filter(meeting__room=room).values_list("pk", "words"))
    there = {key: hashlib.sha256(words.encode()).hexdigest() for key, words in notes.items()}
    altered = [Finding(room, number, "note_differs") for key, (number, said) in noted.items() if there.get(key) != said]
    altered += [Finding(room, 1, "note_differs") for _ in set(there) - set(noted)]
    final = next(_entries(room, "record.finish"), None)
    kept = SummaryRecord.objects.filter(meeting__room=room).first()
    is_final = kept is not None and kept.state == "final"
    if is_final != (final is not None) or (
        final is not None and kept is not None and kept.entries != final[1]["entries"]
    ):
        altered.append(Finding(room, final[0] if final is not None else 1, "summary_differs"))
    return altered


def _papers_beside_the_record(room: int) -> list[Finding]:
    """Papers whose bytes or names are others than those that were laid before the meeting."""
    laid = {facts["paper"]: (number, facts) for number, facts in _entries(room, "paper.lay")}
    withdrawn = {facts["paper"]: number for number, facts in _entries(room, "paper.withdraw")}
    found, there = [], set()
    for row in Paper.objects.filter(meeting__room=room).iterator(20):
        there.add(row.pk)
        number, facts = laid.get(row.pk, (1, {}))
        kept = {name: getattr(row, name) for name in PAPER} | {"digest": hashlib.sha256(row.content).hexdigest()}
        if not kept.items() <= facts.items() or row.digest != kept["digest"]:
            found.append(Finding(room, number, "paper_differs"))
        elif (row.withdrawn_at is not None) != (row.pk in withdrawn):
            found.append(Finding(room, withdrawn.get(row.pk, number), "paper_differs"))
    return found + [Finding(room, number, "paper_differs") for key, (number, _) in laid.items() if key not in there]


def _letters_beside_the_record(room: int) -> list[Finding]:
    """Letters of credentials that are others than those that were handed in, or checked otherwise than was entered."""
    said: dict[int, tuple[int, dict[str, Any]]] = {}
    for number, facts in _entries(room, "credentials.hand_in", "credentials.check"):
        before = said.get(facts["credentials"], (0, {"state": "handed_in", "reason": ""}))[1]
        said[facts["credentials"]] = (number, before | facts)
    found, there = [], set()
    for row in Credentials.objects.filter(registration__conference__room=room).iterator(20):
        there.add(row.pk)
        number, facts = said.get(row.pk, (1, {}))
        kept = {name: getattr(row, name) for name in LETTER} | {"digest": hashlib.sha256(row.content).hexdigest()}
        if not kept.items() <= facts.items() or row.digest != kept["digest"]:
            found.append(Finding(room, number, "credentials_differ"))
    missing = [number for key, (number, _) in said.items() if key not in there]
    return found + [Finding(room, number, "credentials_differ") for number in missing]


def _text_beside_the_record(room: int, text: Text) -> tuple[int, str] | None:
    beginnings = _entries(room, "text.import", "huddle.send")
    imported = next((one for one in beginnings if one[1].get("branch", one[1]["text"]) == text.pk), None)
    if imported is None:
        return 1, "text_is_not_recorded"
    stored = list(Step.objects.filter(text=text).order_by("version").values_list("version", "step"))
    said = _steps_said(room, text, [step for _, step in stored])
    for place, ((number, step), (version, kept)) in enumerate(zip(said, stored, strict=False), 1):
        if version != place or step != kept:
            return number, "steps_differ"
    last = said[-1][0] if said else imported[0]
    if len(stored) != len(said):
        return said[len(stored)][0] if len(stored) < len(said) else last, "steps_differ"
    if text.version != len(said):
        return last, "version_differs"
    return _documents_beside_the_record(room, text, imported, [step for _, step in said])


def _steps_said(room: int, text: Text, stored: list[Any]) -> list[tuple[int, Any]]:
    """Every step that was entered, with the entry's number. Of the branch of a huddle there are seals: where the stored
    steps bear one out, they are what was entered."""
    said: list[tuple[int, Any]] = []
    for number, facts in _entries(room):
        if facts.get("text") != text.pk:
            continue
        if "sealed_steps" not in facts or text.huddle is None:
            said += [(number, step) for step in facts.get("steps", ())]
            continue
        own = stored[len(said) : facts["version"]]
        if journal.sealed(text.huddle.seal, own) != facts["sealed_steps"]:
            own = [None] * (facts["version"] - len(said))
        said += [(number, step) for step in own]
    return said


def _documents_beside_the_record(
    room: int, text: Text, imported: tuple[int, dict[str, Any]], steps: list[Any]
) -> tuple[int, str] | None:
    """Does the kept document follow from the imported one, and is it what was adopted and published?"""
    number, facts = imported
    document = authority.load(facts["doc"], 0)
    if text.doc_version:
        outcome = authority.receive(document, 0, steps[: text.doc_version], limit=text.doc_version)
        if not isinstance(outcome, authority.Accepted):
            return number, "text_differs"
        document = outcome.document
    if text.doc != document.json() or text.doc_version > text.version:
        return number, "text_differs"
    document_row = Document.objects.filter(text=text).prefetch_related("files").first()
    for number, facts in _entries(room):
        if facts.get("text") != text.pk:
            continue
        if "doc" in facts and "outcome" in facts and facts["doc"] != text.doc:
            return number, "text_differs"
        if "files" in facts and not _is_published(facts, document_row, text):
            return number, "document_differs"
    return None


def _is_published(facts: dict[str, Any], document: Document | None, text: Text) -> bool:
    """Is the document in the register the one that was entered?"""
    if document is None or (document.symbol, document.version) != (facts["symbol"], facts["version"]):
        return False
    files = {one.format: hashlib.sha256(bytes(one.content)).hexdigest() for one in document.files.all()}
    return bool(document.doc == text.doc and files == facts["files"])


def _entries(room: int, *actions: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The entries of a room with their numbers, of all acts or of these."""
    rows = JournalEntry.objects.filter(room_id=room, **({"action__in": actions} if actions else {})).order_by("number")
    yield from rows.values_list("number", "facts").iterator(500)


def _unnamed_rooms(rooms: list[Room]) -> list[Finding]:
    """A conference's chain must be named in the house's, and a meeting's in its conference's, so that a whole chain
    can't be slipped in or taken out."""
    there = {room.pk for room in rooms}
    conferences = dict(Conference.objects.values_list("room_id", "pk"))
    meetings = dict(Meeting.objects.values_list("room_id", "conference__room_id"))
    said = {facts["room"]: Room.HOUSE for _, facts in _entries(Room.HOUSE, "conference.convene")}
    for conference in conferences:
        said |= {facts["room"]: conference for _, facts in _entries(conference, "meeting.convene")}
    missing = [Finding(room, 1, "chain_is_missing") for room in said if room not in there]
    names = dict.fromkeys(conferences, Room.HOUSE) | meetings
    unnamed = sorted(room for room, by in names.items() if said.get(room) != by)
    return missing + [Finding(room, 1, "chain_is_not_named") for room in unnamed]
