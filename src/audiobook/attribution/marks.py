"""Quotation marks as they stand in a paragraph: where they are, and how badly each would open, close, or be no mark at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from audiobook.attribution.cues import cues


class Family(IntEnum):
    """Marks that open and close one another."""

    DOUBLE = 0
    SINGLE = 1
    GUILLEMET = 2
    ANGLE = 3
    CORNER = 4


class Mark(NamedTuple):
    """One mark (a doubled one included) and what each reading of it costs: 0 is what a printer would set, 3 is hard to believe."""

    start: int
    end: int
    family: Family
    opens: float
    closes: float
    ignored: float
    """The cost of its being an apostrophe, an inch, a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody sets marks, as far as the marks' shapes do not tell."""

    speech: Family = Family.DOUBLE
    """The family that speech stands in."""
    low: bool = False
    """„Low marks“ open, so that “ closes."""
    alike: bool = False
    """”One mark” opens and closes."""
    doubled: bool = False
    """""Marks"" are typed twice."""
    inward: bool = False
    """»Guillemets« point inward."""


AT_THE_EDGE = 1.5  # a single mark at either end of a paragraph neither opens nor closes
RUN_ON = 1.0  # a single mark opens in the middle of a sentence, before a small letter
ELISION = 1.0  # a mark opens before a word that has surely lost its beginning
WRONG_WAY = 3.0  # a curly mark that points the wrong way
FOREIGN = 1.0  # a mark opens that does not open speech in this text

_DOUBLE = '"“”„‟″＂'
LOW = r"(?<![^\s(\[—–-]),,(?=[^\W_]|['‘¿¡…])"
"""Two commas that stand for „."""
_SINGLE = "'‘’‚‛`´"
_FAMILY = {
    **dict.fromkeys(_DOUBLE, Family.DOUBLE),
    **dict.fromkeys(_SINGLE, Family.SINGLE),
    **dict.fromkeys("«»", Family.GUILLEMET),
    **dict.fromkeys("‹›", Family.ANGLE),
    **dict.fromkeys("「」『』", Family.CORNER),
}
ALL_MARKS = "".join(_FAMILY)
_SIGNS = "[\"“”„‟″＂'‘’‚‛`´«»‹›「」『』]+"
_ANY = re.compile(_SIGNS)
_ANY_OR_LOW = re.compile(f"{LOW}|{_SIGNS}")
_WITHIN = re.compile(rf"{_SIGNS}(?![^\W_])|[\"“”„‟″＂«»‹›「」『』]+")
"""What of a run between two letters may be marks: single ones are apostrophes there."""
_LIKE = re.compile(r",,|''+|‘‘+|’’+|``+|´´+|‚‚+|([\"“”„‟″＂'‘’‚‛`´«»‹›「」『』])\1*")
_WORD = re.compile(r"[^\W_]+")
_LIGHT = "*_~\\"  # markup that is looked through
_STOPS = ".,!?;:…"
_DASHES = "-–—―"


