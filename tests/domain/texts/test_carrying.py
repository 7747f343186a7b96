"""The server and every browser carry an amendment alike: both are held to the cases of ``carrying.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.domain.texts.amendments import Hunk, carry

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("carrying.json").read_text("utf-8"))
"""``hunks`` are [start, end, inserts something], ``carried`` [start, end] after the step maps ``maps``."""


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_hunks_are_carried_as_in_the_browser(case: dict[str, Any]):
    hunks = [
        Hunk(start, end, "", ({"type": "text", "text": "x"},) if puts else ()) for start, end, puts in case["hunks"]
    ]
    carried = carry(hunks, case["maps"], lost=case["lost"])
    assert [[hunk.start, hunk.end] for hunk in carried.hunks] == case["carried"]
    assert carried.lost == case["then_lost"]
