"""What a published file says about itself beside its text: symbol, body, when and where it was adopted, by whom.

It is printed in English; a reader of our own files leaves it out again, so that what is read is the text alone. Every
writer marks it with the class ``edition``.
"""

from __future__ import annotations

from datetime import datetime

from communique.domain.texts.document import Edition

MARK = "edition"
"""The class, or the beginning of the style's name, of what isn't the text."""


def day(instant: datetime) -> str:
    """``9 September 2020``, in the instant's own zone."""
    return f"{instant.day} {_MONTHS[instant.month - 1]} {instant.year}"


def moment(instant: datetime) -> str:
    """``9 September 2020, 10:32 UTC``."""
    zone = instant.tzname() or ""
    return f"{day(instant)}, {instant:%H:%M} {zone}".rstrip()


def adoption(edition: Edition) -> list[str]:
    """The statement of adoption, sentence by sentence; a draft says that it is one."""
    if edition.adopted_at is None:
        return [edition.standing or "Draft, not adopted."]
    said = [f"Adopted by {edition.body} at {edition.meeting} on {moment(edition.adopted_at)}."]
    if edition.present:
        said.append(f"Members present: {_listed(edition.present)}.")
    if edition.published_at is not None:
        said.append(f"Published under the symbol {edition.symbol} on {day(edition.published_at)}: {edition.url}")
    return said


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
