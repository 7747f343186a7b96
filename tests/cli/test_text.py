"""``communique text``: what is in a file and what can be made of it, without a server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from communique.cli import main
from communique.cli.text import WRITABLE
from communique.domain.texts import formats
from communique.domain.texts.document import Edition, words
from tests.cli.conftest import Installation
from tests.house import DRAFT

Reading = Callable[..., tuple[int, str, str]]


@pytest.fixture
def reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Reading:
    """Writes a file, has it read, and gives the status and what was printed on both streams."""

    def read(name: str, content: bytes | None, *options: str) -> tuple[int, str, str]:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        status = main(["text", "read", str(path), *options])
        out, err = capsys.readouterr()
        return status, out, err

    return read


def edition() -> Edition:
    return Edition(
        text=formats.read("draft.md", DRAFT.encode()),
        symbol="AMM/53/1",
        body="Foreign Ministers",
        meeting="53rd Meeting, Plenary",
        adopted_at=datetime(2020, 9, 9, 3, 0, tzinfo=UTC),
        published_at=datetime(2020, 9, 9, 4, 0, tzinfo=UTC),
        country="aa-asean",
        url="https://amm.example.org/documents/AMM/53/1/",
        present=("Lao PDR", "Viet Nam"),
    )


def test_a_text_is_reported_with_its_brackets(reading: Reading) -> None:
    status, out, err = reading("draft.md", DRAFT.encode())
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Joint Communiqué of the Foreign Ministers",
        f"  5 paragraphs, {len(words(edition().text.doc))} words, language en",
        "  brackets: 6 open, 5 closed, 5 pairs,",
        "            1 unbalanced, 1 deep",
    ]


def test_pieces_that_are_not_text_are_named(reading: Reading) -> None:
    status, out, _ = reading("draft.md", b"---\nlayout: page\n---\n\n# Statement\n\nWe state.\n")
    assert status == 0
    assert "1 pieces that are not text were left out:" in out
    assert "layout: page" in out


FORMATS: dict[str, Callable[[], bytes]] = {
    "draft.md": lambda: DRAFT.encode(),
    "draft.txt": lambda: DRAFT.replace("# ", "").encode(),
    "draft.docx": lambda: formats.write("docx", edition()),
    "draft.xml": lambda: formats.write("xml", edition()),
    "draft.html": lambda: formats.write("html", edition()),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_read(reading: Reading, name: str) -> None:
    status, out, err = reading(name, FORMATS[name](), "--json")
    assert (status, err) == (0, "")
    said: dict[str, Any] = json.loads(out)
    assert set(said) == {"title", "language", "report", "dropped", "doc"}
    assert said["report"]["brackets"] == {"open": 6, "closed": 5, "pairs": 5, "unbalanced": 1, "depth": 1}
    assert "reserve" in words(said["doc"])
    assert "ປະຊາຊົນ" in words(said["doc"])


BAD: dict[str, tuple[str, bytes | None, str]] = {
    "nothing": ("empty.md", b"", "No text was found in this file."),
    "noise": ("noise.md", bytes(range(256)) * 20, "No text was found in this file."),
    "a picture": ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "No text was found in this file."),
    "cut short": ("cut.xml", b"<akomaNtoso><act>", "The document doesn't hold together"),
    "too large": ("large.md", b"We state. " * 2_200_000, "The file is too large: at most 20 MB are read."),
    "a bomb": (
        "bomb.xml",
        b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        "The file was not opened, because it holds something unsafe",
    ),
    "not there": ("nowhere.md", None, "No such file or directory"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_sentence_and_status_1(reading: Reading, name: str) -> None:
    filename, content, sentence = BAD[name]
    status, out, err = reading(filename, content)
    assert (status, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", "read", str(tmp_path)]) == 1
    assert capsys.readouterr().err.strip().endswith("Is a directory")


NEGOTIATED = """\
# Statement

1. We [agree - EU, JP; US delete] that {placeholder} it [shall - G77 / should - EU] be.

2. Option 1: We met in the capital by the river.

3. The sea and the coast are ours to keep, and so are the forests.
"""
LATER = """\
# Statement

