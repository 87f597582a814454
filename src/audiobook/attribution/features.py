"""What speaks for and against each candidate for a turn: named features, which the model weighs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audiobook.attribution.candidates import candidates, look_back
from audiobook.attribution.kinship import kinship
from audiobook.attribution.leading import lead, leads
from audiobook.attribution.looks import Book, Look
from audiobook.attribution.manners import STEPS
from audiobook.attribution.mentions import Way
from audiobook.attribution.standing import stand_in, who_stands_in
from audiobook.attribution.story import Story
from audiobook.attribution.units import gap

_MANNERS = [f"manner>{step}" for step in range(len(STEPS))]
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


def chains(story: Story, fixed: Mapping[int, int] | None = None) -> Iterator[Iterator[Choice]]:
    """Yield each scene's turns in order, one by one as they are asked for; `fixed` are speakers that a correction gives, by turn."""
    book = Book(story, fixed or {})
    scene: list[int] = []
    for index, turn in enumerate(story.turns):
        if scene and story.turns[scene[-1]].scene != turn.scene:
            yield _choices(book, scene)
            scene = []
        scene.append(index)
    if scene:
        yield _choices(book, scene)


def _choices(book: Book, scene: Sequence[int]) -> Iterator[Choice]:
    """Yield the choices of one scene's turns."""
    tokens = book.story.tokens
    for position, index in enumerate(scene):
        look = book.looks[index]
        before = [book.looks[other] for other in scene[max(0, position - 8) : position]][::-1]
        after = [book.looks[other] for other in scene[position + 1 : position + 4]]
        apart = gap(tokens, before[0].turn, look.turn) if before else "start"
        if look.tagged > -2:
            choice = Choice(index, [look.tagged], [[]], sort=look.sort, anchor=True)
        else:
            around = Counter(book.looks[other].tagged for other in scene[max(0, position - _AROUND) : position + _AROUND + 1])
            choice = _open(book, index, look, before, after, apart, around)
        _steps(choice, look, before, apart, gap(tokens, before[1].turn, before[0].turn) if len(before) > 1 else "start")
        yield choice


def _open(book: Book, index: int, look: Look, before: Sequence[Look], after: Sequence[Look], between: str, around: Counter[int]) -> Choice:
    turn, blocks = look.turn, book.story.tokens.blocks
    seen = look_back(book, look)
    pool = candidates(book, look, before, after, seen)
    ranks = {person: rank for rank, person in enumerate(person for person in seen.recent if person in pool)}
    fitting = [person for person in seen.recent if person in pool and book.agrees(person, look.gender)[:2] != "no"]
    fit_ranks = {person: rank for rank, person in enumerate(fitting)}
    fit_acting = [person for person in seen.acting if person in pool and book.agrees(person, look.gender)[:2] != "no"][:4]
    talkers = sorted((person for person in around if person >= 0), key=lambda person: (-around[person], person))
    known = any(not book.story.people[person].nameless for person in seen.family)
    likest = who_stands_in(book, turn, pool)
    led = lead(book, look, before)
    told = book.manners.steps(turn, pool)
    heaviest = [person for person, _ in sorted(seen.weights.items(), key=lambda item: (-item[1], item[0]))][:3]
    if not pool:
        return Choice(index, [-1], [[]], sort=look.sort)  # a story without anybody in it
    fits = sum(1 for person in pool if book.genders[person] == look.gender) if look.gender else 0
    features: list[list[str]] = []
    bare = "bare" if look.sort in "0b" else "tag"
    for person in pool:
        row = _own(book, person, look)
        row += _near(book, person, look, before, after, between)
        row += leads(book, person, led, between)
        row += _MANNERS[: told.get(person, 0)]
        sort = look.sort
        last = seen.recent.get(person)
        rank, fit = min(ranks.get(person, 9), 6), min(fit_ranks.get(person, 9), 5)
        row.append(f"rank={rank}|{sort}")
        row.append(f"fit={fit}|{sort}")
        row.append(f"acting={fit_acting.index(person) if person in fit_acting else 4}|{sort}")
        row.append(f"talker={min(talkers.index(person), 3) if person in talkers else 'no'}|{min(len(talkers), 3)}|{bare}")
        if sort == "o" and turn.tag is not None:
            row += kinship(book, person, turn.tag.subject, seen.owners, known=known)
            row += stand_in(book, person, turn, likest)
        if look.gender and fits < 3:
            row.append(f"fit={fit}|{sort}|of{fits}")
        if last is None:
            row.append(f"unseen|{sort}")
        else:
            apart = turn.block - blocks[last.first]
            row.append(f"apart={apart if apart < 4 else 4 if apart < 8 else 8}|{sort}")
            if rank == 0:
                row.append(f"latest|{'subject' if last.subject else 'object'}|{sort}|{between}")
        row.append(f"weight={heaviest.index(person) if person in heaviest else 3}|{sort}")
        features.append(row)
    return Choice(index, pool, features, sort=look.sort)


