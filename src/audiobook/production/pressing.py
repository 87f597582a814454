"""What a worker does for a chapter: stream it from its takes through the encoder; and what the result depends on."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook.book import Coding, Pressing
from audiobook.errors import StoreError
from audiobook.mixing.stretches import stretch_key, stretches
from audiobook.timeline import Timeline

FUNCTION = "audiobook.production.pressing:press_chapter"
"""How a worker is asked for it."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a chapter."""

    pressing: Pressing
    work: float
    """Seconds that it took."""
    copied: float
    """Seconds of its sound that were not encoded but copied."""
    damaged: tuple[Path, ...]
    """Pressings from which something should have been copied, and which are not as they were made."""


def press_chapter(timeline: Timeline, coding: Coding, ceiling: float, path: Path, donors: Sequence[Path], seconds: float) -> Pressed:
    """Mix a chapter, or a share of it, no sample above the ceiling, and encode it into the file path, one block at a time.

    Args:
        timeline: the chapter's, or the share's.
        coding: how it is encoded.
        ceiling: of its samples, 0 to 1.
        path: of the file to make.
        donors: pressings that may hold some of its stretches; the file is the same without them.
        seconds: of the whole chapter.

    Raises:
        DamagedTake: a take is not what was stored.
        SoundError: it cannot be encoded.
        StoreError: the file cannot be written.
    """
    from audiobook.mixing.master import stream
    from audiobook.sound.donors import Donors
    from audiobook.sound.press import Stretch, press
    from audiobook.store import read_take

    began = time.perf_counter()
    parts = (Stretch(stretch_key(part, ceiling), part.length, stream(part, read_take, ceiling=ceiling)) for part in stretches(timeline))
    given = Donors(donors)
    try:
        pressing = press(parts, coding, path, seconds=seconds, donors=given)
    except OSError as error:
        raise StoreError(f"{path.parent}: a chapter cannot be written: {error.strerror}; what was recorded so far is safe, render again to go on") from error
    return Pressed(pressing, time.perf_counter() - began, given.given / timeline.rate, tuple(given.damaged))


def chapter_key(parts: Sequence[tuple[str, int]], coding: Coding, revision: str) -> str:
    """Return the content address of a chapter, encoded: 64 hex digits. Titles do not count.

    Args:
        parts: its stretches' keys and lengths, in order.
        coding: how it is encoded.
        revision: the encoder's.
    """
    return hashlib.sha256(repr((revision, coding, parts)).encode()).hexdigest()


def parts_of(timeline: Timeline, ceiling: float) -> tuple[tuple[str, int], ...]:
    """Return a chapter's stretches' keys and lengths, in order."""
    return tuple((stretch_key(part, ceiling), part.length) for part in stretches(timeline))
