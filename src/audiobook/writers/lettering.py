"""Words on a cover: a font that has their letters, lines that fit."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from audiobook.writers import accents

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_SYSTEM = ("NotoSans-Bold.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf", "Arial Unicode.ttf", "arialbd.ttf", "Arial Bold.ttf")
"""Asked, in this order, only for letters that Pillow's own font lacks."""
_LIKE = str.maketrans(
    {"—": " - ", "–": "-", "‐": "-", "‑": "-", "−": "-", "„": '"', "′": "'", "″": '"', "ß": "ss", "Æ": "Ae", "æ": "ae", "Œ": "Oe", "œ": "oe"}
    | {"Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "ı": "i"}
)
"""What stands for signs that have no other form in Unicode's tables."""
_TRIAL = 40  # pixels: letters are tried at this size
_ENOUGH = 0.75  # of the letters and digits; with fewer the words would be wrong, and none are better


@dataclass(frozen=True, slots=True)
class Lettering:
    """Words as they can be drawn."""

    text: str
    """Empty: no font here has their letters."""
    face: str
    """Of a font file; empty for Pillow's own."""


@cache
def font(face: str, size: int) -> "FreeTypeFont":
    """Return a font, its size in pixels."""
    from PIL import ImageFont

    if face:
        return ImageFont.truetype(face, size)
    own = ImageFont.load_default(size)
    assert isinstance(own, ImageFont.FreeTypeFont)
    return own


def lettering(words: str) -> Lettering:
    """Return the words with the font that has them: Pillow's own, accents drawn where it lacks them; else one of the system's; else none."""
    plain = " ".join(unicodedata.normalize("NFC", words).split())
    folded = "".join(sign if _has(sign, "") else _folded(sign) for sign in plain)
    if _share(folded, "") == 1.0:
        return Lettering(_only(folded, ""), "")
    faces = [face for face in _SYSTEM if _there(face) and _share(plain, face) == 1.0 and not _leftward(plain)]
    if faces:
        return Lettering(_only(plain, faces[0]), faces[0])
    return Lettering(_only(folded, ""), "") if _share(folded, "") >= _ENOUGH else Lettering("", "")


def _folded(sign: str) -> str:
    """Return what stands for a sign that the font lacks: its letter with those accents that can be drawn, a plainer sign, or itself."""
    parts = (part for part in unicodedata.normalize("NFKD", sign.translate(_LIKE)) if not unicodedata.combining(part) or accents.known(part))
    return unicodedata.normalize("NFC", "".join(parts))


def fit(words: Lettering, width: int, height: int, sizes: range) -> tuple[list[str], int]:
    """Return the words in lines, and the first of the sizes (in pixels) at which they fit; at the last one they are cut."""
    for size in sizes:
        lines = _wrapped(words, width, size)
        if len(lines) * line_height(size) <= height and all(_length(line, words.face, size) <= width for line in lines):
            return lines, size
    size = sizes[-1]
    lines = _wrapped(words, width, size)[: height // line_height(size)]
    while lines and _length(lines[-1] + "…", words.face, size) > width:
        lines[-1] = lines[-1][:-1].rstrip()
    return [*lines[:-1], lines[-1] + "…"], size


def grown(words: Lettering, lines: list[str], size: int, box: tuple[int, int], sizes: range) -> tuple[list[str], int]:
    """Return the words in no more lines than these, in the largest of the sizes at which they still fit the box, (width, height) in pixels."""
    width, height = box
    for larger in sizes:
        more = _wrapped(words, width, larger)
        if len(more) > len(lines) or len(more) * line_height(larger) > height or any(_length(line, words.face, larger) > width for line in more):
            break
        lines, size = more, larger
    return lines, size


def write(pen: "ImageDraw", place: tuple[int, int], line: str, words: Lettering, size: int, fill: tuple[int, ...]) -> None:
    """Draw a line of the words, its ascenders' top left at the place; Pillow's own font is made bolder."""
    if words.face:
        pen.text(place, line, fill=fill, font=font(words.face, size))
        return
    accents.write(pen, place, line, font("", size), lambda sign: _has(sign, ""), fill=fill, stroke=size // 60)


def _length(text: str, face: str, size: int) -> float:
    """Return how wide the text will be, in pixels."""
    return font(face, size).getlength(text if face else accents.bare(text, lambda sign: _has(sign, "")))


def line_height(size: int) -> int:
    """Return the distance from line to line, in pixels."""
    return size * 11 // 10


def _wrapped(words: Lettering, width: int, size: int) -> list[str]:
    lines = [""]
    for word in words.text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _length(longer, words.face, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _has(sign: str, face: str) -> bool:
    """Tell whether the font has the letter: what it lacks, it draws as it draws a code point that is no letter."""
    trial = font(face, _TRIAL)
    return sign == " " or bytes(trial.getmask(sign)) != bytes(trial.getmask("\uffff"))


def _drawn(sign: str, face: str) -> bool:
    """Tell whether a sign can be drawn: the font has it, or its letter, and we have its accents."""
    parts = unicodedata.normalize("NFD", sign)
    return _has(sign, face) or (not face and len(parts) > 1 and _has(parts[0], "") and all(map(accents.known, parts[1:])))


def _share(text: str, face: str) -> float:
    """Return how much of the letters and digits can be drawn, 0 to 1."""
    asked = [sign for sign in text if sign.isalnum()]
    return sum(_drawn(sign, face) for sign in asked) / len(asked) if asked else 0.0


def _only(text: str, face: str) -> str:
    return " ".join("".join(sign for sign in text if _drawn(sign, face)).split())


def _leftward(text: str) -> bool:
    """Tell whether some of the text runs from right to left and Pillow here cannot shape it."""
    from PIL import features

    return any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text) and not features.check("raqm")


@cache
def _there(face: str) -> bool:
    try:
        font(face, _TRIAL)
    except OSError:
        return False
    return True
