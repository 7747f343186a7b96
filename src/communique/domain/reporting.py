"""What happened in a meeting, said as a summary record says it: in the third person and the past tense, plainly.

The manner is that of the summary records of the United Nations (Editorial Manual, 'Summary records'): what was done is
told in the order in which it was done; who spoke is named with the delegation in brackets; of what was said the
substance is given, not the words. Sentences are in English here and marked for translation; ``translate`` puts each
into the language of the record before its facts are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from communique.domain import clerk_notes

Translate = Callable[[str], str]


def gettext_noop(words: str) -> str:
    """Marks a sentence for the translators."""
    return words


_ = gettext_noop


@dataclass(frozen=True)
class Act:
    """An entry of the journal: what was done, by whom, with the facts that were kept of it."""

    number: int
    at: datetime
    action: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Speech:
    """An intervention that is over. ``party``: the delegation's code, "" for the chair and the secretariat; ``notes``:
    what the clerk wrote down, in order; ``statement``: was one handed in for it?"""

    id: int
    at: datetime
    speaker: str
    party: str
    kind: str
    item: int | None = None
    label: str = ""
    on_behalf_of: str = ""
    ruling: str = ""
    notes: tuple[str, ...] = ()
    statement: bool = False


@dataclass(frozen=True)
class Remark:
    """What the clerk wrote down under an item, where nobody had the floor."""

    id: int
    at: datetime
    words: str
    item: int | None = None


@dataclass(frozen=True)
class Known:
    """What the journal's numbers and codes stand for.

    ``parties``: names by code, in the body's order; ``items``: number and title; ``texts``: title and the item's id;
    ``labels``: what paragraphs are called, by their ids; ``movers``: the party that tabled an amendment, by the
    amendment's id; ``present``: who was in the room in each sitting, by its number; ``meetings``: names by id.
    """

    zone: str = "UTC"
    chair: str = ""
    parties: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    texts: Mapping[int, tuple[str, int | None]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    movers: Mapping[int, str] = field(default_factory=dict)
    present: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    meetings: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """One numbered paragraph of a record.

    ``id`` says what it tells of: ``j12`` the journal's twelfth entry, ``s5`` an intervention, ``n7`` a remark, ``h3``
    something that the secretariat added by hand. ``party`` is whose intervention it is, and who may ask for it to be
    corrected. ``edited``: the secretariat has put it into other words, and drawing up leaves it alone; ``changed`` is
    the record's version at which that was. ``removed``: it stays out, however often the record is drawn up.
    """

    id: str
    kind: str
    at: datetime
    sitting: int
    item: int | None
    words: str
    party: str = ""
    entry: int = 0
    edited: bool = False
    removed: bool = False
    changed: int = 0


RANKS = {"head": 0, "alternate": 1, "delegate": 2, "adviser": 3}
"""Who of those who are there leads a delegation."""
OPENING, CLOSING = "meeting.open", "meeting.close"

_SENTENCES: Mapping[str, tuple[str, str]] = {
    OPENING: ("sitting", _("The meeting was called to order at %(time)s.")),
    CLOSING: ("sitting", _("The Chair declared the meeting closed at %(time)s.")),
    "sitting.open": ("sitting", _("The sitting was called to order at %(time)s.")),
    "sitting.suspend": ("sitting", _("The sitting was suspended at %(time)s.")),
    "sitting.resume": ("sitting", _("The sitting was resumed at %(time)s.")),
    "sitting.close": ("sitting", _("The sitting rose at %(time)s.")),
    "roll.close": ("sitting", _("The roll was called, and was answered by %(answered)s.")),
    "agenda.adopt": ("agenda", _("The agenda was adopted.")),
    "agenda.add": ("agenda", _("Item %(number)s, “%(title)s”, was added to the agenda.")),
    "agenda.remove": ("agenda", _("Item %(number)s, “%(title)s”, was taken off the agenda.")),
    "item.open": ("item", _("The meeting took up item %(number)s, “%(title)s”.")),
    "item.suspend": ("item", _("Consideration of item %(number)s was suspended.")),
    "item.close": ("item", _("The meeting concluded its consideration of item %(number)s.")),
    "item.defer": ("item", _("Consideration of item %(number)s was deferred.")),
    "floor.close": ("floor", _("The Chair declared the list of speakers closed.")),
    "floor.suspend": ("floor", _("The debate was suspended.")),
    "floor.resume": ("floor", _("The debate was resumed.")),
    "text.import": ("text", _("The text “%(text)s” was laid before the meeting.")),
    "reading.open": ("text", _("The meeting began reading %(number)s of “%(text)s”.")),
    "reading.close": ("text", _("The meeting concluded reading %(number)s of “%(text)s”.")),
    "paragraph.agree": ("paragraph", _("Paragraph %(label)s was agreed ad referendum.")),
    "paragraph.hold": ("paragraph", _("Paragraph %(label)s was left for later: %(words)s")),
    "paragraph.reopen": ("paragraph", _("Paragraph %(label)s was reopened: %(words)s")),
    "paragraph.confirm": ("paragraph", _("%(party)s confirmed paragraph %(label)s.")),
    "amendment.table": ("amendment", _("%(party)s proposed amendment %(number)s.")),
    "draft.table": ("amendment", _("%(party)s proposed amendment %(number)s.")),
    "amendment.accept": ("amendment", _("Amendment %(number)s of %(party)s was accepted.")),
    "amendment.reject": ("amendment", _("Amendment %(number)s of %(party)s was not taken.")),
    "amendment.withdraw": ("amendment", _("%(party)s withdrew amendment %(number)s.")),
    "amendment.merge": ("amendment", _("Amendments %(merged)s were merged.")),
    "huddle.send": ("huddle", _("The Chair asked %(parties)s to consult on %(paragraphs)s.")),
    "huddle.report": ("huddle", _("%(parties)s reported back with a landing text, amendment %(amendment_number)s.")),
    "huddle.dissolve": ("huddle", _("The Chair called the consultations to an end without a result.")),
    "question.put": ("decision", _("The Chair put the adoption of “%(text)s” to the meeting.")),
    "question.object": ("decision", _("%(party)s objected to the adoption of “%(text)s”: %(reason)s")),
    "question.withdraw": ("decision", _("The Chair withdrew the question of adopting “%(text)s”.")),
    "gavel.fall": ("decision", _("“%(text)s” was adopted by consensus.")),
    "statement.release": ("statement", _("%(party)s submitted a written statement, “%(title)s”.")),
    "document.publish": ("text", _("“%(text)s” was issued under the symbol %(symbol)s.")),
}
"""Each act that a record tells of, with the kind of its entry. What else there is in a journal, such as positions taken
or a pen's work on words, is no matter of the record."""

