from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guards import every_write_in_the_frame
from tests.house import House


@pytest.fixture(autouse=True)
def _guarded(house: House) -> Iterator[None]:
    with every_write_in_the_frame():
        yield
