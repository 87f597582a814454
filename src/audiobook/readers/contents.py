"""Contents pages: lists of chapters without the chapters."""

import re
from collections.abc import Sequence

from audiobook.readers.headings import Heading, bare, keyed, numbered
from audiobook.readers.paragraphs import Paragraph, rows_of
from audiobook.readers.titles import plain, title_like

_MARKERS = frozenset(("contents", "table of contents", "list of chapters", "chapters", "list of illustrations", "illustrations", "index of chapters"))
_PAGE = re.compile(r".{2,90}?(?:\s*\.){2,}\s*(?:\d{1,4}|[ivxl]+)|.{2,90}?(?:\t|\s{2,})(?:\d{1,4}|[ivxl]+)|.{2,90}? \d{1,4}")
_LONGEST = 110  # code points; so long an entry may be
_FRONT = 60  # paragraphs; beyond, a list of titles is no contents page


def contents(paragraphs: Sequence[Paragraph], words: Sequence[str]) -> set[int]:
    """Return the indices of the paragraphs that are a contents page: what a marker opens, or a run of headings with nothing between."""
    found: set[int] = set()
    index = 0
    while index < min(len(paragraphs), _FRONT):
        marked = plain(words[index]).casefold().rstrip(".:") in _MARKERS
        end = _end(paragraphs, words, index + marked, titles=marked)
        if end > index + marked:
            found.update(range(index, end))
        index = max(end, index + 1)
    return found


def _end(paragraphs: Sequence[Paragraph], words: Sequence[str], start: int, *, titles: bool) -> int:
    """Return where the list that begins at start ends; start itself where there is none. It ends where an entry comes again, for the chapter itself."""
    seen: set[str] = set()
    entries, at = 0, start
    while at < len(paragraphs):
        rows = rows_of(paragraphs[at])
        listed = _entries(rows, words[at], titles=titles)
        if not listed or (len(listed) == 1 and listed & seen):
            break
        seen |= listed
        entries += len(listed)
        at += 1
    several = any(len(each.lines) >= 4 for each in paragraphs[start:at])
    if titles:
        return at if entries >= 2 else start
    again = at < len(paragraphs) and bool(_entries([words[at]], words[at], titles=False) & seen)
    return at if entries >= 4 and (again or several) else start


def _entries(rows: Sequence[str], folded: str, *, titles: bool) -> set[str]:
    """Return the entries that a paragraph of a contents page holds, in a form that compares; empty where it is no part of one."""
    if len(rows) == 1:
        return {_key(rows[0])} if _entry(rows[0], titles=titles) else set()
    if len(rows) == 2 and keyed(folded):
        return {_key(rows[0])}
    fitting = [row for row in rows if _entry(row, titles=titles)]
    return {_key(row) for row in fitting} if len(fitting) >= 0.6 * len(rows) and len(rows) >= 3 else set()


def _entry(row: str, *, titles: bool) -> bool:
    if len(row) > _LONGEST or not row:
        return False
    if keyed(row) or numbered(row):
        return True
    return titles and (bare(row) is not None or title_like(plain(row)) or _PAGE.fullmatch(row) is not None)


def _key(row: str) -> str:
    """Return what an entry and its chapter's heading have in common: the label, or else the words."""
    heading: Heading | None = keyed(row)
    if heading and heading.number:
        return f"{heading.key} {heading.number}"
    return re.sub(r"[\W_]+", " ", re.sub(r"[\s.]*\d{1,4}$", "", row)).strip().casefold()
