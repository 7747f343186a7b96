"""The agenda: the page on which it is written, its adoption, and taking up and leaving its items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communique.actions import agenda as acts
from communique.domain import agenda as rules
from communique.domain.errors import Refused
from communique.queries import agenda
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, number, request_id
from communique.web.asking import Asking, require, signed_in
from communique.web.fragments import host_of

TAKEN = ("agenda", "now", "floor")
"""The places that change when an item is taken up or left."""


class Item(Asking):
    """What an item is called, and how long it is planned to take."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=rules.NUMBER)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes planned"), required=False, min_value=1, max_value=rules.LONGEST
    )
    adopts = forms.BooleanField(label=gettext_lazy("A document is to be adopted under it"), required=False)
    places: ClassVar[Mapping[str, str]] = {
        "item_number_taken": "number",
        "item_number_stands": "number",
        "item_needs_number_and_title": "title",
        "item_has_a_text": "adopts",
        "bad_minutes": "minutes",
    }


class NewItem(Item):
    """An item with the place where it shall stand."""

    place = forms.TypedChoiceField(label=gettext_lazy("Where"), coerce=int, required=False, empty_value=None)
    continues = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("place", "number", "title", "minutes", "adopts")

    def __init__(self, *args: Any, items: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("At the end"))]
        choices += [(str(count), _("Before %(number)s %(title)s") % one) for count, one in enumerate(items, 1)]
        field = self.fields["place"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices


@require_safe
@signed_in
def desk(request: HttpRequest, meeting: int) -> HttpResponse:
    """The page on which an agenda is written: order, words, what is deferred."""
    found = _found(request, meeting)
    require(request, "agenda.add", found["body"]["id"])
    others = agenda.others_for(audience_for(request), meeting)
    facts = found | {"others": others, "host": host_of(found["conference"])}
    return render(request, "agenda/desk.html", facts)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest, meeting: int) -> HttpResponse:
    """An item of an agenda; afterwards the form is there again for the next one."""
    found = _found(request, meeting)
    require(request, "agenda.add", found["body"]["id"])
    form = NewItem(request.POST or None, items=found["items"], initial=_offered(request, found))
    if request.method == "POST" and form.ask(acts.add_item, actor_of(request), meeting=meeting) is not None:
        messages.success(request, _("Item %(number)s is on the agenda.") % form.said())
        if "another" in request.POST:
            return HttpResponseRedirect(reverse("add-item", args=[meeting]))
        return HttpResponseRedirect(reverse("meeting", args=[meeting]))
    return render(request, "agenda/item.html", {"meeting": found, "form": form}, status=form.status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change_item(request: HttpRequest, item: int) -> HttpResponse:
    """Another number, title or time for an item."""
    one = agenda.item_for(audience_for(request), item)
    if one is None:
        raise Refused("not_found", what="item")
    meeting = one["meeting"]["id"]
    require(request, "agenda.change", one["meeting"]["body"]["id"])
    initial = {name: one[name] for name in ("number", "title", "minutes", "adopts")}
    form = Item(request.POST or None, initial=initial)
    if request.method == "POST" and form.ask(acts.change_item, actor_of(request), item=item) is not None:
        messages.success(request, _("Item %(number)s is changed.") % form.said())
        return HttpResponseRedirect(reverse("agenda", args=[meeting]))
    facts = {"meeting": _found(request, meeting), "form": form, "item": one}
    return render(request, "agenda/item.html", facts, status=form.status)


@require_POST
def adopt(request: HttpRequest, meeting: int) -> HttpResponse:
    """The chair finds the agenda adopted."""
    acts.adopt(actor=actor_of(request), request_id=request_id(request), meeting=meeting)
    return _answer(request, meeting)


@require_POST
def take_up(request: HttpRequest, item: int) -> HttpResponse:
    """The meeting goes to an item; the one before it is suspended, or closed."""
    leaving = request.POST.get("leaving", rules.Leaving.SUSPEND.value)
    done = acts.open_item(actor=actor_of(request), request_id=request_id(request), item=item, leaving=leaving)
    return _answer(request, done["meeting"])


@require_POST
def suspend(request: HttpRequest, item: int) -> HttpResponse:
    """The meeting leaves an item, to come back to it."""
    done = acts.suspend_item(actor=actor_of(request), request_id=request_id(request), item=item)
    return _answer(request, done["meeting"])


@require_POST
def close(request: HttpRequest, item: int) -> HttpResponse:
    """The meeting has finished with an item."""
    done = acts.close_item(actor=actor_of(request), request_id=request_id(request), item=item)
    return _answer(request, done["meeting"])


@require_POST
def defer(request: HttpRequest, item: int) -> HttpResponse:
    """An item is put off, to another meeting or to no date."""
    why = _("choose the meeting to which the item is deferred.")
    to_meeting = number(request, "to_meeting", why) if request.POST.get("to_meeting") else None
    done = acts.defer_item(actor=actor_of(request), request_id=request_id(request), item=item, to_meeting=to_meeting)
    return _answer(request, done["meeting"])


@require_POST
def move(request: HttpRequest, item: int) -> HttpResponse:
    """An item goes to another place of the agenda."""
    place = number(request, "place", _("say at which place the item shall stand."))
    meeting = _meeting_of(request, item)
    acts.move_item(actor=actor_of(request), request_id=request_id(request), item=item, place=place)
    return _answer(request, meeting)


@require_POST
def remove(request: HttpRequest, item: int) -> HttpResponse:
    """An item on which nothing has happened is struck."""
    meeting = _meeting_of(request, item)
    acts.remove_item(actor=actor_of(request), request_id=request_id(request), meeting=meeting, which=item)
    return _answer(request, meeting)


def _offered(request: HttpRequest, found: dict[str, Any]) -> dict[str, Any]:
    """What stands in a new item's form at first: its number where it shall stand, or what was deferred to here."""
    numbers = [one["number"] for one in found["items"]]
    said = request.GET.get("place", "")
    place = min(int(said), len(numbers) + 1) if said.isdecimal() and len(said) < 5 else len(numbers) + 1
    offered: dict[str, Any] = {"number": rules.number_offered(numbers, place - 1)}
    if place <= len(numbers):
        offered["place"] = place
    deferred = {str(one["id"]): one for one in found["waiting"]}.get(request.GET.get("continues", ""))
    if deferred is not None:
        offered |= {"title": deferred["title"], "continues": deferred["id"]}
    return offered


def _found(request: HttpRequest, meeting: int) -> dict[str, Any]:
    found = agenda.agenda_for(audience_for(request), meeting)
    if found is None:
        raise Refused("not_found", what="meeting")
    return found | {"id": meeting}


def _meeting_of(request: HttpRequest, item: int) -> int:
    place = agenda.room_of(audience_for(request), item)
    if place is None:
        raise Refused("not_found", what="item")
    return place[0]


def _answer(request: HttpRequest, meeting: int) -> HttpResponse:
    """The places that changed; to a plain form the way back to the page from which it came."""
    room = agenda.room_of_meeting(audience_for(request), meeting)
    back = reverse("agenda" if request.POST.get("back") == "agenda" else "meeting", args=[meeting])
    return changed(request, room, *(f"{kind}:{meeting}" for kind in TAKEN), back=back)


urlpatterns = [
    path("meetings/<int:meeting>/agenda/", desk, name="agenda"),
    path("meetings/<int:meeting>/agenda/adoption", adopt, name="agenda_adopt"),
    path("meetings/<int:meeting>/items/new/", new_item, name="add-item"),
    path("items/<int:item>/change/", change_item, name="item-change"),
    path("items/<int:item>/open", take_up, name="item_open"),
    path("items/<int:item>/suspension", suspend, name="item_suspend"),
    path("items/<int:item>/end", close, name="item_close"),
    path("items/<int:item>/deferral", defer, name="item_defer"),
    path("items/<int:item>/place", move, name="item_move"),
    path("items/<int:item>/removal", remove, name="item_remove"),
]
