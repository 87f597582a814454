"""A book as files of one chapter each: what shops and podcast feeds want."""

from dataclasses import replace
from itertools import pairwise

from audiobook.book import Book
from audiobook.errors import OutputError
from audiobook.timeline import Mark, Timeline
from audiobook.writers.tags import titled


def split(book: Book) -> list[Book]:
    """Return each chapter as a book of its own: its title, its track number, the whole book's title as album. Nothing is encoded again.

    Raises:
        OutputError: some chapter was not pressed by itself.
    """
    timeline = book.timeline
    marks = titled(timeline.marks)
    bounds = [*(mark.start for mark in marks), timeline.length]
    for coding, pressings in book.master.items():
        if [pressing.length for pressing in pressings] != [end - start for start, end in pairwise(bounds)]:
            raise OutputError(f"{len(pressings)} pieces of {coding.codec} for {len(marks)} chapters: only chapters that were encoded one by one can be split")
    return [
        replace(
            book,
            timeline=_chapter(timeline, mark, bounds[number + 1]),
            master={coding: (pressings[number],) for coding, pressings in book.master.items()},
            tags=replace(book.tags, title=mark.title),
            album=book.album or book.tags.title,
            track=number + 1,
            tracks=len(marks),
        )
        for number, mark in enumerate(marks)
    ]


def _chapter(timeline: Timeline, mark: Mark, end: int) -> Timeline:
    """Return what sounds from a mark to the next, from 0."""
    clips = tuple(replace(clip, start=clip.start - mark.start) for clip in timeline.clips if mark.start <= clip.start < end)
    return Timeline(timeline.rate, end - mark.start, clips, (replace(mark, start=0),))
