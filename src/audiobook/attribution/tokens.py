"""A story as a row of words and stops, with where they stand: what every later step reads."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from sys import intern

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
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.PROSE:
            found = list(_TOKEN.finditer(text, block.span.start, block.span.end))
            words += map(intern, map(_WORD, found))  # equal words are one object: a novel has few of them
            starts.extend(map(_START, found))
            where += [index] * len(found)
    quoted = bytearray(len(words))
    for span in spoken:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        quoted[first:last] = b"\1" * (last - first)
    small = {word: word.lower() for word in set(words)}
    return Tokens(words, [small[word] for word in words], starts, where, quoted, _initials(words, where, quoted))


_WORD = itemgetter(0)
_START = re.Match.start


def _initials(words: list[str], where: list[int], quoted: bytearray) -> bytearray:
    initial = bytearray(len(words))
    known = set(words)
    letters = {word for word in known if word[0].isalpha()}
    opening = {word for word in known if word[0] in STOPS or word[0] in '"“”«»„:-—–('}
    last, said, opens = -1, 0, True
    for index, (word, block, inside) in enumerate(zip(words, where, quoted, strict=True)):
        if block != last or inside != said:
            last, said, opens = block, inside, True
        if word in letters:
            if opens:
                initial[index] = 1
                opens = False
        elif word in opening:
            opens = True
    return initial


SILENT = {BlockKind.HEADING: Kind.HEADING, BlockKind.NOTE: Kind.NOTE, BlockKind.BREAK: Kind.BREAK}
"""Blocks that are one segment each."""
