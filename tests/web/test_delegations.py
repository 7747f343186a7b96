"""A delegation's room as a page, and its buttons."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from communique.actions import comments, drafts, instructions
from communique.records.models import Draft, Instruction
from tests.house import House, saying
from tests.web.door import check_page, said

pytestmark = pytest.mark.django_db
SCRIPTS = {"HX-Request": "true"}


def write(house: House, who: str = "la-adviser", old: str = "next", new: str = "54th") -> int:
    paragraph, words = house.paragraph(old)
    changes = [{"kind": "words", "paragraph": paragraph, "content": saying(words.replace(old, new, 1))}]
    made: int = house.act(
        drafts.write, who, text=house.text, version=house.row().version, changes=changes, reason="So."
    )["draft"]
    return made


def page(house: House, client: Client, who: str) -> Any:
    return house.sign_in(client, who).get(f"/texts/{house.text}/delegation/")


def test_an_empty_room_says_what_to_do(house: House, client: Client) -> None:
    answer = page(house, client, "la-head")
    check_page(answer)
    assert "keep it as a draft" in said(answer)


def test_it_shows_drafts_instructions_and_what_awaits_a_position(house: House, client: Client) -> None:
    draft = write(house)
    paragraph, _ = house.paragraph("next meeting")
    house.act(instructions.give, "la-adviser", text=house.text, paragraph=paragraph, words="Hold the date.")
    house.table("sg-head", "all", "any")
    house.act(comments.make, "la-head", text=house.text, paragraph=paragraph, words="Not yet.", inside=True)
    answer = page(house, client, "la-head")
    check_page(answer)
    words = said(answer)
    for one in ("<del>next</del>", "<ins>54th</ins>", "Adviser Noy", "Hold the date.", "Proposal 1", "Not yet."):
        assert one in words, one
    assert f'id="draft-{draft}"' in words
    assert f"/texts/{house.text}/#p-{paragraph}" in words


@pytest.mark.parametrize("who", ["chair", "pen", "clerk", "nz-observer"])
def test_who_sits_in_no_delegation_has_no_room(house: House, client: Client, who: str) -> None:
    answer = page(house, client, who)
    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["nobody", "som-my-head"])
def test_to_who_may_not_read_the_text_there_is_nothing(house: House, client: Client, who: str) -> None:
    assert page(house, client, who).status_code == 404


def test_it_is_kept_in_no_cache(house: House, client: Client) -> None:
    assert "no-store" in page(house, client, "la-head")["Cache-Control"]


def test_it_is_cleared_and_tabled_by_buttons(house: House, client: Client) -> None:
    draft = write(house)
    house.sign_in(client, "la-head")
    answer = client.post(f"/drafts/{draft}/clear", headers=SCRIPTS)
    assert "Cleared by Head Bounmy" in said(answer)
    answer = client.post(f"/drafts/{draft}/table", headers=SCRIPTS)
    assert "Tabled as proposal 1" in said(answer)
    assert f'data-live="proposals:{house.text}"' in said(answer)
    other = write(house, old="outbreaks", new="epidemics")
    answer = client.post(f"/drafts/{other}/drop")
    assert (answer.status_code, answer["Location"]) == (302, f"/texts/{house.text}/delegation/")
    assert Draft.objects.get(pk=other).state == "dropped"


def test_an_adviser_is_told_who_clears(house: House, client: Client) -> None:
    draft = write(house)
    words = said(page(house, client, "la-adviser"))
    assert "a delegate clears it" in words
    assert f"/drafts/{draft}/clear" not in words
    assert client.post(f"/drafts/{draft}/clear", headers=SCRIPTS).status_code == 403


@pytest.mark.parametrize("who", ["sg-head", "chair", "pen", "nz-observer"])
def test_to_others_a_draft_is_as_one_that_there_isnt(house: House, client: Client, who: str) -> None:
    draft = write(house)
    told = house.act(instructions.give, "la-head", text=house.text, words="Hold.")["instruction"]
    house.sign_in(client, who)
    for path in ("/drafts/{}/clear", "/drafts/{}/table", "/drafts/{}/drop", "/instructions/{}/lift"):
        number = told if "instructions" in path else draft
        there, nowhere = (client.post(path.format(one), headers=SCRIPTS) for one in (number, 99999))
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content) == (404, there.content)


def test_an_instruction_is_about_the_paragraph_with_that_number(house: House, client: Client) -> None:
    house.sign_in(client, "la-adviser")
    answer = client.post(f"/texts/{house.text}/instructions", {"words": "Hold.", "number": "2."}, headers=SCRIPTS)
    assert "Hold." in said(answer)
    row = Instruction.objects.get()
    assert row.paragraph == house.paragraph("open the regional reserve")[0]
    answer = client.post(f"/texts/{house.text}/instructions", {"words": "All.", "number": ""}, headers=SCRIPTS)
    assert "The whole text" in said(answer)
    answer = client.post(f"/texts/{house.text}/instructions", {"words": "No.", "number": "77"}, headers=SCRIPTS)
    assert answer.status_code == 422
    assert Instruction.objects.count() == 2
    answer = client.post(f"/instructions/{row.pk}/lift", headers=SCRIPTS)
    assert "1 instruction lifted" in said(answer)


def test_why_a_draft_of_several_changes_cant_be_changed_is_said(house: House, client: Client) -> None:
    write(house)
    assert "To change it, propose it anew" not in said(page(house, client, "la-adviser"))
    asked = [{"kind": "delete", "paragraph": house.paragraph("outbreaks")[0]}]
    house.act(drafts.write, "la-adviser", text=house.text, version=0, changes=asked)
    assert said(page(house, client, "la-adviser")).count("To change it, propose it anew") == 1
