"""Pages for when something went wrong."""

from __future__ import annotations

from django.test import Client, RequestFactory
from django.views.defaults import server_error

from communique.web.sentences import NAMES, SENTENCES, name_of, sentence_of
from tests.web.looking import faults, sentence, tree


def test_the_page_of_a_fault_of_ours_needs_no_script_and_nothing_that_could_fail_again() -> None:
    page = server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "what was asked for was not done" in sentence(page).lower()
    assert tree(page).xpath("//script | //style | //img | //form | //@style") == []


def test_an_address_that_leads_nowhere_is_answered_with_a_sound_page(db: None) -> None:
    page = Client().get("/conferences/nowhere/else/")
    assert page.status_code == 404
    assert faults(page) == []
    assert Client().get("/conferences/no-such-conference/").status_code == 404
    assert Client().get("/meetings/999/").status_code == 404


def test_every_sentence_can_be_said_without_its_facts() -> None:
    for code in SENTENCES:
        said = sentence_of(code, {})
        assert said and "%(" not in said, code


def test_a_bracket_that_was_never_closed_is_not_said_to_have_been_closed_once() -> None:
    said = sentence_of("bracket_not_found", {})
    assert "never closed" in said and "any more" not in said


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert name_of("role", "interpreter") == "interpreter"
    for kind, names in NAMES.items():
        for code in names:
            assert name_of(kind, code), (kind, code)
