"""Everybody who is mentioned, in order: by name, by a common noun, by a pronoun."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from audiobook.attribution.lexicon import bases, groups, kin, noun_gender, people, verbs, words
from audiobook.attribution.names import Form, Sighting
from audiobook.attribution.pronouns import owns
from audiobook.attribution.tokens import Tokens

_PRONOUNS = {"he": "male", "him": "male", "his": "male", "himself": "male", "she": "female", "her": "female", "hers": "female", "herself": "female"}


_INDEFINITE = frozenset({"somebody", "someone", "another", "one"})


class Way(IntEnum):
    """How somebody is mentioned."""

    NAME = 0
    PRONOUN = 1
    NOUN = 2
    SELF = 3
    """I, the narrator."""
    GROUP = 4


@dataclass(slots=True)
class Mention:
    """Somebody, mentioned at tokens first to last (exclusive)."""

    first: int
    last: int
    way: Way
    person: int = -1
    """Index into the people; -1 where the text does not say it by name."""
    gender: str = ""
    """"male", "female" or empty: what the words tell."""
    noun: str = ""
    """For NOUN: the phrase in lower case without its article ("old man"), for kin the noun alone."""
    subject: bool = True
    """False after a preposition, and for him, her, his."""
    owned: bool = False
    """A possessive: "Tom's", "his"."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions, in order."""

    all: list[Mention]
    firsts: list[int]
    """Their first tokens, for searching."""

    def between(self, first: int, last: int) -> list[Mention]:
        """Return the mentions that begin at tokens first to last (exclusive)."""
        return self.all[bisect_left(self.firsts, first) : bisect_left(self.firsts, last)]


def mention(tokens: Tokens, sightings: Sequence[Sighting], by_form: dict[Form, int], spoken_of: frozenset[str]) -> Mentions:
    """Return all mentions. `spoken_of` are nouns that this story has speak ("the pug said"), beside those everybody knows."""
    found: list[Mention] = []
    taken = bytearray(len(tokens) + 1)
    written, lower = tokens.words, tokens.lower
    prepositions = words("prepositions")
    for sighting in sightings:
        person = by_form.get(sighting.form)
        if person is None:
            continue
        start = sighting.first - 1 if sighting.form.the else sighting.first
        before = lower[start - 1] if start else ""
        owned = written[sighting.last - 1][-2:] in ("'s", "’s")
        found.append(Mention(start, sighting.last, Way.NAME, person, subject=before not in prepositions and not owned, owned=owned))
        taken[start : sighting.last] = b"\1" * (sighting.last - start)
    heads = people()
    several = groups()
    telling = {*_PRONOUNS, *heads, *spoken_of, *several, *_INDEFINITE, "i", "we"}
    for index in [at for at, word in enumerate(lower) if word in telling]:
        if taken[index]:
            continue
        word = lower[index]
        gender = _PRONOUNS.get(word)
        if gender is not None:
            subject = word in ("he", "she")
            found.append(
                Mention(
                    index,
                    index + 1,
                    Way.PRONOUN,
                    gender=gender,
                    subject=subject,
                    owned=owns(tokens, index),
                )
            )
        elif word == "i" and written[index] == "I":
            found.append(Mention(index, index + 1, Way.SELF))
        elif word in heads or word in spoken_of:
            if not tokens.quoted[index] and not _modifies(tokens, index, heads):
                noun = _noun(tokens, index)
                if noun is not None:
                    found.append(noun)
        elif word in several and (word not in ("all", "several", "two", "three", "many", "couple", "pair") or (index and lower[index - 1] == "the")):
            found.append(Mention(index, index + 1, Way.GROUP, subject=not index or lower[index - 1] not in prepositions))
        elif word in _INDEFINITE and not tokens.quoted[index]:
            some = _somebody(tokens, index)
            if some is not None:
                found.append(some)
        elif word == "we":
            found.append(Mention(index, index + 1, Way.GROUP))
    found.sort(key=lambda each: each.first)
    found = [each for at, each in enumerate(found) if at + 1 == len(found) or not _titles(tokens, each, found[at + 1])]
    return Mentions(found, [each.first for each in found])


def _titles(tokens: Tokens, noun: Mention, name: Mention) -> bool:
    """Tell whether a noun stands before a name as a title does: "her aunt Velka", "the tinker Orme", but not "the girl Orme had seen"."""
    if noun.way is not Way.NOUN or name.way is not Way.NAME or noun.last != name.first or tokens.blocks[noun.first] != tokens.blocks[name.first]:
        return False
    return (
        tokens.lower[noun.first] not in _BEFORE_CLAUSES
        and noun.noun not in words("anybody")
        and tokens.lower[name.last : name.last + 1] not in (["had"], ["has"])
    )


