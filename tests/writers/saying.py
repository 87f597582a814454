"""Small books whose script and timeline tell of each other: who says what, when."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from audiobook.book import Book
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.script import Character, Kind, Script, Segment
from audiobook.take import Take
from audiobook.timeline import Clip, Mark, Timeline
from audiobook.writers import open_writer
from tests.writers.making import RATE, TAGS, cover, pressed

Said = tuple[str, Kind, str | None]
"""A segment: its text, what it is, who says it."""

HEADING, NARRATION, DIALOGUE, THOUGHT, NOTE, BREAK = Kind.HEADING, Kind.NARRATION, Kind.DIALOGUE, Kind.THOUGHT, Kind.NOTE, Kind.BREAK
STORY: list[list[list[Said]]] = [
    [
        [("# The *Salt* Road", HEADING, None)],
        [("“Come <b>in</b>,”", DIALOGUE, "Mira"), ("said Mira & nobody *else*.", NARRATION, None)],
        [("[Illustration]", NOTE, None)],
        [("***", BREAK, None)],
        [("_Never_, he thought.", THOUGHT, 'Joss "J" <i>')],
    ],
    [[("## Two", HEADING, None)], [("“No one,”", DIALOGUE, None), ("it was said --> 1 < 2.", NARRATION, None)]],
]
_KINDS = {HEADING: BlockKind.HEADING, NOTE: BlockKind.NOTE, BREAK: BlockKind.BREAK}


def script_of(story: Sequence[Sequence[Sequence[Said]]] = STORY) -> Script:
    """Return the script of chapters of blocks of segments; blocks stand a blank line apart, segments a space."""
    text, segments, chapters = "", [], []
    for blocks in story:
        made: list[Block] = []
        for block in blocks:
            start = len(text)
            for place, (words, kind, speaker) in enumerate(block):
                text += " " if place else ""
                segments.append(Segment(Span(len(text), len(text) + len(words)), kind, speaker, 0.5 if kind is DIALOGUE else 1.0, "because"))
                text += words
            made.append(Block(Span(start, len(text)), _KINDS.get(block[0][1], BlockKind.PROSE)))
            text += "\n\n"
        title = blocks[0][0][0].lstrip("# ") if blocks[0][0][1] is HEADING else ""
        chapters.append(Chapter(title, Span(made[0].span.start, made[-1].span.end), tuple(made)))
    speakers = dict.fromkeys(segment.speaker for segment in segments if segment.speaker)
    return Script(Document(text, tuple(chapters), TAGS.title, TAGS.author, "en", "salt.txt"), tuple(segments), tuple(map(Character, speakers)))


def spoken(script: Script, lengths: Sequence[int], announced: Sequence[str] = (), rate: int = RATE) -> Timeline:
    """Return a timeline: every line that is no note takes 0.3 s, 0.05 s apart, from 0.1 s into its chapter; lengths are the chapters', in samples."""
    clips, marks, at = [], [], 0
    for (chapter, blocks), length in zip(script.chapters(), lengths, strict=True):
        marks.append(Mark(chapter.title, at))
        lines: list[tuple[int | None, str]] = [(None, text) for text in announced] if not at else []
        for _, indices in blocks:
            lines += [(index, script.text(script.segments[index])) for index in indices if script.segments[index].kind not in (NOTE, BREAK)]
        for place, (index, text) in enumerate(lines):
            take = Take(f"{index}", Path("none"), "none", rate, round(0.3 * rate))
            clips.append(Clip(take, at + round((0.1 + 0.35 * place) * rate), take.length, 1.0, index, text))
        at += length
    return Timeline(rate, at, tuple(clips), tuple(marks))


def told(folder: Path, announced: Sequence[str] = ("The Salt Road", "By Ada Brandt"), formats: Sequence[str] = ("m4b",)) -> Book:
    """Return the story as a book, pressed for the formats."""
    folder.mkdir(parents=True, exist_ok=True)
    script = script_of()
    master = pressed(folder, {open_writer(kind).coding(RATE, None) for kind in formats}, len(STORY))
    lengths = [pressing.length for pressing in next(iter(master.values()))]
    return Book(script, spoken(script, lengths, announced), master, replace(TAGS), cover())
