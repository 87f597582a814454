"""HTML and XHTML to paragraphs: what stands in headings, notes and footnote marks is told by the markup."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from audiobook.readers.lines import BLANK

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form header hgroup hr h1 h2 h3 h4 h5 h6 "
        "html li main nav ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_VOID = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr"))
_SKIPPED = frozenset(re.findall(r"\w+", "script style template noscript svg math audio video object iframe select button textarea"))
_STRESS = frozenset(("em", "i"))
_OPEN, _CLOSE, _UNREAD, _READ = "\ue000", "\ue001", "\ue002", "\ue003"  # private code points that mark places until a paragraph is whole
_MARKS = re.compile("[\ue000-\ue003]")
_STRESSED = re.compile(rf"(?<![\w*_]){_OPEN}(?=[^\s{_OPEN}{_CLOSE}*])([^{_OPEN}{_CLOSE}]*+)(?<=[^\s*]){_CLOSE}(?![\w*_])")
_NOTES = (  # in an element's id, class, role or epub:type: what it is
    (re.compile(r"(?<![\w-])author(?:s|-s)?-?notes?(?![\w-])", re.IGNORECASE), "author's note"),
    (re.compile(r"(?<![\w-])(?:doc-)?(?:foot|end|rear)notes?(?![\w-])", re.IGNORECASE), "footnote"),
    (re.compile(r"(?<![\w-])(?:(?:doc-)?toc|landmarks|page-list)(?![\w-])", re.IGNORECASE), "contents"),
    (re.compile(r"(?<![\w-])(?:(?:half)?-?title-?page|copyright-page|imprint|imprimatur|colophon)(?![\w-])", re.IGNORECASE), "title page"),
    (re.compile(r"(?<![\w-])pg-?(?:boilerplate|header|footer)(?![\w-])", re.IGNORECASE), "licence"),
)
_ARCHIVE = re.compile(r"(?<![\w-])(?:preface|afterword|endnotes\d*|notes|meta|summary)(?![\w-])")  # in pages of the Archive of Our Own
_TAGS = {"nav": "contents", "figcaption": "caption", "caption": "caption", "aside": "footnote"}
_REFERENCE = re.compile(r"\b(?:doc-)?noteref\b|\bfootnote-?(?:ref|anchor)\b|\bfnanchor\b|\bpagenum\b|\bpagebreak\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph as the markup gives it."""

    text: str
    """White space folded; a newline where the markup breaks the line."""
    level: int = 0
    """1 to 6 for a heading, else 0."""
    note: str = ""
    """For what is no story: what it is, in a reader's words."""
    unread: tuple[tuple[int, int], ...] = ()
    """Half-open places in the text that are marks of footnotes."""
    identity: frozenset[str] = frozenset()
    """Classes and ids of the elements that it stands in."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one page holds."""

    pieces: tuple[Piece, ...]
    facts: dict[str, str] = field(default_factory=dict)
    """What its head says: title, author, language."""


@dataclass(slots=True)
class _Element:
    """An open element, with what it hands down to those within."""

    tag: str
    note: str
    level: int
    skipped: bool
    unread: bool
    identity: frozenset[str]


def extract(markup: str) -> Page:
    """Return the page's paragraphs in order; scripts, styles and pictures are passed over."""
    extractor = _Extractor(archived="archiveofourown" in markup or "userstuff" in markup)
    extractor.feed(markup)
    extractor.close()
    extractor.flush()
    return Page(tuple(extractor.pieces), extractor.facts)


