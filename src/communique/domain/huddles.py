"""Huddles: some delegations step out with a few paragraphs, and bring back a landing text.

The Rules of Procedure of the UN General Assembly let a committee set up a subcommittee (rule 102), and practice goes
further: the chair asks the delegations concerned with a paragraph to find words among themselves. No rules say how they
work. What is done here is what is common to such groups:

- the chair names the delegations, two at least, and what they take with them;
- they meet apart: what is said and written there is theirs alone, and doesn't bind them outside;
- they bring back one text, to which each of them has agreed, and which all of them sponsor;
- it has no standing until it comes back: then it is an amendment as any other, which the meeting takes or not;
- the chair may call them back without one.

Meanwhile the paragraphs stay in the text before everybody, and the pen may still change them. A branch whose
paragraphs read otherwise there now is *stale*: it is brought up to date before it reports, paragraph by paragraph, so
that what it brings back never takes out words that it hasn't seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from communique.domain import readings
from communique.domain.errors import Refused
from communique.domain.readings import Paragraph, Standing
from communique.domain.texts import amendments, attributing, authority, structure
from communique.domain.texts.amendments import CHANGES, Operation, Proposal
from communique.domain.texts.authority import Document
from communique.domain.texts.document import label_of, new_id, plain_text
from communique.domain.texts.operations import Row, located, row_of

Block = dict[str, Any]
LEAST = 2
"""Delegations that make a huddle: one alone has its own room."""
MOST = 50
"""Paragraphs that a huddle takes along: a few that hang together, and not the text."""


class State(StrEnum):
    """``overtaken``: the text was adopted while the huddle was still out."""

    OPEN = "open"
    REPORTED = "reported"
    DISSOLVED = "dissolved"
    OVERTAKEN = "overtaken"


class Choice(StrEnum):
    """What a huddle decides of a paragraph that was changed there and here in the same place: its own words stand, or
    those of the text before everybody, or both stand beside each other in brackets."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


# Sending out, and coming back


