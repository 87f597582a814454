"""From a text to a document: paragraphs, what each of them is, chapters, title and author."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.errors import StoryError
from audiobook.readers import notes
from audiobook.readers.asides import asides, inline
from audiobook.readers.breaks import is_break
from audiobook.readers.contents import contents
from audiobook.readers.facts import Facts, facts_of, language
from audiobook.readers.headings import Heading
from audiobook.readers.lines import Line, lines_of
from audiobook.readers.outline import Outline, chapter_title, outline, split_headings
from audiobook.readers.paragraphs import Paragraph, paragraphs_of, words_of
from audiobook.readers.titlepage import TitlePage, title_page
from audiobook.readers.titles import capitals, plain
from audiobook.words import wordless

_LEAST_PREAMBLE = 200  # code points; a part's heading with less behind it belongs to the chapter that follows
_LEAST_SCENE = 1000  # code points; scenes that only blank lines part are not shorter
_FIELD = re.compile(r"[\W_]*(?P<key>title|story|author|written by|language)[*_\s]*:[*_\s]*(?P<value>\S.{0,200}?)[\s*_]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every paragraph was taken for."""

    paragraphs: Sequence[Paragraph]
    notes: Mapping[int, str]
    breaks: set[int]
    outline: Outline
    page: TitlePage


def compose(text: str, source: str, title: str, notices: Sequence[str] = ()) -> Document:
    """Return the document that the text makes; title is what it is called where the text does not tell.

    Raises:
        StoryError: there is no word in the text.
    """
    if not any(sign.isalnum() for sign in text) or (wordless(text[:_PROBE]) and wordless(text)):
        raise StoryError(f"{source}: there is no word in it; a story would work")
    lines = lines_of(text)
    facts = facts_of(text, lines)
    paragraphs = split_headings(paragraphs_of(text, lines[facts.first : facts.last]))
    words = list(words_of(paragraphs))
    reading = _read(paragraphs, words)
    fields = _fields(words, reading.notes) | dict(facts.fields)
    blocks = [*_outer(text, lines, facts, before=True), *_blocks(reading), *_outer(text, lines, facts, before=False)]
    book = next((heading.book for heading in reading.outline.headings.values() if heading.book), "")
    return Document(
        text,
        _chapters(text, blocks, reading),
        fields.get("title") or fields.get("story") or reading.page.title or book or title,
        fields.get("author") or fields.get("written by") or reading.page.author,
        language(fields),
        source,
        tuple(notices),
    )


_PROBE = 20_000  # code points; nearly always there is a word in them


def _read(paragraphs: Sequence[Paragraph], words: Sequence[str]) -> _Reading:
    taken = dict.fromkeys(sorted(contents(paragraphs)), "contents") | asides(paragraphs)
    broken = {index for index, each in enumerate(paragraphs) if index not in taken and len(each.lines) == 1 and is_break(each.text)}
    free = [
        index for index in range(len(paragraphs)) if index not in taken and (index not in broken or plain(words[index]) in ("X", "X."))
    ]  # a break, or the tenth chapter
    found = outline(paragraphs, words, free)
    breaks = broken - found.headings.keys()
    page, found = _own_title(found, paragraphs)
    first = min(found.headings, default=None)
    taken |= dict.fromkeys(page.paragraphs, "title page")
    skip = taken.keys() | breaks
    start = max(page.paragraphs, default=-1) + 1
    noted = notes.opening(paragraphs, words, start, len(paragraphs) if first is None else first, breaks | set(taken)) if paragraphs else set()
    if not page.title:
        page = title_page(paragraphs, words, first, skip | noted)
        taken |= dict.fromkeys(page.paragraphs, "title page")
        if page.paragraphs:
            noted |= notes.opening(paragraphs, words, max(page.paragraphs) + 1, len(paragraphs) if first is None else first, breaks | set(taken))
    noted |= _chapter_notes(paragraphs, words, found, breaks, taken.keys() | noted)
    taken |= {index: "story's header" if notes.headed(words[index]) else "author's note" for index in noted}
    if all(index in taken or index in breaks for index in range(len(paragraphs))):  # never a story of nothing but notes
        taken = {index: why for index, why in taken.items() if why not in ("author's note", "story's header", "title page")}
    return _Reading(paragraphs, dict(sorted(taken.items())), breaks, found, page)


