"""Invitations, each delegation's own page, its letter, and the list of participants."""

from __future__ import annotations

import re
from typing import Any
from unittest import mock

import pypdfium2
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from communique.actions import registration as acts
from communique.records.models import Credentials, Participant, Registration, Seat
from tests.actions.deeds.registration import LETTER, accepted, coming, handed_in, headed, invited
from tests.house import House
from tests.web.looking import READERS, faults, reader, sentence, tree, words

CONFERENCE = "/conferences/53rd-meeting-2020/"
REGISTRATION = CONFERENCE + "registration/"
OWN = REGISTRATION + "LA/"


def post(house: House, who: str, path: str, **given: Any) -> HttpResponse:
    answer: HttpResponse = reader(house, who).post(path, {"request_id": "pressed-once"} | given)
    return answer


def said(response: HttpResponse) -> str:
    return words(tree(response).find(".//main"))


def notes(client: Client, path: str) -> str:
    return words(tree(client.get(path)).xpath("//div[@class='notes']")[0])


def test_the_clerk_invites_all_members_and_a_chosen_observer(house: House) -> None:
    coming(house)
    page = reader(house, "clerk").get(REGISTRATION)
    assert faults(page) == []
    root = tree(page)
    assert root.xpath("//input[@name='parties'][@checked]/@value") == ["LA", "MY", "SG", "VN"]
    assert root.xpath("//input[@name='email-LA']/@value") == ["la-head@example.org"]
    client = reader(house, "clerk")
    given = {
        "request_id": "pressed-once",
        "parties": ["LA", "SG", "NZ"],
        "email-LA": "mofa@la.example.org",
        "email-NZ": "mfat@nz.example.org",
        "message": "The Chair looks forward to you.",
    }
    for _press in range(2):
        assert client.post(CONFERENCE + "invitations", given).status_code == 302
    assert [one.to for one in mail.outbox] == [["mofa@la.example.org"], ["mfat@nz.example.org"]], "once, however often"
    letter = mail.outbox[0]
    assert letter.subject == "Invitation: 53rd Meeting"
    assert "The Chair looks forward to you." in letter.body and REGISTRATION in letter.body
    assert "3 delegations are invited." in notes(client, REGISTRATION)
    after = tree(client.get(REGISTRATION))
    assert after.xpath("//input[@name='parties']/@value") == ["MY", "VN"]


def test_a_refused_invitation_keeps_what_was_filled_in(house: House) -> None:
    coming(house)
    answer = post(
        house, "clerk", CONFERENCE + "invitations", **{"parties": ["LA"], "email-LA": "nobody", "message": "Come."}
    )
    assert answer.status_code == 409 and faults(answer) == []
    assert "“nobody” is not an e-mail address." in said(answer)
    root = tree(answer)
    assert root.xpath("//input[@name='email-LA']/@value") == ["nobody"]
    assert root.xpath("//input[@name='parties'][@checked]/@value") == ["LA"]
    assert words(root.xpath("//textarea")[0]) == "Come."


def test_letters_that_cannot_leave_are_told_and_the_invitation_stands(house: House) -> None:
    coming(house)
    client = reader(house, "clerk")
    given = {"request_id": "pressed-once", "parties": ["LA"], "email-LA": "mofa@la.example.org"}
    with mock.patch("django.core.mail.backends.locmem.EmailBackend.send_messages", side_effect=OSError):
        client.post(CONFERENCE + "invitations", given)
    told = notes(client, REGISTRATION)
    assert "These letters could not be sent, so hand them over yourself: mofa@la.example.org." in told
    assert Registration.objects.count() == 1
    overview = words(tree(client.get(REGISTRATION)))
    assert "the letter could not be sent" in overview and "letter sent" not in overview
    assert "The letter could not be sent" in words(tree(client.get(CONFERENCE + "registration/LA/")))
    client.post(
        CONFERENCE + "registration/LA/invitation", {"request_id": "pressed-again", "email": "mofa@la.example.org"}
    )
    assert "letter sent" in words(tree(client.get(REGISTRATION)))


