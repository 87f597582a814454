"""Who a nameless one is, as the words themselves say: "Mr. Orme, the undertaker", "I am Griffin"."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from audiobook.attribution.joining import compatible, speaker_told
from audiobook.attribution.lexicon import kin, words
from audiobook.attribution.mentions import Mention, Mentions, Way
from audiobook.attribution.person import Person
from audiobook.attribution.tokens import Tokens
from audiobook.attribution.units import Turn

_NEW = 150  # tokens within which a name must have been heard first to be new


def named(turns: Sequence[Turn], tokens: Tokens, mentions: Mentions, people: Sequence[Person]) -> dict[int, int]:
    """Return the nameless who are somebody with a name, each with that somebody."""
    speaks = Counter(speaker_told(turn, -1) for turn in turns)
    answers: Counter[tuple[int, int]] = Counter()
    for one, other in pairwise(turns):
        mine, theirs = speaker_told(one, -1), speaker_told(other, -1)
        if one.scene == other.scene and mine != theirs:
            answers[min(mine, theirs), max(mine, theirs)] += 1
    pairs = Counter(_apposed(tokens, mentions, people))
    pairs.update(_introduced(turns, tokens, mentions, people))
    found: dict[int, int] = {}
    for (nameless, person), _ in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        rarely = answers[min(nameless, person), max(nameless, person)] * 5 <= min(speaks[nameless], speaks[person])
        if nameless not in found and person not in found and rarely and speaks[nameless] > 1 and compatible(people[nameless], people[person]):
            found[nameless] = person
    return found


def _apposed(tokens: Tokens, mentions: Mentions, people: Sequence[Person]) -> list[tuple[int, int]]:
    """Return the pairs that stand in apposition: "Mr. Orme, the undertaker," and "the undertaker, Mr. Orme,"; lists of people are none."""
    lower = [*tokens.lower, ".", "."]
    found: list[tuple[int, int]] = []
    for one, other in pairwise(mentions.all):
        if one.person < 0 or other.person < 0 or {one.way, other.way} != {Way.NAME, Way.NOUN} or one.owned or other.owned:
            continue
        if other.first != one.last + 1 or lower[one.last] != "," or tokens.quoted[one.first] or tokens.quoted[other.first]:
            continue
        noun, name = (one, other) if one.way is Way.NOUN else (other, one)
        after, next_ = lower[other.last : other.last + 2]
        listed = (one.first and lower[one.first - 1] == "and") or after not in _AFTER or (after == "," and next_ in ("and", "the"))
        if lower[noun.first] == "the" and not listed and not people[noun.person].forms and noun.noun.split()[-1] not in kin():
            found.append((noun.person, name.person))
    return found


_AFTER = frozenset({",", ".", ";", "who", "of"})


def _introduced(turns: Sequence[Turn], tokens: Tokens, mentions: Mentions, people: Sequence[Person]) -> list[tuple[int, int]]:
    """Return the nameless who say their own names, with the bearers: "I am Griffin," said the stranger. The name must be new to the story."""
    first: dict[int, Mention] = {}
    for each in mentions.all:
        if each.person >= 0:
            first.setdefault(each.person, each)
    found: list[tuple[int, int]] = []
    for turn in turns:
        speaker = speaker_told(turn, -1)
        if speaker < 0 or not people[speaker].nameless:
            continue
        for each in mentions.between(turn.first, turn.last):
            if each.way is not Way.NAME or not tokens.quoted[each.first] or each.person == speaker:
                continue
            if first[each.person].first > each.first - _NEW and says_own(tokens, each):
                found.append((speaker, each.person))
    return found


def says_own(tokens: Tokens, name: Mention) -> bool:
    """Tell whether a name stands after "I am", "my name is" or "call me", and ends there."""
    lower = tokens.lower
    before = lower[max(0, name.first - 3) : name.first]
    after = lower[name.last] if name.last < len(lower) else "."
    own = before[-2:] in (["i", "am"], ["call", "me"], ["me", "call"]) or before[-1:] in (["i'm"], ["i’m"]) or before[-3:] == ["my", "name", "is"]
    return own and (not after[0].isalpha() or after in words("prepositions"))
