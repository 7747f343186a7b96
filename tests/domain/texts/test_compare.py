from __future__ import annotations

import json
import random
import re
import time
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.domain.texts.compare import END, KINDS, Comparison, compare
from communique.domain.texts.document import plain_text
from tests.domain.texts import drafts
from tests.domain.texts.drafts import document, paragraph, text

TURNED = {"added": "deleted", "deleted": "added", "split": "merged", "merged": "split"}

PEACE = "We reaffirm our shared commitment to lasting peace, security and stability in the South China Sea."
TRADE = "Ministers welcomed the growth of trade among members and asked officials to remove barriers by June."
HEALTH = "A regional reserve of medical supplies is to be set up before the end of this year."
BLANKS = re.compile(r"[^\S\n\t\u2029]+")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def rows(old: Any, new: Any) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(row.kind, row.old, row.new) for row in compare(old, new).rows]


def without_ids(doc: dict[str, Any]) -> dict[str, Any]:
    return {**doc, "content": [{**block, "attrs": {**block["attrs"], "id": ""}} for block in doc["content"]]}


def texts_of(doc: dict[str, Any], places: tuple[int, ...]) -> str:
    return END.join(plain_text(doc["content"][at]) for at in places)


def assert_sound(old: dict[str, Any], new: dict[str, Any], found: Comparison) -> None:
    """Every block in one row, each row's words exact on both sides, and the rows in the order that is promised."""
    assert sorted(at for row in found.rows for at in row.old) == list(range(len(old["content"])))
    assert [at for row in found.rows for at in row.new] == list(range(len(new["content"])))
    for row in found.rows:
        before = "".join(words for sign, words in row.words if sign != "+")
        assert BLANKS.sub(" ", before) == BLANKS.sub(" ", texts_of(old, row.old))
        assert "".join(words for sign, words in row.words if sign != "-") == texts_of(new, row.new)
    staying = [row.old[0] for row in found.rows if row.old and not row.moved]
    assert staying == sorted(staying)
    assert found.counts == {kind: sum(row.kind == kind for row in found.rows) for kind in KINDS}


@pytest.mark.parametrize("ids", [True, False])
def test_a_text_compared_with_itself_is_all_the_same(ids: bool):
    doc = document(PEACE, TRADE, "", "[", TRADE, HEALTH, "", PEACE)
    found = compare(doc if ids else without_ids(doc), doc if ids else without_ids(doc))
    assert [row.kind for row in found.rows] == ["same"] * 8
    assert found.identical
    assert [row.words for row in found.rows[:3]] == [(("=", PEACE),), (("=", TRADE),), ()]


def test_a_changed_paragraph_says_which_words_gave_way_to_which():
    old, new = document(PEACE, TRADE), document(PEACE.replace("lasting", "enduring"), TRADE + " They will report.")
    one, other = compare(old, new).rows
    assert one.kind == other.kind == "changed"
    assert one.changes == (("lasting", "enduring"),)
    assert one.words == (
        ("=", "We reaffirm our shared commitment to "),
        ("-", "lasting"),
        ("+", "enduring"),
        ("=", " peace, security and stability in the South China Sea."),
    )
    assert other.changes == (("", " They will report."),)


def test_brackets_and_signs_are_changes_though_the_words_are_the_same_and_other_marks_are_said():
    old = document(PEACE, TRADE, HEALTH)
    new = document(
        f"[{PEACE}]", TRADE.replace("growth", "[growth]"), paragraph("p000000002", text(HEALTH, {"type": "em"}))
    )
    found = compare(old, new)
    assert [(row.kind, row.ratio) for row in found.rows] == [("changed", 1.0), ("changed", 1.0), ("same", 1.0)]
    assert [row.restyled for row in found.rows] == [False, False, True]
    assert found.rows[1].changes == (("", "["), ("", "]"))


def test_a_paragraph_that_only_got_another_number_or_role_is_the_same_and_says_so():
    old = document(paragraph("p000000000", PEACE, number="1."), paragraph("p000000001", TRADE, number="2."))
    new = document(
        paragraph("q000000000", PEACE, number="4."), paragraph("q000000001", TRADE, number="2.", role="operative")
    )
    found = compare(old, new)
    one, other = found.rows
    assert (one.kind, one.old_numbers, one.new_numbers, one.renumbered) == ("same", ("1.",), ("4.",), True)
    assert (other.kind, other.renumbered, other.reshaped) == ("same", False, True)
    assert found.renumbered == 1
    assert not found.identical


