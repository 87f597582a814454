"""A reader's corrections, put in place before anything is decided: they are certain, and anchors for the lines round them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.errors import did_you_mean
from audiobook.sidecar import Fix, Fixes, Ruling

_IGNORED = re.compile(r"[\s\"“”„«»‹›‘’'‚*_~]+")
_LOOKED_AT = 400  # code points of a line that its first words may take
_SUGGESTED = 5  # corrections without a line for which a line like it is looked for
WHY = "a correction"


@dataclass(slots=True)
class Corrected:
    """The document and its quotations as the corrections want them."""

    document: Document
    quotations: list[Quotation]
    speakers: dict[int, str] = field(default_factory=dict)
    """Names by the quotation's index."""
    breaks: set[int] = field(default_factory=set)
    """Places before which a scene ends."""
    notices: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """A place where a segment may begin."""

    place: int
    end: int
    block: int
    quotation: int = -1
    opens: bool = False
    """It begins its block."""
    words: str = ""


def correct(document: Document, quotations: Sequence[Quotation], fixes: Fixes) -> Corrected:
    """Return what the fixes make of a document and its quotations; one that finds no line becomes a notice."""
    corrected = Corrected(document, list(quotations))
    if not fixes.lines:
        return corrected
    blocks = list(document.blocks)
    lines = list(_lines(document.text, blocks, quotations))
    named: list[tuple[Quotation, str]] = []
    changed: dict[int, Quotation] = {}
    added: dict[int, tuple[Quotation, str]] = {}
    kinds: dict[int, BlockKind] = {}
    unread: dict[int, list[Span]] = {}
    for fix in fixes.lines:
        found = _find(lines, fix)
        if not found:
            corrected.notices.append(_lost(fix, document.text, lines if len(corrected.notices) < _SUGGESTED else ()))
        for line in found:
            if fix.ruling not in (Ruling.BREAK, Ruling.HEADING, Ruling.NOTE):  # the last of several corrections holds
                kinds.pop(line.block, None)
                unread[line.block] = [span for span in unread.get(line.block, ()) if span.start != line.place]
            match fix.ruling:
                case Ruling.BREAK:
                    corrected.breaks.add(line.place)
                case Ruling.HEADING | Ruling.NOTE if line.opens:
                    kinds[line.block] = BlockKind.HEADING if fix.ruling is Ruling.HEADING else BlockKind.NOTE
                case Ruling.HEADING | Ruling.NOTE:
                    unread.setdefault(line.block, []).append(Span(line.place, line.end))
                case Ruling.NARRATION:
                    if line.quotation >= 0:
                        changed[line.quotation] = replace(quotations[line.quotation], kind=QuoteKind.WORDS, sure=1.0)
                    elif line.opens and blocks[line.block].kind is not BlockKind.PROSE:
                        kinds[line.block] = BlockKind.PROSE
                    added.pop(line.place, None)
                case _:
                    _voice(line, fix, quotations, changed, named, added)
    kept = [changed.get(index, quotation) for index, quotation in enumerate(quotations)]
    silent = {block for block, kind in kinds.items() if kind is not BlockKind.PROSE}
    kept = sorted([*kept, *(quotation for quotation, _ in added.values())], key=lambda quotation: quotation.span)
    kept = [quotation for quotation in kept if quotation.block not in silent]
    places = {quotation.span.start: index for index, quotation in enumerate(kept)}
    for quotation, name in (*named, *added.values()):
        if name and quotation.span.start in places:
            corrected.speakers[places[quotation.span.start]] = name
    corrected.quotations = kept
    corrected.document = _rebuilt(document, kinds, unread)
    return corrected