_BEFORE_CLAUSES = frozenset({"a", "an", "that", "this", "another", "one"})
"""Before a noun and a name that seldom are one's: "in a clear voice Velka said"."""


def _somebody(tokens: Tokens, index: int) -> Mention | None:
    """Return the mention of somebody unnamed who speaks: "said another", "one of the carters cried"."""
    lower, speech = tokens.lower, verbs()
    last = index + 1
    if lower[index : index + 3] in (["one", "of", "the"], ["another", "of", "the"]) and index + 3 < len(lower):
        last = index + 4
    elif lower[index] == "one":
        return None
    before, after = lower[index - 1] if index else "", lower[last] if last < len(lower) else "."
    tagged = speech.get(before) == "say" and before not in bases() and not after[0].isalpha()
    if not tagged and speech.get(after) != "say":
        return None
    return Mention(index, last, Way.NOUN, noun=" ".join(lower[index:last]))


def _modifies(tokens: Tokens, index: int, heads: Mapping[str, str]) -> bool:
    """Tell whether a noun only says what sort the next one is: "the boy officer"."""
    after = tokens.lower[index + 1] if index + 1 < len(tokens) else ""
    return after in heads and after not in verbs()


def _noun(tokens: Tokens, index: int) -> Mention | None:
    lower = tokens.lower
    word = lower[index]
    first = index
    while first > 0 and index - first < 4 and lower[first - 1][0].isalpha() and lower[first - 1] not in words("determiners"):
        first -= 1
        if tokens.blocks[first] != tokens.blocks[index]:
            return None
    if first == 0 or lower[first - 1] not in words("determiners") or tokens.blocks[first - 1] != tokens.blocks[index]:
        return None
    owner = lower[first - 1]
    if any(other in words("prepositions") or other in verbs() or other in words("no adjectives") for other in lower[first:index]):
        return None
    after = lower[index + 1] if index + 1 < len(tokens) else ""
    if word in ("other", "former", "latter", "one") and after[:1].isalpha() and after not in verbs() and not after.endswith(("ed", "ly")):
        return None
    if word == "voice" and first < index and lower[index - 1][-2:] in ("'s", "’s") and lower[index - 1][:-2] in people():
        phrase = " ".join([*lower[first : index - 1], lower[index - 1][:-2]])  # "a man's voice": his who owns it
    else:
        phrase = word if owner in words("owners") and word in kin() else " ".join(lower[first : index + 1])
    if owner == "another":
        phrase = f"another {phrase}"
    gender = noun_gender(phrase)
    before = lower[first - 2] if first > 1 else ""
    return Mention(first - 1, index + 1, Way.NOUN, gender="" if gender == "either" else gender, noun=phrase, subject=before not in words("prepositions"))


def speaking_nouns(tokens: Tokens) -> Counter[str]:
    """Return the nouns that this story has speak: "said the pug", with counts."""
    lower, written, quoted = tokens.lower, tokens.words, tokens.quoted
    speech, known, total = verbs(), people(), len(tokens)
    silent = words("things that sound") | words("sayings")
    found: Counter[str] = Counter()
    for index in [at for at, word in enumerate(lower) if word == "the"]:
        if not index or quoted[index] or index + 2 >= total:
            continue
        after_verb = speech.get(lower[index - 1]) == "say" and not lower[index - 1].endswith("ing") and index > 1 and quoted[index - 2] != 0
        for last in range(index + 1, min(index + 4, total)):
            if not written[last][0].islower() or lower[last] in speech or quoted[last]:
                break
            after = lower[last + 1] if last + 1 < total else "."
            if after_verb and (not after[0].isalpha() or after.endswith("ly") or after in words("prepositions") or after in ("and", "who", "again", "then")):
                found[lower[last]] += 1
                break
            told = lower[last] in known or (quoted[index - 1] and not lower[last].endswith(("s", "ly", "ing", "ed")))  # "Soup," the patronne said
            if not after_verb and speech.get(after) == "say" and after not in bases() and not after.endswith("ing") and told and lower[last] not in silent:
                found[lower[last]] += 1
                break
    return found


def vocative(tokens: Tokens, mention: Mention) -> bool:
    """Tell whether a name inside a quotation calls its bearer."""
    return tokens.words[mention.last - 1][-2:] not in ("'s", "’s") and calls_at(tokens, mention.first, mention.last)


def calls_at(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether tokens first to last of a quotation stand as those do that call somebody."""
    before = tokens.lower[first - 1] if first else ""
    after = tokens.lower[last] if last < len(tokens) else "."
    if after[0].isalpha():
        return False
    return not first or not tokens.quoted[first - 1] or before[0] in ',"“‘!?.;—–-' or before in words("calls")
