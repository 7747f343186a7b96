"""The numbers of a text made consecutive: the table before it is done, the button, and the table for ever after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from communique.actions import renumbering as acts
from communique.domain.errors import Refused
from communique.domain.register import Status
from communique.queries import renumbering
from communique.web.acting import actor_of, audience_for
from communique.web.asking import Asking, may
from communique.web.sentences import sentence_of
from communique.web.viewing import show


class Renumbering(Asking):
    """The button, for the table that stands on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    newest: int
    references = forms.BooleanField(
        required=False,
        label=_("Bring the words that name a number up to date as well"),
    )

    def refuse(self, refused: Refused) -> None:
        """The page shows the newest table again: the next press is about that one."""
        super().refuse(refused)
        self.data = {**self.data, "version": str(self.newest)}


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, text: int) -> HttpResponse:
    """What would become of each number, and what became of them."""
    found = renumbering.numbers_for(audience_for(request), text)
    if found is None:
        raise Refused("not_found", what="text")
    heading = found["heading"]
    form = Renumbering(request.POST or None, initial={"version": heading["newest"]})
    form.newest = heading["newest"]
    if request.method == "POST" and form.ask(acts.renumber, actor_of(request), text=text) is not None:
        return HttpResponseRedirect(f"{reverse('numbers', args=[text])}#done")
    refused = found["refused"]
    facts: dict[str, Any] = found | {
        "form": form,
        "may": heading["status"] == Status.DRAFT
        and not heading["huddle"]
        and may(request, "text.renumber", heading["body_id"]),
        "refused": sentence_of(refused.code, refused.facts) if refused else "",
    }
    return show(request, "numbers", heading, facts, form.status)


urlpatterns = [path("texts/<int:text>/numbers/", page, name="numbers")]
