"""What speaks for and against each candidate for a turn: named features, which the model weighs."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from audiobook.attribution.mentions import Mention, Way
from audiobook.attribution.story import Story
from audiobook.attribution.units import Turn, gap

NOBODY = -1
"""The candidate of a turn that several speak at once."""
_WINDOW = 70  # mentions that are looked back at
_MOST = 12  # candidates of a turn
_SIR = {
    **dict.fromkeys(["sir", "mister", "lord", "papa", "father", "dad", "daddy", "uncle", "brother"], "male"),
    **dict.fromkeys(["madam", "ma'am", "ma’am", "madame", "lady", "miss", "mamma", "mama", "mother", "mum", "mom", "mummy", "mommy", "aunt", "sister"], "female"),
}
_ROLES = {
    **dict.fromkeys(["father", "mother", "papa", "mamma", "mama", "mum", "mom", "dad", "daddy", "mummy", "stepfather", "stepmother", "parent"], "parent"),
    **dict.fromkeys(["husband", "wife"], "spouse"),
    **dict.fromkeys(["brother", "sister", "sister-in-law", "brother-in-law", "cousin"], "sibling"),
    **dict.fromkeys(["son", "daughter", "nephew", "niece", "grandson", "granddaughter", "child"], "child"),
    **dict.fromkeys(["aunt", "uncle", "grandmother", "grandfather"], "elder"),
}
_OWNERS = {"his": "male", "her": "female"}
_AROUND = 12  # turns on either side that count as the same talk


@dataclass(slots=True)
class Choice:
    """A turn with its candidates."""

    turn: int
    """Index into the story's turns."""
    candidates: list[int]
    features: list[list[str]]
    """Of each candidate, in the candidates' order."""
    same: list[str] = field(default_factory=list)
    """Features of "the speaker before goes on"."""
    back: list[str] = field(default_factory=list)
    """Features of "the speaker of two turns before answers"."""
    new: list[str] = field(default_factory=list)
    """Features of "neither of the two"."""
    sort: str = "0"
    """What the turn offers: n(ame), p(ronoun), o (noun), i, g(roup), b(eat), 0 (a bare paragraph)."""
    anchor: bool = False
    """The words beside it leave no choice."""


@dataclass(slots=True)
class _Turn:
    """What every candidate of a turn is compared with."""

    turn: Turn
    sort: str
    gender: str
    called: set[int]
    spoken_of: set[int]
    sirs: set[str]
    tagged: int
    """Whom its tag names for sure; -2 where it names nobody."""
    heard: int


def chains(story: Story, fixed: Mapping[int, int] | None = None) -> Iterator[list[Choice]]:
    """Yield each scene's turns in order; `fixed` are speakers that a correction gives, by turn."""
    book = _Book(story, fixed or {})
    scene: list[int] = []
    for index, turn in enumerate(story.turns):
        if scene and story.turns[scene[-1]].scene != turn.scene:
            yield book.choices(scene)
            scene = []
        scene.append(index)
    if scene:
        yield book.choices(scene)


