"""The appraisal of a conference: the chair asks, delegations answer, the chair reads and makes the report of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import timedelta
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
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from communique.actions import appraisal as acts
from communique.domain import appraisal as rules
from communique.domain.errors import Denied, Refused
from communique.domain.texts.document import Edition
from communique.domain.texts.formats.building import EM, STRONG, Document
from communique.queries import appraisal as queries
from communique.web import fragments
from communique.web.acting import actor_of, audience_for
from communique.web.answers import changed, request_id
from communique.web.asking import Asking, require, signed_in
from communique.web.fragments import host_of
from communique.web.participants import edition, pdf
from communique.web.refusals import STATUS
from communique.web.sentences import name_of, sentence_of

DAYS = 14
"""How long delegations have to answer, where the chair says nothing else."""
SPARE = 3
"""Empty rows for further questions."""
_FIELD = re.compile(r"(?:mark|outcome|words|quotable)-(\d{1,18})")


class Asked(Asking):
    """The date by which to answer; the questions themselves are rows of their own."""

    closes_at = forms.DateTimeField(
        label=gettext_lazy("To be answered by"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    places: ClassVar[Mapping[str, str]] = {"appraisal_needs_time": "closes_at"}

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["closes_at"].help_text = _("In the host’s time (%(zone)s).") % {"zone": zone.key}

    def full_clean(self) -> None:
        """An hour that doesn't exist there, or comes twice, is an error of the field."""
        with timezone.override(self.zone):
            super().full_clean()


@signed_in
@require_safe
@cache_control(private=True, no_cache=True)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The appraisal, for who asks, who answers, and who sees to it that all do."""
    return _page(request, _found(request, slug))


@signed_in
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """The chair opens the appraisal, or changes what is asked and until when."""
    found = _found(request, slug)
    made = found["appraisal"]
    require(request, "appraisal.open" if made is None else "appraisal.change", found["conference"]["body"]["id"])
    form = Asked(request.POST, zone=ZoneInfo(found["conference"]["time_zone"]), auto_id="asked-%s")
    questions = _questions(_typed(request))
    if made is None:
        given = {"conference": found["conference"]["id"], "questions": questions}
        done = form.ask(acts.open_appraisal, actor_of(request), **given)
    else:
        done = form.ask(acts.change, actor_of(request), appraisal=made["id"], questions=questions)
    if done is None:
        return _page(request, found, asked=form, rows=_typed(request))
    messages.success(request, _("Delegations are asked now.") if made is None else _("The appraisal is changed."))
    return HttpResponseRedirect(reverse("appraisal", args=[slug]))


@signed_in
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """A delegation answers."""
    found = _found(request, slug)
    try:
        acts.answer(
            actor=actor_of(request),
            request_id=request_id(request),
            appraisal=_made(found)["id"],
            answers=_answers(request),
        )
    except Refused as refused:
        return _page(request, found, refused=refused)
    messages.success(request, _("Your delegation has answered. Until the appraisal closes you can change it."))
    return HttpResponseRedirect(reverse("appraisal", args=[slug]))


@signed_in
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """The chair closes the appraisal before its date."""
    made = _made(_found(request, slug))
    acts.close(actor=actor_of(request), request_id=request_id(request), appraisal=made["id"])
    return HttpResponseRedirect(reverse("appraisal", args=[slug]))


@signed_in
@require_POST
def quote(request: HttpRequest, answer: int) -> HttpResponse:
    """The chair takes words into the report, or leaves them out again."""
    found = queries.appraisal_of(audience_for(request), answer)
    if found is None:
        raise Refused("not_found", what="answer")
    quoted = request.POST.get("quoted") == "yes"
    acts.quote(actor=actor_of(request), request_id=request_id(request), answer=answer, quoted=quoted)
    back = f"{reverse('appraisal', args=[found['slug']])}#answer-{answer}"
    return changed(request, found["room"], f"appraisal:{found['id']}", back=back)


@signed_in
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """The chair gives the report to the participants."""
    made = _made(_found(request, slug))
    acts.report(actor=actor_of(request), request_id=request_id(request), appraisal=made["id"])
    messages.success(request, _("The participants can read the report now."))
    return HttpResponseRedirect(reverse("appraisal-report", args=[slug]))


@signed_in
@require_safe
@cache_control(private=True, no_cache=True)
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """What delegations thought: figures, the objectives, and what may be quoted."""
    found = _reported(request, slug)
    return render(request, "appraisal/report.html", found | {"host": host_of(found["conference"])})


@signed_in
@require_safe
def report_as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The report to be printed. Refused: words for whose script no font is installed."""
    return pdf(printed(_reported(request, slug)), f"appraisal-{slug}")


