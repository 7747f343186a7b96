"""Agreed language: what was adopted before, and how a draft departs from it."""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.domain.texts import formats
from communique.domain.texts.agreed import FLOOR, Found, Library, Passage, difference
from communique.domain.texts.document import blocks, plain_text, split_words

SEAS = (
    "Reaffirm the importance of freedom of navigation in and overflight above the waters of the region for all States"
)
FUND = (
    "Welcome the establishment of a regional fund for recovery, and call upon partners to contribute to it generously"
)
STORE = (
    "Decide to keep a store of medical supplies for emergencies, replenished by the members in equal shares each year"
)
LONG = (
    f"Recalling what was said a year ago by the ministers in the capital of the host country, {FUND.lower()}. "
    "Stressing that no country can meet such a crisis alone, and looking forward to the report of the officials"
)

LAO = "ຢືນຢັນຄືນຄວາມສຳຄັນຂອງສັນຕິພາບ ສະຖຽນລະພາບ ແລະ ການຮ່ວມມືໃນພາກພື້ນ ເພື່ອຜົນປະໂຫຍດຂອງປະຊາຊົນ"
LAO_OTHER = "ຊົມເຊີຍກອງທຶນໃໝ່ສຳລັບການຟື້ນຟູເສດຖະກິດ ແລະ ຮຽກຮ້ອງໃຫ້ຄູ່ຮ່ວມງານປະກອບສ່ວນ"
THAI = "ยืนยันความสำคัญของสันติภาพและเสถียรภาพในภูมิภาคเพื่อประโยชน์ของประชาชนทุกคน"
THAI_OTHER = "ยินดีต่อการจัดตั้งกองทุนใหม่สำหรับการฟื้นฟูเศรษฐกิจและเรียกร้องให้หุ้นส่วนร่วมบริจาค"
KHMER = "បញ្ជាក់ឡើងវិញអំពីសារៈសំខាន់នៃសន្តិភាពនិងស្ថិរភាពក្នុងតំបន់ដើម្បីប្រយោជន៍ប្រជាជន"
KHMER_OTHER = "ស្វាគមន៍ការបង្កើតមូលនិធិថ្មីសម្រាប់ការស្តារសេដ្ឋកិច្ចឡើងវិញក្នុងប្រទេសជាសមាជិក"
BURMESE = "ဒေသတွင်းငြိမ်းချမ်းရေးနှင့်တည်ငြိမ်ရေး၏အရေးပါပုံကိုထပ်မံအတည်ပြုသည်"
BURMESE_OTHER = "စီးပွားရေးပြန်လည်ထူထောင်ရန်ရန်ပုံငွေအသစ်တည်ထောင်ခြင်းကိုကြိုဆိုသည်"
ARABIC = "يؤكدون من جديد أهمية السلام والاستقرار في المنطقة من أجل مصلحة جميع الشعوب"
ARABIC_OTHER = "يرحبون بإنشاء صندوق جديد للتعافي الاقتصادي ويدعون الشركاء إلى المساهمة فيه"
CHINESE = "重申本区域和平与稳定对各国人民福祉的重要意义"
CHINESE_OTHER = "欢迎设立新的经济复苏基金并呼吁伙伴国踊跃捐款"


def passage(words: str, symbol: str = "ONE", on: date = date(2019, 8, 1), paragraph: str = "a") -> Passage:
    return Passage(symbol, "A document", on, paragraph, "1.", words)


def library(*wordings: str) -> Library:
    return Library.of(passage(words, paragraph=str(at)) for at, words in enumerate(wordings))


def wordings(found: tuple[Found, ...]) -> list[str]:
    return [one.passage.words for one in found]


def test_a_reworked_paragraph_finds_its_original_and_the_words_that_changed() -> None:
    draft = SEAS.replace("the region", "the area").replace("all States", "all countries")
    (found,) = library(SEAS, FUND, STORE).nearest(draft)
    assert found.passage.words == SEAS
    assert 0.8 < found.likeness < 1
    assert [piece for piece in found.pieces if piece[0] != "="] == [
        ("-", "region"),
        ("+", "area"),
        ("-", "States"),
        ("+", "countries"),
    ]


def test_the_same_words_are_wholly_alike_whatever_their_case_and_punctuation() -> None:
    (found,) = library(SEAS, FUND).nearest(FUND.upper().replace(",", ";"))
    assert found.likeness == 1
    assert "".join(words for sign, words in found.pieces if sign != "+") == FUND


