"""Lines to paragraphs, by what the text itself shows: blank lines, hard wraps, one line a paragraph, first-line indents."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from audiobook.document import Span
from audiobook.readers.breaks import is_break
from audiobook.readers.lines import Line

_WIDEST = 132  # columns; nobody wraps by hand beyond
_NARROWEST = 30  # columns
_SHORT = 60  # columns; verse and letter heads are shorter
_ENDS = ".!?…:”\"’'»)]*_~—-"
_OPENS = '"“«„—'
_Opens = Callable[[Line, Line], bool]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some lines that belong together."""

    lines: tuple[Line, ...]
    text: str
    """From its first visible sign to its last, as it stands in the story."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.lines[0].start, self.lines[-1].end)

    @property
    def gap(self) -> int:
        """Blank lines before it."""
        return self.lines[0].gap


def paragraph(text: str, lines: Sequence[Line]) -> Paragraph:
    """Return the paragraph that the lines make."""
    return Paragraph(tuple(lines), text[lines[0].start : lines[-1].end])


def paragraphs_of(text: str, lines: Sequence[Line]) -> list[Paragraph]:
    """Return the text's paragraphs, in order; each line is in one of them, and a scene break is one of its own."""
    opens = _layout(text, lines)
    found: list[Paragraph] = []
    mine: list[Line] = []
    last_broke = False
    for line in lines:
        breaks = is_break(text[line.start : line.end]) and not _underlines(text, mine, line)
        if mine and (line.gap or breaks or last_broke or (opens(mine[-1], line) and not _underlines(text, mine, line))):
            found.append(paragraph(text, mine))
            mine = []
        mine.append(line)
        last_broke = breaks
    if mine:
        found.append(paragraph(text, mine))
    return found


def _underlines(text: str, above: Sequence[Line], line: Line) -> bool:
    """Tell whether the line makes the one above it a heading, as Markdown does."""
    signs = text[line.start : line.end]
    alone = len(above) == 1 and not line.gap and len(above[0]) <= _WIDEST and text[above[0].end - 1].isalnum()
    return alone and len(signs) >= 3 and not (signs.strip("=") and signs.strip("-"))


def _layout(text: str, lines: Sequence[Line]) -> _Opens:
    """Return what tells whether a line opens a paragraph though no blank line stands before it."""
    pairs = [(line, after) for line, after in pairwise(lines) if not after.gap]
    width = _wrap(text, lines, pairs)
    if not width:
        return partial(_opens_after_line, text)
    indent = _indent(text, lines, pairs)
    if indent is not None:
        return lambda _, line: line.indent > indent
    if len(pairs) > 30 * (len(lines) - len(pairs)):  # no blank lines to speak of: a short line ends its paragraph
        return partial(_opens_after_short, text, width - width // 12)
    return partial(_opens_speech, text, width - width // 4)


def _wrap(text: str, lines: Sequence[Line], pairs: Sequence[tuple[Line, Line]]) -> int:
    """Return the column at which the text was wrapped by hand, or 0: lines end where the next one's first word would not have fitted."""
    if not pairs:
        return 0
    lengths = sorted(line.indent + len(line) for line, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    beyond = sum(line.indent + len(line) > width + 8 for line in lines)
    if not _NARROWEST <= width <= _WIDEST or beyond > 0.1 * len(lines):
        return 0
    full = sum(line.indent + len(line) + 1 + _first_word(text, after) > width - 3 for line, after in pairs)
    return width if full > 0.5 * len(pairs) else 0


def _first_word(text: str, line: Line) -> int:
    """Return the length of the line's first word."""
    space = text.find(" ", line.start, line.end)
    return (line.end if space < 0 else space) - line.start


def _indent(text: str, lines: Sequence[Line], pairs: Sequence[tuple[Line, Line]]) -> int | None:
    """Return the indent that a paragraph's first line exceeds, where indents and not blank lines set paragraphs apart."""
    base = min((indent for indent, count in Counter(line.indent for _, line in pairs).items() if 10 * count >= len(pairs)), default=0)
    indented = [(line, after) for line, after in pairs if after.indent > base]
    blocks = len(lines) - len(pairs)
    ended = sum(text[line.end - 1] in _ENDS for line, _ in indented)
    return base if len(indented) > blocks and ended > 0.75 * len(indented) else None


def _opens_after_line(text: str, line: Line, after: Line) -> bool:
    """One line a paragraph, unless the line obviously runs on: verse, or a line broken by mistake."""
    if text[after.start].islower():
        return False
    runs_on = text[line.end - 1].isalnum() or text[line.end - 1] in ",;"
    return not (runs_on and len(line) < _SHORT and len(after) < _SHORT and ":" not in text[after.start : after.start + 20])


def _opens_after_short(text: str, width: int, line: Line, after: Line) -> bool:
    return line.indent + len(line) + 1 + _first_word(text, after) < width and text[line.end - 1] in _ENDS


def _opens_speech(text: str, width: int, line: Line, after: Line) -> bool:
    """A blank line was forgotten: a short line ends a sentence and the next one opens a speech."""
    return text[after.start] in _OPENS and line.indent == after.indent and _opens_after_short(text, width, line, after)


def words_of(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Yield every paragraph's text with its white space folded."""
    return (" ".join(each.text.split()) for each in paragraphs)


def rows_of(each: Paragraph) -> list[str]:
    """Return the paragraph's lines, white space folded."""
    start = each.lines[0].start
    return [" ".join(each.text[line.start - start : line.end - start].split()) for line in each.lines]
