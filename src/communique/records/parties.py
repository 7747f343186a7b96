"""The parties whose names stand in the brackets of a body's texts: its own list, and groups that everybody knows."""

from __future__ import annotations

from functools import lru_cache

from communique.domain.texts.parties import GROUPS, Parties
from communique.records.models import Party


def parties_of(body: int) -> Parties:
    """The body's members and observers by their codes, which are found by their names too; then the groups of the large
    conferences, as far as the body's own list has no party of that name."""
    rows = Party.objects.filter(body_id=body).values_list("code", "name", "official_name")
    return named(tuple(rows))


@lru_cache(maxsize=64)
def named(rows: tuple[tuple[str, str, str], ...]) -> Parties:
    """The same out of codes, names and official names."""
    own = [(code, [name for name in names if name]) for code, *names in rows]
    listed = Parties.of(own)
    groups = [(name, ()) for name in GROUPS if listed.find(name) is None]
    return Parties.of([*own, *groups])
