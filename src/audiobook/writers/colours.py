"""A colour for everybody who speaks: the same on the cover and on the page."""

import hashlib
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from audiobook.script import Kind, Script

_GOLDEN = 137.50776  # degrees: hues that lie so far apart stay apart however many there are
_SPEECH = (Kind.DIALOGUE, Kind.THOUGHT)


def oklch(lightness: float, chroma: float, hue: float) -> NDArray[np.float32]:
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


def hue(title: str, author: str) -> float:
    """Return a book's own hue, in degrees."""
    return int.from_bytes(hashlib.sha256(f"{title}\x1f{author}".encode()).digest()[:2], "big") * 360 / 65536


def speakers(script: Script) -> list[str]:
    """Return everybody who has a line, most lines first: their places in it give their colours."""
    lines = Counter(segment.speaker for segment in script.segments if segment.speaker and segment.kind in _SPEECH)
    return sorted(lines, key=lambda name: (-lines[name], name))


def speaker_hue(book: float, place: int) -> float:
    """Return a speaker's hue, in degrees, from the book's and the speaker's place."""
    return book + 40 + _GOLDEN * place


def hexadecimal(lightness: float, chroma: float, degrees: float) -> str:
    """Return a colour of OKLCH as CSS writes it: "#a1b2c3"."""
    return "#" + "".join(f"{round(float(part)):02x}" for part in oklch(lightness, chroma, degrees))
