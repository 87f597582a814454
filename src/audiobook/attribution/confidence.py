"""Confidence that means it: what the model believes, mapped to how often it is right."""

from bisect import bisect_right
from functools import cache
from importlib.resources import files

from audiobook.attribution.turns import Decision

LEAST, MOST = 0.05, 0.995


@cache
def curves() -> dict[str, tuple[tuple[float, ...], tuple[float, ...]]]:
    """Return for each sort of turn how belief (rising) maps to the share that is right; trained by cross-validation."""
    found: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {}
    for row in files(__package__).joinpath("calibration.tsv").read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        name, *points = row.split("\t")
        pairs = [point.split(":") for point in points]
        found[name] = tuple(float(belief) for belief, _ in pairs), tuple(float(right) for _, right in pairs)
    return found


def group(decision: Decision) -> str:
    """Return which curve holds for a decision: by what the turn offers."""
    choice = decision.choice
    if choice.anchor:
        return f"anchor {choice.sort}"
    return {"n": "tag", "p": "pronoun", "o": "noun", "i": "tag", "g": "group"}.get(choice.sort, "bare")


def confidence(decision: Decision) -> float:
    """Return how probably the decision is right, 0 to 1."""
    known = curves()
    beliefs, rights = known.get(group(decision), known["all"])
    at = bisect_right(beliefs, decision.chance)
    if at == 0:
        value = rights[0]
    elif at == len(beliefs):
        value = rights[-1]
    else:
        low, high = beliefs[at - 1], beliefs[at]
        value = rights[at - 1] + (rights[at] - rights[at - 1]) * (decision.chance - low) / (high - low)
    return min(MOST, max(LEAST, value))
