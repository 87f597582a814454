"""A story, read for attribution: words, people, mentions, turns. Nothing is decided yet."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from audiobook.attribution.address import addressed
from audiobook.attribution.evidence import together, weigh
from audiobook.attribution.gender import settle
from audiobook.attribution.joining import answering, join
from audiobook.attribution.mentions import Mentions, Way, mention, speaking_nouns
from audiobook.attribution.nameless import name_nameless
from audiobook.attribution.names import count_words, sight
from audiobook.attribution.naming import named as named_in_words
from audiobook.attribution.oneness import one_person
from audiobook.attribution.person import Person
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.roster import gather
from audiobook.attribution.tokens import Tokens, tokenize
from audiobook.attribution.units import Turn, scenes_of, turns
from audiobook.document import Block, Document
from audiobook.sheet import Sheet
from audiobook.sidecar import Merge

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
    likeness: Mapping[tuple[int, int], float]
    """Log-odds that two people are one, by their indices in order, where the story tells anything of it."""


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
    name_nameless(persons, mentions, found, tokens, scenes)
    narrator = _narrator(persons, found, mentions, tokens)
    join(persons, mentions, named_in_words(found, tokens, mentions, persons))
    join(persons, mentions, answering(found, tokens, mentions, persons, narrator))
    others, likeness = one_person(found, tokens, mentions, persons, narrator)
    join(persons, mentions, others)
    _merge(persons, mentions, merges)
    settle(persons, tokens, mentions, addressed(found, tokens, persons, narrator))
    return Story(document, blocks, quotations, tokens, persons, mentions, found, scenes, narrator, likeness)


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


def _narrator(persons: list[Person], found: Sequence[Turn], mentions: Mentions, tokens: Tokens) -> int:
    """Return the first-person narrator's index, made where the story has one."""
    speaks = sum(1 for turn in found if turn.tag is not None and turn.tag.subject.way is Way.SELF)
    told = sum(1 for each in mentions.all if each.way is Way.SELF and not tokens.quoted[each.first])
    narrated = len(tokens) - sum(tokens.quoted)
    if told < 3 or told < _FIRST_PERSON * narrated * (0.5 if speaks > 2 else 1.0):
        return -1
    persons.append(Person("Narrator", extra=["I"]))
    return len(persons) - 1
