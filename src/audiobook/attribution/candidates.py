"""Who may say a turn: those mentioned, called, or speaking round it, the best few."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from audiobook.attribution.kinship import kin_owners, kindred
from audiobook.attribution.looks import Book, Look
from audiobook.attribution.mentions import Mention, Way

_WINDOW = 70  # mentions that are looked back at
_MOST = 12  # candidates of a turn


@dataclass(slots=True)
class Seen:
    """Who was mentioned in narration before a turn, the last one first; never from another scene."""

    recent: dict[int, Mention] = field(default_factory=dict)
    """The last mention of each."""
    acting: dict[int, Mention] = field(default_factory=dict)
    """The last mention of each as a subject."""
    weights: Counter[int] = field(default_factory=Counter)
    first_person: bool = False
    """The narrator says "I" here."""
    owners: list[int] = field(default_factory=list)
    """Whose "mother" the tag may mean."""
    family: list[int] = field(default_factory=list)
    """Their family, whether or not it was mentioned."""


def look_back(book: Book, look: Look) -> Seen:
    """Return who was mentioned before a turn."""
    story, turn = book.story, look.turn
    low, _ = book.edges.get(turn.scene, (0, 0))
    at = bisect_left(story.mentions.firsts, turn.first)
    window = story.mentions.all[max(low, at - _WINDOW) : at]
    quoted = story.tokens.quoted
    seen = Seen()
    for each in reversed(window):
        if quoted[each.first]:
            continue
        if each.way is Way.SELF:
            seen.first_person = True
            if story.narrator >= 0:
                seen.recent.setdefault(story.narrator, each)
            continue
        if each.person >= 0:
            seen.weights[each.person] += 1
            seen.recent.setdefault(each.person, each)
            if each.subject:
                seen.acting.setdefault(each.person, each)
    seen.owners = kin_owners(book, turn, list(seen.recent))
    seen.family = kindred(book, turn, seen.owners)
    return seen


def candidates(book: Book, look: Look, before: Sequence[Look], after: Sequence[Look], seen: Seen) -> list[int]:
    """Return who may say a turn, the last mentioned first; `before` are the turns before it, the nearest first."""
    story, turn = book.story, look.turn
    quoted = story.tokens.quoted
    pool: dict[int, float] = {}

    def offer(person: int, worth: float) -> None:
        if person >= 0:
            pool[person] = max(pool.get(person, 0.0), worth)

    for rank, person in enumerate(seen.recent):
        offer(person, 10 - rank)
    for each in (*turn.lead, *turn.trail):
        if not quoted[each.first]:
            offer(each.person, 12)
    if turn.tag is not None:
        offer(turn.tag.subject.person, 20)
    for rank, other in enumerate(before):
        offer(other.tagged, 12 - rank)
        if rank < 2:
            for person in sorted(other.called):
                offer(person, 9)
            for person in sorted(other.spoken_of):
                offer(person, 3)
            for each in other.turn.trail:
                offer(each.person, 8)
    for rank, other in enumerate(after):
        offer(other.tagged, 9 - rank)
        for person in sorted(other.called):
            offer(person, 8 - rank)
        for each in other.turn.lead:
            if not quoted[each.first]:
                offer(each.person, 6 - rank)
    for rank, person in enumerate(book.top):
        offer(person, 2 - 0.4 * rank)
    if story.narrator >= 0:
        offer(story.narrator, 7 if seen.first_person else 3)
    for person in seen.family:
        offer(person, 11)
    if look.gender:
        for person in pool:
            if book.genders[person] and book.genders[person] != look.gender:
                pool[person] -= 6 if book.surely[person] else 4
    found = sorted(pool, key=lambda person: (-pool[person], person))[:_MOST]
    found.sort(key=lambda person: (-(seen.recent[person].first if person in seen.recent else -1), person))
    return found
