"""The clerk's notes."""

from __future__ import annotations

import pytest

from communique.domain import clerk_notes
from communique.domain.errors import Refused


def test_a_note_says_something_and_is_no_book() -> None:
    assert clerk_notes.check_words(" supported it ") == "supported it"
    with pytest.raises(Refused, match="clerk_note_missing"):
        clerk_notes.check_words(" \n")
    with pytest.raises(Refused, match="clerk_note_too_long"):
        clerk_notes.check_words("x" * 1024 * 1024)


@pytest.mark.parametrize(
    ("words", "continues"),
    [
        ("supported the reserve", True),
        ("The reserve was there.", False),
        ("ຂອບໃຈ", False),
        ("đồng ý", True),
        ("", False),
    ],
)
def test_a_note_with_a_small_letter_goes_on_from_the_speakers_name(words: str, continues: bool) -> None:
    assert clerk_notes.continues(words) == continues
