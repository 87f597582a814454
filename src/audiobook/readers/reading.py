"""What the paragraphs of a story are: headings, breaks, notes, title page, prose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from audiobook.document import Span
from audiobook.readers import notes
from audiobook.readers.asides import asides
from audiobook.readers.breaks import is_break
from audiobook.readers.contents import contents
from audiobook.readers.headings import Heading
from audiobook.readers.outline import Outline, outline
from audiobook.readers.paragraphs import Paragraph, words_of
from audiobook.readers.titlepage import TitlePage, title_page
from audiobook.readers.titles import plain

_FIELD = re.compile(r"[\W_]*(?P<key>title|story|author|written by|language)[*_\s]*:[*_\s]*(?P<value>\S.{0,200}?)[\s*_]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a format says of its paragraphs, by their indices, where plain text leaves it to be found out."""

    headings: Mapping[int, Heading] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    """What each note is, in a reader's words."""
    unread: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    """Marks of footnotes."""
    starts: Mapping[int, str] = field(default_factory=dict)
    """Where a chapter begins that has no heading of its own, and its title."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Title, author, language."""


_NONE = Hints()


@dataclass(frozen=True, slots=True)
class Reading:
    """What every paragraph was taken for, by its index; what is nothing else is prose."""

    paragraphs: Sequence[Paragraph]
    notes: Mapping[int, str]
    breaks: set[int]
    outline: Outline
    page: TitlePage
    fields: Mapping[str, str]
    """What the story says of itself, by lower-case key."""
    hints: Hints


def interpret(paragraphs: Sequence[Paragraph], hints: Hints = _NONE) -> Reading:
    """Tell what every paragraph is; what the hints say is not asked again."""
    words = list(words_of(paragraphs))
    taken = dict.fromkeys(sorted(contents(paragraphs)), "contents") | asides(paragraphs)
    taken = {index: why for index, why in taken.items() if index not in hints.headings} | dict(hints.notes)
    broken = {index for index, each in enumerate(paragraphs) if index not in taken and len(each.lines) == 1 and is_break(each.text)}
    tenth = {index for index in broken if plain(words[index]) in ("X", "X.")}  # a break, or a chapter's number
    free = [index for index in range(len(paragraphs)) if index not in taken and (index not in broken or index in tenth)]
    found = outline(paragraphs, words, free, hints.headings)
    breaks = broken - found.headings.keys()
    page, found = _own_title(found, hints.fields.get("title", ""))
    page, noted = _front(paragraphs, words, min(found.headings, default=len(paragraphs)), breaks | taken.keys(), page)
    taken |= dict.fromkeys(page.paragraphs, "title page")
    noted |= _chapter_notes(paragraphs, words, found, breaks, taken.keys() | noted)
    taken |= {index: "story's header" if notes.headed(words[index]) else "author's note" for index in noted - taken.keys()}
    if all(index in taken or index in breaks for index in range(len(paragraphs))):  # never a story of nothing but notes
        taken = {index: why for index, why in taken.items() if why not in ("author's note", "story's header", "title page")}
    fields = _fields(words, taken) | dict(hints.fields)
    return Reading(paragraphs, dict(sorted(taken.items())), breaks, found, page, fields, hints)


def _front(paragraphs: Sequence[Paragraph], words: Sequence[str], end: int, taken: set[int], page: TitlePage) -> tuple[TitlePage, set[int]]:
    """Read what stands before the first heading: notes, the title page, notes again; return the title page and the notes."""
    noted = notes.opening(paragraphs, words, max(page.paragraphs, default=-1) + 1, end, taken)
    page = title_page(paragraphs, words, end if end < len(paragraphs) else None, taken | noted, page)
    if page.paragraphs:
        noted |= notes.opening(paragraphs, words, max(page.paragraphs) + 1, end, taken | page.paragraphs)
    return page, noted


def _own_title(found: Outline, title: str) -> tuple[TitlePage, Outline]:
    """Take a Markdown heading that is the book's own title, not a chapter's, out of the outline."""
    first = min(found.headings, default=None)
    if first is None or first > 3:
        return TitlePage(), found
    heading = found.headings[first]
    others = [other.hashes for index, other in found.headings.items() if index != first and other.hashes]
    itself = bool(title) and heading.label.casefold() == title.casefold()
    if not itself and (not heading.hashes or heading.key or heading.number or any(hashes <= heading.hashes for hashes in others)):
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
