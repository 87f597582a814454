"""A quotation: something between marks or after a dash, and whether it is said, thought, or only words."""

from dataclasses import dataclass
from enum import StrEnum

from audiobook.document import Span


class QuoteKind(StrEnum):
    """What a quotation is to a listener."""

    SPEECH = "speech"
    THOUGHT = "thought"
    WORDS = "words"
    """Scare quotes, titles, signs, letters, inscriptions, quoted writing: the narrator's."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One piece in one pair of marks; a quotation that a tag interrupts is two."""

    span: Span
    """With its marks, inside one block."""
    kind: QuoteKind
    block: int
    """Index into the document's blocks."""
    continues: bool = False
    """It carries on the quotation that the paragraph before left open: the same speaker."""
    closed: bool = True
    """It has its closing mark (or needs none, after a dash)."""
    sure: float = 1.0
    """How surely it is what kind says, 0 to 1."""
    label: str = ""
    """Who says it, as written before it where speech is set like a play or a chat: "WEN", "tomasz"."""
