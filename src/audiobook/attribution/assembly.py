"""The script put together: segments that tile the story, and the characters in it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobook.attribution.person import Person
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.tokens import SILENT
from audiobook.document import Block, Document, Span
from audiobook.script import Character, Kind, Segment


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who says a quotation."""

    person: int
    """Index into the people; -1: nobody could tell, or several at once."""
    confidence: float


def segments(
    document: Document, blocks: Sequence[Block], quotations: Sequence[Quotation], verdicts: Mapping[int, Verdict], names: Sequence[str], breaks: frozenset[int]
) -> Iterator[Segment]:
    """Yield the segments in order; `verdicts` by the index of their quotation, `breaks` are places before which a scene ends."""
    by_block: dict[int, list[int]] = {}
    for index, quotation in enumerate(quotations):
        if index in verdicts:
            by_block.setdefault(quotation.block, []).append(index)
    for number, block in enumerate(blocks):
        pieces: list[Segment] = []
        at = block.span.start
        for index in by_block.get(number, ()):
            quotation, verdict = quotations[index], verdicts[index]
            pieces.append(Segment(Span(at, quotation.span.start), SILENT.get(block.kind, Kind.NARRATION)))
            kind = Kind.THOUGHT if quotation.kind is QuoteKind.THOUGHT else Kind.DIALOGUE
            pieces.append(Segment(quotation.span, kind, names[verdict.person] if verdict.person >= 0 else None, verdict.confidence))
            at = quotation.span.end
        pieces.append(Segment(Span(at, block.span.end), SILENT.get(block.kind, Kind.NARRATION), reason=block.why))
        whole = len(pieces) == 1
        for piece in _cut(document.text, pieces, block.unread, block.why):
            if piece.span.start in breaks:
                yield from _break_before(document.text, piece.span.start)
            if whole or piece.kind in (Kind.DIALOGUE, Kind.THOUGHT) or any(sign.isalnum() for sign in piece.span.of(document.text)):
                yield piece


def _cut(text: str, pieces: Sequence[Segment], unread: Sequence[Span], why: str) -> Iterator[Segment]:
    """Yield the pieces without the white space at their ends, what is unread cut out of them as notes."""
    for piece in pieces:
        at = piece.span.start
        for gap in unread:
            if gap.end <= at or gap.start >= piece.span.end:
                continue
            yield from _trimmed(text, piece, at, max(at, gap.start))
            note = Segment(Span(max(at, gap.start), min(gap.end, piece.span.end)), Kind.NOTE, reason=why)
            yield from _trimmed(text, note, note.span.start, note.span.end)
            at = note.span.end
        yield from _trimmed(text, piece, at, piece.span.end)


def _trimmed(text: str, piece: Segment, start: int, end: int) -> Iterator[Segment]:
    """Yield the part of a piece from start to end, without white space at its ends, where anything is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield replace(piece, span=Span(start, end))


def _break_before(text: str, place: int) -> Iterator[Segment]:
    start = place
    while start > 0 and text[start - 1].isspace():
        start -= 1
    if start < place:
        yield Segment(Span(start, place), Kind.BREAK, reason="a correction ends the scene here")


def distinct_names(people: Sequence[Person]) -> list[str]:
    """Return each person's name, made distinct where two have the same."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for person in people:
        if person.gone:
            names.append(person.name)  # of which nobody is called any more
            continue
        seen[person.name.casefold()] += 1
        again = seen[person.name.casefold()]
        name = person.name if again == 1 else f"{person.name} ({again})"
        names.append(name)
    return names


def characters(people: Sequence[Person], names: Sequence[str], found: Sequence[Segment], narrator: int = -1) -> tuple[Character, ...]:
    """Return those who have a line, most lines first, then the others that the story names; `narrator` is the index of who says "I" in the narration."""
    lines = Counter(segment.speaker for segment in found if segment.speaker is not None)
    listed: list[tuple[int, int, Character]] = []
    for index, (person, name) in enumerate(zip(people, names, strict=True)):
        if person.gone or (not lines[name] and not person.fact and person.count < 3):
            continue
        aliases = [form.text for form, _ in sorted(person.forms.items(), key=lambda item: (-item[1], item[0].text))]
        ordered = tuple(dict.fromkeys(alias for alias in (person.name, *person.extra, *aliases) if alias != name))
        listed.append((-lines[name], index, Character(name, ordered, person.gender, round(person.sure, 3), index == narrator)))
    return tuple(each for _, _, each in sorted(listed, key=lambda row: row[:2]))
