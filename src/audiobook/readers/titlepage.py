"""The title page: title, author, what else stands before a story begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.readers.notes import headed, labelled
from audiobook.readers.paragraphs import Paragraph, rows_of
from audiobook.readers.titles import capitals, plain, shown, title_like

_BY = re.compile(r"(?:written |a (?:novel|story|tale|novella) )?(?:by|author)\s*:?\s+(?P<name>\S.{1,60})", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*|[a-z]{1,3}|&|and|,)(?:\s+(?:[^\W\d_a-z][\w.'’-]*|[a-z]{1,3}|&|and|,)){0,7}")
_TITLE_BY = re.compile(r"(?P<title>.{2,80}?),? by (?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})")
_FURNITURE = re.compile(
    r"\W*(?:\(?\d{4}\)?|translated (?:from|by)|illustrated by|edited by|with (?:an? )?(?:introduction|illustrations?|preface)|copyright|©|\(c\)|"
    r"all rights reserved|published|publishers?|printed|first published|london|new york|boston|edition|the text is|second printing|"
    r"[a-z]+ edition|in (?:two|three|four|\d) (?:parts|volumes|books)|vol(?:ume|\.)|a (?:novel|nightmare|romance|study|tale|story|comedy)|"
    r"or\b|to\b|for\b|dedicat|this book|and for|_this book)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r".*(?:\d[:.]\d\d\b|\b[ap]\.?m\b|,\s*\d{4}|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\s+\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,)",
    re.IGNORECASE,
)
_FRONT = 40  # paragraphs
_LONGEST = 400  # code points, of one piece of furniture


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What the title page says, and which paragraphs it is."""

    title: str = ""
    author: str = ""
    paragraphs: frozenset[int] = frozenset()
    title_at: int | None = None


def title_page(paragraphs: Sequence[Paragraph], words: Sequence[str], first_heading: int | None, taken: set[int], known: TitlePage) -> TitlePage:
    """Read what stands before the first heading, or the first lines of a story without headings, as far as it is no prose; taken paragraphs are passed over."""
    end = min(_FRONT, len(paragraphs) - 1, first_heading if first_heading is not None else 4)
    found = set(known.paragraphs)
    title, author, title_at = known.title, known.author, known.title_at
    at = 0
    while at < end:
        if at in taken:
            at += 1
            continue
        text = plain(words[at])
        if not title and (signed := _signed(paragraphs[at])):
            title, author, title_at = signed[0], author or signed[1], at
            found.add(at)
            at += 1
            continue
        if by := _author(words, at):
            author, more = author or by[0], by[1]
            found.update(range(at, at + more))
            at += more
            continue
        if not title and (both := _TITLE_BY.fullmatch(text)) and title_like(both["title"]):
            title, author, title_at = both["title"], author or both["name"], at
        elif not title and _is_title(paragraphs, words, at, alone=first_heading is None):
            title, title_at = shown(text), at
        elif not (found and _is_furniture(paragraphs[at], text, strict=first_heading is None)):
            break
        found.add(at)
        at += 1
    if author and not title and found and min(found) > 0:
        author, found = "", set()
    return TitlePage(title, author, frozenset(found), title_at)


def _signed(each: Paragraph) -> tuple[str, str] | None:
    """Read a title and its author that stand in the lines of one paragraph."""
    rows = rows_of(each) if 2 <= len(each.lines) <= 4 and len(each.text) < _LONGEST else []
    by = _author(rows, len(rows) - 1) if rows else None
    title = plain(" ".join(rows[:-1]))
    return (title, by[0]) if by and title_like(title) else None


def _author(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Read "by Somebody", which may stand in two paragraphs; with how many paragraphs it takes."""
    text = plain(words[at])
    if text.lower() == "by" and at + 1 < len(words) and _NAME.fullmatch(plain(words[at + 1])):
        return plain(words[at + 1]), 2
    found = _BY.fullmatch(text)
    return (shown(found["name"]), 1) if found and (_NAME.fullmatch(found["name"]) or " " not in found["name"].strip()) else None


def _is_title(paragraphs: Sequence[Paragraph], words: Sequence[str], at: int, *, alone: bool) -> bool:
    """Tell whether the paragraph is a title; without headings behind it, a blank line or an author must follow, and no full stop may end it."""
    text = plain(words[at])
    if len(paragraphs[at].lines) > 3 or len(text) > 150 or labelled(words[at]) or headed(words[at]):
        return False
    first = text.split(":")[0] if ":" in text else text
    if not (title_like(text) or (title_like(first) and title_like(text.split(":", 1)[-1].strip()))):
        return False
    if not alone:
        return True
    signed = at + 1 < len(words) and _author(words, at + 1) is not None
    if not signed and _DATELINE.match(text):
        return False
    return len(paragraphs[at].lines) == 1 and paragraphs[at + 1].gap > 0 and (signed or (text[-1] not in ".!?" and len(text) <= 80))


def _is_furniture(each: Paragraph, text: str, *, strict: bool) -> bool:
    if len(text) > _LONGEST or text[0] in '"“‘':
        return False
    if _FURNITURE.match(text) and (len(text) < 120 or "copyright" in text.lower()):
        return not strict or text[-1] not in ".!?" or bool(re.search(r"\d{4}|copyright|©", text, re.IGNORECASE))
    return not strict and len(each.lines) <= 4 and (capitals(text) or title_like(text) or text.startswith(("--", "—")))
