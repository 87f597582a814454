"""Turns of speech: quotations of one paragraph that one person says, with the words round them."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from audiobook.attribution.mentions import Mention, Mentions, Way, vocative
from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.tags import Tag, Tagger
from audiobook.attribution.tokens import Tokens, is_stop
from audiobook.document import Block, BlockKind


@dataclass(slots=True)
class Turn:
    """Quotations that one person says in a row, in one paragraph (or several, left open)."""

    quotes: list[int]
    """Indices into the quotations."""
    block: int
    """Of its first quotation."""
    until: int
    """The block of its last quotation."""
    first: int
    """Its first token."""
    last: int
    """The token after its last quotation."""
    scene: int
    tag: Tag | None = None
    lead: list[Mention] = field(default_factory=list)
    """Mentions in narration before it, in its own paragraph, from the turn before on."""
    trail: list[Mention] = field(default_factory=list)
    """Mentions in narration between and after its quotations, in its own paragraph."""
    before: Mention | None = None
    """Subject of the sentence that leads to it."""
    after: Mention | None = None
    """Subject of the sentence that follows its first quotation."""
    told: Tag | None = None
    """Who speaks in the sentence that ends before it: "Then Tom spoke."."""
    thought: bool = False
    called: list[Mention] = field(default_factory=list)
    """Names inside it that call their bearers."""
    spoken_of: list[Mention] = field(default_factory=list)
    """The other names inside it."""
    asks: bool = False
    """Its last quotation ends with a question mark."""


def turns(
    tokens: Tokens,
    mentions: Mentions,
    blocks: Sequence[Block],
    quotations: Sequence[Quotation],
    scenes: Sequence[int],
    named: Mapping[int, str] = MappingProxyType({}),
) -> list[Turn]:
    """Return all turns, in order. `scenes` numbers each block's scene; `named` are quotations whose speaker a correction names."""
    tagger = Tagger(tokens, mentions)
    voiced = [index for index, quotation in enumerate(quotations) if quotation.kind is not QuoteKind.WORDS]
    edges = {index: (tokens.at(quotations[index].span.start), tokens.at(quotations[index].span.end)) for index in voiced}
    found: list[Turn] = []
    by_block: dict[int, list[int]] = {}
    for index in voiced:
        by_block.setdefault(quotations[index].block, []).append(index)
    for block, members in by_block.items():
        span = blocks[block].span
        begin, end = tokens.at(span.start), tokens.at(span.end)
        turn: Turn | None = None
        for position, index in enumerate(members):
            first, last = edges[index]
            before_from = edges[members[position - 1]][1] if position else begin
            after_to = edges[members[position + 1]][0] if position + 1 < len(members) else end
            goes_on = position > 0 and _goes_on(tokens, before_from, first)
            tag = _tag(tagger, tokens, (before_from, first), (last, after_to), shared=position > 0, goes_on=goes_on)
            if tag is None and not position and first == begin and quotations[index].kind is QuoteKind.SPEECH:
                tag = _above(tagger, tokens, blocks, block, by_block, begin)
            thought = quotations[index].kind is QuoteKind.THOUGHT
            if goes_on and turn is not None and _conflict(turn.tag, tag):
                tag = None
            said = turn is not None and quotations[index].label == quotations[turn.quotes[0]].label
            if turn is not None and said and turn.thought == thought and not _conflict(turn.tag, tag) and named.get(index) == named.get(turn.quotes[0]):
                turn.quotes.append(index)
                turn.trail.extend(mentions.between(turn.last, first))
                turn.last = last
                if turn.tag is None or (not turn.tag.named and tag is not None and tag.named):
                    turn.tag = tag or turn.tag
                continue
            if turn is not None:
                turn.trail.extend(mentions.between(turn.last, first))
            carried = quotations[index].continues and not position and found and found[-1].block >= block - 2 and found[-1].quotes[-1] == index - 1
            if carried and not _conflict(found[-1].tag, tag) and named.get(index) == named.get(found[-1].quotes[0]):
                turn = found[-1]
                turn.quotes.append(index)
                turn.until, turn.last = block, last
                turn.tag = turn.tag or tag
                continue
            turn = Turn([index], block, block, first, last, scenes[block], tag, thought=thought)
            turn.lead = mentions.between(before_from, first)
            turn.before = _leading(tokens, mentions, before_from, first)
            turn.told = _told(tagger, tokens, blocks, before_from, first, block)
            turn.after = next((each for each in mentions.between(last, min(after_to, last + 25)) if each.subject and not each.owned), None)
            found.append(turn)
        if turn is not None:
            turn.trail.extend(mentions.between(turn.last, end))
    for turn in found:
        for each in mentions.between(turn.first, turn.last):
            if each.way is Way.NAME and tokens.quoted[each.first]:
                (turn.called if vocative(tokens, each) else turn.spoken_of).append(each)
        turn.asks = any("?" in word for word in tokens.words[max(turn.first, turn.last - 2) : turn.last])
    return found


