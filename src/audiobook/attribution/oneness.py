"""One person under two names, from all that a story shows of both: who answers when called, who takes whose place in talk, who says "I am Griffin"."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from audiobook.attribution.joining import compatible, speaker_told
from audiobook.attribution.lexicon import kin
from audiobook.attribution.mentions import Mention, Mentions, Way
from audiobook.attribution.naming import says_own
from audiobook.attribution.person import Person
from audiobook.attribution.tokens import Tokens, is_stop
from audiobook.attribution.units import Turn

_NEAR = 2  # paragraphs from a turn to the next of the same talk, at most
_AFTER = 150  # tokens within which a mention follows upon another
_BEFORE = 80  # tokens within which the subject before "he said" is looked for
WORTH = {
    "also": 6.0,
    "says so": 6.0,
    "answers": 2.0,
    "answered": 1.5,
    "across": 1.5,
    "beside": 1.0,
    "apart": 0.25,
    "talked of": -1.5,
    "object": -0.5,
    "one sentence": -1.3,
    "one clause": -2.5,
    "adjacent": -2.5,
    "calls": -3.0,
}
"""What each occurrence adds to the log-odds that two are one, in nats: about what was counted of people and of pairs of people."""
_NAMED, _NAMELESS = 5.5, 4.4
"""Log-odds from which on two names are one person's, and a nameless one is somebody with a name."""
_LEAD = 1.0  # by which the likeliest must lead the next

_ALSO = frozenset(
    {"otherwise", "alias", "late", "formerly", "née", "otherwise called", "otherwise known as", "commonly called", "better known as", "also known as"}
)
"""Between two names of one person: "Claypole, otherwise Bolter"."""
_CALLED = frozenset({"called", "named", "surnamed", "christened", "by name", "by the name of", "whose name was", "who was called", "who was named"})
"""Between a noun and the name of whom it means: "a man named Griffin"."""
_WAS = frozenset({"was", "was indeed", "was no other than", "was none other than", "proved to be", "turned out to be"})
"""Between a noun and the name of whom it means, where a sentence ends with it: "The stranger was Griffin."."""

Pair = tuple[int, int]
Seen = dict[Pair, Counter[str]]
"""How often what was seen of two people, in order, by the names in WORTH."""


def one_person(
    turns: Sequence[Turn], tokens: Tokens, mentions: Mentions, people: Sequence[Person], narrator: int
) -> tuple[dict[int, int], Mapping[Pair, float]]:
    """Return those who are somebody else of the story, each with that somebody; of all others who have to do with one another, the log-odds of it."""
    seen = evidence(turns, tokens, mentions, people, narrator)
    told = {each.person for each in mentions.all if each.way in (Way.NAME, Way.NOUN) and not tokens.quoted[each.first]}
    may = {pair: odds(counts) for pair, counts in seen.items() if narrator not in pair and _open(pair, people, told)}
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in seen:
        beside[one].add(other)
        beside[other].add(one)
    found: dict[int, int] = {}
    while True:
        best = max((pair for pair in may if _enough(pair, may, seen, beside, people)), key=lambda pair: (may[pair], -pair[0], -pair[1]), default=None)
        if best is None:
            return found, {pair: odds(counts) for pair, counts in seen.items()}
        kept, gone = sorted(best, key=lambda person: (not people[person].forms, -people[person].count, person))
        found[gone] = kept
        for other in beside.pop(gone):
            old = pair_of(gone, other)
            counts = seen.pop(old)
            may.pop(old, None)
            beside[other].discard(gone)
            if other != kept:
                new = pair_of(kept, other)
                seen[new] = seen.get(new, Counter()) + counts
                beside[kept].add(other)
                beside[other].add(kept)
                if narrator not in new and _open(new, people, told):
                    may[new] = odds(seen[new])


def odds(counts: Counter[str]) -> float:
    """Return the log-odds that two are one, after what was seen of them."""
    return sum(WORTH[what] * count for what, count in counts.items())


def _open(pair: Pair, people: Sequence[Person], told: set[int]) -> bool:
    """Tell whether two may be one at all: the narration knows both, and one of them by name."""
    one, other = (people[person] for person in pair)
    nameless = [person for person in (one, other) if not person.forms]
    if len(nameless) > 1 or one.fact or other.fact or not told.issuperset(pair) or not compatible(one, other):
        return False
    return not nameless or nameless[0].name.split()[-1] not in kin()


def _enough(pair: Pair, may: dict[Pair, float], seen: Seen, beside: dict[int, set[int]], people: Sequence[Person]) -> bool:
    """Tell whether what was seen of two is enough to make them one."""
    if may[pair] < _NAMELESS:
        return False
    counts = seen[pair]
    if counts["adjacent"] * 3 > sum(counts[what] for what in ("across", "answers", "answered")):
        return False
    nameless = next((person for person in pair if not people[person].forms), -1)
    if nameless < 0:
        return may[pair] >= _NAMED
    others = (pair_of(nameless, other) for other in beside[nameless] if other not in pair)
    return all(may[pair] >= may.get(other, 0.0) + _LEAD for other in others)


