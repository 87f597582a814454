"""Stories with gold in braces: `{said}`, `{Ann|said by Ann}`, `{>said on}`, `{?thought}`, `{!only words}` (tests/stories/README.md)."""

import re
from dataclasses import dataclass
from pathlib import Path

from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import Block, BlockKind, Chapter, Document, Span

STORIES = Path(__file__).parent.parent / "stories"
_SPEAKER = re.compile(r"([^|{}\"'“‘`\n]{1,20})\|")
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")


@dataclass(frozen=True)
class Gold:
    """One piece of gold."""

    span: Span
    kind: QuoteKind
    continues: bool
    speaker: str
    """Empty where the story does not tell."""


def document_of(text: str) -> Document:
    """Return a document with a block a paragraph and a chapter a heading (`# `)."""
    chapters: list[list[Block]] = [[]]
    for found in _PARAGRAPH.finditer(text):
        heading = found[0].startswith("# ")
        if heading:
            chapters.append([])
        chapters[-1].append(Block(Span(found.start(), found.end()), BlockKind.HEADING if heading else BlockKind.PROSE))
    made = tuple(Chapter("", Span(blocks[0].span.start, blocks[-1].span.end), tuple(blocks)) for blocks in chapters if blocks)
    return Document(text, made, "", "", "en", "-")


def golden(path: Path) -> tuple[Document, list[Gold]]:
    """Return the story without its braces, and the gold that they held."""
    text, gold, start, kind, continues, speaker = "", [], 0, QuoteKind.SPEECH, False, ""
    marked = path.read_text(encoding="utf-8")
    at = 0
    while at < len(marked):
        sign = marked[at]
        if sign == "{":
            start, kind, continues, speaker = len(text), QuoteKind.SPEECH, False, ""
            if marked[at + 1] in "?!>":
                kind = {"?": QuoteKind.THOUGHT, "!": QuoteKind.WORDS, ">": QuoteKind.SPEECH}[marked[at + 1]]
                continues = marked[at + 1] == ">"
                at += 1
            if named := _SPEAKER.match(marked, at + 1):
                speaker = named[1]
                at += len(named[0])
        elif sign == "}":
            gold.append(Gold(Span(start, len(text)), kind, continues, speaker))
        else:
            text += sign
        at += 1
    return document_of(text), gold


def shared(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def covered(span: Span, quotations: list[Quotation]) -> int:
    """Return how many characters of the span the quotations hold."""
    return sum(shared(span, each.span) for each in quotations)
