"""``communique text read``: what is in a file, without a server."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from communique.cli import main
from communique.domain.texts import formats
from communique.domain.texts.document import Edition, words
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
