"""A story, read for attribution: words, people, mentions, turns. Nothing is decided yet."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from audiobook.attribution.address import addressed
from audiobook.attribution.evidence import together, weigh
from audiobook.attribution.gender import settle
from audiobook.attribution.joining import Standins, answering, join, standing_in
from audiobook.attribution.lexicon import kin, noun_gender, offices
from audiobook.attribution.mentions import Mentions, Way, mention, speaking_nouns
from audiobook.attribution.names import count_words, sight
from audiobook.attribution.naming import named as named_in_words
from audiobook.attribution.person import Person
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.roster import gather
from audiobook.attribution.tokens import Tokens, tokenize
from audiobook.attribution.units import Turn, scenes_of, turns
from audiobook.document import Block, Document
from audiobook.sheet import Gender, Sheet
from audiobook.sidecar import Merge

_ANYBODY = frozenset({"voice", "other", "latter", "former", "one", "speaker"})
"""Nouns that are somebody else every time."""
_FIRST_PERSON = 0.006  # "I" in narration, per token, from which on somebody tells the story


@dataclass(slots=True)
class Story:
    """All that is read from a story before anything is decided."""

    document: Document
    blocks: list[Block]
    quotations: Sequence[Quotation]
    tokens: Tokens
    people: list[Person]
    mentions: Mentions
    turns: list[Turn]
    scenes: list[int]
    narrator: int
    """Index of the first-person narrator; -1 where the story has none."""
    nouns: dict[str, int]
    """Nameless people ("old man") by their phrase: index into the people."""
    standins: Standins


def read_story(
    document: Document,
    quotations: Sequence[Quotation],
    sheet: Sheet,
    *,
    named: Mapping[int, str] = MappingProxyType({}),
    merges: Sequence[Merge] = (),
    breaks: frozenset[int] = frozenset(),
) -> Story:
    """Read a story. `named`: speakers that corrections give, by quotation; `breaks`: places before which a scene ends."""
    blocks = list(document.blocks)
    tokens = tokenize(document, blocks, [quotation.span for quotation in quotations if quotation.kind is not QuoteKind.WORDS])
    counts = count_words(tokens)
    sightings = list(sight(tokens, counts))
    persons, by_form = gather(weigh(tokens, sightings), together(tokens, sightings), sheet.characters)
    spoken_of = frozenset(speaking_nouns(tokens))
    mentions = mention(tokens, sightings, by_form, spoken_of)
    settle(persons, tokens, mentions)
    for each in mentions.all:
        if each.way is Way.NAME and persons[each.person].sure > 0.6:
            each.gender = persons[each.person].gender.value
    scenes = scenes_of(blocks, begins=[*_chapter_starts(document), *_begun(blocks, breaks)])
    found = turns(tokens, mentions, blocks, quotations, scenes, named)
    nouns = _nameless(persons, mentions, found, tokens)
    narrator = _narrator(persons, found, mentions, tokens)
    _, same = standing_in(found, tokens, mentions, persons)
    join(persons, mentions, same)
    join(persons, mentions, named_in_words(found, tokens, mentions, persons))
    join(persons, mentions, answering(found, tokens, mentions, persons, narrator))
    _merge(persons, mentions, merges)
    settle(persons, tokens, mentions, addressed(found, tokens, persons, narrator))
    standins, _ = standing_in(found, tokens, mentions, persons, across_scenes=True)
    return Story(document, blocks, quotations, tokens, persons, mentions, found, scenes, narrator, nouns, standins)


def _chapter_starts(document: Document) -> list[int]:
    starts, at = [], 0
    for chapter in document.chapters:
        starts.append(at)
        at += len(chapter.blocks)
    return starts[1:]


def _begun(blocks: Sequence[Block], breaks: frozenset[int]) -> list[int]:
    """Return the blocks that corrections make the first of a scene."""
    starts = [block.span.start for block in blocks]
    return [max(0, bisect_right(starts, place) - 1) for place in sorted(breaks)]


def find_person(persons: Sequence[Person], name: str) -> int:
    """Return the index of the person of that name, else of that alias; -1 where there is none."""
    folded = name.casefold().removeprefix("the ")
    for index, person in enumerate(persons):
        if person.name.casefold().removeprefix("the ") == folded and (person.forms or person.extra or person.fact or not person.gone):
            return index
    for index, person in enumerate(persons):
        if any(form.text.casefold().removeprefix("the ") == folded for form in person.forms) or folded in (
            each.casefold().removeprefix("the ") for each in person.extra
        ):
            return index
    return -1


def _merge(persons: Sequence[Person], mentions: Mentions, merges: Sequence[Merge]) -> None:
    for merge in merges:
        old, new = find_person(persons, merge.old), find_person(persons, merge.new)
        if old < 0:
            continue
        if new >= 0 and new != old:
            join(persons, mentions, {old: new})
        persons[new if new >= 0 else old].extra.append(merge.old)
        persons[new if new >= 0 else old].name = merge.new


def _nameless(persons: list[Person], mentions: Mentions, found: Sequence[Turn], tokens: Tokens) -> dict[str, int]:
    """Make people of the nouns that speak, and let their mentions point at them."""
    offices_of: dict[str, list[int]] = {}
    for index, person in enumerate(persons):
        for title in {form.title for form in person.forms} & offices():
            offices_of.setdefault(title, []).append(index)
    speaking = Counter(turn.tag.subject.noun for turn in found if turn.tag is not None and turn.tag.subject.way is Way.NOUN)
    by_the = {" ".join(form.names).lower(): index for index, person in enumerate(persons) for form in person.forms if form.the and form.names}
    made: dict[str, int] = {}
    for noun, _ in sorted(speaking.items(), key=lambda item: (-item[1], item[0])):
        head = noun.split()[-1]
        fact = next(
            (index for index, person in enumerate(persons) if person.fact and f"the {noun}" in (name.casefold() for name in (person.name, *person.extra))), -1
        )
        if fact >= 0:
            made[noun] = fact
            continue
        if noun in by_the:
            made[noun] = by_the[noun]
            continue
        bearers = sorted(offices_of.get(head, []), key=lambda index: (-persons[index].count, index))
        if bearers and (len(bearers) == 1 or persons[bearers[0]].count >= 3 * persons[bearers[1]].count):
            made[noun] = bearers[0]
            continue
        if head in _ANYBODY:
            continue
        gender = noun_gender(head)
        person = Person(f"the {noun}", gender=Gender(gender) if gender != "either" else Gender.UNKNOWN, sure=0.0 if gender == "either" else 0.95)
        if noun in kin() and noun == head:
            person.name = noun
        made[noun] = len(persons)
        persons.append(person)
    heads: dict[str, set[int]] = {}
    for noun, index in made.items():
        heads.setdefault(noun.split()[-1], set()).add(index)
    shown: dict[int, Counter[str]] = {}
    for each in mentions.all:
        if each.way is not Way.NOUN:
            continue
        index = made.get(each.noun, -1)
        if index < 0:
            theirs = heads.get(each.noun.split()[-1], set())
            index = next(iter(theirs)) if len(theirs) == 1 else -1
        each.person = index
        if index >= 0 and not persons[index].forms and not persons[index].fact:
            written = " ".join(tokens.words[each.first : each.last])
            shown.setdefault(index, Counter())[written[0].lower() + written[1:]] += 1
    for index, names in shown.items():
        ordered = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))]
        persons[index].name = ordered[0]
        persons[index].extra = ordered[1:4]
    return made


def _narrator(persons: list[Person], found: Sequence[Turn], mentions: Mentions, tokens: Tokens) -> int:
    """Return the first-person narrator's index, made where the story has one."""
    speaks = sum(1 for turn in found if turn.tag is not None and turn.tag.subject.way is Way.SELF)
    told = sum(1 for each in mentions.all if each.way is Way.SELF and not tokens.quoted[each.first])
    narrated = len(tokens) - sum(tokens.quoted)
    if told < 3 or told < _FIRST_PERSON * narrated * (0.5 if speaks > 2 else 1.0):
        return -1
    persons.append(Person("Narrator", extra=["I"]))
    return len(persons) - 1
