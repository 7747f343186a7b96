"""Drafts inside a delegation, and comments, over the API."""

from __future__ import annotations

from communique.records.models import Comment, Draft
from tests.api.knocking import Page, refusal
from tests.house import House, saying


def test_an_adviser_keeps_a_draft_reads_it_and_writes_it_anew(house: House) -> None:
    paragraph, words = house.paragraph("next meeting")
    page = Page(house, "la-adviser")

    def change(new: str) -> list[dict[str, object]]:
        return [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace("next", new))}]

    answer = page.post(f"/texts/{house.text}/drafts", version=0, changes=change("54th"), reason="So.")
    draft = answer.json()["draft"]
    assert page.get(f"/drafts/{draft}").json() == {
        "id": draft,
        "paragraph": paragraph,
        "content": saying(words.replace("next", "54th")),
        "reason": "So.",
    }
    answer = page.post(f"/drafts/{draft}", version=0, changes=change("coming"))
    assert answer.json() == {"draft": draft, "state": "draft"}
    assert Draft.objects.get().hunks[0]["insert"] == saying("coming")
    room = page.get(f"/texts/{house.text}/delegation").json()
    assert [one["id"] for group in room["groups"] for one in group["drafts"]] == [draft]


def test_to_others_it_is_as_one_that_there_isnt(house: House) -> None:
    paragraph, words = house.paragraph("next meeting")
    changes = [{"kind": "words", "paragraph": paragraph, "content": saying(words + " Soon.")}]
    draft = Page(house, "la-head").post(f"/texts/{house.text}/drafts", version=0, changes=changes).json()["draft"]
    for who in ("sg-head", "chair", "pen", "nz-observer"):
        page = Page(house, who)
        for there, nowhere in (
            (page.get(f"/drafts/{draft}"), page.get("/drafts/99999")),
            (
                page.post(f"/drafts/{draft}", version=0, changes=changes),
                page.post("/drafts/99999", version=0, changes=changes),
            ),
        ):
            assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
            assert there.status_code == 404


def test_words_are_commented_on(house: House) -> None:
    start = house.place("outbreaks")
    given = {"words": "What are they?", "version": 0, "start": start, "end": start + len("outbreaks")}
    made = Page(house, "la-adviser").post(f"/texts/{house.text}/comments", **given, inside=True).json()["comment"]
    row = Comment.objects.get(pk=made)
    assert (row.quote, row.inside) == ("outbreaks", True)
    answer = Page(house, "la-head").post(f"/texts/{house.text}/comments", words="Many.", answers=made)
    assert Comment.objects.get(pk=answer.json()["comment"]).inside
    answer = Page(house, "sg-head").post(f"/texts/{house.text}/comments", words="Hm.", answers=made)
    assert refusal(answer) == (404, "not_found")