def _own(book: Book, person: int, look: Look) -> list[str]:
    """Return the features of the turn's own paragraph, and the person's own."""
    story, turn, sort = book.story, look.turn, look.sort
    row = [f"share={book.share.get(person, 5)}|{sort}"]
    roles: list[str] = []
    if turn.tag is not None and turn.tag.subject.person == person:
        row.append(f"tag|{turn.tag.order}|{turn.tag.place}|{sort}|{turn.tag.sort}")
        roles.append("tag")
    for where, beat in (("before", turn.before), ("after", turn.after)):
        if beat is None:
            continue
        if beat.person == person:
            row.append(f"beat={where}|{beat.way.name}|{sort}")
            row.append(f"beat={where}|{book.beats}|{sort}")
            row.append(f"beat={where}|{beat.way.name}|{sort}|{book.style}")
            roles.append(where)
        elif beat.way is Way.NAME:
            row.append(f"beat={where}|other|{sort}")
        elif beat.way is Way.SELF:
            row.append(f"beat={where}|I|{'narrator' if person == story.narrator else 'other'}|{sort}")
        elif beat.way is Way.PRONOUN and sort != "p":
            row.append(f"beat={where}|{book.agrees(person, beat.gender)}|{sort}")
    if turn.told is not None:
        told = turn.told.subject
        who = "it" if told.person == person else book.agrees(person, told.gender) if told.way is Way.PRONOUN else "other"
        row.append(f"told {turn.told.place}|{who}|{sort}")
    if turn.tag is not None and turn.tag.to is not None and turn.tag.to.person == person:
        row.append(f"spokento|{sort}")
    if not roles:
        mine = [each for each in (*turn.lead, *turn.trail) if each.person == person and not story.tokens.quoted[each.first]]
        if mine:
            row.append(f"beside|{'subject' if any(each.subject for each in mine) else 'object'}|{sort}")
    if look.gender:
        row.append(f"gender|{book.agrees(person, look.gender)}|{sort}")
    if person in look.called:
        row.append("calls itself")
    elif person in look.spoken_of:
        row.append(f"names itself|{sort}")
    if person == story.narrator:
        row.append(f"narrator|{sort}")
    elif not story.people[person].forms:
        row.append(f"nameless|{sort}")
    if not book.counts[person]:
        row.append("never seen")
    return row


def _near(book: Book, person: int, look: Look, before: Sequence[Look], after: Sequence[Look], between: str) -> list[str]:
    """Return the features of the turns round it."""
    row: list[str] = []
    bare = "bare" if look.sort in "0b" else "tag"
    if before:
        last = before[0]
        if person in last.called:
            row += ["called before", f"called before|{between}|{bare}"]
        elif person in last.spoken_of:
            row.append(f"named before|{between}")
        if last.turn.tag is not None and last.turn.tag.to is not None:
            to = last.turn.tag.to
            if to.person == person:
                row += ["asked before", f"asked before|{between}|{bare}"]
            elif to.way is Way.PRONOUN:
                row.append(f"asked before|{book.agrees(person, to.gender)}")
        for sir in sorted(last.sirs):
            row.append(f"sir before|{book.agrees(person, sir)}|{between}")
        if any(each.person == person for each in last.turn.trail if each.subject):
            row.append(f"trails before|{between}|{bare}")
        if len(before) > 1 and person in before[1].called:
            row.append(f"called two before|{between}")
        for back, other in enumerate(before[:6]):
            if other.tagged == person:
                row.append(f"spoke={back}|{bare}")
                break
    if after:
        following = after[0]
        apart = gap(book.story.tokens, look.turn, following.turn)
        if person in following.called:
            row += ["called after", f"called after|{apart}|{bare}"]
        elif person in following.spoken_of:
            row.append(f"named after|{apart}")
        if following.turn.tag is not None and following.turn.tag.to is not None and following.turn.tag.to.person == person:
            row.append(f"asked after|{apart}|{bare}")
        for sir in sorted(following.sirs):
            row.append(f"sir after|{book.agrees(person, sir)}|{apart}")
        for ahead, other in enumerate(after[:3]):
            if other.tagged == person:
                row.append(f"speaks={ahead}|{apart}|{bare}")
                break
    for sir in sorted(look.sirs):
        row.append(f"says sir|{book.agrees(person, sir)}")
    return row


def _steps(choice: Choice, look: Look, before: Sequence[Look], gap: str, gap_before: str) -> None:
    """Add the features of going from speaker to speaker."""
    sort = look.sort
    question = "?" if before and before[0].turn.asks else "."
    last = before[0].sort if before else "start"
    talk = min(len({other.tagged for other in before if other.tagged >= 0}), 4)
    for name, row in (("same", choice.same), ("back", choice.back), ("new", choice.new)):
        row += [f"{name}|{gap}", f"{name}|{gap}|{sort}", f"{name}|{gap}|{gap_before}"]
        row += [f"{name}|{sort}|after {last}", f"{name}|{question}|{gap}", f"{name}|{talk} talk|{gap}"]
        if before and before[0].called:
            row.append(f"{name}|calls|{gap}")
