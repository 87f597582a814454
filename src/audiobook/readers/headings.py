"""Chapter headings: "Chapter Seven", "CHAPTER IV. Of the title", "Part One", "Prologue", "XII", "# The Ferry"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from audiobook.readers.numbers import NUMBER, NUMERAL, value
from audiobook.readers.paragraphs import Paragraph
from audiobook.readers.titles import capitals, plain, title_case, title_like

_LONGEST = 400  # code points
_LONGEST_HASHED = 160  # code points
_LONGEST_LOWER = 80  # code points; a Markdown heading that is longer is set as a title is
_CHAPTERS = "chapter|chap|ch|chapitre|kapitel"
_PARTS = "part|book|volume|vol|act|phase"
_OTHERS = "scene|episode|ep|letter|canto|section|stave|adventure|tale|story|day|night|week|month|entry|lesson|round|stage|verse|song|arc|interlude|fit"
_NAMES = "prologue|epilogue|interlude|intermission|preface|foreword|introduction|afterword|coda|finale|postscript|appendix|conclusion|prelude|postlude"
_KEYED = re.compile(
    rf"(?:(?P<book>[^:\n\"“”!?]{{1,80}}?)\s*[:,–—-]\s*)?\b(?P<key>{_CHAPTERS}|{_PARTS}|{_OTHERS})\b\.?\s*"
    rf"(?:the\s+|number\s+|no\.?\s*|\#\s*)?(?P<number>{NUMBER}|last|final)\b(?P<mark>\s*(?:[.:)\]]|[–—-]+)+\s*|\s*$|\s+)(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(rf"(?:the\s+)?(?P<name>{_NAMES})\b(?:\s+(?P<number>{NUMBER}))?(?P<mark>\s*[.:–—-]+\s*|\s*$)(?P<title>.*)", re.IGNORECASE | re.DOTALL)
_BARE = re.compile(rf"(?P<number>{NUMERAL}|(?i:{NUMBER}))\.?")
_NUMBERED = re.compile(rf"(?P<number>0?{NUMERAL})(?P<mark>\s*[.:)]\s*|\s*[–—-]+\s*|\s\s+|\s)(?P<title>\S.*)", re.DOTALL)
_MARK = re.compile(r"\[\d+\]")  # a footnote's
_HASHES = re.compile(r"(?P<hashes>#{1,6})\s+(?P<title>\S.*?)(?:\s+#+)?", re.DOTALL)


class Level(IntEnum):
    """How far up a heading stands; smaller is higher."""

    PART = 1
    CHAPTER = 2
    OTHER = 3
    """"Letter 4", "Day 2": a chapter where the book has no other chapters."""
    NUMBER = 4
    CAPITALS = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """What one paragraph says as a heading."""

    level: int
    key: str
    """What its number counts: "chapter", "part"; empty for bare numbers."""
    number: int
    """0 where it has none."""
    label: str
    """"Chapter Seven"."""
    title: str = ""
    """What stands behind the label, if anything."""
    book: str = ""
    """The book's title, in "Defiance: Chapter Seven"."""
    hashes: int = 0
    """Level of a Markdown heading, 0 for one that is none."""


def keyed(text: str) -> Heading | None:
    """Read a heading that says of itself that it is one, by a word such as "chapter" or "prologue"; text has its white space folded."""
    if not text or len(text) > _LONGEST or text[0] in '"“«„':
        return None
    text = plain(text)
    if found := _NAMED.fullmatch(text):
        return _named(found)
    found = _KEYED.fullmatch(text)
    if found is None:
        return None
    key, title, book = found["key"].lower(), found["title"].strip(), (found["book"] or "").strip()
    if book and not (title_case(book) or capitals(book)):
        return None
    chapter = re.fullmatch(_CHAPTERS, key) is not None
    if title and not _may_follow(found["mark"].strip(), title, lenient=chapter):
        return None
    if key in ("ch", "ep", "fit", "vol") and not (found["key"][0].isupper() or title == ""):
        return None
    level = Level.CHAPTER if chapter else Level.PART if re.fullmatch(_PARTS, key) else Level.OTHER
    label = text[found.start("key") : found.end("number")]
    return Heading(level, "chapter" if chapter else key, value(found["number"]), label, plain(title) if title else "", book)


def _named(found: re.Match[str]) -> Heading | None:
    title = found["title"].strip()
    if title and not title_like(plain(title)):
        return None
    if found["mark"].strip() == "-" * 2 or (found["name"].islower() and title):
        return None
    label = found.string[: found.end("number") if found["number"] else found.end("name")]
    return Heading(Level.CHAPTER, found["name"].lower(), value(found["number"] or ""), label, plain(title) if title else "")