def test_a_sentence_is_found_inside_a_long_paragraph() -> None:
    (found,) = library(SEAS, LONG, STORE).nearest(FUND)
    assert found.passage.words == LONG
    assert found.likeness > 0.9


def test_a_paragraph_is_found_inside_a_long_draft() -> None:
    (found,) = library(SEAS, FUND, STORE).nearest(LONG)
    assert found.passage.words == FUND
    assert found.likeness > 0.9


def test_the_paragraph_alone_goes_before_the_one_that_contains_it() -> None:
    assert wordings(library(LONG, FUND, STORE).nearest(FUND)) == [FUND, LONG]


def test_words_adopted_again_are_found_once_and_the_earlier_places_are_said() -> None:
    first = passage(SEAS, "FIRST", date(2017, 8, 5))
    again = passage(SEAS.replace("above", "above,"), "AGAIN", date(2019, 7, 31))
    (found,) = Library.of([first, again]).nearest(SEAS)
    assert (found.passage, found.also) == (again, (first,))


def test_of_two_that_are_as_near_the_later_one_goes_first() -> None:
    old = passage(SEAS.replace("all States", "all nations"), "OLD", date(2010, 1, 1))
    new = passage(SEAS.replace("all States", "all countries"), "NEW", date(2020, 1, 1))
    assert [one.passage.symbol for one in Library.of([old, new]).nearest(SEAS)] == ["NEW", "OLD"]


def test_what_has_only_little_words_in_common_is_not_returned() -> None:
    assert (
        library(SEAS, FUND).nearest("Take note of the report of the officials on the work of the year for the group")
        == ()
    )


@pytest.mark.parametrize("draft", ["", "   \n", "—, [ ] ;", "🙂", "\ud800"])
def test_a_draft_without_words_finds_nothing(draft: str) -> None:
    assert library(SEAS, FUND).nearest(draft) == ()


def test_a_very_short_draft_finds_only_what_is_as_short() -> None:
    shelf = library(SEAS, FUND, "Decide", "Annex to the report")
    assert shelf.nearest("of the") == ()
    assert shelf.nearest("freedom of navigation") == ()
    assert wordings(shelf.nearest("decide:")) == ["Decide"]
    assert wordings(shelf.nearest("annex to a report")) == ["Annex to the report"]


def test_while_one_drafts_five_words_are_enough_to_find_the_paragraph() -> None:
    assert wordings(library(SEAS, FUND).nearest("the importance of freedom of navigation")) == [SEAS]


def test_an_empty_library_answers_with_nothing() -> None:
    assert Library.of([]).nearest(SEAS) == ()
    assert len(library("", "...", SEAS)) == 1


def test_no_more_are_returned_than_asked_for() -> None:
    shelf = library(*(f"{SEAS} {at}" for at in range(20)))
    assert [len(shelf.nearest(SEAS, limit)) for limit in (0, 1, 5, 50)] == [0, 1, 5, 20]


@pytest.mark.parametrize(
    ("words", "other", "old", "new"),
    [
        (LAO, LAO_OTHER, "ສັນຕິພາບ", "ຄວາມໝັ້ນຄົງ"),
        (THAI, THAI_OTHER, "เสถียรภาพ", "ความมั่นคง"),
        (KHMER, KHMER_OTHER, "ស្ថិរភាព", "សន្តិសុខ"),
        (BURMESE, BURMESE_OTHER, "တည်ငြိမ်ရေး", "လုံခြုံရေး"),
        (ARABIC, ARABIC_OTHER, "والاستقرار", "والأمن"),
        (CHINESE, CHINESE_OTHER, "稳定", "安全"),
    ],
    ids=["lao", "thai", "khmer", "burmese", "arabic", "chinese"],
)
def test_a_word_changed_in_any_script_finds_the_original_alone(words: str, other: str, old: str, new: str) -> None:
    shelf = library(other, words)
    draft = words.replace(old, new)
    assert draft != words
    (found,) = shelf.nearest(draft)
    assert (found.passage.words, found.likeness < 1) == (words, True)
    standing = sum(len(piece) for sign, piece in found.pieces if sign == "=")
    assert standing >= len(words) - len(old) - 4
    assert wordings(shelf.nearest(words)) == [words]


def test_a_phrase_is_found_inside_a_run_without_blanks() -> None:
    assert wordings(library(THAI_OTHER, THAI).nearest("สันติภาพและเสถียรภาพในภูมิภาค")) == [THAI]


