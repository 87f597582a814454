"""Scripts by hand, with lines of a certain confidence, and a memory that counts."""

from dataclasses import dataclass, field, replace

from audiobook.attribution import attribute
from audiobook.consulting.chat import Chat
from audiobook.consulting.consult import consult
from audiobook.consulting.endpoint import Endpoint, Inquiry
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.events import Event, Notice
from audiobook.script import Character, Kind, Script, Segment, check_tiling
from audiobook.sheet import Gender

CAST = (
    Character("Odile Marr", ("Odile", "the pilot"), Gender.FEMALE, 1.0),
    Character("Bram", ("Uncle",), Gender.MALE, 1.0),
    Character("Tess", ("Uncle",), Gender.FEMALE, 1.0),
)


def play(*rows: tuple[str, str | None, float] | str, characters: tuple[Character, ...] = CAST) -> Script:
    """Return a script of one chapter, a paragraph a row: narration as text ("***" is a break), speech as (text, speaker, confidence)."""
    text = ""
    blocks: list[Block] = []
    segments: list[Segment] = []
    for row in rows:
        told, speaker, confidence = row if isinstance(row, tuple) else (row, None, 1.0)
        span = Span(len(text), len(text) + len(told))
        kind = Kind.BREAK if told == "***" else Kind.DIALOGUE if isinstance(row, tuple) else Kind.NARRATION
        blocks.append(Block(span, BlockKind.BREAK if kind is Kind.BREAK else BlockKind.PROSE))
        segments.append(Segment(span, kind, speaker, confidence, f"reason {len(segments)}" if kind is Kind.DIALOGUE else ""))
        text += f"{told}\n\n"
    document = Document(text, (Chapter("", Span(0, len(text)), tuple(blocks)),), "T", "A", "en", "t.txt")
    script = Script(document, tuple(segments), characters)
    check_tiling(script)
    return script


def doubtful(text: str) -> Script:
    """Return what attribution makes of a story, with every line uncertain."""
    made = attribute(Document(text, (Chapter("", Span(0, len(text)), tuple(_blocks(text))),), "T", "A", "en", "t.txt"))
    return replace(made, segments=tuple(replace(segment, confidence=min(segment.confidence, 0.5)) for segment in made.segments))


def _blocks(text: str) -> list[Block]:
    at, blocks = 0, []
    for part in text.split("\n\n"):
        blocks.append(Block(Span(at, at + len(part)), BlockKind.PROSE))
        at += len(part) + 2
    return blocks


@dataclass
class Kept:
    """A memory."""

    texts: dict[str, str] = field(default_factory=dict)

    def recall(self, key: str) -> str | None:
        return self.texts.get(key)

    def remember(self, key: str, text: str) -> None:
        self.texts[key] = text


@dataclass
class Consulted:
    """What came of asking."""

    script: Script
    notices: list[str]
    waits: list[float]

    @property
    def speakers(self) -> list[str | None]:
        """Of the lines, in order."""
        return [segment.speaker for segment in self.script.segments if segment.kind is Kind.DIALOGUE]


def asked(
    script: Script, base: str, memory: Kept | None = None, *, model: str = "m", key: str = "", total: float = 5.0, send: bool = True, **bounds: float
) -> Consulted:
    """Ask, with short deadlines and no waiting between tries."""
    endpoint = Endpoint(base, model, connect=1.0, total=total, tries=3)
    notices: list[str] = []
    waits: list[float] = []

    def report(event: Event) -> None:
        assert isinstance(event, Notice)
        notices.append(event.message)

    made = consult(script, Inquiry(endpoint, **bounds), report, memory or Kept(), chat=Chat(endpoint, key, waits.append), send=send)  # type: ignore[arg-type]
    assert made.document is script.document
    assert [(segment.span, segment.kind) for segment in made.segments] == [(segment.span, segment.kind) for segment in script.segments]
    check_tiling(made)
    return Consulted(made, notices, waits)
