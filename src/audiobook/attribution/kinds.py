"""Speech, thought or only words: what the look of a quotation and the words around it tell."""

import re
from collections.abc import Iterator, Sequence

from audiobook.attribution.asides import Aside, lead_reports
from audiobook.attribution.marks import Family
from audiobook.attribution.pieces import Piece
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.scare import speech_probability
from audiobook.attribution.setting import Setting, settings
from audiobook.attribution.writing import goes_on, is_reported, is_signed, is_verse, is_written, line_width
from audiobook.document import Document

WORDS_BELOW = 0.25  # probability of speech under which marks hold only words: what is lost is heard more than what is added
SINGLE_WORDS_BELOW = 0.5  # the same for single marks, where speech has others
_REFLEXIVE = re.compile(r"\b(?:him|her|my|your|it)self\b|\b(?:them|our)selves\b")


def judge(document: Document, pieces: Sequence[Piece]) -> Iterator[Quotation]:
    """Yield each piece as a quotation of its kind."""
    text = document.text
    width = line_width(text)
    written: Setting | None = None  # the quotation before, if it was something written
    thought: Setting | None = None  # the quotation before, if its tag said that it was thought
    said_before = False
    for setting in settings(document, pieces):
        piece = setting.piece
        kind, sure = _kind(text, setting)
        on_paper = False
        if kind is not QuoteKind.THOUGHT and piece.family is not None:
            on_paper = (written is not None and goes_on(text, setting, written)) or is_written(text, setting)
            if on_paper or is_verse(text, setting, width) or is_reported(text, setting):
                kind, sure = QuoteKind.WORDS, 0.8
        if kind is QuoteKind.WORDS and not on_paper and said_before and not setting.led and not setting.first:
            kind, sure = QuoteKind.SPEECH, 0.6  # right after somebody's speech, without a word between
        if thought is not None and setting.before == thought.piece.span.end and kind is QuoteKind.SPEECH and setting.aside is None:
            kind = QuoteKind.THOUGHT
        written = setting if on_paper and not is_signed(text, setting) else None
        thought = setting if kind is QuoteKind.THOUGHT and setting.aside is Aside.THOUGHT else None
        said_before = kind is QuoteKind.SPEECH
        yield Quotation(piece.span, kind, piece.block, piece.continues, piece.closed, round(sure, 4))


def _kind(text: str, setting: Setting) -> tuple[QuoteKind, float]:
    piece = setting.piece
    if piece.family is None:
        return QuoteKind.SPEECH, 0.95
    if setting.aside is Aside.THOUGHT:
        return QuoteKind.THOUGHT, 0.9
    probability = speech_probability(text, setting)
    if piece.family is Family.SINGLE and piece.speech is not Family.SINGLE:
        return _in_singles(text, setting, probability)
    return (QuoteKind.SPEECH, probability) if probability >= WORDS_BELOW else (QuoteKind.WORDS, 1.0 - probability)


def _in_singles(text: str, setting: Setting, probability: float) -> tuple[QuoteKind, float]:
    """Judge what stands in single marks where speech has others: thoughts, mostly, if it is a sentence at all."""
    if setting.led and setting.aside is None and lead_reports(setting.lead) is Aside.THOUGHT:
        return QuoteKind.THOUGHT, 0.9
    if probability < SINGLE_WORDS_BELOW:
        return QuoteKind.WORDS, 1.0 - probability
    end = setting.piece.span.end
    spoken = setting.aside is Aside.SAID and not _REFLEXIVE.search(text, end, min(setting.after, end + 60))
    return QuoteKind.SPEECH if spoken else QuoteKind.THOUGHT, probability