def test_two_ways_to_write_the_same_sign_are_the_same() -> None:
    assert [
        one.likeness
        for one in library("Coopération régionale approfondie").nearest("Coope\u0301ration re\u0301gionale approfondie")
    ] == [1]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_difference_loses_nothing(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(words for sign, words in pieces if sign != "+") == old
    assert "".join(words for sign, words in pieces if sign != "-") == new


_vocabulary = st.sampled_from(
    ["the", "of", "and", "peace", "fund", "Members", "members", "ประชาชน", "和平", "(a)", "2020"]
)
_texts = st.lists(_vocabulary, max_size=14).map(" ".join)


@given(st.lists(_texts, max_size=12), _texts, st.integers(1, 6))
def test_what_is_returned_is_ranked_above_the_floor_and_each_wording_once(
    shelf: list[str], draft: str, limit: int
) -> None:
    found = library(*shelf).nearest(draft, limit)
    assert len(found) <= limit
    assert all(FLOOR <= one.likeness <= 1 for one in found)
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert len({one.passage.paragraph for one in found}) == len(found)


@given(st.lists(_texts.filter(split_words), min_size=1, max_size=12), st.data())
def test_what_was_adopted_word_for_word_comes_first(shelf: list[str], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(shelf))
    first = library(*shelf).nearest(chosen)[0]
    assert first.likeness == 1
    assert split_words(first.passage.words.casefold()) == split_words(chosen.casefold())


def test_a_hostile_draft_of_a_hundred_thousand_signs_is_answered_in_time() -> None:
    shelf = library(SEAS, FUND, LONG)
    for draft in ("word " * 20_000, "(" * 100_000, "ก" * 100_000, SEAS * 900):
        began = time.perf_counter()
        shelf.nearest(draft)
        assert time.perf_counter() - began < 2


def resolutions(corpus: Path) -> list[Passage]:
    found = []
    for source in sorted((corpus / "akn4un").glob("*.xml")):
        text = formats.read(source.name, source.read_bytes())
        for block in blocks(text.doc):
            if block["type"] == "paragraph":
                attrs = block["attrs"]
                words = plain_text(block)
                found.append(Passage(source.stem, text.title, date(2020, 11, 23), attrs["id"], attrs["number"], words))
    return found


def test_a_paragraph_of_a_resolution_with_words_changed_finds_its_original_first(corpus: Path) -> None:
    passages = resolutions(corpus)
    shelf = Library.of(passages)
    chance = random.Random(75)
    strange = ["partnership", "oceans", "équitable", "мир", "التعاون", "2025"]
    first: list[bool] = []
    for one in passages:
        words = one.words.split()
        if len(words) < 12:
            continue
        for _ in range(max(1, len(words) // 12)):
            words[chance.randrange(len(words))] = chance.choice(strange)
        found = shelf.nearest(" ".join(words))
        first.append(one in (found[0].passage, *found[0].also))
        # Where the words that changed are those in which two resolutions differed, their paragraphs are as near.
        assert any(one in (near.passage, *near.also) for near in found if near.likeness == found[0].likeness)
    assert len(first) > 250
    assert sum(first) > 0.98 * len(first)


def test_an_operative_paragraph_repeated_two_years_later_is_found_in_both_resolutions(corpus: Path) -> None:
    passages = resolutions(corpus)
    shelf = Library.of(one for one in passages if one.symbol == "75_15_E")
    later = [one for one in passages if one.symbol.startswith("A_RES_77_12") and len(one.words) > 120]
    again = [found[0].likeness for one in later if (found := shelf.nearest(one.words))]
    assert len(again) >= len(later) // 2
    assert sum(likeness == 1 for likeness in again) >= 5


def test_ten_thousand_passages_answer_while_one_types() -> None:
    chance = random.Random(7)
    stock = [f"{SEAS} {FUND} {STORE}".split(), LONG.split(), [f"word{at}" for at in range(3000)]]
    passages = [
        passage(" ".join(chance.choice(chance.choice(stock)) for _ in range(60)), paragraph=str(at))
        for at in range(10_000)
    ]
    shelf = Library.of(passages)
    taken = []
    for one in chance.sample(passages, 15):
        draft = one.words.split()
        draft[7:9] = ["something", "else"]
        began = time.perf_counter()
        found = shelf.nearest(" ".join(draft))
        taken.append(time.perf_counter() - began)
        assert found[0].passage == one
    assert sorted(taken)[len(taken) // 2] < 0.03
