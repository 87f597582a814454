"""Our own stories and their gold: the gold fits the text, the reader finds the structure, and the attribution names the voices."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scipy.optimize import linear_sum_assignment

from audiobook.attribution import attribute
from audiobook.document import BlockKind, Span
from audiobook.readers import read
from audiobook.script import Kind, Script, check_tiling
from audiobook.sheet import Sheet
from audiobook.sidecar import Fixes
from audiobook.words import words

FLOOR = {"dead-air": 0.74, "the-bell-at-saltmere": 0.88, "the-prompter": 0.83, "the-third-reading": 0.73}
"""Shares of the lines of speech in the right voice that we do not want to fall below."""
FOUND = 0.98
"""Share of gold quotations that segments must cover."""
MISSED_THOUGHTS = 1  # a story; it has "he began in his head"


@dataclass(frozen=True, slots=True)
class Quote:
    """A gold quotation."""

    span: Span
    text: str
    speaker: str
    """A name that begins with `_` is nobody's in particular."""
    kind: str
    type: str


def gold_of(seed: Path) -> list[Quote]:
    rows = map(json.loads, (seed.parent / "gold" / seed.stem / "quotes.jsonl").read_text(encoding="utf-8").splitlines())
    return [Quote(Span(row["start"], row["end"]), row["text"], row["speaker"], row["kind"], row["type"]) for row in rows]


def facts_of(seed: Path, name: str) -> dict[str, object]:
    facts: dict[str, object] = json.loads((seed.parent / "gold" / seed.stem / f"{name}.json").read_text(encoding="utf-8"))
    return facts


@cache
def script_of(seed: Path) -> Script:
    return attribute(read(str(seed)), Sheet(), Fixes())


def heard(script: Script, quote: Quote, kind: Kind) -> tuple[str | None, float]:
    """Return who says most of a gold quotation, and how much of it segments of that kind cover, 0 to 1."""
    votes: Counter[str | None] = Counter()
    for segment in script.segments:
        shared = min(segment.span.end, quote.span.end) - max(segment.span.start, quote.span.start)
        if segment.kind is kind and shared > 0:
            votes[segment.speaker] += shared
    return (votes.most_common(1)[0][0], votes.total() / len(quote.span)) if votes else (None, 0.0)


def right_voices(pairs: Sequence[tuple[str | None, str]]) -> list[bool]:
    """Tell for each (named, gold) whether a listener hears the right voice: under the best pairing, one to one, of names with gold speakers.

    Where gold names nobody in particular, the narrator's voice is right as well.
    """
    names = sorted({name for name, _ in pairs if name is not None})
    people = sorted({gold for _, gold in pairs})
    counts = Counter(pairs)
    rows, columns = linear_sum_assignment([[-counts[name, person] for person in people] for name in names]) if names else ((), ())
    paired = {names[row]: people[column] for row, column in zip(rows, columns, strict=True)}
    return [gold.startswith("_") if name is None else paired.get(name) == gold for name, gold in pairs]


def test_a_swapped_voice_and_a_split_one_are_counted_wrong() -> None:
    assert right_voices([("A", "Anna"), ("A", "Anna"), ("B", "Ben"), ("A", "Ben")]) == [True, True, True, False]
    assert right_voices([("A", "Anna"), ("A", "Anna"), ("A2", "Anna"), (None, "Ben"), (None, "_group")]) == [True, True, False, False, True]


def test_gold_stands_where_it_says_in_order(seed: Path) -> None:
    text, last = seed.read_bytes().decode(), 0
    for quote in gold_of(seed):
        assert quote.span.of(text) == quote.text
        assert last <= quote.span.start < quote.span.end
        last = quote.span.end


def test_every_quotation_of_the_story_stands_in_the_gold(seed: Path) -> None:
    text, covered = seed.read_bytes().decode(), set[int]()
    for quote in gold_of(seed):
        covered.update(range(quote.span.start, quote.span.end))
    marks = re.finditer(r'["“”«»]|(?<!\w)[‘\'](?=\w)|(?<=[\w.,!?…—])[’\'](?!\w)', text)
    assert [text[mark.start() - 20 : mark.end() + 20] for mark in marks if mark.start() not in covered] == []


def test_gold_speakers_are_characters_of_known_gender(seed: Path) -> None:
    characters = facts_of(seed, "characters")
    named = {quote.speaker for quote in gold_of(seed) if not quote.speaker.startswith("_")}
    assert named <= set(characters)
    assert {each["gender"] for each in characters.values() if isinstance(each, dict)} == {"F", "M"}


def test_every_seed_is_a_short_story_with_many_lines(seed: Path) -> None:
    assert 1500 <= len(seed.read_text(encoding="utf-8").split()) <= 4000
    assert len(gold_of(seed)) >= 50


def test_the_reader_finds_title_author_chapters_scenes_and_notes(seed: Path) -> None:
    document, facts = read(str(seed)), facts_of(seed, "structure")
    assert (document.title.casefold(), document.author) == (str(facts["title"]).casefold(), facts["author"])
    found = [
        (words(chapter.title.casefold()), 1 + sum(block.kind is BlockKind.BREAK for block in chapter.blocks))
        for chapter in document.chapters
        if any(block.kind is BlockKind.PROSE for block in chapter.blocks)
    ]
    chapters, notes = facts["chapters"], facts["notes"]
    assert isinstance(chapters, list)
    assert isinstance(notes, list)
    assert found == [(words(each["title"].casefold()), each["scenes"]) for each in chapters]
    told = " ".join(block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.NOTE).split()
    expected = [word for note in notes for word in (*note["begins"].split(), *note["ends"].split())]
    assert set(expected) <= set(told)
    read_aloud = " ".join(block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.PROSE)
    assert not any(" ".join(note["begins"].split()) in " ".join(read_aloud.split()) for note in notes)


def test_the_script_tiles_the_story(seed: Path) -> None:
    check_tiling(script_of(seed))


def test_the_quotations_are_found_and_nothing_else_is_taken_for_speech(seed: Path) -> None:
    script, gold = script_of(seed), gold_of(seed)
    speech = [quote for quote in gold if quote.kind == "speech"]
    missed = [quote.text for quote in speech if heard(script, quote, Kind.DIALOGUE)[1] < 0.8]
    assert len(missed) <= (1 - FOUND) * len(speech), missed
    stray = [
        script.text(segment)
        for segment in script.segments
        if segment.kind is Kind.DIALOGUE and not any(segment.span.start < quote.span.end and quote.span.start < segment.span.end for quote in gold)
    ]
    assert stray == []


def test_the_lines_are_read_in_the_right_voices(seed: Path) -> None:
    script, speech = script_of(seed), [quote for quote in gold_of(seed) if quote.kind == "speech"]
    said = [(heard(script, quote, Kind.DIALOGUE)[0], quote.speaker) for quote in speech]
    right = right_voices(said)
    wrong = [(quote.text, name, quote.speaker) for quote, (name, _), ok in zip(speech, said, right, strict=True) if not ok]
    assert sum(right) >= FLOOR[seed.stem] * len(right), wrong


def test_thoughts_are_found_with_their_thinkers(seed: Path) -> None:
    script, people = script_of(seed), facts_of(seed, "characters")
    missed = []
    for quote in gold_of(seed):
        if quote.kind == "thought":
            thinker, share = heard(script, quote, Kind.THOUGHT)
            if share < 0.8 or thinker not in people[quote.speaker]["aliases"]:  # type: ignore[index]
                missed.append((quote.text, thinker))
    assert len(missed) <= MISSED_THOUGHTS, missed
