"""A text's lines: where each one's visible part stands, how far it is indented, how many blank lines stand before it."""

from dataclasses import dataclass

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
BLANK = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000" + _INVISIBLE
)
"""Signs that nobody sees."""
_TAB = 8  # columns


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; start and end are code points of the text and leave blanks at both ends out."""

    start: int
    end: int
    indent: int
    """Columns of white space before it."""
    gap: int
    """Blank lines before it."""

    def __len__(self) -> int:
        return self.end - self.start


def lines_of(text: str) -> list[Line]:
    """Return the lines that hold a visible sign, in order. Every kind of newline counts: LF, CR LF, CR, NEL, LS, PS, VT, FF."""
    lines: list[Line] = []
    at = gap = 0
    for row in text.splitlines(keepends=True):
        if visible := row.strip(BLANK):
            before = len(row) - len(row.lstrip(BLANK))
            indent = before if "\t" not in row[:before] else before + (_TAB - 1) * row[:before].count("\t")
            lines.append(Line(at + before, at + before + len(visible), indent, gap))
            gap = 0
        else:
            gap += 1
        at += len(row)
    return lines
