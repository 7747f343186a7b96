"""The demonstration is loaded by actions alone, and stands in the middle of its plenary and of the second reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from communique.actions.attendance import present
from communique.demonstration import load as loading
from communique.demonstration.data import read
from communique.demonstration.links import links
from communique.demonstration.places import paragraph_at
from communique.domain.actors import Audience, audience_of
from communique.domain.errors import Refused
from communique.queries import agreed, bodies
from communique.queries.reminders import due_reminders
from communique.records import documents, versions
from communique.records.models import (
    Amendment,
    Body,
    Comment,
    Confirmation,
    Count,
    Credentials,
    Draft,
    Huddle,
    Instruction,
    Intervention,
    Meeting,
    Note,
    Objective,
    Paper,
    ParagraphStatus,
    Party,
    Reading,
    Registration,
    RollCall,
    Room,
    Seat,
    Statement,
    SummaryRecord,
    Text,
)

ACTS = [act["do"] for part in read("negotiation.json").values() for act in part]
AGREED = ACTS.count("agree") - ACTS.count("reopen")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Text]:
    """The draft of the demonstration, which all tests here only look at."""
    with django_db_blocker.unblock(), transaction.atomic():
        # A test before this one may have committed and emptied the tables, and left texts with the same ids in memory.
        documents.forget_all()
        versions.forget_all()
        Room.objects.get_or_create(pk=Room.HOUSE)
        assert loading.load()
        yield Text.objects.get(huddle=None, status="draft")
        transaction.set_rollback(True)


def pen() -> Audience:
    seat = Seat.objects.select_related("person", "party").filter(role="pen").first()
    assert seat is not None
    return audience_of(bodies.actor_from(seat))


def where(text: Text) -> list[tuple[str, str]]:
    """The numbers of paragraphs, each with where it stands."""
    numbers = {
        block["attrs"]["id"]: block["attrs"]["number"]
        for block in documents.newest(text).json()["content"]
        if block["type"] == "paragraph"
    }
    found = ParagraphStatus.objects.filter(text=text).values_list("paragraph", "status")
    return [(numbers[paragraph].rstrip("."), status) for paragraph, status in found]


def test_it_is_loaded_once(loaded: Text) -> None:
    assert not loading.load()
    assert Body.objects.count() == 1


def test_it_stands_in_the_second_reading(loaded: Text) -> None:
    readings = list(Reading.objects.filter(text=loaded))
    assert [(one.number, one.closed_at is None) for one in readings] == [(1, False), (2, True)]
    assert readings[1].paragraph == paragraph_at(documents.newest(loaded).json(), "9")["attrs"]["id"]
    stands = where(loaded)
    assert Counter(status for _, status in stands) == {"agreed": AGREED, "held": 2, "huddle": 1, "reopened": 1}
    assert {("18", "held"), ("55", "held"), ("57", "huddle"), ("7", "reopened")} <= set(stands)


def test_some_capitals_have_confirmed_one_paragraph_and_none_another(loaded: Text) -> None:
    doc = documents.newest(loaded).json()
    first, second = (paragraph_at(doc, path)["attrs"]["id"] for path in ("1", "2"))
    by = {
        key: set(Confirmation.objects.filter(status__paragraph=key).values_list("party__code", flat=True))
        for key in (first, second)
    }
    assert by[first] == {"BN", "KH", "ID", "MY", "SG"}
    assert by[second] == {"LA"}


def test_proposals_of_every_kind_and_in_every_state_lie_on_it(loaded: Text) -> None:
    rows = list(Amendment.objects.filter(text=loaded).prefetch_related("cosponsors"))
    states = {row.state for row in rows}
    assert states == {"tabled", "accepted", "amended", "merged", "withdrawn", "rejected"}
    tabled = [row for row in rows if row.state == "tabled"]
    kinds = {one["kind"] for row in tabled for one in row.operations}
    assert kinds == {"new", "alternative", "delete", "move", "merge", "split"}
    assert any(row.amends_id for row in tabled)
    assert sum(row.cosponsors.count() for row in tabled) >= 9


def test_one_huddle_is_out_and_one_has_landed_in_the_names_of_all_that_were_in_it(loaded: Text) -> None:
    first, second = Huddle.objects.filter(text=loaded)
    assert (first.state, second.state) == ("reported", "open")
    landing = Amendment.objects.get(landed_by=first)
    names = {landing.party.code, *landing.cosponsors.values_list("party__code", flat=True)}
    assert landing.state == "tabled"
    assert names == {"ID", "KH", "SG"} == set(first.parties.values_list("party__code", flat=True))
    branch = Text.objects.get(huddle=second)
    assert branch.version > 0, "something was typed in it"
    assert Comment.objects.filter(text=branch).count() == 2
    assert second.parties.exclude(ready_version=None).count() == 1


def test_one_delegation_has_drafts_instructions_and_a_comment_of_its_own(loaded: Text) -> None:
    assert set(Draft.objects.values_list("party__code", "state")) == {("LA", "draft"), ("LA", "cleared")}
    assert set(Instruction.objects.values_list("party__code", flat=True)) == {"LA"}
    assert [one.party and one.party.code for one in Comment.objects.filter(inside=True)] == ["LA"]
    assert Comment.objects.filter(inside=False, answers=None).exclude(resolved_at=None).count() == 1


def test_its_course_has_gone_up_and_down(loaded: Text) -> None:
    figures = [row.figures for row in Count.objects.filter(text=loaded)]
    brackets = [one["brackets"]["open"] for one in figures]
    assert brackets[-1] < brackets[0]
    agreed_ones = [one["agreed"] for one in figures]
    assert agreed_ones[0] == 0
    assert agreed_ones[-1] == AGREED
    assert any(later < earlier for earlier, later in pairwise(agreed_ones)), "one reopened"


def test_agreed_language_finds_what_was_adopted_before_near_a_new_paragraph(loaded: Text) -> None:
    paragraph = paragraph_at(documents.newest(loaded).json(), "14 bis")["attrs"]["id"]
    near = agreed.agreed_for(pen(), loaded.pk, paragraph=paragraph)
    assert near is not None
    assert [(one["symbol"], one["number"]) for one in near["found"]] == [("AMM/53/2", "8")]


def test_the_links_lead_each_to_a_page_of_its_own_and_say_what_to_try(loaded: Text) -> None:
    said = links()
    branch = Text.objects.get(huddle__state="open")
    assert said.count("/in/") == 10
    assert said.count(f"?next=/texts/{branch.pk}/\n") == 2, "two delegations of the huddle"
    assert f"?next=/texts/{loaded.pk}/delegation/\n" in said
    for page in ("desk/", "screen/", "clerk/", ""):
        assert f"?next=/meetings/{loaded.meeting_id}/{page}\n" in said
    assert f"/meetings/{loaded.meeting_id}/screen/\n" in said
    assert "accept proposal 32" in " ".join(said.split())
    assert Amendment.objects.get(text=loaded, number=32).landed_by is not None


def plenary(text: Text) -> Meeting:
    return Meeting.objects.select_related("conference__body", "current").get(pk=text.meeting_id)


def test_its_week_has_nineteen_meetings_of_which_seven_are_over_and_one_sits(loaded: Text) -> None:
    states = Counter(Meeting.objects.values_list("state", flat=True))
    assert states == {"closed": 7, "open": 1, "convened": 11}
    sits = plenary(loaded)
    assert (sits.state, sits.agenda_state, sits.open_to_public) == ("open", "adopted", True)
    assert sits.current_id == loaded.item_id
    given = {one["key"]: one["items"] for one in read("programme.json")["meetings"]}["plenary"]
    named = {"done": "closed", "current": "open", "planned": "planned"}
    assert list(sits.items.values_list("state", flat=True)) == [named[one["state"]] for one in given]


def test_everybody_at_the_table_lives_by_the_clock_of_a_capital(loaded: Text) -> None:
    assert not Party.objects.filter(capital="").exists()
    assert not Party.objects.filter(time_zone="").exists()


def test_some_objectives_are_assessed_and_most_are_not_yet(loaded: Text) -> None:
    of_meetings = Counter(Objective.objects.exclude(meeting=None).values_list("outcome", flat=True))
    assert of_meetings == {"": 15, "met": 2, "partly": 2}
    assert not Objective.objects.exclude(outcome="").filter(remark="").exists()


def test_enough_are_present_to_decide_and_stay_so_without_a_window_of_their_own(loaded: Text) -> None:
    body = plenary(loaded).conference.body
    assert len(present(loaded.meeting_id)) == 10 > body.quorum
    assert body.grace == loading.GRACE
    roll = RollCall.objects.get(meeting=loaded.meeting_id)
    assert roll.closed_at is not None
    answers = dict(roll.answers.values_list("party__code", "given_for"))
    assert [code for code, given_for in answers.items() if given_for] == ["MM"]
    assert len(answers) == 10


def test_one_delegation_has_the_floor_and_three_wait_behind_it(loaded: Text) -> None:
    rows = Intervention.objects.filter(meeting=loaded.meeting_id)
    now = rows.get(state="speaking")
    assert now.party is not None
    assert (now.party.code, now.label, now.limit) == ("ID", "9", 900)
    waiting = rows.filter(state="waiting").values_list("party__code", "kind", "on_behalf_of")
    assert set(waiting) == {
        ("LA", "statement", ""),
        ("KH", "on_behalf", "the members along the Mekong"),
        ("EU", "statement", ""),
    }
    order = rows.get(kind="point_of_order")
    assert (order.state, bool(order.ruling)) == ("delivered", True)
    assert rows.filter(state="delivered").count() == 6


def test_statements_are_published_in_two_languages_and_embargoed_until_they_are_delivered(loaded: Text) -> None:
    found = {
        (one.party.code, one.state): list(one.versions.values_list("language", flat=True))
        for one in Statement.objects.filter(meeting=loaded.meeting_id)
    }
    assert found == {
        ("VN", "published"): ["vi", "en"],
        ("SG", "published"): ["en"],
        ("ID", "handed_in"): ["en", "id"],
        ("LA", "handed_in"): ["lo", "en"],
    }


def test_papers_lie_before_it_for_everybody_for_participants_and_for_members_alone(loaded: Text) -> None:
    rows = Paper.objects.filter(meeting=loaded.meeting_id)
    assert {one.readers for one in rows} == {"public", "participants", "members"}
    assert {one.kind for one in rows} == {"pdf", "docx", "txt"}
    assert rows.exclude(of=None).get().language == "vi"


def test_notes_were_passed_and_one_to_the_chair_is_unread(loaded: Text) -> None:
    rows = Note.objects.filter(meeting=loaded.meeting_id)
    assert rows.filter(read_at=None, to_office="chair").count() == 1
    assert rows.exclude(read_at=None).count() == 3
    assert rows.exclude(answers=None).count() == 1


def test_delegations_were_registered_and_one_letter_waits_for_the_clerk(loaded: Text) -> None:
    answers = Counter(Registration.objects.values_list("answer", flat=True))
    assert answers == {"accepted": 14, "declined": 1, "": 1}
    letters = dict(Credentials.objects.exclude(state="accepted").values_list("registration__party__code", "state"))
    assert letters == {"MM": "handed_in", "TH": "returned"}


def test_the_record_of_a_session_is_with_the_delegations_and_one_asks_for_a_correction(loaded: Text) -> None:
    record = SummaryRecord.objects.select_related("meeting").get()
    assert (record.meeting.kind, record.state) == ("thematic", "circulated")
    asked = record.corrections.select_related("party").get()
    assert (asked.party.code, asked.state) == ("BN", "open")
    entry = next(one for one in record.entries if one["id"] == asked.entry)
    assert "preferred to begin with the study" in entry["words"]


def test_nobody_is_reminded_of_what_is_long_over(loaded: Text) -> None:
    assert due_reminders(timezone.now()) == []


@pytest.mark.django_db
def test_unread_it_stands_before_its_first_reading_and_beside_no_other_body() -> None:
    assert loading.load(unread=True)
    assert not Reading.objects.exists()
    assert Amendment.objects.count() == 30
    assert not Registration.objects.exists()
    sits = Meeting.objects.get(state="open")
    assert (sits.agenda_state, sits.current, sits.interventions.count()) == ("draft", None, 0)
    Body.objects.update(slug="another")
    with pytest.raises(Refused, match="not_a_demonstration"):
        loading.load()
