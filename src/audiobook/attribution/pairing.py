"""Which mark opens and which closes: the cheapest reading of a paragraph's marks, found in one pass (Viterbi), so that a missing mark costs its line only."""

from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.attribution.marks import Family, Mark

UNOPENED = 5.0  # a mark closes what none opened
UNCLOSED = 3.2  # a paragraph ends before its quotation does
CARRIED = 0.7  # the same, where the next paragraph goes on with a mark and this one is long
CARRIED_SHORT = 2.2  # the same, where this one is short
LONG = 150  # characters of a paragraph that is meant to stay open rather than a slip
RESUMED = 1.0  # a quotation left open in the paragraph before goes on without a mark
REOPENED = 3.4  # a quotation opens before the last one closed
NESTED = 3.0  # marks inside marks of the same family
NESTED_AGAIN = 0.5  # the same once more in one quotation
MISMATCHED = 3.0  # closed by a mark of another family
FOREIGN_INSIDE = 2.0  # a mark that opens speech in this text stands inside other marks


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation as its marks tell it; None where a mark is missing: both, where a whole paragraph goes on with what the one before left open."""

    opening: Mark | None
    closing: Mark | None
    family: Family


class _Trail:
    """The cheapest way into a state, and where it came from."""

    __slots__ = ("before", "cost", "mark", "nests", "step")

    def __init__(self, cost: float, before: "_Trail | None", mark: Mark | None, step: str) -> None:
        self.cost, self.before, self.mark, self.step = cost, before, mark, step
        self.nests: bool = step == "nest" or (step == "skip" and before is not None and before.nests)


def pair(marks: Sequence[Mark], end: int, *, speech: Family, resumed: Family | None = None, carried: Family | None = None) -> list[Pair]:
    """Return the quotations of one paragraph, in order; quotations inside quotations belong to the outer one.

    end: where the paragraph ends; resumed: the family of a quotation left open in the paragraph before; carried: that of the mark that begins the next one.
    """
    plain = _plainly(marks) if resumed is None else None
    if plain is not None:
        return plain
    families = sorted({mark.family for mark in marks})
    out = _Trail(0.0, None, None, "")
    inside: dict[Family, _Trail | None] = {family: _Trail(RESUMED, None, None, "begin") if family is resumed else None for family in families}
    nested: dict[Family, _Trail | None] = dict.fromkeys(families)
    for mark in marks:
        out = _step(mark, families, out, inside, nested, speech)
    best = out
    for family in families:
        for trail, more in ((inside[family], 0.0), (nested[family], 1.5)):
            if trail is not None:
                left = UNCLOSED if family is not carried else CARRIED if end - _opened(trail) >= LONG else CARRIED_SHORT
                cost = trail.cost + more + left
                if cost < best.cost:
                    best = _Trail(cost, trail, None, "end")
    return _read(best, families, speech)


def _opened(trail: _Trail) -> int:
    """Return where the quotation that a trail is inside was opened; 0 where the paragraph before did it."""
    at: _Trail | None = trail
    while at is not None and at.step not in ("open", "reopen"):
        at = at.before
    return at.mark.start if at is not None and at.mark is not None else 0


def _plainly(marks: Sequence[Mark]) -> list[Pair] | None:
    """Return the pairs where every mark is where a printer sets it, else None."""
    if len(marks) % 2:
        return None
    pairs = []
    for at in range(0, len(marks), 2):
        opening, closing = marks[at], marks[at + 1]
        if opening.family is not closing.family or opening.opens > 0.6 or closing.closes > 0.6 or opening.ignored < 3 or closing.ignored < 3:
            return None
        pairs.append(Pair(opening, closing, opening.family))
    return pairs


def _step(
    mark: Mark, families: Sequence[Family], out: _Trail, inside: dict[Family, _Trail | None], nested: dict[Family, _Trail | None], speech: Family
) -> _Trail:
    """Read one mark: bring inside and nested up to date, return the new way of being outside."""
    mine = mark.family
    ways = [(out.cost + mark.ignored, out, "skip"), (out.cost + UNOPENED + mark.closes, out, "stray")]
    for family in families:
        trail = inside[family]
        if trail is not None:
            ways.append((trail.cost + mark.closes + (0.0 if family is mine else MISMATCHED), trail, "close"))
    new_out = _cheapest(ways, mark)

    here, deep = inside[mine], nested[mine]
    ways = [(out.cost + mark.opens, out, "open")]
    if here is not None:
        ways.append((here.cost + mark.ignored, here, "skip"))
        ways.append((here.cost + REOPENED + mark.opens, here, "reopen"))
    if deep is not None:
        ways.append((deep.cost + mark.closes, deep, "skip"))
    deep_ways = []
    if here is not None:
        deep_ways.append((here.cost + (NESTED_AGAIN if here.nests else NESTED) + mark.opens, here, "nest"))
    if deep is not None:
        deep_ways.append((deep.cost + mark.ignored, deep, "skip"))
    inside[mine] = _cheapest(ways, mark)
    nested[mine] = _cheapest(deep_ways, mark) if deep_ways else None

    if mine is speech:
        for family in families:
            trail = inside[family]
            if family is not mine and trail is not None:
                inside[family] = _Trail(trail.cost + FOREIGN_INSIDE, trail, mark, "skip")
    return new_out


def _cheapest(ways: Sequence[tuple[float, _Trail, str]], mark: Mark) -> _Trail:
    cost, before, step = min(ways, key=lambda way: way[0])
    return _Trail(cost, before, mark, step)


def _read(best: _Trail, families: Sequence[Family], speech: Family) -> list[Pair]:
    """Follow the trail back to its start; return its pairs in order."""
    pairs: list[Pair] = []
    closing: Mark | None = None
    trail: _Trail | None = best
    is_open = False
    while trail is not None:
        match trail.step:
            case "close":
                closing, is_open = trail.mark, True
            case "end":
                closing, is_open = None, True
            case "open" | "reopen" if trail.mark is not None:
                if is_open:
                    pairs.append(Pair(trail.mark, closing, speech if closing is not None and closing.family is speech else trail.mark.family))
                closing, is_open = None, trail.step == "reopen"
            case "stray" if trail.mark is not None:
                pairs.append(Pair(None, trail.mark, trail.mark.family))
            case "begin" if is_open:
                family = closing.family if closing is not None else families[0]
                pairs.append(Pair(None, closing, family))
        trail = trail.before
    return pairs[::-1]
