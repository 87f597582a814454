"""Readers: a story file, a folder of them or standard input becomes a Document."""

import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from audiobook.document import Document
from audiobook.errors import StoryError, did_you_mean
from audiobook.readers.naming import title_from

Reader = Callable[[bytes, str, str], Document]
"""(content, source, title where the story does not tell) -> Document; only StoryError escapes."""

READERS: Mapping[str, str] = {
    ".txt": "audiobook.readers.text:read",
    ".text": "audiobook.readers.text:read",
    ".md": "audiobook.readers.text:read",
    ".markdown": "audiobook.readers.text:read",
    ".html": "audiobook.readers.html:read",
    ".htm": "audiobook.readers.html:read",
    ".xhtml": "audiobook.readers.html:read",
    ".epub": "audiobook.readers.epub:read",
}
"""Suffix -> "module:function", imported when one is read."""

_LARGEST = 256 * 2**20  # bytes
_STDIN = "-"


def read(source: str | Path) -> Document:
    """Read a story: a file, `-` for standard input, or a folder that is one book with a file a chapter.

    Raises:
        StoryError: nothing that can be read stands there; the message says what would work.
    """
    if str(source) == _STDIN:
        content = sys.stdin.buffer.read(_LARGEST + 1)
        return reader(_suffix(content))(content, _STDIN, "Untitled")
    path = Path(source)
    try:
        if path.is_dir():
            from audiobook.readers.folder import read_folder

            return read_folder(path, READERS, read_file)
        return read_file(path)
    except OSError as error:
        raise StoryError(f"{path}: cannot be read: {error.strerror or error}") from error


def read_file(path: Path) -> Document:
    """Read one file by the reader of its suffix; a file without a suffix by what it begins with.

    Raises:
        StoryError: there is no such file, no reader for it, or no story in it.
    """
    if not path.exists():
        raise StoryError(f"{path}: no such story{_near(path)}")
    suffix = path.suffix.lower()
    if suffix and suffix not in READERS:
        raise StoryError(f"{path}: no reader for {suffix!r} files{did_you_mean(suffix, READERS)}; there are readers for {', '.join(READERS)}")
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise StoryError(f"{path}: longer than {_LARGEST // 2**20} MB, which no story is")
    return reader(suffix or _suffix(content))(content, str(path), title_from(path.stem))


def _suffix(content: bytes) -> str:
    """Return the suffix of READERS that a story without a name would have."""
    if content.startswith(b"PK\x03\x04"):
        return ".epub"
    return ".html" if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")) else ".txt"


def reader(suffix: str) -> Reader:
    """Return the reader for a suffix of READERS."""
    module, _, function = READERS[suffix].partition(":")
    found: Reader = getattr(import_module(module), function)
    return found


def _near(path: Path) -> str:
    """Return a hint at files beside the missing one that are called nearly so."""
    try:
        if path.is_symlink():
            return f"; it is a link to {path.readlink()}, which is not there"
        if not path.parent.is_dir():
            return f"; there is no folder {path.parent} either"
        beside = [each for each in path.parent.iterdir() if each.exists() and (each.is_dir() or each.suffix.lower() in READERS)]
    except OSError:
        return ""
    # without their suffixes, or every .txt is like every other
    names = {each.stem.casefold(): each.name for each in beside}
    near = get_close_matches(path.stem.casefold(), names, n=1)
    return f" (did you mean {names[near[0]]!r}?)" if near else ""
