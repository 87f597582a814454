"""A listener's own sound before and after the book: `intro:` and `outro:` of voices.yaml."""

from dataclasses import replace

import numpy as np

from audiobook.audio import Audio
from audiobook.mixing.level import CEILING, TARGET, voice_gain
from audiobook.mixing.limit import limited
from audiobook.mixing.stretches import on_seam
from audiobook.sound.clips import fade, trim
from audiobook.sound.press import grid
from audiobook.sound.resample import resampled_length
from audiobook.take import Take
from audiobook.timeline import Clip, Timeline

REVISION = "signature-1"
"""Goes up when the same file would be dressed otherwise: part of the key under which the result is kept."""
PAUSE = 1.0
"""Seconds between it and the words."""
_RISE, _FALL = 0.05, 1.5  # seconds


def dressed(audio: Audio, target: float | None = TARGET, ceiling: float = CEILING) -> Audio:
    """Return the sound as it goes into the book: no silence at its ends, faded in and out, at the voices' loudness, under the ceiling.

    Without a target it stays as loud as it is.
    """
    bare = fade(trim(audio), start=_RISE, end=_FALL)
    gain = 1.0 if target is None else voice_gain(bare, target, ceiling)
    return Audio(limited(bare.samples * np.float32(gain), bare.rate, ceiling), bare.rate)


def opened(chapter: Timeline, take: Take) -> Timeline:
    """Return the first chapter with the take before all else; it begins where the first word did, and the words wait for it."""
    start = chapter.clips[0].start if chapter.clips else chapter.length // 2
    length = _length(take, chapter.rate)
    later = on_seam(length + round(PAUSE * chapter.rate), chapter.rate)
    clips = (Clip(take, start, length, 1.0), *(replace(clip, start=clip.start + later) for clip in chapter.clips))
    return replace(chapter, clips=clips, length=_whole(chapter.length + later, chapter.rate))


def closed(chapter: Timeline, take: Take) -> Timeline:
    """Return the last chapter with the take after all else; the silence at its end stays as long as it was, or to the grid."""
    said = chapter.clips[-1].start + chapter.clips[-1].length if chapter.clips else chapter.length // 2
    length, pause = _length(take, chapter.rate), round(PAUSE * chapter.rate)
    clips = (*chapter.clips, Clip(take, said + pause, length, 1.0))
    return replace(chapter, clips=clips, length=_whole(chapter.length + pause + length, chapter.rate))


def _length(take: Take, rate: int) -> int:
    return resampled_length(take.length - take.lead - take.trail, take.rate, rate)


def _whole(length: int, rate: int) -> int:
    return -(-length // grid(rate)) * grid(rate)
