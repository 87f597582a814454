"""A story as a row of words and stops, with where they stand: what every later step reads."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.document import Block, BlockKind, Document, Span
from audiobook.script import Kind

_TOKEN = re.compile(
    r"(?:Messrs|Mme|Mlle|Mrs|Mr|Ms|Dr|St|Prof|Capt|Col|Gen|Lt|Sgt|Rev|Hon|Maj|M)\.(?=\s+[A-Z])"  # an abbreviated title keeps its dot
    r"|[A-Z]\.(?=\s?[A-Z])"  # an initial
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?(?:[-‐‑][^\W\d_]+)*(?:['’][sS](?![^\W_]))?"
    r"|\.\s?\.\s?\.|[.!?…]+|[,;:]|--+|[—–]|(?<=\s)-(?=\s)|[\"“”«»„]|[()]"
)
STOPS = frozenset(".!?…")


@dataclass(frozen=True, slots=True)
class Tokens:
    """All words and stops of the story's prose, in order; parallel rows."""

    words: list[str]
    lower: list[str]
    starts: Sequence[int]
    """Where each begins, in code points of the text."""
    blocks: list[int]
    """The block each stands in, as an index into the document's blocks."""
    quoted: bytearray
    """1 inside speech or thought, else 0."""
    initial: bytearray
    """1 where a capital tells nothing: first word of a paragraph, sentence or quotation."""

    def __len__(self) -> int:
        return len(self.words)

    def at(self, place: int) -> int:
        """Return the first token that begins at or after the place."""
        return bisect_left(self.starts, place)


def is_stop(word: str) -> bool:
    """Tell whether the token ends a sentence."""
    return word[0] in STOPS


def tokenize(document: Document, blocks: Sequence[Block], spoken: Sequence[Span]) -> Tokens:
    """Return the tokens of the prose; `spoken` are the spans of speech and thought, in order."""
    text = document.text
    words: list[str] = []
    starts = array("l")
    where: list[int] = []
    kept: dict[str, str] = {}  # equal words are one object: a novel has few of them
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.PROSE:
            continue
        begun = len(words)
        for found in _TOKEN.finditer(text, block.span.start, block.span.end):
            word = found[0]
            words.append(kept.setdefault(word, word))
            starts.append(found.start())
        where.extend([index] * (len(words) - begun))
    quoted = bytearray(len(words))
    for span in spoken:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        quoted[first:last] = b"\1" * (last - first)
    small = {word: word.lower() for word in kept}
    return Tokens(words, [small[word] for word in words], starts, where, quoted, _initials(words, where, quoted))


def _initials(words: list[str], where: list[int], quoted: bytearray) -> bytearray:
    initial = bytearray(len(words))
    last, open_ = -1, True
    for index, word in enumerate(words):
        block = where[index]
        if block != last:
            last, open_ = block, True
        elif quoted[index] != quoted[index - 1]:
            open_ = True
        sign = word[0]
        if sign.isalpha():
            initial[index] = open_
            open_ = False
        elif sign in STOPS or sign in '"“”«»„:-—–(':
            open_ = True
    return initial


SILENT = {BlockKind.HEADING: Kind.HEADING, BlockKind.NOTE: Kind.NOTE, BlockKind.BREAK: Kind.BREAK}
"""Blocks that are one segment each."""
