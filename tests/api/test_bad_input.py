"""Whatever comes in, it gets its own clear answer, a status and a sentence, and leaves nothing half-done."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communique.actions import bodies
from communique.records.models import Amendment, JournalEntry, Text
from tests.api.knocking import Page, refusal
from tests.guards import Broken, beside_the_frame, failing_at
from tests.house import House, everything, insertion, request_id, saying

HOSTILE_LINK = {"type": "link", "attrs": {"href": "javascript:alert(1)", "title": ""}}

STEPS: dict[str, tuple[Any, int, str]] = {
    "no list": ("typing", 422, "malformed_request"),
    "none at all": ([], 422, "malformed_steps"),
    "no step": ([{}], 422, "malformed_steps"),
    "another kind": ([{"stepType": "__proto__"}], 422, "malformed_steps"),
    "numbers that are none": ([{"stepType": "replace", "from": "1", "to": None}], 422, "malformed_steps"),
    "beyond the end": ([insertion(10**9, "x")], 409, "step_failed"),
    "behind the beginning": ([insertion(-1, "x")], 422, "malformed_steps"),
    "an unknown node": (
        [{"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [{"type": "script"}]}}],
        422,
        "malformed_steps",
    ),
    "a link that does harm": (
        [
            {
                "stepType": "replace",
                "from": 1,
                "to": 1,
                "slice": {"content": [{"type": "text", "text": "x", "marks": [HOSTILE_LINK]}]},
            }
        ],
        422,
        "unsafe_link",
    ),
    "a character that can't be kept": ([insertion(1, "a\x00b")], 422, "unsafe_character"),
    "half an emoji": (
        [{"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [{"type": "text", "text": "\ud83d"}]}}],
        422,
        "unsafe_character",
    ),
    "too many": ([insertion(1, "x")] * 501, 422, "malformed_request"),
    "too much": ([insertion(1, "x" * 2_000_001)], 422, "too_many_steps"),
    "a paragraph that is there twice": (
        [
            {
                "stepType": "replace",
                "from": 0,
                "to": 0,
                "slice": {
                    "content": [
                        {"type": "title", "attrs": {"id": "a000000000"}},
                        {"type": "title", "attrs": {"id": "a000000000"}},
                    ]
                },
            }
        ],
        422,
        "duplicate_paragraph",
    ),
    "an attribute out of range": (
        [
            {
                "stepType": "replace",
                "from": 0,
                "to": 0,
                "slice": {"content": [{"type": "heading", "attrs": {"id": "a000000000", "level": 99, "number": ""}}]},
            }
        ],
        422,
        "bad_attribute",
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_hostile_or_malformed_step(house: House, name: str) -> None:
    steps, status, code = STEPS[name]
    before = everything()
    answer = Page(house, "pen").post(f"/texts/{house.text}/steps", version=0, steps=steps, client="browser")
    assert refusal(answer) == (status, code)
    assert everything() == before


def bomb_of_xml() -> bytes:
    entities = "".join(
        f'<!ENTITY a{level} "{"&a" + str(level - 1) + ";" if level else "x"}">'.replace(
            f"&a{level - 1};", f"&a{level - 1};" * 10
        )
        for level in range(10)
    )
    return (
        f'<?xml version="1.0"?><!DOCTYPE akomaNtoso [{entities}]>'
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><p>&a9;</p></act></akomaNtoso>'
    ).encode()


def entity_of_a_file() -> bytes:
    return (
        b'<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
        b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><meta/>'
        b"<mainBody><p>&secret;</p></mainBody></statement></akomaNtoso>"
    )


def bomb_of_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    return packed.getvalue()


FILES: dict[str, tuple[str, Callable[[], bytes], int, str]] = {
    "nothing": ("empty.md", lambda: b"", 422, "not_a_text"),
    "noise": ("noise.md", lambda: bytes(range(256)) * 50, 422, "not_a_text"),
    "a picture": ("picture.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), 422, "not_a_text"),
    "a program": ("program.md", lambda: b"\x7fELF" + bytes(500), 422, "not_a_text"),
    "an archive that is no Word file": ("archive.docx", lambda: b"PK\x03\x04" + b"\x00" * 200, 422, "malformed_text"),
    "XML that is cut short": ("cut.xml", lambda: b"<akomaNtoso><act>", 422, "malformed_text"),
    "an XML bomb": ("bomb.xml", bomb_of_xml, 422, "unsafe_file"),
    "a look at another file": ("entity.xml", entity_of_a_file, 422, "unsafe_file"),
    "a zip bomb": ("bomb.docx", bomb_of_zip, 422, "unsafe_file"),
    "too large": ("large.md", lambda: b"We state. " * 2_200_000, 413, "too_large"),
}


@pytest.mark.parametrize("name", FILES)
def test_an_import_that_is_no_text_too_large_or_a_bomb(house: House, name: str) -> None:
    filename, make, status, code = FILES[name]
    item = house.add_item("2", "Statement")
    before = everything()
    answer = Page(house, "pen").upload(f"/items/{item}/text", SimpleUploadedFile(filename, make()))
    assert refusal(answer) == (status, code)
    assert everything() == before


def test_the_limit_of_an_import_is_a_setting_and_is_said(house: House, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 3 * 1024 * 1024
    item = house.add_item("2", "Statement")
    answer = Page(house, "pen").upload(f"/items/{item}/text", SimpleUploadedFile("a.md", b"x" * (3 * 1024 * 1024 + 1)))
    assert refusal(answer) == (413, "too_large")
    assert "3 MB" in answer.json()["sentence"]


def test_a_request_too_large_to_be_read(house: House, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = Page(house, "pen").post(f"/texts/{house.text}/steps", version=0, steps=["x" * 1000], client="browser")
    assert refusal(answer) == (413, "too_large")


def test_a_stale_version_learns_the_newest(house: House) -> None:
    house.type("Dear ", after="We, the ")
    before = everything()
    answer = Page(house, "second-pen").post(
        f"/texts/{house.text}/steps", version=0, steps=[insertion(1, "x")], client="browser"
    )
    assert refusal(answer) == (409, "stale")
    assert answer.json()["facts"] == {"version": 1}
    assert everything() == before


def test_a_repeated_request_is_answered_as_the_first_and_acts_once(house: House) -> None:
    page, request = Page(house, "la-head"), request_id()
    paragraph, words = house.paragraph("outbreaks")
    sent = {"version": 0, "paragraph": paragraph, "content": saying(words + " Soon."), "request_id": request}
    answers = [page.post(f"/texts/{house.text}/amendments", **sent) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert Amendment.objects.count() == 1
    assert JournalEntry.objects.filter(action="amendment.table").count() == 1


def test_a_request_id_used_for_something_else(house: House) -> None:
    page, request = Page(house, "my-head"), request_id()
    page.post(f"/meetings/{house.meeting}/enter", request_id=request)
    before = everything()
    answer = page.post(f"/meetings/{house.meeting}/leave", request_id=request)
    assert refusal(answer) == (409, "request_id_reused")
    assert everything() == before


@pytest.mark.parametrize("request_id", ["", "short", "x" * 65, 12345678, None, ["request-1"]])
def test_a_request_without_a_proper_id(house: House, request_id: Any) -> None:
    answer = Page(house, "my-head").post(f"/meetings/{house.meeting}/enter", request_id=request_id)
    assert refusal(answer) == (422, "malformed_request")


def test_a_request_id_of_signs_that_cannot_be_kept(house: House) -> None:
    for request in ("\x00" * 8, "with a space", "réquest-1"):
        answer = Page(house, "my-head").post(f"/meetings/{house.meeting}/enter", request_id=request)
        assert refusal(answer) == (422, "malformed_request")


def test_an_expired_session(house: House) -> None:
    page = Page(house, "pen")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    before = everything()
    answer = page.post(f"/texts/{house.text}/steps", version=0, steps=[insertion(1, "x")], client="browser")
    assert refusal(answer) == (401, "signed_out")
    assert refusal(page.get(f"/texts/{house.text}")) == (401, "signed_out")
    assert everything() == before


def test_nobody_who_never_signed_in(house: House) -> None:
    before, page = everything(), Page(house)
    assert refusal(page.post(f"/meetings/{house.meeting}/enter")) == (401, "signed_out")
    assert refusal(page.get(f"/texts/{house.text}")) == (401, "signed_out")
    assert everything() == before


def test_a_session_that_is_made_up(house: House) -> None:
    page = Page(house)
    page.client.cookies["sessionid"] = "x" * 32
    assert refusal(page.post(f"/meetings/{house.meeting}/enter")) == (401, "signed_out")


def test_a_seat_that_was_ended(house: House) -> None:
    page = Page(house, "pen")
    house.act(bodies.end_seat, "operator", seat=house.seats["pen"])
    before = everything()
    typing = {"version": 0, "steps": [insertion(1, "x")], "client": "browser"}
    assert refusal(page.post(f"/texts/{house.text}/steps", **typing)) == (403, "seat_has_ended")
    del page.headers["X-Seat"]
    assert refusal(page.post(f"/texts/{house.text}/steps", **typing)) == (403, "only_the_pen")
    assert everything() == before


def test_an_account_that_was_closed(house: House) -> None:
    page = Page(house, "pen")
    with beside_the_frame():
        person = house.person("pen")
        person.is_active = False
        person.save()
    assert refusal(page.post(f"/meetings/{house.meeting}/enter")) == (401, "signed_out")


def test_a_page_that_was_opened_from_another_seat(house: House) -> None:
    """The person of my-head went over to the other body's table in another window."""
    page = Page(house, "my-head")
    house.sign_in(page.client, "som-my-head")
    before = everything()
    assert refusal(page.post(f"/meetings/{house.meeting}/enter")) == (409, "other_seat")
    assert everything() == before


