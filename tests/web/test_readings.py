"""The strip of the reading, what waits for whom, and what a page sends about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from lxml import html

from communique.actions import decisions
from communique.actions import readings as acts
from communique.records import documents
from communique.records.models import Confirmation, ParagraphStatus, Reading, Text
from communique.web import fragments
from tests.house import House
from tests.web.looking import faults, reader, tree, words
from tests.web.test_writes import places, refused, send

LAST = "next meeting"


def part(house: House, who: str, kind: str) -> Any:
    return html.fragment_fromstring(fragments.render(f"{kind}:{house.text}", house.audience(who), version=7) or "")


def buttons(element: Any) -> list[str]:
    return [words(one) for one in element.xpath(".//button")]


def opened(house: House, at: str = LAST) -> str:
    house.act(acts.open_reading, "chair", text=house.text)
    paragraph = house.paragraph(at)[0]
    house.act(acts.move, "chair", text=house.text, paragraph=paragraph)
    return paragraph


def agreed(house: House, **given: Any) -> str:
    paragraph = house.paragraph(LAST)[0]
    house.act(acts.agree, "chair", text=house.text, paragraph=paragraph, **given)
    return paragraph


def to(house: House, paragraph: str, what: str) -> str:
    return f"/texts/{house.text}/paragraphs/{paragraph}/{what}"


def test_the_chair_opens_leads_and_closes_a_reading_by_its_page(house: House) -> None:
    answer = send(house, "chair", f"/texts/{house.text}/reading")
    assert places(answer) == [f"reading:{house.text}", f"standings:{house.text}"]
    paragraph = house.paragraph(LAST)[0]
    assert send(house, "chair", f"/texts/{house.text}/reading/place", paragraph=paragraph).status_code == 200
    assert Reading.objects.get().paragraph == paragraph
    refused(send(house, "la-head", f"/texts/{house.text}/reading/end"), 403, "only_the_chair")
    assert send(house, "chair", f"/texts/{house.text}/reading/end").status_code == 200
    assert Reading.objects.get().closed_at is not None


def test_a_paragraph_is_agreed_with_a_date_and_the_margin_comes_with_it(house: House) -> None:
    house.table("la-head", LAST, "54th meeting")
    paragraph = house.paragraph(LAST)[0]
    day = timezone.localdate() + timedelta(days=9)
    sentence = refused(send(house, "chair", to(house, paragraph, "agreed"), version=0), 409, "paragraph_has_amendments")
    assert "proposals before the meeting (1)" in sentence
    answer = send(
        house,
        "chair",
        to(house, paragraph, "agreed"),
        version=0,
        confirm_by=day.isoformat(),
        overtake="1",
        words="Yes.",
    )
    assert places(answer) == [f"{kind}:{house.text}" for kind in ("reading", "standings", "proposals")]
    row = ParagraphStatus.objects.get()
    assert (row.status, row.confirm_by, row.note) == ("agreed", day, "Yes.")


def test_the_form_says_which_words_were_read(house: House) -> None:
    house.act(acts.open_reading, "chair", text=house.text)
    paragraph = house.paragraph(LAST)[0]
    house.act(acts.move, "chair", text=house.text, paragraph=paragraph)
    strip = fragments.render(f"reading:{house.text}", house.audience("chair"), version=1)
    (field,) = html.fromstring(strip or "").xpath("//form[starts-with(@id, 'agree-')]/input[@name='version']")
    house.type(" soon", after=LAST)
    answer = send(house, "chair", to(house, paragraph, "agreed"), version=field.get("value"))
    assert "Read it as it stands now" in refused(answer, 409, "agreed_words_moved_on")
    refused(send(house, "chair", to(house, paragraph, "agreed")), 422, "bad_input")


def test_a_date_that_is_none_is_said_so(house: House) -> None:
    paragraph = house.paragraph(LAST)[0]
    for said in ("tomorrow", "2020-13-01", "2020-09-09T00:00"):
        sentence = refused(
            send(house, "chair", to(house, paragraph, "agreed"), version=0, confirm_by=said), 409, "bad_date"
        )
        assert said in sentence
    refused(
        send(house, "chair", to(house, paragraph, "agreed"), version=0, confirm_by="2020-09-09"), 409, "date_is_over"
    )


def test_holding_reopening_and_a_capitals_answer(house: House) -> None:
    paragraph = house.paragraph(LAST)[0]
    refused(send(house, "chair", to(house, paragraph, "held"), words=""), 409, "words_missing")
    assert send(house, "chair", to(house, paragraph, "held"), words="Later.").status_code == 200
    assert send(house, "chair", to(house, paragraph, "open"), words="Now.").status_code == 200
    agreed(house)
    assert send(house, "la-head", to(house, paragraph, "confirmed")).status_code == 200
    assert Confirmation.objects.get().confirmed
    assert send(house, "my-head", to(house, paragraph, "not-confirmed"), words="Our parliament.").status_code == 200
    assert ParagraphStatus.objects.get().status == "reopened"


def test_a_plain_form_comes_back_to_its_paragraph(house: House) -> None:
    paragraph = agreed(house)
    answer: HttpResponse = reader(house, "la-head").post(to(house, paragraph, "confirmed"))
    assert (answer.status_code, answer["Location"]) == (302, f"/texts/{house.text}/#p-{paragraph}")


def test_the_strip_says_what_negotiators_say(house: House) -> None:
    assert "0 of 5 paragraphs agreed ad referendum" in words(part(house, "nz-observer", "reading"))
    opened(house)
    agreed(house)
    for who in ("chair", "la-head", "pen", "nz-observer"):
        said = words(part(house, who, "reading"))
        assert "First reading" in said and "1 of 5 paragraphs agreed ad referendum" in said
        assert "3 bracketed, 1 clean and not yet agreed" in said
        assert "The chair is at paragraph 4 Agreed ad referendum" in said


def test_each_audience_is_offered_what_it_can_do_where_the_chair_is(house: House) -> None:
    assert buttons(part(house, "chair", "reading")) == ["Open the first reading"]
    opened(house)
    led = ["Lead the reading", "Previous", "Next"]
    assert buttons(part(house, "chair", "reading")) == [*led, "Agree 4 ad referendum", "Hold it", "Close this reading"]
    assert buttons(part(house, "la-head", "reading")) == ["Follow the chair"]
    paragraph = agreed(house)
    assert buttons(part(house, "chair", "reading")) == [*led, "Reopen it", "Close this reading"]
    confirming = ["Confirm 4 for our capital", "Open it again"]
    assert buttons(part(house, "la-head", "reading")) == ["Follow the chair", *confirming]
    assert buttons(part(house, "la-head", "standings")) == confirming
    for who in ("la-adviser", "pen", "nz-observer"):
        assert buttons(part(house, who, "reading")) == ["Follow the chair"]
        assert buttons(part(house, who, "standings")) == []
    house.act(acts.confirm, "la-head", text=house.text, paragraph=paragraph)
    assert buttons(part(house, "la-head", "standings")) == []
    house.act(acts.close, "chair", text=house.text)
    assert buttons(part(house, "chair", "reading")) == ["Open the next reading"]


def test_the_chair_is_led_to_the_huddles_form_with_the_paragraph(house: House) -> None:
    paragraph = opened(house)
    (way,) = part(house, "chair", "reading").xpath(".//a[@data-send]")
    assert (words(way), way.get("data-send")) == ("Send 4 to a huddle", paragraph)
    place = way.get("href").removeprefix("#")
    assert part(house, "chair", "huddles").xpath(f".//form[@data-sending]//*[@id='{place}']")
    assert part(house, "la-head", "reading").xpath(".//a[@data-send]") == []
    agreed(house)
    assert part(house, "chair", "reading").xpath(".//a[@data-send]") == []


def test_what_waits_for_one_capital_is_folded_after_three(house: House) -> None:
    text = house.bring("One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n", item=house.add_item("9", "Another"))
    found = documents.newest(Text.objects.get(pk=text)).json()["content"]

    def own() -> Any:
        shown = fragments.render(f"standings:{text}", house.audience("la-head"), version=7)
        return html.fragment_fromstring(shown or "").xpath(".//*[@class='own']")[0]

    for at, block in enumerate(found, start=1):
        house.act(acts.agree, "chair", text=text, paragraph=block["attrs"]["id"])
        folded = own().xpath("./details")
        assert len(folded) == (at > 3)
    assert len(own().xpath("./ul/li")) == 3 and len(folded[0].xpath("./ul/li")) == 2
    assert words(folded[0].xpath("./summary")[0]) == "2 more"
    assert words(own().xpath("./h3")[0]) == "5 paragraphs wait for your capital"


def test_what_is_agreed_says_whom_it_waits_for_and_what_is_open_again_why(house: House) -> None:
    day = timezone.localdate() + timedelta(days=9)
    paragraph = agreed(house, confirm_by=day)
    house.act(acts.confirm, "sg-head", text=house.text, paragraph=paragraph)
    said = words(part(house, "nz-observer", "standings"))
    assert "Nothing is agreed until everything is agreed." in said
    assert f"Waits for LA , MY , VN until {day.day} {day:%B %Y}" in said
    house.act(acts.confirm, "my-head", text=house.text, paragraph=paragraph, confirmed=False, words="<b>Why</b>")
    shown = part(house, "nz-observer", "standings")
    assert "Malaysia: its capital can’t confirm <b>Why</b>" in words(shown)
    assert shown.xpath(".//b") == []


def test_that_nothing_is_agreed_yet_is_said_until_the_text_is_adopted(house: House) -> None:
    said = "Nothing is agreed until everything is agreed."
    assert said in words(part(house, "la-head", "standings"))
    question = house.put()
    assert said in words(part(house, "la-head", "standings"))
    house.act(decisions.object_to, "la-head", question=question, reason="Not yet.")
    house.adopt()
    assert said not in words(part(house, "la-head", "standings"))


def test_the_text_says_where_a_paragraph_stands_before_any_script_does(house: House) -> None:
    paragraph = agreed(house)
    held = house.paragraph("outbreaks")[0]
    house.act(acts.hold, "chair", text=house.text, paragraph=held, words="Later.")
    opened(house)
    for who in ("chair", "la-head", "nz-observer"):
        answer = reader(house, who).get(f"/texts/{house.text}/")
        assert faults(answer) == []
        page = tree(answer)
        stands = {one.get("data-id"): one.get("data-stands") for one in page.xpath("//*[@data-stands][@data-id]")}
        assert stands == {paragraph: "agreed", held: "held"}


def test_the_sixth_reading_has_a_name_too(house: House) -> None:
    for _ in range(6):
        house.act(acts.open_reading, "chair", text=house.text)
        house.act(acts.close, "chair", text=house.text)
    said = words(part(house, "la-head", "reading"))
    assert "Reading 6" in said and "Fifth reading" in said
    assert str(timezone.now().year) in said
