"""The nameless who speak: "the pug", "a man", "his aunt". One who comes in as "a man" is another than the man of some pages before."""

from collections import Counter
from collections.abc import Iterator, Sequence

from audiobook.attribution.lexicon import kin, noun_gender, offices, words
from audiobook.attribution.mentions import Mention, Mentions, Way
from audiobook.attribution.person import Person
from audiobook.attribution.tokens import Tokens
from audiobook.attribution.units import Turn
from audiobook.sheet import Gender

_NEW = frozenset({"a", "an", "another"})
_TELLING = frozenset({"is", "was", "were", "are", "am", "be", "been", "being", "like", "as", "such", "than", "of", "for", "not"})
"""After these "a man" brings nobody in."""
_TALK = 4  # turns of a scene of talk
_AGO = 300  # tokens without "the man" after which "a man" is another one


def name_nameless(persons: list[Person], mentions: Mentions, found: Sequence[Turn], tokens: Tokens, scenes: Sequence[int]) -> None:
    """Make people of the nouns that speak or, where nobody has a name, act; let their mentions point at them. `scenes` numbers each block's scene."""
    speaking = Counter(turn.tag.subject.noun for turn in found if turn.tag is not None and turn.tag.subject.way is Way.NOUN)
    speaking += _acting(mentions, found, tokens, scenes)
    known = _known(persons, speaking)
    heads: dict[str, set[str]] = {}
    for noun in speaking:
        if noun in known or (_head(noun) not in words("anybody") and not _another(noun)):
            heads.setdefault(_head(noun), set()).add(noun)
    made: dict[tuple[str, int], int] = {}
    shown: dict[int, Counter[str]] = {}
    for each, time, came in _times(mentions, tokens):
        noun, head = each.noun, _head(each.noun)
        alike = heads.get(head, set()) if not _another(noun) else {noun} & speaking.keys()
        if noun not in alike:
            if len(alike) != 1:
                each.person = -1
                continue
            (noun,) = alike
        each.person = known.get(noun, -1)
        if each.person < 0:
            key = (noun, 0 if noun in kin() else time)
            if key not in made:
                made[key] = len(persons)
                persons.append(_person(noun, came))
            each.person = made[key]
        if not persons[each.person].forms and not persons[each.person].fact:
            written = " ".join(tokens.words[each.first : each.last])
            shown.setdefault(each.person, Counter())[written[0].lower() + written[1:]] += 1
    for index, names in shown.items():
        ordered = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0].split()[0] in _NEW, item[0]))]
        persons[index].name = ordered[0]
        persons[index].extra = ordered[1:4]


def _acting(mentions: Mentions, found: Sequence[Turn], tokens: Tokens, scenes: Sequence[int]) -> Counter[str]:
    """Return the nouns that act in scenes of talk where nobody has a name."""
    talk = Counter(turn.scene for turn in found)
    named: set[int] = set()
    acting: dict[int, Counter[str]] = {}
    for each in mentions.all:
        scene = scenes[tokens.blocks[each.first]]
        if tokens.quoted[each.first] or talk[scene] < _TALK:
            continue
        if each.way in (Way.NAME, Way.SELF):
            named.add(scene)
        elif each.way is Way.NOUN and each.subject and each.gender and not _another(each.noun):
            acting.setdefault(scene, Counter())[each.noun] += 1
    return sum((nouns for scene, nouns in acting.items() if scene not in named), Counter())


def _another(noun: str) -> bool:
    """Tell whether a noun means somebody else than it did before: "another porter"."""
    return noun.startswith("another ")


def _head(noun: str) -> str:
    """Return a noun's last word, which says what somebody is."""
    return noun.rsplit(maxsplit=1)[-1]


def _known(persons: Sequence[Person], nouns: Counter[str]) -> dict[str, int]:
    """Return the nouns that mean somebody known all the story long: the sheet's, "the Ferryman", the one who bears the title."""
    offices_of: dict[str, list[int]] = {}
    for index, person in enumerate(persons):
        for title in {form.title for form in person.forms} & offices():
            offices_of.setdefault(title, []).append(index)
    by_the = {" ".join(form.names).lower(): index for index, person in enumerate(persons) for form in person.forms if form.the and form.names}
    facts = {name.casefold(): index for index, person in reversed([*enumerate(persons)]) if person.fact for name in (person.name, *person.extra)}
    known: dict[str, int] = {}
    for noun in nouns:
        bearers = sorted(offices_of.get(_head(noun), []), key=lambda index: (-persons[index].count, index))
        if f"the {noun}" in facts:
            known[noun] = facts[f"the {noun}"]
        elif noun in by_the:
            known[noun] = by_the[noun]
        elif bearers and (len(bearers) == 1 or persons[bearers[0]].count >= 3 * persons[bearers[1]].count):
            known[noun] = bearers[0]
    return known


def _times(mentions: Mentions, tokens: Tokens) -> Iterator[tuple[Mention, int, int]]:
    """Yield each mention by a noun with how many came in under its last word so far, and where the last did (-1: nowhere).

    "A man" is one more, unless the story was just telling of a man.
    """
    times: Counter[str] = Counter()
    last: dict[str, int] = {}
    came: dict[str, int] = {}
    for each in mentions.all:
        if each.way is not Way.NOUN:
            continue
        head = _head(each.noun)
        comes = tokens.lower[each.first] in _NEW and (not each.first or tokens.lower[each.first - 1] not in _TELLING)
        if comes and each.first - last.get(head, -_AGO) >= _AGO:
            times[head] += 1
            came[head] = each.first
        last[head] = each.last
        yield each, times[head], came.get(head, -1)


def _person(noun: str, came: int) -> Person:
    gender = noun_gender(noun)
    known = Gender(gender) if gender != "either" else Gender.UNKNOWN
    return Person(noun if noun in kin() or _another(noun) else f"the {noun}", gender=known, sure=0.0 if gender == "either" else 0.95, came=came)
