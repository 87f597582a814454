"""How probably a quotation is speech rather than only words (scare quotes, titles, signs): a logistic regression over what can be seen of it."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from audiobook.attribution.asides import aside_at
from audiobook.attribution.cues import cues
from audiobook.attribution.lexicon import verbs
from audiobook.attribution.marks import ALL_MARKS
from audiobook.attribution.setting import Setting

_BLANK = "*_~ \t\r\n"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LAST_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)\W*$")
_CLAUSE = re.compile(r"[.!?;:]\s")
_LEADS = {",": "comma", ":": "colon", ";": "semicolon", ")": "bracket"} | dict.fromkeys(".!?…", "sentence") | dict.fromkeys("-—–―", "dash")
_STOPPED = ".!?…,-—–―"
_LENGTHS = {1: "1 word", 2: "2 words", 3: "3 words", 5: "4 or 5 words", 8: "6 to 8 words", 15: "9 to 15 words", 40: "16 to 40 words"}
_HEAD = 600  # characters of a quotation that are looked at


def features(text: str, setting: Setting) -> Iterator[str]:
    """Yield the names of what is true of a quotation."""
    start, end = setting.piece.span.start, setting.piece.span.end
    inner = text[start : min(end, start + _HEAD)].strip(ALL_MARKS + _BLANK)
    words = _WORD.findall(inner)
    tail = text[max(start, end - 8) : end].rstrip(ALL_MARKS + _BLANK)[-1:]
    yield "bias"
    yield next((name for most, name in _LENGTHS.items() if len(words) <= most), "over 40 words")
    yield from _shape(words, inner, tail)
    yield from _words(words)
    if setting.led:
        yield from _lead(text, setting, len(words), tail)
    elif not setting.first:
        yield "right after another"
    else:
        yield "alone in its paragraph" if setting.whole else "begins its paragraph"
    if setting.aside is not None:
        yield f"tag after: {setting.aside}"
    elif text[end : min(end + 8, setting.after)].lstrip(_BLANK)[:1].islower():
        yield "goes on small"
        if tail not in _STOPPED:
            yield "bare and goes on small"
    if setting.piece.family is not setting.piece.speech:
        yield "not in this chapter's marks"


def _shape(words: list[str], inner: str, tail: str) -> Iterator[str]:
    match tail:
        case "." | "!" | "?" | "…":
            yield "ends a sentence"
        case ",":
            yield "ends in a comma"
        case "-" | "—" | "–" | "―":
            yield "breaks off"
        case ";" | ":":
            yield "ends in a colon"
        case _:
            yield "ends bare"
    if inner[:1].islower():
        yield "begins small"
    if len(words) > 1 and all(word[0].isupper() or len(word) < 4 or word in cues("links") for word in words):
        yield "capitals all along"
    if len(inner) > 3 and inner.isupper():
        yield "all capitals"
    if "?" in inner or "!" in inner:
        yield "asks or cries"


def _words(words: list[str]) -> Iterator[str]:
    small = {word.lower().replace("’", "'") for word in words}
    if cues("direct") & small:
        yield "says I or you"
    elif len(words) > 5 and cues("others") & small and cues("past") & small and not cues("present") & small:
        yield "tells of others in the past"


def _lead(text: str, setting: Setting, words: int, tail: str) -> Iterator[str]:
    """Yield what stands before a quotation in the middle of a paragraph."""
    lead = setting.lead.rstrip(_BLANK + "([")
    sign = lead[-1:]
    if not setting.first:
        if aside_at(text, setting.before, setting.piece.span.start) is not None:
            yield "after the other's tag"
        elif len(lead) < 40 and sign not in ".!?…":
            yield "soon after another"
    clause = _CLAUSE.split(lead)[-1]
    said = any(says(word) for word in _WORD.findall(clause)[-6:])
    last = _LAST_WORD.search(lead)
    word = last[1].lower() if last is not None else ""
    if word in cues("works"):
        yield "after what has a title"
    if sign in _LEADS:
        yield f"after a {_LEADS[sign]}"
        if sign in ",:" and word in cues("naming"):
            yield "after a naming word and a stop"
        elif sign in ",:;" and said:
            yield "said before it"
        return
    length = "short" if words <= 5 else "long"
    stopped = "stopped" if tail and tail in _STOPPED else "bare"
    if word in cues("naming"):
        yield f"run on from a naming word, {stopped}"
    elif word in cues("determiners"):
        yield f"run on from a determiner, {length}, {stopped}"
    elif says(word) or (said and word in cues("particles")):
        yield f"run on from a word of saying, {stopped}"
    elif word in cues("links"):
        yield f"run on from a small word, {length}, {stopped}"
    else:
        yield f"run on, {length}, {stopped}"


def says(word: str) -> bool:
    """Tell whether a word is a form of a verb of saying, and not one of naming."""
    return verbs().get(word.lower()) == "say" and word.lower() not in cues("naming")


@cache
def _weights() -> Mapping[str, float]:
    found: Mapping[str, float] = json.loads(files(__package__).joinpath("quotes.json").read_text(encoding="utf-8"))["weights"]
    return found


def speech_probability(text: str, setting: Setting) -> float:
    """Return how probably a quotation is speech, 0 to 1."""
    weights = _weights()
    return 1.0 / (1.0 + math.exp(-sum(weights.get(name, 0.0) for name in features(text, setting))))
