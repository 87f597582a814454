"""Scripts and catalogues for the casting's tests, said in few words."""

from collections.abc import Sequence

from audiobook.cast import Catalogue, EngineSpec, Offer
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.script import Character, Kind, Script, Segment
from audiobook.sheet import Gender

ENGINE = EngineSpec("pyttsx3")
OTHER = EngineSpec("espeak", (("gap", 3),))
F, M, U = Gender.FEMALE, Gender.MALE, Gender.UNKNOWN


def play(*chapters: str, people: Sequence[Character] = (), language: str = "en") -> Script:
    """Return a script. A chapter is its speakers in order (`Old_Tobin` is two words); `*` is a scene break, `-` narration; in `(Mara)`, Mara thinks."""
    text, segments, made = "", [], []
    for chapter in chapters:
        start, blocks = len(text), []
        for name in (word.replace("_", " ") for word in chapter.split()):
            begin = len(text)
            text += "***" if name == "*" else "“Words.”"
            span = Span(begin, len(text))
            text += "\n\n"
            blocks.append(Block(span, BlockKind.BREAK if name == "*" else BlockKind.PROSE))
            kind = Kind.BREAK if name == "*" else Kind.NARRATION if name == "-" else Kind.THOUGHT if name.startswith("(") else Kind.DIALOGUE
            segments.append(Segment(span, kind, None if kind in (Kind.BREAK, Kind.NARRATION) else name.strip("()")))
        made.append(Chapter("", Span(start, len(text)), tuple(blocks)))
    known = {person.name for person in people}
    speakers = dict.fromkeys(segment.speaker for segment in segments if segment.speaker)
    characters = (*people, *(Character(name) for name in speakers if name not in known))
    return Script(Document(text, tuple(made), "A Play", "Us", language, "play.txt"), tuple(segments), characters)


def women(*names: str) -> tuple[Character, ...]:
    return tuple(Character(name, gender=F, gender_confidence=0.9) for name in names)


def men(*names: str) -> tuple[Character, ...]:
    return tuple(Character(name, gender=M, gender_confidence=0.9) for name in names)


def catalogue(*offers: Offer) -> Catalogue:
    return Catalogue({ENGINE: offers})


def band(count: int, *, language: str = "en-us") -> tuple[Offer, ...]:
    """Return voices four semitones apart or alike by turns: every third is near the one before it. Women and men by turns."""
    f0 = [80 * 2 ** ((4 * number - 3.5 * (number % 3 == 2)) / 12 % 3) for number in range(count)]
    return tuple(
        Offer(f"{language}+v{number}", language, (F, M)[number % 2], rank=number, f0=f0[number], timbre=(number % 5 * 2.0, 1.0)) for number in range(count)
    )
