"""What a format is to the rest: its suffix, its coding, and how it is written."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from audiobook.book import Book, Coding, Pressing
from audiobook.errors import OutputError


@dataclass(frozen=True, slots=True)
class Writer:
    """A row of WRITERS."""

    suffix: str
    """With its dot."""
    coding: Callable[[int, int | None], Coding]
    """(rate in Hz, bits a second or None) -> how its sound is coded; OutputError, with what would work, where the format cannot."""
    write: Callable[[Book, Path], None]
    """The file appears whole or not at all; OutputError where it cannot be written, SoundError where a pressing is damaged."""


def chapters_of(book: Book, codec: str) -> tuple[Pressing, ...]:
    """Return the book's chapters in a codec.

    Raises:
        OutputError: they were not pressed, or they are not the timeline's.
    """
    pressings = next((found for coding, found in book.master.items() if coding.codec == codec), ())
    length = sum(pressing.length for pressing in pressings)
    if not pressings or length != book.timeline.length:
        raise OutputError(f"{len(pressings)} chapters of {codec}, {length} samples, for a timeline of {book.timeline.length}")
    return pressings


def checked(kind: str, rate: int, rates: Collection[int], bitrate: int, bitrates: Collection[int]) -> None:
    """Raise OutputError, with what would work, unless the rate (Hz) and the bit rate (bits a second) are among those that the format has."""
    if rate not in rates:
        raise OutputError(f"{kind} cannot carry {rate} Hz; {', '.join(map(str, sorted(rates)))} would work")
    if bitrate not in bitrates:
        if isinstance(bitrates, range):
            raise OutputError(f"{kind} at {rate} Hz cannot have {bitrate} bit/s; {bitrates.start} to {bitrates.stop - 1} would work")
        raise OutputError(f"{kind} at {rate} Hz cannot have {bitrate} bit/s; {', '.join(map(str, sorted(bitrates)))} would work")
