"""A timeline as sound, block by block: takes in their places, levelled, their edges faded."""

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np

from audiobook.audio import Audio, Samples
from audiobook.errors import SoundError
from audiobook.mixing.level import CEILING
from audiobook.mixing.limit import limited
from audiobook.sound.resample import resample
from audiobook.take import Take
from audiobook.timeline import Clip, Timeline

REVISION = "mix-5"
"""Goes up when the same timeline would sound otherwise: part of an encoded chapter's key."""
BLOCK = 65536
"""Samples of a block, at the most."""
FADE = 0.003
"""Seconds in which a clip fades in, and out: too short to hear, long enough that no join clicks."""


def stream(timeline: Timeline, load: Callable[[Take], Audio], *, ceiling: float = CEILING) -> Iterator[Samples]:
    """Yield the timeline's sound in blocks of at most BLOCK samples, together exactly its length; between clips it is digital silence.

    Args:
        timeline: a chapter's, or a book's.
        load: a take's sound, whole.
        ceiling: no sample is larger, 0 to 1.

    Raises:
        SoundError: a take that is not what it was when the timeline was made.
    """
    at = 0
    for clip in timeline.clips:
        yield from _silence(clip.start - at)
        samples = limited(_placed(clip, load(clip.take), timeline.rate), timeline.rate, ceiling)
        yield from (samples[start : start + BLOCK] for start in range(0, len(samples), BLOCK))
        at = clip.start + clip.length
    yield from _silence(timeline.length - at)


def _placed(clip: Clip, audio: Audio, rate: int) -> Samples:
    """Return a clip's sound as it is heard, shape (clip.length,)."""
    take = clip.take
    if (audio.rate, len(audio)) != (take.rate, take.length):
        raise SoundError(f"{take.path}: {len(audio)} samples at {audio.rate} Hz, where {take.length} at {take.rate} Hz were recorded")
    samples = resample(audio.samples[take.lead : take.length - take.trail], take.rate, rate) * np.float32(clip.gain)
    fade = _fade(min(round(FADE * rate), len(samples) // 2))
    samples[: len(fade)] *= fade
    samples[len(samples) - len(fade) :] *= fade[::-1]
    return samples


@cache
def _fade(length: int) -> Samples:
    """Return a raised cosine from 0 towards 1, shape (length,)."""
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))).astype(np.float32)


def _silence(length: int) -> Iterator[Samples]:
    while length > 0:
        yield np.zeros(min(length, BLOCK), np.float32)
        length -= BLOCK
