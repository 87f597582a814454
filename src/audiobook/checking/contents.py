"""What players show and find their way by: chapters, tags, cover."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from audiobook.checking.verdict import Group, Line, clock
from audiobook.sound.probe import Passage, Probed

_NEEDS_CHAPTERS = 30 * 60  # seconds from which a book in one file should have chapters
_GAP = 0.1  # seconds between chapters that nobody misses
_PAST = 0.1  # seconds that a last chapter may end after the sound: a codec's last frame
_SMALLEST, _LARGEST = 1400, 3000  # pixels: what podcast directories take
_SKEW = 1.01  # width to height


def chapters(probed: Probed, length: float) -> tuple[Line, ...]:
    """Return the lines on chapters; `length` in seconds, as decoded. Without chapters it is one line."""
    group, found = Group.CHAPTERS, probed.chapters
    if not found:
        a_part = (probed.label.track or 1) > 1 or (probed.label.tracks or 1) > 1 or probed.label.title != probed.label.tags.title
        passed = a_part or length < _NEEDS_CHAPTERS
        return (Line(group, "chapters", "none", "some, unless a file is a chapter", passed, 0),)
    return (
        Line(group, "chapters", f"{len(found)}", "1 or more", True, len(found)),
        _line("in order", _disorder(found), "each starts after the one before"),
        _line("titled", [f"no. {number}" for number, each in enumerate(found, 1) if not each.title.strip()], "each has a title"),
        _line(
            "unique",
            [f"{title!r} × {count}" for title, count in Counter(each.title.strip() for each in found).items() if title and count > 1],
            "no title twice",
        ),
        _line("within the sound", _outside(found, length), f"none beyond {clock(length)}"),
        _line("without gaps", _gaps(found, length), "one ends where the next begins"),
    )


def _line(name: str, wrong: Sequence[str], wanted: str) -> Line:
    shown = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
    return Line(Group.CHAPTERS, name, shown or "yes", wanted, not wrong, not wrong)


def _disorder(found: Sequence[Passage]) -> list[str]:
    return [f"no. {number} starts at {clock(after.start)}" for number, (before, after) in enumerate(pairwise(found), 2) if after.start <= before.start]


def _outside(found: Sequence[Passage], length: float) -> list[str]:
    wrong = []
    for number, each in enumerate(found, 1):
        if each.start < 0 or each.start >= length:
            wrong.append(f"no. {number} starts at {clock(each.start)}")
        elif each.end > length + _PAST:
            wrong.append(f"no. {number} ends at {clock(each.end)}")
    return wrong


def _gaps(found: Sequence[Passage], length: float) -> list[str]:
    wrong = [f"{found[0].start:.2f} s before no. 1"] if found[0].start > _GAP else []
    for number, (before, after) in enumerate(pairwise(found), 2):
        gap = after.start - before.end
        if abs(gap) > _GAP:
            wrong.append(f"{abs(gap):.2f} s {'between' if gap > 0 else 'shared by'} no. {number - 1} and {number}")
    if length - found[-1].end > _GAP:
        wrong.append(f"{length - found[-1].end:.2f} s after no. {len(found)}")
    return wrong


def tags(probed: Probed) -> tuple[Line, ...]:
    """Return the lines on what a player's library shows."""
    said = probed.label.tags
    rows = (("title", probed.label.title or said.title), ("author", said.author), ("narrator", said.narrator))
    return tuple(Line(Group.TAGS, name, text or "none", "some", bool(text), text or None) for name, text in rows)


def cover(probed: Probed) -> tuple[Line, ...]:
    """Return the lines on the cover; without one it is one line."""
    group, picture = Group.COVER, probed.picture
    if picture is None:
        return (Line(group, "cover", "none", "JPEG or PNG", False),)
    kind = picture.cover.mime.removeprefix("image/")
    least, most = sorted((picture.width, picture.height))
    size = f"{picture.width} × {picture.height}"
    return (
        Line(group, "cover", f"{kind}, {len(picture.cover.content) / 1000:,.0f} kB", "JPEG or PNG", kind in ("jpeg", "png"), kind),
        Line(group, "cover size", size, f"{_SMALLEST} to {_LARGEST} pixels a side", least >= _SMALLEST and most <= _LARGEST, size),
        Line(group, "cover shape", "square" if most <= least * _SKEW else "not square", "square", 0 < most <= least * _SKEW, size),
    )
