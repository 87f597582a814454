"""What an answer means: names of characters for numbers that were asked, and nothing else in it."""

import json
import re
from collections import Counter

from audiobook.consulting.questions import Question
from audiobook.script import Script

_LONGEST = 1 << 16  # characters of an answer that are looked at
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_NOBODY = frozenset({"nobody", "no one", "none of them"})
_NARRATOR = frozenset({"narrator", "the narrator"})
_TRIES = 200  # braces at which an object may begin


def understood(text: str, question: Question, script: Script) -> dict[int, str | None] | None:
    """Return the speakers that an answer gives, by segment (None is nobody); None where it holds no JSON object for numbers.

    Fences and chatter round the object do not matter; of several objects, the last counts. Names that nobody or more than one bears, numbers that were not
    asked, two values for one number, and values that are no names are passed over.
    """
    said = _object(text[:_LONGEST])
    if said is None:
        return None
    opinions: dict[int, str | None] = {}
    for number, indices in enumerate(question.lines, start=1):
        values = {value for key, value in said if key == str(number)}
        if len(values) != 1:
            continue
        meant, speaker = _speaker(values.pop(), script)
        if meant:
            opinions.update(dict.fromkeys(indices, speaker))
    return opinions


def _object(text: str) -> list[tuple[str, str]] | None:
    """Return the pairs of the last JSON object that has numbers for keys; values that are no strings are empty."""
    text = _THINKING.sub(" ", text)
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs)
    found: list[tuple[str, str]] | None = None
    at = text.find("{")
    for _ in range(_TRIES):
        if at < 0:
            break
        try:
            said, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(said, _Pairs) and any(key.isdecimal() for key, _ in said):
                found = [(key, value if isinstance(value, str) else "") for key, value in said]
        at = text.find("{", end)
    return found


class _Pairs(list[tuple[str, object]]):
    """An object's pairs, with those whose keys are equal."""


def _speaker(name: str, script: Script) -> tuple[bool, str | None]:
    """Return whether the name means somebody, or nobody, of the script; and whom: a character's name, or None."""
    folded = _folded(name)
    for names in ({each.name: (each.name,) for each in script.characters}, {each.name: each.aliases for each in script.characters}):
        bearers = Counter(bearer for bearer, borne in names.items() if folded in map(_folded, borne))
        if bearers:
            return len(bearers) == 1, next(iter(bearers))
    if folded in _NARRATOR:
        return True, next((each.name for each in script.characters if each.narrates), None)
    return folded in _NOBODY, None


def _folded(name: str) -> str:
    return " ".join(name.replace("[", "(").replace("]", ")").split()).casefold()[:80]
