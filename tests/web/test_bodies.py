from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communique.records.models import Body, Chairmanship, JournalEntry, Party, Person, Seat
from communique.web import bodies
from tests.house import House, request_id

pytestmark = pytest.mark.django_db

DESK = "/bodies/amm/desk/"
MEMBER = {"iso": "TH", "code": "", "name": "", "official_name": "", "order": ""}
GRANT = {"email": "Head.TH@example.org", "name": "Head Ploy", "role": "delegate", "party": "MY"}


def send(client: Client, where: str, data: dict[str, Any], **more: Any) -> Any:
    return client.post(where, {"request_id": request_id(), **data}, **more)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


# the public page


def test_the_public_reads_who_is_a_member_but_not_who_sits(client: Client, house: House) -> None:
    answer = client.get("/bodies/amm/")
    page = words(answer)
    assert answer.status_code == 200
    members = re.findall(r'class="flag" src="[^"]*/(\w\w)\.svg"', page)
    assert members[:4] == ["la", "my", "sg", "vn"]
    assert "New Zealand" in page
    assert "Lao PDR chairs next" in page
    for name in ("Head Bounmy", "Clerk Thuy", "Chair Minh", "example.org"):
        assert name not in page
    assert "/desk/" not in page


def test_the_bodys_own_table_reads_who_sits(client: Client, house: House) -> None:
    for who in ("la-adviser", "nz-observer", "clerk"):
        page = words(house.sign_in(client, who).get("/bodies/amm/"))
        assert "Head Bounmy" in page
        assert "Clerk Thuy" in page
        assert "Nobody Pat" not in page
        assert "@example.org" not in page


def test_another_bodys_table_reads_what_the_public_reads(client: Client, house: House) -> None:
    page = words(house.sign_in(client, "som-my-head").get("/bodies/amm/"))
    assert "Head Bounmy" not in page


def test_there_is_no_page_for_a_body_that_was_never_founded(client: Client, house: House) -> None:
    assert client.get("/bodies/asem/").status_code == 404


def test_the_desk_is_offered_to_whoever_may_use_it(client: Client, house: House) -> None:
    for who, offered in (("clerk", True), ("operator", True), ("pen", False), ("chair", False), ("la-head", False)):
        assert (DESK in words(house.sign_in(client, who).get("/bodies/amm/"))) is offered, who


# who may


@pytest.mark.parametrize("who", ["pen", "chair", "la-head", "nz-observer", "nobody", "som-my-head"])
def test_the_desk_is_closed_to_all_others(client: Client, house: House, who: str) -> None:
    house.sign_in(client, who)
    before = Party.objects.count(), Seat.objects.count(), JournalEntry.objects.count()
    tries = [
        client.get(DESK),
        send(client, f"{DESK}members/", MEMBER),
        send(client, f"{DESK}observers/", MEMBER),
        send(client, f"{DESK}chairmanship/", {"year": 2021, "party": "LA"}),
        send(client, f"{DESK}seats/", GRANT),
        client.get(f"{DESK}seats/{house.seats['la-head']}/invitation/"),
        send(client, f"{DESK}seats/{house.seats['la-head']}/invitation/", {"hours": 24}),
        send(client, f"{DESK}seats/{house.seats['la-head']}/end/", {}),
    ]
    for answer in tries:
        assert answer.status_code == 403
        assert "Only a clerk of the secretariat may do this." in words(answer)
    assert client.get("/desk/").status_code == 403
    assert send(client, "/desk/", {"name": "X", "short_name": "X"}).status_code == 403
    assert before == (Party.objects.count(), Seat.objects.count(), JournalEntry.objects.count())
    assert not mail.outbox