def send(
    *,
    paragraphs: Sequence[str],
    document: Document,
    standing: Mapping[str, Paragraph],
    delegations: Sequence[str],
    members: Sequence[str],
    task: str,
    due_at: datetime | None,
    now: datetime,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs in the order of the text, and the codes of the delegations in that of ``members``.

    ``standing``: what is said of paragraphs in readings, by their ids.

    Refused: ``huddle_needs_paragraphs``; ``huddle_too_large`` (limit=); ``no_such_paragraph`` (paragraph=);
    ``huddle_takes_no_table``; ``paragraph_agreed`` and ``paragraph_in_huddle`` (label=); ``no_such_member`` (party=);
    ``huddle_needs_two``; ``reason_too_long`` (limit=); ``due_is_over``.
    """
    row = row_of(document)
    wanted = dict.fromkeys(paragraphs)
    if not wanted:
        raise Refused("huddle_needs_paragraphs")
    if len(wanted) > MOST:
        raise Refused("huddle_too_large", limit=MOST)
    for one in wanted:
        at = row.index.get(one)
        if at is None:
            raise Refused("no_such_paragraph", paragraph=one[:40])
        if row.blocks[at]["type"] == "table":
            raise Refused("huddle_takes_no_table")
        _require_here(standing.get(one) or Paragraph(label_of(row.blocks[at])))
    for code in delegations:
        if code not in members:
            raise Refused("no_such_member", party=code[:40])
    if len(set(delegations)) < LEAST:
        raise Refused("huddle_needs_two")
    readings.check_words(task)
    if due_at is not None and due_at <= now:
        raise Refused("due_is_over")
    return tuple(sorted(wanted, key=row.index.__getitem__)), tuple(one for one in members if one in delegations)


def _require_here(paragraph: Paragraph) -> None:
    readings.require_open(paragraph)
    if paragraph.standing is Standing.HUDDLE:
        raise Refused("paragraph_in_huddle", label=paragraph.label)


def require_open(state: State) -> None:
    """What is done in a huddle is done while it is out. Refused: huddle_is_over."""
    if state is not State.OPEN:
        raise Refused("huddle_is_over")


def agree(version: int, newest: int) -> int:
    """A delegation agrees to what it has seen, at ``version``. Refused: ``landing_moved_on`` when that has changed."""
    if version != newest:
        raise Refused("landing_moved_on")
    return version


def report(state: State, *, agreed: Mapping[str, int | None], version: int, stale: Iterable[str]) -> State:
    """The huddle comes back with a text. ``agreed``: for each delegation, by its name, the version of the branch to
    which it agreed; ``stale``: labels of the paragraphs that read otherwise before everybody now.

    Refused: ``huddle_is_over``; ``huddle_is_stale`` (labels=); ``huddle_not_agreed`` (missing=): every delegation has
    to stand behind the words as they are.
    """
    require_open(state)
    labels = list(stale)
    if labels:
        raise Refused("huddle_is_stale", labels=", ".join(labels))
    missing = [name for name, at in agreed.items() if at != version]
    if missing:
        raise Refused("huddle_not_agreed", missing=", ".join(missing))
    return State.REPORTED


def dissolve(state: State, *, words: str) -> State:
    """The chair calls a huddle back: nothing is tabled. Refused: huddle_is_over, reason_too_long."""
    require_open(state)
    readings.check_words(words)
    return State.DISSOLVED


# The branch and the text before everybody


@dataclass(frozen=True)
class Changed:
    """A paragraph that reads otherwise before everybody than when the branch was made, or last brought up to date.

    ``then`` and ``now`` are its blocks there, ``ours`` is the one in the branch; None where it is gone. ``clash``: both
    have changed it in the same place, and the huddle has to decide.
    """

    paragraph: str
    then: Block
    now: Block | None
    ours: Block | None
    clash: bool

    @property
    def label(self) -> str:
        return label_of(self.then)


@dataclass(frozen=True)
class Refreshed:
    """``steps`` for ``authority.receive`` on the branch, none when its words stay; ``base``: the blocks as they are
    before everybody now; ``paragraphs``: those of the huddle that are still there."""

    steps: tuple[dict[str, Any], ...]
    base: tuple[Block, ...]


def base_of(document: Document, paragraphs: Iterable[str]) -> tuple[Block, ...]:
    """The blocks of the text before everybody with which a branch begins, in its order."""
    wanted = set(paragraphs)
    return tuple(block for block in document.json()["content"] if block["attrs"]["id"] in wanted)


def changed(base: Sequence[Block], document: Document, branch: Document) -> tuple[Changed, ...]:
    """Why a branch is stale: what the pen, or an amendment that was taken, did to its paragraphs since ``base``. A new
    number alone changes no word."""
    main, ours = row_of(document), row_of(branch)
    found = []
    for then in base:
        name = then["attrs"]["id"]
        now = main.blocks[main.index[name]] if name in main.index else None
        if not readings.is_touched(then, now):
            continue
        own = ours.blocks[ours.index[name]] if name in ours.index else None
        found.append(Changed(name, then, now, own, _clashes(then, now, own, branch)))
    return tuple(found)


def refresh(
    base: Sequence[Block], document: Document, branch: Document, choices: Mapping[str, str] | None = None
) -> Refreshed:
    """Brings a branch up to date with the text before everybody.

    The words of the branch stay, and the new ones come in between them where they can: the change there is carried
    through the one here, as an amendment is through the pen's steps. Where it can't, ``choices`` says for each
    paragraph by its id what the huddle wants (a ``Choice``).

    Refused: ``huddle_must_decide`` (labels=) while a clash has no choice; ``huddle_lost_its_paragraphs`` when there is
    nothing left of what was sent out, neither there nor here.
    """
    decided = {key: _choice(value) for key, value in (choices or {}).items()}
    found = changed(base, document, branch)
    open_still = [one.label for one in found if one.clash and one.paragraph not in decided]
    if open_still:
        raise Refused("huddle_must_decide", labels=", ".join(open_still))
    row = row_of(branch)
    proposal = Proposal()
    for one in found:
        proposal = _and(proposal, _update(one, decided.get(one.paragraph), branch))
    gone = {one.paragraph for one in proposal.operations}
    if gone and gone >= set(row.ids):
        raise Refused("huddle_lost_its_paragraphs")
    steps = [*_attributes(base, document, branch), *amendments.steps(branch, located(branch, proposal))]
    kept = base_of(document, (one["attrs"]["id"] for one in base))
    return Refreshed(tuple(steps), kept)


def landing(
    document: Document, branch: Document, paragraphs: Collection[str], *, taken: Collection[str] = ()
) -> Proposal:
    """What a branch changes in the text before everybody, as one proposal on its newest version: words, paragraphs that
    are new, gone or in another place. ``paragraphs`` are those that were sent out; ``taken`` are numbers that no new
    paragraph may get.

    Refused: ``no_change``; ``too_many_changes`` (limit=); ``huddle_takes_no_table``.
    """
    row, ours = row_of(document), row_of(branch)
    away = [name for name in paragraphs if name in row.index]
    kept = [name for name in ours.ids if name in away]
    still = set(_in_order([row.index[name] for name in kept]))
    steady = {name for name in kept if row.index[name] in still}
    proposal = Proposal()
    anchor = _before(row, next((name for name in kept if name in steady), ""), away, steady)
    numbers = set(taken)
    for block in ours.blocks:
        name = block["attrs"]["id"]
        if name in kept:
            proposal = _and(proposal, _reworded(document, name, block))
            if name in steady:
                anchor = name
            else:
                proposal = _and(proposal, Operation("move", name, after=anchor))
        elif plain_text(block).strip():
            proposal = _and(proposal, Operation("new", after=anchor, block=_new(document, block, anchor, numbers)))
    for name in sorted(set(away) - set(kept), key=row.index.__getitem__):
        proposal = _and(proposal, Operation("delete", name))
    if not len(proposal):
        raise Refused("no_change", paragraph="")
    if len(proposal) > CHANGES:
        raise Refused("too_many_changes", limit=CHANGES)
    hunks = tuple(sorted(proposal.hunks, key=lambda hunk: (hunk.start, hunk.end)))
    proposal = located(document, replace(proposal, hunks=hunks))
    amendments.applied(document, proposal)  # refuses here what could never be taken there
    return proposal


def _and(one: Proposal, other: Proposal | Operation) -> Proposal:
    if isinstance(other, Operation):
        return replace(one, operations=(*one.operations, other))
    return Proposal((*one.hunks, *other.hunks), (*one.operations, *other.operations))


def _choice(value: Any) -> Choice:
    try:
        return Choice(value)
    except ValueError:
        raise Refused("bad_choice") from None


def _content(block: Block) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = block.get("content", [])
    return content


def _clashes(then: Block, now: Block | None, ours: Block | None, branch: Document) -> bool:
    """Did both change the paragraph in the same place? Not when they came to the same words, or one did nothing."""
    if ours is None:
        return now is not None and _content(now) != _content(then)
    if now is None:
        return _content(ours) != _content(then)
    return _content(now) != _content(ours) and _carried(then, now, branch) is None


def _carried(then: Block, now: Block, branch: Document) -> Proposal | None:
    """The change of a paragraph from ``then`` to ``now``, in the words that it has in the branch; None when those that
    it would replace are gone there."""
    before = authority.load({"type": "doc", "content": [then]}, 0)
    name = then["attrs"]["id"]
    return amendments.followed(before, branch, name, _reworded(before, name, now))


def _reworded(document: Document, name: str, block: Block) -> Proposal:
    """The proposal that makes a block of ``document`` say what another one says; empty when it does already."""
    row = row_of(document)
    if _content(row.blocks[row.index[name]]) == _content(block):
        return Proposal()
    return Proposal(amendments.propose(document, name, _content(block)))


def _update(one: Changed, choice: Choice | None, branch: Document) -> Proposal:
    """What brings one paragraph of the branch up to date."""
    if one.ours is not None and one.now is not None and not one.clash:
        return _carried(one.then, one.now, branch) or Proposal()
    if choice is Choice.OURS or (one.ours is None and not one.clash):
        return Proposal()
    if one.ours is None:
        # The huddle had taken it out. It comes back at the end: where it stood there may be nothing left.
        block = _bracketed(one.now or one.then) if choice is Choice.BOTH else one.now
        return Proposal(operations=(Operation("new", after=row_of(branch).ids[-1], block=block),))
    if one.now is None:
        if choice is Choice.BOTH:
            return _reworded(branch, one.paragraph, _bracketed(one.ours))
        return Proposal(operations=(Operation("delete", one.paragraph),))
    if choice is Choice.THEIRS:
        return _reworded(branch, one.paragraph, one.now)
    return _reworded(branch, one.paragraph, _bracketed(one.ours, one.now))


def _bracketed(*blocks: Block) -> Block:
    """The first block with the words of all beside each other in brackets; one alone is what may stand or go."""
    return {**blocks[0], "content": attributing.written([(_content(block), ()) for block in blocks])}


def _attributes(base: Sequence[Block], document: Document, branch: Document) -> list[dict[str, Any]]:
    """Steps that give the blocks of the branch the numbers, roles and levels that they have there now."""
    main, ours = row_of(document), row_of(branch)
    steps = []
    for then in base:
        name = then["attrs"]["id"]
        if name not in main.index or name not in ours.index:
            continue
        now, own = main.blocks[main.index[name]], ours.blocks[ours.index[name]]
        for key, value in now["attrs"].items():
            if key in own["attrs"] and value not in (then["attrs"].get(key), own["attrs"][key]):
                steps.append({"stepType": "attr", "pos": ours.starts[ours.index[name]], "attr": key, "value": value})
    return steps


def _before(row: Row, steady: str, away: Collection[str], standing: Collection[str]) -> str:
    """Behind which block comes what the branch puts before its first paragraph that stays: the one before that, which
    itself isn't among those that move. Without such a paragraph, before the first of those that were sent out, and at
    the end when none of them is left."""
    places = [row.index[name] for name in away]
    at = row.index[steady] if steady else min(places, default=len(row.ids))
    leaving = set(away) - set(standing)
    while at and row.ids[at - 1] in leaving:
        at -= 1
    return row.ids[at - 1] if at else ""


def _new(document: Document, block: Block, anchor: str, numbers: set[str]) -> Block:
    """A block of the branch as it comes into the text: with an id that is free there, and a number as its neighbours'
    where the huddle gave it none."""
    if block["type"] == "table":
        raise Refused("huddle_takes_no_table")
    attrs = dict(block["attrs"])
    known = row_of(document).index
    while attrs["id"] in known:
        attrs["id"] = new_id()
    if block["type"] == "paragraph" and not attrs.get("number"):
        level = attrs.get("level") or None
        attrs["number"] = structure.number_between(document.json(), anchor, level=level, taken=numbers)
    if attrs.get("number"):
        numbers.add(attrs["number"])
    return {**block, "attrs": attrs}


def _in_order(places: Sequence[int]) -> list[int]:
    """The longest row of places that ascends: the paragraphs that needn't move."""
    best: list[list[int]] = []
    for place in places:
        before = max((row for row in best if row[-1] < place), key=len, default=[])
        best.append([*before, place])
    return max(best, key=len, default=[])
