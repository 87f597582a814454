"""What is said when, for programs: JSON, `audiobook-timeline/1` (docs/read-along.md)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from audiobook.book import Book
from audiobook.document import Document, Span
from audiobook.timeline import Timeline
from audiobook.writers.captions import speaker
from audiobook.writers.companion import Companion
from audiobook.writers.tags import titled
from audiobook.writers.whole import whole

FORMAT = "audiobook-timeline/1"
ANNOUNCEMENT = "announcement"
"""The kind of a line that is no part of the story."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line as it sounds, its clips taken together. Times in samples at the timeline's rate."""

    segment: int | None
    start: int
    end: int
    text: str


def stretches(timeline: Timeline) -> Iterator[Stretch]:
    """Yield the lines that sound, in order; neighbouring announcements stay apart, sounds without words are left out."""
    for segment, clips in groupby((clip for clip in timeline.clips if clip.text), key=lambda clip: clip.segment):
        mine = list(clips)
        for each in [mine] if segment is not None else [[clip] for clip in mine]:
            yield Stretch(segment, each[0].start, each[-1].start + each[-1].length, " ".join(clip.text for clip in each))


def fingerprint(document: Document) -> str:
    """Return the SHA-256 of the story's text: places in one text mean nothing in another."""
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def to_json(book: Book) -> dict[str, object]:
    """Return the timeline as the documented schema; times are in seconds, to the thousandth."""
    script, timeline = book.script, book.timeline
    marks = titled(timeline.marks)
    ends = [*(mark.start for mark in marks[1:]), timeline.length]
    return {
        "format": FORMAT,
        "title": book.tags.title,
        "author": book.tags.author,
        "language": book.tags.language,
        "seconds": _seconds(timeline.length, timeline),
        "story": {"source": Path(script.document.source).name, "length": len(script.document.text), "sha256": fingerprint(script.document)},
        "chapters": [
            {"title": mark.title, "start": _seconds(mark.start, timeline), "end": _seconds(end, timeline)} for mark, end in zip(marks, ends, strict=True)
        ],
        "lines": [_line(book, stretch) for stretch in stretches(timeline)],
    }


def _line(book: Book, stretch: Stretch) -> dict[str, object]:
    segment = None if stretch.segment is None else book.script.segments[stretch.segment]
    return {
        "line": None if stretch.segment is None else stretch.segment + 1,
        "character": speaker(book.script, stretch.segment) or None,
        "kind": segment.kind.value if segment else ANNOUNCEMENT,
        "start": _seconds(stretch.start, book.timeline),
        "end": _seconds(stretch.end, book.timeline),
        "span": [segment.span.start, segment.span.end] if segment else None,
        "text": stretch.text,
    }


def _seconds(samples: int, timeline: Timeline) -> float:
    return round(samples / timeline.rate, 3)


def _write(book: Book, path: Path) -> None:
    with whole(path) as beside:
        beside.write_text(json.dumps(to_json(book), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


TIMES = Companion(".json", _write)


@dataclass(frozen=True, slots=True)
class Times:
    """A timeline that was read back. Times in seconds."""

    seconds: float
    lines: Mapping[Span, tuple[float, float]]
    """When each line of the story sounds, by its place in the text."""
    chapters: tuple[float, ...]
    """Where the chapters start."""


def read_times(path: Path, document: Document) -> Times | None:
    """Return the times in a file that this module wrote of this very text; None for any other file, and for one of another text."""
    try:
        read = json.loads(path.read_bytes())
        if read["format"] != FORMAT or read["story"]["sha256"] != fingerprint(document):
            return None
        lines = {Span(*line["span"]): (float(line["start"]), float(line["end"])) for line in read["lines"] if line["span"]}
        return Times(float(read["seconds"]), lines, tuple(float(chapter["start"]) for chapter in read["chapters"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
