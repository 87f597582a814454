"""From pages of markup to a document: their paragraphs one after another, with what the markup tells of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from audiobook.document import Document, Span
from audiobook.readers.compose import assemble
from audiobook.readers.extract import Piece
from audiobook.readers.headings import Heading, of_level
from audiobook.readers.lines import lines_of
from audiobook.readers.paragraphs import Paragraph, paragraph
from audiobook.readers.reading import Hints, interpret

_BETWEEN = "\n\n"
_LONGEST_HEADING = 300  # code points; a longer one is a paragraph in large type


def document_of(
    pieces: Sequence[Piece], fields: Mapping[str, str], source: str, title: str, *, starts: Mapping[int, str] | None = None, notices: Sequence[str] = ()
) -> Document:
    """Return the document; its text is the pieces with a blank line between them.

    Args:
        pieces: Each with a visible sign in it.
        fields: What is known of the book: title, author, language.
        source: Where it came from, for messages.
        title: What it is called where nothing tells.
        starts: The pieces at which a chapter begins that has no heading, and its title.
        notices: What the user should know.

    Raises:
        StoryError: there is no word in the pieces.
    """
    text = _BETWEEN.join(piece.text for piece in pieces)
    paragraphs: list[Paragraph] = []
    headings: dict[int, Heading] = {}
    unread: dict[int, list[Span]] = {}
    at = 0
    for index, piece in enumerate(pieces):
        lines = [replace(line, start=line.start + at, end=line.end + at) for line in lines_of(piece.text)]
        paragraphs.append(paragraph(text, [replace(lines[0], gap=min(index, 1)), *lines[1:]]))
        if piece.level and not piece.note and len(piece.text) <= _LONGEST_HEADING:
            headings[index] = of_level(piece.text, piece.level)
        if piece.unread:
            unread[index] = [Span(at + start, at + end) for start, end in piece.unread]
        at += len(piece.text) + len(_BETWEEN)
    notes = {index: piece.note for index, piece in enumerate(pieces) if piece.note}
    reading = interpret(paragraphs, Hints(headings, notes, unread, starts or {}, fields))
    return assemble(text, reading, source, title, notices)
