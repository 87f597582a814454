"""Gender of the people: titles, the nouns and pronouns near their names, given names."""

from collections.abc import Sequence
from math import exp

from audiobook.attribution.lexicon import given, noun_gender, people, words
from audiobook.attribution.mentions import Mentions, Way
from audiobook.attribution.person import Person, titled_gender
from audiobook.attribution.tokens import Tokens
from audiobook.sheet import Gender

_NEAR = 25  # tokens within which a pronoun may stand for the name before it
_SIGN = {"male": 1.0, "female": -1.0}
TITLE, NAME, NOUN, SUBJECT, OTHER = 4.0, 2.2, 3.0, 0.6, 0.2
"""What each kind of evidence adds to the log-odds of being male."""


def settle(persons: Sequence[Person], tokens: Tokens, mentions: Mentions) -> None:
    """Give each person a gender and how sure it is; the sheet's word stands."""
    odds = [_prior(person) for person in persons]
    votes = [0.0] * len(persons)
    weighed = [0] * len(persons)
    quoted, blocks = tokens.quoted, tokens.blocks
    all_ = mentions.all
    for at, each in enumerate(all_):
        if each.way is not Way.NAME or quoted[each.first] or not each.subject or weighed[each.person] > 400:
            continue
        for following in all_[at + 1 : at + 6]:
            if quoted[following.first]:
                if following.way is Way.NAME:
                    break
                continue
            if following.first - each.last > _NEAR or blocks[following.first] != blocks[each.first]:
                break
            if following.way is Way.PRONOUN:
                votes[each.person] += _SIGN[following.gender] * (SUBJECT if following.subject or following.owned else OTHER)
                weighed[each.person] += 1
                break
            if following.way in (Way.NAME, Way.NOUN) and not (following.way is Way.NAME and following.person == each.person):
                break
    for index, person in enumerate(persons):
        if person.fact and person.gender is not Gender.UNKNOWN:
            continue
        total = odds[index] + max(-6.0, min(6.0, votes[index]))
        chance = 1 / (1 + exp(-total))
        person.gender = Gender.MALE if chance > 0.6 else Gender.FEMALE if chance < 0.4 else Gender.UNKNOWN
        person.sure = abs(2 * chance - 1)


def _prior(person: Person) -> float:
    total = 0.0
    titled = person.titled()
    if titled:
        total += TITLE * _SIGN[titled]
    elif any(form.title in words("ranks") for form in person.forms):
        total += 1.5
    votes = 0.0
    for form, count in person.forms.items():
        if form.title and titled_gender(form.title):
            continue
        if not form.names:
            continue
        first = form.names[0].lower()
        if form.the or (len(form.names) == 1 and first in people()):
            votes += count * _SIGN.get(noun_gender(form.names[-1].lower()), 0.0) * NOUN
        elif not form.title and (len(form.names) > 1 or first in given()):
            votes += count * _SIGN.get(given().get(first, ""), 0.0) * NAME
    weight = sum(form_count for form, form_count in person.forms.items() if not form.title) or 1
    return total + votes / weight