def _may_follow(mark: str, title: str, *, lenient: bool) -> bool:
    """Tell whether the words behind "Chapter 4" are its title, and not the rest of a sentence."""
    if capitals(title):
        return True
    if lenient and mark and len(title) <= 160:
        return title[0].isupper() or title[0].isdigit() or title[0] in "\"“'‘_*"
    return title_like(plain(title))


def hashed(text: str) -> Heading | None:
    """Read a Markdown heading, `## The Ferry`."""
    found = _HASHES.fullmatch(text) if text.startswith("#") and len(text) <= _LONGEST_HASHED else None
    if found is None:
        return None
    title, hashes = plain(found["title"]), len(found["hashes"])
    if len(title) > _LONGEST_LOWER and not title_like(title, longest=_LONGEST_HASHED):
        return None
    if inner := keyed(title):
        return replace(inner, hashes=hashes)
    if number := _BARE.fullmatch(title):
        return Heading(Level.NUMBER, "", value(number["number"]), title, hashes=hashes)
    return Heading(Level.OTHER, "", 0, title, hashes=hashes)


def of_level(text: str, hashes: int) -> Heading:
    """Return the heading that a format says this is; 1 is the highest level."""
    title = " ".join(text.split())
    found = keyed(title) or Heading(Level.OTHER, "", 0, plain(title))
    return replace(found, hashes=hashes)


def bare(text: str) -> Heading | None:
    """Read a number that stands alone; whether it is a heading, the numbers before and after it decide."""
    if len(text) > _SHORTEST_LINE or text[:1] in "\"“'‘":
        return None
    if _MARK.fullmatch(text):
        return None
    text = plain(text)
    found = _BARE.fullmatch(text)
    return Heading(Level.NUMBER, "", value(found["number"]), text) if found and value(found["number"]) else None


_SHORTEST_LINE = 40  # code points; no number is longer


def numbered(text: str) -> Heading | None:
    """Read a number with a title, "I. The Return", "01 My Early Home"; whether it is a heading, the others decide."""
    if len(text) > 120 or not (text[:1].isdigit() or text[:1] in "IVXLC_*—–-"):
        return None
    stripped = text.strip("_*—–- ")
    found = _NUMBERED.fullmatch(stripped)
    if found is None or not value(found["number"]):
        return None
    title = plain(found["title"])
    if not title_like(title):
        return None
    if found["mark"] == " " and not (found["number"].startswith("0") or (capitals(title) and found["number"] != "I")):
        return None
    return Heading(Level.NUMBER, "titled", value(found["number"]), found["number"], title)


def rising(candidates: Sequence[tuple[int, Heading]], paragraphs: Sequence[Paragraph]) -> dict[int, Heading]:
    """Return those of the numbers (index of paragraph, heading) that rise by one, a story's worth of text between them: headings, and no list."""
    kept: list[tuple[int, Heading]] = []
    for index, heading in candidates:
        if not kept:
            fits = heading.number == 1 or index < _FRONT
        elif heading.number == 1:
            fits = True  # a new part counts anew
        else:
            between = paragraphs[index].span.start - paragraphs[kept[-1][0]].span.end
            fits = kept[-1][1].number < heading.number <= kept[-1][1].number + 2 and between >= _LEAST_BETWEEN
        if fits:
            kept.append((index, heading))
    if len(kept) == 1 and kept[0][0] >= _FRONT:
        return {}
    return dict(kept)


_FRONT = 8  # paragraphs; so far a title page reaches
_LEAST_BETWEEN = 200  # code points


def shouted(paragraphs: Sequence[Paragraph], free: Sequence[int]) -> dict[int, Heading]:
    """Return the title lines in capitals that a book without other headings has: three or more, far from one another, between blank lines."""
    found: list[int] = []
    for index in free:
        each = paragraphs[index]
        if len(each.lines) > 1 or len(each.text) > 80 or (index and not each.gap) or (index + 1 < len(paragraphs) and not paragraphs[index + 1].gap):
            continue
        text = plain(each.text)
        bold = each.text.startswith(("**", "__")) and each.text.endswith(("**", "__"))
        if text and text[-1].isalnum() and text[0].isalnum() and ((capitals(text) and len(text) > 2) or (bold and title_like(text))):
            found.append(index)
    apart = [paragraphs[after].span.start - paragraphs[before].span.end for before, after in pairwise(found)]
    if len(found) < 3 or min(apart) < _LEAST_CHAPTER or found[0] > _FRONT:
        return {}
    return {index: Heading(Level.CAPITALS, "", 0, plain(paragraphs[index].text)) for index in found}


_LEAST_CHAPTER = 800  # code points
