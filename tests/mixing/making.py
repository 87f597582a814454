"""Takes and sessions by hand, without an engine."""

from pathlib import Path

import numpy as np

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Voice
from audiobook.take import Line, Place, Take, Utterance

TONE = EngineSpec("tone")
VOICE = Voice(TONE, "alto")


def utterance(text: str, voice: Voice = VOICE) -> Utterance:
    return Utterance(text, voice, "en")


def key_of(asked: Utterance) -> str:
    return asked.key("1")


def take(text: str, *, seconds: float = 1.0, rate: int = 24000, lead: int = 0, trail: int = 0, peak: float = 0.3, loudness: float = -20.0) -> Take:
    return Take(key_of(utterance(text)), Path(text), text, rate, round(seconds * rate), lead, trail, peak, loudness)


def line(text: str, place: Place = Place.PARAGRAPH, voice: Voice = VOICE, segment: int | None = None) -> Line:
    """Return a line; `|` divides its utterances, an empty text is a line without a word."""
    return Line(place, voice, tuple(utterance(part, voice) for part in text.split("|") if part), segment)


def sound(of: Take) -> Audio:
    """Return a take's sound: a tone at its peak, silent where the take says so."""
    samples = (of.peak * np.sin(2 * np.pi * 300 * np.arange(of.length) / of.rate + 1)).astype(np.float32)
    samples[: of.lead] = 0
    samples[of.length - of.trail :] = 0
    return Audio(samples, of.rate)