class _Book:
    """A story's own habits, and the features of its turns."""

    def __init__(self, story: Story, fixed: Mapping[int, int]) -> None:
        self._story = story
        self._fixed = fixed
        self._genders = [person.gender.value if person.sure > 0.5 else "" for person in story.people]
        self._surely = ["+" if person.sure > 0.9 else "" for person in story.people]
        self._turns = [self._look(turn, index) for index, turn in enumerate(story.turns)]
        self._tags = Counter(look.tagged for look in self._turns if look.tagged >= 0)
        self._counts = Counter(each.person for each in story.mentions.all if each.person >= 0 and not story.tokens.quoted[each.first])
        self._top = [person for person, _ in sorted((self._tags + self._counts).items(), key=lambda item: (-item[1], item[0])) if person != story.narrator][:4]
        most = max(self._tags.values(), default=1)
        self._share = {person: min(4, int(log2(most / count))) for person, count in self._tags.items()}
        self._beats = self._habit()
        self._surnames = [{form.names[-1] for form in person.forms if len(form.names) > 1 or (form.names and form.title in ("mr", "mrs", "miss", "ms", "dr"))} for person in story.people]
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        blocks = story.tokens.blocks
        for position, each in enumerate(story.mentions.all):
            scene = story.scenes[blocks[each.first]]
            starts.setdefault(scene, position)
            ends[scene] = position + 1
        self._edges = {scene: (starts[scene], ends[scene]) for scene in starts}

    def _look(self, turn: Turn, index: int) -> _Turn:
        """Return what a turn shows by itself."""
        story = self._story
        called = {each.person for each in turn.called}
        spoken_of = {each.person for each in turn.spoken_of} - called
        sirs: set[str] = set()
        lower, quoted = story.tokens.lower, story.tokens.quoted
        for position in range(turn.first, turn.last):
            if lower[position] in _SIR and quoted[position] and position + 1 < len(lower) and not lower[position + 1][0].isalpha():
                sirs.add(_SIR[lower[position]])
        sort, gender, tagged = "0", "", -2
        tag = turn.tag
        if index in self._fixed:
            tagged = self._fixed[index]
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
        return _Turn(turn, sort, gender, called, spoken_of, sirs, tagged, turn.last - turn.first)

    def _habit(self) -> str:
        """Return how far this book's beats tell the speaker: "hi", "mid" or "lo"."""
        right = seen = 0
        for look in self._turns:
            if look.tagged < 0:
                continue
            for beat in (look.turn.before,):
                if beat is not None and beat.way is Way.NAME and (look.turn.tag is None or beat is not look.turn.tag.subject):
                    seen += 1
                    right += beat.person == look.tagged
        share = (right + 2) / (seen + 3)
        return "hi" if share > 0.8 else "mid" if share > 0.55 else "lo"

    def choices(self, scene: Sequence[int]) -> list[Choice]:
        """Return the choices of one scene's turns."""
        found: list[Choice] = []
        for position, index in enumerate(scene):
            look = self._turns[index]
            before = [self._turns[other] for other in scene[max(0, position - 8) : position]][::-1]
            after = [self._turns[other] for other in scene[position + 1 : position + 4]]
            gap = self._gap(before[0].turn, look.turn) if before else "start"
            if look.tagged > -2:
                choice = self._anchored(index, look)
            else:
                around = Counter(self._turns[other].tagged for other in scene[max(0, position - _AROUND) : position + _AROUND + 1])
                choice = self._open(index, look, before, after, gap, around)
            _steps(choice, look, before, gap, self._gap(before[1].turn, before[0].turn) if len(before) > 1 else "start")
            found.append(choice)
        return found

    def _anchored(self, index: int, look: _Turn) -> Choice:
        return Choice(index, [look.tagged], [[]], sort=look.sort, anchor=True)

    def _gap(self, before: Turn, turn: Turn) -> str:
        return gap(self._story.tokens, before, turn)

    def _open(self, index: int, look: _Turn, before: Sequence[_Turn], after: Sequence[_Turn], gap: str, around: Counter[int]) -> Choice:
        story, turn = self._story, look.turn
        low, high = self._edges.get(turn.scene, (0, 0))
        at = bisect_left(story.mentions.firsts, turn.first)
        window = story.mentions.all[max(low, at - _WINDOW) : at]
        quoted, blocks = story.tokens.quoted, story.tokens.blocks
        recent: dict[int, Mention] = {}
        acting: dict[int, Mention] = {}
        weights: Counter[int] = Counter()
        first_person = False
        for each in reversed(window):
            if quoted[each.first]:
                continue
            if each.way is Way.SELF:
                first_person = True
                if story.narrator >= 0:
                    recent.setdefault(story.narrator, each)
                continue
            if each.person >= 0:
                weights[each.person] += 1
                recent.setdefault(each.person, each)
                if each.subject:
                    acting.setdefault(each.person, each)
        pool: dict[int, float] = {}

        def offer(person: int, worth: float) -> None:
            if person >= 0:
                pool[person] = max(pool.get(person, 0.0), worth)

        for rank, person in enumerate(recent):
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
        for rank, person in enumerate(self._top):
            offer(person, 2 - 0.4 * rank)
        if story.narrator >= 0:
            offer(story.narrator, 7 if first_person else 3)
        if look.gender:
            for person in pool:
                if self._genders[person] and self._genders[person] != look.gender:
                    pool[person] -= 6 if self._surely[person] else 4
        candidates = sorted(pool, key=lambda person: (-pool[person], person))[:_MOST]
        candidates.sort(key=lambda person: (-(recent[person].first if person in recent else -1), person))
        ranks = {person: rank for rank, person in enumerate(person for person in recent if person in pool)}
        fitting = [person for person in recent if person in pool and (not look.gender or not self._genders[person] or self._genders[person] == look.gender)]
        fit_ranks = {person: rank for rank, person in enumerate(fitting)}
        fit_acting = [person for person in acting if person in pool and (not look.gender or not self._genders[person] or self._genders[person] == look.gender)][:4]
        talkers = sorted((person for person in around if person >= 0), key=lambda person: (-around[person], person))
        kin_owners = self._kin_owners(turn, list(recent))
        heaviest = [person for person, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0]))][:3]
        if not candidates:
            return Choice(index, [-1], [[]], sort=look.sort)  # a story without anybody in it
        fits = sum(1 for person in candidates if self._genders[person] == look.gender) if look.gender else 0
        features: list[list[str]] = []
        bare = "bare" if look.sort in "0b" else "tag"
        for person in candidates:
            row = self._own(person, look)
            row += self._near(person, look, before, after, gap)
            sort = look.sort
            seen = recent.get(person)
            rank, fit = min(ranks.get(person, 9), 6), min(fit_ranks.get(person, 9), 5)
            row.append(f"rank={rank}|{sort}")
            row.append(f"fit={fit}|{sort}")
            row.append(f"acting={fit_acting.index(person) if person in fit_acting else 4}|{sort}")
            row.append(f"talker={min(talkers.index(person), 3) if person in talkers else 'no'}|{min(len(talkers), 3)}|{bare}")
            if sort == "o" and turn.tag is not None:
                row += self._kinship(person, turn.tag.subject, kin_owners)
            if look.gender and fits < 3:
                row.append(f"fit={fit}|{sort}|of{fits}")
            if seen is None:
                row.append(f"unseen|{sort}")
            else:
                apart = turn.block - blocks[seen.first]
                row.append(f"apart={apart if apart < 4 else 4 if apart < 8 else 8}|{sort}")
                if rank == 0:
                    row.append(f"latest|{'subject' if seen.subject else 'object'}|{sort}|{gap}")
            row.append(f"weight={heaviest.index(person) if person in heaviest else 3}|{sort}")
            features.append(row)
        return Choice(index, candidates, features, sort=look.sort)

    def _own(self, person: int, look: _Turn) -> list[str]:
        """Return the features of the turn's own paragraph, and the person's own."""
        story, turn, sort = self._story, look.turn, look.sort
        row = [f"share={self._share.get(person, 5)}|{sort}"]
        roles: list[str] = []
        if turn.tag is not None and turn.tag.subject.person == person:
            row.append(f"tag|{turn.tag.order}|{turn.tag.place}|{sort}|{turn.tag.sort}")
            roles.append("tag")
        for where, beat in (("before", turn.before), ("after", turn.after)):
            if beat is None:
                continue
            if beat.person == person:
                row.append(f"beat={where}|{beat.way.name}|{sort}")
                row.append(f"beat={where}|{self._beats}|{sort}")
                roles.append(where)
            elif beat.way is Way.NAME:
                row.append(f"beat={where}|other|{sort}")
            elif beat.way is Way.SELF:
                row.append(f"beat={where}|I|{'narrator' if person == story.narrator else 'other'}|{sort}")
            elif beat.way is Way.PRONOUN and sort != "p":
                row.append(f"beat={where}|{self._agrees(person, beat.gender)}|{sort}")
        if turn.tag is not None and turn.tag.to is not None and turn.tag.to.person == person:
            row.append(f"spokento|{sort}")
        if not roles:
            mine = [each for each in (*turn.lead, *turn.trail) if each.person == person and not story.tokens.quoted[each.first]]
            if mine:
                row.append(f"beside|{'subject' if any(each.subject for each in mine) else 'object'}|{sort}")
        if look.gender:
            row.append(f"gender|{self._agrees(person, look.gender)}|{sort}")
        if person in look.called:
            row.append("calls itself")
        elif person in look.spoken_of:
            row.append(f"names itself|{sort}")
        if person == story.narrator:
            row.append(f"narrator|{sort}")
        elif not story.people[person].forms:
            row.append(f"nameless|{sort}")
        if not self._counts[person]:
            row.append("never seen")
        if sort == "o" and turn.tag is not None and turn.tag.subject.person != person:
            noun = turn.tag.subject.person
            row.append(f"noun for {'a name' if story.people[person].forms else 'another'}|{'known' if noun >= 0 else 'unknown'}")
            if noun >= 0:
                row.append(f"stands in|{story.standins.get((min(noun, person), max(noun, person)), 'never')}")
        return row

    def _kin_owners(self, turn: Turn, recent: Sequence[int]) -> list[int]:
        """Return whose "mother" a tag may mean: the last people named, of the pronoun's gender."""
        if turn.tag is None or turn.tag.subject.way is not Way.NOUN:
            return []
        gender = _OWNERS.get(self._story.tokens.lower[turn.tag.subject.first], "")
        return [person for person in recent if gender and self._genders[person] in (gender, "")][:3]

    def _kinship(self, person: int, subject: Mention, owners: Sequence[int]) -> list[str]:
        """Return the features of "her mother" standing for a person."""
        role = _ROLES.get(subject.noun.split()[-1], "")
        if not role:
            return []
        who = self._story.people[person]
        if who.nameless:
            return [f"kin|{role}|nameless|{'self' if subject.person == person else 'other'}"]
        family = any(owner != person and self._surnames[owner] & self._surnames[person] for owner in owners)
        titled = next((form.title for form in who.forms if form.title in ("mr", "mrs", "miss", "aunt", "uncle", "lady", "sir")), "none")
        row = [f"kin|{role}|{'family' if family else 'stranger'}", f"kin|{role}|{titled}", f"kin|{role}|{titled}|{'family' if family else 'stranger'}"]
        if person in owners[:1]:
            row.append(f"kin|{role}|owner")
        return row

    def _agrees(self, person: int, gender: str) -> str:
        mine = self._genders[person]
        if not mine or not gender:
            return "open"
        return ("yes" if mine == gender else "no") + self._surely[person]

    def _near(self, person: int, look: _Turn, before: Sequence[_Turn], after: Sequence[_Turn], gap: str) -> list[str]:
        """Return the features of the turns round it."""
        row: list[str] = []
        bare = "bare" if look.sort in "0b" else "tag"
        if before:
            last = before[0]
            if person in last.called:
                row += ["called before", f"called before|{gap}|{bare}"]
            elif person in last.spoken_of:
                row.append(f"named before|{gap}")
            if last.turn.tag is not None and last.turn.tag.to is not None:
                to = last.turn.tag.to
                if to.person == person:
                    row += ["asked before", f"asked before|{gap}|{bare}"]
                elif to.way is Way.PRONOUN:
                    row.append(f"asked before|{self._agrees(person, to.gender)}")
            for sir in sorted(last.sirs):
                row.append(f"sir before|{self._agrees(person, sir)}|{gap}")
            if any(each.person == person for each in last.turn.trail if each.subject):
                row.append(f"trails before|{gap}|{bare}")
            if len(before) > 1 and person in before[1].called:
                row.append(f"called two before|{gap}")
            for back, other in enumerate(before[:6]):
                if other.tagged == person:
                    row.append(f"spoke={back}|{bare}")
                    break
        if after:
            following = after[0]
            apart = self._gap(look.turn, following.turn)
            if person in following.called:
                row += ["called after", f"called after|{apart}|{bare}"]
            elif person in following.spoken_of:
                row.append(f"named after|{apart}")
            if following.turn.tag is not None and following.turn.tag.to is not None and following.turn.tag.to.person == person:
                row.append(f"asked after|{apart}|{bare}")
            for sir in sorted(following.sirs):
                row.append(f"sir after|{self._agrees(person, sir)}|{apart}")
            for ahead, other in enumerate(after[:3]):
                if other.tagged == person:
                    row.append(f"speaks={ahead}|{apart}|{bare}")
                    break
        for sir in sorted(look.sirs):
            row.append(f"says sir|{self._agrees(person, sir)}")
        return row


def _steps(choice: Choice, look: _Turn, before: Sequence[_Turn], gap: str, gap_before: str) -> None:
    """Add the features of going from speaker to speaker."""
    sort = look.sort
    question = "?" if before and before[0].turn.asks else "."
    last = before[0].sort if before else "start"
    calls = "calls" if before and before[0].called else ""
    talk = min(len({other.tagged for other in before if other.tagged >= 0}), 4)
    for name, row in (("same", choice.same), ("back", choice.back), ("new", choice.new)):
        row += [f"{name}|{gap}", f"{name}|{gap}|{sort}", f"{name}|{gap}|{gap_before}", f"{name}|{sort}|after {last}", f"{name}|{question}|{gap}", f"{name}|{talk} talk|{gap}"]
        if calls:
            row.append(f"{name}|{calls}|{gap}")
