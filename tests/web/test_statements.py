"""The pages of statements: handing in, reading, changing, and the files."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from communique.actions import statements
from communique.records.models import Meeting, Statement
from tests.actions.deeds.statements import PDF, WORDS, delivered, handed_in, publishable, spoken
from tests.guards import beside_the_frame
from tests.house import House, request_id
from tests.web.door import check_page, said

pytestmark = pytest.mark.django_db


def hand_in(client: Client, house: House, **more: Any) -> Any:
    given = {"under": house.item, "title": "On the reserve", "language": "en", "words": WORDS}
    given["request_id"] = request_id()
    return client.post(f"/meetings/{house.meeting}/statements/new/", {**given, **more})


def test_a_delegation_hands_in_and_finds_it_on_its_page(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    page = client.get(f"/meetings/{house.meeting}/statements/new/?item={house.item}")
    check_page(page)
    assert html.fromstring(said(page)).cssselect("#id_under option[selected]")[0].get("value") == str(house.item)
    answer = hand_in(client, house)
    made = Statement.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/statements/{made.pk}/")
    page = client.get(answer.url)
    check_page(page)
    assert "Embargoed until delivered. Check against delivery." in said(page)
    assert WORDS in said(page)


def test_what_is_refused_stands_beside_its_field_and_what_was_typed_is_kept(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    answer = hand_in(client, house, words="", title="A title that is kept")
    assert answer.status_code == 409
    page = html.fromstring(said(answer))
    assert "There is nothing in it yet" in page.get_element_by_id("id_words_error").text_content()
    assert page.get_element_by_id("id_title").get("value") == "A title that is kept"
    long = hand_in(client, house, words="x" * 1_048_576)
    assert long.status_code == 422
    hand_in(client, house)
    again = hand_in(client, house, title="Another one")
    assert "hasn't delivered yet" in said(again)
    assert Statement.objects.count() == 1


def test_sent_twice_it_is_handed_in_once(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    page = html.fromstring(said(client.get(f"/meetings/{house.meeting}/statements/new/")))
    request = page.cssselect("main input[name=request_id]")[0].get("value")
    for _ in range(2):
        assert hand_in(client, house, request_id=request).status_code == 302
    assert Statement.objects.count() == 1


def test_a_file_is_saved_as_it_was_handed_in_and_opened_by_no_browser(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    hand_in(client, house, words="", file=SimpleUploadedFile("../../Our <b>speech</b>.exe", PDF, "text/html"))
    made = Statement.objects.get()
    answer = client.get(f"/statements/{made.pk}/files/en")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert answer["Content-Disposition"].endswith('.pdf"')
    assert not set(answer["Content-Disposition"]) & set("<>/\\")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get(f"/statements/{made.pk}/files/lo").status_code == 404
    assert "The words are in the file." in said(client.get(f"/statements/{made.pk}/"))


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"PK\x03\x04zip"])
def test_a_file_of_another_kind_is_refused_beside_the_field(house: House, client: Client, content: bytes) -> None:
    house.sign_in(client, "la-head")
    answer = hand_in(client, house, words="", file=SimpleUploadedFile("statement.docx", content))
    assert answer.status_code == 422
    assert html.fromstring(said(answer)).get_element_by_id("id_file_error").text_content().strip()


def test_each_language_has_its_tag_and_its_direction(house: House, client: Client) -> None:
    given = handed_in(house)
    house.act(statements.translate, "la-head", language="ar", words="شكرا", **given)
    house.act(statements.translate, "pen", language="lo", words="ຂອບໃຈ", **given)
    page = client_page(house, client, "la-head", given["statement"])
    found = [(one.get("lang"), one.get("dir")) for one in page.cssselect(".speech")]
    assert found == [("en", "ltr"), ("ar", "rtl"), ("lo", "ltr")]
    assert "unofficial translation by the secretariat" in page.text_content()


def client_page(house: House, client: Client, who: str, statement: int) -> Any:
    answer = house.sign_in(client, who).get(f"/statements/{statement}/")
    check_page(answer)
    return html.fromstring(said(answer))


def test_what_people_write_is_shown_as_they_wrote_it(house: House, client: Client) -> None:
    given = handed_in(house, words="<script>alert(1)</script>", title="<b>Bold</b>")
    answer = house.sign_in(client, "la-head").get(f"/statements/{given['statement']}/")
    page = html.fromstring(answer.content.decode())
    assert page.cssselect(".speech")[0].text_content().strip() == "<script>alert(1)</script>"
    assert page.cssselect("h1")[0].text_content() == "<b>Bold</b>"


def test_its_delegation_changes_it_adds_a_language_and_withdraws_it(house: House, client: Client) -> None:
    number = handed_in(house)["statement"]
    house.sign_in(client, "la-adviser")
    page = client.get(f"/statements/{number}/languages/en/")
    check_page(page)
    form = {"under": house.item, "title": "On it", "language": "en", "words": "New words."}
    assert client.post(f"/statements/{number}/languages/en/", form | {"request_id": request_id()}).status_code == 302
    check_page(client.get(f"/statements/{number}/languages/new/"))
    lao = {"language": "lo", "words": "ຂອບໃຈ"}
    added = client.post(f"/statements/{number}/languages/new/", lao | {"request_id": request_id()})
    assert added.status_code == 302
    twice = client.post(f"/statements/{number}/languages/new/", lao | {"request_id": request_id()})
    assert "is there in “lo” already" in said(twice)
    assert [one.words for one in Statement.objects.get().versions.all()] == ["New words.", "ຂອບໃຈ"]
    assert client.post(f"/statements/{number}/withdraw").status_code == 302
    assert Statement.objects.get().state == "withdrawn"


def test_to_others_an_embargoed_statement_is_not_there(house: House, client: Client) -> None:
    number = handed_in(house)["statement"]
    for who in ("sg-head", "chair", "nz-observer", "som-my-head"):
        house.sign_in(client, who)
        for page in ("", "files/en", "languages/en/", "languages/new/"):
            assert client.get(f"/statements/{number}/{page}").status_code == 404, (who, page)
        for verb in ("withdraw", "release", "publish", "link"):
            assert client.post(f"/statements/{number}/{verb}").status_code == 404, (who, verb)
    assert Statement.objects.get().state == "handed_in"


def test_the_secretariat_publishes_and_then_everybody_reads_it_without_an_account(house: House, client: Client) -> None:
    number = publishable(house)["statement"]
    assert client.get(f"/statements/{number}/").status_code == 404
    house.sign_in(client, "clerk")
    assert "Publish it" in said(client.get(f"/statements/{number}/"))
    assert client.post(f"/statements/{number}/publish").status_code == 302
    client.logout()
    answer = client.get(f"/statements/{number}/")
    check_page(answer)
    assert WORDS in said(answer)
    listed = client.get(f"/meetings/{house.meeting}/statements/")
    check_page(listed)
    assert "On the reserve" in said(listed)


def test_who_presides_links_a_delivered_statement_with_its_intervention(house: House, client: Client) -> None:
    number = delivered(house, under=None)["statement"]
    house.act(statements.release, "la-head", statement=number)
    intervention = spoken(house)
    page = client_page(house, client, "clerk", number)
    assert [one.get("value") for one in page.cssselect("#linked option")].count(str(intervention)) == 1
    answer = client.post(f"/statements/{number}/link", {"intervention": intervention})
    assert answer.status_code == 302
    assert Statement.objects.get().intervention_id == intervention
    assert client.post(f"/statements/{number}/link", {"intervention": "x"}).status_code == 409


def test_an_empty_list_says_what_to_do_to_those_who_may(house: House, client: Client) -> None:
    address = f"/meetings/{house.meeting}/statements/"
    assert "Hand yours in before you speak" in said(house.sign_in(client, "la-adviser").get(address))
    assert "Hand a statement in" not in said(house.sign_in(client, "chair").get(address))
    with beside_the_frame():
        Meeting.objects.filter(pk=house.meeting).update(open_to_public=True)
    client.logout()
    assert "Statements appear once they are delivered" in said(client.get(address))


def test_what_there_is_not_is_not_found(house: House, client: Client) -> None:
    house.sign_in(client, "la-head")
    for page in ("/statements/99/", "/meetings/99/statements/", "/meetings/99/statements/new/", "/clerk-notes/99/"):
        assert client.get(page).status_code == 404, page
    assert client.get(f"/statements/{handed_in(house)['statement']}/languages/fr/").status_code == 404
