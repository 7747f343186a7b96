"""The sentences about a conference: its programme, its objectives, its calendars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    # objectives
    "no_chairmanship": _("Nobody chairs in %(year)s yet: set the chairmanship first."),
    "objective_missing": _("The objective says nothing yet."),
    "too_many_objectives": _("There can be at most %(limit)s objectives. Take one back first."),
    "objective_is_assessed": _("This objective has been assessed, so it stands in the record and can't be taken back."),
    "objective_is_appraised": _("Delegations are asked about this objective, so it can't be taken back."),
    "nothing_to_assess_yet": _("It hasn't begun yet, so nothing can be said of what was reached."),
    "bad_outcome": _("An objective is met, partly met or missed. Choose one of them."),
    # the programme
    "sitting_ends_before_it_begins": _("It would end before it begins. Choose a later end."),
    "sitting_too_long": _("A sitting lasts at most %(hours)s hours. Plan a second one for the rest."),
    "sitting_overlaps": _("At that time the meeting has its sitting %(number)s already."),
    "hall_is_taken": _("%(hall)s is taken then by “%(meeting)s”. Choose another hall or another time."),
    "sitting_has_begun": _("This sitting has begun or is over, so its hours stand. Plan another one."),
    "only_sitting": _("It is the only sitting of this meeting. Cancel the meeting instead."),
    "meeting_has_sat": _("This meeting has begun, so it isn't cancelled any more: it is closed, or its sittings are."),
    "meeting_is_cancelled": _("This meeting has been cancelled."),
    "bad_kind_of_meeting": _("A meeting is the main one, a related or a thematic one. Choose one of them."),
    "bad_level": _("There is no such level. Choose one of the list, or none."),
    "bad_floor_right": _("There is no such right to the floor. Choose one of the list."),
    # calendars
    "no_such_calendar": _("There is no such calendar: it is your own, or your delegation's."),
    "seat_of_no_delegation": _("Your seat belongs to no delegation, so there is no calendar of one."),
}

NAMES: Mapping[str, Mapping[str, Any]] = {
    "sitting": {
        "planned": _("Planned"),
        "open": _("Sits now"),
        "suspended": _("Suspended"),
        "closed": _("Over"),
        "cancelled": _("Cancelled"),
    },
    "kind_of_meeting": {"main": _("Main meeting"), "related": _("Related meeting"), "thematic": _("Thematic meeting")},
    "level": {
        "": _("None"),
        "leaders": _("Leaders"),
        "ministers": _("Ministers"),
        "senior_officials": _("Senior officials"),
        "experts": _("Experts"),
    },
    "outcome": {"": _("Not assessed yet"), "met": _("Met"), "partly": _("Partly met"), "missed": _("Missed")},
    "floor_right": {
        "after_members": _("After the members"),
        "on_invitation": _("When the chair invites it"),
        "none": _("None"),
    },
}

MEETING: Mapping[str, Any] = {
    "convened": _("Convened"),
    "open": _("Open"),
    "suspended": _("Suspended"),
    "adjourned": _("Adjourned"),
    "closed": _("Closed"),
    "cancelled": _("Cancelled"),
}

ACTS: Mapping[str, Any] = {
    "meeting.convene": _("convened a meeting"),
    "meeting.change": _("changed the meeting in the programme"),
    "meeting.cancel": _("cancelled the meeting"),
    "sitting.plan": _("planned a sitting"),
    "sitting.move": _("moved a sitting"),
    "sitting.cancel": _("cancelled a sitting"),
    "objective.set": _("set an objective"),
    "objective.drop": _("took an objective back"),
    "objective.assess": _("assessed an objective"),
}
