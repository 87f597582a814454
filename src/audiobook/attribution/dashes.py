"""Dialogue that a dash opens: what is said, and what the narrator puts in between."""

import re
from collections.abc import Iterator

from audiobook.attribution.asides import aside_at, bare_tags
from audiobook.attribution.cues import cues
from audiobook.document import Span

_OPEN = re.compile(r"\s*(?P<dash>—|–|―|--|-(?= ))[ \t]*(?=\S)")
_ASIDE = re.compile(
    r"(?<=\s)(?:—|–|―|--|-)(?=[^\W\d_])|(?<=[,.!?…])[ \t]*(?:—|–|―|--)[ \t]*(?=[a-z])"
    r"|(?<=[,.!?…][ \n])-[ \t](?=[a-z])|(?P<spaced>(?<=\s)(?:—|–|―)[ \t](?=[a-z]))"
)
_BACK = re.compile(r"(?<=\s)(?:—|–|―|--|-)(?=\s)|(?<=[^\s-])(?:—|–|―|--)[,.;:!?]?(?=\s)|(?<=\s)(?:—|–|―|--)(?=\w)")
_STOP = re.compile(r"[.!?…:][ \t\r\n]+(?=\S)")
_COMMA = re.compile(r"(?P<tag>(?:[^\W\d_]+[ \t\r\n]+){1,8}[^\W\d_]+)(?P<stop>[,;])[ \t\r\n]+(?=(?P<next>[^\W\d_]+(?:['’][^\W\d_]+)?))")
_FEW = 4  # words of a tag after whose comma speech goes on unless the next word is one that narrators go on with
_DOING = re.compile(r"[^\W\d_]+ing\b[^.!?…,;]{0,60}[,;][ \t\r\n]+")
_SENTENCE = 400  # characters in which a sentence ends
_OVER = re.compile(r"[.!?…]")
_FIRST = re.compile(r"(?:[^\W\d_]+(?:['’][^\W\d_]+)?[ \t\r\n]+){0,3}[^\W\d_]+(?:['’][^\W\d_]+)?")
_BEAT = re.compile(r"(?:He|She|They|The [a-z]+)[ \t\r\n]+(?:[a-z]+ly[ \t\r\n]+)?([a-z]+)\b[^.!?]{0,200}\.(?:\s+|$)")
_BETWEEN = " \t\r\n,.;:—–―-"


def dash_speech(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield what is said in a paragraph that a dash opens, the opening dash included; nothing where no dash opens it."""
    opening = _OPEN.match(text, start, end)
    if opening is None:
        return
    at, seek = opening.start("dash"), opening.end()
    asides = _Ahead(each.span() for each in _ASIDE.finditer(text, seek, end) if each["spaced"] is None or aside_at(text, each.end(), end) is not None)
    tags = _Ahead((tag, tag) for tag in bare_tags(text, seek, end))
    while at < end:
        stop, resume = _insertion(text, seek, end, asides.after(seek), tags.after(seek))
        while stop > at and text[stop - 1].isspace():
            stop -= 1
        if stop > at:
            yield Span(at, stop)
        if resume is None:
            return
        at = seek = resume


class _Ahead:
    """Spans in order, read once from front to back: so that looking ahead again and again stays linear."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self._spans = spans
        self._next = next(spans, None)

    def after(self, at: int) -> tuple[int, int] | None:
        """Return the first span that begins at or after `at`, which never goes back."""
        while self._next is not None and self._next[0] < at:
            self._next = next(self._spans, None)
        return self._next


def _insertion(text: str, seek: int, end: int, aside: tuple[int, int] | None, tag: tuple[int, int] | None) -> tuple[int, int | None]:
    """Return where speech stops for the narrator's words, and where it goes on, if it does."""
    if aside is not None and (tag is None or aside[0] <= tag[0]):
        back = _BACK.search(text, aside[1], end)
        stop, resume = aside[0], back.end() if back is not None else None
    else:
        limit = end if tag is None else tag[0]
        beat = next((each.end() for each in _STOP.finditer(text, seek, limit) if _ends_beat(text, each.end(), end)), None)
        if beat is not None:
            stop, resume = beat, _after_beats(text, beat, end)
        elif tag is not None:
            stop, resume = tag[0], _after_tag(text, tag[0], end)
        else:
            return end, None
    while resume is not None and resume < end and text[resume] in _BETWEEN:
        resume += 1
    return stop, resume if resume is not None and resume < end else None


def _after_tag(text: str, tag: int, end: int) -> int | None:
    """Return where speech goes on after a tag that nothing sets off: after its comma (`he said, you dreadful bard`), else after its sentence."""
    comma = _COMMA.match(text, tag, end)
    if comma is not None and _is_said_after(text, comma, end):
        doing = _DOING.match(text, comma.end(), end)
        return comma.end() if doing is None else doing.end()
    over = _STOP.search(text, tag, end)
    return _after_beats(text, over.end(), end) if over is not None else None


def _is_said_after(text: str, comma: re.Match[str], end: int) -> bool:
    """Tell whether speech goes on after the comma of a tag: `he said, I can't`, `said Ann, you dreadful bard`, but not `said Ann, with a smile`."""
    small = comma["next"].lower().replace("’", "'")
    few = len(comma["tag"].split()) <= _FEW
    over = _OVER.search(text, comma.end(), min(end, comma.end() + _SENTENCE))
    if comma["stop"] == ";" or (few and small.split("'")[0] == "i") or (over is not None and over[0] in "?!"):
        return True
    begun = _FIRST.match(text, comma.end(), end)
    spoken = {word.lower().replace("’", "'") for word in begun[0].split()} if begun is not None else set()
    if small.endswith("ing") or small in cues("going on"):
        return False
    return (few and comma["next"].islower()) or not spoken.isdisjoint(cues("direct") | cues("present"))


def _after_beats(text: str, start: int, end: int) -> int | None:
    """Return where the first sentence from start on begins that is not what somebody does; None where there is none."""
    at: int | None = start
    while at is not None and at < end:
        over = _ends_beat(text, at, end)
        if over is None:
            return at
        at = over
    return None


def _ends_beat(text: str, start: int, end: int) -> int | None:
    """Return where the sentence that begins at start is over, if it tells what somebody does (`He held out the bowl.`), else None."""
    beat = _BEAT.match(text, start, end)
    return beat.end() if beat is not None and beat[1] in cues("beats") else None
