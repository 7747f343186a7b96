"""Who reads what of an appraisal: the answers are the chair's alone."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.actions import appraisal as acts
from communique.broadcast import Broadcast
from communique.domain import appraisal as rules
from communique.live.hub import TooFar
from communique.queries import appraisal as queries
from communique.queries import journal
from communique.records.models import AppraisalAnswer
from communique.web import fragments
from tests.actions.deeds.appraisal import answered, opened, saying
from tests.house import SEATS, House
from tests.web.looking import queries as asked
from tests.web.looking import reader

SLUG = "53rd-meeting-2020"
PAGES = ("appraisal/", "appraisal/report/", "appraisal/report.pdf", "participants/", "registration/", "")
EVERYBODY = (*SEATS, "som-my-head", "nobody", "operator", "public")
OWN = {"la-head", "la-alternate", "la-delegate", "la-adviser"}


def bytes_for(house: House, who: str) -> bytes:
    """All that an audience is sent: by the live line, by the pages, by the queries."""
    audience = house.audience(who)
    broadcast = Broadcast()
    events = broadcast.load(house.conference_room().pk, 0)
    assert not isinstance(events, TooFar)
    client = reader(house, who)
    pages = b"".join(client.get(f"/conferences/{SLUG}/{page}").content for page in PAGES)
    facts = (queries.page_for(audience, SLUG), queries.state_for(audience, house.conference))
    return broadcast.encode(events, audience) + pages + str((*facts, queries.report_for(audience, SLUG))).encode()


@pytest.mark.parametrize("who", EVERYBODY)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text("bcdfghjklmnpqrstvwxz", min_size=12, max_size=30), quotable=st.sampled_from(rules.Quotable))
def test_what_a_delegation_answers_is_read_by_itself_and_the_chair(
    house: House, who: str, words: str, quotable: rules.Quotable
) -> None:
    if AppraisalAnswer.objects.exists():
        appraisal = AppraisalAnswer.objects.select_related("question").first().question.appraisal_id  # type: ignore[union-attr]
        house.act(acts.answer, "la-head", **saying(appraisal, words, quotable=quotable.value))
    else:
        answered(house, words=words, quotable=quotable.value)
    assert (words.encode() in bytes_for(house, who)) == (who in OWN | {"chair"})


@pytest.mark.parametrize("who", EVERYBODY)
def test_of_a_report_others_read_the_quoted_words_and_no_others(house: House, who: str) -> None:
    appraisal = opened(house)
    house.act(acts.answer, "la-head", **saying(appraisal, "zephyrine", quotable="named"))
    house.act(acts.answer, "sg-head", **saying(appraisal, "quincunx", quotable="unnamed"))
    house.act(acts.answer, "my-head", **saying(appraisal, "sassafras", quotable=""))
    house.act(acts.close, "chair", appraisal=appraisal)
    for answer in AppraisalAnswer.objects.exclude(quotable=""):
        house.act(acts.quote, "chair", answer=answer.pk)
    before = queries.report_for(house.audience(who), SLUG)
    assert (before is not None) == (who == "chair"), "until it is given, it is the chair's"
    house.act(acts.report, "chair", appraisal=appraisal)
    report = queries.report_for(house.audience(who), SLUG)
    assert (report is not None) == (who in SEATS)
    if report is None:
        return
    assert "sassafras" not in str(report)
    said = [one for question in report["questions"] for one in question["quotations"]]
    quotations = [(one["words"], one["by"] and one["by"]["code"]) for one in said]
    assert quotations == [("zephyrine", "LA"), ("quincunx", None)]
    assert "Singapore" not in str(report), "whose words they are is not said"


def test_the_report_has_the_figures_and_the_chairs_own_assessment(house: House) -> None:
    appraisal = opened(house)
    for who, mark in (("la-head", 5), ("sg-head", 2), ("my-head", 4), ("vn-head", 4)):
        house.act(acts.answer, who, **saying(appraisal, mark=mark))
    house.act(acts.close, "chair", appraisal=appraisal)
    report = queries.report_for(house.audience("chair"), SLUG)
    assert report is not None
    scale, objective, words = report["questions"]
    assert (report["answered"], report["asked"]) == (4, 4)
    assert (scale["count"], scale["median"], scale["most"]) == (4, "4", 2)
    assert [one["count"] for one in scale["spread"]] == [0, 1, 0, 2, 1]
    assert [(one["is"], one["count"]) for one in objective["spread"]] == [("met", 4), ("partly", 0), ("missed", 0)]
    assert objective["assessed"] == {"outcome": "", "remark": ""}
    assert (words["count"], words["quotations"]) == (4, [])


def test_the_secretariat_sees_who_answered_and_not_what(house: House) -> None:
    answered(house)
    for who in ("clerk", "pen"):
        facts = queries.page_for(house.audience(who), SLUG)
        assert facts is not None
        assert [one["code"] for one in facts["parties"] if one["answered"]] == ["LA"]
        assert facts["questions"] == []
    own = queries.page_for(house.audience("sg-head"), SLUG)
    assert own is not None
    assert (own["parties"], own["own"], own["answered"]) == ([], {"asked": True, "answered": False}, 1)
    entries = journal.entries_for(house.audience("clerk"), house.meeting)
    assert entries is not None and "appraisal" not in str(entries)


def test_before_it_is_opened_the_place_says_what_comes(house: House) -> None:
    for who in SEATS:
        html = fragments.render(f"appraisal:{house.conference}", house.audience(who), version=1)
        assert html is not None and "empty" in html
    assert fragments.render(f"appraisal:{house.conference}", house.audience("public"), version=1) is None


def test_for_many_answers_as_many_queries_as_for_one(house: House) -> None:
    appraisal = answered(house)
    known = {who: house.audience(who) for who in ("public", "la-head", "clerk", "chair")}
    reads = (
        lambda who: queries.state_for(known[who], house.conference),
        lambda who: queries.page_for(known[who], SLUG),
        lambda who: queries.report_for(known[who], SLUG),
    )
    few = {(at, who): asked(partial(read, who)) for at, read in enumerate(reads) for who in known}
    for who in ("sg-head", "my-head", "vn-head"):
        house.act(acts.answer, who, **saying(appraisal))
    for (at, who), count in few.items():
        assert asked(partial(reads[at], who)) <= count <= 8, (at, who)
