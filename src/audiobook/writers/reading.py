"""The story as it is read with the eyes: paragraphs of pieces, markup read as what it marks, stress kept, no word lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobook.document import Block, BlockKind, Chapter
from audiobook.script import Kind, Script
from audiobook.words import meant

_STRESSED = re.compile(r"(?<![\w*_])(?P<mark>\*{1,3}|_{1,3})(?=[^\s*_])(?P<text>[^*_]*[^\s*_])(?P=mark)(?![\w*_])")
_TAGGED = re.compile(r"<(?P<tag>em|i|strong|b)>(?P<text>[^<>]*)</(?P=tag)>", re.IGNORECASE)
_STRAY = re.compile(r"[*_~`#>\\]+")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


_WHOLE = {BlockKind.HEADING: Kind.HEADING, BlockKind.NOTE: Kind.NOTE}  # what a paragraph is whose segments are all of one kind: corrections may change them


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style, fit for XML."""

    text: str
    stressed: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """What one segment reads, or what stands between two."""

    runs: tuple[Run, ...]
    segment: int | None = None
    """Index into Script.segments; None: white space and marks between them."""

    @property
    def text(self) -> str:
        """The runs' text, together."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block: its pieces in order. A scene break has none."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


def chapters(script: Script) -> Iterator[tuple[Chapter, list[Paragraph]]]:
    """Yield each chapter with its paragraphs; those without anything to read are left out, scene breaks are not."""
    for chapter, blocks in script.chapters():
        found = (part for block, indices in blocks for part in _paragraphs(script, block, indices))
        yield chapter, [each for each in found if each.pieces or each.kind is BlockKind.BREAK]


def _paragraphs(script: Script, block: Block, indices: Sequence[int]) -> Iterator[Paragraph]:
    """Yield a block as one paragraph; a scene break that a correction put into it parts it."""
    kinds = [script.segments[index].kind for index in indices]
    kind = next((part for part, own in _WHOLE.items() if kinds and set(kinds) == {own}), BlockKind.PROSE)
    mine: list[Piece] = []
    at = block.span.start
    for index in indices:
        segment = script.segments[index]
        _add(mine, Piece(_between(script.document.text[at : segment.span.start])))
        at = segment.span.end
        if segment.kind is Kind.BREAK:
            yield from _closed(kind, mine)
            yield Paragraph(BlockKind.BREAK, ())
            mine = []
            continue
        _add(mine, Piece(_runs(script.text(segment)), index))
    _add(mine, Piece(_between(script.document.text[at : block.span.end])))
    yield from _closed(kind, mine)
    if block.kind is BlockKind.BREAK and not indices:
        yield Paragraph(BlockKind.BREAK, ())


def _closed(kind: BlockKind, pieces: Sequence[Piece]) -> Iterator[Paragraph]:
    """Yield a paragraph, unless there is nothing in it but marks that no segment holds."""
    if any(piece.segment is not None and piece.text.strip() for piece in pieces):
        yield Paragraph(kind, tuple(pieces))


def _add(pieces: list[Piece], piece: Piece) -> None:
    if piece.text and (piece.segment is not None or piece.text.strip() or pieces):
        pieces.append(piece)


def _runs(raw: str) -> tuple[Run, ...]:
    """Return what the text means, what is stressed in it apart; as plain text where the two would not say the same."""
    plain = _edged(raw, meant(raw))
    runs: list[Run] = []
    at = 0
    for found in sorted([*_STRESSED.finditer(raw), *_TAGGED.finditer(raw)], key=lambda match: match.start()):
        if found.start() >= at:
            runs += [Run(_edged(raw[at : found.start()])), Run(_edged(found["text"]), stressed=True)]
            at = found.end()
    runs = [run for run in [*runs, Run(_edged(raw[at:]))] if run.text]
    stressed = any(run.stressed for run in runs) and "".join(run.text for run in runs) == plain
    return tuple(runs) if stressed else _one(plain)


def _between(raw: str) -> tuple[Run, ...]:
    """Return what stands between two segments: marks of markup that lost their words are left out."""
    return _one(_edged(raw, _STRAY.sub("", meant(raw))))


def _one(text: str) -> tuple[Run, ...]:
    return (Run(text),) if text else ()


def _edged(raw: str, text: str | None = None) -> str:
    """Return the text, or what the raw text means, with a space at each end where the raw text has white space there; fit for XML."""
    inner = _UNFIT.sub("", meant(raw) if text is None else text)
    if not inner:
        return " " if raw and raw[0].isspace() else ""
    return f"{' ' if raw[0].isspace() else ''}{inner}{' ' if raw[-1].isspace() else ''}"
