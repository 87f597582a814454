"""What sounds when. All times are whole samples at the timeline's rate."""

from dataclasses import dataclass

from audiobook.take import Take


@dataclass(frozen=True, slots=True)
class Clip:
    """A take in its place, its silent ends left out."""

    take: Take
    start: int
    """Where its first audible sample goes."""
    length: int
    """Samples at the timeline's rate, after trimming and resampling."""
    gain: float
    """Linear."""
    segment: int | None = None
    """Index into Script.segments; None: an announcement."""
    text: str = ""
    """What is said; empty: a sound without words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter's start."""

    title: str
    start: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Clips in order, without overlap; marks in order. A chapter's timeline starts at 0 and has one mark; a book's has them all."""

    rate: int
    """Samples a second, in Hz."""
    length: int
    clips: tuple[Clip, ...]
    marks: tuple[Mark, ...]

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.length / self.rate
