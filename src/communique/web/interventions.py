"""The page on which the clerk puts right what was noted of an intervention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from communique.actions import interventions as actions
from communique.domain.errors import Refused
from communique.queries import floor
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, require, signed_in

INSTANT = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")


class Correct(Asking):
    """Puts an intervention right."""

    on_item = forms.TypedChoiceField(label=gettext_lazy("Agenda item"), coerce=int, required=False, empty_value=None)
    number = forms.CharField(
        label=gettext_lazy("Paragraph of the item’s text"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As people call it, such as 13 or 13 (d). Left empty: on the item as a whole."),
    )
    began_at = forms.DateTimeField(label=gettext_lazy("Began"), widget=INSTANT)
    ended_at = forms.DateTimeField(label=gettext_lazy("Ended"), widget=INSTANT)
    places: ClassVar[Mapping[str, str]] = {"no_such_paragraph": "number", "times_cross": "ended_at"}

    def __init__(self, *args: Any, found: Mapping[str, Any], **kwargs: Any) -> None:
        initial = {name: found[name] for name in ("began_at", "ended_at")}
        initial |= {"on_item": found["item"], "number": found["label"]}
        super().__init__(*args, initial=initial, **kwargs)
        field: Any = self.fields["on_item"]
        items = [(one["id"], f"{one['number']} {one['title']}") for one in found["items"]]
        field.choices = items if found["item"] else [("", _("None")), *items]

    def given(self) -> dict[str, Any]:
        """What was left as it stands isn't said again: the second it shows is less than the instant that is known."""
        given = super().given()
        return given | {name: None for name in ("number", "began_at", "ended_at") if name not in self.changed_data}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, intervention: int) -> HttpResponse:
    """An intervention that is over, to be put right by who presides."""
    found = floor.intervention_for(audience_for(request), intervention)
    if found is None:
        raise Refused("not_found", what="intervention")
    require(request, "intervention.correct", found["body"])
    host = {"zone": found["conference"]["time_zone"], "place": found["conference"]["place"]}
    with timezone.override(ZoneInfo(host["zone"])):
        form = Correct(request.POST or None, found=found)
        if request.method == "POST":
            done = form.ask(actions.correct, actor_of(request), intervention=intervention)
            if done is not None:
                messages.success(request, _("It is put right, and the journal says from what."))
                return HttpResponseRedirect(reverse("meeting", args=[found["meeting"]]))
        facts = {"found": found, "form": form, "host": host}
        return render(request, "floor/correct.html", facts, status=form.status)


urlpatterns = [path("interventions/<int:intervention>/correction/", correct, name="intervention-correction")]
