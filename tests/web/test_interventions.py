"""The page on which an intervention is put right."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from communique.actions import summary
from communique.records.models import Intervention, JournalEntry
from tests.actions.deeds.floor import delivered, speaks
from tests.house import House


def shown(client: Client, number: int) -> dict[str, str]:
    """The form of the page as it is before anything is changed; times are those of Ha Noi, the host."""
    form = client.get(f"/interventions/{number}/correction/").context["form"]
    with timezone.override("Asia/Ho_Chi_Minh"):
        said = {name: form[name].value() for name in ("request_id", "on_item", "number", "began_at", "ended_at")}
    return {
        name: value.strftime("%Y-%m-%dT%H:%M:%S") if isinstance(value, datetime) else str(value or "")
        for name, value in said.items()
    }


def test_the_clerk_puts_the_item_the_paragraph_and_the_times_right(house: House, client: Client) -> None:
    number = delivered(house)
    house.sign_in(client, "clerk")
    before = Intervention.objects.get(pk=number)
    assert before.began_at is not None and before.ended_at is not None
    # The host is in Ha Noi, seven hours before UTC.
    earlier = (before.began_at + timedelta(hours=7, minutes=-5)).strftime("%Y-%m-%dT%H:%M:%S")
    filled = shown(client, number) | {"on_item": str(house.item), "number": "2", "began_at": earlier}
    assert client.post(f"/interventions/{number}/correction/", filled).status_code == 302
    row = Intervention.objects.get(pk=number)
    assert (row.item_id, row.label, row.ended_at) == (house.item, "2", before.ended_at)
    assert row.began_at is not None
    assert before.began_at - row.began_at - timedelta(minutes=5) < timedelta(seconds=1)


def test_what_is_left_as_it_stands_is_not_changed_by_a_fraction_of_a_second(house: House, client: Client) -> None:
    number = delivered(house)
    house.sign_in(client, "clerk")
    before = Intervention.objects.filter(pk=number).values().get()
    assert client.post(f"/interventions/{number}/correction/", shown(client, number)).status_code == 302
    assert Intervention.objects.filter(pk=number).values().get() == before


def test_the_page_says_beside_the_field_what_cannot_be(house: House, client: Client) -> None:
    number = delivered(house)
    house.sign_in(client, "clerk")
    length = JournalEntry.objects.count()
    for change in ({"on_item": str(house.item), "number": "99"}, {"began_at": "2099-01-01T00:00:00"}):
        answer = client.post(f"/interventions/{number}/correction/", shown(client, number) | change)
        assert answer.status_code in (409, 422) and 'class="error"' in answer.content.decode()
    assert JournalEntry.objects.count() == length


def test_nobody_else_has_the_page_and_there_is_none_of_who_still_speaks(house: House, client: Client) -> None:
    number = delivered(house)
    for who, status in (("la-head", 403), ("som-my-head", 404)):
        house.sign_in(client, who)
        assert client.get(f"/interventions/{number}/correction/").status_code == status
    house.sign_in(client, "clerk")
    assert client.get(f"/interventions/{speaks(house, 'sg-head')}/correction/").status_code == 404


def test_who_presides_is_led_to_it_from_the_clerks_page_and_from_the_record(house: House, client: Client) -> None:
    number = delivered(house)
    house.act(summary.draw_up, "clerk", meeting=house.meeting)
    link = f'href="/interventions/{number}/correction/"'
    for who, there in {"chair": True, "clerk": True, "pen": False}.items():
        house.sign_in(client, who)
        pages = [client.get(f"/meetings/{house.meeting}/{page}/").content.decode() for page in ("clerk", "record")]
        assert ["Who spoke: 1 intervention" in page for page in pages] == [True, True], who
        assert [link in page for page in pages] == [there, there], who
