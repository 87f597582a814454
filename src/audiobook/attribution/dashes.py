"""Dialogue that a dash opens: what is said, and what the narrator puts in between."""

import re
from collections.abc import Iterator

from audiobook.attribution.asides import bare_tag
from audiobook.document import Span

_OPEN = re.compile(r"\s*(?P<dash>—|–|―|--|-(?= ))[ \t]*(?=\S)")
_ASIDE = re.compile(r"(?<=\s)(?:—|–|―|--|-)(?=[^\W\d_])|(?<=[,.!?…])[ \t]*(?:—|–|―|--)[ \t]*(?=[a-z])|(?<=[,.!?…][ \n])-[ \t](?=[a-z])")
_BACK = re.compile(r"(?<=\s)(?:—|–|―|--|-)(?=\s)|(?<=[^\s-])(?:—|–|―|--)[,.;:!?]?(?=\s)|(?<=\s)(?:—|–|―|--)(?=\w)")
_STOP = re.compile(r"[.!?…:][ \t\r\n]+(?=\S)")
_SPACES = " \t\r\n,.;:—–―-"


def dash_speech(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield what is said in a paragraph that a dash opens, the opening dash included; nothing where no dash opens it."""
    opening = _OPEN.match(text, start, end)
    if opening is None:
        return
    at, seek = opening.start("dash"), opening.end()
    while at < end:
        stop, resume = _insertion(text, seek, end)
        while stop > at and text[stop - 1].isspace():
            stop -= 1
        if stop > at:
            yield Span(at, stop)
        if resume is None:
            return
        at = seek = resume


def _insertion(text: str, seek: int, end: int) -> tuple[int, int | None]:
    """Return where speech stops for the narrator's words, and where it goes on, if it does."""
    aside = _ASIDE.search(text, seek, end)
    tag = bare_tag(text, seek, end)
    if aside is not None and (tag is None or aside.start() <= tag):
        back = _BACK.search(text, aside.end(), end)
        resume = back.end() if back is not None else None
        stop = aside.start()
    elif tag is not None:
        over = _STOP.search(text, tag, end)
        resume = over.end() if over is not None else None
        stop = tag
    else:
        return end, None
    while resume is not None and resume < end and text[resume] in _SPACES:
        resume += 1
    return stop, resume if resume is not None and resume < end else None
