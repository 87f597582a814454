"""Who acts in the narration that leads to a turn, since the turn before: "The count stood up."."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from audiobook.attribution.looks import Book, Look
from audiobook.attribution.mentions import Mention, Way

_FAR = 250  # tokens that are looked back at
_OPENING = 60  # of them where no turn goes before


@dataclass(slots=True)
class Lead:
    """Those who act between two turns."""

    first: Mention | None = None
    last: Mention | None = None
    named: Counter[int] = field(default_factory=Counter)
    """How often each is a subject there."""


def lead(book: Book, look: Look, before: Sequence[Look]) -> Lead:
    """Return who acts between the turn before (the first of `before`) and this one, apart from that turn's tag."""
    story, turn = book.story, look.turn
    start = max(before[0].turn.last, turn.first - _FAR) if before else max(0, turn.first - _OPENING)
    tag = before[0].turn.tag.subject if before and before[0].turn.tag is not None else None
    found = Lead()
    for each in story.mentions.between(start, turn.first):
        if not each.subject or each.owned or each is tag or story.tokens.quoted[each.first] or each.way is Way.GROUP:
            continue
        found.first = found.first or each
        found.last = each
        person = _person(book, each)
        if person >= 0:
            found.named[person] += 1
    return found


def leads(book: Book, person: int, found: Lead, between: str) -> list[str]:
    """Return the features of such narration for a candidate; `between` is the gap's sort."""
    row: list[str] = []
    for where, each in (("first", found.first), ("last", found.last)):
        if each is None:
            row.append(f"led {where}|nobody|{between}")
        elif each.way is Way.PRONOUN:
            row.append(f"led {where}|{book.agrees(person, each.gender)}|{between}")
        else:
            row.append(f"led {where}|{'it' if _person(book, each) == person else 'other'}|{between}")
    if found.named:
        row.append(f"led by|{min(found.named[person], 2)}|{min(len(found.named), 3)}|{between}")
    return row


def _person(book: Book, mention: Mention) -> int:
    return book.story.narrator if mention.way is Way.SELF else mention.person
