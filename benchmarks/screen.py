"""A long text on the screen: when its page is painted and alive, and how soon a typed letter stands there.

The house serves a text of 1,000 paragraphs of 80 words with brackets and 300 amendments, each with the position of
every member, and another one four times as long. Beside it, in the same browser and turn by turn, what such a page
can't do without: the same document in a bare ProseMirror, in the same style, with nothing of ours around it. A letter
is timed from the key's own time stamp to the end of the frame that shows it. `python -m benchmarks.screen` prints the
rows as JSON. It needs a Chromium and node; without them its rows say so.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.live.processes import PEERS, ROOT, Absent, free_port, node, server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PARAGRAPHS, LONG = 1000, 4000
WORDS = 80
AMENDMENTS = 300
LETTERS = 40
ROUNDS = 5
FIRST_PAINT = 1500.0
"""Milliseconds that a page may take until its first words stand there."""
LETTER = 50.0
"""Milliseconds that a letter may take at its writer, in 95 of 100 cases."""
CHROMIUM = os.environ.get("COMMUNIQUE_TEST_BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
ALIVE = "#editor.ProseMirror"
PAINTED = """() => new Promise(done => new PerformanceObserver((list, watch) => {
    const found = list.getEntriesByName("first-contentful-paint")[0];
    if (found) { watch.disconnect(); done(found.startTime); }
}).observe({ type: "paint", buffered: true }))"""
TIMES = """() => {
    window.letters = [];
    addEventListener("keydown", event => {
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port2.onmessage = () => window.letters.push(performance.now() - event.timeStamp);
            port1.postMessage(0);
        });
    }, true);
}"""
CURSOR = """number => {
    const blocks = document.querySelectorAll("#editor > p");
    const block = blocks[Math.min(number, blocks.length - 1)];
    block.scrollIntoView({ block: "center", behavior: "instant" });
    const walker = document.createTreeWalker(block.querySelector(".words"), NodeFilter.SHOW_TEXT);
    const node = walker.nextNode();
    const range = document.createRange();
    range.setStart(node, 0);
    range.setEnd(node, 1);
    const box = range.getBoundingClientRect();
    return [box.right - 1, box.top + box.height / 2];
}"""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"


@dataclass
class Seen:
    """Milliseconds: of each load until the first paint, and of the letters of each round."""

    painted: list[float] = field(default_factory=list)
    letters: list[list[float]] = field(default_factory=list)

    @property
    def paint(self) -> float:
        return statistics.median(self.painted)

    @property
    def letter(self) -> float:
        """Within which 95 of 100 letters stand there, in the best round: what else a machine does is not theirs."""
        return min(sorted(row)[int(len(row) * 0.95)] for row in self.letters)

    @property
    def middle(self) -> float:
        return min(statistics.median(row) for row in self.letters)


def rows() -> list[dict[str, Any]]:
    """First paint and letters at the pen, each beside the bare editor; letters of the text that is four times as long;
    first paint at a delegation."""
    try:
        with _everything() as (ours, theirs, browser):
            seen = _measured(browser, ours, theirs)
    except Absent as why:
        return [_row(f"the text on the screen: not measured, {why}", None, None, None, None)]
    about = f"{PARAGRAPHS} paragraphs, {AMENDMENTS} amendments"
    bare = "a bare editor"
    pen, floor = seen["pen"], seen["floor"]
    return [
        _row(f"first paint, {about}, the pen's page, beside {bare}", pen.paint, floor.paint, FIRST_PAINT, pen.paint),
        _row(f"first paint, {about}, a delegation's", seen["la"].paint, floor.paint, FIRST_PAINT, seen["la"].paint),
        _row(f"a letter, {about}, beside {bare}, 95 of 100", pen.letter, floor.letter, LETTER, pen.letter),
        _row(f"a letter, {about}, beside {bare}, median", pen.middle, floor.middle, LETTER, pen.middle),
        _row(
            f"a letter in {LONG} paragraphs, beside one in {PARAGRAPHS}, median",
            seen["long"].middle,
            pen.middle,
            LETTER,
            seen["long"].middle,
        ),
    ]


def _row(name: str, ours: float | None, peer: float | None, most: float | None, held: float | None) -> dict[str, Any]:
    return {
        "name": name,
        "ours": None if ours is None else round(ours, 1),
        "peer": None if peer is None else round(peer, 1),
        "unit": "ms",
        "ratio": None if ours is None or not peer else round(ours / peer, 2),
        "target": None if most is None else f"<= {most:g} ms",
        "met": None if most is None or held is None else held <= most,
    }


def _measured(browser: Browser, ours: dict[str, Any], theirs: str) -> dict[str, Seen]:
    texts, links = ours["texts"], ours["links"]
    pages = {
        "floor": (theirs, ""),
        "pen": (f"{ours['url']}/texts/{texts[str(PARAGRAPHS)]}/", links["pen"]),
        "la": (f"{ours['url']}/texts/{texts[str(PARAGRAPHS)]}/", links["la"]),
        "long": (f"{ours['url']}/texts/{texts[str(LONG)]}/", links["pen"]),
    }
    seen = {name: Seen() for name in pages}
    opened: dict[str, Page] = {}
    for name, (address, link) in pages.items():
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(60_000)
        if link:
            page.goto(f"{ours['url']}{link}")
        opened[name] = page
        page.goto(address)
        page.wait_for_selector(ALIVE)
    for _ in range(ROUNDS):
        for name, page in opened.items():
            page.goto(pages[name][0])
            page.wait_for_selector(ALIVE)
            seen[name].painted.append(page.evaluate(PAINTED))
    writers = {name: page for name, page in opened.items() if name != "la"}
    for page in writers.values():
        page.evaluate(TIMES)
    for _ in range(ROUNDS):
        for name, page in writers.items():
            page.bring_to_front()
            page.mouse.click(*page.evaluate(CURSOR, PARAGRAPHS // 2))
            page.evaluate(FRAMES)
            page.evaluate("window.letters = []")
            for at in range(LETTERS):
                page.keyboard.press("abcdefgh "[at % 9])
                page.wait_for_timeout(60)
            page.evaluate(FRAMES)
            taken: list[float] = page.evaluate("window.letters")
            if len(taken) != LETTERS:
                raise RuntimeError(f"{len(taken)} letters of {LETTERS} were shown")
            seen[name].letters.append(taken)
    return seen


@contextlib.contextmanager
def _everything() -> Iterator[tuple[dict[str, Any], str, Browser]]:
    """The house served, the bare editor served, and a browser."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise Absent("playwright isn't installed") from None
    if not Path(CHROMIUM).exists():
        raise Absent("there is no Chromium here")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as kept:
        ours = kept.enter_context(house(Path(folder) / "var"))
        theirs = kept.enter_context(_bare(Path(folder) / "bare", ours["doc"]))
        playwright = kept.enter_context(sync_playwright())
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        except Error as error:
            raise Absent(f"Chromium doesn't start: {str(error).splitlines()[0]}") from None
        kept.callback(browser.close)
        yield ours, theirs, browser


