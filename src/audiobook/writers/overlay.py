"""The pages of a book to read along, and what is heard of each while it is read (EPUB 3.3, 9: Media Overlays).

A line is lit from its first word until the next line's: reading systems jump from one stretch to the next, and would leave out the pauses between them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from audiobook.book import Book
from audiobook.document import BlockKind
from audiobook.script import Kind
from audiobook.timeline import Timeline
from audiobook.writers.reading import Paragraph, Piece, chapters
from audiobook.writers.tags import line
from audiobook.writers.times import stretches


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of sound. Times in milliseconds from the start of its chapter's sound."""

    chapter: int
    """Index into Timeline.marks."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the book."""

    name: str
    title: str
    body: str
    """XHTML, without its outer element."""
    lines: tuple[tuple[str, Heard], ...] = ()
    """What is heard of it: identifiers of its elements, in the order of their sound."""


def pages(book: Book) -> list[Page]:
    """Return the title page with what is announced at the start, the chapters, and a page for what is announced at the end, if anything is."""
    heard = _heard(book.timeline)
    spoken = {index: when for index, _, when in heard if index is not None}
    story = [(chapter.title, paragraphs) for chapter, paragraphs in chapters(book.script) if paragraphs]
    made = [
        Page(f"chapter-{number:03d}", line(title) or str(number), _chapter(book, paragraphs, spoken), _lines(paragraphs, spoken))
        for number, (title, paragraphs) in enumerate(story, 1)
    ]
    first = next((place for place, (index, _, _) in enumerate(heard) if index is not None), len(heard))
    opening, closing = heard[:first], [each for each in heard[first:] if each[0] is None]
    ending = [Page("ending", "Ending", *_announced("ending", closing))] if closing else []
    return [_title(book, opening), *made, *ending]


_Said = tuple[int | None, str, Heard]  # segment, words, when


def _heard(timeline: Timeline) -> list[_Said]:
    """Return what is said when: without a gap from each chapter's start to its end."""
    starts = [mark.start for mark in timeline.marks]
    lengths = [end - start for start, end in zip(starts, [*starts[1:], timeline.length], strict=True)]
    said: list[_Said] = []
    for stretch in stretches(timeline):
        chapter = bisect_right(starts, stretch.start) - 1
        begin = round((stretch.start - starts[chapter]) * 1000 / timeline.rate)
        whole = lengths[chapter] * 1000 // timeline.rate
        if said and said[-1][2].chapter == chapter:
            index, text, before = said[-1]
            begin = max(begin, before.start + 1)
            said[-1] = index, text, replace(before, end=begin)
        else:
            begin = 0
        said.append((stretch.segment, stretch.text, Heard(chapter, begin, max(whole, begin + 1))))
    return said


def _lines(paragraphs: Iterable[Paragraph], spoken: Mapping[int, Heard]) -> tuple[tuple[str, Heard], ...]:
    mine = (piece.segment for paragraph in paragraphs for piece in paragraph.pieces)
    return tuple((_key(segment), spoken[segment]) for segment in mine if segment is not None and segment in spoken)


def _key(segment: int) -> str:
    """Return the identifier of a line's element: its number, as `audiobook script` shows it."""
    return f"line{segment + 1}"


def _title(book: Book, opening: Sequence[_Said]) -> Page:
    """Return the title page: what is announced, else title and author."""
    title, author = line(book.tags.title), line(book.tags.author)
    if opening:
        body, lines = _announced("opening", opening)
        return Page("title", title, body, lines)
    return Page("title", title, f"<h1>{escape(title)}</h1>" + (f"\n<p>{escape(author)}</p>" if author else ""))


def _announced(name: str, said: Sequence[_Said]) -> tuple[str, tuple[tuple[str, Heard], ...]]:
    ids = [f"{name}{number}" for number in range(1, len(said) + 1)]
    tags = ["h1", *["p"] * (len(said) - 1)] if name == "opening" else ["p"] * len(said)
    rows = (f'<{tag} id="{key}">{escape(line(text))}</{tag}>' for tag, key, (_, text, _) in zip(tags, ids, said, strict=True))
    return "\n".join(rows), tuple((key, when) for key, (_, _, when) in zip(ids, said, strict=True))


def _chapter(book: Book, paragraphs: Sequence[Paragraph], spoken: Mapping[int, Heard]) -> str:
    """Return a chapter's body; its first heading is its title, later ones stand below it."""
    rows: list[str] = []
    titled = False
    for paragraph in paragraphs:
        text = "".join(_piece(book, piece, spoken) for piece in paragraph.pieces).strip()
        match paragraph.kind:
            case BlockKind.BREAK:
                rows.append("<hr/>")
            case BlockKind.HEADING:
                rows.append(f"<h2>{text}</h2>" if titled else f"<h1>{text}</h1>")
                titled = True
            case BlockKind.NOTE:
                rows.append(f'<p class="note">{text}</p>')
            case BlockKind.PROSE:
                rows.append(f"<p>{text}</p>")
    return "\n".join(rows)


def _piece(book: Book, piece: Piece, spoken: Mapping[int, Heard]) -> str:
    text = "".join(f"<em>{escape(run.text)}</em>" if run.stressed else escape(run.text) for run in piece.runs)
    if piece.segment is None:
        return text
    kind = ' class="note"' if book.script.segments[piece.segment].kind is Kind.NOTE else ""
    key = f' id="{_key(piece.segment)}"' if piece.segment in spoken else ""
    return f"<span{key}{kind}>{text}</span>" if key or kind else text
