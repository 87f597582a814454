"""From encoded chapters to files: timeline, tags, cover, and only what is not up to date."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from audiobook.book import Book, Coding, Cover
from audiobook.errors import OutputError
from audiobook.events import Report, Written
from audiobook.mixing.arrange import join
from audiobook.production.making import Floor
from audiobook.production.order import Order
from audiobook.production.preparing import Prepared
from audiobook.production.workspace import Shelf, file_name
from audiobook.timeline import Timeline
from audiobook.writers import COMPANIONS, open_companion, open_writer
from audiobook.writers.companion import Companion
from audiobook.writers.cover import prepare as prepare_cover
from audiobook.writers.writer import Writer

_REVISION = "files-1"
"""Goes up when the writers would make other files of the same book."""


def book_of(prepared: Prepared, floor: Floor) -> Book:
    """Join the chapters' timelines and find the cover."""
    timeline = join([floor.timelines[index] for index in range(len(floor.sessions))])
    master = {coding: tuple(floor.pressings[index, coding] for index in range(len(floor.sessions))) for coding in floor.codings}
    cover = prepare_cover(prepared.tags.cover, prepared.tags, prepared.script, floor.report)
    return Book(prepared.script, timeline, master, prepared.tags, cover)


def publish(
    order: Order, book: Book, keys: Mapping[Coding, Sequence[str]], writers: Mapping[str, Writer], codings: Mapping[str, Coding], shelf: Shelf, report: Report
) -> tuple[list[Path], list[Path]]:
    """Write every format that is not up to date; return all files, and those that were left alone.

    Raises:
        OutputError: a file cannot be written; then none of it is there.
    """
    files, kept = [], []
    for name in order.formats:
        writer: Writer | Companion = open_companion(name) if name in COMPANIONS else writers[name]
        path = shelf.folder / (file_name(_named(order, book.tags.title)) + writer.suffix)
        recipe = _said(book, writer) if isinstance(writer, Companion) else _recipe(book, keys[codings[name]], writer)
        fresh = shelf.recipe(path.name) != recipe
        if fresh:
            if order.story != "-" and path.exists() and path.samefile(order.story):
                raise OutputError(f"{path}: is the story itself and stays as it is; -o FOLDER puts the results elsewhere")
            writer.write(book, path)
            shelf.note(path.name, recipe)
        else:
            kept.append(path)
        try:
            size = path.stat().st_size
        except OSError as error:
            raise OutputError(f"{path}: is not there after it was written: {error.strerror}") from error
        report(Written(path, book.timeline.seconds, size, fresh))
        files.append(path)
    return files, kept


def writers_of(formats: Sequence[str]) -> dict[str, Writer]:
    """Return the writers of the formats, and one more where a companion holds sound and none of them has it in a coding that would do.

    Raises:
        OutputError: there is no such format.
    """
    writers = {name: open_writer(name) for name in formats if name not in COMPANIONS}
    for companion in (open_companion(name) for name in formats if name in COMPANIONS):
        if companion.codecs and not any(_CODEC_OF[codec] in writers for codec in companion.codecs):
            kind = _CODEC_OF[companion.codecs[0]]
            writers[kind] = open_writer(kind)
    return writers


_CODEC_OF = {"aac": "m4b", "mp3": "mp3"}  # whose writer knows the coding


def _named(order: Order, title: str) -> str:
    """Say in the name when the file is only a part of the book."""
    chapter = f" - chapter {order.chapter}" if order.chapter is not None else ""
    minutes = f" - first {order.minutes:g} minutes" if order.minutes is not None else ""
    return f"{title}{chapter}{minutes}"


def _recipe(book: Book, keys: Sequence[str], writer: Writer) -> str:
    """Return a digest of all that the file is made of."""
    parts = (_REVISION, writer.suffix, list(keys), book.tags, _marks(book.timeline), _picture(book.cover))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _said(book: Book, companion: Companion) -> str:
    """Return a digest of all that a companion is made of."""
    clips = [(clip.start, clip.length, clip.segment, clip.text) for clip in book.timeline.clips]
    held = [pressing.path.name for coding, pressings in book.master.items() if coding.codec in companion.codecs for pressing in pressings]
    script = book.script
    parts = (
        *(_REVISION, companion.suffix, book.tags, held, clips, _marks(book.timeline), book.timeline.rate, book.timeline.length),
        *(script.document.text, script.document.chapters, script.segments, _picture(book.cover) if companion.codecs else ""),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _marks(timeline: Timeline) -> list[tuple[str, int]]:
    return [(mark.title, mark.start) for mark in timeline.marks]


def _picture(cover: Cover | None) -> str:
    return hashlib.sha256(cover.content).hexdigest() if cover else ""
