"""What people call the paragraphs of a text."""

from __future__ import annotations

import time

from communique.domain.texts import authority, formats
from communique.domain.texts.authority import Document
from communique.domain.texts.labels import names_of


def read(draft: str) -> Document:
    return authority.load(formats.read("draft.md", draft.encode()).doc, 0)


def test_below_the_first_level_a_paragraph_is_called_with_the_numbers_above_it() -> None:
    document = read(
        "# Statement\n\n1. We agreed:\n\n   (a) to meet;\n\n   (b) to act.\n\n2. We thanked:\n\n   (a) all.\n"
    )
    names = names_of(document)
    assert [one["label"] for one in names.values()] == ["Statement", "1", "1 (a)", "1 (b)", "2", "2 (a)"]
    assert list(names) == [one["paragraph"] for one in names.values()]
    assert [one["numbered"] for one in names.values()] == [False, True, True, True, True, True]


def test_a_paragraph_without_a_number_is_called_by_its_first_words() -> None:
    (name,) = names_of(read("We met in a small town by the sea.\n")).values()
    assert (name["label"], name["numbered"]) == ("We met in a small", False)


def test_a_thousand_paragraphs_are_named_once_for_all_who_ask() -> None:
    document = read("\n\n".join(f"{at}. We agreed:\n\n   (a) to [meet];" for at in range(1, 501)))
    began = time.perf_counter()
    names = names_of(document)
    took = time.perf_counter() - began
    assert len(names) == 1000 and list(names.values())[-1]["label"] == "500 (a)"
    assert took < 1, "some hundredths of a second where nothing else is going on"
    assert names_of(document) is names
