"""The quotations of a text as their marks tell them, block by block, not yet told apart by kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobook.attribution.broken import end_of_unclosed, start_of_unopened
from audiobook.attribution.conventions import conventions
from audiobook.attribution.dashes import dash_speech
from audiobook.attribution.marks import Family, Hand, Mark, find_marks
from audiobook.attribution.pairing import Pair, pair
from audiobook.document import Block, BlockKind, Document, Span


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one pair of marks, or after a dash."""

    span: Span
    """With its marks."""
    block: int
    family: Family | None
    """None after a dash."""
    speech: Family
    """The marks that this chapter puts its speech in."""
    continues: bool = False
    opened: bool = True
    closed: bool = True
    last: bool = False
    """It is left open at the paragraph's end."""


def find_pieces(document: Document) -> Iterator[Piece]:
    """Yield all pieces, in order, disjoint, each inside its block."""
    text, first = document.text, 0
    stretches = [(chapter.span, [block.span for block in chapter.blocks if block.kind is BlockKind.PROSE]) for chapter in document.chapters]
    for chapter, (hand, dashes) in zip(document.chapters, conventions(text, stretches), strict=True):
        yield from _in_chapter(text, chapter.blocks, first, hand, dashes)
        first += len(chapter.blocks)


def _in_chapter(text: str, blocks: Sequence[Block], first: int, hand: Hand, dashes: bool) -> Iterator[Piece]:
    prose = [(at, block) for at, block in enumerate(blocks) if block.kind is not BlockKind.NOTE]
    marks = [find_marks(text, block.span.start, block.span.end, hand) if block.kind is BlockKind.PROSE else [] for _, block in prose]
    heads = [_head(text, block.span, found) for (_, block), found in zip(prose, marks, strict=True)]
    left: Family | None = None  # the family of what the paragraph before left open
    for at, (index, block) in enumerate(prose):
        resumed, left = left, None
        if block.kind is not BlockKind.PROSE:
            continue
        if dashes and (said := list(dash_speech(text, block.span.start, block.span.end))):
            yield from (Piece(span, first + index, None, hand.speech) for span in said)
            continue
        if not marks[at]:
            continue
        carried = heads[at + 1] if at + 1 < len(prose) else None
        pairs = pair(marks[at], speech=hand.speech, carried=carried)
        if pairs and pairs[-1].closing is None:
            left = pairs[-1].family
        if resumed is not None and heads[at] is not resumed:
            pairs = pair(marks[at], speech=hand.speech, resumed=resumed, carried=carried)
        yield from _of_block(text, block.span, first + index, pairs, hand, resumed, carried)


def _head(text: str, span: Span, marks: Sequence[Mark]) -> Family | None:
    """Return the family of the mark that begins a paragraph, if one does."""
    if not marks or marks[0].opens > 1.4 or marks[0].ignored < 1:
        return None
    return None if any(sign.isalnum() for sign in text[span.start : marks[0].start]) else marks[0].family


def _of_block(text: str, span: Span, block: int, pairs: Sequence[Pair], hand: Hand, resumed: Family | None, carried: Family | None) -> Iterator[Piece]:
    after = span.start
    for at, each in enumerate(pairs):
        following = pairs[at + 1] if at + 1 < len(pairs) else None
        limit = span.end if following is None or following.opening is None else following.opening.start
        if each.opening is not None:
            start = each.opening.start
        else:
            assert each.closing is not None
            start = start_of_unopened(text, after, each.closing.start, first=after == span.start)
        if each.closing is not None:
            end = each.closing.end
        else:
            end = end_of_unclosed(text, start, limit, reopened=following is not None, carried=following is None and carried is each.family)
        continues = at == 0 and resumed is not None and each.family is resumed and not any(sign.isalnum() for sign in text[span.start : start])
        if end > start:
            yield Piece(
                Span(start, end),
                block,
                each.family,
                hand.speech,
                continues=continues,
                opened=each.opening is not None,
                closed=each.closing is not None,
                last=each.closing is None and following is None,
            )
            after = end
