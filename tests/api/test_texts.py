"""Texts and amendments over the API."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from communique.records.models import Amendment, Document, Question, Text
from tests.api.knocking import Page, refusal
from tests.house import House, insertion, saying


def test_a_reader_gets_the_text_with_its_amendments(house: House) -> None:
    house.table("la-head", "all", "any")
    said = Page(house, "sg-head").get(f"/texts/{house.text}").json()
    assert (said["id"], said["version"], said["status"]) == (house.text, 0, "draft")
    assert said["doc"] == house.document().json()
    assert (said["room"], said["room_version"]) == (house.room().pk, house.room().version)
    (amendment,) = said["amendments"]
    assert (amendment["number"], amendment["by"]["code"], amendment["mine"]) == (1, "LA", False)


def test_it_says_what_its_reader_may_do(house: House) -> None:
    may = {who: Page(house, who).get(f"/texts/{house.text}").json()["may"] for who in ("pen", "chair", "la-head")}
    assert {who: [name for name, yes in said.items() if yes] for who, said in may.items()} == {
        "pen": ["draft", "bracket"],
        "chair": ["accept", "put"],
        "la-head": ["amend", "inside", "position"],
    }


def test_the_pen_types_and_a_reader_that_fell_behind_gets_the_steps(house: House) -> None:
    pen = Page(house, "pen")
    steps = [insertion(1, "The "), insertion(5, "new ")]
    answer = pen.post(f"/texts/{house.text}/steps", version=0, steps=steps, client="browser")
    assert (answer.status_code, answer.json()) == (200, {"version": 2})
    said = Page(house, "la-adviser").get(f"/texts/{house.text}/steps?since=1").json()
    assert said["version"] == 2
    assert [(one["version"], one["client"], one["by"]) for one in said["steps"]] == [(2, "browser", "pen")]


def test_steps_since_any_number_at_all(house: House) -> None:
    house.type("Dear ", after="We, the ")
    page = Page(house, "pen")
    assert len(page.get(f"/texts/{house.text}/steps?since=-5").json()["steps"]) == 1
    assert page.get(f"/texts/{house.text}/steps?since={2**70}").json() == {"version": 1, "steps": []}


def test_the_pen_imports_a_file(house: House) -> None:
    item = house.add_item("2", "Statement")
    file = SimpleUploadedFile("statement.md", b"# Statement\n\n1. We [shall] act.\n")
    answer = Page(house, "pen").upload(f"/items/{item}/text", file, symbol="AMM/53/L.2")
    assert answer.status_code == 200
    row = Text.objects.get(pk=answer.json()["text"])
    assert (row.title, row.symbol, row.source) == ("Statement", "AMM/53/L.2", "statement.md")
    assert answer.json()["report"]["brackets"]["pairs"] == 1


def test_a_delegation_tables_and_others_take_positions(house: House) -> None:
    paragraph, words = house.paragraph("outbreaks")
    answer = Page(house, "la-head").post(
        f"/texts/{house.text}/amendments",
        version=0,
        paragraph=paragraph,
        content=saying(words.replace("all", "any")),
        reason="Wider.",
    )
    made = answer.json()
    assert (answer.status_code, made["number"]) == (200, 1)
    said = Page(house, "sg-head").post(f"/amendments/{made['amendment']}/position", stance="oppose")
    assert said.json() == {"amendment": made["amendment"], "stance": "oppose"}


def test_an_amendment_ends_in_three_ways(house: House) -> None:
    made = [house.table("la-head", *words) for words in (("all", "any"), ("reserve", "store"), ("next", "54th"))]
    for amendment, who, end, state in zip(
        made,
        ("chair", "chair", "la-head"),
        ("accept", "reject", "withdraw"),
        ("accepted", "rejected", "withdrawn"),
        strict=True,
    ):
        answer = Page(house, who).post(f"/amendments/{amendment}/{end}")
        assert (answer.status_code, answer.json()["state"]) == (200, state)
    assert list(Amendment.objects.order_by("number").values_list("state", flat=True)) == [
        "accepted",
        "rejected",
        "withdrawn",
    ]
    assert "[any]" in house.words()


def test_from_the_question_to_the_register(house: House) -> None:
    answer = Page(house, "chair").post(f"/texts/{house.text}/question", seconds=60)
    question = answer.json()["question"]
    assert answer.status_code == 200
    Page(house, "chair").post(f"/questions/{question}/withdrawal")
    assert Question.objects.get().outcome == "withdrawn"
    house.adopt()
    answer = Page(house, "clerk").post(f"/texts/{house.text}/publication", symbol="AMM/53/1")
    assert answer.json() == {"symbol": "AMM/53/1", "url": "/documents/AMM/53/1/"}
    assert Document.objects.get().symbol == "AMM/53/1"


def test_a_draft_is_not_there_for_who_may_not_read_it(house: House) -> None:
    for who in ("som-my-head", "nobody", "operator"):
        page = Page(house, who)
        for path in ("", "/steps?since=0", "/question"):
            assert refusal(page.get(f"/texts/{house.text}{path}")) == (404, "not_found")


def test_an_observer_reads_where_the_body_admits_it(house: House) -> None:
    assert Page(house, "nz-observer").get(f"/texts/{house.text}").status_code == 200