KNOWN = frozenset(_SENTENCES)


def report(
    acts: Iterable[Act],
    speeches: Iterable[Speech],
    remarks: Iterable[Remark],
    known: Known,
    translate: Translate = gettext_noop,
) -> tuple[Entry, ...]:
    """The entries of a record, in the order of what happened between the opening of the meeting and its close.

    Every act in ``KNOWN`` between these, every intervention and every remark makes exactly one entry. Acts under a seal
    are none of the record's. Empty when the meeting was never opened.
    """
    sitting, item = 0, None
    made: list[Entry] = []
    said: list[Speech | Remark] = sorted([*speeches, *remarks], key=lambda one: (one.at, one.id))
    over = False
    for act in sorted(acts, key=lambda one: one.number):
        if over or "sealed" in act.facts or (sitting == 0 and act.action != OPENING):
            continue
        while said and said[0].at <= act.at:
            made.append(_told(said.pop(0), max(sitting, 1), known, translate))
        if act.action in {OPENING, "sitting.open"}:
            sitting += 1
        if act.action == "item.open":
            item = act.facts.get("item")
        if act.action in _SENTENCES:
            made.append(_done(act, sitting, _item_of(act, item, known), known, translate))
        if act.action in {"item.suspend", "item.close", "item.defer"} and act.facts.get("item") == item:
            item = None
        over = act.action == CLOSING
    if sitting:
        made += [_told(one, sitting, known, translate) for one in said]
    return tuple(made)


def _item_of(act: Act, current: int | None, known: Known) -> int | None:
    if act.action.startswith("sitting.") or act.action in {OPENING, CLOSING}:
        return None
    text = known.texts.get(act.facts.get("text", 0))
    if text is not None:
        return text[1]
    item = act.facts.get("item", current)
    return item if item in known.items else current