def _tag(tagger: Tagger, tokens: Tokens, before: tuple[int, int], after: tuple[int, int], *, shared: bool, goes_on: bool) -> Tag | None:
    """Return the tag in the narration before and after a quotation; `shared`: what is before it follows another quotation, whose sentence it may go on with."""
    ending = tokens.words[after[0] - 1] if after[0] else ""
    sign = tokens.words[after[0] - 2] if after[0] > 1 and ending[:1] in "\"”’'»“" else ending
    comma = sign[:1] in ",!?-—–" or (after[0] < after[1] and tokens.words[after[0]][0].islower())
    follows = tagger.after(after[0], after[1], comma=comma) if after[1] > after[0] else None
    leads = tagger.before(before[0], before[1]) if before[1] > before[0] else None
    if shared and leads is not None and (leads.verb < 0 or leads.order == "far"):
        leads = None
    if goes_on:
        return leads  # "Go," said Tom, "and look." Ann went.
    usual = leads is not None and leads.verb >= 0 and not (shared and leads.order == "verb")
    plain = follows is None or not (sign[:1] == "," or follows.order == "verb")
    return leads if usual and plain else follows or leads


def _goes_on(tokens: Tokens, last: int, first: int) -> bool:
    """Tell whether a quotation goes on with the sentence of the one before it: tokens last to first end no sentence, and it begins small or after a comma."""
    if any(is_stop(word) for word in tokens.words[last:first]):
        return False
    word = next((word for word in tokens.words[first : first + 2] if word[0].isalpha()), "")
    return word[:1].islower() or tokens.words[last:first][-1:] == [","]


def _above(tagger: Tagger, tokens: Tokens, blocks: Sequence[Block], block: int, by_block: dict[int, list[int]], begin: int) -> Tag | None:
    """Return the tag at the end of the paragraph before, where that ends with a colon or a comma."""
    if not _narrates(tokens, blocks, begin - 1, block):
        return None
    end = tokens.words[begin - 1]
    if not (end in (":", ",") or end[0] in "-—–" or end[-1].isalpha()):
        return None
    first = begin - 1
    while first > 0 and tokens.blocks[first - 1] == tokens.blocks[begin - 1] and not tokens.quoted[first - 1]:
        first -= 1
    return tagger.before(first, begin, "above")


def _leading(tokens: Tokens, mentions: Mentions, first: int, last: int) -> Mention | None:
    """Return the subject of the last sentence before a quotation."""
    start = max(last - 1, first)
    while start > first and not (is_stop(tokens.words[start - 1]) and start < last - 1):
        start -= 1
    return next((each for each in mentions.between(start, last) if each.subject and not each.owned), None)


def _told(tagger: Tagger, tokens: Tokens, blocks: Sequence[Block], first: int, last: int, block: int) -> Tag | None:
    """Return who speaks in the whole sentence before a quotation, in its paragraph (tokens first to last) or at the end of the one before."""
    place = "before"
    if first == last:
        if not _narrates(tokens, blocks, last - 1, block):
            return None
        place, block, first = "above", tokens.blocks[last - 1], bisect_left(tokens.blocks, tokens.blocks[last - 1])
    end = last
    while end > first and is_stop(tokens.words[end - 1]):
        end -= 1
    start = end
    while start > first and not is_stop(tokens.words[start - 1]) and not tokens.quoted[start - 1]:
        start -= 1
    if end in (start, last) or (start and tokens.quoted[start - 1] and tokens.blocks[start - 1] == block):
        return None  # no whole sentence, or the tag of what is said before it
    tag = tagger.before(start, end, place)
    return tag if tag is not None and tag.verb >= 0 and tag.sort == "say" else None


def _narrates(tokens: Tokens, blocks: Sequence[Block], last: int, block: int) -> bool:
    """Tell whether the paragraph right above a block ends, with the token `last`, in narration."""
    return last >= 0 and tokens.blocks[last] >= block - 2 and blocks[tokens.blocks[last]].kind is BlockKind.PROSE and not tokens.quoted[last]


def _conflict(one: Tag | None, other: Tag | None) -> bool:
    """Tell whether two tags cannot have one subject."""
    if one is None or other is None or one.verb == other.verb:
        return False
    mine, theirs = one.subject, other.subject
    if mine.way is Way.NAME and theirs.way is Way.NAME:
        return mine.person != theirs.person
    if Way.SELF in (mine.way, theirs.way) and mine.way is not theirs.way:
        return True
    return bool(mine.gender and theirs.gender and mine.gender != theirs.gender)


def scenes_of(blocks: Sequence[Block], *, begins: Sequence[int] = ()) -> list[int]:
    """Return each block's scene, counted from 0: a break, a heading, a chapter or a block in `begins` begins another."""
    found, scene = [], 0
    first = set(begins)
    for index, block in enumerate(blocks):
        if block.kind in (BlockKind.BREAK, BlockKind.HEADING) or index in first:
            scene += 1
        found.append(scene)
    return found


def gap(tokens: Tokens, before: Turn, turn: Turn) -> str:
    """Return what lies between two turns: "in" (one paragraph), "next" (none), "lead" (its own narration), then paragraphs: "one", "few", "far"."""
    apart = turn.block - before.until
    if apart <= 0:
        return "in"
    if apart == 1:
        own = turn.first - bisect_left(tokens.blocks, turn.block, before.last, min(turn.first + 1, len(tokens)))
        return "lead" if own > 3 else "next"
    return "one" if apart == 2 else "few" if apart <= 4 else "far"
