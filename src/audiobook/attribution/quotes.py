"""Quotations: what a story puts in marks, after dashes or in stress marks, and whether it is said, thought, or only words."""

from audiobook.attribution.italics import italic_thoughts
from audiobook.attribution.kinds import judge
from audiobook.attribution.pieces import find_pieces
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import Document

__all__ = ["Quotation", "QuoteKind", "find_quotations"]


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """Return the document's quotations: in order, disjoint, each inside one block of prose."""
    marked = tuple(judge(document, list(find_pieces(document))))
    return tuple(sorted((*marked, *italic_thoughts(document, marked)), key=lambda quotation: quotation.span))
