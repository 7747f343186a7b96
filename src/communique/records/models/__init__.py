"""Tables, by capability."""

from communique.records.models.bodies import Body, Chairmanship, Party, Seat
from communique.records.models.comments import Comment
from communique.records.models.decisions import Objection, Question
from communique.records.models.delegations import Draft, Instruction
from communique.records.models.huddles import Huddle, HuddleParty
from communique.records.models.journal import DoneRequest, JournalEntry, Room, RoomEvent
from communique.records.models.meetings import AgendaItem, Attendance, Conference, Meeting
from communique.records.models.people import Person
from communique.records.models.readings import Confirmation, Count, ParagraphStatus, Reading
from communique.records.models.register import Document, DocumentFile
from communique.records.models.texts import Amendment, Cosponsor, Position, Step, Text

__all__ = [
    "AgendaItem",
    "Amendment",
    "Attendance",
    "Body",
    "Chairmanship",
    "Comment",
    "Conference",
    "Confirmation",
    "Cosponsor",
    "Count",
    "Document",
    "DocumentFile",
    "DoneRequest",
    "Draft",
    "Huddle",
    "HuddleParty",
    "Instruction",
    "JournalEntry",
    "Meeting",
    "Objection",
    "ParagraphStatus",
    "Party",
    "Person",
    "Position",
    "Question",
    "Reading",
    "Room",
    "RoomEvent",
    "Seat",
    "Step",
    "Text",
]
