"""What the words beside a quotation tell of it: that it was said, or thought."""

import re
from collections.abc import Iterator

_SAY = (
    "said says say saying asked asks asking replied replies cried cries answered answers whispered whispers shouted yelled muttered murmured exclaimed "
    "added adds called told tells growled sighed laughed continued began repeated snapped screamed hissed mumbled returned demanded inquired enquired "
    "observed remarked went spoke explained suggested interrupted insisted agreed admitted announced declared protested ordered commanded begged "
    "stammered stuttered gasped groaned grunted sobbed wailed roared bellowed croaked drawled chuckled giggled retorted responded concluded warned "
    "promised offered urged finished put echoed ejaculated quoth rejoined resumed pursued persisted persisted proposed pleaded confessed breathed"
)
_THINK = "thought thinks think thinking wondered wonders wondering mused muses reflected reflects pondered ponders"
SAYING = frozenset(_SAY.split())
THINKING = frozenset(_THINK.split())
PRONOUNS = frozenset("he she they we i it you who".split())

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?;:]|--|[—,\"“”«»]")
_ALONE = re.compile(r"(?<=[,.!?…—–-])[ \t\r\n]+(?=[^\W\d_])")
_LOOK = 8  # words in which a tag names its verb


def tag_verb(text: str, start: int, end: int) -> str | None:
    """Return the verb of saying or thinking, in lower case, of a tag that begins at start, or None: `said Ann`, `the old man said`, `he, smiling, said`."""
    match = _tag(text, start, end)
    return match if match else None


def _tag(text: str, start: int, end: int) -> str | None:
    words = _words(text, start, end)
    if not words:
        return None
    first = words[0].lower()
    if first in SAYING or first in THINKING:
        return first if len(words) > 1 and words[1] not in {".", "!", "?", ";", ":"} and words[1].lower() not in {"that", "to"} else None
    subject = first in PRONOUNS or words[0][0].isupper() or first in {"the", "a", "an", "his", "her", "my", "their", "our", "your", "this", "that", "another"}
    if not subject:
        return None
    for word in words[1:]:
        if word in {".", "!", "?", ";", ":", '"', "“", "”", "«", "»"}:
            return None
        if word.lower() in SAYING or word.lower() in THINKING:
            return word.lower()
    return None


def _words(text: str, start: int, end: int) -> list[str]:
    found: list[str] = []
    for word in _WORD.finditer(text, start, min(end, start + 120)):
        found.append(word[0])
        if len(found) >= _LOOK:
            break
    return found


def tag_after(text: str, start: int, end: int) -> int | None:
    """Return where, after a stop in text[start:end], the first tag begins, or None."""
    for place in _places(text, start, end):
        word = _WORD.match(text, place)
        if word is None:
            continue
        first = word[0].lower()
        if (first in SAYING or first in THINKING or first in PRONOUNS or word[0][0].isupper() or first == "the") and _close_tag(text, place, end):
            return place
    return None


def _close_tag(text: str, start: int, end: int) -> bool:
    """Tell whether subject and verb stand side by side at start, so that without a mark it still is a tag."""
    words = _words(text, start, end)[:4]
    lower = [word.lower() for word in words]
    if len(words) < 2:
        return False
    if lower[0] in SAYING or lower[0] in THINKING:
        return lower[1] in PRONOUNS - {"you", "who", "it"} or lower[1] == "the" or words[1][0].isupper()
    verb = next((at for at, word in enumerate(lower[1:], 1) if word in SAYING or word in THINKING), None)
    return verb is not None and all(word[0].isalpha() for word in words[:verb]) and lower[0] != "i"


def _places(text: str, start: int, end: int) -> Iterator[int]:
    return (match.end() for match in _ALONE.finditer(text, start, end))
