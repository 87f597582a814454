"""Speech, thought or only words: what the look of a quotation and the words around it tell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from audiobook.attribution.asides import Aside, lead_reports
from audiobook.attribution.marks import Family
from audiobook.attribution.pieces import Piece
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.scare import speech_probability
from audiobook.attribution.setting import Setting, settings
from audiobook.attribution.writing import goes_on, goes_on_list, is_legend, is_reported, is_signed, is_verse, is_written, line_width
from audiobook.document import Document

DASHED, TAGGED, RULED, BESIDE = 0.95, 0.9, 0.8, 0.6  # how sure: after a dash; by a tag; by a rule; right after somebody's speech, without a word between
WORDS_BELOW = 0.3  # probability of speech under which marks hold only words: what is lost is heard more than what is added
SINGLE_WORDS_BELOW = 0.5  # the same for single marks, where speech has others
_INWARD = re.compile(r"\b(?:him|her|my|your|it)self\b|\b(?:them|our)selves\b|\bin (?:his|her|my|their) (?:head|mind|heart|thoughts)\b")


class _Singles(Enum):
    """What single marks are for where speech has others."""

    THOUGHT = 0
    SAID = 1
    """Thought, but said where a tag says so."""
    SPEECH = 2


def judge(document: Document, pieces: Sequence[Piece]) -> Iterator[Quotation]:
    """Yield each piece as a quotation of its kind."""
    text, found = document.text, list(settings(document, pieces))
    width, singles = line_width(text), _use_of_singles(text, found)
    before = _Before()
    for setting in found:
        kind, sure = _kind(text, setting, singles)
        on_paper = False
        if kind is not QuoteKind.THOUGHT and setting.piece.family is not None:
            on_paper = (before.letter is not None and goes_on(text, setting, before.letter)) or is_written(text, setting)
            listed = before.kind is QuoteKind.WORDS and goes_on_list(setting)
            if on_paper or listed or is_verse(text, setting, width) or is_reported(text, setting):
                kind, sure = QuoteKind.WORDS, RULED
        if setting.piece.family is not None and is_legend(text, setting):
            kind, sure = QuoteKind.WORDS, RULED
        beside = not setting.led and not setting.first
        if kind is QuoteKind.WORDS and not on_paper and beside and before.kind is QuoteKind.SPEECH:
            kind, sure = QuoteKind.SPEECH, BESIDE
        elif kind is QuoteKind.SPEECH and setting.aside is None and not setting.first and before.tagged_thought:
            kind = QuoteKind.THOUGHT
        before = _Before(
            kind,
            letter=setting if on_paper and not is_signed(text, setting) else None,
            tagged_thought=kind is QuoteKind.THOUGHT and setting.aside is Aside.THOUGHT,
        )
        piece = setting.piece
        yield Quotation(piece.span, kind, piece.block, piece.continues, piece.closed, round(sure, 4), piece.label)


@dataclass(frozen=True, slots=True)
class _Before:
    """What is known of the quotation before."""

    kind: QuoteKind | None = None
    letter: Setting | None = None
    """It, if it was something written that is not signed yet."""
    tagged_thought: bool = False
    """Its tag said that it was thought."""


def _kind(text: str, setting: Setting, singles: _Singles) -> tuple[QuoteKind, float]:
    if setting.piece.family is None:
        return QuoteKind.SPEECH, DASHED
    if setting.aside is Aside.THOUGHT or (_is_led_by_thought(setting) and setting.lead.rstrip()[-1:] in ",:"):
        # in the marks of speech it stays speech of the same character: what others say around it answers it
        return QuoteKind.THOUGHT if _in_other_singles(setting) else QuoteKind.SPEECH, TAGGED
    probability = speech_probability(text, setting)
    if _in_other_singles(setting):
        return _in_singles(text, setting, probability, singles)
    return (QuoteKind.SPEECH, probability) if probability >= WORDS_BELOW else (QuoteKind.WORDS, 1.0 - probability)


def _in_singles(text: str, setting: Setting, probability: float, singles: _Singles) -> tuple[QuoteKind, float]:
    """Judge what stands in single marks where speech has others: thoughts, mostly, if it is a sentence at all."""
    if _is_led_by_thought(setting):
        return QuoteKind.THOUGHT, TAGGED
    if probability < SINGLE_WORDS_BELOW:
        return QuoteKind.WORDS, 1.0 - probability
    speaks = singles is _Singles.SPEECH or (singles is _Singles.SAID and _is_said(text, setting))
    return QuoteKind.SPEECH if speaks else QuoteKind.THOUGHT, probability


def _is_led_by_thought(setting: Setting) -> bool:
    return setting.led and setting.aside is None and lead_reports(setting.lead) is Aside.THOUGHT


def _in_other_singles(setting: Setting) -> bool:
    return setting.piece.family is Family.SINGLE and setting.piece.speech is not Family.SINGLE


def _is_said(text: str, setting: Setting) -> bool:
    end = setting.piece.span.end
    return setting.aside is Aside.SAID and not _INWARD.search(text, end, min(setting.after, end + 60))


def _use_of_singles(text: str, found: Sequence[Setting]) -> _Singles:
    """Return what single marks are for in a text whose speech has others: their tags tell."""
    tagged = [setting for setting in found if _in_other_singles(setting) and (setting.aside is not None or setting.whole)]
    said = sum(_is_said(text, setting) for setting in tagged)
    thought = sum(setting.aside is not None for setting in tagged) - said
    if said > 2 * thought and 4 * said >= len(tagged):
        return _Singles.SPEECH
    return _Singles.SAID if 2 * said >= len(tagged) else _Singles.THOUGHT
