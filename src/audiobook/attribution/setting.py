"""What stands round a quotation: the narrator's words before and after, and where it stands in its paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobook.attribution.asides import Aside, aside_at
from audiobook.attribution.pieces import Piece
from audiobook.document import Document, Span

_WORD = re.compile(r"[^\W_]+")
_REACH = 200  # characters of the narrator's words that are looked at


@dataclass(frozen=True, slots=True)
class Setting:
    """A piece and what stands round it."""

    piece: Piece
    before: int
    """Where the piece before it ended, or its block began."""
    after: int
    """Where the piece after it begins, or its block ends."""
    block: Span
    led: bool
    """The narrator speaks between `before` and the piece."""
    followed: bool
    """The narrator speaks between the piece and `after`."""
    lead: str
    """What the narrator says right before it, in its block, else at the end of the block before."""
    next_block: str
    """The beginning of the block after, where the piece ends its own."""
    aside: Aside | None
    """What the tag after it reports."""

    @property
    def first(self) -> bool:
        """It is the first piece of its block."""
        return self.before == self.block.start

    @property
    def whole(self) -> bool:
        """Its block holds nothing else that speaks, as far as the pieces beside it let see."""
        return self.first and self.after == self.block.end and not self.led and not self.followed


def settings(document: Document, pieces: Sequence[Piece]) -> Iterator[Setting]:
    """Yield each piece with what stands round it."""
    text = document.text
    blocks = [block.span for block in document.blocks]
    for at, piece in enumerate(pieces):
        block, start, end = blocks[piece.block], piece.span.start, piece.span.end
        earlier, later = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
        before = earlier.span.end if earlier is not None and earlier.block == piece.block else block.start
        after = later.span.start if later is not None and later.block == piece.block else block.end
        led = _WORD.search(text, before, start) is not None
        if led or before != block.start or piece.block == 0:
            lead = text[max(before, start - _REACH) : start]
        else:
            last = blocks[piece.block - 1]
            lead = text[max(last.start, last.end - _REACH, earlier.span.end if earlier is not None else 0) : last.end]
        ends = after == block.end and piece.block + 1 < len(blocks)
        yield Setting(
            piece,
            before,
            after,
            block,
            led=led,
            followed=_WORD.search(text, end, after) is not None,
            lead=lead,
            next_block=text[blocks[piece.block + 1].start : blocks[piece.block + 1].end][:_REACH] if ends else "",
            aside=aside_at(text, end, after),
        )
