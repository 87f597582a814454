"""Which marks a text puts its speech in: told by counting, chapter by chapter, since chapters may be by different hands."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from audiobook.attribution.marks import LOW, Family, Hand
from audiobook.document import Span

ENOUGH = 6  # signs of speech in a chapter that let it speak for itself

_BEGINS = re.compile(
    r"[\s*_~>]*(?:(?P<dash>—|–(?!\d)|―|--|- )\s*(?=[^\W_]|['’¿¡\"“«‘*_.…])|(?P<double>\"|“|„|”(?=\w)|,,(?=\w)|''|``|‘‘)"
    r"|(?P<guillemet>[«»])|(?P<angle>[‹›])|(?P<corner>[「『])|(?P<single>['‘‚`´](?=\w)))"
)
_ENDS = re.compile(
    r"[.,!?…—-](?:(?P<double>\"|”|“(?=\s|$)|''(?!\w))|(?P<single>['’´](?=[\s—)]|$|--))|\s?(?P<guillemet>[«»])|(?P<angle>[‹›])|(?P<corner>[」』]))"
)
_APART = re.compile(r"(?:tis|twas|em|til|cause|n|tween|twere)\b", re.IGNORECASE)
_OUTWARD = re.compile(r"(?:^|[\s(—–-])[«‹]|[»›](?=[\s.,!?)]|$)", re.MULTILINE)
_INWARD = re.compile(r"(?:^|[\s(—–-])[»›](?=\w)|(?<=[\w.,!?…])[«‹](?=[\s.,!?)]|$)", re.MULTILINE)
_DOUBLED = re.compile(r"(?:^|\s)([\"“”])\1(?=\w)", re.MULTILINE)
_LOW = re.compile(LOW)
_FAMILIES = {
    "double": Family.DOUBLE,
    "single": Family.SINGLE,
    "guillemet": Family.GUILLEMET,
    "angle": Family.ANGLE,
    "corner": Family.CORNER,
}
DASH = "dash"


def count_signs(text: str, blocks: Iterable[Span]) -> Counter[str]:
    """Count what tells of speech: paragraphs that begin with a mark or a dash, marks after a stop."""
    signs: Counter[str] = Counter()
    for block in blocks:
        begins = _BEGINS.match(text, block.start, block.end)
        head = begins.lastgroup if begins is not None else None
        if begins is not None and head is not None and not (head == "single" and _APART.match(text, begins.end())):
            signs[head] += 1
        for ends in _ENDS.finditer(text, block.start, block.end):
            if ends.lastgroup is not None and (head in (None, DASH) or head == ends.lastgroup):  # others are nested
                signs[ends.lastgroup] += 1
    return signs


def hand_of(text: str, span: Span, signs: Counter[str]) -> Hand:
    """Return how the marks in that stretch of text are set, given its signs."""
    speech = max(_FAMILIES, key=lambda name: signs[name])
    stretch = span.of(text)
    low = _are_low(stretch.count("„") + len(_LOW.findall(stretch)), stretch.count("“")) or _are_low(stretch.count("‚"), stretch.count("‘"))
    alike = "”" in stretch and "“" not in stretch and not low
    inward = ("»" in stretch or "›" in stretch) and len(_INWARD.findall(stretch)) > len(_OUTWARD.findall(stretch))
    return Hand(_FAMILIES[speech] if signs[speech] else Family.DOUBLE, low=low, alike=alike, doubled=len(_DOUBLED.findall(stretch)) > 2, inward=inward)


def _are_low(low: int, high: int) -> bool:
    """Tell whether low marks open here, so that high ones close: a foreign word or a slip is not yet a convention."""
    return low > 0 and 2 * low >= high


def opens_with_dashes(signs: Counter[str]) -> bool:
    """Tell whether a dash at the head of a paragraph opens speech there."""
    marked = max((signs[name] for name in _FAMILIES), default=0)
    return signs[DASH] >= 2 and 2 * signs[DASH] > marked


def conventions(text: str, stretches: Sequence[tuple[Span, Sequence[Span]]]) -> list[tuple[Hand, bool]]:
    """Return each stretch's hand, and whether its dashes open speech; a stretch is a span and its paragraphs."""
    counts = [count_signs(text, blocks) for _, blocks in stretches]
    total: Counter[str] = sum(counts, Counter())
    whole = hand_of(text, Span(0, len(text)), total), opens_with_dashes(total)
    found = []
    for (span, _), signs in zip(stretches, counts, strict=True):
        found.append((hand_of(text, span, signs), opens_with_dashes(signs)) if signs.total() >= ENOUGH else whole)
    return found
