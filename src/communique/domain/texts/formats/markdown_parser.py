"""The parser behind ``markdown``: CommonMark with the rules that negotiators need.

Nothing is code, so that an indented paragraph is one. A bracket is a word, unless it calls a footnote or leads to a
real address. Pieces that aren't text come out as tokens of type ``dropped``, footnotes as ``note`` where they are
defined and ``call`` where they are called; their words are in ``env["notes"]``, by label, in the order of the file.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from communique.domain.errors import Refused

DEEP = 40
"""Quotations and lists one within the other beyond which nothing is a text any more."""

_NOTE = re.compile(r"\[\^([^\]\[\s]{1,40})\]:[ \t]*")
_CALL = re.compile(r"\[\^([^\]\[\s]{1,40})\]")
_ADDRESS = re.compile(
    r"\[([^\[\]^][^\[\]]*)\]:[ \t]*<?((?:https?:|mailto:|#)[^\s>]*)>?[ \t]*(?:\"[^\"]*\"|'[^']*')?[ \t]*$"
)
_TARGET = re.compile(
    r"\(\s*<?((?:https?:|mailto:|#)(?:[^\s()<>]|\([^\s()<>]*\))*)>?(?:\s+(?:\"([^\"]*)\"|'([^']*)'))?\s*\)"
)
_MACHINERY = re.compile(r"\{:[^}\n]*\}[ \t]*$")


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser would leave out what lies deeper than its limit; so it never comes to that."""
    if state.level > 2 * DEEP:
        raise Refused("malformed_text", why="nested too deeply")
    return False


def _machinery(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line such as ``{:toc}`` or ``{: .class}``; never ``{Placeholder ...}``, which is a negotiator's note."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if _MACHINERY.fullmatch(line) is None:
        return False
    if not silent:
        _drop(state, start, line)
    return True


def _address(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``[label]: https://...`` on a line of its own: the address of links that say ``[words][label]``."""
    first = state.bMarks[start] + state.tShift[start]
    if state.src[first : first + 1] != "[":
        return False
    found = _ADDRESS.fullmatch(state.src, first, state.eMarks[start])
    if found is None:
        return False
    if not silent:
        state.env["addresses"].setdefault(_folded(found[1]), found[2])
        _drop(state, start, found.group())
    return True


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``[^label]: words`` with the lines that go on with it: up to a blank line, and indented ones after that."""
    first = state.bMarks[start] + state.tShift[start]
    found = _NOTE.match(state.src, first, state.eMarks[start])
    if found is None:
        return False
    if silent:
        return True
    lines = [state.src[found.end() : state.eMarks[start]]]
    line = start + 1
    while line < end:
        if state.isEmpty(line):
            after = next((one for one in range(line, end) if not state.isEmpty(one)), end)
            if after == end or state.sCount[after] - state.sCount[start] < 2:
                break
            lines.append("")
            line = after
            continue
        indented = state.sCount[line] - state.sCount[start] >= 2
        if state.sCount[line] < state.blkIndent or (not indented and _interrupted(state, line, end)):
            break
        words = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        lines.append(_BULLET.sub("• ", words))
        line += 1
    notes = state.env["notes"].setdefault(found[1], [])
    token = state.push("note", "", 0)
    token.meta = {"label": found[1], "at": len(notes)}
    notes.append("\n".join(lines))
    state.line = line
    return True


_BULLET = re.compile(r"[*+-]\s+")


def _interrupted(state: StateBlock, line: int, end: int) -> bool:
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _drop(state: StateBlock, line: int, raw: str) -> None:
    token = state.push("dropped", "", 0)
    token.content = raw
    state.line = line + 1


def _bracket(state: StateInline, silent: bool) -> bool:
    """A footnote's sign, or a link that has a real address. All other brackets are words."""
    start = state.pos
    if state.src[start] != "[":
        return False
    call = _CALL.match(state.src, start)
    if call and (call[1] in state.env["notes"] or call[1].isdigit()):
        if not silent:
            token = state.push("call", "", 0)
            token.content = call.group()
            token.meta = {"label": call[1]}
        state.pos = call.end()
        return True
    close = _partners(state).get(start)
    if close is None or state.linkLevel:
        return False
    href, title, end = _target(state, start, close)
    if not href or end > state.posMax:
        return False
    if not silent:
        most = state.posMax
        state.pos, state.posMax = start + 1, close
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": href, "title": title}
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = most
    state.pos = end
    return True


def _target(state: StateInline, start: int, close: int) -> tuple[str, str, int]:
    """Where the brackets lead, "" when nowhere, and where the link ends."""
    direct = _TARGET.match(state.src, close + 1)
    if direct:
        return direct[1], direct[2] or direct[3] or "", direct.end()
    label = _REFERENCE.match(state.src, close + 1)
    if label:
        href = state.env["addresses"].get(_folded(label[1] or state.src[start + 1 : close]))
        return href or "", "", label.end()
    return "", "", close


_REFERENCE = re.compile(r"\[([^\[\]^]{0,200})\]")


def _partners(state: StateInline) -> dict[int, int]:
    """The closing bracket of each opening one, found once for each piece of source."""
    known: tuple[str, dict[int, int]] = state.env.get("partners", ("", {}))
    if known[0] is not state.src:
        pairs: dict[int, int] = {}
        waiting: list[int] = []
        for found in _BRACKETS.finditer(state.src):
            if found.group() == "[":
                waiting.append(found.start())
            elif found.group() == "]" and waiting:
                pairs[waiting.pop()] = found.start()
        known = state.env["partners"] = (state.src, pairs)
    return known[1]


_BRACKETS = re.compile(r"\\[\s\S]|\[\^[^\]\[\s]{1,40}\]|[\[\]]")


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 4 * DEEP}).enable("table")
    parser.disable(["code", "fence", "reference", "html_block", "link", "image"])
    interrupting: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list", "table"]}
    parser.block.ruler.before("table", "too_deep", _too_deep)
    parser.block.ruler.before("list", "footnote", _footnote, interrupting)
    parser.block.ruler.before("list", "address", _address)
    parser.block.ruler.before("list", "machinery", _machinery, interrupting)
    parser.inline.ruler.before("link", "bracket", _bracket)
    return parser


PARSER = _parser()
