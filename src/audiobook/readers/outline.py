"""Which paragraphs are headings, what the chapters are called, which headings open one."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audiobook.readers.headings import Heading, Level, bare, hashed, keyed, numbered, rising, shouted
from audiobook.readers.paragraphs import Paragraph, rows_of
from audiobook.readers.titles import capitals, plain, shown, title_case, title_like

_LONGEST_TITLE = 300  # code points
_TITLED_SHARE = 0.6  # of chapters; so many have a title line where a plain short one counts as such
_STRONG = re.compile(r"[\s*_#~=\-–—]*(?:the\s+)?(?:chapter|prologue|epilogue)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of a story, by index of paragraph."""

    headings: Mapping[int, Heading]
    titles: frozenset[int]
    """Paragraphs that go on with the heading before them: its title."""
    openers: frozenset[int]
    """The headings that open a chapter; the others are read, and no more."""


def split_headings(text_paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with heading lines set apart from prose that follows or precedes them without a blank line."""
    found: list[Paragraph] = []
    for each in text_paragraphs:
        found.extend(_split(each) if len(each.lines) > 1 else [each])
    return found


def _split(each: Paragraph) -> list[Paragraph]:
    rows = rows_of(each)
    cuts = [0]
    for index in range(1, len(rows)):
        if _STRONG.match(rows[index]) and len(rows[index]) < 70 and keyed(rows[index]) and rows[index - 1][-1] in ".!?”\"’'":
            cuts.append(index)
    parts: list[Paragraph] = []
    for start, end in zip(cuts, [*cuts[1:], len(rows)], strict=True):
        head = start + _head(rows[start:end])
        parts.extend(_cut(each, begin, stop) for begin, stop in ((start, head), (head, end)) if begin < stop)
    return parts


def _cut(each: Paragraph, begin: int, stop: int) -> Paragraph:
    lines, offset = each.lines[begin:stop], each.lines[0].start
    return Paragraph(lines, each.text[lines[0].start - offset : lines[-1].end - offset])


def _head(rows: Sequence[str]) -> int:
    """Return how many lines at the paragraph's start are a heading, its title included; 0 where they all belong together."""
    if len(rows) < 2 or len(rows[0]) > 120:
        return 0
    label = 1
    if rows[0].strip("*_ ").lower() in ("chapter", "part", "book") and keyed(f"{rows[0]} {rows[1]}"):
        label = 2
    heading = keyed(" ".join(rows[:label])) or hashed(rows[0])
    if heading is None or (heading.level > Level.CHAPTER and not heading.hashes and heading.title and len(rows) > 2):
        return 0
    if heading.hashes:
        return 1
    rest = " ".join(rows[label:])
    if not rest:
        return 0
    if capitals(rest) and len(rest) <= _LONGEST_TITLE:
        return 0
    if len(rest) <= 160 and len(rows) - label <= 2 and (title_like(plain(rest)) or (not heading.title and _brief(rest))):
        return 0
    loud = label
    while loud < len(rows) and capitals(rows[loud]) and capitals(rows[loud - 1]):
        loud += 1
    return loud


def _brief(row: str) -> bool:
    """Tell whether a line could be a title though it is set like a sentence."""
    return len(row) <= 70 and row[0] not in "\"“‘'«" and row[-1] not in ",;:-—?!"


def outline(paragraphs: Sequence[Paragraph], words: Sequence[str], free: Sequence[int], known: Mapping[int, Heading]) -> Outline:
    """Find the headings among the paragraphs whose indices are free (no break, no note); known are those that the format tells."""
    headings: dict[int, Heading] = dict(known)
    for index in free:
        if index not in known and (heading := _read(paragraphs[index], words[index])):
            headings[index] = heading
    plain_ones = [index for index in free if index not in headings]
    headings |= rising([(index, heading) for index in plain_ones if (heading := _bare(paragraphs[index], words[index]))], paragraphs)
    if not any(heading.level <= Level.OTHER or heading.hashes for heading in headings.values() if heading.level != Level.PART):
        headings |= rising([(index, heading) for index in plain_ones if index not in headings and (heading := numbered(paragraphs[index].text))], paragraphs)
    if not headings:
        headings = shouted(paragraphs, plain_ones)
    titles = _titles(paragraphs, words, set(free), headings)
    return Outline(dict(sorted(headings.items())), frozenset(titles), frozenset(_openers(headings)))


def _read(each: Paragraph, folded: str) -> Heading | None:
    if len(folded) > 400:
        return None
    if heading := hashed(folded):
        return heading
    rows = rows_of(each)
    if len(rows) == 2 and len(rows[1]) >= 3 and (set(rows[1]) == {"="} or set(rows[1]) == {"-"}) and len(rows[0]) <= 120:
        return hashed(f"{'#' if rows[1][0] == '=' else '##'} {rows[0]}")
    if len(rows) == 1:
        return keyed(folded)
    heading = keyed(rows[0]) or (keyed(f"{rows[0]} {rows[1]}") if len(rows[0]) < 12 else None)
    if heading is None:
        return None
    whole = keyed(folded)
    if whole is not None and (whole.title or not heading.title):
        return whole
    return heading if _head(rows) == 0 else None


def _bare(each: Paragraph, folded: str) -> Heading | None:
    rows = rows_of(each) if len(folded) < 200 else []
    if len(rows) == 1:
        return bare(folded)
    if 2 <= len(rows) <= 4 and (heading := bare(rows[0])) and title_like(plain(" ".join(rows[1:]))):
        return Heading(heading.level, heading.key, heading.number, heading.label, plain(" ".join(rows[1:])))
    return None


def _titles(paragraphs: Sequence[Paragraph], words: Sequence[str], free: set[int], headings: Mapping[int, Heading]) -> set[int]:
    """Return the paragraphs behind a heading without a title that are its title."""
    untitled = [index for index, heading in headings.items() if not heading.title and (not heading.hashes or heading.level < Level.OTHER)]
    after = [index + 1 for index in untitled if index + 1 in free and index + 1 not in headings and index + 2 < len(paragraphs)]
    after = [at for at in after if at + 1 not in headings or headings[at - 1].level < headings[at + 1].level]  # what else a chapter has is its text
    sure = {index for index in after if _title(paragraphs[index], words[index])}
    likely = {index for index in after if len(paragraphs[index].lines) == 1 and len(words[index]) <= 60 and _brief(words[index])}
    if len(headings) >= 3 and len(sure | likely) >= _TITLED_SHARE * len(headings):
        return sure | likely
    return sure


def _title(each: Paragraph, folded: str) -> bool:
    if len(each.lines) > 4 or folded[-1] == "!" or folded[0] in "[(":
        return False
    text = plain(folded)
    return title_like(text) if capitals(text) else len(each.lines) == 1 and len(text) <= 80 and title_case(text) and title_like(text)


def _openers(headings: Mapping[int, Heading]) -> set[int]:
    """Return the headings that open a chapter: those of the level at which the book counts its chapters, and all above."""
    hashed_ones = [heading for heading in headings.values() if heading.hashes]
    if len(hashed_ones) > 1 and 2 * len(hashed_ones) >= len(headings):
        named = [heading.hashes for heading in hashed_ones if heading.level <= Level.CHAPTER]
        several = [hashes for hashes, count in sorted(Counter(heading.hashes for heading in hashed_ones).items()) if count > 1]
        deepest = max(named) if named else several[0] if several else max(heading.hashes for heading in hashed_ones)
        return {index for index, heading in headings.items() if (heading.hashes or (1 if heading.level <= Level.CHAPTER else 7)) <= deepest}
    counted = Counter(heading.level for heading in headings.values() if heading.level > Level.PART)
    lowest = min(counted, default=Level.PART)
    if lowest == Level.CHAPTER and not any(heading.key == "chapter" for heading in headings.values()):  # a prologue and numbers, say
        lowest = max(counted)
    return {index for index, heading in headings.items() if heading.level <= lowest}


def chapter_title(pieces: Sequence[tuple[Heading, str]]) -> str:
    """Return what a chapter is called that opens with these headings, each with the title in the paragraph behind it."""
    names = []
    for heading, follows in pieces:
        title = shown(heading.title or follows)
        label = shown(heading.label)
        names.append(f"{label}: {title}" if label and title else label or title)
    return ". ".join(names)
