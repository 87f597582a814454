"""How probably a quotation is speech rather than only words (scare quotes, titles, signs, letters, verse): a logistic regression over what can be seen of it."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from audiobook.attribution.asides import aside_at
from audiobook.attribution.lexicon import verbs
from audiobook.attribution.pieces import Piece
from audiobook.document import Span

_MARKS = "\"“”„‟″＂'‘’‚‛`´«»‹›「」『』"
_STRESS = "*_~ \t\r\n"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LAST_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)\W*$")
_NAMING = frozenset(
    [
        "called",
        "named",
        "known",
        "word",
        "words",
        "term",
        "termed",
        "phrase",
        "title",
        "titled",
        "entitled",
        "labelled",
        "labeled",
        "marked",
        "dubbed",
        "name",
        "call",
        "calls",
        "calling",
    ]
    + ["nicknamed", "christened", "motto", "text", "sign", "inscription", "inscribed", "headed", "letters", "styled", "spelled", "ship", "expression"]
)
_DETERMINERS = frozenset(["a", "an", "the", "his", "her", "its", "their", "my", "our", "your", "this", "that", "these", "those", "such", "no", "some", "any"])
_LINKS = frozenset(["of", "in", "as", "for", "with", "by", "at", "from", "on", "about", "to", "into", "after", "between", "and", "or", "but", "than", "like"])
_SPOKEN = frozenset(["i", "i'm", "i've", "i'll", "i'd", "me", "my", "you", "your", "we", "us", "our", "mine", "yours", "you're", "we'll", "you'll", "let's"])
_OTHERS = frozenset(["he", "she", "they", "him", "her", "his", "them", "their"])
_PAST = frozenset(["was", "were", "had", "did", "would", "could", "should", "might", "must"])
_PARTICLES = frozenset(
    ["out", "up", "him", "her", "me", "them", "us", "again", "aloud", "back", "in", "with", "then", "softly", "quietly", "only", "it", "just"]
)
_LEADS = {",": "comma", ":": "colon", ";": "semicolon", ")": "bracket"} | dict.fromkeys(".!?…", "sentence") | dict.fromkeys("-—–―", "dash")
_STOPPED = ".!?…,-—–―"
_PRESENT = frozenset(
    ["is", "are", "am", "isn't", "aren't", "he's", "she's", "it's", "that's", "they're", "do", "does", "don't", "doesn't", "has", "can", "can't"]
    + ["will", "won't", "shall", "shan't", "it'll", "he'll", "she'll", "they'll", "yes", "oh", "ain't", "have", "there's", "what's"]
)
_HEAD = 600  # characters of a quotation that are looked at


@dataclass(frozen=True, slots=True)
class Setting:
    """A piece and what stands round it in its block."""

    piece: Piece
    before: int
    """Where the piece before it ended, or the block began."""
    after: int
    """Where the piece after it begins, or the block ends."""
    block: Span


def features(text: str, setting: Setting) -> Iterator[str]:
    """Yield the names of what is true of a quotation."""
    piece = setting.piece
    start, end = piece.span.start, piece.span.end
    inner = text[start : min(end, start + _HEAD)].strip(_MARKS + _STRESS)
    words = _WORD.findall(inner)
    lower = [word.lower().replace("’", "'") for word in words]
    tail = text[max(start, end - 8) : end].rstrip(_MARKS + _STRESS)
    yield "bias"
    yield from _length(len(words))
    yield from _shape(words, inner, tail)
    if any(word in _SPOKEN for word in lower):
        yield "says I or you"
    elif len(words) > 5 and not _PRESENT.intersection(lower) and _OTHERS.intersection(lower) and _PAST.intersection(lower):
        yield "tells of others in the past"
    if "?" in inner or "!" in inner:
        yield "asks or cries"
    yield from _round(text, setting, len(words), tail)


def _length(words: int) -> Iterator[str]:
    for most, name in ((1, "1 word"), (2, "2 words"), (3, "3 words"), (5, "4 or 5 words"), (8, "6 to 8 words"), (15, "9 to 15 words"), (40, "16 to 40 words")):
        if words <= most:
            yield name
            return
    yield "over 40 words"


def _shape(words: list[str], inner: str, tail: str) -> Iterator[str]:
    match tail[-1:]:
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
    if len(words) > 1 and all(word[0].isupper() or len(word) < 4 for word in words):
        yield "capitals all along"
    if words and inner.isupper() and len(inner) > 3:
        yield "all capitals"


def _round(text: str, setting: Setting, words: int, tail: str) -> Iterator[str]:
    start, end = setting.piece.span.start, setting.piece.span.end
    led = _WORD.search(text, setting.before, start) is not None
    first = setting.before == setting.block.start
    aside = aside_at(text, end, setting.after)
    if led:
        yield from _lead(text, setting, words, tail)
    elif not first:
        yield "right after another"
    elif setting.after == setting.block.end and not _WORD.search(text, end, setting.after):
        yield "alone in its paragraph"
    else:
        yield "begins its paragraph"
    follows = text[end : min(end + 8, setting.after)].lstrip(_STRESS)[:1]
    if aside is not None:
        yield f"tag after: {aside}"
    elif follows.islower():
        yield "goes on small"
        if tail[-1:] not in _STOPPED:
            yield "bare and goes on small"
    if setting.piece.family is not setting.piece.speech:
        yield "not in this chapter's marks"


def _lead(text: str, setting: Setting, words: int, tail: str) -> Iterator[str]:
    """Yield what stands before a quotation in the middle of a paragraph."""
    start = setting.piece.span.start
    lead = text[max(setting.before, start - 80) : start].rstrip(_STRESS + "([")
    sign = lead[-1:]
    if setting.before != setting.block.start:
        if aside_at(text, setting.before, start) is not None:
            yield "after the other's tag"
        elif len(lead) < 40 and sign not in ".!?…":
            yield "soon after another"
    clause = re.split(r"[.!?;:]\s", lead)[-1]
    said = any(says(word) for word in _WORD.findall(clause)[-6:])
    length = "short" if words <= 5 else "long"
    stopped = "stopped" if tail[-1:] in _STOPPED else "bare"
    if sign in _LEADS:
        yield f"after a {_LEADS[sign]}"
        if sign in ",:;" and said:
            yield "said before it"
        return
    last = _LAST_WORD.search(lead)
    word = last[1].lower() if last is not None else ""
    if word in _NAMING:
        yield f"run on from a naming word, {stopped}"
    elif word in _DETERMINERS:
        yield f"run on from a determiner, {length}, {stopped}"
    elif says(word) or (said and word in _PARTICLES):
        yield f"run on from a word of saying, {stopped}"
    elif word in _LINKS:
        yield f"run on from a small word, {length}, {stopped}"
    else:
        yield f"run on, {length}, {stopped}"


def says(word: str) -> bool:
    """Tell whether a word is a form of a verb of saying, and not one of naming."""
    return verbs().get(word.lower()) == "say" and word not in _NAMING


@cache
def _weights() -> Mapping[str, float]:
    return json.loads(files(__package__).joinpath("quotes.json").read_text(encoding="utf-8"))["weights"]  # type: ignore[no-any-return]


def speech_probability(text: str, setting: Setting) -> float:
    """Return how probably a quotation is speech, 0 to 1."""
    weights = _weights()
    return 1.0 / (1.0 + math.exp(-sum(weights.get(name, 0.0) for name in features(text, setting))))
