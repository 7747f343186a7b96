"""``communique text``: work on files, without a server and without an installation.

What isn't needed for a command isn't imported for it, so that the figures of a text come as quickly as it is read.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.domain.texts.compare import Row
    from communique.domain.texts.document import Text
    from communique.domain.texts.parties import Parties

WRITABLE = (".md", ".docx", ".xml", ".html", ".pdf")
"""The endings of files that can be written."""
CONTEXT = 160
"""Characters of unchanged words that are shown between two changes."""


INDENT = "    "
UNTITLED = "(no title)"


class Unable(Exception):
    """What was asked can't be done with these files; the message is a sentence."""


def add_to(commands: Any) -> None:
    """Adds the commands to the subparsers of ``communique``."""
    verbs = commands.add_parser("text", help="work on files, without a server").add_subparsers(
        required=True, metavar="verb"
    )
    read = verbs.add_parser("read", help="read a text and report what is in it")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true", help="print the document and the report as JSON")
    read.set_defaults(run=_read)

    stats = verbs.add_parser("stats", help="count paragraphs, brackets, alternatives, options and attributions")
    stats.add_argument("files", type=Path, nargs="+", metavar="file")
    stats.add_argument("--json", action="store_true", help="one object, or a list of them for several files")
    _parties_to(stats)
    stats.set_defaults(run=_stats)

    compile_ = verbs.add_parser("compile", help="a text without names and notes, or as one party would have it")
    compile_.add_argument("file", type=Path)
    compile_.add_argument("--view", choices=("clean", "delegation"), default="clean")
    compile_.add_argument("--party", help="whose alternatives are chosen; needed with --view delegation")
    _parties_to(compile_)
    compile_.add_argument("--json", action="store_true", help="print the document and what was noted as JSON")
    _output_to(compile_, required=False)
    compile_.set_defaults(run=_compile)

    compare = verbs.add_parser("compare", help="what became of each paragraph and word between two texts")
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)
    compare.add_argument("--json", action="store_true")
    compare.set_defaults(run=_compare)

    convert = verbs.add_parser("convert", help="write a text in another format")
    convert.add_argument("file", type=Path)
    _output_to(convert, required=True)
    convert.set_defaults(run=_convert)


def _parties_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--parties", type=Path, help="the body's own list: one party a line, with other spellings after a colon"
    )


def _output_to(parser: argparse.ArgumentParser, *, required: bool) -> None:
    known = ", ".join(WRITABLE)
    parser.add_argument("-o", "--output", type=Path, required=required, help=f"a file whose ending is one of {known}")
    parser.add_argument("--force", action="store_true", help="overwrite a file that is there")


def _read(given: argparse.Namespace) -> int:
    from communique.domain.texts.document import describe

    text = _text(given.file)
    report = describe(text.doc)
    if given.json:
        answer = {"title": text.title, "language": text.language, "report": report, "dropped": list(text.dropped)}
        _print_json(answer | {"doc": text.doc})
        return 0
    print(text.title or UNTITLED)
    print(f"  {report['paragraphs']} paragraphs, {report['words']} words, language {text.language}")
    _print_brackets(report["brackets"])
    if text.dropped:
        print(f"  {len(text.dropped)} pieces that are not text were left out:")
        for piece in text.dropped[:20]:
            print(f"    {piece.strip()[:100]!r}")
    return 0


def _stats(given: argparse.Namespace) -> int:
    parties = _parties(given.parties)
    reports = [_figures(path, parties) for path in given.files]
    if given.json:
        _print_json(reports[0] if len(reports) == 1 else reports)
        return 0
    for report in reports:
        print(f"{report['file']}: {report['title'] or UNTITLED}")
        print(f"  {report['paragraphs']} paragraphs, {report['words']} words")
        _print_brackets(report["brackets"])
        print(f"  {report['alternatives']} alternatives, {report['options']} options")
        if report["attributions"]:
            print(f"  attributions: {', '.join(f'{name} {times}' for name, times in report['attributions'].items())}")
        if report["unknown"]:
            print(f"  not on the list of parties: {', '.join(report['unknown'])}")
        print(f"  {report['dropped']} lines of page furniture were left out")
    return 0


def _figures(path: Path, parties: Parties) -> dict[str, Any]:
    from communique.domain.texts.stats import stats

    text = _text(path)
    return {"file": str(path), "title": text.title, **stats(text, parties)}


def _compile(given: argparse.Namespace) -> int:
    from communique.domain.texts import authority, compile

    if given.output:
        _writable(given.output, given.force)
    text, parties = _text(given.file), _parties(given.parties)
    view = compile.CLEAN
    if given.view == "delegation":
        view = compile.delegation(_party(given.party, parties))
    elif given.party:
        raise Unable("A party is named only with --view delegation.")
    done = compile.compile(authority.load(text.doc, 0), (), view, parties=parties)
    compiled = replace(text, doc=done.doc)
    for note in done.notes:
        print(_said(note.code, note.facts), file=sys.stderr)
    if given.json:
        notes = [{"code": note.code, **note.facts} for note in done.notes]
        _print_json({"title": compiled.title, "view": given.view, "notes": notes, "doc": done.doc})
    if given.output:
        _write(compiled, given.output, given.force)
    elif not given.json:
        print(_content(compiled, ".md").decode())
    return 0