def _done(act: Act, sitting: int, item: int | None, known: Known, translate: Translate) -> Entry:
    kind, sentence = _SENTENCES[act.action]
    facts = _Facts(_facts_of(act, item, known, translate))
    if act.action == "paragraph.confirm" and not act.facts.get("confirmed", True):
        sentence = _("%(party)s did not confirm paragraph %(label)s, which was open again: %(words)s")
    if act.action in {"paragraph.hold", "paragraph.reopen"} and not facts["words"]:
        sentence = {
            "paragraph.hold": _("Paragraph %(label)s was left for later."),
            "paragraph.reopen": _("Paragraph %(label)s was reopened."),
        }[act.action]
    if act.action == "gavel.fall" and act.facts.get("outcome", "adopted") != "adopted":
        sentence = _("“%(text)s” was not decided on, since fewer members were present than the rules ask for.")
    if act.action == "item.open" and act.facts.get("reopened"):
        sentence = _("The meeting took up item %(number)s, “%(title)s”, again.")
    words = [translate(sentence) % facts, *_further(act, sitting, facts, known, translate)]
    return Entry(f"j{act.number}", kind, act.at, sitting, item, " ".join(words), entry=act.number)


def _further(act: Act, sitting: int, facts: Mapping[str, Any], known: Known, translate: Translate) -> list[str]:
    """What follows the first sentence about an act."""
    more: list[str] = []
    if act.action in {OPENING, "sitting.open"}:
        if known.chair:
            more.append(translate(_("%(chair)s took the chair.")) % {"chair": known.chair})
        if known.present.get(sitting):
            there = listed(known.present[sitting], translate)
            more.append(translate(_("Represented were %(parties)s.")) % {"parties": there})
    if act.action == "paragraph.agree":
        if act.facts.get("confirm_by"):
            more.append(
                translate(_("Capitals were asked to confirm it by %(date)s.")) % {"date": act.facts["confirm_by"]}
            )
        if facts["words"]:
            more.append(facts["words"])
    if act.action == "huddle.send" and act.facts.get("task"):
        more.append(translate(_("Their task: %(task)s")) % {"task": act.facts["task"]})
    if act.action == "huddle.dissolve" and facts["words"]:
        more.append(facts["words"])
    if act.action == "question.object":
        more.append(translate(_("It was not adopted.")))
    if act.facts.get("left"):
        how = {
            "close": _("Its consideration of item %(left)s was concluded."),
            "suspend": _("Consideration of item %(left)s was suspended."),
        }
        more.append(translate(how.get(str(act.facts.get("leaving")), how["suspend"])) % facts)
    if act.facts.get("silent"):
        silent = listed(_in_order(act.facts["silent"], known), translate)
        more.append(translate(_("It was not answered by %(parties)s.")) % {"parties": silent})
    if act.action in {"agenda.adopt", "question.put", "gavel.fall"} and act.facts.get("present"):
        more.append(translate(_("Present were %(parties)s.")) % {"parties": _attended(act, known, translate)})
    if act.action == "item.defer" and act.facts.get("to") in known.meetings:
        more.append(translate(_("It will be taken up at %(meeting)s.")) % {"meeting": known.meetings[act.facts["to"]]})
    return more


def _attended(act: Act, known: Known, translate: Translate) -> str:
    """Who was present at a decision, and with what delegation: each member with the name of who led it there."""
    led = {one["party"]: one["seats"] for one in act.facts.get("delegations", ())}
    names = []
    for code in [one for one in known.parties if one in act.facts["present"]]:
        seats = sorted(led.get(code, ()), key=lambda seat: RANKS.get(seat["role"], len(RANKS)))
        sentence = {
            0: "%(party)s",
            1: _("%(party)s (%(name)s)"),
            2: _("%(party)s (%(name)s and one other)"),
        }.get(len(seats), _("%(party)s (%(name)s and %(others)s others)"))
        name = known.parties[code]
        led_by = {"party": name, "name": seats[0]["name"] if seats else "", "others": len(seats) - 1}
        names.append(translate(sentence) % led_by if seats else name)
    return listed(names, translate)


def _facts_of(act: Act, item: int | None, known: Known, translate: Translate) -> dict[str, Any]:
    number, title = known.items.get(act.facts.get("item", item) or 0, ("", ""))
    party = act.facts.get("party") or known.movers.get(act.facts.get("amendment", 0), "")
    label = act.facts.get("label") or known.labels.get(str(act.facts.get("paragraph", "")), "")
    return {
        "number": number,
        "title": title,
        **{key: value for key, value in act.facts.items() if isinstance(value, (str, int))},
        "time": at_time(act.at, known),
        "text": known.texts.get(act.facts.get("text", 0), ("", None))[0],
        "party": known.parties.get(party, party),
        "parties": listed(_names(act.facts.get("parties", ()), known), translate),
        "answered": listed(_in_order(act.facts.get("answered", ()), known), translate) or translate(_("nobody")),
        "label": _called(label),
        "words": _sentence(str(act.facts.get("words", ""))),
        "reason": _sentence(str(act.facts.get("reason", ""))),
        "merged": listed([str(one) for one in act.facts.get("merged", ())], translate),
        "paragraphs": _paragraphs(act.facts.get("paragraphs", ()), known, translate),
    }


