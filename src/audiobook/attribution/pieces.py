"""The quotations of a text as their marks tell them, block by block, not yet told apart by kind."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobook.attribution.broken import end_of_unclosed, start_of_unopened
from audiobook.attribution.conventions import conventions
from audiobook.attribution.dashes import dash_speech
from audiobook.attribution.labels import Labelled, find_labelled
from audiobook.attribution.marks import Family, Hand, Mark, find_marks
from audiobook.attribution.pairing import Pair, pair
from audiobook.document import Block, BlockKind, Document, Span

BRIDGE = 12  # paragraphs within which a quotation that was left open may be closed, without a mark between


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one pair of marks, or after a dash."""

    span: Span
    """With its marks."""
    block: int
    family: Family | None
    """None after a dash or a label."""
    speech: Family
    """The marks that this chapter puts its speech in."""
    continues: bool = False
    opened: bool = True
    closed: bool = True
    label: str = ""
    """Its speaker, where that stands before it as in a play."""


def find_pieces(document: Document) -> Iterator[Piece]:
    """Yield all pieces, in order, disjoint, each inside its block."""
    text, first = document.text, 0
    stretches = [(chapter.span, [block.span for block in chapter.blocks if block.kind is BlockKind.PROSE]) for chapter in document.chapters]
    labelled = find_labelled(text, list(document.blocks))
    for chapter, (hand, dashes) in zip(document.chapters, conventions(text, stretches), strict=True):
        for piece in _in_chapter(text, chapter.blocks, first, hand, dashes, labelled):
            yield _labelled(piece, labelled[piece.block]) if piece.block in labelled and not piece.label else piece
        first += len(chapter.blocks)


def _labelled(piece: Piece, rows: Sequence[Labelled]) -> Piece:
    """Return a piece in marks with the label that stands before it."""
    at = bisect_right(rows, piece.span.start, key=lambda row: row.span.start) - 1
    return replace(piece, label=rows[at].label) if at >= 0 and piece.span.start < rows[at].span.end else piece


def _in_chapter(text: str, blocks: Sequence[Block], first: int, hand: Hand, dashes: bool, labelled: Mapping[int, Sequence[Labelled]]) -> Iterator[Piece]:
    told = [(first + at, block) for at, block in enumerate(blocks) if block.kind is not BlockKind.NOTE]
    marks = [_read_marks(text, block, hand) if block.kind is BlockKind.PROSE else [] for _, block in told]
    heads = [_head(text, block.span, found) for (_, block), found in zip(told, marks, strict=True)]
    left: Family | None = None  # the family of what the paragraph before left open
    bridged = 0  # up to where paragraphs without a mark are inside what an earlier one left open
    for at, (index, block) in enumerate(told):
        resumed, left = left, None
        if block.kind is not BlockKind.PROSE:
            continue
        if index in labelled and not all(row.marked for row in labelled[index]):
            yield from (Piece(row.span, index, None, hand.speech, label=row.label) for row in labelled[index])
            continue
        if dashes and (said := list(dash_speech(text, block.span.start, block.span.end))):
            yield from (Piece(span, index, None, hand.speech) for span in said)
            continue
        if resumed is Family.GUILLEMET and (said := list(dash_speech(text, block.span.start, block.span.end))):  # « … — … »: the dash is the next speaker's
            yield from (Piece(span, index, None, hand.speech) for span in said)
            left = None if any(mark.closes < mark.opens for mark in marks[at] if mark.family is resumed) else resumed
            continue
        if at < bridged and resumed is not None:
            yield _bridge(text, block.span, index, resumed, hand)
            left = resumed
            continue
        if not marks[at]:
            continue
        carried = heads[at + 1] if at + 1 < len(told) else None
        pairs = pair(marks[at], block.span.end, speech=hand.speech, carried=carried)
        if pairs and pairs[-1].closing is None and not _slipped(text, block.span, pairs[-1], marks[at], carried):
            left = pairs[-1].family
            bridged = _far_end(told, marks, at, hand, left) if carried is None else 0
        if resumed is not None and heads[at] is not resumed:
            pairs = pair(marks[at], block.span.end, speech=hand.speech, resumed=resumed, carried=carried)
        yield from _of_block(text, block.span, index, pairs, hand, resumed, left if carried is left or bridged > at + 1 else None)


def _read_marks(text: str, block: Block, hand: Hand) -> list[Mark]:
    """Return the marks of what is read of a block."""
    marks = find_marks(text, block.span.start, block.span.end, hand)
    return [mark for mark in marks if not any(span.start <= mark.start < span.end for span in block.unread)] if block.unread else marks


def _slipped(text: str, span: Span, last: Pair, marks: Sequence[Mark], carried: Family | None) -> bool:
    """Tell whether the closing mark of a paragraph's last quotation is only missing, or of the wrong kind, so that nothing was left open."""
    if last.opening is None:
        return False
    start = last.opening.start
    if end_of_unclosed(text, start, span.end, reopened=False, carried=carried is last.family) < start + len(text[start : span.end].rstrip()):
        return True
    return marks[-1].end == span.end and marks[-1].family is not last.family and not any(mark.opens < 1 for mark in marks if mark.start > start)


def _far_end(told: Sequence[tuple[int, Block]], marks: Sequence[Sequence[Mark]], at: int, hand: Hand, family: Family) -> int:
    """Return which paragraph closes what paragraph `at` left open, where those between have no mark; 0 where none does."""
    for later in range(at + 1, min(at + BRIDGE, len(told))):
        if told[later][1].kind is not BlockKind.PROSE:
            return 0
        if any(mark.family is family and mark.ignored >= 1 for mark in marks[later]):
            pairs = pair(marks[later], told[later][1].span.end, speech=hand.speech)
            return later if pairs and pairs[0].opening is None and pairs[0].family is family else 0
    return 0


def _bridge(text: str, span: Span, block: int, family: Family, hand: Hand) -> Piece:
    inner = text[span.start : span.end]
    start = span.start + len(inner) - len(inner.lstrip())
    return Piece(Span(start, start + len(inner.strip())), block, family, hand.speech, continues=True, opened=False, closed=False)


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
            start = start_of_unopened(text, after, each.closing.start if each.closing is not None else span.end, first=after == span.start)
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
            )
            after = end
