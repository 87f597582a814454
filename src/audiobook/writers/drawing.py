"""A cover drawn from the story itself: the book as one long groove, wound from the rim inwards, each stretch in the colour of who speaks."""

import hashlib
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiobook.script import Kind, Script
from audiobook.writers.lettering import fit, font, lettering, line_height

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
_AUTHOR = range(120, 60, -6)
_GOLDEN = 137.50776  # degrees: hues that lie so far apart stay apart however many there are


def draw(title: str, author: str, script: Script) -> "Image.Image":
    """Return a cover of SIDE × SIDE pixels; the same story gives the same picture."""
    from PIL import ImageDraw

    hue = int.from_bytes(hashlib.sha256(f"{title}\x1f{author}".encode()).digest()[:2], "big") * 360 / 65536
    ground, paper = _colour(0.19, 0.04, hue), tuple(int(part) for part in _colour(0.97, 0.015, hue))
    words = [(lettering(text), height, sizes) for text, height, sizes in ((title, 1150, _TITLE), (author, 150, _AUTHOR))]
    written, bottom = [], _MARGIN
    for text, height, sizes in words:
        if text.text:
            lines, size = fit(text, SIDE - 2 * _MARGIN, height, sizes)
            written += [(line, bottom + place * line_height(size), text.face, size) for place, line in enumerate(lines)]
            bottom += len(lines) * line_height(size) + 60
    picture = _disc(_colours(script, hue), ground, bottom if written else -_DUSK)
    pen = ImageDraw.Draw(picture)
    for line, top, face, size in written:
        leftward = unicodedata.bidirectional(line[0]) in ("R", "AL")
        place, anchor = (SIDE - _MARGIN, "ra") if leftward else (_MARGIN, "la")
        pen.text((place, top), line, anchor=anchor, fill=paper, font=font(face, size), stroke_width=0 if face else size // 60, stroke_fill=paper)
    return picture


def _colours(script: Script, hue: float) -> NDArray[np.float32]:
    """Return the colour of each stretch of the story, shape (_STRETCHES, 3), 0 to 255."""
    speech = [segment for segment in script.segments if segment.kind is not Kind.NOTE and len(segment.span)]
    lines = Counter(segment.speaker for segment in speech if segment.speaker and segment.kind in (Kind.DIALOGUE, Kind.THOUGHT))
    colour_of = {
        name: _colour(0.74 - 0.07 * (place % 3), 0.145, hue + 40 + _GOLDEN * place)
        for place, name in enumerate(sorted(lines, key=lambda name: (-lines[name], name)))
    }
    narrator = _colour(0.34, 0.05, hue)
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


def _colour(lightness: float, chroma: float, hue: float) -> NDArray[np.float32]:
    """Return a colour of OKLCH (Ottosson 2020; hue in degrees) in sRGB, shape (3,), 0 to 255: equal lightness looks equally light."""
    a, b = chroma * np.cos(np.radians(hue)), chroma * np.sin(np.radians(hue))
    roots = np.array(
        [lightness + 0.3963377774 * a + 0.2158037573 * b, lightness - 0.1055613458 * a - 0.0638541728 * b, lightness - 0.0894841775 * a - 1.2914855480 * b]
    )
    linear = (
        np.array([[4.0767416621, -3.3077115913, 0.2309699292], [-1.2684380046, 2.6097574011, -0.3413193965], [-0.0041960863, -0.7034186147, 1.7076147010]])
        @ roots**3
    )
    linear = np.clip(linear, 0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    colour: NDArray[np.float32] = (255 * encoded).astype(np.float32)
    return colour
