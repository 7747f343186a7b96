"""Every refusal has a sentence, and every sentence is said somewhere."""

from __future__ import annotations

import ast
import re

from communique.domain.register import Status
from communique.web.refusals import STATUS
from communique.web.sentences import NAMES, SENTENCES, sentence_of
from tests.architecture.source import calls, modules, strings

REFUSING = {"Refused", "Denied", "_rule"}
BY_STATE = {f"text_is_{status.value}" for status in Status}


def codes() -> set[str]:
    """Every code that is refused or denied with anywhere."""
    found = {"stale"} | BY_STATE
    for _, tree in modules():
        for call, node in calls(tree):
            place = 2 if call == "answer" else 0
            if call in REFUSING | {"answer"} and len(node.args) > place:
                found |= {one for one in strings(node.args[place]) if re.fullmatch(r"[a-z]+(_[a-z]+)+|stale", one)}
    return found


def test_every_refusal_has_a_sentence() -> None:
    assert sorted(codes() - set(SENTENCES)) == []


def test_every_sentence_is_said_somewhere() -> None:
    said = set(BY_STATE) | {"stale"}
    for name, tree in modules():
        if name.startswith("web/sentences"):
            continue
        for node in tree.body:
            targets = {ast.unparse(one) for one in getattr(node, "targets", ())}
            if name != "web/refusals.py" or targets != {"STATUS"}:
                said |= strings(node)
    assert sorted(set(SENTENCES) - said) == []


def test_a_status_belongs_to_a_sentence() -> None:
    assert sorted(set(STATUS) - set(SENTENCES)) == []


def test_a_sentence_never_fails_whatever_the_facts_are() -> None:
    for code in SENTENCES:
        for facts in ({}, {"limit": "20"}, {"limit": 20 * 1024 * 1024, "words": "%(x)s %"}, {"limit": None}):
            assert sentence_of(code, facts)
    assert sentence_of("unheard_of", {}) == "This can't be done (unheard_of). Nothing was changed."


def test_a_refusal_gives_the_facts_that_its_sentence_asks_for() -> None:
    missing = []
    for name, tree in modules():
        for call, node in calls(tree):
            if call != "Refused" or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            code = str(node.args[0].value)
            given = {one.arg for one in node.keywords}
            asked = {re.sub("_mb$", "", fact) for fact in re.findall(r"%\((\w+)\)s", str(SENTENCES[code]))}
            if None not in given and not asked <= given:
                missing.append(f"{name}:{node.lineno} {code} without {sorted(asked - given)}")
    assert missing == []


def test_sentences_end_as_sentences_do() -> None:
    for code, sentence in SENTENCES.items():
        assert re.search(r"[.)…s]$|%\(why\)s$", str(sentence)), code
        assert "Error" not in str(sentence), code


def test_names_are_given_to_all_states() -> None:
    from communique.domain.actors import Role
    from communique.domain.decisions import Outcome
    from communique.domain.meetings import State
    from communique.domain.texts.positions import AmendmentState, Stance

    for kind, values in (
        ("role", Role),
        ("status", Status),
        ("meeting", State),
        ("amendment", AmendmentState),
        ("stance", Stance),
        ("stands", Stance),
        ("question", Outcome),
    ):
        assert {one.value for one in values} <= set(NAMES[kind]), kind