@pytest.mark.parametrize("ids", [True, False])
def test_what_was_deleted_stands_where_it_stood_and_what_was_added_where_it_stands(ids: bool):
    old = document("First of all, members met.", PEACE, TRADE, "Last of all, everybody went home.")
    new = document("First of all, members met.", TRADE, HEALTH, "Last of all, everybody went home.")
    if not ids:
        old, new = without_ids(old), without_ids(new)
    assert rows(old, new) == [
        ("same", (0,), (0,)),
        ("deleted", (1,), ()),
        ("same", (2,), (1,)),
        ("added", (), (2,)),
        ("same", (3,), (3,)),
    ]


def test_the_shorter_of_two_that_changed_places_has_moved():
    old, new = document(PEACE, "Members met.", TRADE), document(PEACE, TRADE, "Members met.")
    assert rows(old, new) == [("same", (0,), (0,)), ("same", (2,), (1,)), ("moved", (1,), (2,))]


def test_a_paragraph_that_moved_and_changed_says_both():
    old = document(PEACE, TRADE, HEALTH, "Members met in June.")
    new = document(TRADE, HEALTH, "Members met in June.", PEACE.replace("lasting", "enduring"))
    last = compare(without_ids(old), without_ids(new)).rows[-1]
    assert (last.kind, last.old, last.new, last.moved, last.rewritten) == ("moved", (0,), (3,), True, True)
    assert last.changes == (("lasting", "enduring"),)


@pytest.mark.parametrize("ids", [True, False])
def test_a_split_and_a_merge_are_known_with_the_words_changed_in_them(ids: bool):
    whole = document(f"{PEACE} {TRADE}", HEALTH)
    parts = document(PEACE, TRADE.replace("June", "July"), HEALTH)
    if not ids:
        whole, parts = without_ids(whole), without_ids(parts)
    split = compare(whole, parts).rows[0]
    assert (split.kind, split.old, split.new, split.moved, split.rewritten) == ("split", (0,), (0, 1), False, True)
    assert split.changes == ((" ", END), ("June", "July"))
    merged = compare(parts, whole).rows[0]
    assert (merged.kind, merged.old, merged.new) == ("merged", (0, 1), (0,))
    assert merged.changes == ((END, " "), ("July", "June"))


def test_a_clean_split_is_not_rewritten():
    row = compare(document(f"{PEACE} {TRADE} {HEALTH}"), document(PEACE, TRADE, HEALTH)).rows[0]
    assert (row.kind, row.new, row.rewritten, row.ratio) == ("split", (0, 1, 2), False, 1.0)


def test_an_id_alone_is_not_believed():
    old = document(PEACE, TRADE, HEALTH)
    crossed = document(paragraph("p000000001", PEACE), paragraph("p000000002", TRADE), paragraph("p000000000", HEALTH))
    assert rows(old, crossed) == [("same", (0,), (0,)), ("same", (1,), (1,)), ("same", (2,), (2,))]
    other = document(PEACE, paragraph("p000000001", "Fishing boats may enter no harbour without a permit."), HEALTH)
    assert [kind for kind, _, _ in rows(old, other)] == ["same", "deleted", "added", "same"]


def test_an_id_helps_where_few_words_are_left():
    old = document(PEACE, "Officials report every year to ministers on trade.", HEALTH)
    new = document(PEACE, "Officials report to capitals when asked, in writing.", HEALTH)
    assert compare(old, new).rows[1].kind == "changed"


def test_a_label_that_comes_again_and_again_has_not_moved():
    old = document("Option 1:", PEACE, "Option 2:", TRADE)
    new = document("Option 1:", HEALTH, "Option 2:", PEACE, "Option 1:", TRADE)
    kinds = {row.new: row.kind for row in compare(without_ids(old), without_ids(new)).rows if row.new}
    assert kinds[0,] == "same"
    assert kinds[4,] == "added"


def test_a_label_that_is_gone_here_and_stands_there_was_deleted_and_added():
    old = document("Option 1:", PEACE, "Option 1:", TRADE, HEALTH)
    new = document("Option 1:", PEACE, TRADE, HEALTH, "Option 1:")
    found = compare(without_ids(old), without_ids(new))
    assert [row.kind for row in found.rows] == ["same", "same", "deleted", "same", "same", "added"]
    long = compare(
        without_ids(document(PEACE, TRADE, PEACE, HEALTH)), without_ids(document(PEACE, TRADE, HEALTH, PEACE))
    )
    assert sorted(row.kind for row in long.rows) == ["moved", "same", "same", "same"]