def test_who_may_not_invite_is_not_offered_it_and_does_not(house: House) -> None:
    coming(house)
    for who in READERS:
        page = reader(house, who).get(REGISTRATION)
        offers = page.status_code == 200 and bool(tree(page).xpath("//form[@id='inviting']"))
        assert offers == (who in {"clerk", "operator"}), who
        if who not in {"clerk", "operator"}:
            answer = post(house, who, CONFERENCE + "invitations", parties=["LA"])
            assert answer.status_code in {401, 403}, who
    assert not Registration.objects.exists()


def test_the_invitation_is_sent_again_from_the_delegations_page(house: House) -> None:
    invited(house)
    client = reader(house, "clerk")
    assert "No letter was sent" in said(client.get(OWN))
    given = {"request_id": "pressed-once", "email": "mofa@la.example.org", "message": "Please."}
    for _press in range(2):
        assert client.post(OWN + "invitation", given).status_code == 302
    assert [one.to for one in mail.outbox] == [["mofa@la.example.org"]]
    assert post(house, "clerk", OWN + "invitation", email="", message="").status_code == 422


def test_a_delegation_is_led_to_its_own_page_and_registers(house: House) -> None:
    registration = invited(house, "LA", "SG")["LA"]
    client = reader(house, "la-adviser")
    assert client.get(REGISTRATION)["Location"] == OWN
    page = client.get(OWN)
    assert faults(page) == []
    assert "Your delegation is invited. Say whether it comes." in said(page)
    client.post(OWN + "answer", {"request_id": "answered-1", "accept": "yes", "remark": "With pleasure."})
    assert Registration.objects.get(pk=registration).answer == "accepted"
    for number, (name, role) in enumerate((("Ms Souk", "delegate"), ("H.E. Bounmy", "head"))):
        given = {"request_id": f"named-{number:04}", "name": name, "role": role, "listed": "on", "title": "Minister"}
        assert client.post(OWN + "participants", given).status_code == 302
    page = client.get(OWN)
    assert faults(page) == []
    listed = [words(one) for one in tree(page).xpath("//ol[@class='delegates']/li//b")]
    assert listed == ["H.E. Bounmy", "Ms Souk"], "the head first"
    one = Participant.objects.get(name="Ms Souk").pk
    client.post(f"{OWN}participants/{one}", {"request_id": "changed-1", "name": "Ms Souk N.", "role": "adviser"})
    changed = Participant.objects.get(pk=one)
    assert (changed.name, changed.role, changed.listed) == ("Ms Souk N.", "adviser", False)
    client.post(f"{OWN}participants/{one}/place", {"place": "1"})
    assert Participant.objects.get(pk=one).order == 1
    assert client.post(f"{OWN}participants/{one}/withdrawal").status_code == 302
    assert "1 person comes no more" in said(client.get(OWN))


def test_a_second_head_is_told_beside_the_field_and_nothing_typed_is_lost(house: House) -> None:
    headed(house)
    answer = post(house, "la-head", OWN + "participants", name="Mr Khamla", role="head", title="Deputy")
    assert answer.status_code == 409 and faults(answer) == []
    root = tree(answer)
    assert words(root.xpath("//*[@id='add-role_error']")[0]).startswith("H.E. Bounmy heads the delegation already")
    assert root.xpath("//input[@id='add-name']/@value") == ["Mr Khamla"]
    one = Participant.objects.get().pk
    path = f"{OWN}participants/{one}"
    answer = post(house, "la-head", path, name="", role="head")
    assert answer.status_code == 422 and faults(answer) == []
    assert tree(answer).xpath(f"//li[@id='person-{one}']//details[@open]")


def hand_in(house: House, who: str = "la-head", name: str = "letter.pdf", content: bytes = LETTER) -> HttpResponse:
    return post(house, who, OWN + "credentials", file=SimpleUploadedFile(name, content))


