"""Two versions of a text, or a text and another document."""

from __future__ import annotations

import pytest

from communique.actions import register
from communique.domain.errors import Refused
from communique.queries import compared
from communique.queries.compared import Compared, Side
from tests.house import House


def compare(house: House, old: Side, new: Side, who: str = "la-head") -> Compared:
    found = compared.compared_for(house.audience(who), house.text, old, new)
    assert found is not None
    return found


def test_two_versions_differ_where_the_pen_wrote(house: House) -> None:
    house.type(" [in Hue]", after="next meeting")
    found = compare(house, Side("version", 0), Side("version", 1))
    assert (found.comparison.counts["changed"], found.comparison.counts["same"]) == (1, 5)
    (row,) = [row for row in found.comparison.rows if row.kind == "changed"]
    assert row.changes == (("", " [in Hue]"),)
    assert (found.old["figures"]["brackets"]["pairs"], found.new["figures"]["brackets"]["pairs"]) == (5, 6)
    assert (found.old["version"], found.new["version"]) == (0, 1)


def test_it_reads_the_other_way_round_too(house: House) -> None:
    house.type(" in Hue", after="next meeting")
    (row,) = [
        row for row in compare(house, Side("version", 1), Side("version", 0)).comparison.rows if row.kind == "changed"
    ]
    assert row.changes == ((" in Hue", ""),)


def test_with_an_adopted_document_of_the_register(house: House) -> None:
    text = house.bring("# Statement\n\n1. We looked back.\n", item=house.add_item("2", "Statement"))
    house.adopt(text=text)
    house.act(register.publish, "clerk", text=text, symbol="AMM/53/1")
    found = compare(house, Side("document", symbol="AMM/53/1"), Side("version", 0))
    assert (found.old["title"], found.old["text"]) == ("Statement", 0)
    assert found.comparison.counts["added"] > 0
    assert compared.others_for(house.audience("la-head"), house.text) == {
        "documents": [{"symbol": "AMM/53/1", "title": "Statement"}],
        "texts": [],
    }


def test_with_another_text_of_the_body(house: House) -> None:
    other = house.bring("# Statement\n\n1. We looked back.\n", item=house.add_item("2", "Statement"))
    found = compare(house, Side("text", other), Side("version", 0))
    assert found.old["text"] == other
    others = compared.others_for(house.audience("la-head"), house.text)
    assert others is not None
    assert others["texts"] == [{"id": other, "title": "Statement"}]


@pytest.mark.parametrize(
    ("side", "code"),
    [
        (Side("text", 10**6), "not_found"),
        (Side("document", symbol="AMM/1"), "not_found"),
        (Side("version", 1), "unknown_version"),
    ],
)
def test_with_what_isnt_there_it_is_refused(house: House, side: Side, code: str) -> None:
    for pair in ((side, Side("version", 0)), (Side("version", 0), side)):
        with pytest.raises(Refused) as refusal:
            compare(house, *pair)
        assert refusal.value.code == code


def test_a_text_that_the_reader_may_not_read_isnt_there_for_it(house: House) -> None:
    """The branch of a huddle is not even for the chair."""
    from communique.records.models import Text
    from tests.actions.deeds import huddles as deeds

    branch = Text.objects.get(huddle=deeds.worked(house)).pk
    with pytest.raises(Refused):
        compare(house, Side("text", branch), Side("version", 0), who="chair")
    assert compare(house, Side("text", branch), Side("version", 0), who="la-head")


@pytest.mark.parametrize("who", ["som-my-head", "nobody", "operator", "public"])
def test_nobody_else_compares_it(house: House, who: str) -> None:
    audience = house.audience(who)
    assert compared.compared_for(audience, house.text, Side("version", 0), Side("version", 0)) is None
    assert compared.others_for(audience, house.text) is None