@contextlib.contextmanager
def house(var: Path) -> Iterator[dict[str, Any]]:
    """The demonstration with the long texts, served: ``{"url", "texts": {paragraphs: id}, "links", "doc"}``."""
    var.mkdir(parents=True)
    port = free_port()
    given = os.environ | {"COMMUNIQUE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "communique.settings"}
    given |= {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "COMMUNIQUE_URL": f"http://127.0.0.1:{port}",
    }
    python = functools.partial(subprocess.run, cwd=ROOT, env=given, capture_output=True, text=True, check=True)
    python([sys.executable, "-m", "communique.cli", "demo", "--load-only"])
    made = json.loads(python([sys.executable, "-m", "benchmarks.screen", "house"]).stdout)
    before = {name: os.environ.get(name) for name in ("COMMUNIQUE_VAR", "COMMUNIQUE_URL")}
    os.environ |= {name: given[name] for name in before}
    try:
        command = [sys.executable, "-m", "communique.cli", "serve", "--port", str(port)]
        with server(command, port):
            yield made | {"url": given["COMMUNIQUE_URL"]}
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _bare(folder: Path, doc: dict[str, Any]) -> Iterator[str]:
    """The bare editor's page, served from a folder."""
    folder.mkdir()
    style = ROOT / "src" / "communique" / "web" / "static" / "built" / "style.css"
    if not (ROOT / "node_modules" / "esbuild").exists() or not style.exists():
        raise Absent("what the browser loads isn't built (npm ci, npm run build)")
    asked = {"entryPoints": [str(PEERS / "bare_editor.ts")], "outfile": str(folder / "bare.js"), "format": "iife"}
    script = f"import {{ build }} from 'esbuild'; await build({json.dumps(asked | {'bundle': True, 'minify': True})})"
    bundle = [*node(), "--input-type=module", "-e", script]
    done = subprocess.run(bundle, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Absent(f"the bare editor can't be bundled: {done.stderr.strip()[:200]}")
    shutil.copy(style, folder / "style.css")
    from communique.domain.texts.formats.html import blocks_to_html

    state = json.dumps(doc).replace("<", "\\u003c")
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bare</title>'
        '<link rel="stylesheet" href="style.css"><script src="bare.js" defer></script></head><body><main>'
        f'<article class="sheet"><div id="editor">{blocks_to_html(doc)}</div></article></main>'
        f'<script type="application/json" id="doc">{state}</script></body></html>',
        encoding="utf-8",
    )
    handler = functools.partial(_Quiet, directory=str(folder))
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{served.server_address[1]}/index.html"
    finally:
        served.shutdown()
        served.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def fill() -> dict[str, Any]:
    """Puts the long texts into the house of this process's folder, row by row."""
    import django

    django.setup()
    from django.utils import timezone

    from communique.domain.texts import amendments, authority
    from communique.records.models import AgendaItem, Amendment, Meeting, Party, Position, Seat, Text
    from communique.web.accounts import invitation

    chance = random.Random(1000)
    now = timezone.now()
    meeting = Meeting.objects.filter(texts__status="draft", texts__huddle=None).order_by("pk")[0]
    members = list(Party.objects.filter(body=meeting.conference.body, member=True))
    seats = {one.party_id: one for one in Seat.objects.filter(ended_at=None, party__in=members)}
    texts: dict[str, int] = {}
    first: dict[str, Any] = {}
    for paragraphs in (PARAGRAPHS, LONG):
        doc = document(paragraphs, chance)
        first = first or doc
        item = AgendaItem.objects.create(
            meeting=meeting, number=f"9.{paragraphs}", order=900 + len(texts), title="A long text", adopts=True
        )
        row = Text.objects.create(
            meeting=meeting, item=item, title="A long text", doc=doc, source="long.md", report={}, imported_at=now
        )
        texts[str(paragraphs)] = row.pk
        read = authority.load(doc, 0)
        tabled = []
        for number in range(1, AMENDMENTS + 1):
            block = doc["content"][number * paragraphs // AMENDMENTS - 1]
            content = _changed(block, chance)
            asked = {"kind": "words", "paragraph": block["attrs"]["id"], "content": content}
            said = amendments.to_json(amendments.draw_up(read, [asked]))
            party = chance.choice(members)
            tabled.append(
                Amendment(
                    text=row,
                    number=number,
                    party=party,
                    seat=seats[party.pk],
                    paragraph=block["attrs"]["id"],
                    base_version=0,
                    hunks=said["hunks"],
                    operations=said["operations"],
                    reason="So that what was agreed elsewhere stands here too.",
                    tabled_at=now,
                )
            )
        Amendment.objects.bulk_create(tabled)
        stances = ("support", "oppose", "can_live_with", "reserve", "awaiting")
        Position.objects.bulk_create(
            Position(
                amendment=one,
                party=party,
                seat=seats[party.pk],
                stance="support" if party.pk == one.party_id else chance.choice(stances),
                at=now,
            )
            for one in Amendment.objects.filter(text=row)
            for party in members
        )
    la = Seat.objects.get(party__code="LA", role="head", ended_at=None)
    pen = Seat.objects.filter(role="pen", ended_at=None).order_by("pk")[0]
    links = {"pen": f"/in/{invitation(pen.pk, 72)}", "la": f"/in/{invitation(la.pk, 72)}"}
    return {"texts": texts, "links": links, "doc": first}


VOCABULARY = (
    "the",
    "Parties",
    "shall",
    "promote",
    "adaptation",
    "finance",
    "of",
    "developing",
    "implementation",
    "and",
)


def document(paragraphs: int, chance: random.Random) -> dict[str, Any]:
    """Paragraphs of 80 words, every third with a bracket and every thirtieth with one within another."""
    content = []
    for at in range(paragraphs):
        words = [chance.choice(VOCABULARY) for _ in range(WORDS)]
        if at % 3 == 0:
            words[20], words[30] = f"[{words[20]}", f"{words[30]}]"
        if at % 30 == 0:
            words[24], words[26] = f"[{words[24]}", f"{words[26]}]"
        attrs = {"id": f"p{at:09d}", "number": f"{at + 1}.", "role": "operative", "level": 0}
        content.append({"type": "paragraph", "attrs": attrs, "content": [{"type": "text", "text": " ".join(words)}]})
    return {"type": "doc", "content": content}


def _changed(block: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    words = block["content"][0]["text"].split(" ")
    at = chance.randrange(WORDS - 4)
    words[at : at + 2] = ["as", "appropriate", "and", "agreed"]
    return [{"type": "text", "text": " ".join(words)}]


if __name__ == "__main__":
    if sys.argv[1:] == ["house"]:
        print(json.dumps(fill()))
    else:
        print(json.dumps(rows(), indent=2))
