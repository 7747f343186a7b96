"""The chair asks, delegations answer, the chair alone reads it and gives a report."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Enter
from tests.journeys.looking import holds
from tests.journeys.site import Site
from tests.journeys.test_every_page import CONFERENCE
from tests.journeys.test_setting_up import said

APPRAISAL = CONFERENCE + "appraisal/"
KEPT, SHUT = "The huddles, and the clock that all see.", "The hours were hard on our capital."


def test_delegations_appraise_the_conference_and_read_the_report(site: Site, enter: Enter) -> None:
    la = enter("la-head", APPRAISAL)
    expect(la.locator("section.appraisal")).to_contain_text("The chair has not asked for an appraisal yet.")
    chair = enter("chair", APPRAISAL)
    holds(chair)
    # The last question comes first, and one is left out.
    places = chair.locator(".rows-asked [name=place]")
    rows = chair.locator(".rows-asked textarea")
    written = [one for one in rows.evaluate_all("all => all.map(one => one.value)") if one]
    places.nth(len(written) - 1).fill("1")
    places.first.fill("2")
    rows.nth(1).fill("")
    chair.get_by_role("button", name="Open the appraisal").click()
    expect(said(chair)).to_have_text("Delegations are asked now.")
    asked = chair.locator("#answers ~ section h3")
    expect(asked).to_have_count(len(written) - 1)
    expect(la.locator("section.appraisal")).to_contain_text("Your delegation has not answered yet")

    la.goto(site.url + APPRAISAL)
    first = la.locator(".asked > li legend").first
    expect(first).to_have_text(written[-1])
    holds(la)
    la.locator(".asked > li").nth(1).get_by_label("5 excellent").check()
    la.get_by_role("button", name="Send our answers").click()
    expect(chair.locator("section.appraisal")).to_contain_text("1 of 10 delegations have answered.")
    expect(la.get_by_role("button", name="Change our answers")).to_be_visible()
    la.locator(".asked > li").nth(1).get_by_label("4", exact=True).check()
    la.get_by_label("In words").first.fill(KEPT)
    la.get_by_label("May these words be quoted?").first.select_option(label="By our name")
    la.get_by_role("button", name="Change our answers").click()

    sg = enter("sg-head", APPRAISAL)
    sg.locator(".asked > li").nth(1).get_by_label("2", exact=True).check()
    sg.get_by_label("In words").first.fill(SHUT)
    sg.get_by_role("button", name="Send our answers").click()
    clerk = enter("clerk", APPRAISAL)
    expect(clerk.locator("section.appraisal")).to_contain_text("2 of 10 delegations have answered.")
    expect(clerk.locator("main")).not_to_contain_text(KEPT)
    holds(clerk)

    chair.goto(site.url + APPRAISAL)
    chair.get_by_role("button", name="Close the appraisal now").click()
    expect(la.locator("section.appraisal")).to_contain_text("Closed")
    expect(chair.get_by_role("button", name="Quote in the report")).to_have_count(1)
    holds(chair)
    chair.get_by_role("button", name="Quote in the report").click()
    chair.get_by_role("link", name="Look at the report").click()
    expect(chair.locator(".quotation")).to_contain_text(KEPT)
    expect(chair.locator("main")).not_to_contain_text(SHUT)
    holds(chair)
    chair.get_by_role("button", name="Give the report to the participants").click()
    la.get_by_role("link", name="Read the report").click()
    expect(la.locator(".spread").first).to_contain_text("median 3")
    expect(la.locator(".quotation")).to_contain_text("Lao PDR")
    printed = la.request.get(site.url + APPRAISAL + "report.pdf")
    assert printed.ok and printed.body().startswith(b"%PDF")
    public = enter("", APPRAISAL + "report/")
    expect(public).to_have_url(re.compile("/accounts/login/"))
