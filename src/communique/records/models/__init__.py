"""Tables, by capability."""

from communique.records.models.bodies import Body, Chairmanship, Party, Seat
from communique.records.models.decisions import Objection, Question
from communique.records.models.journal import DoneRequest, JournalEntry, Room, RoomEvent
from communique.records.models.meetings import AgendaItem, Attendance, Conference, Meeting
from communique.records.models.people import Person
from communique.records.models.register import Document, DocumentFile
from communique.records.models.texts import Amendment, Position, Step, Text

__all__ = [
    "AgendaItem",
    "Amendment",
    "Attendance",
    "Body",
    "Chairmanship",
    "Conference",
    "Document",
    "DocumentFile",
    "DoneRequest",
    "JournalEntry",
    "Meeting",
    "Objection",
    "Party",
    "Person",
    "Position",
    "Question",
    "Room",
    "RoomEvent",
    "Seat",
    "Step",
    "Text",
]
