"""What a worker does for a chapter: stream it from its takes through the encoder; and what the result depends on."""

import hashlib
import time
from pathlib import Path

from audiobook.book import Coding, Pressing
from audiobook.errors import StoreError
from audiobook.mixing.master import REVISION
from audiobook.timeline import Timeline

FUNCTION = "audiobook.production.pressing:press_chapter"
"""How a worker is asked for it."""


def press_chapter(timeline: Timeline, coding: Coding, ceiling: float, path: Path) -> tuple[Pressing, float]:
    """Mix a chapter, no sample above the ceiling, and encode it into the file path, one block at a time; return the seconds that it took, too.

    Raises:
        DamagedTake: a take is not what was stored.
        SoundError: it cannot be encoded.
        StoreError: the file cannot be written.
    """
    from audiobook.mixing.master import stream
    from audiobook.sound.press import press
    from audiobook.store import read_take

    began = time.perf_counter()
    try:
        pressing = press(stream(timeline, read_take, ceiling=ceiling), coding, path, seconds=timeline.seconds)
    except OSError as error:
        raise StoreError(f"{path.parent}: a chapter cannot be written: {error.strerror}; what was recorded so far is safe, render again to go on") from error
    return pressing, time.perf_counter() - began


def chapter_key(timeline: Timeline, coding: Coding, ceiling: float, revision: str) -> str:
    """Return the content address of a chapter, encoded: 64 hex digits. Takes count by their sound, titles do not count."""
    clips = [(clip.take.digest, clip.take.lead, clip.take.trail, clip.start, clip.length, round(clip.gain, 9)) for clip in timeline.clips]
    return hashlib.sha256(repr((REVISION, revision, coding, round(ceiling, 6), timeline.rate, timeline.length, clips)).encode()).hexdigest()