def _party(name: str | None, parties: Parties) -> str:
    if not name:
        raise Unable("As one delegation would have it: say which, with --party.")
    found = parties.find(name)
    if found is None:
        raise Unable(f"“{name}” is not on the list of parties; --parties gives the body's own list.")
    return found


def _said(code: str, facts: Mapping[str, Any]) -> str:
    if code == "several_alternatives":
        words = " and ".join(f"“{one}”" for one in facts["words"])
        return f"{facts['party']} stands behind {words}: none of them was chosen."
    if code == "groups_disagree":
        words = " and ".join(f"“{one}”" for one in facts["words"])
        return f"{' and '.join(facts['groups'])} don't agree on {words}: nothing was chosen for {facts['party']}."
    return f"{code}: {', '.join(f'{name} {value}' for name, value in facts.items())}"


def _compare(given: argparse.Namespace) -> int:
    from communique.domain.texts.compare import compare

    old, new = _text(given.old), _text(given.new)
    comparison = compare(old.doc, new.doc)
    if given.json:
        _print_json(comparison.to_json())
        return 0
    if comparison.identical:
        print("The two texts are the same.")
        return 0
    print("[-words of the old text-] {+words of the new text+} … unchanged words\n")
    for row in comparison.rows:
        said = _row_said(row)
        if said:
            print(f"{said}\n{_marked(row)}\n")
    counts = [f"{times} {kind}" for kind, times in comparison.counts.items() if times]
    print(f"Paragraphs: {', '.join(counts)}; {comparison.renumbered} renumbered")
    return 0


def _row_said(row: Row) -> str:
    """What happened to a paragraph, in a line; "" when nothing did."""
    what = [] if row.kind == "same" else [row.kind]
    if row.moved and row.kind != "moved":
        what.append("moved")
    if row.renumbered:
        what.append("renumbered")
    if row.reshaped:
        what.append("of another kind or level")
    if row.moved and row.rewritten:
        what.append("changed")
    if row.restyled:
        what.append("other marks")
    before, after = (
        " + ".join(one or "unnumbered" for one in numbers) for numbers in (row.old_numbers, row.new_numbers)
    )
    where = (
        after if row.kind == "added" else before if row.kind == "deleted" or before == after else f"{before} → {after}"
    )
    return f"{where}  {', '.join(what)}" if what else ""


def _marked(row: Row) -> str:
    """A row's words with what went and what came, as wide as the screen; of long stretches that stayed both ends."""
    shown = []
    for at, (sign, piece) in enumerate(row.words):
        piece = piece.replace("\u2029", " ¶ ")
        last = at + 1 == len(row.words)
        if sign == "=" and len(piece) > CONTEXT:
            start = piece[: CONTEXT // 2].rpartition(" ")[0] if at or last else ""
            end = "" if last else piece[-CONTEXT // 2 :].partition(" ")[2]
            piece = f"{start} … {end}" if at or not last else f"{piece[: CONTEXT // 2].rpartition(' ')[0]} …"
        shown.append({"-": f"[-{piece}-]", "+": f"{{+{piece}+}}"}.get(sign, piece))
    width = max(40, min(100, shutil.get_terminal_size().columns)) - len(INDENT)
    lines = "".join(shown).strip().splitlines()
    wrapped = (textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in lines)
    return textwrap.indent("\n".join(wrapped), INDENT)


def _convert(given: argparse.Namespace) -> int:
    _writable(given.output, given.force)
    _write(_text(given.file), given.output, given.force)
    return 0


def _text(path: Path) -> Text:
    """The text in a file. Raises Unable, and Refused as ``formats.read`` does."""
    from communique.domain.errors import Refused
    from communique.domain.texts import formats

    with _named(path):
        content = path.read_bytes()
    try:
        return formats.read(path.name, content)
    except Refused as refused:
        refused.add_note(str(path))
        raise


def _parties(path: Path | None) -> Parties:
    from communique.domain.texts import parties

    if path is None:
        return parties.KNOWN
    with _named(path):
        words = path.read_text(encoding="utf-8-sig")
    return parties.Parties.read(words)


def _writable(path: Path, force: bool) -> None:
    """Raises Unable before any work is done for a file that could not be written."""
    if path.suffix.lower() not in WRITABLE:
        raise Unable(f"{path}: a text can be written as {', '.join(WRITABLE)}; the ending says which.")
    if path.is_dir():
        raise Unable(f"{path}: Is a directory.")
    if path.exists() and not force:
        raise Unable(f"{path} is there already, and was left as it is; --force overwrites it.")


def _write(text: Text, path: Path, force: bool) -> None:
    """Writes a draft as a whole or not at all."""
    content = _content(text, path.suffix)
    _writable(path, force)
    part = path.with_name(f".{path.name}.part")
    with _named(path):
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def _content(text: Text, suffix: str) -> bytes:
    """A file's bytes for a draft, of which nothing is known but its words."""
    from communique.domain.texts import formats
    from communique.domain.texts.document import Edition

    edition = Edition(text, "", "", "", None, None, "un", "", ())
    return formats.write(suffix.lower().removeprefix("."), edition)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Says what the operating system says of a file."""
    try:
        yield
    except OSError as error:
        raise Unable(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Unable(f"{path}: not in UTF-8.") from None


def _print_brackets(brackets: Mapping[str, int]) -> None:
    print(f"  brackets: {brackets['open']} open, {brackets['closed']} closed, {brackets['pairs']} pairs,")
    print(f"            {brackets['unbalanced']} unbalanced, {brackets['depth']} deep")


def _print_json(answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False))
