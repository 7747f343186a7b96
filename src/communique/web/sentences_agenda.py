"""The sentences about meetings and their sittings, the agenda and the papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    # sittings
    "meeting_not_suspended": _("The sitting is not suspended, so there is nothing to resume."),
    "meeting_not_adjourned": _("The meeting has not been opened yet: its first sitting is opened with it."),
    "sitting_is_open": _("A sitting is under way. It has to end before the next one is opened."),
    "resumption_is_over": _("That time is over already. Say when the sitting will go on, or leave it open."),
    "floor_is_held": _("%(speaker)s has the floor. Let the speaker finish, or take the floor back first."),
    # the agenda
    "agenda_is_empty": _("There is nothing on the agenda yet. Add its items, then it can be adopted."),
    "agenda_is_adopted": _("The agenda has been adopted already."),
    "item_number_stands": _("The agenda is adopted, so item %(number)s keeps its number: all speak of it by that."),
    "item_is_current": _("Item %(number)s is before the meeting now. Leave it first; nothing was removed."),
    "item_was_taken_up": _(
        "Item %(number)s has been before the meeting, so it stays in the record. Nothing was removed."
    ),
    "item_holds_something": _(
        "Under item %(number)s there is something: a text, papers, statements, interventions or notes. It can be"
        " deferred or closed, but not removed. Nothing was lost."
    ),
    "item_stands_there": _("The item stands there already."),
    "item_is_open": _("Item %(number)s is before the meeting already."),
    "item_not_open": _("Item %(number)s is not before the meeting."),
    "item_is_over": _("Item %(number)s is finished or deferred. Take it up again first."),
    "item_goes_on_elsewhere": _("Item %(number)s is on the agenda of “%(meeting)s” by now, and is taken up there."),
    "item_not_deferred_here": _("That item was not deferred to this meeting, or is on its agenda already."),
    "item_of_another_meeting": _("That item is on the agenda of another meeting."),
    "meeting_of_another_conference": _("An item can be deferred to another meeting of the same conference only."),
    "bad_minutes": _("An item is planned to take from 1 to %(longest)s minutes, or as long as it needs."),
    "bad_leaving": _("The item that is open can be suspended or closed. “%(said)s” is neither."),
    # papers
    "paper_is_empty": _("The file is empty, so it was not laid before the meeting."),
    "paper_is_broken": _("The file is broken or was cut short. Send it once more."),
    "paper_of_unknown_kind": _(
        "What is in the file can't be laid here. PDF, Word, OpenDocument, Excel, PowerPoint, plain text and pictures"
        " (PNG, JPEG, GIF) can, whatever the file is called."
    ),
    "paper_title_missing": _("The paper needs a title."),
    "paper_is_withdrawn": _("That paper has been withdrawn."),
    "paper_of_another_meeting": _("That paper lies before another meeting."),
    "paper_language_taken": _("The paper lies there in this language (%(language)s) already. Withdraw that one first."),
    "bad_readers": _("A paper is for the public, the participants or the members. “%(said)s” is none of them."),
}

ACTS: Mapping[str, Any] = {
    "sitting.open": _("opened the next sitting"),
    "sitting.suspend": _("suspended the sitting"),
    "sitting.resume": _("resumed the sitting"),
    "sitting.close": _("adjourned the meeting"),
    "agenda.change": _("changed an item of the agenda"),
    "agenda.move": _("moved an item of the agenda"),
    "agenda.remove": _("removed an item from the agenda"),
    "agenda.adopt": _("found the agenda adopted"),
    "item.open": _("took up an item"),
    "item.suspend": _("left an item for later"),
    "item.close": _("closed an item"),
    "item.defer": _("deferred an item"),
    "paper.lay": _("laid a paper before the meeting"),
    "paper.withdraw": _("withdrew a paper"),
}
"""What the journal says was done."""

NAMES: Mapping[str, Mapping[str, Any]] = {
    "item": {
        "planned": _("To come"),
        "open": _("Before the meeting"),
        "suspended": _("Left for later"),
        "closed": _("Closed"),
        "deferred": _("Deferred"),
    },
    "agenda": {"draft": _("Provisional agenda"), "adopted": _("Agenda adopted")},
    "sitting": {
        "planned": _("Planned"),
        "open": _("Under way"),
        "suspended": _("Suspended"),
        "closed": _("Over"),
        "cancelled": _("Cancelled"),
    },
    "readers": {"public": _("Public"), "participants": _("Participants"), "members": _("Members only")},
    "paper": {
        "pdf": _("PDF"),
        "docx": _("Word"),
        "odt": _("OpenDocument"),
        "xlsx": _("Excel"),
        "pptx": _("PowerPoint"),
        "txt": _("Plain text"),
        "png": _("Picture"),
        "jpg": _("Picture"),
        "gif": _("Picture"),
    },
}
