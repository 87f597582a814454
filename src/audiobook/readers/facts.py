"""What a file says of itself: Project Gutenberg's header and licence, front matter, `Title: …` lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audiobook.readers.lines import Line

_FRONT = 400  # lines; so far headers reach
_START = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG|\*END\*? ?THE SMALL PRINT", re.IGNORECASE)
_END = re.compile(r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg(?:['’]s|\b)|\*\*\* ?END\*{3}", re.IGNORECASE)
_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z _-]{1,30}?)\s*:\s*(?P<value>\S.*)?")
_LANGUAGES = {
    "english": "en", "british english": "en-GB", "american english": "en-US", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl", "portuguese": "pt", "swedish": "sv",
    "danish": "da", "norwegian": "no", "finnish": "fi", "polish": "pl", "czech": "cs", "russian": "ru", "greek": "el", "latin": "la", "welsh": "cy",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself, and which of its lines say it."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """By lower-case key: title, author, language, …"""
    first: int = 0
    """Index of the first line of the story itself."""
    last: int = 0
    """Index behind its last line."""
    header: str = ""
    """What stands before it, in a reader's words."""


def facts_of(text: str, lines: Sequence[Line]) -> Facts:
    """Read front matter between `---` lines, or Project Gutenberg's header, and find its licence."""
    rows = [text[line.start : line.end] if line.end - line.start < 200 else "" for line in lines[:_FRONT]]
    first, header, fields = 0, "", {}
    if rows and rows[0] in ("---", "+++") and (end := _front_matter(rows)):
        first, header, fields = end, "front matter", _fields(rows[1 : end - 1])
    start = next((index for index, row in enumerate(rows) if _START.search(row)), None)
    if start is not None:
        fields |= _fields(rows[:start])
        first, header = start + 1, "Project Gutenberg's header"
        if rows[start].count("***") == 1 and start + 1 < len(rows) and rows[start + 1].endswith("***"):
            first += 1
    last = _licence(text, lines, first)
    return Facts(fields, min(first, last), last, header)


def _front_matter(rows: Sequence[str]) -> int:
    """Return the index behind the closing line of front matter that opens on the first line; 0 where there is none."""
    for index, row in enumerate(rows[1:60], start=1):
        if row == rows[0] or row == "...":
            return index + 1 if index > 1 else 0
        if not (_FIELD.fullmatch(row) or row.startswith(("- ", "#")) or re.fullmatch(r"[\w-]+ *= *\S.*", row)):
            return 0
    return 0


def _licence(text: str, lines: Sequence[Line], first: int) -> int:
    """Return the index of the line at which the licence behind the story begins, or that behind the last line."""
    for index in range(len(lines) - 1, max(first, len(lines) - 1500) - 1, -1):
        line = lines[index]
        if line.end - line.start < 200 and _END.match(text, line.start, line.end):
            return next((at for at in range(max(first, index - 12), index) if _END.match(text, lines[at].start, lines[at].end)), index)
    return len(lines)


def _fields(rows: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        match = _FIELD.fullmatch(row) or re.fullmatch(r"(?P<key>[\w-]+) *= *(?P<value>\S.*)", row)
        if match and match["value"]:
            found.setdefault(match["key"].strip().lower(), match["value"].strip().strip("\"'").strip())
    return found


def language(fields: Mapping[str, str]) -> str:
    """Return the language that the fields name, as BCP 47; "en" where they name none that is known."""
    named = (fields.get("language") or fields.get("lang") or "").strip()
    if named.lower() in _LANGUAGES:
        return _LANGUAGES[named.lower()]
    return named.replace("_", "-") if re.fullmatch(r"[a-z]{2,3}([-_][A-Za-z]{2,4})*", named) else "en"
