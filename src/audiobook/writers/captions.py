"""What is said when, as text beside the sound: WebVTT (W3C), with speakers, and SubRip.

One cue a clip: each ends where its words do, so nothing is shown during pauses.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from audiobook.book import Book
from audiobook.script import Kind, Script
from audiobook.timeline import Timeline
from audiobook.writers.companion import Companion
from audiobook.writers.tags import line
from audiobook.writers.whole import whole

WIDTH = 65
"""Most characters of a caption's line, as podcast apps want it (Podcasting 2.0's transcripts); a longer word stands alone."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_WITHOUT_TAGS = str.maketrans("<>", "‹›")  # SubRip knows no escapes, and players read <i>
_SPEECH = (Kind.DIALOGUE, Kind.THOUGHT)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on the screen. Times in milliseconds; the end is after the start, and not after the next start."""

    start: int
    end: int
    speaker: str
    """Empty: the narrator."""
    text: str
    """Of one line."""


def speaker(script: Script, segment: int | None) -> str:
    """Return who says a segment; nothing for the narrator, and for lines that nobody could attribute."""
    said = None if segment is None else script.segments[segment]
    return said.speaker or "" if said is not None and said.kind in _SPEECH else ""


def cues(script: Script, timeline: Timeline) -> list[Cue]:
    """Return a cue for each clip with words, in order; the timeline is a book's, or any part of one that starts at 0."""
    spoken = [clip for clip in timeline.clips if clip.text]
    starts = list(accumulate((round(clip.start * 1000 / timeline.rate) for clip in spoken), lambda before, start: max(start, before + 1)))
    ends = [round((clip.start + clip.length) * 1000 / timeline.rate) for clip in spoken]
    return [
        Cue(start, max(start + 1, min(end, following)), speaker(script, clip.segment), line(clip.text))
        for clip, start, end, following in zip(spoken, starts, ends, [*starts[1:], *ends[-1:]], strict=True)
    ]


def vtt(script: Script, timeline: Timeline) -> str:
    """Return WebVTT; each cue's voice is its speaker's name, and the narrator's are without one."""
    return "\n".join(["WEBVTT\n", *_vtt(cues(script, timeline))])


def _vtt(found: list[Cue]) -> Iterator[str]:
    for number, cue in enumerate(found, 1):
        text = "\n".join(_wrapped(cue.text)).translate(_ESCAPES)
        voice = f"<v {line(cue.speaker).translate(_ESCAPES)}>" if cue.speaker else ""
        yield f"{number}\n{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n{voice}{text}\n"


def srt(script: Script, timeline: Timeline) -> str:
    """Return SubRip; a speaker's name stands before their words."""
    return "\n".join(_srt(cues(script, timeline)))


def _srt(found: list[Cue]) -> Iterator[str]:
    for number, cue in enumerate(found, 1):
        text = f"{line(cue.speaker)}: {cue.text}" if cue.speaker else cue.text
        rows = "\n".join(_wrapped(text)).translate(_WITHOUT_TAGS)
        yield f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n{rows}\n"


def _wrapped(text: str) -> list[str]:
    """Return the text in lines of at most WIDTH characters."""
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _time(milliseconds: int, point: str) -> str:
    """Return a time as HH:MM:SS and thousandths; hours have as many digits as they need."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


def _write_vtt(book: Book, path: Path) -> None:
    with whole(path) as beside:
        beside.write_text(vtt(book.script, book.timeline), encoding="utf-8", newline="\n")


def _write_srt(book: Book, path: Path) -> None:
    with whole(path) as beside:
        beside.write_text(srt(book.script, book.timeline), encoding="utf-8", newline="\n")


VTT = Companion(".vtt", _write_vtt)
SRT = Companion(".srt", _write_srt)