def _paragraphs(ids: Iterable[str], known: Known, translate: Translate) -> str:
    labels = [_called(known.labels[one]) for one in ids if one in known.labels]
    if not labels:
        return translate(_("some paragraphs"))
    sentence = _("paragraph %(labels)s") if len(labels) == 1 else _("paragraphs %(labels)s")
    return translate(sentence) % {"labels": listed(labels, translate)}


_SPEAKING: Mapping[str, str] = {
    "point_of_order": _("%(who)s, speaking on a point of order,"),
    "right_of_reply": _("%(who)s, speaking in exercise of the right of reply,"),
    "on_behalf": _("%(who)s, speaking on behalf of %(group)s,"),
    "paragraph": _("%(who)s, speaking on paragraph %(label)s,"),
}
_MADE: Mapping[str, str] = {
    "point_of_order": _("%(who)s raised a point of order."),
    "right_of_reply": _("%(who)s spoke in exercise of the right of reply."),
    "question": _("%(who)s asked a question."),
    "on_behalf": _("%(who)s made a statement on behalf of %(group)s."),
    "paragraph": _("%(who)s made a statement on paragraph %(label)s."),
    "": _("%(who)s made a statement."),
}


def _told(said: Speech | Remark, sitting: int, known: Known, translate: Translate) -> Entry:
    if isinstance(said, Remark):
        return Entry(f"n{said.id}", "remark", said.at, sitting, said.item, _sentence(said.words))
    name = known.parties.get(said.party, said.party)
    who = f"{said.speaker} ({name})" if name else translate(_("The Chair")) if not said.speaker else said.speaker
    facts = {"who": who, "group": said.on_behalf_of, "label": _called(said.label)}
    way = said.kind if said.kind in _MADE else ""
    if said.on_behalf_of and way not in {"point_of_order", "right_of_reply"}:
        way = "on_behalf"
    elif not way and said.label:
        way = "paragraph"
    first, *others = said.notes or ("",)
    if clerk_notes.continues(first):
        begins = translate(_SPEAKING[way]) % facts if way in _SPEAKING else who
        words = [f"{begins} {_sentence(first)}"]
    else:
        words = [translate(_MADE.get(way, _MADE[""])) % facts, *([_sentence(first)] if first else [])]
    words += [
        _sentence(translate(_("The delegation %(words)s")) % {"words": one} if clerk_notes.continues(one) else one)
        for one in others
    ]
    if said.ruling:
        words.append(translate(_("The Chair ruled: %(ruling)s")) % {"ruling": _sentence(said.ruling)})
    return Entry(f"s{said.id}", "speech", said.at, sitting, said.item, " ".join(words), party=said.party)


def listed(names: Iterable[str], translate: Translate = gettext_noop) -> str:
    """``Lao PDR, Singapore and Viet Nam``."""
    found = list(names)
    if len(found) < 2:
        return "".join(found)
    return translate(_("%(first)s and %(last)s")) % {"first": ", ".join(found[:-1]), "last": found[-1]}


def at_time(at: datetime, known: Known) -> str:
    """``09:05`` by the host's clock."""
    return f"{at.astimezone(ZoneInfo(known.zone)):%H:%M}"


def _called(label: str) -> str:
    """A paragraph by its number; one without, by its first words in quotation marks."""
    return f"“{label}”" if " " in label and not any(sign.isdigit() for sign in label) else label


def _names(codes: Iterable[str], known: Known) -> list[str]:
    return [known.parties.get(one, one) for one in codes]


def _in_order(codes: Iterable[str], known: Known) -> list[str]:
    """As the body seats them."""
    there = set(codes)
    return _names([*(one for one in known.parties if one in there), *sorted(there - set(known.parties))], known)


def _sentence(words: str) -> str:
    """Words that end as a sentence does, in whatever script."""
    words = " ".join(words.split())
    return words if not words or words[-1] in ".!?…”’)»。！？។။။؟۔॥।" else f"{words}."


class _Facts(dict[str, Any]):
    """What an older journal didn't keep is left out of the sentence."""

    def __missing__(self, key: str) -> str:
        return ""
