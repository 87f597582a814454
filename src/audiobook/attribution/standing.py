"""Whom a common noun in a tag may mean: features of "the old lady" standing for somebody with a name."""

from collections.abc import Sequence

from audiobook.attribution.looks import Book
from audiobook.attribution.mentions import Way
from audiobook.attribution.oneness import pair_of
from audiobook.attribution.units import Turn

Likest = tuple[int, int]
"""Of those with a name who may be meant, who is most likely the noun's bearer (-1: nobody is), and how likely, in steps of 0 to 3."""


def who_stands_in(book: Book, turn: Turn, pool: Sequence[int]) -> Likest:
    """Return which of the candidates with a name most likely is whom the tag's noun means, after all that the book shows of both."""
    noun = _noun(turn)
    if noun < 0 or book.story.people[noun].forms:
        return -1, 0
    rows = sorted((_likeness(book, noun, person), -person) for person in pool if person not in (noun, -1) and book.story.people[person].forms)
    if not rows or rows[-1][0] < 0.5 or (len(rows) > 1 and rows[-1][0] == rows[-2][0]):
        return -1, 0
    return -rows[-1][1], min(3, round(rows[-1][0]))


def stand_in(book: Book, person: int, turn: Turn, likest: Likest) -> list[str]:
    """Return the features of a candidate for a turn whose tag has a common noun."""
    story, noun = book.story, _noun(turn)
    who, step = likest
    came = _came(book, turn, noun)
    if person == noun:
        row = [f"itself|{book.nouns}", f"itself|{came}|{step}"]
        return row if story.people[person].forms else [*row, f"came|{came}"]
    bearer = "a name" if story.people[person].forms else "another"
    row = [f"noun for {bearer}|{'known' if noun >= 0 else 'unknown'}", f"noun for {bearer}|{book.nouns}|{min(book.called[noun], 4) if noun >= 0 else 0}"]
    if noun >= 0:
        likeness = story.likeness.get(pair_of(noun, person))
        row.append(f"stands in|{'never' if likeness is None else max(-2, min(2, round(likeness / 2)))}")
    if person == who:
        row += [f"likest|{step}", f"likest|{came}|{step}"]
    return row


def _noun(turn: Turn) -> int:
    """Return whom the tag's noun means when it means nobody else."""
    return turn.tag.subject.person if turn.tag is not None and turn.tag.subject.way is Way.NOUN else -1


def _likeness(book: Book, noun: int, person: int) -> float:
    return book.story.likeness.get(pair_of(noun, person), 0.0)


def _came(book: Book, turn: Turn, noun: int) -> str:
    """Return where somebody nameless came in as "a man": "here", "before" or "never"; "named" for those with a name."""
    if noun < 0 or book.story.people[noun].forms:
        return "named"
    came = book.story.people[noun].came
    return "never" if came < 0 else "here" if book.story.scenes[book.story.tokens.blocks[came]] == turn.scene else "before"
