"""WAV, 16 bit, RF64 from 4 GB on: chapters as cue points, and in an ID3 tag with all else."""

import struct
from collections.abc import Iterator
from pathlib import Path

from audiobook.book import Book
from audiobook.sound import streams
from audiobook.writers.flac import FLAC
from audiobook.writers.id3 import id3
from audiobook.writers.tags import line, titled, year
from audiobook.writers.whole import whole
from audiobook.writers.writer import Writer, chapters_of


def _write(book: Book, path: Path) -> None:
    pressings = chapters_of(book, "flac")
    with whole(path) as beside, beside.open("wb") as file:
        streams.write_wav(file, pressings, list(_chunks(book)))


def _chunks(book: Book) -> Iterator[tuple[bytes, bytes]]:
    """Yield what follows the sound: INFO, cue points, their labels, ID3."""
    tags, marks = book.tags, titled(book.timeline.marks)
    texts = {b"INAM": line(tags.title), b"IPRD": line(book.album or tags.title), b"IART": line(tags.author), b"IGNR": line(tags.genre), b"ICRD": year(tags)}
    yield b"LIST", b"INFO" + b"".join(_chunk(name, text.encode() + b"\0") for name, text in texts.items() if text)
    # Counted from 0, as ID3's chapters are by ffmpeg, which would otherwise list one more.
    if book.timeline.length <= 0xFFFFFFFF:  # a cue point's place has 32 bits
        points = (struct.pack("<II4sIII", number, mark.start, b"data", 0, 0, mark.start) for number, mark in enumerate(marks))
        yield b"cue ", struct.pack("<I", len(marks)) + b"".join(points)
        labels = (_chunk(b"labl", struct.pack("<I", number) + mark.title.encode() + b"\0") for number, mark in enumerate(marks))
        yield b"LIST", b"adtl" + b"".join(labels)
    yield b"id3 ", id3(book)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


WAV = Writer(".wav", FLAC.coding, _write)
