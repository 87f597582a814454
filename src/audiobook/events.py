"""What a run reports. The terminal's bar, a log and a browser are each a Report."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know; the run goes on."""

    message: str


@dataclass(frozen=True, slots=True)
class Read:
    """A story was read."""

    source: str
    title: str
    chapters: int
    words: int


@dataclass(frozen=True, slots=True)
class Attributed:
    """A script was made."""

    lines: int
    """Of speech and thought."""
    unattributed: int
    characters: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """Progress of recording; sent often."""

    done: int
    """Takes that are there, cached ones included."""
    total: int
    cached: int
    """Takes that were there before this run."""
    seconds: float
    """Of sound recorded in this run."""
    elapsed: float = 0.0
    """Seconds since recording began."""
    left: float | None = None
    """Seconds still to go, by the pace of this run; None while there is none."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """Progress of mixing and encoding."""

    done: int
    """Chapters encoded, each format by itself; those that were there before included."""
    total: int
    share: float = 0.0
    """Of the work, by the chapters' lengths: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file appeared, whole."""

    path: Path
    seconds: float
    size: int
    """Bytes."""
    fresh: bool = True
    """False: it was up to date and was left alone."""


Event = Notice | Read | Attributed | Recorded | Mixed | Written
Report = Callable[[Event], None]
