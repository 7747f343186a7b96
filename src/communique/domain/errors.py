"""The three ways in which the house says no.

They are few and coded. The sentences that a person reads belong to the top layer, which knows the reader's
language; here there is a code and the facts that a sentence may need.
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """What was asked can't be done now, by the rules or by the state of things.

    ``code`` is a stable name such as ``"no_change"``; ``facts`` are JSON values for the sentence. It is raised by
    rules, and returned as a value where a caller has to go on (``authority.receive``).
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __repr__(self) -> str:
        return f"Refused({self.code!r}, {self.facts!r})"


class Denied(Exception):
    """The actor may not do this. ``reason`` is a code, such as ``"only_the_chair"``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Stale(Exception):
    """The write was made against an older state; ``version`` is the newest one, from which to try again."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version
