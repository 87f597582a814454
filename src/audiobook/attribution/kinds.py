"""Speech, thought or only words: what the look of a quotation and the words around it tell."""

import re
from collections.abc import Iterator, Sequence

from audiobook.attribution.asides import THINKING, tag_verb
from audiobook.attribution.marks import Family
from audiobook.attribution.pieces import Piece
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import Document

_STOPS = ".,!?…—–-;:"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_REFLEXIVE = re.compile(r"\b(?:him|her|my|your|it)self\b|\b(?:them|our)selves\b")


def judge(document: Document, pieces: Sequence[Piece]) -> Iterator[Quotation]:
    """Yield each piece as a quotation of its kind."""
    text = document.text
    blocks = [block.span for block in document.blocks]
    for at, piece in enumerate(pieces):
        block = blocks[piece.block]
        after = pieces[at + 1].span.start if at + 1 < len(pieces) and pieces[at + 1].block == piece.block else block.end
        before = pieces[at - 1].span.end if at and pieces[at - 1].block == piece.block else block.start
        kind = _kind(text, piece, before, after)
        yield Quotation(piece.span, kind, piece.block, piece.continues, piece.closed)


def _kind(text: str, piece: Piece, before: int, after: int) -> QuoteKind:
    start, end = piece.span.start, piece.span.end
    if piece.family is None:
        return QuoteKind.SPEECH
    inner = text[start:end].strip("\"“”„‟″＂'‘’‚‛`´«»‹›「」『』 \t\r\n")
    stopped = inner[-1:] in _STOPS
    verb = tag_verb(text, end, after)
    if verb in THINKING:
        return QuoteKind.THOUGHT
    words = _WORD.findall(inner[:200])
    lead = text[max(before, start - 60) : start].rstrip()
    run_on = bool(lead) and (lead[-1].isalnum()) and _WORD.search(lead) is not None
    if run_on and verb is None and not stopped and len(words) <= 6:
        return QuoteKind.WORDS
    if run_on and verb is None and len(words) <= 3 and inner[:1].islower():
        return QuoteKind.WORDS
    if piece.family is Family.SINGLE and piece.speech is not Family.SINGLE:
        if not stopped and verb is None:
            return QuoteKind.WORDS
        return QuoteKind.THOUGHT if verb is None or _REFLEXIVE.search(text, end, min(after, end + 60)) else QuoteKind.SPEECH
    return QuoteKind.SPEECH
