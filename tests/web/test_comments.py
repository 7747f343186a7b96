"""Comments in the margin, and the buttons under them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from communique.actions import comments, texts
from communique.records.models import Comment
from tests.house import House, insertion
from tests.web.door import check_page, said

pytestmark = pytest.mark.django_db
SCRIPTS = {"HX-Request": "true"}


def say(house: House, who: str, on: str = "outbreaks", **more: Any) -> int:
    start = house.place(on)
    place = {"text": house.text, "version": house.row().version, "start": start, "end": start + len(on)}
    comment: int = house.act(comments.make, who, **{**place, "words": "What are they?", **more})["comment"]
    return comment


def margin(house: House, client: Client, who: str) -> Any:
    answer = house.sign_in(client, who).get(f"/texts/{house.text}/")
    (found,) = html.fromstring(answer.content.decode()).cssselect("[data-comments]")
    return found


def test_an_empty_margin_says_what_to_do_to_those_who_may(house: House, client: Client) -> None:
    assert "press C" in margin(house, client, "la-adviser").text_content()
    assert "press C" not in margin(house, client, "nz-observer").text_content()


def test_the_page_with_comments_holds(house: House, client: Client) -> None:
    made = say(house, "sg-head")
    say(house, "la-head", inside=True)
    house.act(comments.resolve, "sg-head", comment=made)
    check_page(house.sign_in(client, "la-head").get(f"/texts/{house.text}/"))


def test_it_names_the_words_and_where_they_are(house: House, client: Client) -> None:
    made = say(house, "sg-head")
    start = house.place("outbreaks")
    found = margin(house, client, "la-head")
    (one,) = found.cssselect("article.comment")
    assert one.get("data-comment") == str(made)
    assert (one.get("data-from"), one.get("data-to")) == (str(start), str(start + len("outbreaks")))
    assert found.get("data-at") == str(house.row().version)
    assert one.cssselect(".quote")[0].text == "outbreaks"


def test_what_people_write_is_shown_as_they_wrote_it(house: House, client: Client) -> None:
    say(house, "sg-head", words="<script>alert(1)</script>\n& so on")
    (words,) = margin(house, client, "la-head").cssselect(".comment .words")
    assert words.text == "<script>alert(1)</script>\n& so on"


def test_it_is_answered_and_resolved_by_buttons(house: House, client: Client) -> None:
    made = say(house, "sg-head")
    house.sign_in(client, "la-head")
    answer = client.post(f"/comments/{made}/answer", {"words": "Many."}, headers=SCRIPTS)
    assert "Many." in said(answer)
    answer = client.post(f"/comments/{made}/answer", {"words": "Ours.", "inside": "1"}, headers=SCRIPTS)
    assert "Ours." in said(answer)
    assert list(Comment.objects.filter(answers=made).values_list("words", "inside")) == [
        ("Many.", False),
        ("Ours.", True),
    ]
    assert client.post(f"/comments/{made}/resolution", headers=SCRIPTS).status_code == 403
    house.sign_in(client, "chair")
    answer = client.post(f"/comments/{made}/resolution", headers=SCRIPTS)
    page = html.fromstring(said(answer))
    assert page.cssselect("details.done:not([open]) summary")[0].text == "1 resolved"
    assert "Ours." not in said(answer)
    answer = client.post(f"/comments/{made}/reopening")
    assert (answer.status_code, answer["Location"]) == (302, f"/texts/{house.text}/#comment-{made}")


@pytest.mark.parametrize("who", ["sg-head", "chair", "pen", "nz-observer", "public"])
def test_to_others_what_is_said_inside_is_as_what_there_isnt(house: House, client: Client, who: str) -> None:
    made = say(house, "la-head", inside=True)
    if who != "public":
        house.sign_in(client, who)
    for verb in ("answer", "resolution", "reopening"):
        there = client.post(f"/comments/{made}/{verb}", {"words": "X"}, headers=SCRIPTS)
        nowhere = client.post(f"/comments/99999/{verb}", {"words": "X"}, headers=SCRIPTS)
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
        assert there.status_code == 404


def test_when_the_words_are_gone_the_margin_says_so_and_keeps_the_quote(house: House, client: Client) -> None:
    say(house, "sg-head")
    at = house.place("outbreaks")
    step = insertion(at, "", to=at + len("outbreaks"))
    house.act(texts.draft, "pen", text=house.text, version=0, steps=[step], client="pen")
    (one,) = margin(house, client, "la-head").cssselect("article.comment")
    assert one.get("data-from") is None
    assert "no longer in the text" in one.text_content()
    assert one.cssselect(".quote")[0].text == "outbreaks"
