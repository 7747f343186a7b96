"""Texts and amendments for the tests of compiling, written by hand and made at random."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from communique.domain.errors import Refused
from communique.domain.texts import amendments, attributions, formats, soundness
from communique.domain.texts.authority import Document, load
from communique.domain.texts.compile import (
    TABLED,
    Compiled,
    Tabled,
    compile,
)
from communique.domain.texts.document import Text, plain_text
from communique.domain.texts.parties import Parties
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, paragraph, text
from tests.domain.texts.formats.drafts import edition

BODY = Parties.of([(name, ()) for name in ("EU", "JP", "US", "G77", "AOSIS", "China", "Viet Nam", "Norway")])

FIRST, SECOND, THIRD = map(block_id, range(3))


def of(*some: Any) -> Document:
    """Numbered paragraphs; strings are their words."""
    return load(
        drafts.document(
            *(
                paragraph(block_id(at), one, number=f"{at + 1}.") if isinstance(one, str) else one
                for at, one in enumerate(some)
            )
        ),
        0,
    )


def tabled(number: int, document: Document, parties: str, *asked: dict[str, Any] | str, **stances: str) -> Tabled:
    """An amendment; a string is what the first paragraph is to say."""
    rows = [
        {"kind": "words", "paragraph": FIRST, "content": [text(one)]} if isinstance(one, str) else one for one in asked
    ]
    return Tabled(number + 100, number, tuple(parties.split(", ")), amendments.draw_up(document, rows), stances)


def new(*content: str, **attrs: Any) -> dict[str, Any]:
    return {"kind": "new", "after": FIRST, "content": [text(one) for one in content], **attrs}


def lines(compiled: Compiled | Document | dict[str, Any]) -> list[str]:
    """The blocks of a text as printed."""
    doc = (
        compiled if isinstance(compiled, dict) else compiled.json() if isinstance(compiled, Document) else compiled.doc
    )
    printed = [(block["attrs"].get("number", ""), plain_text(block)) for block in doc["content"]]
    return [f"{number} {said}".strip() for number, said in printed]


def as_tabled(document: Document, *some: Tabled) -> list[str]:
    compiled = compile(document, some, TABLED)
    assert soundness.document(compiled.doc, "malformed_text") == compiled.doc
    return lines(compiled)


def first(document: Document, *some: Tabled) -> str:
    return as_tabled(document, *some)[0].removeprefix("1. ")


SHALL = of("Parties shall be opened.", "The second.", "The third.")


SIGNS = (
    *(
        "shall",
        "should",
        "be",
        "the",
        "Parties",
        "l’eau",
        "[may]",
        "[the Parties]",
        ",",
        "😀",
        drafts.FAMILY,
        drafts.LAO,
    ),
    *("កិច្ចប្រជុំ", "ข้อตกลง", "အစည်းအဝေး", "الأطراف", "הצדדים", "3", "and / or", "x - EU", "; G77 delete", "[a / b]"),
)
PARTIES = ("EU", "JP", "US", "G77", "AOSIS", "China")
STANCES = ("support", "oppose", "reserve", "can_live_with", "awaiting")

sentences = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=9).map(" ".join)


def changed(words_now: str, chance: random.Random) -> str:
    """Words with a few of them replaced, deleted or put in."""
    signs = words_now.split(" ")
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(signs) + 1)
        signs[at : at + chance.randint(0, 3)] = [chance.choice(SIGNS) for _ in range(chance.randint(0, 2))]
    return " ".join(signs)


def asked(document: Document, chance: random.Random) -> dict[str, Any]:
    """One thing that somebody could ask of a document."""
    blocks = [block for block in document.json()["content"] if block["type"] in ("paragraph", "heading")]
    at = chance.randrange(len(blocks))
    name, content = blocks[at]["attrs"]["id"], [dict(node) for node in blocks[at].get("content", [])]
    kind = chance.choice(("words",) * 6 + ("new", "alternative", "delete", "move", "merge", "split"))
    there = [node for node in content if node["type"] == "text"]
    if kind in ("words", "split") and there:
        if kind == "split":
            return {"kind": kind, "paragraph": name, "at": len(there[0]["text"].split(" ")[0])}
        node = chance.choice(there)
        node["text"] = changed(node["text"], chance) or "all"
        return {"kind": "words", "paragraph": name, "content": content}
    made = [text(" ".join(chance.choice(SIGNS) for _ in range(3)))]
    match kind:
        case "alternative":
            return {"kind": kind, "paragraph": name, "content": made}
        case "move":
            return {"kind": kind, "paragraph": name, "after": chance.choice(["", *(b["attrs"]["id"] for b in blocks)])}
        case "delete" | "merge":
            return {"kind": kind, "paragraph": name}
    return {"kind": "new", "after": name, "content": made, "number": f"{at + 1} bis.", "role": "operative"}


def some_amendments(document: Document, how_many: int, seed: int) -> list[Tabled]:
    chance = random.Random(seed)
    found: list[Tabled] = []
    for number in range(1, how_many + 1):
        parties = chance.sample(PARTIES, chance.randint(1, 2))
        stances = {party: chance.choice(STANCES) for party in PARTIES if party not in parties and chance.random() < 0.5}
        for _ in range(20):
            try:
                proposal = amendments.draw_up(document, [asked(document, chance)])
            except Refused:
                continue
            found.append(Tabled(number, number, tuple(parties), proposal, stances))
            break
    return found


documents = st.lists(sentences, min_size=1, max_size=5).map(lambda some: of(*some))

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def reading(doc: dict[str, Any]) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]], int]]:
    """The form, the alternatives with who says what of them, and the depth of each choice."""
    rows = [(block["attrs"]["id"], plain_text(block)) for block in doc["content"]]
    return [
        (
            choice.form,
            [
                (" ".join(one.words.split()), [(said.party, said.stance) for said in one.attributions])
                for one in choice.alternatives
            ],
            choice.depth,
        )
        for choice in attributions.read(rows, BODY).choices
    ]


def read_again(kind: str, doc: dict[str, Any]) -> dict[str, Any]:
    return formats.read(f"text.{kind}", formats.write(kind, edition(Text(doc)))).doc
