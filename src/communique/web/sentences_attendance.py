"""The sentences about who is in the room, and about the roll."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    "only_at_the_table": _("Only delegations and observers at the table may do this."),
    "presence_is_noted": _("Nobody has gone or come back since the last look, so there is nothing to note."),
    "roll_is_open": _("The roll is being called. Close it before it is called again."),
    "roll_is_closed": _("This roll is closed, and its result stands in the record."),
    "no_members_to_call": _("This body has no members yet, so there is nobody to call."),
    "not_on_the_roll": _(
        "The roll is called of the members alone, and “%(party)s” isn't on it. Nothing is asked of it."
    ),
    "answered_the_roll": _("“%(party)s” has answered this roll already."),
    "only_own_delegation": _("A delegation answers for itself alone. The chair notes the others that it hears."),
}

ACTS: Mapping[str, Any] = {
    "presence.note": _("noted who is away and who is back"),
    "roll.call": _("called the roll"),
    "roll.answer": _("answered the roll"),
    "roll.close": _("closed the roll"),
}
"""What the journal says was done."""
