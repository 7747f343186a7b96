"""Every benchmark in one run: prints a table and writes ``var/bench.json``. Ends with 1 when a target isn't met."""

from __future__ import annotations

import sys

from benchmarks import accepting, comparing, compiling, counting, holding, importing, landing, live, room, screen
from benchmarks.report import keep, table


def main() -> int:
    rows = [
        row
        for module in (accepting, importing, counting, compiling, comparing, holding, landing, live, room, screen)
        for row in module.rows()
    ]
    print(table(rows))
    print(f"Written to {keep(rows).name} in var.")
    return 1 if any(row["met"] is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
