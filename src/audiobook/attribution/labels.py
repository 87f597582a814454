"""Speech behind its speaker's name, as in plays and chats: `WEN: …`, `Theo (softly): …`, `**Mum:** …`, `[20:14] <tomasz> …`, or WEN on a line of its own."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobook.attribution.cues import cues
from audiobook.attribution.marks import ALL_MARKS
from audiobook.document import Block, BlockKind, Span

LINES, SPEAKERS = 5, 2  # labelled lines, and names that stand before two of them or more, from which on a story is set so
TALK = 0.25  # share of the lines that ask, cry or say "I" or "you": lists of other things do not

_NAME = r"[^\W\d_][\w.'’-]{0,24}(?:[ \t]+[A-Z0-9][\w.'’-]{0,24}){0,3}"
_LABEL = re.compile(
    r"[ \t>]*(?:[\[(][^\[\]()\n]{0,12}\d[^\[\]()\n]{0,12}[\])][ \t]*|\d{1,2}[:.]\d\d(?:[ \t]?[AaPp]\.?[Mm]\.?)?[ \t]*[-–—|]?[ \t]*)?"  # when
    rf"(?:<(?P<nick>@?[^\s<>][^<>\n]{{0,24}})>:?|(?P<stress>\*\*|__|\*|_)(?P<stressed>@?{_NAME})(?::(?P=stress)|(?P=stress)[ \t]*:)"
    r"|(?P<play>(?!MRS?\b|DR\b|REV\b|MISS\b|INT\b|EXT\b)[A-Z][A-Z'’ -]{2,24})\.(?=[ \t])"
    rf"|@?(?P<plain>{_NAME})[ \t]*(?:\([^()\n]{{1,80}}\)|\[[^\[\]\n]{{1,80}}\]|\*[^*\n]{{1,80}}\*)?[ \t]*:)"
    r"(?:[ \t]+(?:[(\[][^()\[\]\n]{1,80}[)\]][ \t]*)?(?=\S)|[ \t]*(?:\r?\n|\r)(?=\S))"
)
_CAPITALS = r"(?!THE END\b|END\b|FADE\b|CUT\b|INT\b|EXT\b)[A-Z][A-Z'’-]+(?:[ \t]+[A-Z0-9][A-Z0-9.'’-]*){0,3}"
_ASIDE = r"\([^()]{1,60}\)|\[[^\[\]]{1,60}\]"
_CUE = re.compile(rf"(?P<name>{_CAPITALS})[.:]?(?:\s*(?:{_ASIDE}))*\s*")
"""A name on a line of its own, as in a script for the screen."""
_CUED = re.compile(rf"(?P<name>{_CAPITALS})[.:]?(?:[ \t]*(?:{_ASIDE}))?[ \t]*(?:\r?\n|\r)\s*(?:(?:{_ASIDE})\s*)?(?=\S)")
_OWN_LINE = 60  # characters of such a line
_LINE = re.compile(r"[\n\r](?=[^\n\r])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind a label."""

    span: Span
    label: str
    marked: bool
    """It is set in quotation marks all the same."""


def find_labelled(text: str, blocks: Sequence[Block]) -> Mapping[int, Sequence[Labelled]]:
    """Return what is said behind labels, by the index of its block; nothing where the story is not set so."""
    found: dict[int, list[Labelled]] = {}
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.PROSE and (rows := list(_rows(text, block.span)) or list(_cued(text, blocks, index))):
            found[index] = rows
    counts = Counter(row.label.casefold() for rows in found.values() for row in rows)
    usual = {label for label, count in counts.items() if count > 1}
    lines = [row for rows in found.values() for row in rows if row.label.casefold() in usual]
    if len(lines) < LINES or len(usual) < SPEAKERS or sum(_talks(text, row) for row in lines) < TALK * len(lines):
        return {}
    sure = {index for index, rows in found.items() if any(row.label.casefold() in usual for row in rows)}
    return {index: rows for index, rows in found.items() if index in sure or sure & {index - 1, index + 1}}


def _rows(text: str, span: Span) -> Iterator[Labelled]:
    """Yield the labelled lines of a paragraph, of which the first begins with a label; lines without one go on with the line before."""
    if _LABEL.match(text, span.start, span.end) is None:
        return
    lines = [span.start, *(line.end() for line in _LINE.finditer(text, span.start, span.end))]
    heads = [label for line in lines if (label := _LABEL.match(text, line, span.end)) is not None]
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        start, end = head.end(), span.end if following is None else following.start()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield Labelled(Span(start, end), head["nick"] or head["stressed"] or head["play"] or head["plain"], text[start] in ALL_MARKS)


def _cued(text: str, blocks: Sequence[Block], index: int) -> Iterator[Labelled]:
    """Yield what a paragraph says whose speaker stands on the line above, in capitals: in the paragraph itself, or alone in the one before."""
    span = blocks[index].span
    if len(span) <= _OWN_LINE and _CUE.fullmatch(text, span.start, span.end) is not None:
        return
    start, name = span.start, ""
    if (cue := _CUED.match(text, span.start, span.end)) is not None:
        start, name = cue.end(), cue["name"]
    elif index and blocks[index - 1].kind is BlockKind.PROSE and len(blocks[index - 1].span) <= _OWN_LINE:
        above = blocks[index - 1].span
        cue = _CUE.fullmatch(text, above.start, above.end)
        name = cue["name"] if cue is not None else ""
    end = start + len(text[start : span.end].rstrip())
    while start < end and text[start].isspace():
        start += 1
    if name and end > start and text[start] not in ALL_MARKS:
        yield Labelled(Span(start, end), name, marked=False)


def _talks(text: str, row: Labelled) -> bool:
    said = text[row.span.start : min(row.span.end, row.span.start + 400)]
    return "?" in said or "!" in said or any(word.lower().replace("’", "'") in cues("direct") for word in _WORD.findall(said))
