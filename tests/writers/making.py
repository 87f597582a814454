"""Small books whose chapters begin with a planted tone each, pressed for real."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import numpy as np
from PIL import Image

from audiobook.audio import Samples
from audiobook.book import Book, Coding, Cover, Pressing
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.script import Character, Kind, Script, Segment
from audiobook.sidecar import BookTags
from audiobook.sound.press import Stretch, grid, press
from audiobook.timeline import Mark, Timeline
from audiobook.writers import WRITERS, open_writer

RATE = 24000
ONSET = 0.5
"""Seconds into each chapter at which its tone starts."""
TONE = 0.4
"""Seconds that it lasts."""
SWEEP = 0.4
"""Seconds of a sweep from 300 to 3,500 Hz, 1.1 s into each chapter: it is like itself at one place only."""
TAGS = BookTags(
    title="The Salt Road — “Winter”",
    author="Ada Brandt",
    series="Inland Seas",
    part="2",
    year="2026",
    isbn="9780000000002",
    publisher="Own Press",
    description="Two brothers and a cart.\nOne of them comes back.",
    language="en-GB",
    narrator="Low Voice",
    genre="Fiction",
)


def frequency(chapter: int) -> float:
    """Return the tone of a chapter, in Hz: neighbours differ by more than a codec blurs."""
    return 400.0 + 100.0 * (chapter * 7 % 20)


def sound(chapter: int, rate: int = RATE) -> Samples:
    """Return a chapter's samples: its tone, a sweep, and silence; some chapters are longer than others."""
    samples = np.zeros((1 + chapter % 3) * (2 * rate // grid(rate) + 1) * grid(rate), np.float32)
    start, length = round(ONSET * rate), round(TONE * rate)
    samples[start : start + length] = 0.4 * np.sin(2 * np.pi * frequency(chapter) * np.arange(length) / rate)
    seconds = np.arange(round(SWEEP * rate)) / rate
    start = round(1.1 * rate)
    samples[start : start + len(seconds)] = 0.3 * np.sin(2 * np.pi * (300 + 4000 * seconds) * seconds) * np.hanning(len(seconds))
    return samples


def _stretch(samples: Samples) -> Stretch:
    return Stretch("0", len(samples), [samples])


def pressed(folder: Path, codings: Iterable[Coding], chapters: int) -> Mapping[Coding, tuple[Pressing, ...]]:
    """Encode so many chapters in each coding."""
    return {
        coding: tuple(press([_stretch(sound(chapter, coding.rate))], coding, folder / f"{coding.codec}-{coding.rate}-{chapter}") for chapter in range(chapters))
        for coding in codings
    }


def codings(rate: int = RATE) -> set[Coding]:
    """Return the codings of all formats, at their own bit rates."""
    return {open_writer(kind).coding(rate, None) for kind in WRITERS}


def marks(titles: Iterable[str], rate: int = RATE) -> tuple[Mark, ...]:
    """Return the marks of chapters of these titles."""
    named = list(titles)
    starts = accumulate((len(sound(chapter, rate)) for chapter in range(len(named))), initial=0)
    return tuple(Mark(title, start) for title, start in zip(named, starts, strict=False))


def script() -> Script:
    """Return a script of two who speak in turns."""
    text = "“Yes,” said Mira. “No,” said Joss. They went on. " * 4
    segments = []
    for start in range(0, len(text), 49):
        pieces = ((0, 6, "Mira"), (7, 17, None), (18, 23, "Joss"), (24, 48, None))
        segments += [Segment(Span(start + a, start + b), Kind.DIALOGUE if who else Kind.NARRATION, who) for a, b, who in pieces]
    span = Span(0, len(text))
    document = Document(text, (Chapter("", span, (Block(span, BlockKind.PROSE),)),), TAGS.title, TAGS.author, "en", "salt.txt")
    return Script(document, tuple(segments), (Character("Mira"), Character("Joss")))


def cover(side: int = 64, kind: str = "JPEG") -> Cover:
    """Return a small picture."""
    content = BytesIO()
    Image.new("RGB", (side, side), (180, 40, 60)).save(content, kind)
    return Cover(content.getvalue(), f"image/{kind.lower()}")


def book(master: Mapping[Coding, tuple[Pressing, ...]], titles: Iterable[str], tags: BookTags = TAGS, rate: int = RATE) -> Book:
    """Return a book of these chapters."""
    found = marks(titles, rate)
    length = sum(pressing.length for pressing in next(iter(master.values())))
    return Book(script(), Timeline(rate, length, (), found), master, tags, cover())


def many_chapters(one: Book, count: int) -> Book:
    """Return a book that repeats the first chapter of another so many times."""
    master = {coding: (pressings[0],) * count for coding, pressings in one.master.items()}
    length = next(iter(master.values()))[0].length
    timeline = Timeline(one.timeline.rate, length * count, (), tuple(Mark(f"Part {number}", number * length) for number in range(count)))
    return replace(one, master=master, timeline=timeline)
