"""The files of the demonstration that no delegation has written: papers and letters of credentials, made from words."""

from __future__ import annotations

from communique.domain.texts import formats
from communique.domain.texts.document import Edition

SAYS = "Made for the demonstration. It binds nobody."


def written(kind: str, title: str, words: list[str], *, language: str = "en", body: str = "") -> bytes:
    """Paragraphs under a title as a file: "txt", or one of ``formats.KINDS``."""
    if kind == "txt":
        return "\n\n".join([title, *words, ""]).encode()
    markdown = "\n\n".join([f"---\nlang: {language}\n---\n# {title}", *words])
    edition = Edition(
        text=formats.read("paper.md", markdown.encode()),
        symbol="",
        body=body,
        meeting="",
        adopted_at=None,
        published_at=None,
        country="aa-asean",
        url="",
        present=(),
        standing=SAYS,
    )
    return formats.write(kind, edition)
