"""A cover drawn from the story itself: the book as one long groove, wound from the rim inwards, each stretch in the colour of who speaks."""

import unicodedata
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiobook.script import Kind, Script
from audiobook.writers.colours import hue, oklch, speaker_hue, speakers
from audiobook.writers.lettering import Lettering, fit, font, grown, lettering, line_height, write

if TYPE_CHECKING:
    from PIL import Image

SIDE = 2400
"""Pixels of each side."""
_RADIUS, _HOLE = 1500, 210  # pixels: the groove's rim, and where it ends
_CENTRE = (1500, 1540)  # x, y: the disc runs off the page to the right and below
_TURNS = 22
_STRETCHES = 2600  # pieces of equal length into which the story is cut
_ROWS = 80  # of the picture, drawn at once
_DIM, _DUSK = 0.92, 420  # how much is taken from the groove behind the words, and the pixels below them in which it comes back
_MARGIN = 150  # pixels round the words
_TITLE = range(330, 90, -6)  # pixels: the sizes that are tried
_LARGER = range(330, 640, 10)  # of a title that stays as short as it is at the first of these
_AUTHOR = range(150, 60, -6)


def draw(title: str, author: str, script: Script) -> "Image.Image":
    """Return a cover of SIDE × SIDE pixels; the same story gives the same picture."""
    from PIL import ImageDraw

    own = hue(title, author)
    ground, paper = oklch(0.19, 0.04, own), tuple(int(part) for part in oklch(0.97, 0.015, own))
    name, writer = lettering(title), lettering(author)
    written: list[tuple[Lettering, str, int, int]] = []
    bottom = _MARGIN
    for words, height, sizes in ((name, 1150, _TITLE), (writer, 180, _AUTHOR)):
        if words.text:
            lines, size = fit(words, SIDE - 2 * _MARGIN, height, sizes)
            if words is name and size == _TITLE[0]:
                lines, size = grown(words, lines, size, (SIDE - 2 * _MARGIN, 900), _LARGER)
            written += [(words, line, bottom + place * line_height(size), size) for place, line in enumerate(lines)]
            bottom += len(lines) * line_height(size) + 60
    picture = _disc(_colours(script, own), ground, bottom if written else -_DUSK)
    pen = ImageDraw.Draw(picture)
    for words, line, top, size in written:
        if unicodedata.bidirectional(line[0]) in ("R", "AL"):
            pen.text((SIDE - _MARGIN, top), line, anchor="ra", fill=paper, font=font(words.face, size))
        else:
            write(pen, (_MARGIN, top), line, words, size, paper)
    return picture


def _colours(script: Script, own: float) -> NDArray[np.float32]:
    """Return the colour of each stretch of the story, shape (_STRETCHES, 3), 0 to 255."""
    speech = [segment for segment in script.segments if segment.kind is not Kind.NOTE and len(segment.span)]
    colour_of = {name: oklch(0.74 - 0.07 * (place % 3), 0.145, speaker_hue(own, place)) for place, name in enumerate(speakers(script))}
    narrator = oklch(0.34, 0.05, own)
    told = [colour_of.get(segment.speaker or "", narrator) if segment.kind in (Kind.DIALOGUE, Kind.THOUGHT) else narrator for segment in speech] or [narrator]
    ends = np.cumsum([len(segment.span) for segment in speech] or [1])
    middles = (np.arange(_STRETCHES) + 0.5) * ends[-1] / _STRETCHES
    colours: NDArray[np.float32] = np.array(told, np.float32)[np.searchsorted(ends, middles, side="right")]
    return colours


def _disc(colours: NDArray[np.float32], ground: NDArray[np.float32], bottom: int) -> "Image.Image":
    """Return the groove on its ground, dim down to the row `bottom`, where words stand."""
    from PIL import Image

    picture = Image.new("RGB", (SIDE, SIDE))
    pitch = (_RADIUS - _HOLE) / _TURNS
    x = np.arange(SIDE, dtype=np.float32) - _CENTRE[0]
    for top in range(0, SIDE, _ROWS):  # a few rows at once, since the whole would take 300 MB
        rows = np.arange(top, top + _ROWS, dtype=np.float32)[:, None]
        y = rows - _CENTRE[1]
        angle = np.arctan2(x, -y) / np.float32(2 * np.pi) % 1
        depth = (_RADIUS - np.hypot(x, y)) / pitch - angle  # in turns, from the rim
        turn = np.floor(depth)
        across = np.abs(depth - turn - 0.5) * pitch  # pixels from the groove's middle
        shown = np.clip((pitch * 0.38 - across) / 2 + 0.5, 0, 1) * ((turn >= 0) & (turn < _TURNS))
        shown *= 1 - _DIM * np.clip((bottom + _DUSK - rows) / _DUSK, 0, 1)
        groove = colours[(np.clip((turn + angle) / _TURNS, 0, 1 - 1e-6) * _STRETCHES).astype(np.int32)]
        pixels = (ground + (groove - ground) * shown[..., None]).astype(np.uint8)
        picture.paste(Image.fromarray(pixels), (0, top))
    return picture
