"""What a user orders, and what came of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from audiobook.consulting.endpoint import Inquiry
from audiobook.sidecar import BookTags

DEFAULT_ENGINE = "pyttsx3"


class Gaps(StrEnum):
    """What becomes of lines that no attempt could record."""

    STOP = "stop"
    """The book is not made; what was recorded is safe."""
    SILENCE = "silence"
    """A pause stands in their place; reported, exit code 3."""
    NARRATOR = "narrator"
    """The narrator reads them; what even the narrator cannot say is a pause. Reported, exit code 3."""


@dataclass(frozen=True, slots=True)
class Order:
    """One run's wishes for one story. None and empty: nothing wished."""

    story: str
    """Path of a file or folder, or `-` for the standard input."""
    workspace: Path = Path()
    out: Path | None = None
    """Folder for the results, instead of `output/<story>/`."""
    voices: Path | None = None
    """The voices.yaml, instead of the workspace's."""
    engine: str | None = None
    formats: tuple[str, ...] = ()
    """Empty: m4b, or what the way of mastering wants."""
    master: str = "podcast"
    """How loud, at which rate, with which pauses: a name of mixing.masters."""
    split: bool = False
    """One file a chapter."""
    tags: BookTags = BookTags()
    """From the command line: they win over the sidecar's and the file's."""
    chapter: int | None = None
    """Only this one, from 1."""
    minutes: float | None = None
    """Only about the first so many minutes."""
    jobs: int | None = None
    rate: int | None = None
    """Samples a second of the result, in Hz."""
    bitrate: int | None = None
    """Bits a second of the result."""
    notes: bool = False
    announce: bool = True
    one_voice: bool = False
    save_cast: bool = True
    recast_missing: bool = False
    dry_run: bool = False
    gaps: Gaps = Gaps.STOP
    ask: Inquiry | None = None
    """Who is asked for a second opinion on uncertain lines; None: nobody."""


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the cast, for people."""

    name: str
    lines: int
    voice: str
    new: bool = False
    """Cast in this run."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A line that could not be recorded as it should be."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one order."""

    source: str
    title: str
    folder: Path
    files: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    """Those of the files that were up to date and left alone."""
    chapters: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    """Narrator first, then by lines."""
    words_spoken: int = 0
    words_unread: dict[str, int] = field(default_factory=dict)
    """By what they were taken for."""
    unattributed: int = 0
    """Lines of speech that the narrator reads because nobody knows whose they are."""
    seconds: float = 0.0
    """Of the finished book; in a dry run, an estimate."""
    takes: int = 0
    recorded: int = 0
    """Takes recorded in this run; in a dry run, those that would be."""
    recorded_by: dict[str, int] = field(default_factory=dict)
    """Of these, per part."""
    lost: tuple[Lost, ...] = ()
    voices_file: Path | None = None
    """The voices.yaml in force."""
    dry: bool = False
    time: float | None = None
    """In a dry run: seconds that the run would take, by the paces measured in this workspace; None where nobody measured."""
    size: int = 0
    """In a dry run: bytes of the results, about."""

    @property
    def exit_code(self) -> int:
        """0 made, 3 made with holes."""
        return 3 if self.lost else 0
