"""The appraisal: the chair's form, a delegation's answers, the report as page and PDF."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from communique.actions import appraisal as acts
from communique.records.models import Appraisal, AppraisalAnswer, AppraisalQuestion
from tests.actions.deeds.appraisal import answered, closed, opened, saying
from tests.house import House
from tests.web.looking import READERS, faults, reader, tree, words
from tests.web.test_registration import pdf_words

APPRAISAL = "/conferences/53rd-meeting-2020/appraisal/"
DATE = "2035-01-01T12:00"


def said(response: HttpResponse) -> str:
    return words(tree(response).find(".//main"))


def asking(house: House, **more: Any) -> HttpResponse:
    given = {
        "request_id": "asked-once",
        "closes_at": DATE,
        "place": ["2", "1", "3"],
        "kind": ["words", "scale", "scale"],
        "question": ["What should be kept?", "How was it?", "  "],
        "objective": ["", "", ""],
    }
    answer: HttpResponse = reader(house, "chair").post(APPRAISAL + "questions", given | more)
    return answer


def test_the_chair_is_offered_questions_with_the_conferences_objectives(house: House) -> None:
    page = reader(house, "chair").get(APPRAISAL)
    assert page.status_code == 200 and faults(page) == []
    offered = [words(one) for one in tree(page).xpath("//textarea[@name='question']")]
    assert "How well was the conference organised?" in offered
    assert "Adopt the joint communiqué" in offered and "What should be kept next time?" in offered
    root = tree(page)
    given = {name: root.xpath(f"//*[@name='{name}']/@value") for name in ("place", "objective")} | {
        "question": [one.text or "" for one in root.xpath("//textarea[@name='question']")],
        "kind": root.xpath("//select[@name='kind']/option[@selected]/@value"),
        "closes_at": root.xpath("//input[@name='closes_at']/@value")[0],
        "request_id": "asked-once",
    }
    for _press in range(2):
        assert reader(house, "chair").post(APPRAISAL + "questions", given).status_code == 302
    assert Appraisal.objects.count() == 1
    kinds = list(AppraisalQuestion.objects.values_list("kind", flat=True))
    assert kinds == ["scale"] * 5 + ["objective"] + ["words"] * 2
    assert AppraisalQuestion.objects.get(kind="objective").objective is not None


def test_questions_are_asked_in_the_order_of_their_numbers(house: House) -> None:
    assert asking(house).status_code == 302
    assert list(AppraisalQuestion.objects.values_list("words", flat=True)) == ["How was it?", "What should be kept?"]
    assert str(Appraisal.objects.get().closes_at) == "2035-01-01 05:00:00+00:00", "noon where the host is"
    assert asking(house, request_id="asked-twice", question=["Why?", "", ""]).status_code == 302
    assert AppraisalQuestion.objects.get().words == "Why?"


@pytest.mark.parametrize(
    ("more", "status", "why"),
    [
        ({"closes_at": "2020-01-01T12:00"}, 409, "is over already"),
        ({"closes_at": "tomorrow"}, 422, "Enter a valid date"),
        ({"question": ["", "", ""]}, 409, "Ask at least one question."),
        ({"question": ["x" * 600, "", ""]}, 422, "too long"),
        ({"kind": ["colour", "scale", "scale"]}, 409, "Choose one of the three."),
        ({"kind": ["objective", "scale", "scale"], "objective": ["999", "", ""]}, 409, "no objective of this"),
    ],
)
def test_a_form_that_asks_nothing_is_shown_again_with_all_that_was_typed(
    house: House, more: dict[str, Any], status: int, why: str
) -> None:
    answer = asking(house, **more)
    assert answer.status_code == status and faults(answer) == []
    assert why in said(answer)
    typed = [one.strip() for one in more.get("question", ["What should be kept?", "How was it?"]) if one.strip()]
    kept = [words(one) for one in tree(answer).xpath("//textarea[@name='question']")]
    assert sorted(one for one in kept if one) == sorted(typed)
    assert not Appraisal.objects.exists()


def form(house: House, **more: str) -> dict[str, str]:
    scale, objective, free = AppraisalQuestion.objects.values_list("pk", flat=True)
    given = {f"mark-{scale}": "4", f"outcome-{objective}": "partly", f"words-{free}": "The huddles."}
    return {"request_id": "answered-once", f"quotable-{free}": "named", f"quotable-{scale}": "named"} | given | more


def test_a_delegation_answers_and_finds_its_answers_again(house: House) -> None:
    opened(house)
    client = reader(house, "la-adviser")
    page = client.get(APPRAISAL)
    assert faults(page) == []
    assert "Your delegation has not answered yet" in said(page)
    for _press in range(2):
        assert client.post(APPRAISAL + "answers", form(house)).status_code == 302
    assert AppraisalAnswer.objects.count() == 3
    assert AppraisalAnswer.objects.get(question__kind="scale").quotable == "", "there are no words to quote"
    root = tree(client.get(APPRAISAL))
    assert root.xpath("//input[@checked][starts-with(@name, 'mark')]/@value") == ["4"]
    assert root.xpath("//input[@checked][starts-with(@name, 'outcome')]/@value") == ["partly"]
    assert words(root.xpath("//textarea")[-1]) == "The huddles."


@pytest.mark.parametrize("mark", ["0", "6", "-1", "four", "99999999999"])
def test_what_cannot_be_taken_is_told_and_kept(house: House, mark: str) -> None:
    opened(house)
    scale = AppraisalQuestion.objects.get(kind="scale").pk
    answer = reader(house, "la-head").post(APPRAISAL + "answers", form(house, **{f"mark-{scale}": mark}))
    assert answer.status_code == 422 and faults(answer) == []
    assert "A mark goes from 1 (poor) to 5 (excellent)." in said(answer)
    assert words(tree(answer).xpath("//textarea")[-1]) == "The huddles."
    assert not AppraisalAnswer.objects.exists()


def test_words_of_a_megabyte_are_not_taken(house: House) -> None:
    opened(house)
    free = AppraisalQuestion.objects.get(kind="words").pk
    answer = reader(house, "la-head").post(APPRAISAL + "answers", form(house, **{f"words-{free}": "x" * 1_000_000}))
    assert answer.status_code == 422 and "at most 4000 characters" in said(answer)


def test_after_it_is_closed_nothing_is_answered(house: House) -> None:
    appraisal = opened(house)
    given = form(house)
    assert reader(house, "chair").post(APPRAISAL + "end").status_code == 302
    answer = reader(house, "la-head").post(APPRAISAL + "answers", given)
    assert answer.status_code == 409 and "The appraisal is closed." in said(answer)
    assert Appraisal.objects.get(pk=appraisal).closed_at is not None


def test_the_chair_alone_reads_the_answers_quotes_and_gives_the_report(house: House) -> None:
    appraisal = opened(house)
    house.act(acts.answer, "la-head", **saying(appraisal, "zephyrine", quotable="named"))
    house.act(acts.answer, "sg-head", **saying(appraisal, "quincunx", quotable=""))
    chair = reader(house, "chair")
    assert "Quote in the report" not in said(chair.get(APPRAISAL)), "while answers may change"
    house.act(acts.close, "chair", appraisal=appraisal)
    page = chair.get(APPRAISAL)
    assert faults(page) == []
    ways = tree(page).xpath("//form[contains(@action, '/quotation')]/@action")
    assert len(ways) == 1, "only what may be quoted"
    assert chair.post(ways[0], {"quoted": "yes"}).status_code == 302
    report = chair.get(APPRAISAL + "report/")
    assert faults(report) == []
    assert "zephyrine" in said(report) and "quincunx" not in said(report)
    assert reader(house, "la-head").get(APPRAISAL + "report/").status_code == 404
    assert chair.post(APPRAISAL + "publication").status_code == 302
    read = reader(house, "nz-observer").get(APPRAISAL + "report/")
    assert faults(read) == [] and "zephyrine" in said(read)
    refused = chair.post(ways[0], {"quoted": "no"})
    assert refused.status_code == 409
    printed = pdf_words(reader(house, "my-head").get(APPRAISAL + "report.pdf").content)
    for part in ("Appraisal by delegations", "2 of 4 delegations answered", "median 4", "“zephyrine” Lao PDR"):
        assert part in printed
    assert "quincunx" not in printed


def test_a_quotation_that_is_not_allowed_is_refused_and_one_that_is_not_there_is_not_found(house: House) -> None:
    closed(house)
    objective = AppraisalAnswer.objects.get(question__kind="objective").pk
    chair = reader(house, "chair")
    assert chair.post(f"/appraisals/answers/{objective}/quotation", {"quoted": "yes"}).status_code == 409
    assert chair.post("/appraisals/answers/999/quotation", {"quoted": "yes"}).status_code == 404
    assert reader(house, "clerk").post(f"/appraisals/answers/{objective}/quotation").status_code == 404


@pytest.mark.parametrize("who", READERS)
def test_the_page_is_for_the_bodys_own_table(house: House, who: str) -> None:
    answered(house, words="zephyrine")
    page = reader(house, who).get(APPRAISAL)
    inside = who in {"nz-observer", "la-adviser", "la-head", "pen", "clerk", "chair"}
    assert (page.status_code == 200) == inside
    assert (b"zephyrine" in page.content) == (who in {"la-adviser", "la-head", "chair"})
    if inside:
        assert faults(page) == []
    if who != "chair":
        for path in ("questions", "end", "publication"):
            assert reader(house, who).post(APPRAISAL + path, {"closes_at": DATE}).status_code in {401, 403}, path
