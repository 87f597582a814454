"""From encoded chapters to files: timeline, tags, cover, and only what is not up to date."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from audiobook.book import Coding, Cover
from audiobook.errors import OutputError
from audiobook.events import Report, Written
from audiobook.production.pieces import Piece, Pieces
from audiobook.production.workspace import Shelf
from audiobook.timeline import Timeline
from audiobook.writers import COMPANIONS, open_companion, open_writer
from audiobook.writers.companion import Companion
from audiobook.writers.cover import prepare as prepare_cover
from audiobook.writers.writer import Writer

_REVISION = "files-2"
"""Goes up when the writers would make other files of the same book."""


def guard(stem: str, formats: Sequence[str], writers: Mapping[str, Writer], shelf: Shelf) -> None:
    """Do nothing, unless a file of a whole book was made of another story: said before anything is spoken.

    Raises:
        OutputError: it was.
    """
    for name in formats:
        shelf.guard(stem + (open_companion(name) if name in COMPANIONS else writers[name]).suffix)


def publish(
    pieces: Pieces, formats: Sequence[str], writers: Mapping[str, Writer], codings: Mapping[str, Coding], shelf: Shelf, report: Report
) -> tuple[list[Path], list[Path]]:
    """Write every file that is not up to date; return all files, and those that were left alone.

    Of a book in files of one chapter each, files that we wrote for chapters which are gone are removed.

    Raises:
        OutputError: a file cannot be written; then none of it is there.
    """
    files, kept = [], []
    cover: Cover | None = None
    for name in formats:
        writer: Writer | Companion = open_companion(name) if name in COMPANIONS else writers[name]
        made = pieces.chapters if pieces.chapters and name not in _WHOLE else (pieces.whole,)
        for piece in made:
            path = shelf.folder / (piece.name + writer.suffix)
            recipe = _said(piece, writer) if isinstance(writer, Companion) else _recipe(piece, piece.keys[codings[name]], writer)
            fresh = shelf.recipe(piece.name + writer.suffix) != recipe
            if fresh:
                if pieces.source != "-" and path.exists() and path.samefile(pieces.source):
                    raise OutputError(f"{path}: is the story itself and stays as it is; -o FOLDER puts the results elsewhere")
                shelf.guard(piece.name + writer.suffix)
                if cover is None and (isinstance(writer, Writer) or writer.codecs):
                    tags = pieces.whole.book.tags
                    cover = prepare_cover(tags.cover, tags, piece.book.script, report)
                writer.write(replace(piece.book, cover=cover), path)
                shelf.note(piece.name + writer.suffix, recipe)
            else:
                kept.append(path)
            try:
                size = path.stat().st_size
            except OSError as error:
                raise OutputError(f"{path}: is not there after it was written: {error.strerror}") from error
            report(Written(path, piece.book.timeline.seconds, size, fresh))
            files.append(path)
        if made is pieces.chapters:
            _clear(shelf, pieces.whole.name, writer.suffix, {piece.name for piece in made})
    return files, kept


_WHOLE = ("json", "epub")  # which tell of the book as one, also where it is split


def _clear(shelf: Shelf, folder: str, suffix: str, made: Collection[str]) -> None:
    """Remove what was written for chapters that are gone."""
    for name in shelf.names():
        if name.startswith(f"{folder}/") and name.endswith(suffix) and name.removesuffix(suffix) not in made:
            shelf.discard(name)


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


def _recipe(piece: Piece, keys: Sequence[str], writer: Writer) -> str:
    """Return a digest of all that the file is made of."""
    book = piece.book
    parts = (_REVISION, writer.suffix, list(keys), book.tags, book.album, book.track, book.tracks, _marks(book.timeline), piece.cover)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _said(piece: Piece, companion: Companion) -> str:
    """Return a digest of all that a companion is made of."""
    book = piece.book
    clips = [(clip.start, clip.length, clip.segment, clip.text) for clip in book.timeline.clips]
    held = [pressing.path.name for coding, pressings in book.master.items() if coding.codec in companion.codecs for pressing in pressings]
    script = book.script
    parts = (
        *(_REVISION, companion.suffix, book.tags, held, clips, _marks(book.timeline), book.timeline.rate, book.timeline.length),
        *(script.document.text, script.document.chapters, script.segments, piece.cover if companion.codecs else ""),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _marks(timeline: Timeline) -> list[tuple[str, int]]:
    return [(mark.title, mark.start) for mark in timeline.marks]
