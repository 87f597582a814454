"""What stands in a story and is no part of it: captions, footnotes and their marks, notes of the transcriber, the author's asides."""

import re
from collections.abc import Iterator, Sequence

from audiobook.document import Span
from audiobook.readers.paragraphs import Paragraph

_CAPTION = r"(?:illustration|illus|picture|image|figure|fig|frontispiece|map|plate|drawing|photo|photograph|cover)s?(?=\s*[\]:.\d]|\s(?:of|by)\b)"
_MARK = r"\[\^?(?:\d{1,3}|\*{1,3}|†|‡)\]"
_INLINE = re.compile(
    rf"(?P<caption>\[{_CAPTION}[^\[\]]{{0,600}}\]|!\[[^\[\]]{{0,300}}\]\([^()\s]{{0,500}}\))"
    rf"|(?P<footnote>{_MARK}|\[footnote[^\[\]]{{0,1500}}\]|[†‡]|(?<=[^\w\s])[¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<markup><!--[^<>]{0,2000}-->|</?[a-z]\w{0,11}\s[^<>=]{1,100}=[^<>]{0,1000}>)"
    r"|(?P<note>[(\[]\s*(?:a/n|author['’]?s? note|t/n|transcriber['’]?s note)\b[^()\[\]]{0,1500}[)\]])",
    re.IGNORECASE,
)
_NOTES = {"caption": "caption", "footnote": "footnote", "note": "author's note", "markup": "markup"}
_OPENS_CAPTION = re.compile(rf"\[{_CAPTION}|!\[", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:\[footnote\b|footnotes?:?$|\[\^\w{1,20}\]:|\[(?:\d{1,3}|\*{1,3}|†|‡)\]\s*\S)", re.IGNORECASE)
_TRANSCRIBER = re.compile(
    r"[\[(*_\s]*(?:original )?transcribers?['’]?s? notes?\b"
    r"|[\[(]?(?:e-?text|this (?:e-?book|e-?text)|html version) (?:was )?(?:prepared|produced|created|transcribed) by\b"
    r"|(?:produced|transcribed|prepared|scanned|digitized) (?:from|by) .{3,300}",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 12  # paragraphs


def inline(each: Paragraph) -> Iterator[tuple[Span, str]]:
    """Yield the pieces within the paragraph that are no part of the story, and what each was taken for."""
    if not any(sign in each.text for sign in "[(<†‡¹²³⁴⁵⁶⁷⁸⁹"):
        return
    start = each.lines[0].start
    for match in _INLINE.finditer(each.text):
        yield Span(start + match.start(), start + match.end()), _NOTES[match.lastgroup or "note"]


def asides(paragraphs: Sequence[Paragraph]) -> dict[int, str]:
    """Return the paragraphs that are captions, footnotes or notes of the transcriber, each with what it was taken for."""
    found: dict[int, str] = {}
    marks = {mark for each in paragraphs for mark in _marks(each)}
    for index, each in enumerate(paragraphs):
        if index in found:
            continue
        if _OPENS_CAPTION.match(each.text):
            found |= dict.fromkeys(_caption(paragraphs, index), "caption")
        elif _FOOTNOTE.match(each.text) and _answers(each.text, marks):
            found[index] = "footnote"
        elif (index < _FRONT or index >= len(paragraphs) - _FRONT) and len(each.text) < 3000 and _TRANSCRIBER.match(each.text):
            found |= dict.fromkeys(_transcriber(paragraphs, index), "transcriber's note")
    return found


_FRONT = 40  # paragraphs; so far from either end such notes stand


def _marks(each: Paragraph) -> list[str]:
    return re.findall(_MARK, each.text[1:]) if "[" in each.text else []


def _answers(text: str, marks: set[str]) -> bool:
    """Tell whether a paragraph that begins like a footnote answers a mark in the story, or says itself that it is one."""
    mark = re.match(_MARK, text)
    return mark is None or text.startswith("[^") or mark[0] in marks


def _caption(paragraphs: Sequence[Paragraph], start: int) -> range:
    """Return the paragraphs from start to the one that closes the bracket; none where a story goes on behind it in the same paragraph."""
    depth = 0
    for index in range(start, min(start + _LONGEST_CAPTION, len(paragraphs))):
        for at, sign in enumerate(paragraphs[index].text[:3000]):
            depth += (sign == "[") - (sign == "]")
            if depth == 0 and sign == "]":
                rest = paragraphs[index].text[at + 1 :].strip(" \n\r\t_*")
                return range(start, index + 1) if not rest or re.fullmatch(r"\([^()]*\)", rest) else range(start, start)
    return range(start, start)


def _transcriber(paragraphs: Sequence[Paragraph], start: int) -> range:
    """Return the transcriber's note: the paragraph itself, or all to the end where it opens a list behind the story."""
    each = paragraphs[start]
    if start > len(paragraphs) // 2 and len(each.text) < 80 and len(paragraphs) - start <= _FRONT:
        return range(start, len(paragraphs))
    return range(start, start + 1)
