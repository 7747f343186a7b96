"""What an appraisal needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communique.actions import appraisal as acts
from communique.records.models import AppraisalAnswer, AppraisalQuestion, Objective
from tests.actions.deeds.deed import Deed, Given
from tests.house import House

EVENTS = ("appraisal",)
DAYS = 10


def asking(house: House, **more: Any) -> Given:
    """A mark, the conference's objective, and words."""
    objective = Objective.objects.get(conference=house.conference)
    questions = [
        {"kind": "scale", "words": "How well was it organised?"},
        {"kind": "objective", "words": objective.words, "objective": objective.pk},
        {"kind": "words", "words": "What should be kept?"},
    ]
    given = {"conference": house.conference, "closes_at": timezone.now() + timedelta(days=DAYS), "questions": questions}
    return given | more


def opened(house: House) -> int:
    appraisal: int = house.act(acts.open_appraisal, "chair", **asking(house))["appraisal"]
    return appraisal


def saying(appraisal: int, words: str = "The huddles.", *, mark: int = 4, quotable: str = "named") -> Given:
    """An answer to each of the questions."""
    scale, objective, free = AppraisalQuestion.objects.filter(appraisal=appraisal).values_list("pk", flat=True)
    answers = [
        {"question": scale, "mark": mark},
        {"question": objective, "outcome": "met"},
        {"question": free, "words": words, "quotable": quotable},
    ]
    return {"appraisal": appraisal, "answers": answers}


def answered(house: House, who: str = "la-head", **more: Any) -> int:
    """An appraisal that somebody has answered."""
    appraisal = opened(house)
    house.act(acts.answer, who, **saying(appraisal, **more))
    return appraisal


def closed(house: House) -> int:
    appraisal = answered(house)
    house.act(acts.close, "chair", appraisal=appraisal)
    return appraisal


def _quotable(house: House) -> Given:
    closed(house)
    return {"answer": AppraisalAnswer.objects.get(quotable="named").pk}


DEEDS: dict[str, Deed] = {
    "appraisal.open": Deed(asking, "chair", EVENTS, in_conference=True),
    "appraisal.change": Deed(
        lambda house: {
            "appraisal": opened(house),
            "closes_at": timezone.now() + timedelta(days=DAYS + 1),
            "questions": [{"kind": "words", "words": "What should be changed?"}],
        },
        "chair",
        EVENTS,
        in_conference=True,
    ),
    "appraisal.answer": Deed(lambda house: saying(opened(house)), "la-adviser", EVENTS, in_conference=True),
    "appraisal.close": Deed(
        lambda house: {"appraisal": opened(house)}, "clock", EVENTS, in_conference=True, after=DAYS * 86_400 + 1
    ),
    "appraisal.quote": Deed(_quotable, "chair", EVENTS, in_conference=True),
    "appraisal.report": Deed(lambda house: {"appraisal": closed(house)}, "chair", EVENTS, in_conference=True),
}
