"""A meeting room with 2,000 screens, from the press of a button to the last screen: ``python -m benchmarks.room``.

The real server with SQLite, in one process, as ``communique serve`` runs it; a body of eleven delegations with its
chair, secretariat, two observers, and the public, so that every audience is drawn for. The readers stand in a process
of their own, as on two cores. Beside it, in the same run, bare asyncio writes as many bytes to as many readers.
"""

from typing import Any


def rows() -> list[dict[str, Any]]:
    """The room's rows for ``var/bench.json``."""
    from benchmarks.room import measuring  # only here: the readers' process imports this package, too

    return measuring.rows()
