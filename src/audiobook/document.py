"""A story as read: its text, which nobody edits, and what its parts are."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in Document.text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the text that the span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


class BlockKind(StrEnum):
    """What a block is to a listener."""

    HEADING = "heading"
    """A chapter's title line(s)."""
    PROSE = "prose"
    """One paragraph of the story."""
    BREAK = "break"
    """A scene break: `***`, `---`, `~`; holds no word."""
    NOTE = "note"
    """Not story, not read unless asked: author's notes, licence texts, contents pages, captions, the title page."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, scene break or note."""

    span: Span
    kind: BlockKind
    unread: tuple[Span, ...] = ()
    """Inside a HEADING or PROSE block, in order: what is no part of the story, such as footnote marks and `[Illustration]`."""
    why: str = ""
    """For a NOTE or an unread piece: what it was taken for, in a reader's words ("licence", "author's note")."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its blocks in order. Text before the first heading is a chapter with an empty title."""

    title: str
    span: Span
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A story as read. The chapters' blocks, in order, cover every letter and digit of the text exactly once."""

    text: str
    """The decoded file(s), newlines untouched; a folder's files one after another."""
    chapters: tuple[Chapter, ...]
    title: str
    author: str
    """Empty where unknown."""
    language: str
    """BCP 47, "en" where nothing tells."""
    source: str
    """Where the story came from, for messages: a path, or `-`."""
    notices: tuple[str, ...] = ()
    """What the reader wants the user to know (an encoding that was guessed)."""

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks, in order."""
        return (block for chapter in self.chapters for block in chapter.blocks)