def _own_title(found: Outline, paragraphs: Sequence[Paragraph]) -> tuple[TitlePage, Outline]:
    """Take a Markdown heading that is the book's own title, not a chapter's, out of the outline."""
    first = min(found.headings, default=None)
    if first is None or first > 3:
        return TitlePage(), found
    heading = found.headings[first]
    others = [other.hashes for index, other in found.headings.items() if index != first and other.hashes]
    if not heading.hashes or heading.key or heading.number or any(hashes <= heading.hashes for hashes in others):
        return TitlePage(), found
    if not others and any(not other.hashes for index, other in found.headings.items() if index != first) and len(found.headings) == 1:
        return TitlePage(), found
    left = {index: other for index, other in found.headings.items() if index != first}
    page = TitlePage(heading.title or heading.label, "", frozenset((first,)), first)
    return page, replace(found, headings=left, openers=found.openers - {first} or frozenset(left))


def _chapter_notes(paragraphs: Sequence[Paragraph], words: Sequence[str], found: Outline, breaks: set[int], taken: set[int]) -> set[int]:
    """Return the authors' notes at the start and at the end of each chapter."""
    if not paragraphs:
        return set()
    starts = sorted({0, *found.openers})
    noted: set[int] = set()
    for start, end in pairwise([*starts, len(paragraphs)]):
        body = start
        while body < end and (body in found.headings or body in found.titles or body in taken):
            body += 1
        last = end
        while last > body and last - 1 in taken:
            last -= 1
        if start in found.headings:
            noted |= notes.opening(paragraphs, words, body, last, breaks)
        noted |= notes.closing(paragraphs, words, body, last, breaks)
    return {index for index in noted if index not in taken and index not in found.headings and index not in found.titles}


def _fields(words: Sequence[str], noted: Mapping[int, str]) -> dict[str, str]:
    """Return what the story's own header lines say: `Title: …`, `Author: …`."""
    found: dict[str, str] = {}
    for index, why in noted.items():
        if why == "story's header" and index < 30 and (match := _FIELD.fullmatch(words[index])):
            found.setdefault(match["key"].lower(), match["value"])
    return found


def _outer(text: str, lines: Sequence[Line], facts: Facts, *, before: bool) -> list[Block]:
    """Return the note that the header before the story, or the licence behind it, makes."""
    outside = lines[: facts.first] if before else lines[facts.last :]
    if not outside:
        return []
    return [Block(Span(outside[0].start, outside[-1].end), BlockKind.NOTE, why=facts.header if before else "licence")]


def _blocks(reading: _Reading) -> list[Block]:
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
            unread = list(inline(each))
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


def _blank_scenes(reading: _Reading) -> set[int]:
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


def _chapters(text: str, blocks: Sequence[Block], reading: _Reading) -> tuple[Chapter, ...]:
    """Return the chapters. Notes before the first one belong to it, and a heading with no text behind it to the next one: each has something to say."""
    at_heading = {reading.paragraphs[index].span.start: index for index in reading.outline.headings}
    chapters: list[Chapter] = []
    mine: list[Block] = []
    names: list[tuple[Heading, str]] = []
    told = 0  # code points of prose in the chapter so far

    def close() -> None:
        if mine:
            chapters.append(Chapter(chapter_title(names), Span(mine[0].span.start, mine[-1].span.end), tuple(mine)))
            mine.clear()
            names.clear()

    for block in blocks:
        index = at_heading.get(block.span.start) if block.kind is BlockKind.HEADING else None
        if index is not None and index in reading.outline.openers:
            heading = reading.outline.headings[index]
            if told > (_LEAST_PREAMBLE if names and names[-1][0].level < heading.level else 0):
                close()
                told = 0
            names.append((heading, reading.paragraphs[index + 1].text if index + 1 in reading.outline.titles else ""))
        elif block.kind is BlockKind.PROSE and not (len(block.span) < _LEAST_PREAMBLE and capitals(block.span.of(text))):
            told += len(block.span)
        mine.append(block)
    close()
    return tuple(chapters)
