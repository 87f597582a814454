"""What the engine is asked to say: quotation marks off, markup read as what it marks, white space folded, no word changed."""

import re
import unicodedata

from audiobook.words import meant, words

LONGEST = 600
"""Characters that are said in one take, where the text has places to part it."""

_QUOTES = "\"“”„‟«»‹›‘’‚‛'`´"
_DOUBLE = re.compile(r"(?:[\"“”„‟«»‹›]|``|'')+")
_DASHES = "-–—―"
_DOTS = re.compile(r"(?:\s*\.){3,}|…")
_MARKS = str.maketrans(dict.fromkeys("*~^|\\_<>{}[]•", " "))
_NUMBER_SIGN = re.compile(r"#(?!\d)")
_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+")
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+")


def spoken(text: str) -> str:
    """Return what is said for a piece of the story; an empty string where there is no word in it."""
    said = meant(text).strip()
    said = said.strip(_QUOTES + " ").lstrip(_DASHES + " ")
    said = _DOUBLE.sub(lambda mark: _between(said, mark), said)
    said = _DOTS.sub("… ", said).translate(_MARKS)
    said = _NUMBER_SIGN.sub(" ", said)
    if not said.isascii():
        said = "".join(" " if unicodedata.category(sign) in {"So", "Sk", "Cc", "Cf", "Co", "Cn"} else sign for sign in said)
    said = _SPACE.sub(" ", said).strip()
    return said if words(said) else ""


def _between(said: str, mark: re.Match[str]) -> str:
    """Keep words apart where only a quotation mark parted them."""
    before, after = said[max(mark.start() - 1, 0) : mark.start()], said[mark.end() : mark.end() + 1]
    return " " if before.isalnum() and after.isalnum() else ""


def parts(said: str, longest: int = LONGEST) -> tuple[str, ...]:
    """Part what is said into pieces of at most `longest` characters, at sentences if it can be, else at clauses, else between words.

    A single word is never parted.
    """
    if len(said) <= longest:
        return (said,) if said else ()
    pieces: list[str] = []
    for sentence in _packed(_SENTENCE.split(said), longest):
        if len(sentence) <= longest:
            pieces.append(sentence)
            continue
        for clause in _packed(_CLAUSE.split(sentence), longest):
            pieces.extend([clause] if len(clause) <= longest else _packed(clause.split(" "), longest))
    return tuple(_voiced(pieces))


def _packed(pieces: list[str], longest: int) -> list[str]:
    """Join neighbours as long as they fit; the cuts depend only on what stands before them."""
    packed: list[str] = []
    held: list[str] = []
    size = 0
    for piece in pieces:
        if held and size + 1 + len(piece) > longest:
            packed.append(" ".join(held))
            held, size = [], 0
        held.append(piece)
        size += len(piece) + 1
    if held:
        packed.append(" ".join(held))
    return packed


def _voiced(pieces: list[str]) -> list[str]:
    """Join pieces without a word to a neighbour."""
    voiced: list[str] = []
    for piece in pieces:
        if voiced and not (words(piece) and words(voiced[-1])):
            voiced[-1] = f"{voiced[-1]} {piece}"
        else:
            voiced.append(piece)
    return voiced
