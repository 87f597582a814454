"""How a speaker is addressed by those who answer: sir or madam, which tells a gender where nothing else does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from audiobook.attribution.joining import speaker_told
from audiobook.attribution.lexicon import words
from audiobook.attribution.person import Person
from audiobook.attribution.tokens import Tokens
from audiobook.attribution.units import Turn, gap

WORTH = 1.2
"""Log-odds that one "sir" in the next line adds to the speaker's being male."""
_NEAR = frozenset({"next", "lead"})


def addressed(turns: Sequence[Turn], tokens: Tokens, people: Sequence[Person], narrator: int) -> Mapping[int, float]:
    """Return for each with a name whom tags name, and for the narrator, what the "sir" and "madam" of the lines beside theirs tell: log-odds of being male."""
    odds: dict[int, float] = defaultdict(float)
    for position, turn in enumerate(turns):
        person = speaker_told(turn, narrator)
        if person < 0 or not (people[person].forms or person == narrator):
            continue
        for other, before, after in ((position - 1, position - 1, position), (position + 1, position, position + 1)):
            if not 0 <= other < len(turns) or turns[other].scene != turn.scene or gap(tokens, turns[before], turns[after]) not in _NEAR:
                continue
            if speaker_told(turns[other], narrator) != person:
                odds[person] += WORTH * _called(turns[other], tokens)
    return odds


def _called(turn: Turn, tokens: Tokens) -> int:
    """Return 1 where a line calls somebody sir, -1 where madam, 0 where neither or both."""
    lower, quoted = tokens.lower, tokens.quoted
    said = {lower[at] for at in range(turn.first, turn.last) if quoted[at] and at + 1 < len(lower) and not lower[at + 1][0].isalpha()}
    return bool(said & words("sirs")) - bool(said & words("madams"))
