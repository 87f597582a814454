"""Who says each turn: every scene's turns decided jointly, with what was believed of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audiobook.attribution.features import Choice, chains
from audiobook.attribution.model import infer, potentials, weights
from audiobook.attribution.story import Story


@dataclass(frozen=True, slots=True)
class Decision:
    """Who says a turn, and how that came about."""

    choice: Choice
    person: int
    """Index into the people; -1: several at once, or nobody could tell."""
    chance: float
    """What the model believes, 0 to 1; not yet calibrated."""
    lead: float
    """By how much it leads the next best."""


def decide(story: Story, fixed: Mapping[int, int], known: Mapping[str, float] | None = None) -> Iterator[Decision]:
    """Yield the decision for each turn, in order; `fixed` are speakers that a correction gives, by turn, `known` other weights than our own."""
    known = weights() if known is None else known
    for scene in chains(story, fixed):
        for choice, beliefs in zip(scene, infer(potentials(scene, known))[0], strict=True):
            best = int(beliefs.chances.argmax())
            rest = sorted(beliefs.chances.tolist())[-2] if len(beliefs.chances) > 1 else 0.0
            chance = float(beliefs.chances[best])
            yield Decision(choice, choice.candidates[best], chance, chance - rest)