def printed(found: Mapping[str, Any]) -> Edition:
    """The report as a document that prints."""
    conference, made = found["conference"], found["appraisal"]
    document = Document()
    document.title(_line(document, _("Appraisal by delegations")))
    document.paragraph(_line(document, conference["name"]), role="note")
    document.paragraph(_line(document, _("%(answered)s of %(asked)s delegations answered.") % found))
    for one in found["questions"]:
        document.heading(_line(document, one["words"]), 2)
        if one["spread"]:
            kind = "mark" if one["kind"] == "scale" else "reached"
            head = [(True, _line(document, name_of(kind, each["is"]))) for each in one["spread"]]
            document.table([head, [(False, _line(document, str(each["count"]))) for each in one["spread"]]])
        for words in _facts(one):
            document.paragraph(_line(document, words))
        for said in one["quotations"]:
            document.paragraph(_quotation(document, said), level=1)
    at = made["reported_at"] or timezone.now()
    standing = _("Given to the participants by the chair.") if made["reported_at"] else _("Before the chair alone.")
    return edition(document, conference, standing, at)


def _facts(one: Mapping[str, Any]) -> list[str]:
    """What is said in words below the figures of a question."""
    said = [(_("Answered by %(count)s; median %(median)s.") if one["median"] else _("Answered by %(count)s.")) % one]
    assessed = one["assessed"]
    if assessed is not None:
        said.append(_("The chair’s own assessment: %(it)s.") % {"it": name_of("reached", assessed["outcome"])})
        said += [assessed["remark"]] if assessed["remark"] else []
    return said


