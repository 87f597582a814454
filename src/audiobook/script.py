"""A script: the story as segments, each with who says it, how sure that is, and why. JSON in and out; the law of words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from audiobook.document import Block, Chapter, Document, Span
from audiobook.errors import LawError
from audiobook.sheet import Gender

FORMAT = "audiobook-script/1"


class Kind(StrEnum):
    """What a segment is."""

    HEADING = "heading"
    NARRATION = "narration"
    DIALOGUE = "dialogue"
    THOUGHT = "thought"
    NOTE = "note"
    """Not read unless asked."""
    BREAK = "break"
    """A scene break; no word in it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the story in one voice."""

    span: Span
    """With its quotation marks, for DIALOGUE and THOUGHT."""
    kind: Kind
    speaker: str | None = None
    """A character's name; None is the narrator, also for speech that nobody could attribute."""
    confidence: float = 1.0
    """How probably the speaker (or, for narration, the kind) is right, 0 to 1."""
    reason: str = ""
    """What decided, in a reader's words: "tag: 'cried Iruka'"."""


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody who speaks or is spoken of."""

    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    gender_confidence: float = 0.0
    """0 to 1; 1 where the sheet said it."""
    narrates: bool = False
    """Whether this is who says "I" in the narration: such a character speaks in the narrator's voice unless voices.yaml gives another."""


@dataclass(frozen=True, slots=True)
class Script:
    """A document's segments in order. They tile every letter and digit of the text, once; none crosses a block's border."""

    document: Document
    segments: tuple[Segment, ...]
    characters: tuple[Character, ...]
    """Those who have a line, most lines first; then the others that the story names, if any."""
    notices: tuple[str, ...] = ()
    """What the user should know: fixes that found no line."""
    _by_name: Mapping[str, Character] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {character.name: character for character in self.characters})

    def character(self, name: str) -> Character:
        """Return the character of that name."""
        return self._by_name[name]

    def text(self, segment: Segment) -> str:
        """Return the segment's text, as it stands in the story."""
        return segment.span.of(self.document.text)

    def chapters(self) -> Iterator[tuple[Chapter, list[tuple[Block, list[int]]]]]:
        """Yield each chapter with its blocks, and for each block the indices of its segments."""
        at = 0
        for chapter in self.document.chapters:
            blocks: list[tuple[Block, list[int]]] = []
            for block in chapter.blocks:
                mine: list[int] = []
                while at < len(self.segments) and self.segments[at].span.start < block.span.end:
                    mine.append(at)
                    at += 1
                blocks.append((block, mine))
            yield chapter, blocks


def check_tiling(script: Script) -> None:
    """Raise LawError unless the segments hold every letter and digit of the text, once, in order."""
    text, last = script.document.text, 0
    for segment in script.segments:
        if segment.span.start < last or segment.span.end <= segment.span.start or segment.span.end > len(text):
            raise LawError(f"segment {segment.span} of {script.document.source} overlaps the one before it, which ends at {last}")
        if any(sign.isalnum() for sign in text[last : segment.span.start]):
            raise LawError(f"{script.document.source}: words lost before {segment.span}: {text[last : segment.span.start]!r}")
        last = segment.span.end
    if any(sign.isalnum() for sign in text[last:]):
        raise LawError(f"{script.document.source}: words lost at the end: {text[last:][:80]!r}")


def to_json(script: Script) -> dict[str, object]:
    """Return the script as the documented, versioned schema `audiobook-script/1` (docs/script-format.md)."""
    return {
        "format": FORMAT,
        "source": script.document.source,
        "title": script.document.title,
        "author": script.document.author,
        "language": script.document.language,
        "length": len(script.document.text),
        "chapters": [{"title": chapter.title, "start": chapter.span.start, "end": chapter.span.end} for chapter in script.document.chapters],
        "characters": [
            {
                "name": each.name,
                "aliases": list(each.aliases),
                "gender": each.gender.value,
                "gender_confidence": round(each.gender_confidence, 3),
                "narrates": each.narrates,
            }
            for each in script.characters
        ],
        "segments": [
            {
                "start": segment.span.start,
                "end": segment.span.end,
                "kind": segment.kind.value,
                "speaker": segment.speaker,
                "confidence": round(segment.confidence, 4),
                "reason": segment.reason,
                "text": script.text(segment),
            }
            for segment in script.segments
        ],
    }
