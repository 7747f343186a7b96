"""Compares two Word files with python-redlines: `redlines_compare.py OLD NEW ROUNDS FOLDER`.

Prints a line of JSON for each round: the seconds from two files to the marked one, and how many revisions it found.
The engine is a program of its own, which is unpacked into FOLDER once and started for each comparison.
"""

import json
import re
import sys
import time

from python_redlines import DocxodusEngine

old, new, rounds, folder = sys.argv[1:5]
engine = DocxodusEngine(target_path=folder)
for _ in range(int(rounds)):
    began = time.perf_counter()
    _, said, _ = engine.run_redline("Communique", old, new)
    seconds = time.perf_counter() - began
    found = re.search(r"(\d+) revision", said or "")
    print(json.dumps({"whole": seconds, "changes": int(found[1]) if found else None}), flush=True)
