"""Thoughts that stand in stress marks instead of quotation marks: *I should never have come,* she thought."""

import re
from collections.abc import Iterator, Sequence

from audiobook.attribution.asides import Aside, aside_at
from audiobook.attribution.cues import cues
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import BlockKind, Document, Span

FIRST_PERSON = 0.015  # share of "I" among the narrator's words above which "I" tells nothing of thoughts
_STRESSED = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_]{1,400})(?<=[^\s*_])\1(?![\w*_])")
_STARTS = re.compile(r"(?:^|[.!?…:][\"'”’)]*\s)\s*$")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOPS = ".!?…,-—–"
_MARKS = frozenset('"“”«»')


def italic_thoughts(document: Document, quotations: Sequence[Quotation]) -> Iterator[Quotation]:
    """Yield the thoughts in stress marks outside the quotations: whole sentences that a tag says were thought, or that say "I" where the narrator does not."""
    text = document.text
    told_by_somebody: bool | None = None
    at = 0
    for index, block in enumerate(document.blocks):
        while at < len(quotations) and quotations[at].block < index:
            at += 1
        if block.kind is not BlockKind.PROSE:
            continue
        spans = [each.span for each in quotations[at : at + _count(quotations, at, index)]]
        for found in _STRESSED.finditer(text, block.span.start, block.span.end):
            start, end = found.span()
            if not _is_sentence(text, block.span.start, start, found[2]) or any(span.start < end and span.end > start for span in spans):
                continue
            limit = next((span.start for span in spans if span.start >= end), block.span.end)
            if aside_at(text, end, limit) is Aside.THOUGHT:
                yield _thought(found, index, 0.9)
                continue
            if told_by_somebody is None:
                told_by_somebody = _says_i(document, quotations)
            if not told_by_somebody and _is_own(found[2]):
                yield _thought(found, index, 0.7)


def _count(quotations: Sequence[Quotation], at: int, block: int) -> int:
    last = at
    while last < len(quotations) and quotations[last].block == block:
        last += 1
    return last - at


def _thought(found: re.Match[str], block: int, sure: float) -> Quotation:
    return Quotation(Span(*found.span()), QuoteKind.THOUGHT, block, sure=sure)


def _is_sentence(text: str, block: int, start: int, inner: str) -> bool:
    """Tell whether what is stressed stands as a sentence of its own."""
    if inner[-1] not in _STOPS or not inner[0].isupper() or _MARKS.intersection(inner) or len(_WORD.findall(inner)) < 2:
        return False
    return _STARTS.search(text[max(block, start - 6) : start]) is not None


def _is_own(inner: str) -> bool:
    """Tell whether somebody speaks of themselves."""
    return any(word.lower().replace("’", "'") in cues("own") for word in _WORD.findall(inner))


def _says_i(document: Document, quotations: Sequence[Quotation]) -> bool:
    """Tell whether the narrator is one of the story's people and says "I"."""
    text, mine, words, at = document.text, 0, 0, 0
    for end, after in [*((each.span.start, each.span.end) for each in quotations), (len(text), len(text))]:
        for word in _WORD.findall(_STRESSED.sub(" ", text[at:end])):
            words += 1
            mine += word in ("I", "I'm", "I'd", "I'll", "I've", "I’m", "I’d", "I’ll", "I’ve")
        at = after
    return mine > FIRST_PERSON * words