def test_a_letter_is_handed_in_returned_and_handed_in_anew(house: House) -> None:
    headed(house)
    assert hand_in(house).status_code == 302
    first = Credentials.objects.get()
    client = reader(house, "clerk")
    page = client.get(OWN)
    assert faults(page) == []
    answer = client.post(f"{OWN}credentials/{first.pk}", {"request_id": "checked-1", "accept": "no"})
    assert answer.status_code == 409 and "Say why the letter is returned" in said(answer)
    given = {"request_id": "checked-1", "accept": "no", "reason": "It is not signed."}
    assert client.post(f"{OWN}credentials/{first.pk}", given).status_code == 302
    own = said(reader(house, "la-adviser").get(OWN))
    assert "It is not signed." in own and "Credentials returned" in own
    assert hand_in(house, content=LETTER + b"\n").status_code == 302
    answer = client.post(f"{OWN}credentials/{first.pk}", {"request_id": "checked-2", "accept": "yes"})
    assert answer.status_code == 409 and "The delegation has handed in a new letter meanwhile." in said(answer)


def test_with_accepted_credentials_links_are_mailed_once(house: House) -> None:
    credentials = handed_in(house, email="minister@example.org")
    client = reader(house, "clerk")
    given = {"request_id": "checked-once", "accept": "yes", "seats": "on"}
    for _press in range(2):
        assert client.post(f"{OWN}credentials/{credentials}", given).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["minister@example.org"]
    told = notes(client, OWN)
    assert "1 seat is granted. Their links are mailed." in told
    link = re.search(r"http://\S+(/in/\S+)", str(letter.body))
    assert link is not None
    minister = Client()
    assert minister.get(link[1]).status_code == 302
    assert "Head of delegation" in str(minister.get("/").content)
    one = Participant.objects.get()
    reader(house, "la-head").post(f"{OWN}participants/{one.pk}/withdrawal")
    offered = tree(client.get(OWN)).xpath("//form[contains(@action, '/end/')]/@action")
    assert offered == [f"/bodies/amm/desk/seats/{one.seat_id}/end/"]
    client.post(offered[0], {"request_id": "ended-once"})
    assert Seat.objects.get(pk=one.seat_id).ended_at is not None


@pytest.mark.parametrize(
    ("name", "content", "status", "why"),
    [
        ("letter.pdf", b"", 422, "This is no letter"),
        ("letter.pdf", b"<html><script>alert(1)</script>%%EOF", 422, "This is no letter"),
        ("letter.exe", b"MZ\x90\x00", 422, "This is no letter"),
        ("letter.pdf", LETTER + b"\0" * 6_000_000, 413, "a letter has at most 5 MB"),
        (f"{'x' * 300}.pdf", LETTER, 422, "too long"),
    ],
)
def test_a_file_that_is_no_letter_is_told_beside_the_field(
    house: House, name: str, content: bytes, status: int, why: str
) -> None:
    headed(house)
    answer = hand_in(house, name=name, content=content)
    assert answer.status_code == status and faults(answer) == []
    assert why in said(answer)
    assert not Credentials.objects.exists()


def test_a_hostile_name_is_words_and_no_path_and_no_header(house: House) -> None:
    headed(house)
    assert hand_in(house, name='x" onmouseover=".pdf').status_code == 302
    page = reader(house, "la-head").get(OWN)
    assert faults(page) == []
    letter = reader(house, "la-head").get(f"/credentials/{Credentials.objects.get().pk}/")
    assert letter["Content-Disposition"] == f'attachment; filename="credentials-LA-{Credentials.objects.get().pk}.pdf"'


@pytest.mark.parametrize("who", READERS)
def test_the_letter_is_served_to_its_delegation_and_the_secretariat_alone(house: House, who: str) -> None:
    credentials = handed_in(house)
    answer = reader(house, who).get(f"/credentials/{credentials}/")
    if who in {"la-head", "la-adviser", "pen", "clerk"}:
        assert answer.content == LETTER
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/pdf"
        assert "sandbox" in answer["Content-Security-Policy"] and "no-store" in answer["Cache-Control"]
    else:
        assert answer.status_code in {302, 404} and LETTER not in answer.content


