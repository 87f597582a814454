"""Where a quotation with a missing mark begins or ends: at its tag, else at a sentence's end, else at the paragraph's."""

import re

from audiobook.attribution.asides import bare_tags

_SHORT = 240  # characters of a line whose missing mark is a slip rather than the first paragraph of a long speech
_SENTENCE = re.compile(r"[.!?…][\"'’”)]?[ \t\r\n]+(?=[^a-z\s])")


def end_of_unclosed(text: str, start: int, limit: int, *, reopened: bool, carried: bool) -> int:
    """Return where a quotation ends that begins at start and is not closed before limit.

    reopened: another one opens at limit, so that something between must be the narrator's; carried: the next paragraph begins with a mark, so that this one
    may well be meant to stay open.
    """
    tag = next(bare_tags(text, start + 1, limit), None)
    if tag is not None and not (carried and (limit - start > _SHORT or _SENTENCE.search(text, start + 1, tag) or _SENTENCE.search(text, tag, limit))):
        return _without_space(text, start, tag)
    if reopened:
        sentence = _SENTENCE.search(text, start + 1, limit)
        if sentence is not None:
            return _without_space(text, start, sentence.end())
    return _without_space(text, start, limit)


def start_of_unopened(text: str, after: int, close: int, *, first: bool) -> int:
    """Return where a quotation begins that is closed at close: after the position where the one before ended, or (first) where the paragraph began."""
    start = after
    if not first:
        sentence = _SENTENCE.search(text, after, close)
        if sentence is not None:
            start = sentence.end()
    while start < close and text[start].isspace():
        start += 1
    return start


def _without_space(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end
