"""Takes in their places: a chapter's timeline, and the book's. No sound is read for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from audiobook.cast import Voice
from audiobook.errors import SoundError
from audiobook.mixing.stretches import landing
from audiobook.sheet import Pauses
from audiobook.sound.press import grid
from audiobook.sound.resample import resampled_length
from audiobook.take import Line, Place, Session, Take, Utterance
from audiobook.timeline import Clip, Mark, Timeline

QUIET = 0.1
"""Seconds of digital silence at a chapter's head and tail, at the least, whatever its pauses: what a join without a click needs."""


def arrange(
    session: Session, takes: Mapping[str, Take], *, key_of: Callable[[Utterance], str], pauses: Pauses, rate: int, gain_of: Callable[[Voice], float]
) -> Timeline:
    """Return a chapter's timeline: it starts at 0, has one mark, and its length is a multiple of sound.press.grid(rate).

    Args:
        session: what was to be recorded.
        takes: what was, by key; every utterance's is there.
        key_of: an utterance's key.
        pauses: in seconds, at a voice's own pace; a voice that is asked to be faster gets shorter ones. Those between clips that part stretches are rounded
            (see mixing.stretches.landing).
        rate: the timeline's, in Hz.
        gain_of: what a voice's takes are multiplied by, its own volume apart.
    """
    clips: list[Clip] = []
    at, silence = 0, round(max(pauses.head, QUIET) * rate)
    for place, line in enumerate(session.lines):
        silence += _before(line, pauses, rate) if place else 0
        if not line.utterances:
            silence += _samples(pauses.wordless, line, rate)
        gain = gain_of(line.voice) * line.voice.volume
        for part, utterance in enumerate(line.utterances):
            silence += _samples(pauses.sentence, line, rate) if part else 0
            take = takes[key_of(utterance)]
            length = resampled_length(take.length - take.lead - take.trail, take.rate, rate)
            if length:
                start = landing(at, silence, rate) if clips else silence
                clips.append(Clip(take, start, length, gain, line.segment, utterance.text))
                at, silence = start + length, 0
    least = at + silence + round(max(pauses.tail, QUIET) * rate)
    return Timeline(rate, -(-least // grid(rate)) * grid(rate), tuple(clips), (Mark(session.title, 0),))


def join(chapters: Sequence[Timeline]) -> Timeline:
    """Return the book's timeline, its chapters one after another; they share one rate."""
    rates = {chapter.rate for chapter in chapters}
    if len(rates) != 1:
        raise SoundError(f"{len(chapters)} chapters of {len(rates)} rates cannot be joined")
    clips: list[Clip] = []
    marks: list[Mark] = []
    at = 0
    for chapter in chapters:
        clips += [replace(clip, start=clip.start + at) for clip in chapter.clips]
        marks += [replace(mark, start=mark.start + at) for mark in chapter.marks]
        at += chapter.length
    return Timeline(rates.pop(), at, tuple(clips), tuple(marks))


def louder(timeline: Timeline, gain: float) -> Timeline:
    """Return the timeline with every clip's gain multiplied."""
    return replace(timeline, clips=tuple(replace(clip, gain=clip.gain * gain) for clip in timeline.clips))


def _before(line: Line, pauses: Pauses, rate: int) -> int:
    """Return the samples of silence before a line that is not its chapter's first."""
    match line.place:
        case Place.SCENE:
            return _samples(pauses.scene, line, rate)
        case Place.AFTER_HEADING:
            return _samples(pauses.heading, line, rate)
        case _ if not line.utterances:
            return 0  # the wordless line itself is the pause
        case Place.WITHIN:
            return _samples(pauses.within, line, rate)
        case Place.SPEAKER:
            return _samples(pauses.speaker, line, rate)
        case Place.PARAGRAPH | Place.OPENING:
            return _samples(pauses.paragraph, line, rate)


def _samples(seconds: float, line: Line, rate: int) -> int:
    return round(seconds / line.voice.rate * rate)
