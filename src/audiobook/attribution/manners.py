"""How each person talks in this very book: the words of the lines whose tags name them, against everybody's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from audiobook.attribution.tokens import Tokens
from audiobook.attribution.units import Turn

_PRIOR = 2000.0  # words of everybody's that are mixed with a person's own
_FEWEST = 60  # words of one's own from which on they tell something
STEPS = (-6.0, -3.0, -1.5, -0.5, 0.5, 1.5, 3.0, 6.0)
"""Nats between a person's likelihood of a turn's words and the mean of all that are compared."""


class Manners:
    """The words that people use: a multinomial model of each, smoothed with the book's own (naive Bayes)."""

    def __init__(self, tokens: Tokens, turns: Iterable[tuple[int, Turn]]) -> None:
        """Learn from turns, each with its speaker (index into the people), negative where no tag names one."""
        self._tokens = tokens
        self._all: Counter[str] = Counter()
        self._own: dict[int, Counter[str]] = {}
        for person, turn in turns:
            spoken = self._words(turn)
            self._all.update(spoken)
            if person >= 0:
                self._own.setdefault(person, Counter()).update(spoken)
        self._total = sum(self._all.values())
        self._sizes = {person: sum(counts.values()) for person, counts in self._own.items()}

    def steps(self, turn: Turn, people: Sequence[int]) -> dict[int, int]:
        """Return how many of STEPS a turn's words are beyond as each one's, 0 to 8, 4 for those whose words are not known; nothing where fewer than two are."""
        known = [person for person in people if self._sizes.get(person, 0) >= _FEWEST]
        if len(known) < 2:
            return {}
        usual = {word: self._all[word] / self._total for word in self._words(turn)}
        scores = {person: sum(self._likelier(person, word, share) for word, share in usual.items()) for person in known}
        mean = sum(scores.values()) / len(scores)
        return {person: sum(scores.get(person, mean) - mean >= step for step in STEPS) for person in people}

    def _likelier(self, person: int, word: str, usual: float) -> float:
        """Return how much likelier a word is as this person's than as anybody's, in nats."""
        return log((self._own[person][word] / usual + _PRIOR) / (self._sizes[person] + _PRIOR))

    def _words(self, turn: Turn) -> list[str]:
        lower, quoted = self._tokens.lower, self._tokens.quoted
        return sorted({lower[at] for at in range(turn.first, turn.last) if quoted[at]})