@pytest.mark.parametrize("who", ["nobody", "operator"])
def test_whoever_has_no_seat_is_told_who_may(house: House, who: str) -> None:
    answer = Page(house, who).post(f"/meetings/{house.meeting}/enter")
    assert refusal(answer) == (403, "only_seats_of_the_body")


def test_a_forged_request(house: House) -> None:
    """Another site can make a browser send its cookies, but not the token of our pages."""
    before = everything()
    page = Page(house, "my-head", enforce_csrf_checks=True)
    assert refusal(page.post(f"/meetings/{house.meeting}/enter")) == (403, "unproven_request")
    page.client.cookies["csrftoken"] = "a" * 32
    page.headers["X-CSRFToken"] = "b" * 32
    assert refusal(page.post(f"/meetings/{house.meeting}/enter")) == (403, "unproven_request")
    item_before_upload = SimpleUploadedFile("a.md", b"We state.")
    assert refusal(page.upload(f"/items/{house.item}/text", item_before_upload)) == (403, "unproven_request")
    assert everything() == before
    page.headers["X-CSRFToken"] = "a" * 32
    assert page.post(f"/meetings/{house.meeting}/enter").status_code == 200


def writes(house: House) -> dict[str, dict[str, Any]]:
    paragraph, words = house.paragraph("outbreaks")
    amendment, question = house.table("la-head", "all", "any"), house.put()
    return {
        f"/texts/{house.text}/steps": {"version": 0, "steps": [insertion(1, "x")], "client": "browser"},
        f"/texts/{house.text}/amendments": {"version": 0, "paragraph": paragraph, "content": saying(words + "!")},
        f"/amendments/{amendment}/position": {"stance": "oppose"},
        f"/amendments/{amendment}/accept": {},
        f"/amendments/{amendment}/reject": {},
        f"/amendments/{amendment}/withdraw": {},
        f"/texts/{house.text}/question": {"seconds": 60},
        f"/texts/{house.text}/publication": {"symbol": "AMM/53/1"},
        f"/meetings/{house.meeting}/enter": {},
        f"/meetings/{house.meeting}/leave": {},
        f"/questions/{question}/objection": {"reason": "No."},
        f"/questions/{question}/withdrawal": {},
    }


