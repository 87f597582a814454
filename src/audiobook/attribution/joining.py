"""One person under several names, as the talk itself shows: who answers when called, and who takes whose place in a conversation."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from audiobook.attribution.lexicon import kin
from audiobook.attribution.mentions import Mention, Mentions, Way
from audiobook.attribution.person import Person
from audiobook.attribution.tokens import Tokens
from audiobook.attribution.units import Turn, gap

_NEAR = frozenset({"next", "lead", "one"})
_CLOSE = 12  # tokens within which two mentions are two people's

Standins = Mapping[tuple[int, int], str]
"""How far one of two people takes the other's place in talk: "much", "some" or "not", by their indices in order."""


def answering(turns: Sequence[Turn], tokens: Tokens, mentions: Mentions, people: Sequence[Person], narrator: int) -> dict[int, int]:
    """Return those who are only ever called (never seen to act), each with the one who answers to the name.

    So a pet name is found to be somebody known, and a name nobody else bears to be the one who says "I".
    """
    seen: Counter[int] = Counter()
    heard: Counter[int] = Counter()
    for each in mentions.all:
        if each.way is Way.NAME:
            (heard if tokens.quoted[each.first] else seen)[each.person] += 1
    called: Counter[int] = Counter()
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for position, turn in enumerate(turns):
        for person in (each.person for each in turn.called):
            if seen[person] > 0.12 * heard[person] or people[person].fact:
                continue
            called[person] += 1
            for step, worth in ((1, 2), (-1, 1)):
                at = position + step
                if not 0 <= at < len(turns) or turns[at].scene != turn.scene:
                    continue
                other = speaker_told(turns[at], narrator)
                between = gap(tokens, *((turn, turns[at]) if step > 0 else (turns[at], turn)))
                if other >= 0 and other != person and between in ("next", "lead"):
                    votes[person][other] += worth
    found: dict[int, int] = {}
    for person in sorted(votes, key=lambda person: (-heard[person], person)):
        best, most = min(votes[person].items(), key=lambda item: (-item[1], item[0]))
        share = most / sum(votes[person].values())
        alone = all(called[other] * 3 <= called[person] * 2 for other in called if other != person)
        if best == narrator:
            often = heard[person] >= 6 and most >= 4 and share >= 0.35
            first = narrator not in found.values() and heard[person] >= 3
            if seen[person] <= 0.05 * heard[person] and (
                often or (first and (most >= 3 and share >= 0.75)) or (first and most >= 4 and called[person] >= 12 and alone)
            ):
                found[person] = best
        elif most >= 6 and share >= 0.65 and compatible(people[person], people[best]) and heard[person] <= max(60, 0.2 * seen[best]):
            found[person] = best
    return found


def speaker_told(turn: Turn, narrator: int) -> int:
    """Return who the turn's tag names outright; -1 where it does not."""
    tag = turn.tag
    if tag is None or tag.order == "far" or tag.sort != "say":
        return -1
    if tag.subject.way is Way.SELF:
        return narrator
    return tag.subject.person if tag.subject.way in (Way.NAME, Way.NOUN) else -1


def compatible(one: Person, other: Person) -> bool:
    """Tell whether two people's genders allow them to be one."""
    return one.gender is other.gender or min(one.sure, other.sure) < 0.6


def standing_in(
    turns: Sequence[Turn], tokens: Tokens, mentions: Mentions, people: Sequence[Person], *, across_scenes: bool = False
) -> tuple[Standins, dict[int, int]]:
    """Return who takes whose place in talk, and of these the nameless who are surely one with a name.

    Two people who talk follow one another; one person under two names does not, but both follow the same third.
    With `across_scenes` a scene's end between two turns counts for nothing.
    """
    speakers = [speaker_told(turn, -1) for turn in turns]
    near = [_near(tokens, one, other) if across_scenes else one.scene == other.scene and gap(tokens, one, other) in _NEAR for one, other in pairwise(turns)]
    adjacent: Counter[tuple[int, int]] = Counter()
    across: Counter[tuple[int, int]] = Counter()
    for at in range(len(turns) - 1):
        mine, theirs = speakers[at], speakers[at + 1]
        if not near[at] or mine < 0:
            continue
        if theirs >= 0 and theirs != mine:
            adjacent[min(mine, theirs), max(mine, theirs)] += 1
        if at + 2 < len(turns) and near[at + 1]:
            third = speakers[at + 2]
            if third >= 0 and third != mine and theirs not in (mine, third):
                across[min(mine, third), max(mine, third)] += 1
    close, counts = _closeness(tokens, mentions)
    kinds: dict[tuple[int, int], str] = {}
    best: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    for pair in sorted(set(across) | set(adjacent)):
        one, other = pair
        if people[one].nameless == people[other].nameless or not compatible(people[one], people[other]):
            continue
        nameless, named = (one, other) if people[one].nameless else (other, one)
        much = across[pair] >= 3 and adjacent[pair] * 4 <= across[pair]
        kinds[pair] = "much" if much else "some" if across[pair] > adjacent[pair] else "not"
        seldom_close = close[pair] <= 0.1 * min(counts[one], counts[other])
        best[nameless].append((across[pair], named, across[pair] >= 4 and adjacent[pair] * 3 <= across[pair] and seldom_close))
    found: dict[int, int] = {}
    for nameless, rows in best.items():
        rows.sort(key=lambda row: (-row[0], row[1]))
        most, named, sure = rows[0]
        if sure and most >= 0.6 * sum(row[0] for row in rows) and people[nameless].name.split()[-1] not in kin():
            found[nameless] = named
    return kinds, found


def _near(tokens: Tokens, before: Turn, turn: Turn) -> bool:
    """Tell whether two turns follow one another, with a paragraph between them at most."""
    return 1 < len(set(tokens.blocks[before.last - 1 : turn.first + 1])) <= 3


def _closeness(tokens: Tokens, mentions: Mentions) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    close: Counter[tuple[int, int]] = Counter()
    counts: Counter[int] = Counter()
    last: Mention | None = None
    for each in mentions.all:
        if each.person < 0 or tokens.quoted[each.first]:
            continue
        counts[each.person] += 1
        if last is not None and last.person != each.person and each.first - last.last < _CLOSE:
            close[min(last.person, each.person), max(last.person, each.person)] += 1
        last = each
    return close, counts


def join(people: Sequence[Person], mentions: Mentions, pairs: Mapping[int, int]) -> None:
    """Make one of each two: the first's names and mentions become the second's."""
    final = {person: _end(person, pairs) for person in pairs}
    for each in mentions.all:
        each.person = final.get(each.person, each.person)
    for person, other in final.items():
        if person == other:
            continue
        gone, kept = people[person], people[other]
        if kept.nameless and not gone.nameless and not kept.fact:
            kept.extra = [name for name in dict.fromkeys((kept.name, *kept.extra, *gone.extra)) if name != gone.name]
            kept.name = gone.name
        else:
            kept.extra += [name for name in (() if gone.forms else (gone.name, *gone.extra)) if name not in kept.extra]
        kept.forms.update(gone.forms)
        if kept.sure < gone.sure:
            kept.gender, kept.sure = gone.gender, gone.sure
        gone.forms.clear()
        gone.extra.clear()
        gone.gone = True


def _end(person: int, pairs: Mapping[int, int]) -> int:
    seen = {person}
    while person in pairs and pairs[person] not in seen:
        person = pairs[person]
        seen.add(person)
    return person
