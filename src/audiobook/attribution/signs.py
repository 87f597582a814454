"""Speech in signs that are no quotation marks, as stories set minds, machines and beasts: <Come back,> [Partially,] ~Do not fear.~ :You're late,: ::What?::"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobook.attribution.asides import Aside, aside_at
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import BlockKind, Document, Span

TAGGED, SHARE = 2, 0.15  # pieces that a tag follows, and their share of all, from which on such signs hold speech
BY_TAG, BY_SIGN = 0.9, 0.8  # how sure
_INNER = 600  # characters of a piece, at most
_TWINS = "~:|^=+%"  # signs that open and close alike
_PAIRS = ("<>", "[]", "{}")
_STOPS = r".,!?…~—–\-"


def _pattern(opening: str, closing: str) -> re.Pattern[str]:
    """Return what finds pieces in a sign; it begins with the sign itself, for which a text is searched fast."""
    first, last = re.escape(opening), re.escape(closing)
    return re.compile(
        rf"{first}(?<![\w{first}{last}]{first}){first}?(?=[\w\"'“‘¿¡.…—-])[^{first}{last}]{{1,{_INNER}}}(?<=[{_STOPS}]){last}{{1,2}}(?![\w{last}(])"
    )


_SIGNS = {pair[0]: _pattern(pair[0], pair[-1]) for pair in (*_PAIRS, *_TWINS)}


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    block: int
    sign: str
    aside: Aside | None


def signed_speech(document: Document) -> Iterator[Quotation]:
    """Yield what is said or thought in signs, in order, where tags show that the story puts speech in them."""
    found = list(_find(document))
    usual = {sign: kind for sign in dict.fromkeys(each.sign for each in found) if (kind := _use([each for each in found if each.sign == sign])) is not None}
    for each in found:
        if each.sign in usual:
            yield Quotation(each.span, _KINDS.get(each.aside, usual[each.sign]), each.block, sure=BY_SIGN if each.aside is None else BY_TAG)


_KINDS: Mapping[Aside | None, QuoteKind] = {Aside.SAID: QuoteKind.SPEECH, Aside.THOUGHT: QuoteKind.THOUGHT}


def _find(document: Document) -> Iterator[_Found]:
    text = document.text
    patterns = [pattern for sign, pattern in _SIGNS.items() if text.count(sign) > 1]
    for index, block in enumerate(document.blocks if patterns else ()):
        if block.kind is not BlockKind.PROSE:
            continue
        pieces = sorted((piece for pattern in patterns for piece in pattern.finditer(text, block.span.start, block.span.end)), key=lambda piece: piece.span())
        last = 0
        for piece in pieces:
            start, end = piece.span()
            if start >= last:
                last = end
                yield _Found(Span(start, end), index, piece[0][:2] if piece[0][0] == piece[0][1] else piece[0][0], aside_at(text, end, block.span.end))


def _use(found: Sequence[_Found]) -> QuoteKind | None:
    """Return what a sign holds: speech or thought, as most tags say; None where too few do."""
    said = sum(each.aside is Aside.SAID for each in found)
    thought = sum(each.aside is Aside.THOUGHT for each in found)
    if said + thought < max(TAGGED, SHARE * len(found)):
        return None
    return QuoteKind.THOUGHT if thought > said else QuoteKind.SPEECH
