"""A story, read for attribution: words, people, mentions, turns. Nothing is decided yet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.attribution.gender import settle
from audiobook.attribution.joining import Standins, answering, join, standing_in
from audiobook.attribution.lexicon import kin, offices, people
from audiobook.attribution.mentions import Mention, Mentions, Way, mention, speaking_nouns
from audiobook.attribution.names import count_words, sight, together, weigh
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.roster import Person, gather
from audiobook.attribution.tokens import Tokens, tokenize
from audiobook.attribution.units import Turn, scenes_of, turns
from audiobook.document import Block, Document
from audiobook.sheet import Gender, Sheet


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


def read_story(document: Document, quotations: Sequence[Quotation], sheet: Sheet) -> Story:
    """Read a story."""
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
    scenes = scenes_of(blocks, headings=_chapter_starts(document))
    found = turns(tokens, mentions, blocks, quotations, scenes)
    nouns = _nameless(persons, mentions, found, tokens)
    narrator = _narrator(persons, found, mentions, tokens)
    _, same = standing_in(found, tokens, mentions, persons)
    join(persons, mentions, same)
    join(persons, mentions, answering(found, tokens, mentions, persons, narrator))
    standins, _ = standing_in(found, tokens, mentions, persons)
    return Story(document, blocks, quotations, tokens, persons, mentions, found, scenes, narrator, nouns, standins)


def _chapter_starts(document: Document) -> list[int]:
    starts, at = [], 0
    for chapter in document.chapters:
        starts.append(at)
        at += len(chapter.blocks)
    return starts[1:]


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
        if noun in by_the:
            made[noun] = by_the[noun]
            continue
        bearers = sorted(offices_of.get(head, []), key=lambda index: (-persons[index].count, index))
        if bearers and (len(bearers) == 1 or persons[bearers[0]].count >= 3 * persons[bearers[1]].count):
            made[noun] = bearers[0]
            continue
        if head in _ANYBODY:
            continue
        gender = people().get(head, "either")
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
        if index >= 0 and not persons[index].forms:
            written = " ".join(tokens.words[each.first : each.last])
            shown.setdefault(index, Counter())[written[0].lower() + written[1:]] += 1
    for index, names in shown.items():
        ordered = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))]
        persons[index].name = ordered[0]
        persons[index].extra = ordered[1:4]
    return made


def _narrator(persons: list[Person], found: Sequence[Turn], mentions: Mentions, tokens: Tokens) -> int:
    """Return the first-person narrator's index, made where the story has one."""
    speaks = sum(1 for turn in found if turn.tag is not None and turn.tag.subject.way is Way.I)
    told = sum(1 for each in mentions.all if each.way is Way.I and not tokens.quoted[each.first])
    narrated = len(tokens) - sum(tokens.quoted)
    if told < 3 or told < _FIRST_PERSON * narrated * (0.5 if speaks > 2 else 1.0):
        return -1
    persons.append(Person("Narrator", extra=["I"]))
    return len(persons) - 1