def pair_of(one: int, other: int) -> Pair:
    """Return two people as a pair is written: the lower index first."""
    return (one, other) if one < other else (other, one)


def evidence(turns: Sequence[Turn], tokens: Tokens, mentions: Mentions, people: Sequence[Person], narrator: int) -> Seen:
    """Return what was seen of each two people."""
    found: Seen = defaultdict(Counter)

    def note(one: int, other: int, what: str) -> None:
        if one >= 0 and other >= 0 and one != other:
            found[pair_of(one, other)][what] += 1

    _narrated(tokens, mentions, note)
    told = [speaker_told(turn, narrator) for turn in turns]
    far = [_paragraphs(tokens, one, other) for one, other in pairwise(turns)] + [_FAR, _FAR]
    for at, (turn, speaker) in enumerate(zip(turns, told, strict=True)):
        if speaker >= 0 and _talk(far[at : at + 1]):
            note(speaker, told[at + 1], "adjacent")
            if _talk(far[at + 1 : at + 2]) and told[at + 1] not in (speaker, told[at + 2]):
                note(speaker, told[at + 2], "across")
        for person in sorted({each.person for each in turn.called}):
            note(speaker, person, "calls")
            for step, apart, what in ((1, far[at], "answers"), (-1, far[at - 1] if at else _FAR, "answered")):
                if apart == 1 and told[at + step] != speaker:
                    note(person, told[at + step], what)
        for each in (*turn.called, *turn.spoken_of):
            if says_own(tokens, each):
                note(each.person, speaker if speaker >= 0 else _likely(turns, told, far, at, tokens, mentions, people), "says so")
        for each in turn.spoken_of:
            if not says_own(tokens, each):
                note(speaker, each.person, "talked of")
    return found


def _paragraphs(tokens: Tokens, before: Turn, turn: Turn) -> int:
    """Return how many paragraphs lie from a turn to the next, whether or not a scene ends there."""
    return len(set(tokens.blocks[before.last - 1 : turn.first + 1])) - 1 if turn.block - before.until < _FAR else _FAR


_FAR = 9  # paragraphs, as good as any more


def _likely(turns: Sequence[Turn], told: Sequence[int], far: Sequence[int], at: int, tokens: Tokens, mentions: Mentions, people: Sequence[Person]) -> int:
    """Return who says a turn whose tag tells nobody: the subject before "he said", else by turn and turn about; -1 where that is open."""
    tag = turns[at].tag
    if tag is not None:
        if tag.subject.way is not Way.PRONOUN:
            return -1
        acting = [each for each in mentions.between(max(0, turns[at].first - _BEFORE), turns[at].first) if each.subject and each.person >= 0]
        last = next((each.person for each in reversed(acting) if not tokens.quoted[each.first]), -1)
        return last if last >= 0 and people[last].gender.value in (tag.subject.gender, "unknown") else -1
    before = told[at - 2] if at > 1 and _talk(far[at - 2 : at]) and told[at - 1] != told[at - 2] else -1
    after = told[at + 2] if at + 2 < len(told) and _talk(far[at : at + 2]) and told[at + 1] != told[at + 2] else -1
    return before if after in (-1, before) else after if before < 0 else -1


def _talk(far: Sequence[int]) -> bool:
    """Tell whether turns that lie so many paragraphs apart are one talk."""
    return all(1 <= apart <= _NEAR for apart in far)


def _narrated(tokens: Tokens, mentions: Mentions, note: Callable[[int, int, str], None]) -> None:
    """Note how mentions in narration follow upon one another."""
    last: Mention | None = None
    for each in mentions.all:
        if each.person < 0 or tokens.quoted[each.first] or each.way not in (Way.NAME, Way.NOUN):
            continue
        if last is not None and last.person != each.person and each.first - last.last < _AFTER:
            note(last.person, each.person, _following(tokens, last, each))
        last = each


def _following(tokens: Tokens, last: Mention, each: Mention) -> str:
    """Return how two mentions follow upon one another, as WORTH names it."""
    between = range(last.last, each.first)
    if tokens.blocks[each.first] != tokens.blocks[last.first] or any(is_stop(tokens.lower[at]) or tokens.quoted[at] for at in between):
        return "apart"
    if len(between) == 1 and tokens.lower[last.last] == ",":
        return "beside"
    if each.way is Way.NAME and len(between) < _LONGEST and not last.owned:
        words = " ".join(tokens.lower[at] for at in between if tokens.lower[at] not in _LIGHT)
        either = words == "or" and tokens.lower[each.last : each.last + 1] == ["as"]
        was = words in _WAS and tokens.lower[last.first] in ("the", "this") and is_stop(tokens.lower[each.last])
        if words in _ALSO or either or (last.way is Way.NOUN and (was or words in _CALLED)):
            return "also"
    if not any(tokens.lower[at] in _ASUNDER for at in between):
        return "one clause"
    return "one sentence" if last.subject else "object"


_ASUNDER = frozenset({",", ";", ":", "—", "–", "--", "("})
_LONGEST = 7  # tokens between two names of one person
_LIGHT = frozenset({",", "(", "the", "—", "–", "--"})
