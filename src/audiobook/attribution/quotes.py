"""Quotations: what a story puts in marks or after dashes, and whether it is said, thought, or only words."""

from audiobook.attribution.kinds import judge
from audiobook.attribution.pieces import find_pieces
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import Document

__all__ = ["Quotation", "QuoteKind", "find_quotations"]


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """Return the document's quotations: in order, disjoint, each inside one block of prose."""
    return tuple(judge(document, list(find_pieces(document))))
