"""Opus in Ogg (RFC 7845): the smallest files for speech."""

from pathlib import Path

from audiobook.book import Book, Coding
from audiobook.sound import encoders, mux
from audiobook.writers.tags import picture, vorbis
from audiobook.writers.whole import whole
from audiobook.writers.writer import Writer, chapters_of, checked


def _coding(rate: int, bitrate: int | None) -> Coding:
    bitrate = bitrate or 32000
    checked("opus", rate, encoders.OPUS_RATES, bitrate, range(6000, 256001))
    return Coding("opus", rate, bitrate)


def _write(book: Book, path: Path) -> None:
    pressings = chapters_of(book, "opus")
    comments = dict(vorbis(book))
    if book.cover:
        comments["METADATA_BLOCK_PICTURE"] = picture(book.cover).decode()
    with whole(path) as beside:
        mux.write_opus(beside, pressings, comments)


OPUS = Writer(".opus", _coding, _write)
