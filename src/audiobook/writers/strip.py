"""The book as a strip: chapters and scenes as long as they last, each stretch in the colour of who speaks."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, groupby

from audiobook.document import BlockKind
from audiobook.writers.reading import Paragraph

_STRETCHES = 900  # into which the whole is cut: about as many as a screen has pixels
_PARTS = 10_000  # of the whole, in which shares are told: under 1, they would leave the rest of the line empty
_MOST_SCENES = 60  # that are parted by gaps
_MOST_LABELS = 9  # chapters that have room for their titles


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of a chapter between two breaks."""

    name: str
    """Its element's identifier."""
    title: str
    segments: tuple[int, ...]


def scenes(number: int, title: str, paragraphs: Sequence[Paragraph]) -> list[Scene]:
    """Return a chapter's scenes; one that has nothing to read is none."""
    found: list[Scene] = []
    for broken, group in groupby(paragraphs, key=lambda paragraph: paragraph.kind is BlockKind.BREAK):
        segments = tuple(piece.segment for paragraph in group for piece in paragraph.pieces if piece.segment is not None)
        if segments and not broken:
            place = len(found) + 1
            found.append(Scene(f"s{number}-{place}", f"{title}, scene {place}" if place > 1 else title, segments))
    return found


def strip(chapters: Sequence[tuple[str, Sequence[Scene]]], weight: Callable[[int], float], colour: Callable[[int], str]) -> str:
    """Return the strip as links to the scenes.

    Args:
        chapters: titles and scenes.
        weight: how long a segment is, in whatever unit.
        colour: a segment's, in CSS.
    """
    total = sum(weight(segment) for _, found in chapters for scene in found for segment in scene.segments) or 1.0
    count = sum(len(found) for _, found in chapters)
    labels = len(chapters) <= _MOST_LABELS
    rows = []
    for title, found in chapters:
        links = "".join(_link(scene, weight, colour, total) for scene in found)
        share = sum(weight(segment) for scene in found for segment in scene.segments) / total
        label = f'<span class="label" aria-hidden="true">{escape(title)}</span>' if labels else ""
        if found:
            rows.append(f'<li style="flex-grow:{max(_PARTS * share, 1.0):.5g}"><div>{links}</div>{label}</li>')
    return f'<ol class="strip{" dense" if count > _MOST_SCENES else ""}">{"".join(rows)}</ol>'


def _link(scene: Scene, weight: Callable[[int], float], colour: Callable[[int], str], total: float) -> str:
    lengths = [weight(segment) for segment in scene.segments]
    share = sum(lengths) / total
    stops = ",".join(_stops(scene, lengths, colour, max(1, round(share * _STRETCHES))))
    name, style = escape(scene.title), f"flex-grow:{max(_PARTS * share, 1.0):.5g};background:linear-gradient(to right,{stops})"
    return f'<a href="#{scene.name}" aria-label="{name}" title="{name}" style="{style}"></a>'


def _stops(scene: Scene, lengths: Sequence[float], colour: Callable[[int], str], count: int) -> Iterator[str]:
    """Yield a gradient's stops: the colour at the middle of each stretch, neighbours of one colour together."""
    ends = list(accumulate(lengths))
    middles = ((place + 0.5) * ends[-1] / count for place in range(count))
    colours = [colour(scene.segments[min(bisect_right(ends, middle), len(ends) - 1)]) for middle in middles]
    at = 0
    for own, group in groupby(colours):
        size = len(list(group))
        yield f"{own} {100 * at / count:.5g}% {100 * (at + size) / count:.5g}%"
        at += size
