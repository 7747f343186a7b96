"""Proposals of many kinds, their sponsors, and the pen's brackets over the API."""

from __future__ import annotations

import pytest

from communique.records.models import Amendment
from tests.api.knocking import Page, refusal
from tests.house import House, saying


def test_several_changes_are_tabled_at_once(house: House) -> None:
    paragraph = house.paragraph("outbreaks")[0]
    asked = [{"kind": "new", "after": paragraph, "content": saying("We met.")}]
    answer = Page(house, "la-head").post(f"/texts/{house.text}/amendments", version=0, changes=asked, reason="Thanks.")
    assert answer.status_code == 200
    (overlay,) = Page(house, "sg-head").get(f"/texts/{house.text}").json()["amendments"]
    (one,) = overlay["operations"]
    assert (one["kind"], one["after"], one["block"]["attrs"]["number"]) == ("new", paragraph, "1 bis.")
    (change,) = overlay["changes"]
    assert (change["kind"], change["number"], change["after"], change["inserted"]) == ("new", "1 bis", "1", "We met.")


def test_an_amendment_to_an_amendment_and_its_being_taken_in(house: House) -> None:
    parent = house.table("la-head", "next", "54th")
    paragraph, words = house.paragraph("next")
    asked = [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace("next", "last"))}]
    made = (
        Page(house, "sg-head").post(f"/texts/{house.text}/amendments", version=0, changes=asked, amends=parent).json()
    )
    assert Page(house, "la-head").post(f"/amendments/{made['amendment']}/take-in").status_code == 200
    assert Amendment.objects.get(pk=made["amendment"]).merged_into_id == parent


def test_sponsors_and_merging(house: House) -> None:
    one, two = house.table("la-head", "next", "54th"), house.table("my-head", "all", "any")
    said = Page(house, "sg-head").post(f"/amendments/{one}/sponsors").json()
    assert said["sponsors"] == ["LA", "SG"]
    said = Page(house, "la-head").post(f"/amendments/{one}/sponsors/leave").json()
    assert said["sponsors"] == ["SG"]
    said = Page(house, "chair").post(f"/texts/{house.text}/amendments/merge", amendments=[one, two]).json()
    assert said["number"] == 3


@pytest.mark.parametrize(("kind", "number"), [("new", "1 bis."), ("split", "1 bis."), ("alternative", "1 alt.")])
def test_the_number_that_a_paragraph_would_get(house: House, kind: str, number: str) -> None:
    paragraph = house.paragraph("outbreaks")[0]
    said = Page(house, "la-adviser").get(f"/texts/{house.text}/number?kind={kind}&paragraph={paragraph}").json()
    assert said == {"number": number}


def test_a_number_for_nothing_is_refused(house: House) -> None:
    page = Page(house, "la-head")
    assert refusal(page.get(f"/texts/{house.text}/number?kind=new&paragraph=p000000000"))[1] == "no_such_paragraph"
    assert refusal(page.get(f"/texts/{house.text}/number?kind=delete&paragraph="))[1] == "malformed_changes"
    assert page.get(f"/texts/{house.text}/number?kind=new").status_code == 200
    assert Page(house, "som-my-head").get(f"/texts/{house.text}/number?kind=new").status_code == 404


def test_the_pen_works_on_brackets(house: House) -> None:
    pen, at = Page(house, "pen"), house.place("should]")
    names = pen.get(f"/texts/{house.text}/brackets/parties").json()["names"]
    assert names[:5] == ["LA", "MY", "SG", "VN", "NZ"] and "G77" in names and "Brazil" not in names
    found = pen.get(f"/texts/{house.text}/brackets/at?version=0&position={at}").json()
    assert found == {"words": "should", "alternatives": ["shall", "should"], "beside": True, "within": []}
    answer = pen.post(f"/texts/{house.text}/brackets/choose", version=0, position=at, alternative=0).json()
    assert answer["undo"] and "We shall open" in house.words()
    assert refusal(pen.post(f"/texts/{house.text}/brackets/lift", version=0, position=at))[1] == "stale"
    start = house.place("next meeting")
    about = [{"party": "SG", "stance": "retain"}]
    answer = pen.post(
        f"/texts/{house.text}/brackets",
        version=house.row().version,
        start=start,
        end=start + len("next meeting"),
        attributions=about,
    )
    assert answer.status_code == 200 and "[next meeting - SG retain]" in house.words()
    for path, at in (("lift", "without delay"), ("delete", "by the end")):
        version, position = house.row().version, house.place(at)
        assert pen.post(f"/texts/{house.text}/brackets/{path}", version=version, position=position).status_code == 200
    said = refusal(
        pen.post(f"/texts/{house.text}/brackets/merge", version=house.row().version, position=house.place("all]"))
    )
    assert said[1] == "no_alternatives_beside"
    assert refusal(Page(house, "chair").post(f"/texts/{house.text}/brackets/lift", version=0, position=1))[0] == 403
