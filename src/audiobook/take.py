"""What an engine is asked to say, and what came of it."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from audiobook.cast import Voice


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words for one voice: the unit of recording."""

    text: str
    """As spoken: quotation marks off, markup read, white space folded; never without a word."""
    voice: Voice
    language: str
    """BCP 47."""
    retake: int = 0
    """Counts up when the user wants another take of the same words."""

    def key(self, revision: str) -> str:
        """Return the content address of its take: 64 hex digits. The voice's volume is no part of it."""
        voice = self.voice
        parts = (
            revision,
            voice.engine.kind,
            repr(voice.engine.options),
            voice.name,
            repr(float(voice.rate)),
            repr(float(voice.pitch)),
            self.language,
            str(self.retake),
            self.text,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Rush:
    """A take in the rushes: raw sound of 16 bits in a file of this run, for the mix that follows; gone when its chapter is encoded, the take is not."""

    path: Path
    start: int
    """Samples before it in the file."""


@dataclass(frozen=True, slots=True)
class Take:
    """One utterance, recorded. Times in samples at `rate`."""

    key: str
    path: Path
    digest: str
    """Of its samples: equal sound, equal digest."""
    rate: int
    """Samples a second, in Hz."""
    length: int
    lead: int = 0
    """Silence at its start."""
    trail: int = 0
    """Silence at its end; lead + trail <= length."""
    peak: float = 0.0
    """Largest absolute sample, 0 to 1."""
    loudness: float = -70.0
    """Integrated loudness after ITU-R BS.1770, in LUFS; -70 where there is too little to measure, and where nobody did."""
    rush: Rush | None = field(default=None, compare=False)
    """The same sound, where it was recorded in this run."""


class Place(StrEnum):
    """Where a line stands: decides the pause before it."""

    OPENING = "opening"
    """The first of its chapter."""
    WITHIN = "within"
    """Goes on in the same paragraph."""
    PARAGRAPH = "paragraph"
    SPEAKER = "speaker"
    """A new paragraph in another voice."""
    SCENE = "scene"
    """The first after a scene break."""
    AFTER_HEADING = "after heading"


@dataclass(frozen=True, slots=True)
class Line:
    """A segment (or an announcement) as it will be spoken."""

    place: Place
    voice: Voice
    utterances: tuple[Utterance, ...]
    """Empty: a line without a word, which is a pause. Several: parts of a long paragraph."""
    segment: int | None = None
    """Index into Script.segments; None: an announcement, which is no part of the story."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is recorded for one chapter of the finished book."""

    title: str
    """As shown in players."""
    lines: tuple[Line, ...]
