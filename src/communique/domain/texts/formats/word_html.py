"""What only Word puts into a page, brought into the shape of any other page before it is read.

Word's pages, saved or copied, keep tracked changes, comments and footnotes in ways of their own. They are read as its
files are (``docx``): as the text stands once every change is accepted, comments aside.
"""

from __future__ import annotations

import re

from communique.domain.texts.formats.xml import Element

_NOTE = re.compile(r"#_((?:ftn|edn)\d+)")
_IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_LEVEL = re.compile(r"mso-list:[^;]*\blevel(\d)", re.IGNORECASE)
_BULLETS = frozenset("·•‣▪●○§oØv")
_COMMENT = re.compile(r"mso-element:\s*comment", re.IGNORECASE)
_LIST_OF_NOTES = re.compile(r"mso-element:\s*(?:foot|end)note-list", re.IGNORECASE)


def settled(root: Element) -> list[str]:
    """Takes out of a page what isn't the text, and answers with the words of that; notes come to their signs.

    A note's sign becomes ``<span class="footnote" data-label="1"><span class="note">…</span></span>``, as ours are.
    """
    dropped: list[str] = []
    gone: dict[Element, None] = {}
    for element in list(root.iter("del", "a", "div", "span")):
        classes = (element.get("class") or "").split()
        style = element.get("style") or ""
        if element.tag == "del" or "msocomanchor" in classes or _COMMENT.search(style):
            if not any(above in gone for above in element.iterancestors()):
                gone[element] = None
        elif _IGNORED.search(style) and element.text_content().strip() in _BULLETS:
            element[:] = []
            element.text = "• "
    for element in gone:
        words = " ".join(element.text_content().split())
        if words:
            dropped.append(words)
        element.drop_tree()
    _notes(root)
    return dropped


def is_title(element: Element) -> bool:
    """Is it a paragraph in Word's style for the title?"""
    return "MsoTitle" in (element.get("class") or "").split()


def level(element: Element) -> int | None:
    """On which level of a list Word counted a paragraph, 0 being the outermost; None where it counted none."""
    found = _LEVEL.search(element.get("style") or "")
    return int(found.group(1)) - 1 if found else None


def _notes(root: Element) -> None:
    named = {one.get("id", ""): one for one in root.iter("div") if one.get("id", "").startswith(("ftn", "edn"))}
    used: dict[str, Element] = {}
    for sign in list(root.iter("a")):
        found = _NOTE.fullmatch(sign.get("href") or "")
        note = named.get(found.group(1)) if found else None
        if note is None or any(above is note for above in sign.iterancestors()):
            continue
        used[note.get("id", "")] = note
        for back in [one for one in note.iter("a") if (one.get("href") or "").startswith(("#_ftnref", "#_ednref"))]:
            back.drop_tree()
        label = re.sub(r"[\[\]\s]", "", sign.text_content())
        made = sign.makeelement("span", {"class": "footnote", "data-label": label})
        inside = sign.makeelement("span", {"class": "note"})
        inside.text = " ".join(note.text_content().split())
        made.append(inside)
        made.tail = sign.tail
        parent = sign.getparent()
        if parent is not None:
            parent.replace(sign, made)
    for note in used.values():
        note.drop_tree()
    for one in [one for one in root.iter("div") if _LIST_OF_NOTES.search(one.get("style") or "")]:
        if not one.text_content().strip():
            one.drop_tree()
