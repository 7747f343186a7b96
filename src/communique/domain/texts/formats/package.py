"""Opening a zip package from strangers: nothing is inflated before its size is known to be harmless."""

from __future__ import annotations

import io
import zipfile

from communique.domain.errors import Refused

ENTRIES = 2000
"""Files in a package. A Word file has some twenty, and one for each picture."""
INFLATED = 200 * 1024 * 1024
"""Bytes of all files together, as the package declares them."""
PART = 64 * 1024 * 1024
"""Bytes of one part that is read."""
RATIO = 250
"""How many times its size a file of more than a megabyte may grow. Word's own XML grows ten- to thirtyfold."""


class Package:
    """A zip package. Refused("unsafe_file"): a bomb; Refused("malformed_text"): no proper zip."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise Refused("malformed_text", why=f"zip: {str(error)[:80]}") from None
        entries = self._zip.infolist()
        if len(entries) > ENTRIES:
            raise Refused("unsafe_file", why="too many files in it")
        if sum(entry.file_size for entry in entries) > INFLATED:
            raise Refused("unsafe_file", why="it would grow too large")
        for entry in entries:
            if entry.file_size > 1024 * 1024 and entry.file_size > RATIO * max(1, entry.compress_size):
                raise Refused("unsafe_file", why="it would grow too large")
        self._names = {entry.filename.lower(): entry for entry in reversed(entries)}

    def __contains__(self, name: str) -> bool:
        return name.lower().lstrip("/") in self._names

    def part(self, name: str) -> bytes:
        """One part's bytes, b"" when there is none. A package may declare wrong sizes, so reading stops by itself."""
        entry = self._names.get(name.lower().lstrip("/"))
        if entry is None:
            return b""
        if entry.flag_bits & 1:
            raise Refused("unsafe_file", why="it is encrypted")
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(PART + 1)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
            raise Refused("malformed_text", why=f"zip: {str(error)[:80]}") from None
        except Exception as error:  # zlib.error and the like of other methods
            raise Refused("malformed_text", why=f"zip: {type(error).__name__}") from None
        if len(content) > PART:
            raise Refused("unsafe_file", why="it would grow too large")
        return content
