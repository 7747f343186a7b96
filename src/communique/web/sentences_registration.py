"""The sentences about who comes to a conference, and about its appraisal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Any] = {
    # invitations and registration
    "nobody_invited": _("Choose at least one delegation. Nobody was invited."),
    "invited_already": _("%(name)s has been invited already, perhaps a moment ago. Nobody was invited by this."),
    "not_invited_yet": _("%(name)s has not been invited yet."),
    "has_answered": _("%(name)s has answered meanwhile, so no further letter was sent."),
    "conference_is_over": _("The conference is over, and its list of participants is final. Nothing was changed."),
    "registration_is_closed": _(
        "Registration has closed. The secretariat can still register you, marked as late: write to it."
    ),
    "bad_answer": _("An invitation is accepted or declined. Choose one of the two."),
    "not_accepted": _("The delegation has not accepted the invitation yet. Accept it first."),
    "bad_participant_role": _("Nobody stands in this delegation as “%(role)s”. Choose one of the list."),
    "delegation_has_a_head": _(
        "%(name)s heads the delegation already, and a delegation has one head. Give them another role first."
    ),
    "address_in_delegation": _("%(email)s stands in this delegation already, beside %(name)s."),
    "delegation_too_large": _("A delegation has at most %(limit)s persons. Withdraw somebody first."),
    "participant_is_withdrawn": _("%(name)s was withdrawn before. Nothing was changed."),
    "participant_without_address": _("%(name)s has no e-mail address here, so no seat can be granted. Enter it first."),
    "only_participants": _("The names are for those who take part. Sign in from a seat of this body."),
    # credentials
    "head_missing": _("Nobody heads the delegation yet. Name its head first: the credentials are that person’s."),
    "not_a_letter": _("This is no letter that can be read here. Hand in a PDF, or a picture as PNG or JPEG."),
    "letter_too_large": _("The file is too large: a letter has at most %(limit_mb)s MB. Nothing was handed in."),
    "letter_is_replaced": _("The delegation has handed in a new letter meanwhile. Look at that one."),
    "letter_is_checked": _("This letter was checked a moment ago. Load the page again to see how it stands."),
    "return_needs_reason": _("Say why the letter is returned: the delegation reads it."),
    "credentials_not_accepted": _("The delegation’s credentials have not been accepted yet. Seats come after that."),
    # the appraisal
    "appraisal_was_opened": _("The appraisal of this conference was opened before. There is one for each."),
    "appraisal_too_early": _("The appraisal can be opened from the conference’s last day on."),
    "appraisal_needs_time": _("The date by which to answer is over already. Choose one that is still to come."),
    "no_questions": _("Ask at least one question."),
    "too_many_questions": _("An appraisal has at most %(limit)s questions."),
    "question_says_nothing": _("A question says nothing yet."),
    "bad_question_kind": _("A question asks for a mark, about an objective, or for words. Choose one of the three."),
    "no_such_objective": _("That is no objective of this conference."),
    "appraisal_has_answers": _(
        "Delegations have answered these questions already, so they stand. The date can still be moved."
    ),
    "appraisal_is_closed": _("The appraisal is closed. Nothing can be answered or changed any more."),
    "appraisal_not_due": _("The date by which to answer has not come yet."),
    "appraisal_is_open": _("The appraisal is still open: answers may change. Close it first."),
    "appraisal_is_reported": _("The report has been given to the participants, and stands as they read it."),
    "did_not_take_part": _("Your delegation did not take part in this conference, so it is not asked."),
    "no_such_question": _("That question is not asked any more: the questions were changed. Load the page again."),
    "answered_twice": _("One question was answered twice in the same form. Nothing was taken."),
    "mark_out_of_range": _("A mark goes from 1 (poor) to 5 (excellent)."),
    "answer_too_long": _("An answer has at most %(limit)s characters. Nothing was taken."),
    "appraisal_says_nothing": _("Nothing is answered yet. Answer at least one question."),
    "bad_quotable": _("Words may be quoted by name, without a name, or not at all. Choose one of the three."),
    "answer_not_quotable": _("The delegation doesn’t allow these words to be quoted."),
}

NAMES: Mapping[str, Mapping[str, Any]] = {
    "registration": {
        "": _("Not invited yet"),
        "invited": _("No answer yet"),
        "accepted": _("Takes part"),
        "declined": _("Declined"),
    },
    "letter": {
        "": _("No credentials yet"),
        "handed_in": _("Credentials to be checked"),
        "accepted": _("Credentials accepted"),
        "returned": _("Credentials returned"),
    },
    "letter_kind": {"pdf": _("PDF"), "png": _("Picture"), "jpg": _("Picture")},
    "participant": {
        "head": _("Head of delegation"),
        "alternate": _("Alternate head of delegation"),
        "delegate": _("Delegate"),
        "adviser": _("Adviser"),
        "observer": _("Observer"),
    },
    "question_kind": {
        "scale": _("A mark from 1 to 5"),
        "objective": _("Was it met?"),
        "words": _("In words"),
    },
    "mark": {"1": _("1 poor"), "2": _("2"), "3": _("3"), "4": _("4"), "5": _("5 excellent")},
    "reached": {"": _("Not assessed"), "met": _("Met"), "partly": _("Partly met"), "missed": _("Missed")},
    "quotable": {"": _("Not to be quoted"), "unnamed": _("Without our name"), "named": _("By our name")},
}

ACTS: Mapping[str, Any] = {
    "delegation.invite": _("invited delegations"),
    "delegation.unsent": _("noted that letters of invitation could not leave"),
    "delegation.answer": _("answered the invitation"),
    "participant.add": _("named somebody of a delegation"),
    "participant.change": _("changed what is said of somebody of a delegation"),
    "participant.remove": _("withdrew somebody from a delegation"),
    "participant.seat": _("granted somebody of a delegation a seat"),
    "credentials.hand_in": _("handed in credentials"),
    "credentials.check": _("checked credentials"),
    "appraisal.open": _("opened the appraisal"),
    "appraisal.change": _("changed the appraisal"),
    "appraisal.close": _("closed the appraisal"),
    "appraisal.quote": _("chose what the report of the appraisal quotes"),
    "appraisal.report": _("gave the report of the appraisal to the participants"),
}
"""What the journal calls these acts."""
