"""What stays inside a delegation needs."""

from __future__ import annotations

from communique.actions import drafts, instructions
from tests.actions.deeds.deed import PROPOSALS, Deed, Given
from tests.house import House, saying

ROOM = ("delegation",)


def _written(house: House) -> Given:
    paragraph, words = house.paragraph("next meeting")
    changes = [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace("next", "54th"))}]
    return {"text": house.text, "version": 0, "changes": changes, "reason": "It has a number."}


def _draft(house: House) -> Given:
    return {"draft": house.act(drafts.write, "la-adviser", **_written(house))["draft"]}


def _cleared(house: House) -> Given:
    given = _draft(house)
    house.act(drafts.clear, "la-delegate", **given)
    return given


def _told(house: House) -> Given:
    paragraph, _ = house.paragraph("next meeting")
    return {"text": house.text, "words": "Not before the summit.", "paragraph": paragraph}


DEEDS: dict[str, Deed] = {
    "draft.write": Deed(_written, "la-adviser", ROOM),
    "draft.change": Deed(lambda house: _draft(house) | _anew(house), "la-adviser", ROOM),
    "draft.clear": Deed(_draft, "la-head", ROOM),
    "draft.table": Deed(_cleared, "la-head", ("overlay", PROPOSALS, *ROOM)),
    "draft.drop": Deed(_draft, "la-adviser", ROOM),
    "instruction.give": Deed(_told, "la-adviser", ROOM),
    "instruction.lift": Deed(
        lambda house: {"instruction": house.act(instructions.give, "la-head", **_told(house))["instruction"]},
        "la-adviser",
        ROOM,
    ),
}


def _anew(house: House) -> Given:
    paragraph, words = house.paragraph("next meeting")
    changes = [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace("next", "coming"))}]
    return {"version": 0, "changes": changes, "reason": "Plainer."}