def test_a_few_words_of_a_long_paragraph_are_no_split_of_it():
    whole = document("Members met.", f"{PEACE} {TRADE} {HEALTH}", "Members left.")
    pieces = document("Members met.", "peace, security and stability", "growth of trade among members", "Members left.")
    found = compare(without_ids(whole), without_ids(pieces))
    assert [row.kind for row in found.rows] == ["same", "deleted", "added", "added", "same"]


def test_words_of_a_table_and_a_footnote_are_compared():
    def table(*cells: str) -> dict[str, Any]:
        row = {"type": "row", "content": [{"type": "cell", "attrs": {}, "content": [text(one)]} for one in cells]}
        return {"type": "table", "attrs": {"id": "t000000000"}, "content": [row, row]}

    note = {"type": "footnote", "attrs": {"label": "1"}, "content": [text("As amended.")]}
    old = document(table("Members", "ten states"), paragraph("p000000001", PEACE, note))
    new = document(table("Members", "eleven states"), paragraph("p000000001", PEACE))
    found = compare(old, new)
    assert_sound(old, new, found)
    assert [row.changes for row in found.rows] == [(("ten", "eleven"), ("ten", "eleven")), ((" As amended. ", ""),)]


def test_in_a_footnote_that_stays_its_words_are_compared_and_its_label_counts_itself():
    def noted(label: str, words: str) -> dict[str, Any]:
        note = {"type": "footnote", "attrs": {"label": label}, "content": [text(words)]}
        return document(paragraph("p000000001", PEACE, note))

    found = compare(noted("1", "Resolutions 59/5 and 61/46."), noted("2", "Resolutions 59/5, 61/46 and 63/35."))
    assert found.rows[0].changes == ((" and 61/46", ", 61/46 and 63/35"),)
    assert compare(noted("1", "See A/1."), noted("2", "See A/1.")).identical


def test_kinds_of_blanks_are_no_difference():
    old = document("Adopted on 8 August  1967 and in force.", PEACE)
    new = document("Adopted on 8\u00a0August 1967 and in\u202fforce.", PEACE)
    found = compare(old, new)
    assert found.identical
    assert_sound(old, new, found)


def test_a_line_that_alone_is_left_between_the_same_others_has_changed():
    old = document("A/RES/75/15", PEACE, "30 November 2020", TRADE, "Annex", HEALTH)
    new = without_ids(document("A/RES/77/12", PEACE, "25 November 2022", TRADE, "Schedule of payments", HEALTH))
    kinds = [row.kind for row in compare(without_ids(old), new).rows]
    assert kinds == ["changed", "same", "changed", "same", "deleted", "added", "same"]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("促进该区域的和平与合作共赢", "促进该区域的和平与共同合作", 2),
        ("สมาชิกยืนยันความมุ่งมั่นต่อสันติภาพ และเสถียรภาพ", "สมาชิกยืนยันความมุ่งมั่นต่อสันติภาพ และความมั่นคง", 1),
        ("ປະຊາຊົນ ລາວ ສະໜັບສະໜູນ ສັນຕິພາບ", "ປະຊາຊົນ ລາວ ສະໜັບສະໜູນ ຄວາມໝັ້ນຄົງ", 1),
        ("تؤكد الدول الأعضاء التزامها بالسلام", "تؤكد الدول الأعضاء التزامها بالأمن", 1),
        ("Members 😀 agree 👍🏽 to meet", "Members 😀 agree 👍🏾 to meet", 1),
    ],
)
def test_every_script_is_compared_by_its_words(old: str, new: str, changes: int):
    a, b = without_ids(document(PEACE, old, TRADE)), without_ids(document(PEACE, new, TRADE))
    found = compare(a, b)
    assert_sound(a, b, found)
    assert [row.kind for row in found.rows] == ["same", "changed", "same"]
    assert len(found.rows[1].changes) == changes


def test_rows_are_json_with_their_words_marked():
    found = json.loads(json.dumps(compare(document(PEACE), document(PEACE.replace("our ", ""))).to_json()))
    assert found["counts"] == dict.fromkeys(KINDS, 0) | {"changed": 1}
    (row,) = found["rows"]
    assert row["words"][:3] == [["=", "We reaffirm "], ["-", "our "], ["=", PEACE.partition("our ")[2]]]
    assert (row["old"], row["new"], row["old_ids"], row["moved"]) == ([0], [0], ["p000000000"], False)


