"""Stories of any length, invented from templates: for benchmarks and fault runs. The same words and seed give the same story."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

CHAPTER = 3300
"""Words of a chapter, about."""

_WOMEN = ("Hanne", "Odile", "Bertha", "Ximena", "Tamsin", "Ruth")
_MEN = ("Corin", "Aldous", "Pavel", "Winston", "Gideon", "Lars")
_VERBS = ("said", "asked", "answered", "whispered", "called", "replied", "muttered", "shouted")
_ADVERBS = ("quietly", "at last", "slowly", "without turning round", "from the doorway", "over the noise", "after a while", "with a shrug")
_THINGS = (
    "lantern",
    "ledger",
    "rope",
    "kettle",
    "letter",
    "compass",
    "blanket",
    "barrel",
    "ladder",
    "mirror",
    "basket",
    "hammer",
    "map",
    "drum",
    "saddle",
    "coin",
)
_KINDS = ("old", "heavy", "borrowed", "broken", "painted", "empty", "narrow", "forgotten", "crooked", "silver", "wet", "second", "missing", "wooden")
_PLACES = (
    "mill",
    "harbour",
    "orchard",
    "quarry",
    "chapel",
    "tollgate",
    "ferry",
    "cellar",
    "lighthouse",
    "kitchen",
    "bridge",
    "market",
    "stable",
    "tower",
    "well",
)
_TIMES = ("before the rain", "at noon", "after the bells", "on the third day", "when the tide turned", "in the small hours", "by evening", "since the harvest")
_DEEDS = (
    "carried",
    "counted",
    "hid",
    "mended",
    "dropped",
    "sold",
    "lifted",
    "forgot",
    "cleaned",
    "moved",
    "weighed",
    "wrapped",
    "returned",
    "found",
    "dragged",
)
_LOOKS = ("grey", "bright", "silent", "crowded", "cold", "familiar", "smaller than it had been", "full of smoke", "open to the wind", "dark again")
_BIRDS = ("gulls", "crows", "swallows", "geese", "owls", "herons", "sparrows", "pigeons")

_OFTEN = ("twice", "once", "three times", "in wide rings")
_LONG = ("an hour", "most of the night", "two men", "longer than they had thought", "all their patience")


@dataclass(slots=True)
class _Pen:
    """Draws words."""

    chance: random.Random

    def of(self, *words: str) -> str:
        return self.chance.choice(words)

    def thing(self) -> str:
        return f"{self.of(*_KINDS)} {self.of(*_THINGS)}"

    def narration(self) -> str:
        """Return a sentence or two that nobody says."""
        of, thing = self.of, self.thing

        def place() -> str:
            return of(*_PLACES)

        first = of(
            f"The {place()} was {of(*_LOOKS)} {of(*_TIMES)}, and the {thing()} stood where somebody had left it beside the {place()}.",
            f"Above the {place()} the {of(*_BIRDS)} turned {of(*_OFTEN)} and went down towards the {place()}.",
            f"Nobody {of(*_DEEDS)} the {thing()} {of(*_TIMES)}, though the road to the {place()} was {of(*_LOOKS)}.",
            f"It took {of(*_LONG)} to bring the {thing()} from the {place()} to the {place()}.",
            f"The {place()} had been {of(*_LOOKS)} {of(*_TIMES)}; now there was only the {thing()} and the sound of the {of(*_BIRDS)}.",
        )
        second = (
            f"The {self.of(*_BIRDS)} kept to the {self.of(*_PLACES)}, and the {self.thing()} grew {self.of('colder', 'heavier', 'dull', 'wet', 'no lighter')}."
        )
        return f"{first} {second}" if self.chance.random() < 0.5 else first

    def speech(self) -> str:
        """Return what somebody says, without a mark at its end."""
        return self.of(
            f"I {self.of(*_DEEDS)} the {self.thing()} {self.of(*_TIMES)}, and it was not mine to keep",
            f"the {self.of(*_PLACES)} is {self.of(*_LOOKS)}, and we have no {self.thing()}",
            f"nobody goes to the {self.of(*_PLACES)} {self.of(*_TIMES)}",
            f"you {self.of(*_DEEDS)} it in the {self.of(*_PLACES)}, next to the {self.thing()}",
            f"we should have {self.of('left', 'gone', 'turned back', 'asked somebody', 'waited')} {self.of(*_TIMES)}",
            f"there were {self.of(*_BIRDS)} over the {self.of(*_PLACES)}, so take the {self.thing()} with you",
            f"bring the {self.thing()} to the {self.of(*_PLACES)} and say nothing of the {self.of(*_THINGS)}",
        )

    def line(self, speaker: str) -> str:
        """Return a paragraph in which a speaker says something, and is named."""
        said = _capital(self.speech())
        match self.chance.randrange(4):
            case 0:
                return f'"{said}," {speaker} {self.of("said", "answered", "replied")} {self.of(*_ADVERBS)}.'
            case 1:
                return f'"{said}," {self.of(*_VERBS)} {speaker}. "{_capital(self.speech())}."'
            case 2:
                return f'{speaker} {self.of(*_DEEDS)} the {self.thing()}. "{said}."'
            case _:
                return f'"{said}?" {self.of("asked", "called")} {speaker}. {self.narration()}'


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def paragraphs(words: int, seed: int = 1) -> Iterator[str]:
    """Yield a story of about so many words, paragraph by paragraph: title, chapters, narration, speech with and without a tag, thirteen voices."""
    pen = _Pen(random.Random(seed))
    yield "The Ledger of the Ferry"
    yield "By Nobody At All"
    people = _WOMEN + _MEN
    written, chapter, within = 0, 0, CHAPTER
    while written < words:
        if within >= CHAPTER:
            chapter += 1
            within = 0
            yield f"Chapter {chapter}"
        one, other = pen.chance.sample(people, 2)
        piece = [pen.narration() for _ in range(pen.chance.randrange(1, 4))]
        piece += [pen.line(one), pen.line(other)]
        piece += [f'"{_capital(pen.speech())}."' for _ in range(pen.chance.randrange(0, 4))]
        yield from piece
        count = sum(len(paragraph.split()) for paragraph in piece)
        written, within = written + count, within + count


def story(words: int, seed: int = 1) -> str:
    """Return a story of about so many words, as a text file holds it."""
    return "\n\n".join(paragraphs(words, seed)) + "\n"