def find_marks(text: str, start: int, end: int, hand: Hand) -> list[Mark]:
    """Return the marks of text[start:end], in order; apostrophes inside words are none."""
    found: list[Mark] = []
    for first, last in _runs(text, start, end):
        for like in _LIKE.finditer(text, first, last):
            one, other = like.span()
            if _are_apart(text, one, other, start, end, hand):
                found += (_mark(text, at, at + 1, start, end, hand) for at in range(one, other))
            else:
                found.append(_mark(text, one, other, start, end, hand))
    return found


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of signs in text[start:end] that may be marks."""
    for run in (_ANY if text.find(",,", start, end) < 0 else _ANY_OR_LOW).finditer(text, start, end):
        first, last = run.span()
        if first == start or last == end or not text[first - 1].isalnum() or not text[last].isalnum():
            yield first, last
        elif last - first > 1 or text[first] not in _SINGLE:
            yield from (part.span() for part in _WITHIN.finditer(text, first, end) if part.end() <= last)


def _are_apart(text: str, first: int, last: int, start: int, end: int, hand: Hand) -> bool:
    """Tell whether like marks side by side are several, not one that was typed twice."""
    if not 1 < last - first < 5:
        return False
    if text[first] not in _DOUBLE:
        return hand.speech is Family.SINGLE and text[first] != ","
    return not hand.doubled or _between_words(text, first, last, start, end)


def _between_words(text: str, first: int, last: int, start: int, end: int) -> bool:
    return first > start and last < end and not text[first - 1].isspace() and not text[last].isspace()


def _mark(text: str, first: int, last: int, start: int, end: int, hand: Hand) -> Mark:
    sign = text[first] if text[first] != "," else "„"
    family = _FAMILY[sign]
    if family is Family.SINGLE and last - first > 1:
        family = Family.DOUBLE
    before, after = first - 1, last
    while before >= start and text[before] in _LIGHT:
        before -= 1
    while after < end and text[after] in _LIGHT:
        after += 1
    left = text[before] if before >= start else " "
    right = text[after] if after < end else " "
    opens = _opens_after(left) + _opens_before(right) + (2.5 if after >= end else 0.0)
    closes = _closes_after(left) + _closes_before(right) + (3.5 if before < start else 0.0)
    faces = _faces(sign, hand)
    opens += WRONG_WAY if faces < 0 else 0.0
    closes += WRONG_WAY if faces > 0 else 0.0
    if family is not hand.speech:
        opens += FOREIGN if family is Family.SINGLE else 0.2
    if family is not Family.SINGLE:
        return Mark(first, last, family, opens, closes, 1.5 if left.isdigit() and sign in '"″”' else 6.0)
    ignored = _apostrophe(text, first, last, left, right, faces)
    if ignored == 0.0:
        opens += ELISION
    elif before < start or after >= end:
        ignored += AT_THE_EDGE
    elif right.islower() and left.isspace() and _runs_on(text, before):
        opens += RUN_ON
        ignored = max(ignored - RUN_ON, 0.0)
    return Mark(first, last, family, opens, closes, ignored)


def _runs_on(text: str, at: int) -> bool:
    """Tell whether the white space before `at` follows a word, with no stop between."""
    first = max(at - 40, 0)
    return text[first : at + 1].rstrip()[-1:].isalnum()


def _faces(sign: str, hand: Hand) -> int:
    """Return 1 for a mark that opens, -1 for one that closes, 0 for one that does either."""
    match sign:
        case "„" | "‚" | "「" | "『" | "‟" | "‛" | "`":
            return 1
        case "“" | "‘":
            return -1 if hand.low else 1
        case "”":
            return 0 if hand.alike else -1
        case "’" | "」" | "』":
            return 0 if hand.alike and sign == "’" else -1
        case "´":  # on some keyboards it is all there is
            return 0 if hand.speech is Family.SINGLE else -1
        case "«" | "‹":
            return -1 if hand.inward else 1
        case "»" | "›":
            return 1 if hand.inward else -1
    return 0


def _opens_after(left: str) -> float:
    if left.isspace() or left in "([{":
        return 0.0
    if left in _DASHES:
        return 0.3
    if left in _FAMILY:
        return 0.5
    if left == "…":
        return 1.0
    if left in _STOPS:
        return 2.0
    return 4.0 if left.isalnum() else 1.5


def _opens_before(right: str) -> float:
    if right.isalnum() or right in "([{¿¡":
        return 0.0
    if right in _DASHES or right in _FAMILY or right in ".…":
        return 0.3
    return 2.5 if right.isspace() else 1.5


def _closes_after(left: str) -> float:
    if left.isspace():
        return 2.5
    if left in "([{":
        return 3.0
    return 0.0 if left in _STOPS or left in ")]}" else 0.2


def _closes_before(right: str) -> float:
    if right.isspace() or right in _STOPS or right in ")]}":
        return 0.0
    if right in _DASHES:
        return 0.1
    if right in _FAMILY:
        return 0.3
    return 2.2 if right.isalnum() else 0.8


def _apostrophe(text: str, first: int, last: int, left: str, right: str, faces: int) -> float:
    """Return what it costs to take a single mark for an apostrophe."""
    if right.isalnum() and not left.isalnum():
        word = _WORD.match(text, last)
        begun = word[0].lower() if word else ""
        if begun in cues("surely elided") or begun[:1].isdigit():
            return 0.0 if faces <= 0 else 0.5
        if faces < 0:
            return 0.1
        return 0.8 if begun in cues("elided") else 2.5
    if left.isalnum():
        tail = _tail(text, first)
        if tail.endswith("s"):
            return 0.6 if right.isspace() else 1.2
        return 0.3 if tail.endswith("in") or tail in cues("dropped") else 2.0
    if left.isspace() and right.isspace():
        return 2.0
    return 4.0


def _tail(text: str, first: int) -> str:
    """Return the last letters, up to eight, of the word before a mark."""
    at = first
    while at > 0 and first - at < 8 and text[at - 1].isalnum():
        at -= 1
    return text[at:first].lower()
