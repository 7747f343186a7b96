"""The sentence for each code of a refusal: what happened, and what was kept or can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communique.web import (
    sentences_agenda,
    sentences_attendance,
    sentences_conference,
    sentences_floor,
    sentences_record,
    sentences_registration,
)

SENTENCES: Mapping[str, Any] = {
    **sentences_agenda.SENTENCES,
    **sentences_attendance.SENTENCES,
    # who may not
    "only_the_operator": _("Only the operator of this installation may do this."),
    "only_the_clock": _("Only the house's own clock does this."),
    "only_the_chair": _("Only the chair may do this."),
    "screen_is_not_public": _("This meeting isn’t open to the public: its screen is for those who sit in the body."),
    "only_the_pen": _("Only the secretariat's pen may do this."),
    "only_the_clerk": _("Only a clerk of the secretariat may do this."),
    "only_seats_of_the_body": _("Only those with a seat in this body may do this."),
    "only_who_binds_a_member": _("Only a head of delegation, an alternate or a delegate may do this for a member."),
    "only_who_negotiates": _("Only members, the chair and the secretariat may do this."),
    "only_a_delegation": _("Only a member's delegation may do this."),
    "only_in_the_huddle": _("Only a delegation that was sent to this huddle may do this, and only there."),
    "only_who_tabled_it": _("Only the delegation that tabled it may do this."),
    "only_chair_and_secretariat": _("Only the chair and the secretariat may read this."),
    "no_seat": _("You are signed in, but hold no seat here."),
    "seat_has_ended": _("Your seat has been ended, so nothing was done. Ask your secretariat for a new one."),
    "signed_out": _("You are not signed in, or your session has ended. Sign in again; what you typed is kept here."),
    "other_seat": _(
        "You now act from another seat than the one this page was opened from. Nothing was done: load the page again."
    ),
    "not_your_seat": _("That seat is not one of yours."),
    "not_your_own_seat": _("You can't end the seat that you act from."),
    "seat_has_ended_before": _("That seat was ended before."),
    "link_has_expired": _("This link has expired. Ask the secretariat for a new one."),
    "link_is_no_good": _("This link is not one of ours, or was cut short. Copy it whole, or ask for a new one."),
    "person_is_inactive": _("This account has been closed. Ask the secretariat."),
    "address_without_seat": _(
        "You were recognised as %(email)s, but no seat was granted to that address, or your provider doesn't vouch"
        " for it. Ask your secretariat."
    ),
    "mail_not_sent": _("The mail could not be sent, so nothing will arrive. Try again later, or ask the secretariat."),
    # requests
    "bad_request_id": _("The request carries no proper id, so nothing was done."),
    "request_id_reused": _("This request id was used for something else. Nothing was done."),
    "unproven_request": _(
        "This page could not prove that the request is yours: it may have been open since before you signed in, or your"
        " browser runs no scripts. Nothing was done. Load the page again."
    ),
    "malformed_request": _("The request can't be read, so nothing was done (%(where)s: %(why)s)."),
    "method_not_allowed": _("This can't be asked in that way. Nothing was done."),
    "fault_of_the_house": _("Something went wrong on our side, and nothing was changed. Try again in a moment."),
    "not_found": _("There is nothing here that you may see."),
    "bad_input": _("Something in the form can't be taken: %(why)s"),
    # bodies and seats
    "too_long": _("“%(words)s…” is too long: at most %(limit)s characters fit here."),
    "name_missing": _("A name is missing."),
    "name_taken": _("“%(name)s” is taken already."),
    "bad_party_code": _("“%(party)s” can't be a code: 2 to 8 capital letters or digits, such as LA or ROK."),
    "party_code_taken": _("The code “%(party)s” is taken in this body."),
    "unknown_country": _("“%(iso)s” is not a country's code in ISO 3166."),
    "seat_needs_member": _("A seat of this kind belongs to a member's delegation: choose the member."),
    "seat_needs_observer": _("An observer's seat belongs to an observer: choose which."),
    "secretariat_has_no_party": _("The secretariat serves the whole body: leave the party empty."),
    "no_such_member": _("“%(party)s” is not a member of this body."),
    "no_such_party": _("“%(party)s” is not at the table of this body."),
    "bad_role": _("There is no seat of the kind “%(role)s”."),
    "bad_email": _("“%(email)s” is not an e-mail address."),
    "seat_held_already": _("%(name)s holds this seat already."),
    "bad_year": _("%(year)s can't be the year: write one from 1900 to 2200."),
    "bad_quorum": _("The quorum can't be %(quorum)s: write how many members have to be present, at least 1."),
    "bad_order": _("%(order)s can't be a place in the protocol order: count from 1."),
    "bad_hours": _("A link can last from one hour to two weeks."),
    "unknown_time_zone": _("“%(name)s” is not a time zone, such as Asia/Ho_Chi_Minh."),
    # the installation
    "no_installation": _("There is no journal in %(where)s: nothing has been installed there yet."),
    "not_a_demonstration": _("This database belongs to a real installation: the demonstration is not loaded into it."),
    # meetings
    "ends_before_it_starts": _("The conference would end before it starts."),
    "item_needs_number_and_title": _("An agenda item needs a number and a title."),
    "item_number_taken": _("There is an item %(number)s already."),
    "meeting_not_convened": _("The meeting has been opened before."),
    "meeting_not_open": _("The meeting is not open."),
    "meeting_is_closed": _("The meeting has been closed, and its record is complete."),
    "question_is_open": _("A question is before the meeting. It has to be answered or withdrawn first."),
    # texts
    "item_has_no_document": _("Item %(number)s has no document to be adopted."),
    "item_has_a_text": _("Item %(number)s has a text already."),
    "too_large": _("The file is too large: at most %(limit_mb)s MB are read. Nothing was imported."),
    "not_a_text": _("No text was found in this file. Markdown, plain text, Word, HTML and Akoma Ntoso can be read."),
    "unsafe_file": _("The file was not opened, because it holds something unsafe (%(why)s). Nothing was imported."),
    "malformed_text": _("The document doesn't hold together, so nothing was imported."),
    "text_too_long": _("The text is too long to be negotiated as one document. Nothing was imported."),
    "no_font": _("The PDF can't be printed: no font for %(script)s is installed here. Nothing was published."),
    "malformed_steps": _("This change doesn't hold together, so it was not taken. Your words are kept here."),
    "malformed_version": _("The change doesn't say for which version it was made, so it was not taken."),
    "malformed_content": _("What was proposed doesn't hold together, so it was not tabled. Your words are kept here."),
    "too_many_steps": _("Too many changes at once. They were not taken; try a smaller piece."),
    "step_failed": _("This change doesn't fit the text, so it was not taken. Your words are kept here."),
    "unsafe_link": _("The text holds a link that could do harm. Only web, mail and internal links are taken."),
    "unsafe_character": _("The text holds an invisible control character. It was not taken."),
    "duplicate_paragraph": _("Two paragraphs would have the same name inside. The change was not taken."),
    "bad_attribute": _("The number, level or kind of a paragraph can't be like this. The change was not taken."),
    "stale": _("The text has moved on meanwhile. Your change will be made on the newest version."),
    "unknown_version": _("The text has no such version."),
    "text_is_draft": _("The text is still a draft: it has to be adopted first."),
    "text_is_question": _("The text is before the meeting for adoption. Nobody can change it until that is answered."),
    "text_is_adopted": _("The text has been adopted. It can't be changed any more."),
    "text_is_published": _("The text has been published. It can't be changed any more."),
    "alternatives_stand": _(
        "Some paragraphs still stand in the place of others (%(numbers)s). Choose between them first: only then can the"
        " numbers be made consecutive."
    ),
    # brackets
    "bracket_not_found": _(
        "No bracket that is also closed opens there: it was never closed, or it is gone by now. Nothing was changed."
    ),
    "out_of_range": _("This is not a place in the words of the text. Select the words again."),
    "nothing_selected": _("Select the words first: there are only blanks here."),
    "brackets_cross": _("A bracket among these words opens or closes elsewhere. Select both of its signs, or neither."),
    "unknown_party": _("“%(party)s” is not on this body's list of parties."),
    "no_alternatives_beside": _("No other bracket stands beside this one as an alternative to it."),
    "crosses_table": _("This begins inside a table's cell and ends outside of it. Choose words of one cell."),
    "crosses_footnote": _("This begins inside a footnote and ends outside of it, or the other way round."),
    "crosses_paragraphs": _("These alternatives stand in different paragraphs, so they can't become one bracket."),
    "numbers_are_consecutive": _("All numbers are consecutive already. Nothing was changed."),
    "numbers_moved_on": _("The text has changed since this table was made. Look at the new one first."),
    # amendments
    "no_change": _("Nothing was changed in this paragraph, so there is nothing to table."),
    "no_such_paragraph": _("This paragraph is no longer in the text. Your words are kept here."),
    "agreed_words_moved_on": _(
        "The pen has changed this paragraph a moment ago, so nothing was agreed. Read it as it stands now, then agree."
    ),
    "paragraph_moved_on": _(
        "The pen has changed this paragraph since you opened it. Compare and table again; your words are kept here."
    ),
    "reason_too_long": _("The reason is too long: at most %(limit)s characters."),
    "amendment_is_over": _("This amendment is no longer tabled."),
    "amendment_is_lost": _("The words that amendment %(number)s would change are no longer in the text."),
    "bad_stance": _("There is no such position."),
    # inside a delegation
    "draft_is_lost": _("The words that this draft would change are no longer in the text. Write it anew."),
    "instruction_missing": _("The instruction says nothing yet."),
    "instruction_too_long": _("The instruction is too long: at most %(limit)s characters."),
    "instruction_is_lifted": _("This instruction has been lifted already."),
    # comments
    "comment_missing": _("Nothing is said in this comment yet."),
    "comment_too_long": _("The comment is too long: at most %(limit)s characters."),
    "no_words_there": _("A comment stands on words of one paragraph, or on a whole paragraph."),
    "words_are_gone": _("The words that you comment on have just been taken out. Your comment is kept here."),
    "comment_is_resolved": _("This comment has been resolved. Open it again to go on."),
    "comment_is_open": _("This comment is open already."),
    "only_who_wrote_it": _("Only those who wrote it may do this, and the chair for what was said to all."),
    "malformed_changes": _("The changes that were sent couldn't be read. Nothing was changed."),
    "malformed_proposal": _("This proposal can't be read. Nothing was changed."),
    "too_many_changes": _("One proposal can make at most %(limit)s changes. Table the rest as another one."),
    "changes_cross": _("Two changes of this proposal contradict each other on the same paragraph."),
    "not_neighbours": _("There is no paragraph right behind this one that it could be joined with."),
    "not_in_proposal": _("That proposal doesn't change this paragraph, so there is nothing of it to amend here."),
    "moves_nowhere": _("The paragraph stands there already."),
    "splits_nothing": _("The paragraph can't be split there: each half needs words, and no sign can be cut."),
    "amendments_conflict": _("Amendments %(one)s and %(other)s can't both be taken: they change the same place."),
    "cosponsor_supports": _("Your delegation sponsors this amendment: leave its sponsors before saying otherwise."),
    "sponsors_already": _("Your delegation sponsors this amendment already."),
    "no_sponsor": _("Your delegation is no sponsor of this amendment."),
    "only_sponsor": _("Your delegation is its only sponsor: withdraw the amendment instead."),
    "not_the_mover": _("Only the first sponsor can withdraw an amendment. The others leave its sponsors."),
    "amended_already": _("This amendment has itself been amended: it can't be withdrawn any more."),
    "no_such_amendment": _("There is no such amendment to this text."),
    "too_many_degrees": _("An amendment to an amendment can't itself be amended: there are at most %(limit)s degrees."),
    "amendments_to_it_first": _("Amendments to this one are still open (%(count)s): they are decided first."),
    "nothing_to_merge": _("Choose at least two amendments to merge."),
    "draft_is_over": _("This draft has been tabled or dropped."),
    "draft_is_cleared": _("This draft has been cleared already."),
    "draft_not_cleared": _("This draft has to be cleared first by who may speak for your delegation."),
    "cannot_bind": _("Only who may speak for your delegation can clear a draft."),
    "proposer_supports": _("Your delegation tabled this amendment: it supports it, or withdraws it."),
    # readings
    "reading_is_open": _("Reading %(number)s is still open: close it first."),
    "no_reading": _("No reading of this text is open."),
    "paragraph_agreed": _(
        "Paragraph %(label)s is agreed ad referendum, so nobody changes it. The chair can reopen it, with a word in the"
        " record. Nothing was changed."
    ),
    "paragraph_bracketed": _(
        "Paragraph %(label)s still has brackets in it or around it, and what is in brackets is not agreed. Settle them"
        " first."
    ),
    "paragraph_has_amendments": _(
        "On paragraph %(label)s there are proposals before the meeting (%(numbers)s). Settle them first, or say that"
        " agreeing overtakes them."
    ),
    "paragraph_in_huddle": _(
        "Paragraph %(label)s is with a huddle, which has to report or be dissolved before anything is found of it."
    ),
    "paragraph_is_open": _("Paragraph %(label)s is open already."),
    "paragraph_not_agreed": _("Paragraph %(label)s is not agreed, so there is nothing to confirm."),
    "confirmation_is_late": _("Capitals had until %(date)s to confirm paragraph %(label)s. It is open again."),
    "date_is_over": _("%(date)s is over: capitals need a date that is still to come, or none."),
    "bad_date": _("“%(said)s” is no date. Write it like 2020-09-30, or leave it empty."),
    "words_missing": _("This needs a word for the record: say why."),
    # huddles
    "huddle_needs_paragraphs": _("Choose the paragraphs that the huddle takes with it."),
    "huddle_too_large": _("A huddle takes at most %(limit)s paragraphs."),
    "huddle_takes_no_table": _("A table can't go to a huddle, nor come back from one: only headings and paragraphs."),
    "huddle_needs_two": _("Choose at least two delegations. One alone has its delegation room."),
    "due_is_over": _("The time by which the huddle is to be back is over already."),
    "bad_time": _("“%(said)s” is no time. Write it like 2020-09-30T17:00, or leave it empty."),
    "huddle_is_over": _("This huddle has ended. What was written in it can be read, and nothing is added."),
    "text_is_over": _("This huddle has ended. What was written in it can be read, and nothing is added."),
    "landing_moved_on": _("The words were changed while you agreed to them. Read them again, then agree."),
    "huddle_is_stale": _(
        "The text before everybody has changed in what you took with you (%(labels)s). Bring the huddle's text up to"
        " date first."
    ),
    "huddle_is_up_to_date": _("Nothing has changed in the text before everybody: the huddle's text is up to date."),
    "huddle_must_decide": _(
        "In the same place both texts have changed (%(labels)s). Say for each paragraph which words shall stand."
    ),
    "huddle_lost_its_paragraphs": _(
        "None of the huddle's paragraphs is left in the text before everybody, and none was changed here. The chair can"
        " call the huddle back."
    ),
    "huddle_not_agreed": _("Not all have agreed to these words yet. Still to speak: %(missing)s."),
    "bad_choice": _("There is no such choice. Your words, the text's, or both in brackets can stand."),
    # notes
    "only_who_it_is_for": _("Only those to whom it is addressed may do this."),
    "note_missing": _("The note says nothing yet."),
    "note_too_long": _("The note is too long: at most %(limit)s characters. Nothing was passed."),
    "note_without_addressee": _("Choose to whom the note is passed."),
    "note_to_oneself": _("A note is passed to others: take your own name off the list. Nothing was passed."),
    "too_many_notes": _("That would be more than %(limit)s notes in %(seconds)s seconds. Wait a little, then pass it."),
    # decisions
    "clock_out_of_bounds": _("The clock must run from %(shortest)s to %(longest)s seconds."),
    "no_quorum": _("Members present: %(present)s. The rules ask for %(quorum)s."),
    "reason_missing": _("An objection needs a reason, for the record."),
    "clock_has_ended": _("The clock had ended before your objection came in."),
    "clock_still_runs": _("The clock still runs: the gavel can't fall yet."),
    "question_is_over": _("This question has been answered before."),
    # register
    "bad_symbol": _("“%(symbol)s” can't be a symbol. Write one like AMM/53/2."),
    "symbol_taken": _("The symbol “%(symbol)s” is in the register already."),
    # the live channel
    "too_many_streams": _("Too many open pages from here at once. Close some, then load this one again."),
    "no_such_room": _("There is no such meeting."),
    **sentences_record.SENTENCES,
    **sentences_registration.SENTENCES,
    **sentences_conference.SENTENCES,
    **sentences_floor.SENTENCES,
}


def sentence_of(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence in the reader's language. A code without a sentence says so, and never fails."""
    words = SENTENCES.get(code)
    if words is None:
        return gettext("This can't be done (%(code)s). Nothing was changed.") % {"code": code}
    known = _Facts(facts)
    if "limit" in facts and isinstance(facts["limit"], int):
        known["limit_mb"] = facts["limit"] // (1024 * 1024)
    return str(words) % known


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


