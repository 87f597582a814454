"""From a text to a document: blocks, chapters, title and author."""

from collections.abc import Sequence
from itertools import pairwise

from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.errors import StoryError
from audiobook.readers.asides import inline
from audiobook.readers.facts import facts_of, language
from audiobook.readers.headings import Heading, Level
from audiobook.readers.lines import Line, lines_of
from audiobook.readers.outline import chapter_title, split_headings
from audiobook.readers.paragraphs import Paragraph, paragraphs_of
from audiobook.readers.reading import Hints, Reading, interpret
from audiobook.readers.titles import capitals
from audiobook.words import wordless

_PROBE = 20_000  # code points; nearly always there is a word in them
_LEAST_PREAMBLE = 200  # code points; a part's heading with less behind it belongs to the chapter that follows
_LEAST_SCENE = 1000  # code points; scenes that only blank lines part are not shorter


def compose(text: str, source: str, title: str, notices: Sequence[str] = ()) -> Document:
    """Return the document that a plain text makes; title is what it is called where the text does not tell.

    Raises:
        StoryError: there is no word in the text.
    """
    lines = lines_of(text)
    facts = facts_of(text, lines)
    reading = interpret(split_headings(paragraphs_of(text, lines[facts.first : facts.last])), Hints(fields=facts.fields))
    before, after = lines[: facts.first], lines[facts.last :]
    return assemble(text, reading, source, title, notices, outer=(_outer(before, facts.header), _outer(after, "licence")))


def assemble(
    text: str, reading: Reading, source: str, title: str, notices: Sequence[str] = (), *, outer: tuple[Sequence[Block], Sequence[Block]] = ((), ())
) -> Document:
    """Return the document that a text makes whose paragraphs are told apart; outer are the blocks before and after them.

    Raises:
        StoryError: there is no word in the text.
    """
    if not any(sign.isalnum() for sign in text) or (wordless(text[:_PROBE]) and wordless(text)):
        raise StoryError(f"{source}: there is no word in it; a story would work")
    fields = reading.fields
    book = next((heading.book for heading in reading.outline.headings.values() if heading.book), "")
    return Document(
        text,
        _chapters(text, [*outer[0], *_blocks(reading), *outer[1]], reading),
        fields.get("title") or fields.get("story") or reading.page.title or book or title,
        fields.get("author") or fields.get("written by") or reading.page.author,
        language(fields),
        source,
        tuple(notices),
    )


def _outer(lines: Sequence[Line], why: str) -> list[Block]:
    """Return the note that the header before the story, or the licence behind it, makes."""
    return [Block(Span(lines[0].start, lines[-1].end), BlockKind.NOTE, why=why)] if lines else []


def _blocks(reading: Reading) -> list[Block]:
    blocks: list[Block] = []
    scenes = _blank_scenes(reading)
    for index, each in enumerate(reading.paragraphs):
        if index in scenes:
            blocks.append(Block(Span(reading.paragraphs[index - 1].span.end, each.span.start), BlockKind.BREAK))
        if index in reading.notes:
            blocks.append(Block(each.span, BlockKind.NOTE, why=reading.notes[index]))
        elif index in reading.breaks:
            blocks.append(Block(each.span, BlockKind.BREAK))
        else:
            unread = sorted({*inline(each), *((span, "footnote") for span in reading.hints.unread.get(index, ()))})
            unread = [piece for place, piece in enumerate(unread) if not place or unread[place - 1][0].end <= piece[0].start]
            if unread and not _remains(each, [span for span, _ in unread]):
                blocks.append(Block(each.span, BlockKind.NOTE, why=unread[0][1]))
                continue
            kind = BlockKind.HEADING if index in reading.outline.headings or index in reading.outline.titles else BlockKind.PROSE
            blocks.append(Block(each.span, kind, tuple(span for span, _ in unread), ", ".join(dict.fromkeys(why for _, why in unread))))
    return blocks


def _remains(each: Paragraph, unread: Sequence[Span]) -> bool:
    """Tell whether there is a word in the paragraph besides what is no part of the story."""
    edges = [each.span.start, *(edge for span in unread for edge in (span.start, span.end)), each.span.end]
    return any(sign.isalnum() for start, end in zip(edges[::2], edges[1::2], strict=True) for sign in each.text[start - edges[0] : end - edges[0]])


def _blank_scenes(reading: Reading) -> set[int]:
    """Return the paragraphs before which blank lines alone end a scene: only where nothing else does, and they do it alike and seldom."""
    if reading.breaks:
        return set()
    marked = reading.notes.keys() | reading.outline.headings.keys() | reading.outline.titles
    inner = [index for index in range(1, len(reading.paragraphs)) if index not in marked and index - 1 not in marked]
    gaps = [(index, reading.paragraphs[index].gap) for index in inner]
    if not gaps:
        return set()
    usual = sorted(gap for _, gap in gaps)[len(gaps) // 2]
    wide = [(index, gap) for index, gap in gaps if gap > usual]
    edges = [0, *(reading.paragraphs[index].span.start for index, _ in wide), reading.paragraphs[-1].span.end]
    if len(wide) < 2 or len({gap for _, gap in wide}) > 1 or min(after - before for before, after in pairwise(edges)) < _LEAST_SCENE:
        return set()
    opened_by_speech = sum(reading.paragraphs[index].text[0] in "\"“«'‘" for index, _ in wide)
    return {index for index, _ in wide} if 2 * opened_by_speech < len(wide) else set()


def _chapters(text: str, blocks: Sequence[Block], reading: Reading) -> tuple[Chapter, ...]:
    """Return the chapters. Notes before the first one belong to it, and a heading with no text behind it to the next one: each has something to say."""
    headings, titles = reading.outline.headings, reading.outline.titles
    at_heading = {reading.paragraphs[index].span.start: index for index in headings.keys() & reading.outline.openers}
    at_start = {reading.paragraphs[index].span.start: name for index, name in reading.hints.starts.items()}
    chapters: list[Chapter] = []
    mine: list[Block] = []
    names: list[tuple[Heading, str]] = []
    told = 0  # code points of prose in the chapter so far

    def close(least: int) -> None:
        nonlocal told
        if mine and told > least:
            chapters.append(Chapter(chapter_title(names), Span(mine[0].span.start, mine[-1].span.end), tuple(mine)))
            mine.clear()
            names.clear()
            told = 0

    for block in blocks:
        index = at_heading.get(block.span.start)
        if block.span.start in at_start:
            close(0)
            names.append((Heading(Level.CHAPTER, "", 0, at_start[block.span.start]), ""))
        elif index is not None:
            close(_LEAST_PREAMBLE if names and names[-1][0].level < headings[index].level else 0)
            names.append((headings[index], reading.paragraphs[index + 1].text if index + 1 in titles else ""))
        if block.kind is BlockKind.PROSE and not (len(block.span) < _LEAST_PREAMBLE and capitals(block.span.of(text))):
            told += len(block.span)
        mine.append(block)
    close(-1)
    return tuple(chapters)
