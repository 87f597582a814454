"""The lines to look at: the least certain ones, with what stands around them."""

import click

from audiobook.script import Kind, Script, Segment

_CONTEXT = 90  # characters of what stands before and after
PAGE = 15
"""Lines on one page to review."""


def unsure(script: Script, below: float = 1.0) -> list[int]:
    """Return the indices of lines of speech and thought whose confidence is under `below`, the least certain first; a line without a speaker is the least."""
    lines = [(index, segment) for index, segment in enumerate(script.segments) if segment.kind in (Kind.DIALOGUE, Kind.THOUGHT)]
    doubtful = [(_sureness(segment), index) for index, segment in lines if _sureness(segment) < below]
    return [index for _, index in sorted(doubtful)]


def _sureness(segment: Segment) -> float:
    return segment.confidence if segment.speaker is not None else 0.0


def shown(script: Script, index: int) -> str:
    """Return a line as it is reviewed: number, speaker, confidence, reason, with what stands before and after it."""
    segment = script.segments[index]
    text = script.document.text
    before = " ".join(text[max(segment.span.start - _CONTEXT, 0) : segment.span.start].split())
    after = " ".join(text[segment.span.end : segment.span.end + _CONTEXT].split())
    head = f"{index + 1:6}  {segment.speaker or 'nobody (the narrator reads it)'}, {segment.confidence:.2f}: {segment.reason or 'no evidence'}"
    line = " ".join(script.text(segment).split())
    return f"{click.style(head, bold=True)}\n        {click.style(f'…{before}', dim=True)} {line} {click.style(f'{after}…', dim=True)}"


def page(script: Script, story: str, most: int = PAGE) -> str:
    """Return the least certain lines of a story, as many as fit on a page, and how to put one right."""
    found = unsure(script)
    if not found:
        return "no line of speech is uncertain"
    rows = [shown(script, index) for index in found[:most]]
    rows.append(f"the {len(found[:most])} least certain of {len(found)} line(s); `audiobook fix {story} NUMBER NAME` puts one right, and helps its neighbours")
    return "\n\n".join(rows)
