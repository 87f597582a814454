"""What files are called, read as people mean it: titles from names, natural order."""

import re

from audiobook.readers.titles import SMALL


def title_from(stem: str) -> str:
    """Return a readable title for a file's name without its suffix: `the_lantern-maker` is "The Lantern Maker"."""
    words = stem if " " in stem else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"[_\-+.]+", " ", stem))
    words = " ".join(words.replace("_", " ").split())
    if not any(sign.isalnum() for sign in words):
        return "Untitled"
    if words != words.lower():
        return words
    return " ".join(word if index and word in SMALL else word[:1].upper() + word[1:] for index, word in enumerate(words.split()))


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts names as people count: `ch2` before `ch10`."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in re.findall(r"\d+|\D+", name))
