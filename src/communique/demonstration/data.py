"""The files of the demonstration."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

FOLDER = files("communique.demonstration")


def read(name: str) -> Any:
    """A file of JSON."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