class _Extractor(HTMLParser):
    """Collects pieces; the parser honours `<title/>` and its like, so that XHTML is read as well."""

    def __init__(self, *, archived: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._archived = archived
        self.pieces: list[Piece] = []
        self.facts: dict[str, str] = {}
        self._stack: list[_Element] = [_Element("", "", 0, False, False, frozenset())]
        self._open: Counter[str] = Counter()
        self._buffer: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = tag.rpartition(":")[2]
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._meta(given)
        if tag == "html" and (given.get("lang") or given.get("xml:lang")):
            self.facts.setdefault("language", given.get("lang") or given["xml:lang"])
        self._in_title = tag == "title" and not self._open["svg"]
        if tag in _BLOCKS:
            self.flush()
        if tag == "br":
            self._buffer.append("\n")
        elif tag == "hr":
            self.pieces.append(Piece("* * *", note=self._stack[-1].note))
        if tag not in _VOID:
            self._push(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        self._in_title = False
        if tag in _BLOCKS:
            self.flush()
        if not self._open[tag]:
            return
        while len(self._stack) > 1:
            element = self._stack.pop()
            self._open[element.tag] -= 1
            if element.tag in _STRESS:
                self._buffer.append(_CLOSE)
            if element.unread and not self._stack[-1].unread:
                self._buffer.append(_READ)
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.facts["title"] = " ".join(f"{self.facts.get('title', '')} {data}".split())
        elif not self._stack[-1].skipped:
            self._buffer.append(re.sub(r"[ \t\r\n\f]+", " ", _MARKS.sub("", data)) if not self._open["pre"] else _MARKS.sub("", data))

    def _push(self, tag: str, given: dict[str, str]) -> None:
        outer = self._stack[-1]
        names = f"{given.get('id', '')} {given.get('class', '')}"
        said = f"{names} {given.get('role', '')} {given.get('epub:type', '')}"
        level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else outer.level
        unread = outer.unread or _REFERENCE.search(said) is not None or (tag == "a" and outer.tag == "sup")
        skipped = outer.skipped or tag in _SKIPPED or tag == "head" or "hidden" in given
        note = outer.note or _TAGS.get(tag, "") or (self._note(said) if said.strip() else "")
        if self._archived and tag == "h2" and "heading" in names.split() and "preface" not in outer.identity:
            note = ""  # a chapter's title, which stands among its notes
        self._stack.append(_Element(tag, note, level, skipped, unread, outer.identity | set(names.split())))
        self._open[tag] += 1
        if unread and not outer.unread:
            self._buffer.append(_UNREAD)
        if tag in _STRESS:
            self._buffer.append(_OPEN)

    def _note(self, said: str) -> str:
        if self._archived and _ARCHIVE.search(said):
            return "author's note"
        return next((what for pattern, what in _NOTES if pattern.search(said)), "")

    def _meta(self, given: dict[str, str]) -> None:
        name = (given.get("name") or given.get("property") or "").lower()
        if name in ("author", "dc.creator", "dc:creator") and given.get("content"):
            self.facts.setdefault("author", given["content"].strip())

    def flush(self) -> None:
        """Close the paragraph that is open, if there is any sign in it; two line breaks part paragraphs too."""
        element = self._stack[-1]
        whole = "".join(self._buffer)
        self._buffer.clear()
        for part in re.split(r"[^\S\n]*\n[^\S\n]*\n\s*", whole):
            text, unread = _resolved(part)
            if text:
                self.pieces.append(Piece(text, element.level, element.note, unread, element.identity))
        self._buffer.extend((_UNREAD,) if element.unread else ())


def _resolved(part: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the paragraph without the marks of places, `*` where stress can be marked so, and where footnote marks stand."""
    folded = re.sub(r"[^\S\n]+", " ", _STRESSED.sub(r"*\1*", part).replace(_OPEN, "").replace(_CLOSE, ""))
    folded = re.sub(r" ?\n ?", "\n", folded).strip()
    pieces, spans, at, start = re.split(f"([{_UNREAD}{_READ}])", folded), [], 0, -1
    for piece in pieces:
        if piece == _UNREAD:
            start = at
        elif piece == _READ:
            spans += [(start, at)] if 0 <= start < at else []
            start = -1
        else:
            at += len(piece)
    spans += [(start, at)] if 0 <= start < at else []
    text = "".join(piece for piece in pieces if piece not in (_UNREAD, _READ))
    lead, end = len(text) - len(text.lstrip(BLANK)), len(text.rstrip(BLANK))
    kept = [(max(first, lead) - lead, min(last, end) - lead) for first, last in spans]
    return text.strip(BLANK), tuple((first, last) for first, last in kept if first < last)
