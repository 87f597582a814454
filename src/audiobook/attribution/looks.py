"""What each turn shows by itself, and a book's own habits, against which candidates are weighed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from audiobook.attribution.lexicon import offices, words
from audiobook.attribution.manners import Manners
from audiobook.attribution.mentions import Way, calls_at
from audiobook.attribution.person import Person
from audiobook.attribution.story import Story
from audiobook.attribution.units import Turn

_MANY = 9  # one turn in so many shows its speaker by a beat in prose that does so as a habit
NOBODY = -1
"""The speaker of a turn that several speak at once."""


@dataclass(slots=True)
class Look:
    """What every candidate of a turn is compared with."""

    turn: Turn
    sort: str
    """What it offers: n(ame), p(ronoun), o (noun), i, g(roup), b(eat), 0 (a bare paragraph)."""
    gender: str
    """What its tag or beat tells of the speaker, or empty."""
    called: frozenset[int]
    spoken_of: frozenset[int]
    sirs: frozenset[str]
    """Genders of those it calls "sir" or "mamma"."""
    tagged: int
    """Whom its tag names for sure; -2 where it names nobody."""


def look_at(story: Story, turn: Turn, fixed: int | None) -> Look:
    """Return what a turn shows by itself; `fixed` is the speaker that a correction gives."""
    called = frozenset(each.person for each in turn.called)
    spoken_of = frozenset(each.person for each in turn.spoken_of) - called
    lower, quoted = story.tokens.lower, story.tokens.quoted
    said = {lower[at] for at in range(turn.first, turn.last) if quoted[at] and at + 1 < len(lower) and not lower[at + 1][0].isalpha()}
    sirs = frozenset(gender for gender, section in (("male", "sirs"), ("female", "madams")) if said & words(section))
    sort, gender, tagged = "0", "", -2
    tag = turn.tag
    if fixed is not None:
        tagged = fixed
        sort = "n"
    elif tag is not None:
        subject = tag.subject
        gender = subject.gender
        if subject.way is Way.NAME:
            sort = "n"
            tagged = subject.person if tag.order != "far" and tag.sort == "say" and not (subject.person in called and tag.place != "after") else -2
        elif subject.way is Way.PRONOUN:
            sort = "p"
        elif subject.way is Way.NOUN:
            sort = "o"
            if subject.person >= 0 and story.people[subject.person].fact and tag.order != "far" and tag.sort == "say":  # the sheet says who that is
                sort, tagged = "n", subject.person
        elif subject.way is Way.SELF:
            sort = "i"
            tagged = story.narrator if story.narrator >= 0 and tag.order != "far" else -2
        else:
            sort = "g"
            tagged = NOBODY if tag.order != "far" else -2
    elif turn.before is not None or turn.after is not None or turn.lead or turn.trail:
        sort = "b"
        beat = turn.before or turn.after
        gender = beat.gender if beat is not None and beat.way is Way.PRONOUN else ""
    return Look(turn, sort, gender, called, spoken_of, sirs, tagged)


class Book:
    """A story with its habits: who is of which gender, who talks much, what beats are worth."""

    def __init__(self, story: Story, fixed: Mapping[int, int]) -> None:
        self.story = story
        self.genders = [person.gender.value if person.sure > 0.5 else "" for person in story.people]
        self.surely = ["+" if person.sure > 0.9 else "" for person in story.people]
        self.looks = [look_at(story, turn, fixed.get(index)) for index, turn in enumerate(story.turns)]
        self._call_titles()
        tags = Counter(look.tagged for look in self.looks if look.tagged >= 0)
        self.counts = Counter(each.person for each in story.mentions.all if each.person >= 0 and not story.tokens.quoted[each.first])
        self.top = [person for person, _ in sorted((tags + self.counts).items(), key=lambda item: (-item[1], item[0])) if person != story.narrator][:4]
        most = max(tags.values(), default=1)
        self.share = {person: min(4, int(log2(most / count))) for person, count in tags.items()}
        self.beats = _habit(self.looks)
        acting = sum(look.sort == "b" and any(beat is not None and beat.way is Way.NAME for beat in (look.turn.before, look.turn.after)) for look in self.looks)
        self.style = "beats" if acting * _MANY > len(self.looks) else "tags"
        """Whether the book tells speakers by what they do beside their lines, as modern prose does."""
        ways = Counter(look.sort for look in self.looks)
        self.nouns = next((name for name, share in (("few", 0.08), ("some", 0.25), ("many", 0.5)) if ways["o"] < share * (ways["o"] + ways["n"])), "most")
        """How often the book says "the old man" for a name in its tags."""
        self.called = Counter(look.turn.tag.subject.person for look in self.looks if look.sort == "o" and look.turn.tag is not None)
        """How often each speaks by a common noun."""
        self.manners = Manners(story.tokens, ((look.tagged, look.turn) for look in self.looks))
        self.surnames = [_surnames(person) for person in story.people]
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        blocks = story.tokens.blocks
        for position, each in enumerate(story.mentions.all):
            scene = story.scenes[blocks[each.first]]
            starts.setdefault(scene, position)
            ends[scene] = position + 1
        self.edges = {scene: (starts[scene], ends[scene]) for scene in starts}

    def _call_titles(self) -> None:
        """Add whom "yes, doctor" calls: of those who bear the title, the one most named."""
        named = Counter(each.person for each in self.story.mentions.all if each.person >= 0)
        bearers: dict[str, int] = {}
        for person in sorted(named, key=lambda person: (named[person], person)):
            for form in self.story.people[person].forms:
                title = form.names[0].lower() if form.the and len(form.names) == 1 else form.title
                if title in offices():
                    bearers[title] = person
        lower, quoted = self.story.tokens.lower, self.story.tokens.quoted
        for look in self.looks:
            for at in range(look.turn.first, look.turn.last):
                if lower[at] in bearers and quoted[at] and calls_at(self.story.tokens, at, at + 1):
                    look.called |= {bearers[lower[at]]}

    def agrees(self, person: int, gender: str) -> str:
        """Return whether a person is of a gender: "yes" or "no" ("+": surely), "open" where that is not known."""
        mine = self.genders[person]
        if not mine or not gender:
            return "open"
        return ("yes" if mine == gender else "no") + self.surely[person]


def _surnames(person: Person) -> set[str]:
    return {form.names[-1] for form in person.forms if len(form.names) > 1 or (form.names and form.title in ("mr", "mrs", "miss", "ms", "dr"))}


def _habit(looks: Sequence[Look]) -> str:
    """Return how far this book's beats tell the speaker: "hi", "mid" or "lo"."""
    right = seen = 0
    for look in looks:
        if look.tagged < 0:
            continue
        beat = look.turn.before
        if beat is not None and beat.way is Way.NAME and (look.turn.tag is None or beat is not look.turn.tag.subject):
            seen += 1
            right += beat.person == look.tagged
    share = (right + 2) / (seen + 3)
    return "hi" if share > 0.8 else "mid" if share > 0.55 else "lo"
