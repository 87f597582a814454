"""Scene breaks: `***`, `* * *`, `---`, `~`, `#`, `oOo`, `-x-X-x-`, `[scene break]`."""

import re
import unicodedata

_SPOKEN = frozenset("\"'“”‘’„‚«»‹›?!…¿¡")  # a line of these is somebody's silence, not an ornament
_WORDED = re.compile(r"[\W_]*(?:(?:line|page|scene|section|story)[ -]?breaks?|horizontal rule|time ?skip|pov (?:change|switch))[\W_]*|<hr ?/?>", re.IGNORECASE)
_SILENT = frozenset(("—", "–", "―"))
_NAME = re.compile(r"[oOxX0]+")
_LONGEST_NAME = 60  # code points
_LETTERED = frozenset("oOxX0lLpPsStThH")  # the letters that an ornament, or the name of one, begins with


def is_break(line: str) -> bool:
    """Tell whether the line is a scene break. A dash or dots alone are a silence in the story, and none."""
    first = line[:1]
    if first in _SPOKEN or (first.isalnum() and (len(line) > _LONGEST_NAME or first not in _LETTERED)):
        return False
    signs = "".join(line.split())
    if any(sign.isalnum() for sign in signs[:_LONGEST_NAME]):
        return len(signs) < _LONGEST_NAME and (_named(signs) or _WORDED.fullmatch(line) is not None)
    if not signs or signs in _SILENT or (not signs.strip(".") and len(signs) > 1):
        return False
    return not any(sign.isalnum() or sign in _SPOKEN for sign in signs) and any(unicodedata.category(sign)[0] in "PS" for sign in signs[:_LONGEST_NAME])


def _named(signs: str) -> bool:
    """Tell whether the line is an ornament that is made of letters: `oOo`, `xXx`, `~ooOoo~`, `X`; no cry of `Ooo` and no number."""
    names = [name for name in re.split(r"[\W_]+", signs) if name]
    if _SPOKEN.intersection(signs) or any(not _NAME.fullmatch(name) for name in names):
        return False
    bare = "".join(names) == signs
    letters = "".join(names)
    if letters.isdecimal():
        return not bare and len(names) > 1  # 0-0-0, but 00 is a number
    return not bare or letters in ("o", "x", "X") or (len(letters) >= 3 and (letters.islower() or not letters[1:].islower()))