def test_every_write_asks_for_a_signed_in_person_who_may(house: House) -> None:
    paths = writes(house)
    public, stranger = Page(house), Page(house, "som-my-head")
    forger = Page(house, "chair", enforce_csrf_checks=True)
    before = everything()
    for path, given in paths.items():
        assert refusal(public.post(path, **given)) == (401, "signed_out"), path
        assert refusal(stranger.post(path, **given))[0] == 403, path
        assert refusal(forger.post(path, **given)) == (403, "unproven_request"), path
    assert everything() == before


def test_every_write_says_what_is_wrong_with_its_request(house: House) -> None:
    before_bodies = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"request_id": 1e999}']
    paths = writes(house)
    before = everything()
    page = Page(house, "chair")
    for path in paths:
        for body in before_bodies:
            assert refusal(page.raw(path, body)) == (422, "malformed_request"), (path, body[:20])
    assert everything() == before


def test_every_object_that_there_is_not_is_not_found(house: House) -> None:
    paths, page = writes(house), Page(house, "chair")
    for path, given in paths.items():
        kind, _, rest = path.removeprefix("/").partition("/")
        for number in ("0", "999999", str(2**63), str(2**80), "-1"):
            lost = f"/{kind}/{number}/{rest.partition('/')[2]}"
            assert refusal(page.post(lost, **given)) == (404, "not_found"), lost