blocks = st.lists(
    st.builds(lambda content, number: (content, number), drafts.contents, st.sampled_from(("", "1.", "2 bis"))),
    max_size=6,
)


def numbered(some: list[tuple[list[Any], str]], ids: list[int]) -> dict[str, Any]:
    made = [
        paragraph(drafts.block_id(block_id), *content, number=number)
        for block_id, (content, number) in zip(ids, some, strict=False)
    ]
    return document(*made)


@settings(deadline=None, max_examples=120)
@given(blocks, blocks, st.permutations(range(6)))
def test_of_any_two_texts_the_rows_give_back_both_and_count_the_same_both_ways(old: list, new: list, ids: list[int]):
    before, after = numbered(old, list(range(6))), numbered(new, ids)
    found, turned = compare(before, after), compare(after, before)
    assert_sound(before, after, found)
    assert_sound(after, before, turned)
    assert found.counts == {TURNED.get(kind, kind): number for kind, number in turned.counts.items()}
    assert compare(after, after).identical


much_alike = st.lists(
    st.lists(st.sampled_from("abcdefgh"), min_size=4, max_size=9).map(" ".join), min_size=1, max_size=10
).map(lambda some: without_ids(document(*some)))


@settings(deadline=None, max_examples=200)
@given(much_alike, much_alike)
def test_where_many_paragraphs_are_alike_both_ways_agree_as_well(old: dict[str, Any], new: dict[str, Any]):
    found, turned = compare(old, new), compare(new, old)
    assert_sound(old, new, found)
    assert {(row.old, row.new) for row in found.rows} == {(row.new, row.old) for row in turned.rows}
    assert found.counts == {TURNED.get(kind, kind): number for kind, number in turned.counts.items()}


@dataclass(frozen=True)
class Edited:
    """A text, another made from it, and what was done: kinds with places in both."""

    old: dict[str, Any]
    new: dict[str, Any]
    done: list[tuple[str, tuple[int, ...], tuple[int, ...]]]