@pytest.mark.parametrize("who", READERS)
def test_a_delegations_page_is_its_own_and_the_secretariats(house: House, who: str) -> None:
    credentials = handed_in(house, email="zephyrine@example.org")
    client, may = reader(house, who), who in {"la-head", "la-adviser", "pen", "clerk"}
    page = client.get(OWN)
    assert (b"zephyrine" in page.content) == may
    if may:
        assert page.status_code == 200 and faults(page) == []
        return
    for path in ("answer", "participants", "credentials", f"credentials/{credentials}", "invitation"):
        assert client.post(OWN + path, {"accept": "yes"}).status_code in {401, 404}, path


def test_in_the_list_names_are_for_participants(house: House) -> None:
    headed(house, email="zephyrine@example.org")
    headed(house, "NZ", "nz-observer")
    for who in READERS:
        page = reader(house, who).get(CONFERENCE + "participants/")
        assert page.status_code == 200 and faults(page) == [], who
        shown = said(page)
        named = who in {"nz-observer", "la-adviser", "la-head", "pen", "clerk", "chair"}
        assert ("H.E. Bounmy" in shown, "Minister for Foreign Affairs" in shown) == (named, named), who
        assert "Lao PDR" in shown and "zephyrine" not in page.content.decode()
        assert ("Provisional" in shown) == named
        file = reader(house, who).get(CONFERENCE + "participants.pdf")
        assert (file.status_code == 200) == named, who


def pdf_words(content: bytes) -> str:
    opened = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in opened).split())


def test_the_list_prints_names_of_any_script_that_has_a_font(house: House) -> None:
    headed(house, name="H.E. Łukasz Ångström Nguyễn")
    coming(house, ends_in=-2)
    file = reader(house, "my-head").get(CONFERENCE + "participants.pdf")
    assert file["Content-Type"] == "application/pdf" and "no-store" in file["Cache-Control"]
    printed = pdf_words(file.content)
    assert "H.E. Łukasz Ångström Nguyễn" in printed and "Lao PDR" in printed
    assert "Final list. 1 delegation, 1 person." in printed
    assert b"pdfuaid" in file.content, "tagged for screen readers"


def test_a_name_for_whose_script_there_is_no_font_is_refused_with_a_sentence(house: House) -> None:
    headed(house, name="H.E. 𐎠𐎡𐎢")
    answer = reader(house, "my-head").get(CONFERENCE + "participants.pdf")
    assert answer.status_code == 409
    assert "no font for" in sentence(answer)


def test_an_empty_list_says_what_comes(house: House) -> None:
    for who in ("public", "la-head"):
        assert "No delegation has accepted yet." in said(reader(house, who).get(CONFERENCE + "participants/"))


def test_what_there_is_not_is_not_found(house: House) -> None:
    accepted(house)
    client = reader(house, "clerk")
    for path in (REGISTRATION + "XX/", "/conferences/nowhere/registration/", "/credentials/99/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/conferences/nowhere/participants/").status_code == 404
    for path in ("participants/99", "participants/99/place", "participants/99/withdrawal", "credentials/99"):
        assert client.post(OWN + path, {"accept": "yes", "name": "X", "role": "head"}).status_code == 404, path


def test_on_the_line_the_secretariats_place_is_drawn_anew(house: House) -> None:
    registration = invited(house)["LA"]
    client = reader(house, "la-head")
    place = tree(client.get(OWN)).xpath("//section[@data-live]")[0]
    assert place.get("data-live") == f"registrations:{house.conference}"
    house.act(acts.answer, "la-head", registration=registration, accept=False, remark="<b>No</b>")
    shown = reader(house, "clerk").get(REGISTRATION).content.decode()
    assert "&lt;b&gt;No&lt;/b&gt;" in shown
