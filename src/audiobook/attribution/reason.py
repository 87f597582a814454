"""Why a line is somebody's, in words a reader understands."""

from collections.abc import Mapping, Sequence

from audiobook.attribution.looks import NOBODY
from audiobook.attribution.mentions import Way
from audiobook.attribution.story import Story
from audiobook.attribution.tags import Tag
from audiobook.attribution.turns import Decision

_LONGEST = 60  # code points of a quoted tag


def reasons(story: Story, decisions: Sequence[Decision], fixed: Mapping[int, int], lines: Sequence[int]) -> list[str]:
    """Return each decision's reason; `lines` are the numbers under which the script shows their first lines."""
    return [_reason(story, decisions, at, fixed, lines) for at in range(len(decisions))]


def _reason(story: Story, decisions: Sequence[Decision], at: int, fixed: Mapping[int, int], lines: Sequence[int]) -> str:
    decision = decisions[at]
    turn = story.turns[decision.choice.turn]
    if decision.choice.turn in fixed:
        return "a correction"
    if label := story.quotations[turn.quotes[0]].label:
        return f"label: '{label}'"
    if decision.person == NOBODY:
        return f"several at once: {_words(story, turn.tag)}" if turn.tag is not None else "several at once"
    if turn.tag is not None:
        subject = turn.tag.subject
        if decision.choice.anchor or subject.person == decision.person:
            return f"tag: {_words(story, turn.tag)}"
        if subject.way is Way.PRONOUN:
            return f"tag: {_words(story, turn.tag)}, who fits best here"
        if subject.way is Way.NOUN:
            return f"tag: {_words(story, turn.tag)}, who seems to be meant"
    for beat in (turn.before, turn.after):
        if beat is not None and beat.person == decision.person and turn.tag is None:
            return f"acts beside the line: '{_cut(story, beat.first, beat.last + 3)}'"
    before = [decisions[other] for other in (at - 1, at - 2) if other >= 0 and story.turns[decisions[other].choice.turn].scene == turn.scene]
    if before and decision.person in {each.person for each in story.turns[before[0].choice.turn].called}:
        return f"addressed in line {lines[at - 1]}"
    if len(before) > 1 and before[1].person == decision.person and before[0].person != decision.person:
        return f"alternates with line {lines[at - 1]}"
    if before and before[0].person == decision.person:
        return f"goes on from line {lines[at - 1]}"
    if at + 1 < len(decisions) and decision.person in {each.person for each in story.turns[decisions[at + 1].choice.turn].called}:
        return f"addressed in line {lines[at + 1]}"
    return "the most likely of those present"


def _words(story: Story, tag: Tag | None) -> str:
    if tag is None:
        return ""
    first, last = tag.subject.first, tag.subject.last
    if tag.verb >= 0:
        first, last = min(first, tag.verb), max(last, tag.verb + 1)
    return f"'{_cut(story, first, last)}'"


def _cut(story: Story, first: int, last: int) -> str:
    """Return tokens first to last as they stand, white space folded, not over the paragraph's end."""
    tokens = story.tokens
    last = min(last, len(tokens))
    while last > first + 1 and (tokens.blocks[last - 1] != tokens.blocks[first] or tokens.quoted[last - 1]):
        last -= 1
    end = tokens.starts[last - 1] + len(tokens.words[last - 1])
    text = " ".join(story.document.text[tokens.starts[first] : end].split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
