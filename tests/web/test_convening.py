"""The form of the agenda."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from communique.records.models import AgendaItem
from tests.house import House, request_id

pytestmark = pytest.mark.django_db


def send(client: Client, where: str, data: dict[str, Any], **more: Any) -> Any:
    return client.post(where, {"request_id": request_id(), **data}, **more)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_an_agenda_grows_item_by_item(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    where = f"/meetings/{house.meeting}/items/new/"
    assert client.get(where).context["form"]["number"].value() == "2"
    answer = send(client, where, {"number": "2", "title": "Partner status", "adopts": "on", "another": "1"})
    assert answer["Location"] == where
    answer = send(client, where, {"number": "3", "title": "Other matters"})
    assert answer["Location"] == f"/meetings/{house.meeting}/"
    rows = AgendaItem.objects.filter(meeting=house.meeting).values_list("number", "title", "adopts")
    assert list(rows)[1:] == [("2", "Partner status", True), ("3", "Other matters", False)]


def test_a_number_that_is_taken_is_refused_beside_it(client: Client, house: House) -> None:
    house.sign_in(client, "clerk")
    answer = send(client, f"/meetings/{house.meeting}/items/new/", {"number": "1", "title": "Kept words"})
    assert answer.status_code == 409
    assert 'id="id_number_error">There is an item 1 already.' in words(answer)
    assert 'value="Kept words"' in words(answer)
