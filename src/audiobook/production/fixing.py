"""Corrections from a script's line numbers: each is written so that it finds its line again, and is tried before it is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from audiobook.attribution import attribute
from audiobook.attribution.fixes import plain
from audiobook.document import Document, Span
from audiobook.errors import StoryError
from audiobook.readers import read
from audiobook.readers.sidecar import add_fix, read_sidecar, sidecar_path
from audiobook.script import Kind, Script
from audiobook.sheet import Sheet
from audiobook.sidecar import Fix, Fixes, Merge, Ruling

_FEWEST, _MOST = 4, 12  # words that a correction quotes
_TRIES = 40  # occurrences that are tried

_KINDS = {Ruling.NARRATION: Kind.NARRATION, Ruling.SPEECH: Kind.DIALOGUE, Ruling.THOUGHT: Kind.THOUGHT, Ruling.HEADING: Kind.HEADING, Ruling.NOTE: Kind.NOTE}


def correct(story: str, sheet: Sheet, spans: Sequence[Span], ruling: Ruling, name: str = "") -> list[Fix]:
    """Write a correction for each of the segments that cover these spans to the story's sidecar; return them.

    Raises:
        StoryError: a correction cannot be written so that it finds its line; then none is written.
    """
    document = read(story)
    path = _sidecar(story)
    known = read_sidecar(path).fixes
    guessed = _guessed(document, attribute(document, sheet, known), spans, Fix(ruling, "", name))
    script = attribute(document, sheet, replace(known, lines=(*known.lines, *guessed)))
    found = [fix for span, fix in zip(spans, guessed, strict=True) if _holds(script, span, fix)]
    for span in (span for span, fix in zip(spans, guessed, strict=True) if fix not in found):
        fix = _found(document, sheet, replace(known, lines=(*known.lines, *found)), span, Fix(ruling, "", name))
        if fix is None:
            raise StoryError(f"{story}: no correction finds the line {_words(span.of(document.text), _MOST)!r}; write it by hand in {path}")
        found.append(fix)
    add_fix(path, *found)
    return found


def merge(story: str, old: str, new: str) -> Path:
    """Write that two names are one character, or that one has another name, to the story's sidecar; return its path."""
    path = _sidecar(story)
    add_fix(path, Merge(old, new))
    return path


def _sidecar(story: str) -> Path:
    if story == "-":
        raise StoryError("-: the standard input has no sidecar; save the story to a file to correct it")
    return sidecar_path(Path(story))


def _guessed(document: Document, script: Script, spans: Sequence[Span], fix: Fix) -> list[Fix]:
    """Return a correction for each line as it probably finds it: by its first words, as one of those of the script that begin so."""
    said = [(segment.span.start, plain(script.text(segment))) for segment in script.segments]
    found: list[Fix] = []
    for span in spans:
        quoted = next(_forms(document, span, fix)).text
        found.append(replace(fix, text=quoted, occurrence=sum(start <= span.start and text.startswith(plain(quoted)) for start, text in said)))
    return found


def _found(document: Document, sheet: Sheet, known: Fixes, span: Span, fix: Fix) -> Fix | None:
    """Return the correction in the first form that does to this line what it should, and to the script before it nothing."""
    for tried in _forms(document, span, fix):
        script = attribute(document, sheet, replace(known, lines=(*known.lines, tried)))
        if _holds(script, span, tried):
            return tried
    return None


def _forms(document: Document, span: Span, fix: Fix) -> Iterator[Fix]:
    text = span.of(document.text)
    words = text.split()
    count = next((count for count in range(_FEWEST, _MOST) if document.text.count(_words(text, count)) <= 1), _MOST)
    quoted = " ".join(words[:count])
    for occurrence in range(1, _TRIES + 1):
        yield replace(fix, text=quoted, occurrence=occurrence)


def _words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


def _holds(script: Script, span: Span, fix: Fix) -> bool:
    segment = next((segment for segment in script.segments if segment.span.start <= span.start < segment.span.end), None)
    if segment is None:
        return False
    match fix.ruling:
        case Ruling.SPEAKER:
            # a neighbour's correction may lend it the same speaker, but never certainty
            return segment.confidence == 1.0 and segment.speaker is not None and _is(script, segment.speaker, fix.name)
        case Ruling.BREAK:
            return not script.notices
        case _:
            return segment.kind is _KINDS[fix.ruling] and (not fix.name or (segment.speaker is not None and _is(script, segment.speaker, fix.name)))


def _is(script: Script, speaker: str, name: str) -> bool:
    character = script.character(speaker)
    return name.casefold() in {called.casefold() for called in (character.name, *character.aliases)}
