"""Hypothesis strategies for the nouns: documents, scripts, voices, utterances. Small by default, odd on purpose."""

from itertools import pairwise

from hypothesis import strategies as st

from audiobook.audio import Audio, from_int16
from audiobook.cast import EngineSpec, Voice
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.script import Character, Kind, Script, Segment
from audiobook.sheet import Gender
from audiobook.take import Utterance

NAMES = ("Anna", "Ben Okafor", "Mrs Doyle", "the ferryman", "Zoë", "Captain O’Hara", "李雷")

_TOKENS = (
    "the",
    "harbour",
    "said",
    "Anna",
    "Zoë",
    "42",
    "don't",
    "“Yes,”",
    '"No',
    "‘tis",
    "…",
    "—",
    "*loud*",
    "&amp;",
    "[a](b)",
    "x_y",
    "e\u0301",
    "🚢",
    "naïve\u00ad",
    "ﬁn",
)

_KINDS = {
    BlockKind.HEADING: st.just(Kind.HEADING),
    BlockKind.PROSE: st.sampled_from((Kind.NARRATION, Kind.DIALOGUE, Kind.THOUGHT)),
    BlockKind.BREAK: st.just(Kind.BREAK),
    BlockKind.NOTE: st.just(Kind.NOTE),
}


def paragraphs() -> st.SearchStrategy[str]:
    """Return non-blank paragraphs without an empty line in them."""
    made = st.lists(st.sampled_from(_TOKENS), min_size=1, max_size=8).map(" ".join)
    free = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
    return st.one_of(made, made, free)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw documents whose blocks cover every letter and digit of the text, once, in order."""
    text, chapters = draw(st.sampled_from(("", "\n"))), []
    for number in range(draw(st.integers(1, 3))):
        start, blocks, title = len(text), [], ""
        kinds = draw(st.lists(st.sampled_from((BlockKind.PROSE, BlockKind.PROSE, BlockKind.BREAK, BlockKind.NOTE)), min_size=1, max_size=5))
        if number or draw(st.booleans()):
            kinds.insert(0, BlockKind.HEADING)
        for kind in kinds:
            content = "* * *" if kind is BlockKind.BREAK else draw(paragraphs())
            title = content.strip() if kind is BlockKind.HEADING else title
            blocks.append(Block(Span(len(text), len(text) + len(content)), kind, why="author's note" if kind is BlockKind.NOTE else ""))
            text += content + draw(st.sampled_from(("\n\n", "\r\n\r\n", "\n\n\n")))
        chapters.append(Chapter(title, Span(start, len(text)), tuple(blocks)))
    return Document(text, tuple(chapters), title=draw(paragraphs()), author="", language="en", source="drawn.txt")


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Draw scripts that keep the law: segments tile every block of their document."""
    document, segments = draw(documents()), []
    for block in document.blocks:
        cuts = sorted(draw(st.sets(st.integers(block.span.start + 1, max(block.span.start + 1, block.span.end - 1)), max_size=3)))
        borders = [block.span.start, *(cut for cut in cuts if cut < block.span.end), block.span.end]
        for start, end in pairwise(borders):
            kind = draw(_KINDS[block.kind])
            speaker = draw(st.one_of(st.none(), st.sampled_from(NAMES))) if kind in (Kind.DIALOGUE, Kind.THOUGHT) else None
            segments.append(Segment(Span(start, end), kind, speaker, draw(st.floats(0, 1)), draw(st.sampled_from(("", "tag: 'said Anna'")))))
    speakers = dict.fromkeys(segment.speaker for segment in segments if segment.speaker)
    characters = tuple(Character(name, (name.split()[-1],), draw(st.sampled_from(Gender)), draw(st.floats(0, 1))) for name in speakers)
    return Script(document, tuple(segments), characters)


def voices() -> st.SearchStrategy[Voice]:
    """Return voices of the tone engine, with every setting in its range."""
    return st.builds(
        Voice,
        engine=st.just(EngineSpec("tone")),
        name=st.sampled_from(("low", "high", "en-us+f3")),
        rate=st.floats(0.5, 2),
        pitch=st.floats(-12, 12),
        volume=st.floats(0, 2),
    )


def utterances() -> st.SearchStrategy[Utterance]:
    """Return what an engine may be asked to say."""
    spoken = st.lists(st.sampled_from(("hello", "Zoë", "42", "well…", "don't")), min_size=1, max_size=6).map(" ".join)
    return st.builds(Utterance, text=spoken, voice=voices(), language=st.sampled_from(("en", "en-gb")), retake=st.integers(0, 3))


@st.composite
def sounds(draw: st.DrawFn) -> Audio:
    """Draw short mono sounds whose samples are exact in 16 bits."""
    import numpy as np

    samples = draw(st.lists(st.integers(-32768, 32767), max_size=50))
    return Audio(from_int16(np.array(samples, dtype=np.int16)), draw(st.sampled_from((8000, 22050, 24000, 44100))))