def test_a_clerk_has_no_desk_in_another_body(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert client.get("/bodies/som/desk/").status_code == 403
    other = house.seats["som-my-head"]
    assert send(client, f"/bodies/som/desk/seats/{other}/end/", {}).status_code == 403
    assert send(client, f"{DESK}seats/{other}/end/", {}).status_code == 404
    assert send(client, f"{DESK}seats/{other}/invitation/", {"hours": 24}).status_code == 404
    assert Seat.objects.get(pk=other).ended_at is None


def test_who_is_signed_out_is_led_to_the_door_and_back(client: Client, house: House) -> None:
    assert client.get(DESK)["Location"] == f"/accounts/login/?next={DESK}"
    assert send(client, f"{DESK}seats/", GRANT).status_code == 401


# members and observers


def test_a_country_needs_no_more_than_to_be_chosen(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, f"{DESK}members/", MEMBER, follow=True)
    assert "Thailand is a member now." in words(answer)
    party = Party.objects.get(body=house.body, code="TH")
    assert (party.iso, party.name, party.official_name) == ("TH", "Thailand", "Kingdom of Thailand")
    assert (party.member, party.order) == (True, 5)


def test_an_organisation_is_admitted_by_its_own_code_and_name(client: Client, house: House) -> None:
    house.sign_in(client, "operator")
    send(client, f"{DESK}observers/", {"iso": "", "code": "un", "name": "United Nations"})
    party = Party.objects.get(body=house.body, code="UN")
    assert (party.iso, party.name, party.member) == ("", "United Nations", False)


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, f"{DESK}members/", MEMBER | {"code": "la", "official_name": "Kept words"})
    page = words(answer)
    assert answer.status_code == 409
    assert 'id="members-code_error">The code “LA” is taken in this body.' in page
    described = re.search(r'<input[^>]*id="members-code"[^>]*>', page)
    assert described is not None
    assert 'aria-invalid="true"' in described[0]
    assert 'aria-describedby="members-code_helptext members-code_error"' in described[0]
    assert 'value="Kept words"' in page
    assert not Party.objects.filter(body=house.body, iso="TH").exists()


