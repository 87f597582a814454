"""A small script and its cast, built by hand, for tests of what comes after attribution."""

import re
from collections.abc import Sequence

from audiobook.cast import Cast, EngineSpec, Voice
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.script import Character, Kind, Script, Segment

TONE = EngineSpec("tone")
NARRATOR = Voice(TONE, "narrator")
PARTS = {"Mira": Voice(TONE, "alto"), "Joss": Voice(TONE, "bass")}
CAST = Cast(NARRATOR, PARTS)

Piece = tuple[Kind, str | None, str]
_BLOCK = {Kind.HEADING: BlockKind.HEADING, Kind.BREAK: BlockKind.BREAK, Kind.NOTE: BlockKind.NOTE}


def script(*chapters: Sequence[Sequence[Piece]]) -> Script:
    """Return a script of chapters of paragraphs of pieces (kind, speaker, text)."""
    text = ""
    made: list[Chapter] = []
    segments: list[Segment] = []
    for paragraphs in chapters:
        blocks: list[Block] = []
        begin = len(text)
        for pieces in paragraphs:
            start = len(text)
            for kind, speaker, words in pieces:
                segments.append(Segment(Span(len(text), len(text) + len(words)), kind, speaker))
                text += words + " "
            blocks.append(Block(Span(start, len(text) - 1), _BLOCK.get(pieces[0][0], BlockKind.PROSE)))
            text += "\n\n"
        title = next((words for pieces in paragraphs for kind, _, words in pieces if kind is Kind.HEADING), "")
        made.append(Chapter(title, Span(begin, len(text)), tuple(blocks)))
    names = dict.fromkeys(segment.speaker for segment in segments if segment.speaker)
    document = Document(text, tuple(made), "The Lamp", "A. Writer", "en", "lamp.txt")
    return Script(document, tuple(segments), tuple(Character(name) for name in names))


def said(kind: Kind, who: str | None, text: str) -> Piece:
    """Return one piece; `said(Kind.DIALOGUE, "Mira", "Yes.")`."""
    return kind, who, text


def narrated(text: str) -> Piece:
    """Return a piece of narration."""
    return Kind.NARRATION, None, re.sub(r"\s+", " ", text)
