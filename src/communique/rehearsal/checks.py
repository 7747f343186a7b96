"""Whether what everybody saw, and what the server acknowledged, is what the database holds.

Each check returns what differs, in words; nothing, when all is as it should be. They read the database by themselves,
after the last word was said, and trust no page, no answer and no memory of the server's.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from communique.domain.texts import authority, formats
from communique.domain.texts.document import words
from communique.records import documents
from communique.records.models import (
    Amendment,
    Document,
    DoneRequest,
    JournalEntry,
    Objection,
    Position,
    Question,
    RoomEvent,
    Step,
    Text,
)
from communique.rehearsal.record import Record, Write
from communique.rehearsal.screens import digest_of

Differences = list[str]
BEFORE = ("agenda.add", "meeting.open")
"""What was done in the room before the server started."""


def check(record: Record, folder: Path) -> dict[str, Differences]:
    """All checks by their names. One that can't be made, because the data don't hold together, has failed."""
    documents.forget_all()
    checks: dict[str, Callable[[], Differences]] = {
        "same_text": lambda: same_text(record),
        "same_decisions": lambda: same_decisions(record),
        "no_lost_write": lambda: no_lost_write(record),
        "journal": journal,
        "published": lambda: published(record, folder),
    }
    return {name: made(one) for name, one in checks.items()}


def made(one: Callable[[], Differences]) -> Differences:
    """What a check says; one that can't be made says why."""
    try:
        return one()
    except Exception as error:
        return [f"this can't be checked: {error!r}"[:500]]


def same_text(record: Record) -> Differences:
    """Every page has come to the last version, in order, and shows the database's text; the public was shown none.

    The database's text has to be what its steps make of what was imported.
    """
    row = Text.objects.get(pk=record.text)
    wanted = digest_of(documents.newest(row).json())
    found = _remade(row, wanted)
    for screen in record.screens:
        name = screen["name"]
        if not screen["reached"]:
            found.append(f"{name} never came to the end ({screen['refused'] or 'its line was too late'})")
        if screen["backwards"]:
            found.append(f"{name} was sent {screen['backwards']} messages out of order")
        if screen["audience"] == "public":
            if screen["secrets"]:
                found.append(f"{name} was sent {screen['secrets']} messages about a text that it may not read")
            continue
        if screen["gaps"]:
            found.append(f"{name} missed steps in {screen['gaps']} places")
        if (screen["version"], screen["text"]) != (row.version, wanted):
            found.append(f"{name} shows another text at version {screen['version']}; the last one is {row.version}")
    return found


def _remade(row: Text, wanted: str) -> Differences:
    """The text made anew from the import, which the journal holds, and the stored steps."""
    entry = JournalEntry.objects.filter(action="text.import", facts__text=row.pk).first()
    if entry is None:
        return ["the journal doesn't know where the text came from"]
    document = authority.load(entry.facts["doc"], 0)
    steps = list(Step.objects.filter(text=row).order_by("version").values_list("step", flat=True))
    if steps:
        outcome = authority.receive(document, 0, steps, limit=len(steps))
        if not isinstance(outcome, authority.Accepted):
            return [f"the stored steps don't fit the imported text: {outcome!r}"]
        document = outcome.document
    if (document.version, digest_of(document.json())) != (row.version, wanted):
        return ["the text isn't what its steps make of what was imported"]
    return []


def same_decisions(record: Record) -> Differences:
    """Every page shows the database's status, amendments, positions and last question, and saw them in order."""
    row = Text.objects.get(pk=record.text)
    amendments = {str(one.pk): one.state for one in Amendment.objects.filter(text=row)}
    taken = Position.objects.filter(amendment__text=row).values_list("amendment_id", "party__code", "stance")
    positions = {f"{amendment}:{party}": stance for amendment, party, stance in taken}
    last = Question.objects.filter(text=row).order_by("id").last()
    question = ["question", last.pk, last.outcome] if last else []
    events = RoomEvent.objects.filter(room=record.room, kind="status").order_by("version")
    course = ["draft", *(data["status"] for data in events.values_list("data", flat=True))]
    found: Differences = []
    if course[-1] != row.status:
        found.append(f"the text is {row.status}, and its readers were told {course[-1]}")
    for screen in record.screens:
        if screen["audience"] == "public":
            continue
        name = screen["name"]
        if screen["status"] != row.status:
            found.append(f"{name} shows the text as {screen['status']}; it is {row.status}")
        if not in_order(screen["statuses"], course):
            found.append(f"{name} saw {' → '.join(screen['statuses'])}, which is not how it went")
        if screen["question"] != question and (screen["question"] or not screen["resyncs"]):
            found.append(f"{name} shows the question {screen['question']}; it is {question}")
        found += _unlike(f"{name}: amendment", screen["amendments"], amendments)
        found += _unlike(f"{name}: position", screen["positions"], positions)
    shown = [(one["status"], one["document"]) for one in record.public.get("items", [])]
    document = Document.objects.filter(text=row).first()
    if document is None or shown != [(row.status, document.symbol)]:
        found.append(f"the public was shown {shown}")
    return found