def test_what_is_no_choice_is_refused_on_the_form(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    for data in (MEMBER | {"iso": "ZZ"}, MEMBER | {"order": "0"}, MEMBER | {"name": "x" * 101}):
        answer = send(client, f"{DESK}members/", data)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in words(answer)
    assert Party.objects.filter(body=house.body).count() == 5


def test_a_double_click_acts_once(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    data = MEMBER | {"request_id": "the-same-request"}
    first, second = client.post(f"{DESK}members/", data), client.post(f"{DESK}members/", data)
    assert first.status_code == second.status_code == 302
    assert Party.objects.filter(body=house.body, iso="TH").count() == 1
    assert JournalEntry.objects.filter(action="member.admit", facts__party="TH").count() == 1


def test_an_old_page_filled_in_anew_asks_for_something_new(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    for iso in ("TH", "PH"):
        client.post(f"{DESK}members/", MEMBER | {"iso": iso, "request_id": "the-same-request"})
    assert Party.objects.filter(body=house.body, iso__in=["TH", "PH"]).count() == 2


def test_a_form_without_its_id_is_refused_and_then_has_one(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = client.post(f"{DESK}members/", MEMBER)
    assert answer.status_code == 422
    assert "The request carries no proper id, so nothing was done." in words(answer)
    fresh = answer.context["forms"]["members"]["request_id"].value()
    assert client.post(f"{DESK}members/", MEMBER | {"request_id": fresh}).status_code == 302


def test_there_are_no_other_forms(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert send(client, f"{DESK}quorum/", {}).status_code == 404
    assert client.get(f"{DESK}members/").status_code == 405


# the chairmanship


def test_the_chairmanship_goes_round(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, f"{DESK}chairmanship/", {"year": 2021, "party": "LA"}, follow=True)
    assert "Lao PDR chairs in 2021." in words(answer)
    assert Chairmanship.objects.get(body=house.body, year=2021).party.code == "LA"
    assert "Malaysia chairs next" in words(client.get("/bodies/amm/"))


def test_an_observer_does_not_chair(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    assert send(client, f"{DESK}chairmanship/", {"year": 2021, "party": "NZ"}).status_code == 422
    answer = send(client, f"{DESK}chairmanship/", {"year": 12, "party": "LA"})
    assert answer.status_code == 409
    assert "12 can't be the year" in words(answer)


# seats


def test_a_seat_is_granted_to_somebody_new(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, f"{DESK}seats/", GRANT, follow=True)
    assert "Head Ploy has a seat now." in words(answer)
    seat = Seat.objects.get(person__email="head.th@example.org")
    assert (seat.role, seat.party and seat.party.code, seat.body_id) == ("delegate", "MY", house.body)
    assert not seat.person.has_usable_password()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"party": ""}, "choose the member"),
        ({"party": "NZ"}, "choose the member"),
        ({"role": "observer"}, "choose which"),
        ({"role": "pen"}, "leave the party empty"),
        ({"email": "head.bounmy"}, "valid email address"),
        ({"email": "la-head@example.org", "role": "head", "party": "LA"}, "Head Bounmy holds this seat already."),
        ({"role": "king"}, "not one of the available choices"),
    ],
)
def test_a_seat_that_cannot_be_is_refused_on_the_form(
    client: Client, house: House, change: dict[str, str], sentence: str
) -> None:
    house.sign_in(client, "clerk")
    before = Seat.objects.count()
    answer = send(client, f"{DESK}seats/", GRANT | change)
    assert answer.status_code in {409, 422}
    assert sentence in words(answer)
    assert 'value="Head Ploy"' in words(answer)
    assert Seat.objects.count() == before


def test_an_ended_seat_lets_nobody_act_and_is_kept_in_view(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    seat = house.seats["la-delegate"]
    answer = send(client, f"{DESK}seats/{seat}/end/", {}, follow=True)
    assert "The seat of Delegate Souk has ended." in words(answer)
    assert Seat.objects.get(pk=seat).ended_at is not None
    assert "2 ended seats" in words(answer)
    again = send(client, f"{DESK}seats/{seat}/end/", {})
    assert again.status_code == 409
    assert "That seat was ended before." in words(again)


def test_a_clerk_does_not_end_the_seat_it_acts_from(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    own = house.seats["clerk"]
    assert f"seats/{own}/end/" not in words(client.get(DESK))
    answer = send(client, f"{DESK}seats/{own}/end/", {})
    assert answer.status_code == 409
    assert "You can't end the seat that you act from." in words(answer)


# invitations


def test_an_invitation_is_shown_once_and_mailed_and_lets_its_holder_in(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    where = f"{DESK}seats/{house.seats['la-head']}/invitation/"
    assert "mailed to la-head@example.org" in words(client.get(where))
    answer = send(client, where, {"hours": 24})
    page = words(answer)
    found = re.search(r'value="(http://127\.0\.0\.1:8000(/in/[^"]+))"', page)
    assert found is not None
    assert "no-store" in answer["Cache-Control"]
    assert mail.outbox[0].to == ["la-head@example.org"]
    assert "Foreign Ministers" in mail.outbox[0].subject
    assert found[1] in mail.outbox[0].body
    assert "(Lao PDR, Head of delegation)" in mail.outbox[0].body
    entry = JournalEntry.objects.get(action="seat.invite")
    assert entry.facts["hours"] == 24
    assert found[2].removeprefix("/in/") not in str(entry.facts)
    guest = Client()
    assert guest.get(found[2])["Location"] == "/"
    assert guest.session["seat"] == house.seats["la-head"]


def test_an_invitation_pressed_twice_is_mailed_once(client: Client, house: House, monkeypatch: Any) -> None:
    house.sign_in(client, "clerk")
    where = f"{DESK}seats/{house.seats['la-head']}/invitation/"
    data = {"hours": 24, "request_id": "the-same-request"}
    for _ in range(2):
        assert "/in/" in words(client.post(where, data))
    assert len(mail.outbox) == 1
    assert JournalEntry.objects.filter(action="seat.invite").count() == 1
    later = bodies.time.time() + 120
    monkeypatch.setattr(bodies.time, "time", lambda: later)
    answer = client.post(where, data, follow=True)
    assert "That link was shown before." in words(answer)
    assert "/in/" not in words(answer)


def test_a_mail_that_cannot_leave_does_not_lose_the_link(client: Client, house: House, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    house.sign_in(client, "clerk")
    answer = send(client, f"{DESK}seats/{house.seats['la-head']}/invitation/", {"hours": 24})
    assert answer.status_code == 200
    assert "could not be sent: hand the link over yourself" in words(answer)
    assert "/in/" in words(answer)


def test_nobody_is_invited_to_a_seat_that_has_ended(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    seat = house.seats["la-delegate"]
    send(client, f"{DESK}seats/{seat}/end/", {})
    answer = send(client, f"{DESK}seats/{seat}/invitation/", {"hours": 24})
    assert answer.status_code == 409
    assert "That seat was ended before." in words(answer)
    assert not mail.outbox


# the operator's desk


def test_the_operator_founds_a_body_with_its_rules(client: Client, house: House) -> None:
    house.sign_in(client, "operator")
    assert "Senior Officials" in words(client.get("/desk/"))
    rules = {"quorum": 7, "time_zone": "Asia/Jakarta", "jurisdiction": "aa-asean", "observers_read_drafts": "on"}
    answer = send(client, "/desk/", {"name": "Coordinating Council", "short_name": "ACC", **rules}, follow=True)
    assert answer.redirect_chain == [("/bodies/acc/desk/", 302)]
    assert "Coordinating Council has been founded." in words(answer)
    body = Body.objects.get(slug="acc")
    assert (body.quorum, body.time_zone, body.jurisdiction) == (7, "Asia/Jakarta", "aa-asean")
    assert body.observers_read_drafts


def test_a_name_that_is_taken_is_refused_on_the_form(client: Client, house: House) -> None:
    house.sign_in(client, "operator")
    rules = {"quorum": 1, "time_zone": "UTC", "jurisdiction": "aa-body"}
    answer = send(client, "/desk/", {"name": "Another", "short_name": "amm", **rules})
    assert answer.status_code == 409
    assert "“amm” is taken already." in words(answer)
    assert 'value="Another"' in words(answer)
    answer = send(client, "/desk/", {"name": "Another", "short_name": "X", **rules, "time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert Body.objects.count() == 2


def test_the_operator_seats_the_first_clerk_of_a_new_body(client: Client, house: House) -> None:
    house.sign_in(client, "operator")
    house.found("Economic Ministers", "AEM")
    assert "Nobody sits here yet." in words(client.get("/bodies/aem/desk/"))
    send(client, "/bodies/aem/desk/seats/", {"email": "c@example.org", "name": "C", "role": "clerk", "party": ""})
    clerk = Client()
    clerk.force_login(Person.objects.get(email="c@example.org"))
    assert clerk.get("/bodies/aem/desk/").status_code == 200


def test_the_next_chairmanship_to_set_is_the_year_after_the_last(client: Client, house: House) -> None:
    house.sign_in(client, "operator")
    assert client.get(DESK).context["forms"]["chairmanship"]["year"].value() == 2021
    assert client.get("/bodies/som/desk/").context["forms"]["chairmanship"]["year"].value() == timezone.now().year


def test_pages_ask_no_more_of_the_database_when_more_people_sit(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    counts = []
    for who in ("one", "two"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(DESK).status_code == 200
        counts.append(len(asked))
        house.grant(f"{who}-adviser", "adviser", "SG")
        house.grant(f"{who}-delegate", "delegate", "VN")
    assert counts[0] == counts[1]
