"""The demonstration conference is complete, consistent and able to be loaded."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from importlib.resources import files
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pycountry
import pytest

from communique.demonstration.negotiation import Negotiation
from communique.demonstration.sitting import Sitting
from communique.domain.programme import Level

FOLDER = files("communique.demonstration")
VERBS, DEEDS = (
    {
        name.removeprefix("_")
        for name, way in vars(player).items()
        if re.fullmatch(r"_[a-z]\w+", name) and way.__annotations__["return"] == "None"
    }
    for player in (Negotiation, Sitting)
)
"""What may be done, by who plays it."""
STANCES = {"support", "oppose", "can_live_with", "reserve", "awaiting"}
LABEL = re.compile(r"(\d+(?: bis)?)\.|\(([a-z]+)\)")


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def conference() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text_of("conference.json")) | json.loads(text_of("programme.json"))
    return data


@pytest.fixture(scope="module")
def sittings() -> dict[str, list[dict[str, Any]]]:
    """What was done in the meetings, by their keys and in order."""
    data: dict[str, list[dict[str, Any]]] = json.loads(text_of("sittings.json"))
    return data


@pytest.fixture(scope="module")
def amendments() -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(text_of("amendments.json"))
    return data


@pytest.fixture(scope="module")
def negotiation() -> list[dict[str, Any]]:
    """What was done on the draft, in order."""
    parts: dict[str, list[dict[str, Any]]] = json.loads(text_of("negotiation.json"))
    return [act for part in parts.values() for act in part]


def paragraphs(name: str) -> dict[str, str]:
    """Numbered paragraphs by their path: "13", "31 bis", "10 (c)", "10 (c) (ii)".

    Only "(i)" and "(ii)" below a "(c)" are a third level here; no list of letters reaches "(i)".
    """
    found: dict[str, str] = {}
    top = letter = ""
    for line in text_of(name).splitlines():
        label = LABEL.match(line)
        if label is None:
            continue
        if label[1]:
            top, path = label[1], label[1]
        elif set(label[2]) <= {"i", "v", "x"}:
            path = f"{top} ({letter}) ({label[2]})"
        else:
            letter, path = label[2], f"{top} ({label[2]})"
        assert path not in found, f"{path} occurs twice in {name}"
        found[path] = re.sub(r"\[\^\d+\]", "", line[label.end() :].strip()).replace("*", "")
    return found


def bracket_depths(text: str) -> tuple[int, int]:
    """How many square brackets have no partner, and how deep the others nest."""
    stack = alone = deepest = 0
    for mark in re.findall(r"[\[\]]", re.sub(r"\[\^\d+\]:?", "", text)):
        if mark == "[":
            stack += 1
            deepest = max(deepest, stack)
        elif stack:
            stack -= 1
        else:
            alone += 1
    return stack + alone, deepest


def test_ten_members_sit_in_the_alphabetical_order_of_their_english_names(conference: dict[str, Any]) -> None:
    names = [member["name"] for member in conference["members"]]
    assert len(names) == 10
    assert names == sorted(names)
    assert [member["order"] for member in conference["members"]] == list(range(1, 11))


def test_every_country_code_is_one_of_iso_3166(conference: dict[str, Any]) -> None:
    for party in conference["members"] + conference["partners"]:
        if party["iso"] is not None:
            assert pycountry.countries.get(alpha_2=party["iso"]), party
    assert all(member["iso"] for member in conference["members"])


def test_no_two_parties_share_a_code(conference: dict[str, Any]) -> None:
    codes = [party["code"] for party in conference["members"] + conference["partners"]]
    assert len(codes) == len(set(codes))


def test_the_chairmanship_goes_round_in_the_order_of_the_members(conference: dict[str, Any]) -> None:
    order = [member["code"] for member in conference["members"]]
    terms = conference["chairmanships"]
    assert [term["year"] for term in terms] == list(range(2018, 2023))
    for earlier, later in pairwise(terms):
        assert order[(order.index(earlier["member"]) + 1) % len(order)] == later["member"]
    own = next(term for term in terms if term["year"] == conference["conference"]["year"])
    assert own["member"] == conference["conference"]["chair"]
    assert {aim.get("outcome", "") for aim in own["objectives"]} == {"partly", "met", ""}


def test_every_time_zone_exists(conference: dict[str, Any]) -> None:
    places = [*conference["members"], *conference["partners"], conference["secretariat"], conference["conference"]]
    assert all(ZoneInfo(place["timezone"]).key for place in places)


def test_every_member_has_an_active_head_of_delegation(conference: dict[str, Any]) -> None:
    heads = Counter(
        seat["party"]
        for person in conference["people"]
        for seat in person["seats"]
        if seat["role"] == "head" and seat["active"]
    )
    assert heads == Counter(member["code"] for member in conference["members"])


def test_seats_belong_to_known_parties_and_have_keys_of_their_own(conference: dict[str, Any]) -> None:
    members = {member["code"] for member in conference["members"]}
    partners = {partner["code"] for partner in conference["partners"]}
    secretariat = {conference["secretariat"]["code"]}
    may_sit = {
        "chair": {conference["conference"]["chair"]},
        "pen": secretariat,
        "clerk": secretariat,
        "head": members,
        "alternate": members,
        "delegate": members,
        "adviser": members,
        "observer": partners,
    }
    seats = [seat for person in conference["people"] for seat in person["seats"]]
    assert all(seat["party"] in may_sit[seat["role"]] for seat in seats)
    assert {seat["role"] for seat in seats} == set(may_sit)
    keys = [seat["key"] for seat in seats]
    assert len(keys) == len(set(keys))
    active = {seat["key"] for seat in seats if seat["active"]}
    assert {part["seat"] for part in conference["sign_in"]} <= active
    assert {part["at"] for part in conference["sign_in"]} == {
        "desk",
        "screen",
        "clerk",
        "room",
        "draft",
        "huddle",
        "delegation",
    }
    assert len(conference["sign_in"]) <= 10
    assert all(part["try"].endswith(".") for part in conference["sign_in"])


def test_one_person_holds_two_seats_and_one_seat_is_disabled(conference: dict[str, Any]) -> None:
    assert [len(person["seats"]) for person in conference["people"]].count(2) == 1
    assert [seat["active"] for person in conference["people"] for seat in person["seats"]].count(False) == 1


def test_every_address_is_an_example_and_nobody_shares_one(conference: dict[str, Any]) -> None:
    addresses = [person["email"] for person in conference["people"]]
    assert all(re.fullmatch(r"[a-z.-]+@example\.org", address) for address in addresses)
    assert len(addresses) == len(set(addresses))


def test_each_document_stands_on_the_agenda_that_names_it(conference: dict[str, Any]) -> None:
    agenda = {
        (meeting["key"], item["number"]): item.get("document")
        for meeting in conference["meetings"]
        for item in meeting["items"]
    }
    for document in conference["documents"]:
        assert agenda[document["meeting"], document["item"]] == document["key"]
        assert text_of(document["file"])
    assert Counter(filter(None, agenda.values())) == Counter(document["key"] for document in conference["documents"])
    plenary = next(meeting for meeting in conference["meetings"] if meeting["key"] == "plenary")
    assert len(plenary["items"]) == 7


def test_meetings_fall_in_the_days_of_the_conference(conference: dict[str, Any]) -> None:
    host = ZoneInfo(conference["conference"]["timezone"])
    for meeting in conference["meetings"]:
        begins, ends = (datetime.fromisoformat(meeting[key]) for key in ("begins", "ends"))
        assert begins < ends
        assert begins.utcoffset() == begins.astimezone(host).utcoffset()
        assert conference["conference"]["begins"] <= begins.date().isoformat() <= conference["conference"]["ends"]


def test_the_week_has_nineteen_meetings_and_no_hall_holds_two_at_once(conference: dict[str, Any]) -> None:
    meetings = conference["meetings"]
    assert len(meetings) == 19
    assert {meeting["kind"] for meeting in meetings} == {"main", "related", "thematic"}
    assert {meeting["level"] for meeting in meetings} <= set(Level)
    for hall in {meeting["hall"] for meeting in meetings}:
        held = sorted(
            tuple(datetime.fromisoformat(meeting[key]) for key in ("begins", "ends"))
            for meeting in meetings
            if meeting["hall"] == hall
        )
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(held))
    begun = [meeting for meeting in meetings if meeting["hall"] != "Hall 1" and meeting["begins"][:10] == "2020-09-08"]
    assert len(begun) >= 3, "some sit beside each other"
    states = Counter(meeting["state"] for meeting in meetings)
    assert (states["open"], states["closed"]) == (1, 7)


def test_every_meeting_has_an_objective_and_items_with_their_minutes(conference: dict[str, Any]) -> None:
    for meeting in conference["meetings"]:
        assert meeting["objective"].endswith(".")
        assert all(item["minutes"] > 0 for item in meeting["items"])
        hours = (datetime.fromisoformat(meeting[key]) for key in ("ends", "begins"))
        ends, begins = hours
        assert sum(item["minutes"] for item in meeting["items"]) * 60 <= (ends - begins).total_seconds()


def test_what_has_begun_was_played_and_nothing_else(
    sittings: dict[str, list[dict[str, Any]]], conference: dict[str, Any]
) -> None:
    begun = {meeting["key"] for meeting in conference["meetings"] if meeting["state"] != "planned"}
    assert set(sittings) == begun
    for meeting in conference["meetings"]:
        taken_up = [act["number"] for act in sittings.get(meeting["key"], []) if act["do"] == "item"]
        assert taken_up == [item["number"] for item in meeting["items"] if item["state"] in {"done", "current"}]


def test_whoever_acts_in_a_meeting_holds_a_seat_and_has_taken_a_place(
    sittings: dict[str, list[dict[str, Any]]], conference: dict[str, Any]
) -> None:
    held = {seat["key"] for person in conference["people"] for seat in person["seats"] if seat["active"]}
    for acts in sittings.values():
        there = {seat for act in acts if act["do"] == "enter" for seat in act["seats"]}
        assert there <= held
        for act in acts:
            assert act["do"] in DEEDS | {"put"}
            assert act.get("as", "chair") in there


def test_the_plenary_shows_every_kind_of_intervention_and_statements_in_scripts_of_their_own(
    sittings: dict[str, list[dict[str, Any]]],
) -> None:
    acts = [act for meeting in sittings.values() for act in meeting]
    kinds = {act.get("kind", "statement") for act in acts if act["do"] == "ask"}
    assert kinds == {"statement", "on_behalf", "question", "point_of_order", "right_of_reply"}
    plenary = sittings["plenary"]
    assert {act["language"] for act in plenary if act["do"] in {"hand_in", "translate"}} == {"en", "vi", "id", "lo"}
    assert {act["kind"] for act in plenary if act["do"] == "lay"} == {"pdf", "docx", "txt"}
    assert {act["do"] for act in acts} == DEEDS | {"put"}


def test_delegations_are_registered_in_every_way(conference: dict[str, Any]) -> None:
    given = conference["registration"]["delegations"]
    codes = [one["party"] for one in given]
    assert len(codes) == len(set(codes))
    assert set(codes) >= {member["code"] for member in conference["members"]}
    assert set(codes) <= {party["code"] for party in conference["members"] + conference["partners"]}
    letters = Counter(one.get("letter", "declined" if "declined" in one else "none") for one in given)
    assert set(letters) == {"accepted", "handed_in", "returned", "declined", "none"}
    assert all(one["reason"] for one in given if one.get("letter") == "returned")


def test_the_communique_has_sixty_paragraphs_in_order_and_one_put_between_two() -> None:
    tops = [path for path in paragraphs("communique.md") if "(" not in path]
    assert "31 bis" in tops
    tops.remove("31 bis")
    assert tops == [str(number) for number in range(1, 61)]


def test_the_communique_shows_every_way_in_which_words_stay_open() -> None:
    text = text_of("communique.md")
    alone, deepest = bracket_depths(text)
    assert alone == 1
    assert deepest == 3
    assert text.count("[") > 100
    assert re.search(r"\w\]\[\w", text), "alternatives side by side"
    assert re.search(r"\]/\[", text), "alternatives with a stroke between"
    assert re.search(r"\[[^\[\]]* / [^\[\]]*\]", text), "alternatives in one bracket"
    assert re.search(r"\[, ", text), "punctuation inside"
    assert re.search(r" - [A-Z]{2}, [A-Z]{2}", text), "attributions"
    assert re.search(r"\[; and\n", text), "a bracket over two paragraphs"
    assert re.findall(r"^\{.+\}$", text, re.MULTILINE), "an editorial note"


def test_every_footnote_is_called_once_and_given_once() -> None:
    text = text_of("communique.md")
    given = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    called = re.findall(r"\[\^(\d+)\](?!:)", text)
    assert given == called == ["1", "2", "3"]


def test_no_bracket_of_the_communique_can_be_taken_for_a_link() -> None:
    body = re.sub(r"\[\^\d+\]:? ?", "", text_of("communique.md"))
    assert "](" not in body
    assert "]:" not in body


def test_the_adopted_document_is_clean() -> None:
    text = text_of("outcome.md")
    assert not set("[]{}") & set(text)
    assert list(paragraphs("outcome.md")) == [str(number) for number in range(1, 11)]


def test_every_amendment_finds_its_words_once_in_its_paragraph(amendments: list[dict[str, Any]]) -> None:
    text = paragraphs("communique.md")
    for amendment in amendments:
        assert text[amendment["paragraph"]].count(amendment["find"]) == 1, amendment
        assert amendment["find"] != amendment["replace"]


def test_amendments_come_from_every_member_and_speak_for_members_alone(
    amendments: list[dict[str, Any]], conference: dict[str, Any]
) -> None:
    members = {member["code"] for member in conference["members"]}
    assert {amendment["by"] for amendment in amendments} == members
    for amendment in amendments:
        assert set(amendment["positions"]) <= members - {amendment["by"]}, "a mover's own position is its amendment"
        assert set(amendment["positions"].values()) <= STANCES
        assert amendment["reason"]
    assert {stance for amendment in amendments for stance in amendment["positions"].values()} == STANCES


def test_amendments_stand_in_every_state_and_nobody_opposes_an_accepted_one(amendments: list[dict[str, Any]]) -> None:
    states = Counter(amendment["state"] for amendment in amendments)
    assert set(states) == {"tabled", "accepted", "withdrawn"}
    assert states["tabled"] >= 20
    for amendment in amendments:
        if amendment["state"] == "accepted":
            assert "oppose" not in amendment["positions"].values()


def test_some_amendments_only_insert_some_only_delete_and_some_conflict(amendments: list[dict[str, Any]]) -> None:
    assert any(not a["replace"] for a in amendments), "only deletes"
    text = paragraphs("communique.md")
    spans: dict[str, list[tuple[int, int]]] = {}
    clashes = set()
    for amendment in amendments:
        start = text[amendment["paragraph"]].index(amendment["find"])
        end = start + len(amendment["find"])
        known = spans.setdefault(amendment["paragraph"], [])
        if any(start < other_end and other_start < end for other_start, other_end in known):
            clashes.add(amendment["paragraph"])
        known.append((start, end))
    assert clashes >= {"3", "9", "13"}
    assert any(set(a["find"].split()) <= set(a["replace"].split()) for a in amendments), "only inserts"


def test_a_paragraph_reads_well_with_an_amendment_in_it(amendments: list[dict[str, Any]]) -> None:
    text = paragraphs("communique.md")
    for amendment in amendments:
        before = text[amendment["paragraph"]]
        after = before.replace(amendment["find"], amendment["replace"])
        for blemish in ("  ", " ,", " .", ",,"):
            assert after.count(blemish) <= before.count(blemish), (blemish, amendment)
        assert bracket_depths(after)[0] == bracket_depths(before)[0], amendment


def test_every_act_of_the_negotiation_is_one_that_can_be_played_from_a_seat_that_is_held(
    negotiation: list[dict[str, Any]], conference: dict[str, Any]
) -> None:
    held = {seat["key"] for person in conference["people"] for seat in person["seats"] if seat["active"]}
    members = {member["code"] for member in conference["members"]}
    assert {act["do"] for act in negotiation} <= VERBS
    for act in negotiation:
        if act["do"] == "positions":
            assert set(act["stances"]) <= members
            assert set(act["stances"].values()) <= STANCES
        else:
            assert act["as"] in held, act


def test_the_negotiation_shows_every_kind_of_proposal_and_every_finding(negotiation: list[dict[str, Any]]) -> None:
    kinds = {change.get("kind", "words") for act in negotiation for change in act.get("changes", ())}
    assert kinds == {"words", "new", "alternative", "delete", "move", "merge", "split"}
    assert any("amends" in act for act in negotiation), "an amendment to an amendment"
    done = Counter(act["do"] for act in negotiation)
    assert done["open_reading"] == 2
    assert done["close_reading"] == 1, "the second one is open"
    findings = {"agree", "confirm", "hold", "reopen", "send", "report", "merge", "accept", "reject", "withdraw"}
    assert findings | {"cosponsor", "resolve", "instruct", "draft_inside", "clear_inside"} <= set(done)


def test_whoever_changes_or_comments_on_a_huddles_branch_was_sent_there(negotiation: list[dict[str, Any]]) -> None:
    sent = {act["name"]: act["parties"] for act in negotiation if act["do"] == "send"}
    assert [len(parties) for parties in sent.values()] == [3, 3]
    inside = [act for act in negotiation if "in" in act or act["do"] in {"agree_landing", "report"}]
    assert inside
    for act in inside:
        assert act["as"].partition("-")[0].upper() in sent[act.get("in") or act["huddle"]], act
