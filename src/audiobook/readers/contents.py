"""Contents pages: lists of chapters without the chapters."""

import re
from collections.abc import Sequence

from audiobook.readers.headings import bare, keyed, numbered
from audiobook.readers.paragraphs import Paragraph, rows_of
from audiobook.readers.titles import plain, title_like

_MARKERS = frozenset(("contents", "table of contents", "list of chapters", "chapters", "list of illustrations", "illustrations", "index of chapters"))
_PAGE = re.compile(r".{2,90}?(?:\s*\.){2,}\s*(?:\d{1,4}|[ivxl]+)|.{2,90}?(?:\t|\s{2,})(?:\d{1,4}|[ivxl]+)|.{2,90}? \d{1,4}")
_PAGE_NUMBER = re.compile(r"(?:\s*\.){2,}\s*\d{1,4}$|\s{2,}\d{1,4}$")
_SEVERAL = 4  # entries; fewer headings in a row are no list
_LONGEST = 110  # code points; so long an entry may be
_FRONT = 60  # paragraphs; beyond, a list of titles is no contents page


def contents(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the indices of the paragraphs that are a contents page: what a marker opens, or a run of headings with nothing between."""
    found: set[int] = set()
    index = 0
    while index < min(len(paragraphs), _FRONT):
        end = _end(paragraphs, index)
        found.update(range(index, end))
        index = max(end, index + 1)
    return found


def _end(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Return where the list that begins at start ends; start itself where there is none. It ends where an entry comes again, for the chapter itself."""
    seen: set[str] = set()
    rows = _rows(paragraphs[start])
    marked = bool(rows) and plain(rows[0]).casefold().rstrip(".:") in _MARKERS
    entries, at, several, again = 0, start, False, False
    while at < len(paragraphs):
        rows = _rows(paragraphs[at])[at == start and marked :]
        if rows or at > start or not marked:
            listed = _entries(rows, titles=marked)
            again = len(listed) == 1 and bool(listed[0] & seen)
            if not listed or again:
                break
            seen = seen.union(*listed)
            entries += len(listed)
            several = several or len(listed) >= _SEVERAL
        at += 1
    enough = entries >= 2 if marked else entries >= _SEVERAL and (again or several)
    return at if enough else start


def _rows(each: Paragraph) -> list[str]:
    return rows_of(each) if len(each.text) < 20_000 else []


def _entries(rows: Sequence[str], *, titles: bool) -> list[set[str]]:
    """Return the entries that a paragraph of a contents page holds, each as the keys by which its chapter's heading is known; empty where it holds none."""
    if len(rows) == 2 and (keyed(rows[0]) or keyed(" ".join(rows))):
        return [_keys(rows[0]) | _keys(rows[1])]
    fitting = [row for row in rows if _entry(row, titles=titles)]
    return [_keys(row) for row in fitting] if 5 * len(fitting) >= 3 * len(rows) and len(rows) != 2 else []


def _entry(row: str, *, titles: bool) -> bool:
    if not 0 < len(row) <= _LONGEST:
        return False
    if keyed(row) or numbered(row):
        return True
    return titles and (bare(row) is not None or title_like(plain(row)) or _PAGE.fullmatch(row) is not None)


def _keys(row: str) -> set[str]:
    """Return what an entry and its chapter's heading have in common: the label, the title, or else the words."""
    row = _PAGE_NUMBER.sub("", row)
    heading = keyed(row) or numbered(row)
    if heading is None:
        return {_folded(row)}
    return {key for key in (f"{heading.key} {heading.number}" if heading.number else "", _folded(heading.title)) if key} or {_folded(heading.label)}


def _folded(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().casefold()