1. We [agree - EU, JP; US delete] that it [must - G77 / should - EU] be.

2. The sea and the coast are ours to keep, and so are the forests.

3. We shall meet again next year in another place.
"""
Running = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Running:
    """Runs a command of ``text`` in a folder with two drafts; gives the status and what was printed on both streams."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.md").write_text(NEGOTIATED, "utf-8")
    (tmp_path / "later.md").write_text(LATER, "utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["text", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_stats_of_one_file_are_one_object(run: Running) -> None:
    status, out, err = run("stats", "draft.md", "--json")
    assert (status, err) == (0, "")
    said = json.loads(out)
    assert said.pop("words") == len(words(formats.read("draft.md", NEGOTIATED.encode()).doc))
    assert said == {
        "file": "draft.md",
        "title": "Statement",
        "paragraphs": 3,
        "brackets": {"open": 2, "closed": 2, "pairs": 2, "unbalanced": 0, "depth": 1},
        "alternatives": 1,
        "options": 1,
        "attributions": {"EU": 2, "Japan": 1, "US": 1, "G77": 1},
        "unknown": [],
        "dropped": 0,
        "dropped_pieces": 0,
    }


def test_stats_of_several_files_are_a_list(run: Running) -> None:
    _, out, _ = run("stats", "draft.md", "later.md", "--json")
    assert [(one["file"], one["options"]) for one in json.loads(out)] == [("draft.md", 1), ("later.md", 0)]
    _, out, _ = run("stats", "draft.md", "later.md")
    assert out.count("brackets: 2 open, 2 closed, 2 pairs,") == 2
    assert "attributions: EU 2" in out


def test_stats_know_a_bodys_own_list(run: Running, tmp_path: Path) -> None:
    (tmp_path / "parties.txt").write_text("Union: EU\nNippon: JP\n", "utf-8")
    _, out, _ = run("stats", "draft.md", "--json", "--parties", "parties.txt")
    said = json.loads(out)
    assert {"Union", "Nippon"} <= set(said["attributions"])
    assert "Japan" not in said["attributions"]


def test_stats_of_one_bad_file_among_good_ones_print_nothing_else(run: Running) -> None:
    status, out, err = run("stats", "draft.md", "nowhere.md", "--json")
    assert (status, out) == (1, "")
    assert err == "nowhere.md: No such file or directory\n"


@pytest.mark.parametrize("name", ["2015-02-12-negotiating-text.txt", "2015-12-04-draft-agreement.md"])
def test_stats_of_real_drafts_are_those_of_a_count_by_hand(run: Running, corpus: Path, name: str) -> None:
    path = corpus / "paris" / name
    _, out, _ = run("stats", str(path), "--json")
    said = json.loads(out)
    raw = path.read_text("utf-8")
    if name.endswith(".txt"):
        furniture = sum(
            line.strip() == "ADP 2-8 - agenda item 3" or (line.strip() == str(page) and at < 6)
            for page, lines in enumerate(raw.split("\f"), 1)
            for at, line in enumerate(lines.split("\n"))
        )
        assert (said["brackets"]["open"], said["brackets"]["closed"]) == (raw.count("["), raw.count("]"))
        assert said["dropped"] == furniture == 171
        assert said["options"] == 518
    else:
        # In Markdown a link has brackets of its own, which are no sign of disagreement.
        body = raw.split("---\n", 2)[2]
        body = re.sub(r"^\[[^\]\n]+\]: .*$|\{:[^}\n]*\}", "", body, flags=re.MULTILINE)
        assert abs(said["brackets"]["open"] - body.count("[")) <= 0.05 * body.count("[")
        assert said["dropped"] == 0
    pairs, unbalanced = said["brackets"]["pairs"], said["brackets"]["unbalanced"]
    assert 2 * pairs + unbalanced == said["brackets"]["open"] + said["brackets"]["closed"]


def test_stats_need_no_installation_and_start_quickly(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("1. We [shall] meet.\n", "utf-8")
    program = (
        "import sys; from communique.cli import main; main(['text', 'stats', 'draft.txt', '--json']);"
        "print(sorted({'django', 'prosemirror', 'lxml', 'docx', 'markdown_it', 'typst'} & set(sys.modules)))"
    )
    source = str(Path(main.__code__.co_filename).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_refusal_is_said_without_making_an_installation(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    done = Installation(tmp_path).run("text", "stats", "empty.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("empty.md: No text was found in this file.")
    assert [path.name for path in tmp_path.iterdir()] == ["empty.md"]


def test_clean_leaves_names_and_notes_out(run: Running) -> None:
    status, out, err = run("compile", "draft.md")
    assert (status, err) == (0, "")
    assert "1. We [agree] that it [shall / should] be." in out


def test_a_delegations_view_has_its_own_alternatives_and_lacks_what_it_would_delete(run: Running) -> None:
    _, out, _ = run("compile", "draft.md", "--view", "delegation", "--party", "European Union")
    assert re.search(r"1\. We agree that .*it should be\.", out)
    _, out, _ = run("compile", "draft.md", "--view", "delegation", "--party", "US")
    assert "agree" not in out


def test_a_compiled_text_goes_into_a_file_of_the_kind_that_its_ending_says(run: Running) -> None:
    assert run("compile", "draft.md", "-o", "clean.docx") == (0, "", "")
    _, out, _ = run("read", "clean.docx")
    assert "brackets: 2 open, 2 closed, 2 pairs," in out


def test_a_choice_that_is_not_clear_is_said(run: Running, tmp_path: Path) -> None:
    (tmp_path / "both.md").write_text("1. It [shall - EU / should - EU, US] be.\n", "utf-8")
    status, out, err = run("compile", "both.md", "--view", "delegation", "--party", "EU", "--json")
    assert status == 0
    assert err == "EU stands behind “shall” and “should”: none of them was chosen.\n"
    assert json.loads(out)["notes"][0]["code"] == "several_alternatives"


def test_compare_says_what_became_of_paragraphs_and_words(run: Running) -> None:
    status, out, err = run("compare", "draft.md", "later.md")
    assert (status, err) == (0, "")
    assert "[-{placeholder} -]" in out
    assert "[-shall-]{+must+}" in out
    assert "3. → 2.  renumbered" in out
    assert "3.  added\n    {+We shall meet again next year in another place.+}" in out
    assert out.splitlines()[-1] == "Paragraphs: 2 same, 1 changed, 1 added, 1 deleted; 1 renumbered"


def test_compare_says_splits_merges_and_moves(run: Running, tmp_path: Path) -> None:
    sentences = [
        f"The {word} of the region belong to its people and are kept for those who come."
        for word in ["sea", "coast", "river", "forest", "hill"]
    ]
    (tmp_path / "one.md").write_text("\n\n".join([f"{sentences[0]} {sentences[1]}", *sentences[2:]]), "utf-8")
    (tmp_path / "two.md").write_text("\n\n".join(sentences), "utf-8")
    _, out, _ = run("compare", "one.md", "two.md")
    assert "split" in out
    _, out, _ = run("compare", "two.md", "one.md")
    assert "merged" in out
    (tmp_path / "two.md").write_text("\n\n".join([*sentences[2:], f"{sentences[0]} {sentences[1]}"]), "utf-8")
    _, out, _ = run("compare", "one.md", "two.md")
    assert "moved" in out


def test_compare_fits_a_screen_of_eighty_columns(run: Running, tmp_path: Path) -> None:
    words = " ".join(f"word{at}" for at in range(200))
    (tmp_path / "old.md").write_text(f"# Title\n\n1. Before {words} after.\n\n2. {words} [x]\n", encoding="utf-8")
    (tmp_path / "new.md").write_text(
        f"# Title\n\n1. Then {words} last.\n\n2. New.\n\n3. {words} [x]\n", encoding="utf-8"
    )
    status, out, _ = run("compare", str(tmp_path / "old.md"), str(tmp_path / "new.md"))
    assert status == 0
    assert max(map(len, out.splitlines())) <= 80
    assert "    [-Before-]{+Then+} word0" in out
    assert "word199 [-after-]{+last+}." in " ".join(out.split())
    assert "2. → 3.  renumbered\n    word0 word1" in out


def test_compare_takes_no_notice_of_blanks_that_may_not_break(run: Running, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("Adopted on 8 August 1967.\n", encoding="utf-8")
    (tmp_path / "new.md").write_text("Adopted on 8\u00a0August 1967.\n", encoding="utf-8")
    assert run("compare", str(tmp_path / "old.md"), str(tmp_path / "new.md"))[1] == "The two texts are the same.\n"


def test_compare_for_programs_gives_the_rows(run: Running) -> None:
    _, out, _ = run("compare", "draft.md", "later.md", "--json")
    said = json.loads(out)
    assert said["counts"]["added"] == 1
    assert {row["kind"] for row in said["rows"]} == {"same", "changed", "added", "deleted"}


def test_a_text_and_itself_are_the_same(run: Running) -> None:
    assert run("compare", "draft.md", "draft.md") == (0, "The two texts are the same.\n", "")


@pytest.mark.parametrize("ending", WRITABLE)
def test_a_text_is_written_in_every_format_and_read_again(run: Running, tmp_path: Path, ending: str) -> None:
    assert run("convert", "draft.md", "-o", f"out{ending}") == (0, "", "")
    written = (tmp_path / f"out{ending}").read_bytes()
    if ending == ".pdf":
        assert written.startswith(b"%PDF")
        return
    again = formats.read(f"out{ending}", written)
    assert words(again.doc) == words(formats.read("draft.md", NEGOTIATED.encode()).doc)
    assert run("read", f"out{ending}")[0] == 0


UNABLE: dict[str, tuple[tuple[str, ...], str]] = {
    "no such file": (("stats", "nowhere.md"), "nowhere.md: No such file or directory"),
    "a folder": (("stats", "."), ".: Is a directory"),
    "no old file": (("compare", "nowhere.md", "draft.md"), "nowhere.md: No such file or directory"),
    "no new file": (("compare", "draft.md", "nowhere.md"), "nowhere.md: No such file or directory"),
    "an unknown party": (
        ("compile", "draft.md", "--view", "delegation", "--party", "Atlantis"),
        "“Atlantis” is not on the list of parties; --parties gives the body's own list.",
    ),
    "no party": (("compile", "draft.md", "--view", "delegation"), "say which, with --party"),
    "a party of no view": (("compile", "draft.md", "--party", "EU"), "only with --view delegation"),
    "no list": (("stats", "draft.md", "--parties", "nowhere.txt"), "nowhere.txt: No such file or directory"),
    "a list in another encoding": (("stats", "draft.md", "--parties", "latin.txt"), "latin.txt: not in UTF-8."),
    "an unknown ending": (("convert", "draft.md", "-o", "out.odt"), "a text can be written as .md, .docx"),
    "no ending": (("compile", "draft.md", "-o", "out"), "a text can be written as .md, .docx"),
    "a file that is there": (("convert", "draft.md", "-o", "later.md"), "later.md is there already"),
    "a file in no folder": (("convert", "draft.md", "-o", "none/out.md"), "none/out.md: No such file or directory"),
    "a folder to write": (("convert", "draft.md", "-o", "folder.md"), "folder.md: Is a directory."),
    "a picture": (("convert", "picture.md", "-o", "out.md"), "No text was found in this file."),
}


@pytest.mark.parametrize("name", UNABLE)
def test_what_cannot_be_done_is_said_in_one_sentence_and_nothing_is_written(
    run: Running, tmp_path: Path, name: str
) -> None:
    (tmp_path / "latin.txt").write_bytes("Société".encode("latin-1"))
    (tmp_path / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "folder.md").mkdir()
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    arguments, sentence = UNABLE[name]
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_a_file_that_is_there_is_overwritten_when_told_to(run: Running, tmp_path: Path) -> None:
    assert run("convert", "draft.md", "-o", "later.md", "--force") == (0, "", "")
    assert "placeholder" in (tmp_path / "later.md").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft.md", "later.md"]