def _unlike(what: str, shown: dict[str, str], wanted: dict[str, str]) -> Differences:
    keys = sorted(key for key in shown.keys() | wanted.keys() if shown.get(key) != wanted.get(key))
    return [f"{what} {key} is shown as {shown.get(key)}; it is {wanted.get(key)}" for key in keys]


def no_lost_write(record: Record) -> Differences:
    """What was acknowledged is in the database, once, and answered alike each time; what was refused left nothing."""
    found = [f"sent twice, {one} was answered in two ways" for one in record.unequal]
    done = {
        (row.who, row.request_id): row
        for row in DoneRequest.objects.filter(who__in={f"seat:{write.seat}" for write in record.writes})
    }
    for write in record.writes:
        row = done.get((f"seat:{write.seat}", write.request_id))
        if row is None or row.action != write.action or row.result != write.answer:
            found.append(f"{write.action} {write.request_id} was acknowledged, and isn't among what was done")
            continue
        held = HOLDS.get(write.action)
        if held is not None and not held(record, write):
            found.append(f"{write.action} {write.request_id} was acknowledged, and the database doesn't hold it")
    for one in record.refused:
        if (f"seat:{one['seat']}", one["request_id"]) in done:
            found.append(f"{one['action']} {one['request_id']} was refused ({one['code']}), and was done all the same")
    return found + _acted_twice(record) + _strange_steps(record) + _later_words(record)


def _acted_twice(record: Record) -> Differences:
    """As many entries in the journal as requests that were acknowledged, for each seat and action."""
    wanted = Counter((write.seat, write.action) for write in record.writes)
    entries = JournalEntry.objects.filter(room=record.room).exclude(action__in=BEFORE).values_list("actor", "action")
    written = Counter((actor["seat"], action) for actor, action in entries if actor["seat"] is not None)
    return [
        f"seat {seat} did {action} {written[seat, action]} times; {wanted[seat, action]} were acknowledged"
        for seat, action in sorted(wanted | written)
        if written[seat, action] != wanted[seat, action]
    ]


def _strange_steps(record: Record) -> Differences:
    """Every step belongs to an acknowledged batch or to an accepted amendment."""
    known = {write.said["client"] for write in record.writes if write.action == "text.draft"}
    known |= {f"amendment-{write.answer['amendment']}" for write in record.writes if write.action == "amendment.accept"}
    strange = set(Step.objects.filter(text=record.text).values_list("client", flat=True)) - known
    typed = sum(len(write.said["steps"]) for write in record.writes if write.action == "text.draft")
    stored = Step.objects.filter(text=record.text).exclude(client__startswith="amendment-").count()
    found = [f"nobody who was acknowledged made the steps of {client}" for client in sorted(strange)]
    if typed != stored:
        found.append(f"{typed} typed steps were acknowledged, and {stored} are stored")
    return found


def _later_words(record: Record) -> Differences:
    """The last acknowledged word of each delegation on each amendment is the one that counts."""
    said: dict[tuple[int, str], str] = {}
    for write in record.writes:
        if write.action == "position.take":
            said[write.answer["amendment"], write.said["party"]] = write.answer["stance"]
    rows = Position.objects.filter(amendment__text=record.text).values_list("amendment_id", "party__code", "stance")
    held = {(amendment, party): stance for amendment, party, stance in rows}
    return [
        f"{party} said {stance} on amendment {amendment}, and {held.get((amendment, party))} is kept"
        for (amendment, party), stance in said.items()
        if held.get((amendment, party)) != stance
    ]


