"""What goes with the sound: captions, the timeline, the book to read along."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audiobook.book import Book


@dataclass(frozen=True, slots=True)
class Companion:
    """A row of COMPANIONS."""

    suffix: str
    """With its dot."""
    write: Callable[[Book, Path], None]
    """The file appears whole or not at all; OutputError where it cannot be written, SoundError where a pressing is damaged."""
    codecs: tuple[str, ...] = ()
    """It holds sound, in one of these; the first is pressed for it where no format that was asked for has any."""
