"""Who says each turn: every scene's turns decided jointly, with what was believed of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audiobook.attribution.features import Choice, chains
from audiobook.attribution.model import Beliefs, Potentials, infer, potentials, weights
from audiobook.attribution.story import Story

LONGEST = 1000  # turns that are decided at once; no chapter of an ordinary novel has so many
OVERLAP = 50  # turns on either side of where a longer scene is parted: what lies farther off tells nothing


@dataclass(frozen=True, slots=True)
class Decision:
    """Who says a turn, and how that came about."""

    choice: Choice
    """Without its features, which are long: a book's do not fit into memory at once."""
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
        for choice, beliefs in believe(_score(choice, known) for choice in scene):
            best = int(beliefs.chances.argmax())
            rest = sorted(beliefs.chances.tolist())[-2] if len(beliefs.chances) > 1 else 0.0
            chance = float(beliefs.chances[best])
            yield Decision(choice, choice.candidates[best], chance, chance - rest)


def _score(choice: Choice, known: Mapping[str, float]) -> tuple[Choice, Potentials]:
    """Return a choice with its scores, its features forgotten."""
    (scores,) = potentials([choice], known)
    return Choice(choice.turn, choice.candidates, [], sort=choice.sort, anchor=choice.anchor), scores


def believe(scene: Iterable[tuple[Choice, Potentials]], *, longest: int = LONGEST, overlap: int = OVERLAP) -> Iterator[tuple[Choice, Beliefs]]:
    """Yield what is believed of each turn of a scene; one that is longer than `longest` turns is decided in stretches that overlap."""
    held: list[tuple[Choice, Potentials]] = []
    done = 0  # of those held
    for each in scene:
        held.append(each)
        if len(held) == longest:
            yield from _inferred(held, done, longest - overlap)
            held, done = held[-2 * overlap :], overlap
    yield from _inferred(held, done, len(held))


def _inferred(held: list[tuple[Choice, Potentials]], first: int, last: int) -> Iterator[tuple[Choice, Beliefs]]:
    found, _ = infer([scores for _, scores in held])
    return ((choice, beliefs) for (choice, _), beliefs in zip(held[first:last], found[first:last], strict=True))
