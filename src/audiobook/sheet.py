"""voices.yaml as values: what the user says of characters, voices and pacing."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Gender(StrEnum):
    """Of a character or a voice, as far as it is known."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Thoughts(StrEnum):
    """Who reads 'single-quoted thoughts'."""

    CHARACTER = "character"
    NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Direction:
    """How somebody is to be read. None: the sheet does not say."""

    voice: str | None = None
    """A voice's name, with an engine before a colon where it is not the sheet's own: `en-us+f3`, `espeak:en-us+f3`."""
    rate: float | None = None
    """Times the voice's own pace, 0.5 to 2."""
    pitch: float | None = None
    """Semitones above the voice's own, -12 to 12."""
    volume: float | None = None
    """Times the voice's own, 0 to 2; a matter of the mix: changing it records nothing anew."""
    line: int = field(default=0, compare=False)
    """Line of the file where the voice stands, from 1; 0 where none does."""


@dataclass(frozen=True, slots=True)
class Known:
    """A character the sheet knows. What it says of names and gender are facts to every stage."""

    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender | None = None
    direction: Direction = Direction()
    line: int = 0
    """Line of the file, from 1; 0 for a character that is not from a file."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence between takes, in seconds, at a rate of 1."""

    within: float = 0.12
    """Between two pieces of one paragraph (a line and its tag)."""
    sentence: float = 0.3
    """Between the parts of a long paragraph that is spoken in several takes."""
    paragraph: float = 0.5
    speaker: float = 0.35
    """Between two paragraphs of speech by different speakers."""
    wordless: float = 0.6
    """A line without a word ("…")."""
    scene: float = 1.6
    heading: float = 1.0
    """After a chapter's title, and after the book's."""
    head: float = 0.5
    """Before a chapter's first word."""
    tail: float = 1.5
    """After a chapter's last word, at the least."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """voices.yaml, checked."""

    path: Path | None = None
    """None for a sheet that is no file yet."""
    engine: str | None = None
    language: str | None = None
    narrator: Direction = Direction()
    defaults: Direction = Direction()
    """For characters, where their own entry is silent."""
    characters: tuple[Known, ...] = ()
    thoughts: Thoughts = Thoughts.CHARACTER
    unsure_below: float = 0.0
    """Lines of less confidence than this are read in the narrator's voice; 0 to 1, 0 is off."""
    pauses: Pauses = Pauses()
    narration_rate: float = 1.0
    """Times the narrator's own pace, 0.5 to 2."""
    series: str = ""
    intro: Path | None = None
    """A sound before the book, and…"""
    outro: Path | None = None
    """…one after it."""
    intro_line: int = field(default=0, compare=False)
    """Line of the file that names it, from 1; 0 where none does."""
    outro_line: int = field(default=0, compare=False)
    engines: dict[str, dict[str, str | int | float | bool]] = field(default_factory=dict)
    """Options per engine, as written."""

    def known(self, name: str) -> Known | None:
        """Return the character that goes by this name or alias, case folded."""
        folded = name.casefold()
        return next((known for known in self.characters if folded in (called.casefold() for called in (known.name, *known.aliases))), None)