def sentence(chance: random.Random) -> str:
    """Common words between words of a vocabulary: as in a text, most paragraphs share a third of their words."""
    vocabulary = ["".join(chance.choices(LETTERS, k=chance.randrange(4, 9))) for _ in range(12)]
    some = [
        chance.choice(("the", "of", "and", "Parties", "shall", "in")) if at % 3 == 1 else vocabulary[at]
        for at in range(12)
    ]
    return " ".join(some).capitalize() + "."


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    chance = random.Random(draw(st.integers(0, 10_000)))
    deeds = draw(
        st.lists(st.sampled_from(("keep", "edit", "delete", "split", "merge", "add")), min_size=8, max_size=30)
    )
    old = [[sentence(chance) for _ in range(chance.randrange(2, 4))] for _ in range(2 * len(deeds))]
    moves = draw(st.booleans())
    new: list[tuple[str, tuple[int, ...], list[list[str]]]] = []
    for at in range(0, len(old), 2):
        one, other = old[at], old[at + 1]
        match deeds[at // 2]:
            case "keep":
                new.append(("same", (at,), [one]))
            case "edit":
                words = one[0].split()
                words[chance.randrange(1, 10)] = "amended"
                new.append(("changed", (at,), [[" ".join(words), *one[1:]]]))
            case "delete":
                new.append(("deleted", (at,), []))
            case "split":
                new.append(("split", (at,), [one[:1], one[1:]]))
            case "merge":
                new.append(("merged", (at, at + 1), [[*one, *other]]))
                continue
            case "add":
                new += [("added", (), [[sentence(chance)]]), ("same", (at,), [one])]
        new.append(("same", (at + 1,), [other]))
    if moves:
        # Past so many others that nobody would say it was they that moved.
        at = chance.choice([at for at, (kind, _, _) in enumerate(new) if kind in ("same", "changed")])
        _, places, content = new.pop(at)
        to = (at + len(new) // 2) % (len(new) + 1)
        new.insert(to, ("moved", places, content))
    return _made(old, new, chance, draw(st.sampled_from(("kept", "none", "others", "crossed"))))


def _made(old: list[list[str]], new: list[Any], chance: random.Random, ids: str) -> Edited:
    names = [drafts.block_id(at) for at in range(len(old))]
    made: list[dict[str, Any]] = []
    done: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = []
    for kind, places, content in new:
        done.append((kind, places, tuple(range(len(made), len(made) + len(content)))))
        for at, some in enumerate(content):
            kept = names[places[0]] if places and not at else f"q{len(made):09d}"
            name = {"kept": kept, "none": "", "others": f"r{len(made):09d}", "crossed": chance.choice(names)}[ids]
            made.append(paragraph(name, " ".join(some)))
    before = [paragraph("" if ids == "none" else names[at], " ".join(some)) for at, some in enumerate(old)]
    return Edited(document(*before), document(*made), done)


@settings(deadline=None, max_examples=150)
@given(edited())
def test_what_was_done_to_a_text_is_recognised(case: Edited):
    found = compare(case.old, case.new)
    assert_sound(case.old, case.new, found)
    assert sorted((row.kind, row.old, row.new) for row in found.rows) == sorted(case.done)
    turned = compare(case.new, case.old)
    assert found.counts == {TURNED.get(kind, kind): number for kind, number in turned.counts.items()}


@settings(deadline=None, max_examples=50)
@given(st.permutations(range(12)), st.integers(0, 1000))
def test_no_fewer_paragraphs_could_have_moved(order: list[int], seed: int):
    chance = random.Random(seed)
    sentences = [sentence(chance) for _ in order]
    shortest, longest = min(map(len, sentences)), max(map(len, sentences))
    old = without_ids(document(*sentences))
    found = compare(old, without_ids(document(*(sentences[at] for at in order))))
    rising: list[int] = []
    for at in order:
        rising[bisect_left(rising, at) : bisect_left(rising, at) + 1] = [at]
    assert {row.kind for row in found.rows} <= {"same", "moved"}
    # The heaviest order is kept, which may hold fewer paragraphs than the longest one, but never fewer letters.
    assert found.counts["same"] * (longest + 1) >= len(rising) * (shortest + 1)


def test_the_work_does_not_grow_with_the_square_of_a_text():
    chance = random.Random(3)
    labels = [f"Option {at % 3}:" for at in range(1000)]
    long = [sentence(chance) for _ in range(1000)]
    old = document(*(one for pair in zip(labels, long, strict=True) for one in pair))
    new = document(
        *(one for pair in zip(labels, long[500:] + long[:500], strict=True) for one in pair), *["The same."] * 500
    )
    began = time.process_time()
    found = compare(without_ids(old), without_ids(new))
    assert time.process_time() - began < 4
    assert sum(row.kind in ("same", "moved") for row in found.rows if row.old and len(row.words[0][1]) > 20) == 1000


def test_a_paragraph_of_a_hundred_thousand_characters_holds_nobody_up():
    chance = random.Random(4)
    long = " ".join(sentence(chance) for _ in range(1100))
    other = " ".join(sentence(chance) for _ in range(1100))
    began = time.process_time()
    for new in (long.replace("shall", "should"), f"{other[:50_000]} {long[:50_000]}", long[::-1]):
        a, b = document(long), document(new)
        assert_sound(a, b, compare(a, b))
    assert time.process_time() - began < 10


def test_the_words_of_footnotes_are_told_apart_and_add_up_to_the_same() -> None:
    def noted(words: str, note: str) -> dict[str, Any]:
        sign = {"type": "footnote", "attrs": {"label": "1"}, "content": [text(note)]}
        block = paragraph(words)
        block["content"] = [text(words), sign, text(" now.")]
        return document(block)

    (row,) = compare(noted("We met in Hue", "As amended."), noted("We met in Hue", "As agreed.")).rows
    assert [(sign, words) for sign, words, is_note in row.noted if is_note and sign != "="] == [
        ("-", "amended"),
        ("+", "agreed"),
    ]
    assert "".join(words for sign, words, is_note in row.noted if not is_note) == "We met in Hue now."
    assert "".join(words for sign, words, _ in row.noted if sign != "-") == texts_of(
        noted("We met in Hue", "As agreed."), (0,)
    )
    (same,) = compare(noted("We met in Hue", "So."), noted("We met in Hue", "So.")).rows
    assert [piece for piece in same.noted if piece[2]] == [("=", " So. ", True)]
    (gone, come) = compare(noted(PEACE, "So."), document(paragraph(TRADE))).rows
    assert [piece[2] for row in (gone, come) for piece in row.noted] == [False, True, False]
    assert compare(document(paragraph(PEACE)), document(paragraph(TRADE))).rows[0].noted == ()
