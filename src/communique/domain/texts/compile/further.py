"""A wording that an amendment puts beside those in a bracket of the text: ``[a - EU / b - US]`` becomes
``[a - EU / b - US / c - JP]``, and not a bracket within.

A bracket inside would take from the words beside it the names behind them, since no name holds a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from communique.domain.texts.applying import between, joined
from communique.domain.texts.attributing import written
from communique.domain.texts.compile.clusters import Cluster, pairs_of, signs_of
from communique.domain.texts.compile.pieces import plain, units
from communique.domain.texts.naming import Attribution
from communique.domain.texts.wording import Inline

_LAST = re.compile(r"\s*/\s+(?=\S)")
_FIRST = re.compile(r"\s+/\s*\Z")

Row = tuple[list[Inline], Sequence[Attribution]]


def further_alternatives(content: Sequence[Inline], cluster: Cluster, rows: Sequence[Row]) -> list[Inline] | None:
    """What comes in at a place in a block where all of ``rows`` only add wordings to a bracket; None elsewhere.

    At the end of a bracket each begins with its slash, at the beginning each ends with it.
    """
    line = signs_of(content)
    here = cluster.start
    if not rows or cluster.end != here or any(node["type"] != "text" for words, _ in rows for node in words):
        return None
    pairs = pairs_of(line)
    last = any(closing == here for _, closing in pairs)
    mine = [(opening, closing) for opening, closing in pairs if (closing if last else opening + 1) == here]
    # Two brackets that stand right around words guard them: who is named inside isn't read.
    if not mine or (line[mine[0][0] - 1 : mine[0][0]] == "[" and line[mine[0][1] + 1 : mine[0][1] + 2] == "]"):
        return None
    wordings: list[Row] = []
    for words, said in rows:
        found = (_LAST.match if last else _FIRST.search)(plain(words))
        size = units(words)
        inner = (between(words, found.end(), size) if last else between(words, 0, found.start())) if found else None
        if not inner or {"[", "]"} & set(plain(inner)) or " / " in plain(inner):
            return None
        wordings.append((inner, said))
    made: list[Inline] = []
    for inner, said in wordings:
        bracket = written([(inner, said)])
        bare = between(bracket, 1, units(bracket) - 1) or []
        slash: list[Inline] = [{"type": "text", "text": " / "}]
        made += [*slash, *bare] if last else [*bare, *slash]
    if last and line[here - 1 : here] == " ":
        made = between(made, 1, units(made)) or []
    return joined(made)
