"""The sentences about what is said in a meeting and kept of it: statements, the clerk's notes, the summary record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    # statements
    "title_missing": _("A title is missing."),
    "statement_empty": _("There is nothing in it yet: type the words, or choose a file."),
    "statement_too_long": _("The statement is too long: at most %(limit)s characters. Nothing was handed in."),
    "not_a_statement": _("The file can't be taken: hand in Word, PDF or plain text. Nothing was handed in."),
    "statement_waits": _(
        "Your delegation has a statement on this item that it hasn't delivered yet. Change that one, or withdraw it."
    ),
    "statement_is_delivered": _("The statement has been delivered, so it stands as it is."),
    "statement_is_withdrawn": _("The statement has been withdrawn."),
    "statement_is_embargoed": _("The statement hasn't been delivered yet: it is published after that."),
    "statement_is_published": _("The statement has been published already."),
    "statement_has_language": _("The statement is there in “%(language)s” already. Change that version instead."),
    "statement_lacks_language": _("The statement isn't there in “%(language)s”. Add that language first."),
    "bad_language": _("“%(language)s” is not a language's tag, such as en, lo or zh-Hant."),
    "too_many_languages": _("A statement can be there in at most %(limit)s languages."),
    "meeting_is_not_public": _("The meeting isn't open to the public, so its statements stay with those at its table."),
    "not_its_intervention": _(
        "A statement is delivered in an intervention of its own delegation. Choose one of these."
    ),
    "intervention_has_statement": _("Another statement was delivered in that intervention."),
    "no_such_item": _("That item is not on the agenda of this meeting."),
    "no_such_intervention": _("There is no such intervention in this meeting, or it hasn't begun."),
    # the clerk's notes
    "clerk_note_missing": _("Nothing is written down yet."),
    "clerk_note_too_long": _("The note is too long: at most %(limit)s characters. It was not kept; your words are."),
    # the summary record
    "nothing_to_record": _("The meeting hasn't been opened yet, so there is nothing to be recorded."),
    "record_is_circulated": _("The record is with the delegations: it is not drawn up or sent anew."),
    "record_is_final": _("The record of this meeting is final, and doesn't change any more."),
    "record_not_circulated": _("The record hasn't been sent to the delegations yet."),
    "record_too_long": _("The record has %(limit)s entries, and takes no more."),
    "unknown_record_version": _("The record has no such version. Load the page again."),
    "no_such_entry": _("This entry is no longer in the record. Your words are kept here."),
    "entry_moved_on": _(
        "Somebody else has changed this entry since you opened it. Nothing was changed; your words are kept here."
        " Open the entry again, and put them beside the new ones."
    ),
    "entry_missing": _("The entry says nothing yet."),
    "entry_too_long": _("The entry is too long: at most %(limit)s characters. Your words are kept here."),
    "entry_stays": _("The entry stands there already."),
    "bad_change": _("An entry can be reworded, added, moved, left out or taken in again, and nothing else."),
    "meeting_not_closed": _("The meeting isn't closed: its record can still grow. Send it when it is."),
    "until_is_over": _("The time until which corrections are taken is over already."),
    "until_too_far": _("Corrections can be taken for at most %(days)s days."),
    "corrections_are_over": _("The time for corrections is over (%(until)s). Nothing was changed."),
    "corrections_still_run": _("Delegations may still ask for corrections, until %(until)s."),
    "corrections_are_open": _("Corrections without an answer: %(count)s. Take or decline them first."),
    "not_your_intervention": _(
        "A delegation corrects its own interventions. If something else is wrong, write a note to the secretariat."
    ),
    "nothing_corrected": _("That is how the entry reads already."),
    "correction_is_settled": _("This correction has its answer already."),
    "answer_missing": _("Say why the correction is declined."),
}

ACTS: Mapping[str, Any] = {
    "statement.hand_in": _("handed in a statement"),
    "statement.translate": _("added a language to a statement"),
    "statement.release": _("gave a statement to the room"),
    "statement.link": _("linked a statement with an intervention"),
    "statement.publish": _("published a statement"),
    "clerk_note.write": _("wrote something down"),
    "clerk_note.change": _("changed a note"),
    "record.draw_up": _("drew up the record"),
    "record.edit": _("edited the record"),
    "record.circulate": _("sent the record to the delegations"),
    "record.correct": _("asked for a correction of the record"),
    "record.settle": _("settled a correction of the record"),
    "record.finish": _("made the record final"),
}

NAMES: Mapping[str, Mapping[str, Any]] = {
    "statement": {
        "handed_in": _("Embargoed"),
        "delivered": _("Delivered"),
        "published": _("Published"),
        "withdrawn": _("Withdrawn"),
    },
    "spoken": {
        "statement": _("Statement"),
        "on_behalf": _("Statement on behalf of"),
        "question": _("Question"),
        "point_of_order": _("Point of order"),
        "right_of_reply": _("Right of reply"),
    },
    "record": {"draft": _("Draft"), "circulated": _("With the delegations"), "final": _("Final")},
    "correction": {"open": _("Waits for an answer"), "taken": _("Taken"), "declined": _("Declined")},
}
