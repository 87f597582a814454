"""Folders of finished files, as the books that they are: one file, or one a chapter."""

import os
import re
import unicodedata
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audiobook.errors import OutputError, SoundError
from audiobook.events import Notice, Report
from audiobook.sidecar import BookTags
from audiobook.sound.probe import Probed, probe

KINDS = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".m4b": "audio/x-m4a",  # the kind that podcast directories know
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
"""Suffixes of sound files with their media types: where a book is there in several, the first is taken."""
_BOOKS = uuid.UUID("6c1b7b0e-3b0a-5a8e-9f4e-0d1f6f0b6a55")
"""Our own name space: what a book's identity is drawn from."""
_NUMBER = re.compile(r"^\d+$")


@dataclass(frozen=True, slots=True)
class Volume:
    """A book."""

    tags: BookTags
    parts: tuple[Probed, ...]
    """In order: one file, or one a chapter."""
    season: int
    """From 1: its number in the series where that is a whole number, else its place."""
    pictured: Path | None
    """The first file with a cover, which stays there until it is wanted."""

    @property
    def split(self) -> bool:
        """Whether each chapter is a file."""
        return len(self.parts) > 1

    @property
    def identity(self) -> uuid.UUID:
        """What the book is known by for ever: its author and title, whatever its files and their addresses."""
        return uuid.uuid5(_BOOKS, f"{_plain(self.tags.author)}\n{_plain(self.tags.title)}")


def collect(folders: Sequence[Path], report: Report) -> tuple[Volume, ...]:
    """Return the books in these folders and the folders within, series in their order, then by title.

    A file that cannot be read is left out with a notice.

    Raises:
        OutputError: a folder that is none, or no book at all.
    """
    found: dict[tuple[str, str], list[Probed]] = {}
    pictured: set[Path] = set()
    for path in files_in(folders, KINDS):
        try:
            probed = _named(probe(path))
        except SoundError as error:
            report(Notice(f"left out: {error}"))
            continue
        tags = probed.label.tags
        if probed.picture is not None:
            pictured.add(path)
            probed = replace(probed, picture=None)  # a shelf of covers would fill the memory
        found.setdefault((_plain(tags.author), _plain(tags.title)), []).append(probed)
    if not found:
        raise OutputError(f"{', '.join(map(str, folders))}: no audiobook in it; {', '.join(KINDS)} would work")
    return _numbered(_volume(files, pictured) for files in found.values())


def files_in(folders: Sequence[Path], suffixes: Collection[str]) -> list[Path]:
    """Return all files of these kinds in the folders and those within, each once; hidden ones are left out.

    Raises:
        OutputError: a folder that is none.
    """
    files: dict[Path, None] = {}
    for folder in folders:
        if not folder.is_dir():
            raise OutputError(f"{folder}: {'not a folder' if folder.exists() else 'no such folder'}; the folder in which the audiobooks lie would work")
        for place, inside, names in os.walk(folder):
            inside[:] = sorted(name for name in inside if not name.startswith("."))
            kept = sorted(name for name in names if not name.startswith(".") and Path(name).suffix.casefold() in suffixes)
            files.update(dict.fromkeys(Path(place).resolve() / name for name in kept))
    return list(files)


def _named(probed: Probed) -> Probed:
    """Return the file with a title, its name's where its tags have none."""
    label, name = probed.label, probed.path.stem
    tags = replace(label.tags, title=label.tags.title or name)
    return replace(probed, label=replace(label, tags=tags, title=label.title or name))


def _volume(files: Sequence[Probed], pictured: Collection[Path]) -> Volume:
    """Return the book of which these are the files: chapters of the best format that has them, else the longest file of the best format."""
    ranked = {suffix: [probed for probed in files if probed.path.suffix.casefold() == suffix] for suffix in KINDS}
    present = [some for some in ranked.values() if some]
    chapters = next((made for some in present if (made := _chapters(some))), ())
    parts = chapters or (max(present[0], key=lambda probed: probed.seconds),)
    return Volume(parts[0].label.tags, tuple(parts), 0, next((part.path for part in (*parts, *files) if part.path in pictured), None))


def _chapters(files: Sequence[Probed]) -> tuple[Probed, ...]:
    """Return the files in order where each is a chapter, which their track numbers tell; else nothing."""
    newest_last = sorted(files, key=lambda probed: probed.path.stat().st_mtime)
    by_track = {probed.label.track: probed for probed in newest_last if probed.label.track is not None and probed.label.tracks != 1}
    return tuple(by_track[track] for track in sorted(by_track)) if len(by_track) > 1 else ()


def _numbered(volumes: Iterable[Volume]) -> tuple[Volume, ...]:
    """Return the books in order, with their seasons."""
    ordered = sorted(volumes, key=lambda volume: (_plain(volume.tags.series), _part(volume.tags.part), _plain(volume.tags.title)))
    parts = [int(volume.tags.part) if _NUMBER.match(volume.tags.part) else 0 for volume in ordered]
    told = all(parts) and len(set(parts)) == len(parts) and len({_plain(volume.tags.series) for volume in ordered}) == 1
    return tuple(replace(volume, season=part if told else place) for place, (volume, part) in enumerate(zip(ordered, parts, strict=True), 1))


def _part(part: str) -> tuple[float, str]:
    try:
        return float(part.replace(",", ".")), ""
    except ValueError:
        return 1e9, part


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
