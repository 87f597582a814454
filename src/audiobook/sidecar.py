"""A story's sidecar as values: the corrections its reader made, and what the file does not tell of the book."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BookTags:
    """What is known of the book; empty: unknown, and then left out of the files."""

    title: str = ""
    author: str = ""
    series: str = ""
    part: str = ""
    """Number within the series, as written: "2", "1.5"."""
    year: str = ""
    isbn: str = ""
    publisher: str = ""
    description: str = ""
    language: str = ""
    """BCP 47."""
    narrator: str = ""
    genre: str = ""
    cover: Path | None = None


class Ruling(StrEnum):
    """What a correction says of its line."""

    SPEAKER = "speaker"
    """`name` says this line."""
    NARRATION = "narration"
    SPEECH = "speech"
    THOUGHT = "thought"
    HEADING = "heading"
    BREAK = "break"
    """A scene ends before this line."""
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """One correction. It finds its line by the line's first words, so that it holds through edits of the story."""

    ruling: Ruling
    text: str
    """The line's first words, as in the story; quotation marks and white space do not count."""
    name: str = ""
    """For SPEAKER, and for SPEECH and THOUGHT where the speaker is known."""
    occurrence: int = 1
    """Which of several lines that begin alike, from 1; 0 means every one."""
    where: str = ""
    """File and line of the correction, for messages."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two names that are one character, or a new name for one."""

    old: str
    new: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Fixes:
    """All corrections of a story."""

    lines: tuple[Fix, ...] = ()
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Sidecar:
    """`<story>.audiobook.yaml`."""

    path: Path | None = None
    tags: BookTags = BookTags()
    fixes: Fixes = Fixes()
