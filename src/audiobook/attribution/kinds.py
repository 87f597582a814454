"""Speech, thought or only words: what the look of a quotation and the words around it tell."""

import re
from collections.abc import Iterator, Sequence

from audiobook.attribution.asides import Aside, aside_at
from audiobook.attribution.marks import Family
from audiobook.attribution.pieces import Piece
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.scare import Setting, speech_probability
from audiobook.attribution.writing import LONG, goes_on, is_signed, is_verse, is_written
from audiobook.document import Document, Span

_REFLEXIVE = re.compile(r"\b(?:him|her|my|your|it)self\b|\b(?:them|our)selves\b")


def settings(document: Document, pieces: Sequence[Piece]) -> Iterator[Setting]:
    """Yield each piece with what stands round it in its block."""
    blocks = [block.span for block in document.blocks]
    for at, piece in enumerate(pieces):
        block = blocks[piece.block]
        after = pieces[at + 1].span.start if at + 1 < len(pieces) and pieces[at + 1].block == piece.block else block.end
        before = pieces[at - 1].span.end if at and pieces[at - 1].block == piece.block else block.start
        yield Setting(piece, before, after, block)


def judge(document: Document, pieces: Sequence[Piece]) -> Iterator[Quotation]:
    """Yield each piece as a quotation of its kind."""
    text = document.text
    blocks = [block.span for block in document.blocks]
    width = line_width(text)
    written: Setting | None = None  # the last quotation, if it was something written
    said: Piece | None = None  # the last quotation
    thought: Setting | None = None  # the last quotation, if it was thought
    for setting in settings(document, pieces):
        piece = setting.piece
        kind, sure = _kind(text, setting)
        by_rule = False
        if kind is not QuoteKind.THOUGHT and piece.family is not None:
            on_paper = written is not None and _near(written, setting) and not is_signed(text, written) and goes_on(text, setting)
            if on_paper or is_written(text, setting, _lead(text, setting, blocks, said)) or is_verse(text, setting, width):
                kind, sure, by_rule = QuoteKind.WORDS, 0.8, True
        if thought is not None and setting.before == thought.piece.span.end and kind is QuoteKind.SPEECH and aside_at(text, piece.span.end, setting.after) is None:
            kind = QuoteKind.THOUGHT
        written = setting if kind is QuoteKind.WORDS and (len(piece.span) > LONG or by_rule) else None
        thought = setting if kind is QuoteKind.THOUGHT and aside_at(text, piece.span.end, setting.after) is Aside.THOUGHT else None
        yield Quotation(piece.span, kind, piece.block, piece.continues, piece.closed, round(sure, 4))
        said = piece


def _near(earlier: Setting, later: Setting) -> bool:
    return later.piece.block - earlier.piece.block == 1


def _lead(text: str, setting: Setting, blocks: Sequence[Span], said: Piece | None) -> str:
    """Return what the narrator says right before a quotation, up to 160 characters, from the block before where it begins its own; said: the quotation before."""
    start = setting.piece.span.start
    own = text[max(setting.before, start - 160) : start]
    if any(sign.isalnum() for sign in own) or setting.before != setting.block.start or setting.piece.block == 0:
        return own
    last = blocks[setting.piece.block - 1]
    return text[max(last.start, last.end - 160, said.span.end if said is not None else 0) : last.end]


def line_width(text: str) -> int:
    """Return how wide the text's lines are, in characters, where it is hard-wrapped; else 0."""
    lines = sorted(len(line) for line in text[:200_000].splitlines() if line.strip())
    if not lines:
        return 0
    wide = lines[len(lines) * 9 // 10]
    return wide if wide <= 100 else 0


def _kind(text: str, setting: Setting) -> tuple[QuoteKind, float]:
    piece = setting.piece
    if piece.family is None:
        return QuoteKind.SPEECH, 0.95
    probability = speech_probability(text, setting)
    aside = aside_at(text, piece.span.end, setting.after)
    if aside is Aside.THOUGHT:
        return QuoteKind.THOUGHT, 0.9
    if probability < 0.35:
        return QuoteKind.WORDS, 1.0 - probability
    if piece.family is Family.SINGLE and piece.speech is not Family.SINGLE:
        spoken = aside is Aside.SAID and not _REFLEXIVE.search(text, piece.span.end, min(setting.after, piece.span.end + 60))
        return QuoteKind.SPEECH if spoken else QuoteKind.THOUGHT, probability
    return QuoteKind.SPEECH, probability
