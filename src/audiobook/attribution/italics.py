"""Thoughts, and now and then speech, in stress marks instead of quotation marks: *I should never have come,* she thought."""

import re
from collections.abc import Iterator, Sequence

from audiobook.attribution.asides import Aside, aside_at, lead_reports
from audiobook.attribution.cues import cues
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import BlockKind, Document, Span

FIRST_PERSON = 0.015  # share of "I" among the narrator's words above which "I" tells nothing of thoughts
USUAL = 2  # thoughts from which on other lively sentences in stress marks are taken for thoughts too
LONGEST = 250  # characters of a thought that no tag tells of: what is longer is a letter, a memory, a dream
TAGGED, OWN, LIVELY = 0.9, 0.7, 0.6  # how sure
_STRESSED = re.compile(r"(?<![\w*_/:.<])([*_/])(?=[^\s*_/])([^*_/]{1,400})(?<=[^\s*_/])\1(?![\w*_/])")
_STARTS = re.compile(r"(?:^|[.!?…:][\"'”’)]*\s)\s*$")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INWARD = re.compile(r"\b(?:him|her|my|your|it)self\b|\bthemselves\b")
_STOPS = ".!?…,-—–"
_MARKS = frozenset('"“”«»')
_REACH = 80  # characters of what leads to a thought


def italic_thoughts(document: Document, quotations: Sequence[Quotation]) -> Iterator[Quotation]:
    """Yield what is thought or said in stress marks outside the quotations, tagged ones first.

    That is whole sentences beside a tag; others where they say "I" and the narrator does not; and, in a story that sets its thoughts so, lively ones.
    """
    text = document.text
    untold: list[tuple[re.Match[str], int]] = []
    thoughts = 0
    for found, block, limit in _stressed(document, quotations):
        start, end = found.span()
        begin = max(limit[0], start - _REACH)
        aside = aside_at(text, end, limit[1])
        inner = found[2]
        if not _is_clause(inner):
            continue
        begins = (inner[0].isupper() or inner[0] in ".…") and _STARTS.search(text[max(limit[0], start - 6) : start]) is not None
        if aside is Aside.SAID and begins and _INWARD.search(text, end, min(end + 60, limit[1])):
            aside = Aside.THOUGHT
        if begins and aside in _KINDS:
            thoughts += aside is Aside.THOUGHT
            yield Quotation(Span(start, end), _KINDS[aside], block, sure=TAGGED)
        elif text[begin:start].rstrip()[-1:] in (",", ":") and lead_reports(text[begin:start]) is Aside.THOUGHT and " " in inner:
            thoughts += 1
            yield Quotation(Span(start, end), QuoteKind.THOUGHT, block, sure=TAGGED)
        elif begins and aside is None and len(inner) <= LONGEST and len(_WORD.findall(inner)) > 1:
            untold.append((found, block))
    if untold and not _says_i(document, quotations):
        own = [_is_own(found[2]) for found, _ in untold]
        usual = thoughts + sum(own) >= USUAL
        for (found, block), mine in zip(untold, own, strict=True):
            if mine or (usual and _is_lively(found[2])):
                yield Quotation(Span(*found.span()), QuoteKind.THOUGHT, block, sure=OWN if mine else LIVELY)


_KINDS = {Aside.THOUGHT: QuoteKind.THOUGHT, Aside.SAID: QuoteKind.SPEECH}


def _stressed(document: Document, quotations: Sequence[Quotation]) -> Iterator[tuple[re.Match[str], int, tuple[int, int]]]:
    """Yield what is stressed outside the quotations, with its block, and where the quotation before ends and the one after begins."""
    text, at = document.text, 0
    for index, block in enumerate(document.blocks):
        while at < len(quotations) and quotations[at].block < index:
            at += 1
        if block.kind is not BlockKind.PROSE:
            continue
        here, before = at, block.span.start
        for found in _STRESSED.finditer(text, block.span.start, block.span.end):
            start, end = found.span()
            while here < len(quotations) and quotations[here].block == index and quotations[here].span.end <= start:
                before = quotations[here].span.end
                here += 1
            after = quotations[here].span.start if here < len(quotations) and quotations[here].block == index else block.span.end
            if after >= end:
                yield found, index, (before, after)


def _is_clause(inner: str) -> bool:
    """Tell whether what is stressed could stand as a sentence."""
    return inner[-1] in _STOPS and not _MARKS.intersection(inner)


def _words(inner: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(inner)]


def _is_own(inner: str) -> bool:
    """Tell whether somebody speaks of themselves."""
    return not cues("own").isdisjoint(_words(inner))


def _is_lively(inner: str) -> bool:
    """Tell whether a sentence asks, cries, or is of now, as a narrator's is not."""
    return inner[-1] in "?!" or not (cues("present") | cues("direct")).isdisjoint(_words(inner))


def _says_i(document: Document, quotations: Sequence[Quotation]) -> bool:
    """Tell whether the narrator is one of the story's people and says "I"."""
    text, mine, words, at = document.text, 0, 0, 0
    for end, after in [*((each.span.start, each.span.end) for each in quotations), (len(text), len(text))]:
        for word in _WORD.findall(_STRESSED.sub(" ", text[at:end])):
            words += 1
            mine += word in ("I", "I'm", "I'd", "I'll", "I've", "I’m", "I’d", "I’ll", "I’ve")
        at = after
    return mine > FIRST_PERSON * words
