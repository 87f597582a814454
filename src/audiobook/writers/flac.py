"""FLAC (RFC 9639): lossless, 16 bit."""

from io import BytesIO
from pathlib import Path
from typing import Any

from audiobook.book import Book, Coding
from audiobook.sound import streams
from audiobook.writers.tags import picture_block, vorbis
from audiobook.writers.whole import whole
from audiobook.writers.writer import Writer, chapters_of, checked

_RATES = (8000, 16000, 22050, 24000, 32000, 44100, 48000)


def _coding(rate: int, bitrate: int | None) -> Coding:
    checked("flac", rate, _RATES, bitrate or 0, (0,))
    return Coding("flac", rate, 0)


def _write(book: Book, path: Path) -> None:
    pressings = chapters_of(book, "flac")
    with whole(path) as beside, beside.open("wb") as file:
        streams.write_flac(file, pressings, lambda bare: _tagged(bare, book))


def _tagged(bare: bytes, book: Book) -> bytes:
    """Return a FLAC file's bare head with comments and cover."""
    from mutagen.flac import FLAC as File

    content = BytesIO(bare)
    file = File(content)
    file.add_tags()
    comments: Any = file.tags
    comments.vendor = "audiobook"
    comments.extend(vorbis(book))
    if book.cover:
        file.add_picture(picture_block(book.cover))
    content.seek(0)
    file.save(content, padding=lambda _: 0)
    return content.getvalue()


FLAC = Writer(".flac", _coding, _write)
