"""One person under several names: who answers when called by a name that nobody else bears; two made one."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from audiobook.attribution.mentions import Mentions, Way
from audiobook.attribution.person import Person
from audiobook.attribution.tokens import Tokens
from audiobook.attribution.units import Turn, gap


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
