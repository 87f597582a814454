"""Quotations: what a story puts in marks, after dashes or in stress marks, and whether it is said, thought, or only words."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from audiobook.attribution.italics import italic_thoughts
from audiobook.attribution.kinds import judge
from audiobook.attribution.pieces import find_pieces
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.signs import signed_speech
from audiobook.document import Document

__all__ = ["Quotation", "QuoteKind", "find_quotations"]


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """Return the document's quotations: in order, disjoint, each inside one block of prose."""
    marked = tuple(judge(document, list(find_pieces(document))))
    signed = tuple(signed_speech(document))
    if signed:
        marked = tuple(sorted((*_outside(marked, signed), *signed), key=lambda quotation: quotation.span))
    return tuple(sorted((*marked, *italic_thoughts(document, marked)), key=lambda quotation: quotation.span))


def _outside(quotations: Sequence[Quotation], others: Sequence[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations that share nothing with the others; both are in order."""
    starts = [other.span.start for other in others]
    for quotation in quotations:
        at = bisect_right(starts, quotation.span.end - 1)
        if not at or others[at - 1].span.end <= quotation.span.start:
            yield quotation
