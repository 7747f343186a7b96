"""``python -m communique.cli``."""

from __future__ import annotations

import sys

from communique.cli import main

sys.exit(main())
