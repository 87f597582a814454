"""Who is read by which voice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audiobook.script import Kind, Segment
from audiobook.sheet import Gender, Thoughts


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """Which engine, with which options: plain, hashable, picklable, without secrets."""

    kind: str
    """A row of ENGINES: "tone", "pyttsx3", "espeak"."""
    options: tuple[tuple[str, str | int | float | bool], ...] = ()
    """Sorted by name."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice as it is asked to speak."""

    engine: EngineSpec
    name: str
    rate: float = 1.0
    """Times the voice's own pace, 0.5 to 2."""
    pitch: float = 0.0
    """Semitones above the voice's own, -12 to 12."""
    volume: float = 1.0
    """Times the voice's own, 0 to 2; applied in the mix, no part of a take's key."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that an engine has."""

    name: str
    language: str
    """BCP 47: "en-us"."""
    gender: Gender
    clear: bool = True
    """Whether listeners understand it; one that is not is never cast by itself."""
    rank: int = 100
    """How soon it is cast by itself, 0 first: the best and most distinct voices have the lowest."""
    f0: float = 0.0
    """Median fundamental frequency of its speech, in Hz; 0 where nobody measured."""
    timbre: tuple[float, ...] = ()
    """Mean and deviation of its cepstral coefficients, measured on one text for all voices of the engine; empty where nobody measured."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What can be cast: the voices of the engines that are in play."""

    offers: Mapping[EngineSpec, tuple[Offer, ...]]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody's voice."""

    narrator: Voice
    parts: Mapping[str, Voice]
    """By the characters' names, as in the script."""
    thoughts: Thoughts = Thoughts.CHARACTER
    unsure_below: float = 0.0
    appended: tuple[str, ...] = field(default=(), compare=False)
    """Characters that were cast just now and are not in voices.yaml yet."""

    def voice_for(self, segment: Segment) -> Voice:
        """Return who reads the segment; a line without a speaker is the narrator's."""
        if segment.speaker is None or segment.kind not in (Kind.DIALOGUE, Kind.THOUGHT):
            return self.narrator
        if segment.kind is Kind.THOUGHT and self.thoughts is Thoughts.NARRATOR:
            return self.narrator
        if segment.confidence < self.unsure_below:
            return self.narrator
        return self.parts.get(segment.speaker, self.narrator)
