from __future__ import annotations

from pathlib import Path

import pytest

from communique.domain.texts.parties import KNOWN, Parties


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("G77", "G77"),
        ("G-77", "G77"),
        ("G-77/China", "G77"),
        ("G77 and China", "G77"),
        ("Group of 77", "G77"),
        ("JP", "Japan"),
        ("U.S.", "US"),
        ("USA", "US"),
        ("Vietnam", "Viet Nam"),
        ("Cote d’Ivoire", "Côte d'Ivoire"),
        ("the Bahamas", "Bahamas"),
        ("JAPAN", "Japan"),
        ("LDC Group", "LDCs"),
    ],
)
def test_a_party_is_found_however_negotiators_write_it(words: str, name: str):
    assert KNOWN.find(words) == name


@pytest.mark.parametrize("words", ["", " ", "us", "in", "japan", "Parties", "EU" * 100, "Ruritania", "[EU]x"])
def test_words_that_name_nobody_find_nobody(words: str):
    assert KNOWN.find(words) is None


def test_every_short_name_finds_itself_and_no_two_parties_share_one():
    assert [KNOWN.find(name) for name in KNOWN.names] == list(KNOWN.names)
    assert len(set(KNOWN.names)) == len(KNOWN.names)


def test_groups_know_their_members_and_members_their_groups():
    assert {"Viet Nam", "Lao PDR", "Singapore"} < set(KNOWN.members_of("ASEAN"))
    assert len(KNOWN.members_of("European Union")) == 27
    assert "ASEAN" in KNOWN.groups_of("Laos")
    assert KNOWN.groups_of("Ruritania") == KNOWN.members_of("Ruritania") == ()


def test_a_body_s_own_list_says_who_is_a_party_and_needs_no_spellings_that_everybody_knows():
    body = Parties.of([("VN", ["Viet Nam"]), ("G-77/China", []), ("Red Cross", ["ICRC"])])
    assert body.names == ("VN", "G-77/China", "Red Cross")
    assert [body.find(words) for words in ("Vietnam", "VN", "G77", "ICRC", "EU")] == [
        "VN",
        "VN",
        "G-77/China",
        "Red Cross",
        None,
    ]


def test_a_spelling_that_two_parties_claim_is_the_short_name_s_or_else_the_first_s():
    body = Parties.of([("Congo", ["Zaire"]), ("DRC", ["Congo", "Zaire"])])
    assert (body.find("Congo"), body.find("Zaire"), body.find("DRC")) == ("Congo", "Congo", "DRC")


def test_a_list_is_read_from_lines():
    body = Parties.read(
        "# the table\nLao PDR: Laos, Lao [LDCs, ASEAN]\n\nViet Nam [ASEAN]\nHoly See\n"
        "BASIC: Brazil, South Africa; BASIC (Brazil, India, China)\nJapan: []\n"
    )
    assert body.names == ("Lao PDR", "Viet Nam", "Holy See", "BASIC", "Japan", "LDCs", "ASEAN")
    assert body.find("Lao") == "Lao PDR"
    assert body.find("Brazil, South Africa") == "BASIC"
    assert body.groups_of("Laos") == ("LDCs", "ASEAN")
    assert body.members_of("ASEAN") == ("Lao PDR", "Viet Nam")


@pytest.mark.parametrize("name", ["parties.txt", "groupings.txt", "coalitions.txt"])
def test_the_lists_of_a_real_conference_are_read_whole(corpus: Path, name: str):
    text = (corpus / "parties" / name).read_text("utf-8")
    body = Parties.read(text)
    listed = [line.split(":")[0].split(" [")[0].strip() for line in text.splitlines() if line.strip()]
    assert list(body.names[: len(listed)]) == listed
    assert all(body.find(one) is not None for one in body.names)
    assert body.find("G77") == body.find("G-77/China") is not None
    if name != "groupings.txt":
        assert {"Switzerland", "Mexico"} < set(body.members_of("EIG"))


def test_a_bodys_own_list_has_the_known_memberships_of_the_groups_that_it_lists():
    listed = Parties.of([("Federal Republic of Germany", ("Germany",)), ("European Union", ("EU",)), ("China", ())])
    assert listed.groups_of("Germany") == ("European Union",)
    assert listed.members_of("EU") == ("Federal Republic of Germany",)
    assert listed.groups_of("China") == ()
    own = Parties.read("Germany [Friends]\nEU\nFrance")
    assert (own.groups_of("Germany"), own.groups_of("France")) == (("Friends",), ("EU",))
