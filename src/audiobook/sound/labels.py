"""What a finished file says of itself, whichever names its format has for it: ours (docs/formats.md) and other people's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from audiobook.sidecar import BookTags

_FREE = re.compile(r"(?i)^(?:com\.apple\.itunes:|txxx:)")
_NUMBERS = re.compile(r"^\s*(\d+)\s*(?:/\s*(\d+))?")
_GROUPED = re.compile(r"^(.*\S)\s*#\s*(\S+)$")
_UNKNOWN = ("", "und", "xxx")


@dataclass(frozen=True, slots=True)
class Label:
    """The tags of a file. Empty: not said."""

    tags: BookTags = BookTags()
    """Of the book. Its title is the album where the file names one, else the title; its language is as written."""
    title: str = ""
    """Of the file: the book's, or its chapter's where each chapter is a file."""
    track: int | None = None
    """Number of the file in the book, from 1."""
    tracks: int | None = None
    """How many files the book has, where that is said."""


def label(said: Mapping[str, str]) -> Label:
    """Return the tags as one noun, from the names and values that the codec library found; the case of names does not count."""
    found: dict[str, str] = {}
    for name, value in said.items():
        found.setdefault(_FREE.sub("", name).casefold().replace("_", "-"), value.strip("\0 \n\r\t"))

    def first(*names: str) -> str:
        return next((found[name] for name in names if found.get(name)), "")

    title, album = first("title"), first("album")
    grouped = _GROUPED.match(first("grouping", "grp1"))
    track, tracks = _numbers(first("track", "tracknumber"))
    told = first("language")
    tags = BookTags(
        title=album or title,
        author=first("artist", "album-artist", "author"),
        series=first("series", "mvnm") or (grouped[1] if grouped else ""),
        part=first("series-part", "mvin", "part") or (grouped[2] if grouped else ""),
        year=first("date", "year", "tyer", "tdrc"),
        isbn=first("isbn"),
        publisher=first("publisher"),
        description=first("description", "synopsis", "comment"),
        language="" if told.casefold() in _UNKNOWN else told,
        narrator=first("narrator", "composer", "performer"),
        genre=first("genre"),
    )
    return Label(tags, title, track, tracks if tracks is not None else _numbers(first("tracktotal", "totaltracks"))[0])


def _numbers(text: str) -> tuple[int | None, int | None]:
    """Return the numbers of `3/12`."""
    found = _NUMBERS.match(text)
    return (int(found[1]) or None, int(found[2]) or None if found[2] else None) if found else (None, None)