def _steps_held(record: Record, write: Write) -> bool:
    last, steps = write.answer["version"], write.said["steps"]
    rows = Step.objects.filter(text=record.text, version__gt=last - len(steps), version__lte=last).order_by("version")
    kept = [(row.step, row.client, row.seat_id) for row in rows]
    return kept == [(step, write.said["client"], write.seat) for step in steps]


def _amendment_held(record: Record, write: Write) -> bool:
    row = Amendment.objects.filter(pk=write.answer["amendment"], text=record.text).first()
    if row is None:
        return False
    if write.action != "amendment.table":
        return bool(row.state == write.answer["state"])
    tabled = (write.answer["number"], write.seat, write.said["paragraph"], write.said["reason"])
    return tabled == (row.number, row.seat_id, row.paragraph, row.reason)


HOLDS: dict[str, Callable[[Record, Write], bool]] = {
    "text.draft": _steps_held,
    "text.import": lambda record, write: Text.objects.filter(pk=write.answer["text"]).exists(),
    "amendment.table": _amendment_held,
    "amendment.accept": _amendment_held,
    "amendment.reject": _amendment_held,
    "amendment.withdraw": _amendment_held,
    "question.put": lambda record, write: Question.objects.filter(
        pk=write.answer["question"], version=write.answer["version"], put_by=write.seat
    ).exists(),
    "question.object": lambda record, write: Objection.objects.filter(
        question=write.answer["question"], seat=write.seat, question__outcome="stopped"
    ).exists(),
    "document.publish": lambda record, write: Document.objects.filter(
        text=record.text, symbol=write.answer["symbol"]
    ).exists(),
}
"""For each action, whether the database holds what was acknowledged."""


def journal() -> Differences:
    """The journal verifies, by the same command that an operator gives."""
    command = [sys.executable, "-m", "communique.cli", "journal", "verify", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)  # noqa: S603
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return [f"the journal can't be verified: {done.stderr[-500:]}"]
    return [f"room {one['room']}: entry {one['number']} does not hold ({one['why']})" for one in said["findings"]]


def published(record: Record, folder: Path) -> Differences:
    """The files that the public took are those of the register, and open again with the words of the adopted text."""
    document = Document.objects.filter(text=record.text, symbol=record.symbol).first()
    if document is None:
        return ["nothing was published"]
    row = Text.objects.get(pk=record.text)
    found: Differences = []
    if digest_of(document.doc) != digest_of(documents.newest(row).json()):
        found.append("what was published isn't what was adopted")
    kept = {one.format: bytes(one.content) for one in document.files.all()}
    if kept.keys() != record.files.keys():
        found.append(f"the register holds {sorted(kept)}, the public took {sorted(record.files)}")
    wanted = words(document.doc)
    for kind, place in record.files.items():
        content = (folder / place).read_bytes()
        if content != kept.get(kind):
            found.append(f"the {kind} that the public took isn't the register's")
        try:
            found += _words_of(kind, content, wanted)
        except Exception as error:
            found.append(f"the {kind} doesn't open: {error!r}")
    return found


def _words_of(kind: str, content: bytes, wanted: Sequence[str]) -> Differences:
    """A PDF has page numbers and running heads among the words, and a note's sign stands close to its word: so there
    every run of letters and every digit has to be found, wherever it stands. The others are read back word by word."""
    if kind == "pdf":
        missing = _runs(" ".join(wanted)) - _runs(_text_of_pdf(content))
        return [f"the pdf lacks {dict(missing.most_common(5))}"] if missing else []
    read = words(formats.read(f"text.{kind}", content).doc)
    if read == list(wanted):
        return []
    at = next((at for at, (one, other) in enumerate(zip(read, wanted, strict=False)) if one != other), len(read))
    return [f"the {kind} has other words from word {at + 1} on: {read[at : at + 5]}, not {list(wanted[at : at + 5])}"]


def _runs(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d|[^\W\d_]+", unicodedata.normalize("NFC", text)))


def _text_of_pdf(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    finally:
        pdf.close()


def in_order(wanted: Iterable[Any], among: Iterable[Any]) -> bool:
    """Are all of the first there among the second, in the same order?"""
    rest = iter(among)
    return all(one in rest for one in wanted)
