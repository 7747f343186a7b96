"""Rows of the benchmarks: ``{"name", "ours", "peer", "unit", "ratio", "target", "met"}``, printed and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parents[1] / "var" / "bench.json"


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as lines for a terminal."""
    heads = ("", "ours", "peer", "unit", "ratio", "target", "met")
    verdicts = {True: "yes", False: "NO", None: ""}
    lines = [heads, *(tuple(_cell(verdicts[row["met"]] if key == "met" else row[key]) for key in KEYS) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


KEYS = ("name", "ours", "peer", "unit", "ratio", "target", "met")


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def keep(rows: list[dict[str, Any]]) -> Path:
    """Writes the rows to ``var/bench.json``."""
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    return PLACE
