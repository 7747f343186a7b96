"""The sentences about the floor, and about a body's rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    "meeting_does_not_sit": _("The meeting doesn't sit now, so nobody asks for the floor and nobody is given it."),
    "not_in_the_room": _("Take your place in the meeting first, on its page: then your placard is seen."),
    "list_is_closed": _("The list of speakers is closed. A point of order or a right of reply is still taken."),
    "list_is_open": _("The list of speakers is open already."),
    "list_stays_closed": _("The list was closed, and by the rules of this body it isn't opened again."),
    "closing_is_over": _("The list can only be closed at a time that is still to come. Nothing was announced."),
    "on_the_list_already": _("Your delegation is on the list already. Withdraw that first, or wait for your turn."),
    "replies_are_used": _("The rules give %(count)s rights of reply on an item, and they have been used."),
    "group_missing": _("Say on behalf of whom: name the group."),
    "no_such_kind": _("Nobody can ask for the floor in that way (%(kind)s)."),
    "observer_has_no_floor": _("By the rules of this body %(name)s has no right to the floor."),
    "observer_on_invitation": _(
        "You speak when the chair invites you. A note to the chair can say that you would like to."
    ),
    "only_members_rise_to_order": _("Points of order are raised by members."),
    "nobody_sits_for": _("Nobody holds a seat for %(name)s, so it can't be put on the list."),
    "item_is_over": _("Item %(number)s is closed or was put off, so nobody speaks on it now."),
    "not_waiting": _("That name isn't waiting on the list any more. Nothing was changed."),
    "nobody_waits": _("Nobody waits on the list."),
    "has_not_the_floor": _("That delegation doesn't have the floor any more. Nothing was changed."),
    "floor_moved_on": _(
        "Another hand was quicker: the floor has moved on since your page showed it. Nothing more was done; look again."
    ),
    "floor_is_not_vacant": _("Whoever has the floor is there and may speak."),
    "speaker_has_left": _("%(name)s isn't in the room, so it can't be given the floor. Its name stays on the list."),
    "speaker_is_away": _("%(name)s has lost its line, so it can't be given the floor now. Its name stays on the list."),
    "ruling_first": _("Rule on the point of order first. Then whoever was interrupted goes on."),
    "ruling_missing": _("A ruling needs words, for the record."),
    "no_ruling_now": _("This point of order hasn't been made yet, or was ruled on before."),
    "not_a_point_of_order": _("Only a point of order is ruled on."),
    "point_of_order_goes_first": _("A point of order goes before everybody, so it isn't moved."),
    "debate_is_suspended": _("The debate is suspended. Let it go on first."),
    "debate_goes_on": _("The debate goes on already."),
    "speaks_without_limit": _("%(name)s speaks without a limit, so there is no time to add to."),
    "limit_out_of_bounds": _("A limit is from %(shortest)s to %(longest)s seconds, or none."),
    "intervention_is_not_over": _("What was noted can be put right once the intervention is over."),
    "times_cross": _("It has to begin before it ends, and both have to be over. Nothing was changed."),
    "bad_floor_rules": _("These rules of the floor can't be taken (%(name)s). Nothing was changed."),
    "bad_grace": _("The grace for a lost line is from 5 seconds to 4 hours, which are 14400 seconds."),
    "bad_correction_days": _("Delegations get from 1 to 60 days for corrections."),
}

ACTS: Mapping[str, Any] = {
    "body.regulate": _("settled the rules of the body"),
    "floor.open": _("opened the list of speakers"),
    "floor.announce": _("announced when the list of speakers is closed"),
    "floor.close": _("closed the list of speakers"),
    "floor.limit": _("limited the time to speak"),
    "floor.suspend": _("suspended the debate"),
    "floor.resume": _("resumed the debate"),
    "floor.request": _("asked for the floor"),
    "floor.enlist": _("put a name on the list of speakers"),
    "floor.withdraw": _("took its name off the list"),
    "floor.remove": _("took a name off the list"),
    "floor.order": _("arranged the list of speakers"),
    "floor.next": _("called the next speaker"),
    "floor.give": _("gave the floor"),
    "floor.yield": _("yielded the floor"),
    "floor.take_back": _("thanked the speaker"),
    "floor.vacate": _("found the floor vacant"),
    "floor.extend": _("gave a speaker more time"),
    "floor.rule": _("ruled on a point of order"),
    "intervention.correct": _("put right what was noted of an intervention"),
}
"""What the journal says was done."""

NAMES: Mapping[str, Mapping[str, Any]] = {
    "floor_order": {
        "request": _("In the order in which they ask"),
        "alphabetical": _("By protocol: in the alphabetical order of English names"),
        "protocol": _("By protocol: in the body’s own order"),
    },
    "when_over": {
        "shown": _("Every screen shows it"),
        "told": _("Every screen shows it, and the chair is told"),
        "taken_back": _("The floor is taken back"),
    },
    "speaks": {"member": _("a member"), "observer": _("an observer")},
    "asked": {
        "statement": _("A statement"),
        "on_behalf": _("A statement on behalf of a group"),
        "question": _("A question"),
        "point_of_order": _("A point of order"),
        "right_of_reply": _("A right of reply"),
    },
}
