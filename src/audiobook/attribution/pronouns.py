"""What the pronouns after somebody's names tell of gender, against how often the story says "he" and "she" at all."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import log

from audiobook.attribution.lexicon import words
from audiobook.attribution.tokens import Tokens, is_stop

_NEAR = 25  # tokens within which a pronoun may stand for the name before it
_MALE, _FEMALE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})
_SUBJECTS, _REFLEXIVES = frozenset({"he", "she"}), frozenset({"himself", "herself"})
_SEEN = 400  # pronouns of one bearer that are looked at

SAME = {"subject": 0.55, "owning": 0.7, "reflexive": 0.9, "object": 0.05}
NEXT = {"subject": 0.6, "owning": 0.5, "reflexive": 0.8, "object": 0.5}
"""How often the first pronoun after a name that is a subject stands for it, in its own sentence and in the next (else it is anybody's):
counted over novels whose people's genders are known; "Ann saw her" is another."""
ASIDE = 0.3  # the same after a name that is no subject
REPEATED = 0.5  # what each pronoun is worth of that: those of one scene are not independent


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is named: tokens first to last (exclusive)."""

    first: int
    last: int
    who: Hashable
    subject: bool


def leanings(tokens: Tokens, places: Sequence[Place]) -> dict[Hashable, float]:
    """Return for each who is named in narration the log-odds of being male that pronouns tell; `places` in order."""
    lower, quoted, blocks, total = tokens.lower, tokens.quoted, tokens.blocks, len(tokens)
    genders = {**dict.fromkeys(_MALE, "male"), **dict.fromkeys(_FEMALE, "female")}
    base = Counter([genders[word] for word, spoken in zip(lower, quoted, strict=True) if not spoken and word in genders])
    share = (base["male"] + 5) / (base["male"] + base["female"] + 10)
    odds: dict[Hashable, float] = defaultdict(float)
    seen: Counter[Hashable] = Counter()
    for at, place in enumerate(places):
        if quoted[place.first] or seen[place.who] >= _SEEN:
            continue
        end = min(total, place.last + _NEAR)
        for ahead in range(at + 1, len(places)):  # no slice: it would be copied for each place
            other = places[ahead]
            if other.who != place.who or quoted[other.first]:
                end = min(end, other.first)
                break
            if other.first >= end:
                break
        trust = SAME
        for index in range(place.last, end):
            if blocks[index] != blocks[place.first]:
                break
            if quoted[index]:
                continue
            word = lower[index]
            if is_stop(word):
                trust = NEXT
            elif word in genders:
                male = word in _MALE
                kind = "subject" if word in _SUBJECTS else "reflexive" if word in _REFLEXIVES else "owning" if owns(tokens, index) else "object"
                own = trust[kind] if place.subject else ASIDE
                chance = share if male else 1 - share
                told = REPEATED * log((own + (1 - own) * chance) / ((1 - own) * chance))
                odds[place.who] += told if male else -told
                seen[place.who] += 1
                break
    return odds


def owns(tokens: Tokens, index: int) -> bool:
    """Tell whether the pronoun at a token is a possessive: "his", and "her" where something follows that she may own."""
    if tokens.lower[index] != "her":
        return tokens.lower[index] in ("his", "hers")
    word = tokens.lower[index + 1] if index + 1 < len(tokens) else "."
    return word[0].isalpha() and word not in words("prepositions") and word not in _AFTER_OBJECTS


_AFTER_OBJECTS = frozenset({"and", "but", "the", "a", "that", "if", "as", "out", "up", "down", "away", "so", "when", "again"})