@pytest.mark.parametrize("path", ["/nothing", "/texts", "/", "/texts/1/2/3", "/meetings/1/enter/"])
def test_an_address_that_there_is_not(house: House, path: str) -> None:
    assert refusal(Page(house, "pen").get(path)) == (404, "not_found")
    assert refusal(Page(house).post(path)) == (404, "not_found")


def test_a_method_that_there_is_not(house: House) -> None:
    page = Page(house, "pen")
    for method in ("get", "put", "patch", "delete"):
        answer = getattr(page.client, method)(f"/api/meetings/{house.meeting}/enter")
        assert refusal(answer) == (405, "method_not_allowed")
        assert answer.headers["Allow"] == "POST"


def test_a_fault_of_the_house_itself_is_said_and_nothing_is_half_done(house: House) -> None:
    before = everything()
    with failing_at("records_donerequest"):
        answer = Page(house, "my-head").post(f"/meetings/{house.meeting}/enter")
    assert refusal(answer) == (500, "fault_of_the_house")
    assert Broken.__name__ not in answer.content.decode()
    assert everything() == before


def test_words_that_no_database_keeps(house: House) -> None:
    question = house.put()
    before = everything()
    page, path = Page(house, "la-head"), f"/questions/{question}/objection"
    for reason in ("a\x00b", "\uffff", "\u202egnorw"):
        assert refusal(page.post(path, reason=reason)) == (422, "unsafe_character")
    assert refusal(page.post(path, reason="\ud800")) == (422, "malformed_request")
    assert refusal(page.post(path, reason="x" * 2001)) == (422, "reason_too_long")
    assert everything() == before


def test_an_upload_without_a_file_or_with_broken_bounds(house: House) -> None:
    page = Page(house, "pen")
    path = f"/items/{house.item}/text"
    assert refusal(page.raw(path, b"{}")) == (422, "malformed_request")
    assert refusal(page.raw(path, b"--x\r\n", "multipart/form-data; boundary=x"))[1] == "malformed_request"
    assert refusal(page.raw(path, b"", "multipart/form-data"))[1] == "malformed_request"
    assert Text.objects.count() == 1


def test_the_facts_of_a_refusal_never_carry_what_was_not_asked_for(house: House) -> None:
    answer = Page(house, "my-head").post(f"/amendments/{house.table('la-head', 'all', 'any')}/withdraw")
    assert json.loads(answer.content) == {
        "code": "only_who_tabled_it",
        "sentence": "Only the delegation that tabled it may do this.",
        "facts": {},
    }