def _quotation(document: Document, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    line = document.line()
    line.text(f"“{said['words']}” ", [EM])
    line.text(said["by"]["name"] if said["by"] else _("A delegation"), [STRONG])
    return line.content()


def _line(document: Document, words: str) -> list[dict[str, Any]]:
    line = document.line()
    line.text(words)
    return line.content()


def _found(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = queries.page_for(audience_for(request), slug)
    if found is None:
        raise Denied("only_seats_of_the_body")
    return found


def _made(found: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] | None = found["appraisal"]
    if made is None:
        raise Refused("not_found", what="appraisal")
    return made


def _reported(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = queries.report_for(audience_for(request), slug)
    if found is None:
        raise Refused("not_found", what="report")
    return found


def _page(
    request: HttpRequest,
    found: dict[str, Any],
    *,
    asked: Asked | None = None,
    rows: list[dict[str, Any]] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    conference, made, audience = found["conference"], found["appraisal"], audience_for(request)
    zone = ZoneInfo(conference["time_zone"])
    closes_at = made["closes_at"] if made else timezone.now() + timedelta(days=DAYS)
    initial = {"closes_at": timezone.localtime(closes_at, zone).replace(second=0, microsecond=0, tzinfo=None)}
    status = asked.status if asked else STATUS.get(refused.code, 409) if refused else 200
    return render(
        request,
        "appraisal/page.html",
        found
        | {
            "questions": _with_typed(request, found["questions"]) if refused else found["questions"],
            "places": fragments.placed(audience, f"appraisal:{conference['id']}", version=conference["room_version"]),
            "asked_form": asked or Asked(zone=zone, initial=initial, auto_id="asked-%s"),
            "rows": _numbered(rows if rows is not None else _rows(found)),
            "kinds": [(kind.value, name_of("question_kind", kind.value)) for kind in rules.Kind],
            "marks": [(mark, name_of("mark", str(mark))) for mark in rules.MARKS],
            "outcomes": [(outcome, name_of("reached", outcome)) for outcome in rules.OUTCOMES],
            "quotables": [(one.value, name_of("quotable", one.value)) for one in rules.Quotable],
            "changing": asked is not None,
            "has_answers": found["answered"] > 0,
            "press": uuid.uuid4().hex,
            "refusal": sentence_of(refused.code, refused.facts) if refused else "",
            "host": host_of(conference),
            "room": {"number": conference["room"], "version": conference["room_version"]},
        },
        status=status,
    )


def suggested(objectives: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions that the chair may begin with: how it was held, each objective, what to keep."""
    marks = (
        _("How well was the conference organised?"),
        _("How well did the hours suit your capital, with its time zone?"),
        _("Did the documents reach you in time?"),
        _("How well did the technology serve you?"),
        _("Could you exchange views and comment directly, as in one room?"),
    )
    words = (_("What should be kept next time?"), _("What should be changed next time?"))
    return [
        *({"kind": "scale", "words": one, "objective": ""} for one in marks),
        *({"kind": "objective", "words": one["words"], "objective": one["id"]} for one in objectives),
        *({"kind": "words", "words": one, "objective": ""} for one in words),
    ]


def _rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the chair's form: what is asked, or what may be."""
    if found["appraisal"] is None:
        return suggested(found["objectives"])
    return [
        {"kind": one["kind"], "words": one["words"], "objective": one["objective"] or ""} for one in found["questions"]
    ]


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    spare = [{"kind": "scale", "words": "", "objective": ""} for _row in range(SPARE)]
    return [row | {"place": place} for place, row in enumerate([*rows, *spare], 1)]


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    """The rows as they were filled in, in the order of their numbers; those without words are left out."""
    lists = [request.POST.getlist(name) for name in ("place", "kind", "question", "objective")]
    rows = [
        (int(place) if place.isdecimal() and len(place) < 5 else 0, {"kind": kind, "words": words, "objective": aim})
        for place, kind, words, aim in zip(*lists, strict=False)
        if words.strip()
    ]
    return [row for _place, row in sorted(rows, key=lambda one: one[0])]


def _questions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        row
        | {
            "objective": int(row["objective"])
            if row["kind"] == rules.Kind.OBJECTIVE and row["objective"].isdecimal() and len(row["objective"]) < 19
            else None
        }
        for row in rows
    ]


def _answers(request: HttpRequest) -> list[dict[str, Any]]:
    """What was filled in, question by question. Refused: mark_out_of_range, for what isn't a number either."""
    numbers = sorted({int(found[1]) for name in request.POST if (found := _FIELD.fullmatch(name))})
    return [one for number in numbers if len(one := _answer(request, number)) > 1]


def _answer(request: HttpRequest, number: int) -> dict[str, Any]:
    mark, outcome, words, quotable = (
        request.POST.get(f"{name}-{number}", "") for name in ("mark", "outcome", "words", "quotable")
    )
    if mark and not (mark.isdecimal() and len(mark) < 5):
        raise Refused("mark_out_of_range", mark=mark[:20])
    said = {"mark": int(mark) if mark else None, "outcome": outcome, "words": words}
    given = {name: value for name, value in said.items() if value not in ("", None)}
    return {"question": number} | given | ({"quotable": quotable} if given else {})


def _with_typed(request: HttpRequest, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The questions with what was filled in, so that nothing of it is lost."""

    def typed(one: Mapping[str, Any]) -> dict[str, Any]:
        said = {name: request.POST.get(f"{name}-{one['id']}", "") for name in ("outcome", "words", "quotable")}
        mark = request.POST.get(f"mark-{one['id']}", "")
        return said | {"mark": int(mark) if mark in {"1", "2", "3", "4", "5"} else None}

    return [one | {"own": typed(one)} for one in questions]


OF = "conferences/<slug:slug>/appraisal/"
urlpatterns = [
    path(OF, page, name="appraisal"),
    path(f"{OF}questions", ask, name="appraisal-ask"),
    path(f"{OF}answers", answer, name="appraisal-answer"),
    path(f"{OF}end", close, name="appraisal-close"),
    path(f"{OF}publication", publish, name="appraisal-publish"),
    path(f"{OF}report/", report, name="appraisal-report"),
    path(f"{OF}report.pdf", report_as_pdf, name="appraisal-report-pdf"),
    path("appraisals/answers/<int:answer>/quotation", quote, name="appraisal-quote"),
]
