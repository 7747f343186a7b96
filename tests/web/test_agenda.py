"""The pages of a meeting's sittings, its agenda and its papers."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

from communique.actions import agenda, meetings, papers
from communique.records.models import AgendaItem, Paper, Sitting
from communique.web import fragments
from tests.actions.deeds.agenda import PDF, lay
from tests.house import House, later, request_id
from tests.web.looking import READERS, faults, reader, tree, words

pytestmark = pytest.mark.django_db


def part(house: House, who: str, kind: str, item: int = 0) -> Any:
    said = fragments.render(f"{kind}:{house.meeting}", house.audience(who), version=7, item=item)
    assert said is not None
    return html.fragment_fromstring(said)


def buttons(element: Any) -> set[str]:
    return {words(one) for one in element.xpath(".//button | .//summary")}


def post(client: Client, where: str, **data: Any) -> Any:
    return client.post(where, {"request_id": request_id(), **data})


def said(answer: Any) -> str:
    return unescape(answer.content.decode())


# the head of a meeting


def test_the_chair_is_offered_what_can_be_done_with_the_sitting_now(house: House) -> None:
    offered = {"Suspend…", "Suspend the sitting", "Adjourn or close…", "Adjourn the meeting", "Close the meeting"}
    assert buttons(part(house, "chair", "meeting")) == offered
    assert buttons(part(house, "la-head", "meeting")) == buttons(part(house, "public", "meeting")) == set()
    chair, where = reader(house, "chair"), f"/meetings/{house.meeting}"
    assert post(chair, f"{where}/suspend", minutes="5")["Location"] == f"{where}/"
    assert buttons(part(house, "chair", "meeting")) == {
        "Resume the sitting",
        "Adjourn or close…",
        "Adjourn the meeting",
    }
    post(chair, f"{where}/resume")
    post(chair, f"{where}/adjourn")
    assert "Open the next sitting" in buttons(part(house, "chair", "meeting"))
    post(chair, f"{where}/go-on")
    post(chair, f"{where}/close")
    assert house.meeting_row().state == "closed"
    assert words(part(house, "la-head", "meeting").xpath(".//details[@class='sittings']/summary")[0]) == "Sittings"


def test_a_suspension_is_shown_with_a_clock_to_those_who_follow(house: House) -> None:
    post(reader(house, "chair"), f"/meetings/{house.meeting}/suspend", minutes="5")
    until = Sitting.objects.get(meeting=house.meeting).resumes_at
    assert until is not None
    assert timedelta(minutes=4) < until - timezone.now() <= timedelta(minutes=5)
    (clock,) = part(house, "nz-observer", "meeting").xpath(".//*[@data-until]")
    assert abs(datetime.fromisoformat(clock.get("data-until")) - until) < timedelta(seconds=1)
    assert part(house, "public", "meeting").xpath(".//*[@data-until]") == []


def test_without_minutes_a_sitting_is_suspended_until_the_chair_resumes_it(house: House) -> None:
    post(reader(house, "chair"), f"/meetings/{house.meeting}/suspend", minutes=" ")
    assert Sitting.objects.get(meeting=house.meeting).resumes_at is None


@pytest.mark.parametrize("minutes", ["0", "-5", "soon", "1441", "9" * 30])
def test_minutes_that_are_none_suspend_nothing(house: House, minutes: str) -> None:
    answer = post(reader(house, "chair"), f"/meetings/{house.meeting}/suspend", minutes=minutes)
    assert answer.status_code == 422
    assert house.meeting_row().state == "open"


def test_the_bytes_are_the_same_whenever_they_are_made(house: House) -> None:
    house.act(agenda.open_item, "chair", item=house.item)

    def made() -> list[str | None]:
        audience, kinds = house.audience("chair"), ("meeting", "agenda", "papers")
        return [fragments.render(f"{kind}:{house.meeting}", audience, version=7) for kind in kinds]

    first = made()
    with later(seconds=100):
        assert made() == first


def test_one_drawing_serves_all_delegations(house: House) -> None:
    once, drawn = fragments.remembering(), []
    for who in ("la-head", "sg-head", "my-head"):
        for kind in ("meeting", "agenda", "papers"):
            target = f"{kind}:{house.meeting}"
            drawn.append(fragments.render(target, house.audience(who), version=7, once=once))
    assert all(drawn[at] is drawn[at % 3] for at in range(9))


# the agenda


def test_the_item_before_the_meeting_is_told_apart_from_the_one_of_the_page(house: House) -> None:
    second = house.add_item("2", "Recovery", adopts=False)
    house.act(agenda.open_item, "chair", item=second)
    shown = part(house, "la-head", "agenda", item=house.item)
    (before,) = shown.xpath(".//li[@data-before]")
    assert "2 Recovery Before the meeting" in " ".join(words(before).split())
    (own,) = shown.xpath(".//*[@aria-current='page']")
    assert own.get("data-item") == str(house.item)


def test_the_chair_goes_on_with_one_button_and_may_leave_an_item_for_later(house: House) -> None:
    second = house.add_item("2", "Recovery", adopts=False)
    (go_on,) = part(house, "chair", "agenda").xpath(".//button[@data-key='i']")
    assert (go_on.get("formaction"), go_on.get("value")) == (f"/items/{house.item}/open", "close")
    chair = reader(house, "chair")
    post(chair, f"/items/{house.item}/open", leaving="close")
    answer = chair.post(f"/items/{second}/open", {"leaving": "suspend"}, headers={"HX-Request": "true"})
    assert f'data-live="agenda:{house.meeting}"' in said(answer)
    states = dict(AgendaItem.objects.values_list("number", "state"))
    assert states == {"1": "suspended", "2": "open"}
    assert "Left for later" in words(part(house, "la-head", "agenda"))
    post(chair, f"/items/{second}/suspension")
    post(chair, f"/items/{second}/end")
    assert "Closed" in words(part(house, "la-head", "agenda"))
    assert part(house, "la-head", "agenda").xpath(".//button") == []


def test_an_agenda_is_adopted_and_all_read_since_when(house: House) -> None:
    assert "Provisional agenda" in words(part(house, "la-head", "agenda"))
    post(reader(house, "chair"), f"/meetings/{house.meeting}/agenda/adoption")
    shown = part(house, "la-head", "agenda")
    assert shown.get("data-agenda") == "adopted"
    assert "Agenda adopted" in words(shown) and shown.xpath(".//time[@data-instant]")


def test_the_desk_orders_the_agenda_with_plain_buttons(house: House) -> None:
    second = house.add_item("2", "Recovery", adopts=False)
    third = house.add_item("3", "Vaccines", adopts=False)
    clerk, where = reader(house, "clerk"), f"/meetings/{house.meeting}/agenda/"
    page = clerk.get(where)
    assert faults(page) == []
    (up,) = tree(page).xpath("//button[@aria-label='Move item 3 up']")
    assert (up.get("formaction"), up.get("name"), up.get("value")) == (f"/items/{third}/place", "place", "2")
    answer = post(clerk, f"/items/{third}/place", place="2", back="agenda")
    assert answer["Location"] == where
    assert [one["title"] for one in AgendaItem.objects.values("title")] == ["Joint communiqué", "Vaccines", "Recovery"]
    post(clerk, f"/items/{second}/removal", back="agenda")
    assert not AgendaItem.objects.filter(pk=second).exists()
    other = house.convene("Retreat")
    assert "to Retreat" in said(clerk.get(where))
    post(clerk, f"/items/{third}/deferral", to_meeting=str(other), back="agenda")
    assert AgendaItem.objects.get(pk=third).deferred_to_id == other
    assert "Deferred: Retreat" in words(tree(clerk.get(where)))


@pytest.mark.parametrize(
    ("who", "status"),
    [("chair", 200), ("clerk", 200), ("operator", 200), ("pen", 403), ("la-head", 403), ("public", 302)],
)
def test_for_whom_the_desk_is(house: House, who: str, status: int) -> None:
    client = reader(house, who)
    assert client.get(f"/meetings/{house.meeting}/agenda/").status_code == status
    assert client.get(f"/items/{house.item}/change/").status_code == status


def test_an_item_is_changed_on_its_page(house: House) -> None:
    clerk, where = reader(house, "clerk"), f"/items/{house.item}/change/"
    assert faults(clerk.get(where)) == []
    answer = post(clerk, where, number="1", title="The communiqué", minutes="40", adopts="on")
    assert answer["Location"] == f"/meetings/{house.meeting}/agenda/"
    row = AgendaItem.objects.get(pk=house.item)
    assert (row.title, row.minutes) == ("The communiqué", 40)
    answer = post(clerk, where, number="1", title="The communiqué")
    assert answer.status_code == 409
    assert 'id="id_adopts_error">Item 1 has a text already.' in said(answer)


def test_a_new_item_is_offered_its_number_where_it_shall_stand(house: House) -> None:
    house.add_item("2", "Recovery", adopts=False)
    clerk, where = reader(house, "clerk"), f"/meetings/{house.meeting}/items/new/"
    form = clerk.get(f"{where}?place=2").context["form"]
    assert (form["number"].value(), form["place"].value()) == ("1 bis", 2)
    post(clerk, where, number="1 bis", title="Tourism", place="2")
    assert list(AgendaItem.objects.values_list("number", flat=True)) == ["1", "1 bis", "2"]
    for odd in ("x", "-1", "0", "999999", "99"):
        assert clerk.get(f"{where}?place={odd}").status_code == 200


def test_what_was_deferred_here_is_put_on_the_agenda(house: House) -> None:
    other = house.convene("Retreat")
    item = house.add_item("2", "Recovery", adopts=False)
    house.act(agenda.defer_item, "chair", item=item, to_meeting=other)
    clerk, where = reader(house, "clerk"), f"/meetings/{other}/items/new/"
    assert f"{where}?continues={item}" in said(clerk.get(f"/meetings/{other}/agenda/"))
    form = clerk.get(f"{where}?continues={item}").context["form"]
    assert (form["title"].value(), form["continues"].value()) == ("Recovery", item)
    post(clerk, where, number="1", title="Recovery", continues=str(item))
    assert AgendaItem.objects.get(meeting=other).continues_id == item


@pytest.mark.parametrize("where", ["/items/99999/open", "/items/99999/place", "/items/99999/removal"])
def test_what_is_no_item_is_not_found(house: House, where: str) -> None:
    assert post(reader(house, "chair"), where, place="1").status_code == 404


# papers


def upload(content: bytes = PDF, name: str = "notes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_paper_is_laid_and_lies_in_the_room(house: House) -> None:
    pen, where = reader(house, "pen"), f"/meetings/{house.meeting}/papers/new/"
    assert faults(pen.get(where)) == []
    given = {"title": "Notes for speakers", "language": "en", "symbol": "AMM/53/INF.1", "readers": "members"}
    answer = post(pen, where, file=upload(), under=str(house.item), **given)
    assert answer["Location"] == f"/meetings/{house.meeting}/#papers-{house.meeting}"
    shown = part(house, "la-head", "papers")
    assert "AMM/53/INF.1" in words(shown) and "Notes for speakers" in words(shown)
    assert buttons(shown) == set() and buttons(part(house, "pen", "papers")) == {"Withdraw"}
    assert "Notes" not in words(part(house, "public", "papers"))
    first = Paper.objects.get()
    answer = post(pen, f"{where}?of={first.pk}", file=upload(), title="Ghi chú", language="vi")
    assert answer.status_code == 302
    assert Paper.objects.get(language="vi").of_id == first.pk
    assert pen.get(f"{where}?of=99999").status_code == 404


@pytest.mark.parametrize(
    ("given", "status", "field", "sentence"),
    [
        ({"file": b""}, 409, "file", "The file is empty, so it was not laid before the meeting."),
        ({"file": b"MZ\x90\x00"}, 409, "file", "What is in the file can't be laid here."),
        ({"file": b"x" * 2000}, 422, "file", "The file is too large"),
        ({"symbol": "no symbol"}, 409, "symbol", "can't be a symbol"),
        ({"language": "English!"}, 409, "language", "“English!” is not"),
        ({"under": "99999"}, 422, "under", "not one of the available choices"),
        ({"readers": "friends"}, 422, "readers", "not one of the available choices"),
    ],
)
def test_what_is_not_laid_is_refused_beside_its_field_and_the_rest_is_kept(
    house: House, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], status: int, field: str, sentence: str
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 1000)
    data = {"title": "Kept words", "language": "en", "readers": "members", "file": PDF} | given
    file = upload(data.pop("file"))
    answer = post(reader(house, "pen"), f"/meetings/{house.meeting}/papers/new/", file=file, **data)
    assert answer.status_code == status
    (error,) = tree(answer).xpath(f"//*[@id='id_{field}_error']")
    assert sentence in words(error)
    assert 'value="Kept words"' in said(answer)
    assert not Paper.objects.exists()


def test_a_paper_is_handed_out_so_that_it_can_do_no_harm(house: House) -> None:
    paper = lay(house, filename='../"evil\r\n.html', title="Ghi chú ../../x", readers="participants")
    answer = reader(house, "nz-observer").get(f"/papers/{paper}/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PDF, "application/pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"] and "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == ("inline; filename=\"paper.pdf\"; filename*=UTF-8''Ghi-ch%C3%BA-x.en.pdf")
    assert answer["Cache-Control"] == "no-cache, private"
    again = reader(house, "nz-observer").get(f"/papers/{paper}/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_a_browser_would_run_is_saved_and_not_opened(house: House) -> None:
    paper = lay(house, content=b"We met.\n", readers="public")
    answer = Client().get(f"/papers/{paper}/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Cache-Control"] == "no-cache, public"


@pytest.mark.parametrize("who", READERS)
def test_to_whom_a_paper_is_not_it_is_not_there(house: House, who: str) -> None:
    paper = lay(house, readers="members")
    client = reader(house, who)
    inside = who in {"la-adviser", "la-head", "pen", "clerk", "chair"}
    assert client.get(f"/papers/{paper}/").status_code == (200 if inside else 404)
    may_withdraw = who in {"pen", "clerk", "chair"}
    status = 302 if may_withdraw else 403 if inside else 404
    assert post(client, f"/papers/{paper}/withdrawal").status_code == status
    assert client.get("/papers/99999/").status_code == 404


def test_a_withdrawn_paper_is_handed_out_no_more_and_its_line_stays(house: House) -> None:
    paper = lay(house, readers="participants")
    house.act(papers.withdraw, "pen", paper=paper)
    assert reader(house, "la-head").get(f"/papers/{paper}/").status_code == 404
    assert reader(house, "chair").get(f"/papers/{paper}/").status_code == 200
    shown = part(house, "la-head", "papers")
    assert "Withdrawn" in words(shown) and shown.xpath(f".//a[@href='/papers/{paper}/']") == []


def test_an_empty_place_says_what_to_do_next(house: House) -> None:
    house.meeting = house.convene("Retreat")
    assert "No papers lie before the meeting yet. Lay the first one." in words(part(house, "pen", "papers"))
    assert "Nothing is on the agenda yet." in words(part(house, "chair", "agenda"))
    house.act(meetings.open_meeting, "chair", meeting=house.meeting)
    assert "Nothing is on the agenda yet. Add its first item." in said(
        reader(house, "chair").get(f"/meetings/{house.meeting}/agenda/")
    )
