"""Tables, by capability."""

from communique.records.models.agenda import AgendaItem, Paper
from communique.records.models.attendance import Attendance, RollAnswer, RollCall
from communique.records.models.bodies import Body, Chairmanship, Party, Seat
from communique.records.models.calendars import CalendarFeed, Reminder
from communique.records.models.comments import Comment
from communique.records.models.decisions import Objection, Question
from communique.records.models.delegations import Draft, Instruction
from communique.records.models.floor import Floor, Intervention
from communique.records.models.huddles import Huddle, HuddleParty
from communique.records.models.journal import DoneRequest, JournalEntry, Room, RoomEvent
from communique.records.models.meetings import Conference, Meeting, Objective, Sitting
from communique.records.models.notes import Note
from communique.records.models.people import Person
from communique.records.models.readings import Confirmation, Count, ParagraphStatus, Reading
from communique.records.models.register import Document, DocumentFile
from communique.records.models.registration import (
    Appraisal,
    AppraisalAnswer,
    AppraisalQuestion,
    Credentials,
    Participant,
    Registration,
)
from communique.records.models.statements import ClerkNote, Correction, Statement, StatementVersion, SummaryRecord
from communique.records.models.texts import Amendment, Cosponsor, Position, Step, Text

__all__ = [
    "AgendaItem",
    "Amendment",
    "Appraisal",
    "AppraisalAnswer",
    "AppraisalQuestion",
    "Attendance",
    "Body",
    "CalendarFeed",
    "Chairmanship",
    "ClerkNote",
    "Comment",
    "Conference",
    "Confirmation",
    "Correction",
    "Cosponsor",
    "Count",
    "Credentials",
    "Document",
    "DocumentFile",
    "DoneRequest",
    "Draft",
    "Floor",
    "Huddle",
    "HuddleParty",
    "Instruction",
    "Intervention",
    "JournalEntry",
    "Meeting",
    "Note",
    "Objection",
    "Objective",
    "Paper",
    "ParagraphStatus",
    "Participant",
    "Party",
    "Person",
    "Position",
    "Question",
    "Reading",
    "Registration",
    "Reminder",
    "RollAnswer",
    "RollCall",
    "Room",
    "RoomEvent",
    "Seat",
    "Sitting",
    "Statement",
    "StatementVersion",
    "Step",
    "SummaryRecord",
    "Text",
]
