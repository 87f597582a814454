"""How each person talks in this very book: the words of the lines whose tags name them, against everybody's."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log1p

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
        everybody: Counter[str] = Counter()
        own: dict[int, Counter[str]] = {}
        for person, turn in turns:
            spoken = self._words(turn)
            everybody.update(spoken)
            if person >= 0:
                own.setdefault(person, Counter()).update(spoken)
        unit = sum(everybody.values()) / _PRIOR
        sizes = {person: size for person, counts in own.items() if (size := sum(counts.values())) >= _FEWEST}
        self._unsaid = {person: -log1p(size / _PRIOR) for person, size in sizes.items()}
        """How much likelier a word that one never said is as one's own than as anybody's, in nats."""
        self._said = {person: {word: log1p(count / everybody[word] * unit) for word, count in own[person].items()} for person in sizes}
        """What each word that one said adds to that."""

    def steps(self, turn: Turn, people: Sequence[int]) -> dict[int, int]:
        """Return how many of STEPS a turn's words are beyond as each one's, 0 to 8, 4 for those whose words are not known; nothing where fewer than two are."""
        known = [person for person in people if person in self._said]
        if len(known) < 2:
            return {}
        spoken = self._words(turn)
        scores = {person: self._likelier(person, spoken) for person in known}
        mean = sum(scores.values()) / len(scores)
        return {person: bisect_right(STEPS, scores.get(person, mean) - mean) for person in people}

    def _likelier(self, person: int, spoken: Sequence[str]) -> float:
        """Return how much likelier words are as this person's than as anybody's, in nats."""
        said = self._said[person]
        return len(spoken) * self._unsaid[person] + sum([said[word] for word in spoken if word in said])

    def _words(self, turn: Turn) -> list[str]:
        lower, quoted = self._tokens.lower, self._tokens.quoted
        return sorted({lower[at] for at in range(turn.first, turn.last) if quoted[at]})
