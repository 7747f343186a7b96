"""What nobody meant to send goes through the whole engine: it is counted, compiled and compared, or refused; no word is
lost, nothing hangs, and nothing else than a refusal is raised."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from communique.domain.errors import Refused
from communique.domain.texts import (
    amendments,
    attributions,
    authority,
    bracketing,
    clashes,
    compile,
    figures,
    landing,
    renumbering,
)
from communique.domain.texts.agreed import Library, Passage
from communique.domain.texts.authority import Accepted, Document
from communique.domain.texts.brackets import Mark, find
from communique.domain.texts.compare import compare
from communique.domain.texts.document import Text, blocks, plain_text, words
from communique.domain.texts.naming import Attribution
from communique.domain.texts.operations import Hunk, Operation, Proposal
from communique.domain.texts.options import options
from communique.domain.texts.parties import Parties
from communique.domain.texts.stats import stats
from communique.domain.texts.structure import number_between, outline
from tests.domain.texts import drafts
from tests.domain.texts.drafts import block_id, document, paragraph, text

KHMER = "រដ្ឋសមាជិកបញ្ជាក់ជាថ្មី [នូវការប្តេជ្ញាចិត្ត - EU; G77 delete] ចំពោះសន្តិភាព"
LAO = "ບັນດາລັດສະມາຊິກ [ຢືນຢັນຄືນ / ສະໜັບສະໜູນ - US] ຄວາມໝັ້ນໝາຍ"
THAI = "รัฐสมาชิกยืนยัน [เจตนารมณ์ - EU] ต่อ [สันติภาพ][ความมั่นคง]"
BURMESE = "အဖွဲ့ဝင်နိုင်ငံများသည် [ငြိမ်းချမ်းရေး - Japan] ကို ထပ်လောင်းအတည်ပြုသည်"
ARABIC = "تؤكد الدول الأعضاء من جديد [التزامها - EU / دعمها - US] بالسلام"
EMOJI = f"We agree 👍🏽 [{drafts.FAMILY} - EU / 🇻🇳🇱🇦 - US] e\u0301 𝔸 [😀]"
UNBALANCED = "]] a [ b [c - Atlantis] ] d ]] [[ e - EU / f"
MARKUP = '<script>alert(1)</script> <img src=x onerror="alert(2)"> {{ 7 * 7 }} %s {0} \\d+ $& [<b>x</b> - EU] & &lt;'
LONG = "word [alpha - EU / beta - US] " * 3500
DEEP = "[" * 3000 + "a" + " - EU]" * 3000
STRANGE = {
    "khmer": KHMER,
    "lao": LAO,
    "thai": THAI,
    "burmese": BURMESE,
    "arabic": ARABIC,
    "emoji": EMOJI,
    "unbalanced": UNBALANCED,
    "markup": MARKUP,
    "nothing": "",
    "blanks": " \u00a0\u3000 ",
    "signs": "/ - : ; [] [/] [ - ] [ - EU] [/ - EU] [:] [EU:] { } {{ [ {",
}
MINE = Parties.of([("EU", ()), ("US", ()), ("G77", ()), ("Japan", ())])


def strange(name: str) -> Document:
    return authority.load(
        document(
            paragraph(block_id(0), *([STRANGE[name]] if STRANGE[name] else []), number="1.", role="operative"),
            paragraph(block_id(1), "Between them.", number="1 bis."),
            paragraph(block_id(2), f"[{STRANGE[name]}", number="2."),
        ),
        0,
    )


def some_amendments(doc: Document) -> Iterator[compile.Tabled]:
    words_now = plain_text(doc.json()["content"][0])
    asked: list[list[dict[str, Any]]] = [
        [{"kind": "words", "paragraph": block_id(0), "content": [text(f"{words_now} ].[ {MARKUP}")]}],
        [{"kind": "words", "paragraph": block_id(0), "content": [text(f"{KHMER} {words_now}")]}],
        [{"kind": "new", "after": block_id(0), "content": [text(EMOJI)]}],
        [
            {"kind": "delete", "paragraph": block_id(2)},
            {"kind": "alternative", "paragraph": block_id(1), "content": [text("x")]},
        ],
        [{"kind": "move", "paragraph": block_id(0), "after": block_id(2)}],
        [{"kind": "merge", "paragraph": block_id(1)}],
    ]
    for key, one in enumerate(asked, 1):
        proposal = amendments.draw_up(doc, one)
        stances = {"US": "oppose", "Atlantis": "support", "ประเทศไทย": "reserve", "G77": "nonsense"}
        yield compile.Tabled(key, key, ("EU", "Atlantis [x] - US"), proposal, stances)


@pytest.mark.parametrize("name", STRANGE)
def test_whatever_a_text_holds_every_view_of_it_is_made_and_no_word_is_lost(name: str):
    doc = strange(name)
    some = list(some_amendments(doc))
    before = words(doc.json())
    rows = [(block["attrs"]["id"], plain_text(block)) for block in blocks(doc.json())]
    reading = attributions.read(rows, MINE)
    counted = figures.count(doc.json(), {block_id(0): "agreed", "nowhere": "held"}, reading)
    told = stats(Text(doc.json()), MINE)
    assert told["brackets"] == counted.brackets
    assert (told["attributions"], told["alternatives"]) == (counted.by_party, counted.alternatives)
    assert [part.block for part in outline(doc.json()).parts] == [one for one, _ in rows]
    assert isinstance(options(doc.json()), tuple)
    renumbered = renumbering.renumber(doc)
    done = authority.receive(doc, 0, list(renumbered.steps)) if renumbered.steps else None
    assert done is None or isinstance(done, Accepted)
    for view in (compile.CLEAN, compile.TABLED, compile.delegation("US"), compile.delegation("Atlantis [x] - US")):
        made = compile.compile(doc, some, view, parties=MINE)
        assert authority.load(made.doc, 0).json() == made.doc
        if view == compile.TABLED:
            assert not set(before) - set(words(made.doc))
    for one in some:
        preview = compile.compile(doc, some, compile.preview(one.key))
        assert authority.load(preview.doc, 0).json() == preview.doc
        same = compare(doc.json(), preview.doc)
        kept = "".join(piece for row in same.rows for sign, piece in row.words if sign != "+")
        assert not set("".join(before)) - set(kept) - set("12bis")
        assert isinstance(authority.receive(doc, 0, amendments.steps(doc, one.proposal)), Accepted)
    assert doc.json() == strange(name).json()


@pytest.mark.parametrize("name", STRANGE)
def test_of_every_bracket_the_pen_can_ask_everything_and_gets_steps_or_a_refusal(name: str):
    doc = strange(name)
    row = [(block["attrs"]["id"], plain_text(block)) for block in blocks(doc.json())]
    marks = [Mark(block, at) for block, words_of in row for at in range(-1, len(words_of) + 2)]
    for mark in [*marks, Mark("nowhere", 0), Mark("", 10**9)]:
        for ask in (bracketing.lift, bracketing.delete, bracketing.merge):
            tried(doc, lambda ask=ask, mark=mark: ask(doc, mark, MINE))
        for index in (0, 1, 99, -1):
            tried(doc, lambda mark=mark, index=index: bracketing.choose(doc, mark, index, MINE))
            tried(doc, lambda mark=mark, index=index: bracketing.choose_within(doc, mark, index, MINE))
    for start, end in [(0, 0), (1, 4), (4, 1), (-5, 10**9), (2, doc.size), (doc.size + 1, doc.size + 9)]:
        tried(
            doc, lambda start=start, end=end: bracketing.bracket(doc, start, end, (Attribution("EU", "retain"),), MINE)
        )
    with pytest.raises(Refused) as refused:
        bracketing.bracket(doc, 1, 3, (Attribution("Atlantis", "retain"),), MINE)
    assert (refused.value.code, refused.value.facts) == ("unknown_party", {"party": "Atlantis"})


def tried(doc: Document, ask: Any) -> None:
    try:
        steps = ask()
    except Refused:
        return
    if steps:
        assert isinstance(authority.receive(doc, doc.version, steps), Accepted)


def test_an_unknown_party_is_said_and_its_words_stay():
    doc = authority.load(document("a [b - Atlantis / c - EU] d"), 0)
    told = stats(Text(doc.json()), MINE)
    assert (told["unknown"], told["attributions"]) == (["Atlantis"], {"EU": 1})
    clean = compile.compile(doc, (), compile.CLEAN, parties=MINE).doc
    assert [plain_text(block) for block in blocks(clean)] == ["a [b - Atlantis / c] d"]


OUT_OF_RANGE = [(5, 4), (10**6, 10**6 + 1), (0, 3), (-4, 2), (2, 9), (15, 17)]


@pytest.mark.parametrize(("start", "end"), OUT_OF_RANGE)
def test_a_hunk_out_of_its_range_changes_nothing_and_is_said(start: int, end: int):
    doc = authority.load(document("The first.", "The second."), 0)
    one = compile.Tabled(1, 7, ("EU",), Proposal((Hunk(start, end, "gone", ({"type": "text", "text": "come"},)),)))
    tabled = compile.compile(doc, [one], compile.TABLED)
    assert tabled.doc == doc.json()
    assert [(note.code, note.facts["amendment"]) for note in tabled.notes] == [("words_gone", 7)]
    with pytest.raises(Refused):
        compile.compile(doc, [one], compile.preview(1))
    with pytest.raises(Refused):
        amendments.steps(doc, one.proposal)
    theirs = compile.compile(doc, [one], compile.delegation("EU"))
    assert (theirs.doc, [note.code for note in theirs.notes]) == (doc.json(), ["not_at_this_version"])


@pytest.mark.parametrize("kind", ["delete", "move", "merge", "alternative", "new", "split"])
def test_what_is_asked_of_a_paragraph_that_is_gone_changes_nothing_and_is_said(kind: str):
    doc = authority.load(document("The first.", "The second."), 0)
    block = paragraph("x000000001", "Words.") if kind in ("new", "alternative") else None
    operation = Operation(
        kind,
        "" if kind == "new" else "g000000001",
        after="g000000002",
        block=block,
        other="g000000003",
        at=999,
        new_id="x000000002" if kind == "split" else "",
    )
    one = compile.Tabled(1, 7, ("EU",), Proposal((), (operation,)))
    tabled = compile.compile(doc, [one], compile.TABLED)
    assert tabled.doc == doc.json()
    assert [note.facts["amendment"] for note in tabled.notes] == [7]
    with pytest.raises(Refused):
        amendments.steps(doc, one.proposal)
    assert landing.matrix([landing.Stake(1, 7, one.proposal.paragraphs(doc), ("EU",), {})], ["EU", "US"])
    assert clashes.find({1: one.proposal, 2: one.proposal}) is not None


def test_amendments_that_conflict_are_not_merged_and_both_are_named():
    doc = authority.load(document("Parties shall meet."), 0)
    some = [
        compile.Tabled(
            key,
            key,
            (party,),
            amendments.draw_up(doc, [{"kind": "words", "paragraph": block_id(0), "content": [text(said)]}]),
        )
        for key, party, said in ((1, "EU", "Parties should meet."), (2, "US", "Parties may meet."))
    ]
    with pytest.raises(Refused) as refused:
        compile.compile(doc, some, compile.preview(1, 2))
    assert (refused.value.code, refused.value.facts) == ("amendments_conflict", {"one": 1, "other": 2})
    with pytest.raises(Refused):
        clashes.merged({one.key: one.proposal for one in some})


@pytest.mark.parametrize("words_now", [LONG, DEEP, "x" * 100_000, "x - " * 25_000, f"[{'a / ' * 25_000}b - EU]"])
def test_a_paragraph_of_a_hundred_thousand_characters_holds_nobody_up(words_now: str):
    began = time.perf_counter()
    doc = authority.load(document(words_now, "The second."), 0)
    rows = [(block["attrs"]["id"], plain_text(block)) for block in blocks(doc.json())]
    figures.count(doc.json(), {}, attributions.read(rows, MINE))
    assert find(rows).open == words_now.count("[")
    stats(Text(doc.json()), MINE)
    one = {"kind": "words", "paragraph": block_id(0), "content": [text(words_now[:-5] + "another end")]}
    try:
        some = [compile.Tabled(1, 1, ("EU",), amendments.draw_up(doc, [one]), {"US": "oppose"})]
    except Refused as refused:
        assert refused.code == "too_many_steps"
        some = []
    for view in (compile.CLEAN, compile.TABLED, compile.delegation("EU")):
        made = compile.compile(doc, some, view, parties=MINE).doc
        assert len(made["content"]) == 2
    assert compare(doc.json(), made).rows
    assert (
        Library.of([Passage("A/1", "", date(2020, 11, 23), block_id(0), "1.", words_now)]).nearest(words_now[:200])
        is not None
    )
    assert time.perf_counter() - began < 20


def test_a_number_is_found_beside_any_label():
    for number in ("", "1.", "§ 3", "(𝔸)", "١.", "១.", "*", "1 ante bis ter.", "999.", "(zz)"):
        doc = document(paragraph(block_id(0), "a", number=number), paragraph(block_id(1), "b", number="2."))
        assert isinstance(number_between(doc, block_id(0)), str)


@pytest.mark.parametrize("sign", ["\ud800", "\udfff", "\x00", "\u202e", "\u2066", "\uffff"])
def test_half_a_character_and_what_turns_others_round_is_refused_at_every_door(sign: str):
    doc = authority.load(document("The first."), 0)
    with pytest.raises(Refused) as refused:
        authority.load(document(f"a{sign}b"), 0)
    assert refused.value.code == "malformed_text"
    step = drafts.insertion(1, f"a{sign}b")
    outcome = authority.receive(doc, 0, [step])
    assert isinstance(outcome, Refused)
    assert outcome.code == "unsafe_character"
    with pytest.raises(Refused) as refused:
        amendments.draw_up(doc, [{"kind": "words", "paragraph": block_id(0), "content": [text(f"a{sign}")]}])
    assert refused.value.code == "unsafe_character"
