"""The live channel against bare asyncio, Django Channels, Hocuspocus and y-websocket: ``python -m benchmarks.live``.

2,000 readers and 5,000 readers on the loopback, five broadcasts of 400 bytes a second, ten seconds for each design. One
writer speaks from the readers' process; every server receives its words and fans them out.
"""

from typing import Any


def rows() -> list[dict[str, Any]]:
    """The live channel's rows for ``var/bench.json``."""
    from benchmarks.live import compare  # only here: the servers under measurement import this package, too

    return compare.rows()