def _voice(
    line: _Line,
    fix: Fix,
    quotations: Sequence[Quotation],
    changed: dict[int, Quotation],
    named: list[tuple[Quotation, str]],
    added: dict[int, tuple[Quotation, str]],
) -> None:
    """Make a line speech or thought, with its speaker where the fix names one."""
    kind = QuoteKind.THOUGHT if fix.ruling is Ruling.THOUGHT else QuoteKind.SPEECH
    if line.quotation < 0:
        added[line.place] = Quotation(Span(line.place, line.end), kind, line.block), fix.name
        return
    quotation = changed.get(line.quotation, quotations[line.quotation])
    if fix.ruling is not Ruling.SPEAKER or quotation.kind is QuoteKind.WORDS:
        quotation = changed[line.quotation] = replace(quotation, kind=kind, sure=1.0)
    named.append((quotation, fix.name))


def plain(text: str) -> str:
    """Return what of a text finds a line: without marks and white space, in small letters."""
    return _IGNORED.sub("", text).casefold()


def _lines(text: str, blocks: Sequence[Block], quotations: Sequence[Quotation]) -> Iterator[_Line]:
    by_block: dict[int, list[int]] = {}
    for index, quotation in enumerate(quotations):
        by_block.setdefault(quotation.block, []).append(index)
    for number, block in enumerate(blocks):
        at = block.span.start
        for index in by_block.get(number, ()):
            span = quotations[index].span
            yield from _narration(text, at, span.start, number, opens=at == block.span.start)
            yield _Line(span.start, span.end, number, index, not text[block.span.start : span.start].strip(), plain(text[span.start : span.start + _LOOKED_AT]))
            at = span.end
        yield from _narration(text, at, block.span.end, number, opens=at == block.span.start)


def _narration(text: str, start: int, end: int, block: int, *, opens: bool) -> Iterator[_Line]:
    piece = text[start:end]
    if piece.strip():
        place = start + len(piece) - len(piece.lstrip())
        yield _Line(place, start + len(piece.rstrip()), block, opens=opens, words=plain(text[place : place + _LOOKED_AT]))


def _find(lines: Sequence[_Line], fix: Fix) -> list[_Line]:
    wanted = plain(fix.text)[: _LOOKED_AT // 2]
    found = [line for line in lines if wanted and line.words.startswith(wanted)]
    if fix.occurrence == 0:
        return found
    return found[fix.occurrence - 1 : fix.occurrence]


def _lost(fix: Fix, text: str, lines: Sequence[_Line]) -> str:
    where = fix.where or "fixes"
    found = len(_find(lines, replace(fix, occurrence=0)))
    if found:
        return f"{where}: only {found} line(s) begin with {fix.text!r}, so none is occurrence {fix.occurrence}"
    near = did_you_mean(fix.text, {" ".join(text[line.place : min(line.end, line.place + len(fix.text) + 4)].split()) for line in lines})
    return f"{where}: no line begins with {fix.text!r}{near}; copy its first words as they stand in the story"


def _rebuilt(document: Document, kinds: dict[int, BlockKind], unread: dict[int, list[Span]]) -> Document:
    """Return the document with other kinds of blocks; a new heading begins a chapter."""
    if not kinds and not any(unread.values()):
        return document
    chapters: list[Chapter] = []
    number = 0
    for chapter in document.chapters:
        title, blocks, start = chapter.title, list[Block](), chapter.span.start
        for block in chapter.blocks:
            kind = kinds.get(number, block.kind)
            gaps = tuple(sorted({*block.unread, *unread.get(number, ())}))
            why = WHY if (kind is BlockKind.NOTE and kind is not block.kind) or unread.get(number) else "" if number in kinds else block.why
            if kind is BlockKind.HEADING and block.kind is not BlockKind.HEADING and any(each.kind is BlockKind.PROSE for each in blocks):
                chapters.append(Chapter(title, Span(start, block.span.start), tuple(blocks)))
                title, blocks, start = " ".join(block.span.of(document.text).split()), [], block.span.start
            blocks.append(replace(block, kind=kind, unread=gaps, why=why))
            number += 1
        chapters.append(Chapter(title, Span(start, chapter.span.end), tuple(blocks)))
    return replace(document, chapters=tuple(chapters))