NAMES: Mapping[str, Mapping[str, Any]] = {
    "role": {
        "chair": _("Chair"),
        "pen": _("Secretariat, the pen"),
        "clerk": _("Secretariat, clerk"),
        "head": _("Head of delegation"),
        "alternate": _("Alternate head of delegation"),
        "delegate": _("Delegate"),
        "adviser": _("Adviser"),
        "observer": _("Observer"),
        "operator": _("Operator"),
        "clock": _("The clock"),
    },
    "draft": {
        "draft": _("Draft"),
        "cleared": _("Cleared"),
        "tabled": _("Tabled"),
        "dropped": _("Dropped"),
    },
    "change": {
        "new": _("New paragraph"),
        "alternative": _("Alternative"),
        "delete": _("Delete"),
        "move": _("Move"),
        "merge": _("Merge with the next"),
        "split": _("Split"),
    },
    "standing": {"present": _("present"), "away": _("away: no line stands"), "absent": _("absent")},
    "office": {"chair": _("Chair"), "secretariat": _("Secretariat")},
    "status": {
        "draft": _("Draft"),
        "question": _("Before the meeting"),
        "adopted": _("Adopted"),
        "published": _("Published"),
        "over": _("The huddle has ended"),
    },
    "meeting": sentences_conference.MEETING,
    "amendment": {
        "tabled": _("Tabled"),
        "accepted": _("Accepted"),
        "amended": _("Accepted as amended"),
        "merged": _("Merged"),
        "withdrawn": _("Withdrawn"),
        "rejected": _("Not taken"),
        "overtaken": _("Overtaken"),
    },
    "reading": {
        "1": _("First reading"),
        "2": _("Second reading"),
        "3": _("Third reading"),
        "4": _("Fourth reading"),
        "5": _("Fifth reading"),
    },
    "paragraph": {
        "": _("Open"),
        "agreed": _("Agreed ad referendum"),
        "held": _("Held"),
        "huddle": _("In a huddle"),
        "reopened": _("Open again"),
        "lapsed": _("Open again: not confirmed in time"),
    },
    "huddle": {
        "open": _("Out"),
        "reported": _("Back with a landing text"),
        "dissolved": _("Called back"),
        "overtaken": _("Overtaken"),
    },
    "stance": {
        "support": _("Support"),
        "oppose": _("Oppose"),
        "can_live_with": _("Can live with"),
        "reserve": _("Reserve position"),
        "awaiting": _("Awaiting instructions"),
        "": _("No position"),
    },
    "stands": {
        "support": _("supports"),
        "oppose": _("opposes"),
        "can_live_with": _("can live with it"),
        "reserve": _("reserves its position"),
        "awaiting": _("awaits instructions"),
        "": _("has taken no position"),
        "sponsor": _("sponsors it"),
    },
    "question": {
        "open": _("Before the meeting"),
        "adopted": _("Adopted"),
        "stopped": _("Not adopted"),
        "withdrawn": _("Question withdrawn"),
        "lapsed": _("Not decided: no quorum"),
    },
    "format": {"html": _("Web page"), "pdf": _("PDF"), "docx": _("Word"), "xml": _("Akoma Ntoso"), "md": _("Markdown")},
    "act": {
        "meeting.open": _("opened the meeting"),
        "meeting.close": _("closed the meeting"),
        "meeting.enter": _("took a place"),
        "meeting.leave": _("left"),
        **sentences_agenda.ACTS,
        **sentences_attendance.ACTS,
        "agenda.add": _("added an item to the agenda"),
        "text.import": _("imported a text"),
        "text.draft": _("typed in the text"),
        "text.renumber": _("made the numbers consecutive"),
        "amendment.table": _("tabled an amendment"),
        "amendment.withdraw": _("withdrew an amendment"),
        "amendment.accept": _("found an amendment accepted"),
        "amendment.reject": _("found an amendment not taken"),
        "amendment.cosponsor": _("cosponsored an amendment"),
        "amendment.leave": _("left the sponsors of an amendment"),
        "amendment.take_in": _("took an amendment to its own in"),
        "amendment.merge": _("merged amendments"),
        "bracket.put": _("put words in brackets"),
        "bracket.lift": _("lifted brackets"),
        "bracket.delete": _("deleted bracketed words"),
        "bracket.choose": _("chose between alternatives"),
        "bracket.merge": _("merged alternatives in one bracket"),
        "position.take": _("took a position"),
        "draft.table": _("tabled an amendment"),
        "comment.make": _("commented on the text"),
        "comment.resolve": _("resolved a comment"),
        "reading.open": _("opened a reading"),
        "reading.move": _("went on to a paragraph"),
        "reading.close": _("closed the reading"),
        "paragraph.agree": _("found a paragraph agreed ad referendum"),
        "paragraph.hold": _("held a paragraph"),
        "paragraph.reopen": _("reopened a paragraph"),
        "paragraph.confirm": _("said what its capital says of a paragraph"),
        "huddle.send": _("sent delegations to a huddle"),
        "huddle.report": _("brought back a landing text"),
        "huddle.dissolve": _("called a huddle back"),
        "question.put": _("put adoption to the meeting"),
        "question.object": _("objected"),
        "question.withdraw": _("withdrew the question"),
        "gavel.fall": _("let the gavel fall"),
        "document.publish": _("published the document"),
        **sentences_record.ACTS,
        **sentences_registration.ACTS,
        **sentences_conference.ACTS,
        **sentences_floor.ACTS,
    },
    **sentences_agenda.NAMES,
    **sentences_record.NAMES,
    **sentences_registration.NAMES,
    **sentences_conference.NAMES,
    **sentences_floor.NAMES,
}
"""What people call the codes of the house, by kind."""


def name_of(kind: str, code: str) -> str:
    """The name of a code in the reader's language; the code itself when it has none."""
    return str(NAMES[kind].get(code, code))
