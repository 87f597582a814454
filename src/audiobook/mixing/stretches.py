"""A chapter's stretches: what sounds between two pauses that are long enough, and the silence between them; the smallest things that are mixed and encoded.

A stretch begins on a packet's border, a packet's length of silence before its first clip, and ends on one. So it is the same, to the sample, wherever in its
chapter it stands, and neither what is before it nor how long the pauses around it are changes its packets.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from audiobook.mixing.master import REVISION
from audiobook.sound.encoders import frame
from audiobook.timeline import Clip, Timeline

_LEAST = 3  # packets: shorter pauses are left as they are


def _step(rate: int) -> int:
    """Return the samples of AAC's packets: those of other codecs are not cut within a chapter."""
    return frame("aac", rate)


def landing(at: int, pause: int, rate: int) -> int:
    """Return where a clip begins that follows so many samples of silence at `at`: after a pause of three of AAC's packets or more, at a packet's border.

    That makes the pause longer or shorter by half a packet (23 ms at 22,050 Hz, 12 ms at 44,100 Hz) at the most.
    """
    step = _step(rate)
    return at + pause if pause < _LEAST * step else (at + pause + step // 2) // step * step


def on_seam(length: int, rate: int) -> int:
    """Return the length in samples, rounded up to whole packets."""
    step = _step(rate)
    return -(-length // step) * step


def stretches(timeline: Timeline) -> Iterator[Timeline]:
    """Yield a chapter's stretches, in order, together as long as it is; each from 0, without a mark. Those without a clip are digital silence."""
    step, rate, at, first = _step(timeline.rate), timeline.rate, 0, 0
    for place, clip in enumerate(timeline.clips, start=1):
        end = min(timeline.length, on_seam(clip.start + clip.length, rate) + step)
        begins = timeline.clips[place].start - step if place < len(timeline.clips) else timeline.length
        if begins < end or (begins % step and place < len(timeline.clips)):
            continue
        clips = tuple(replace(each, start=each.start - at) for each in timeline.clips[first:place])
        yield Timeline(rate, end - at, clips, ())
        if end < begins:
            yield Timeline(rate, begins - end, (), ())
        at, first = begins, place
    if not timeline.clips and timeline.length:
        yield Timeline(rate, timeline.length, (), ())


def shares(timeline: Timeline, count: int) -> list[Timeline]:
    """Return a chapter in so many pieces of about equal length, fewer where it has fewer stretches; their stretches are the chapter's, in order."""
    pieces: list[Timeline] = []
    clips: list[Clip] = []
    length, before = 0, 0
    for part in stretches(timeline):
        if part.clips and clips and (before + length) * count >= timeline.length * (len(pieces) + 1):
            pieces.append(Timeline(timeline.rate, length, tuple(clips), ()))
            clips, before, length = [], before + length, 0
        clips += [replace(clip, start=clip.start + length) for clip in part.clips]
        length += part.length
    return [*pieces, Timeline(timeline.rate, length, tuple(clips), ())]


def stretch_key(stretch: Timeline, ceiling: float) -> str:
    """Return the content address of a stretch's sound, 32 hex digits; empty for digital silence. Takes count by their sound."""
    if not stretch.clips:
        return ""
    clips = [(clip.take.digest, clip.take.lead, clip.take.trail, clip.start, clip.length, round(clip.gain, 9)) for clip in stretch.clips]
    return hashlib.sha256(repr((REVISION, round(ceiling, 6), stretch.rate, stretch.length, clips)).encode()).hexdigest()[:32]
