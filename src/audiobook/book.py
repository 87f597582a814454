"""A book that is ready to be written: script, timeline, encoded chapters, tags, cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audiobook.script import Script
from audiobook.sidecar import BookTags
from audiobook.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Coding:
    """How sound is coded: plain and hashable; part of an encoded chapter's key."""

    codec: str
    """"aac", "mp3", "opus", "flac", "pcm"."""
    rate: int
    """Samples a second, in Hz."""
    bitrate: int
    """Bits a second; 0 where the codec has none."""


Levels = tuple[tuple[int, int, float], ...]
"""How many blocks of 400 ms are how loud, softest first: (level in halves of a LUFS, rounded down; blocks; the sum of their mean squares)."""


@dataclass(frozen=True, slots=True)
class Pressing:
    """One chapter, encoded: a file of packets that joins others of its coding without a gap."""

    path: Path
    coding: Coding
    length: int
    """Samples at the coding's rate."""
    packets: int
    size: int
    """Bytes."""
    levels: Levels = ()
    """Of its sound before it was coded."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture, as it stands in the files."""

    content: bytes
    mime: str
    """"image/jpeg" or "image/png"."""


@dataclass(frozen=True, slots=True)
class Book:
    """All that a writer needs."""

    script: Script
    timeline: Timeline
    master: Mapping[Coding, tuple[Pressing, ...]]
    """Each coding's chapters, in order; what the design calls the master: it stands in files, never in memory."""
    tags: BookTags
    cover: Cover | None
    album: str = ""
    """Of a chapter in a file of its own: the book that it belongs to; empty: the file is the whole book, and its title is the album's too."""
    track: int = 1
    tracks: int = 1
