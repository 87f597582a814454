"""Letters with accents in a font that has only the plain ones: the accent is drawn, so that a name on a cover stays spelt as it is."""

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Point = tuple[float, float]
"""x to the right, y up, in ems: from the middle of the letter's top, or of its foot for what hangs below."""
Stroke = tuple[Point, ...]
"""A line with round ends; of one point: a dot."""


def _arc(x: float, y: float, radius: float, start: float, end: float) -> Stroke:
    """Return part of a circle, in degrees from the right, counted upwards."""
    turns = [math.radians(start + (end - start) * step / 12) for step in range(13)]
    return tuple((x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns)


_ABOVE: Mapping[str, tuple[Stroke, ...]] = {
    "\N{COMBINING GRAVE ACCENT}": (((-0.09, 0.21), (0.03, 0.10)),),
    "\N{COMBINING ACUTE ACCENT}": (((-0.03, 0.10), (0.09, 0.21)),),
    "\N{COMBINING CIRCUMFLEX ACCENT}": (((-0.12, 0.09), (0.0, 0.20), (0.12, 0.09)),),
    "\N{COMBINING TILDE}": (tuple((x / 50 - 0.14, 0.15 - 0.035 * math.sin(x * math.pi / 7 + 3.4)) for x in range(15)),),
    "\N{COMBINING MACRON}": (((-0.12, 0.13), (0.12, 0.13)),),
    "\N{COMBINING BREVE}": (_arc(0, 0.21, 0.11, 200, 340),),
    "\N{COMBINING DOT ABOVE}": (((0.0, 0.15),),),
    "\N{COMBINING DIAERESIS}": (((-0.115, 0.14),), ((0.115, 0.14),)),
    "\N{COMBINING RING ABOVE}": (_arc(0, 0.16, 0.075, 0, 360),),
    "\N{COMBINING DOUBLE ACUTE ACCENT}": (((-0.11, 0.10), (-0.02, 0.21)), ((0.05, 0.10), (0.14, 0.21))),
    "\N{COMBINING CARON}": (((-0.12, 0.20), (0.0, 0.09), (0.12, 0.20)),),
    "\N{COMBINING COMMA ABOVE RIGHT}": (((0.26, 0.02), (0.23, -0.10)),),
}
_BELOW: Mapping[str, tuple[Stroke, ...]] = {
    "\N{COMBINING CEDILLA}": ((*((0.0, -0.02), (-0.005, -0.07)), *_arc(-0.01, -0.13, 0.06, 80, -110)),),
    "\N{COMBINING OGONEK}": (_arc(0.16, -0.09, 0.09, 110, 290),),
    "\N{COMBINING DOT BELOW}": (((0.0, -0.14),),),
    "\N{COMBINING COMMA BELOW}": (((0.015, -0.10), (-0.025, -0.20)),),
}
_WEIGHT = 0.075  # ems: about that of the letters, with what makes them bolder
_DOTTED = "ij"
_TALL = "dlLt"  # whose caron is a comma beside them


def known(mark: str) -> bool:
    """Tell whether a combining mark can be drawn."""
    return mark in _ABOVE or mark in _BELOW


def bare(text: str, has: Callable[[str], bool]) -> str:
    """Return the text without the accents that have to be drawn: as wide as it will be."""
    return "".join(base for base, _ in _clusters(text, has))


def _clusters(text: str, has: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield each letter that the font has, with the marks that it lacks."""
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        marks = "" if has(sign) else parts[1:]
        if parts[0] in _TALL:
            marks = marks.replace("\N{COMBINING CARON}", "\N{COMBINING COMMA ABOVE RIGHT}")
        yield (parts[0] if marks else sign), marks


def write(pen: "ImageDraw", place: tuple[int, int], text: str, font: "FreeTypeFont", has: Callable[[str], bool], *, fill: tuple[int, ...], stroke: int) -> None:
    """Draw a line of text, its ascenders' top left at the place."""
    left, baseline, size = float(place[0]), place[1] + font.getmetrics()[0], font.size
    before = ""
    for base, marks in _clusters(text, has):
        x = left + font.getlength(before + base) - font.getlength(base)  # kerning is kept
        before += base
        box = font.getbbox(base, anchor="ls")
        if base in _DOTTED and any(mark in _ABOVE for mark in marks):
            x_height = font.getbbox("x", anchor="ls")[1]
            _dotless(pen, (x, baseline), base, font, x_height, fill=fill, stroke=stroke)
            box = (box[0], x_height, box[2], box[3])
        else:
            pen.text((x, baseline), base, anchor="ls", fill=fill, font=font, stroke_width=stroke, stroke_fill=fill)
        middle, raised = x + (box[0] + box[2]) / 2, 0.0
        for mark in marks:
            strokes, y = (_ABOVE[mark], baseline + box[1] - raised) if mark in _ABOVE else (_BELOW[mark], float(baseline))
            for points in strokes:
                _stroke(pen, [(middle + dx * size, y - dy * size) for dx, dy in points], _WEIGHT * size, fill)
            raised += 0.17 * size if mark in _ABOVE else 0


def _dotless(pen: "ImageDraw", place: Point, letter: str, font: "FreeTypeFont", x_height: float, *, fill: tuple[int, ...], stroke: int) -> None:
    """Draw an i or a j without its dot: what stands above other small letters is left out."""
    from PIL import Image
    from PIL import ImageDraw as Drawing

    height = round(2 * font.size)
    mask = Image.new("L", (round(font.getlength(letter)) + 4 * stroke + height, height), 0)
    Drawing.Draw(mask).text((height // 2, height // 2), letter, anchor="ls", fill=255, font=font, stroke_width=stroke, stroke_fill=255)
    mask.paste(0, (0, 0, mask.width, round(height // 2 + x_height - stroke)))
    pen.bitmap((round(place[0]) - height // 2, round(place[1]) - height // 2), mask, fill=fill)


def _stroke(pen: "ImageDraw", points: list[Point], width: float, fill: tuple[int, ...]) -> None:
    radius = width / 2 if len(points) > 1 else width * 0.72
    if len(points) > 1:
        pen.line(points, fill=fill, width=round(width), joint="curve")
    for x, y in (points[0], points[-1]):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
