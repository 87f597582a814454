"""Gender of the people: titles, the nouns and pronouns near their names, given names."""

from collections.abc import Mapping, Sequence
from math import exp
from types import MappingProxyType

from audiobook.attribution.lexicon import given, noun_gender, people, words
from audiobook.attribution.mentions import Mentions
from audiobook.attribution.person import Person, titled_gender
from audiobook.attribution.pronouns import Place, leanings
from audiobook.attribution.tokens import Tokens
from audiobook.sheet import Gender

_SIGN = {"male": 1.0, "female": -1.0}
TITLE, NAME, NOUN = 4.0, 2.2, 3.0
"""What each kind of evidence adds to the log-odds of being male."""
MOST = 6.0
"""Log-odds that pronouns tell at most."""


def settle(persons: Sequence[Person], tokens: Tokens, mentions: Mentions, addressed: Mapping[int, float] = MappingProxyType({})) -> None:
    """Give each person a gender and how sure it is; the sheet's word stands. `addressed`: log-odds of being male that "sir" and "madam" tell."""
    told = leanings(tokens, [Place(each.first, each.last, each.person, each.subject) for each in mentions.all if each.person >= 0])
    for index, person in enumerate(persons):
        called = max(-MOST, min(MOST, addressed.get(index, 0.0)))
        if (person.fact and person.gender is not Gender.UNKNOWN) or not (person.forms or (called and person.gender is Gender.UNKNOWN)):
            continue
        total = _prior(person) + max(-MOST, min(MOST, told.get(index, 0.0)))
        if abs(total) < MOST / 2:
            total += called
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
