"""Who says each line: a document becomes a script."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from audiobook.attribution.assembly import Verdict, characters, distinct_names, segments
from audiobook.attribution.confidence import confidence
from audiobook.attribution.fixes import Corrected, correct
from audiobook.attribution.lexicon import given
from audiobook.attribution.person import Person
from audiobook.attribution.quotes import find_quotations
from audiobook.attribution.reason import reasons
from audiobook.attribution.story import Story, find_person, read_story
from audiobook.attribution.turns import Decision, decide
from audiobook.document import Document
from audiobook.script import Kind, Script
from audiobook.sheet import Gender, Sheet
from audiobook.sidecar import Fixes

__all__ = ["attribute"]


def attribute(document: Document, sheet: Sheet = Sheet(), fixes: Fixes = Fixes()) -> Script:  # noqa: B008 - frozen values
    """Return the document's script: its segments, and who says each line, how surely, and why.

    The sheet's names, aliases and genders are facts; the fixes are certain, and help the lines round them.
    A fix that finds no line, or no character, is a notice.
    """
    corrected = correct(document, find_quotations(document), fixes)
    story = read_story(corrected.document, corrected.quotations, sheet, named=corrected.speakers, merges=fixes.merges, breaks=frozenset(corrected.breaks))
    corrected.notices += _lost(story, fixes)
    fixed = _fixed(story, corrected.speakers)
    return compose(story, list(decide(story, labelled(story) | fixed)), corrected, fixed)


def compose(
    story: Story, decisions: Sequence[Decision], corrected: Corrected, fixed: Mapping[int, int], sure: Callable[[Decision], float] = confidence
) -> Script:
    """Return the script that the decisions make; `sure` gives each its confidence."""
    numbered = {quote: number for number, decision in enumerate(decisions) for quote in story.turns[decision.choice.turn].quotes}
    verdicts = {
        quote: Verdict(decisions[number].person, 1.0 if decisions[number].choice.turn in fixed else sure(decisions[number]))
        for quote, number in numbered.items()
    }
    names = distinct_names(story.people)
    found = list(segments(story.document, story.blocks, corrected.quotations, verdicts, names, frozenset(corrected.breaks)))
    starts = [segment.span.start for segment in found]
    lines = [bisect_left(starts, corrected.quotations[story.turns[decision.choice.turn].quotes[0]].span.start) + 1 for decision in decisions]
    why = reasons(story, decisions, fixed, lines)
    places = sorted((corrected.quotations[quote].span.start, number) for quote, number in numbered.items())
    firsts = [place for place, _ in places]
    for index, segment in enumerate(found):
        if segment.kind in (Kind.DIALOGUE, Kind.THOUGHT):
            found[index] = replace(segment, reason=why[places[bisect_right(firsts, segment.span.start) - 1][1]])
    return Script(story.document, tuple(found), characters(story.people, names, found, story.narrator), tuple(corrected.notices))


def _fixed(story: Story, speakers: Mapping[int, str]) -> dict[int, int]:
    """Return the speakers that corrections give, by turn; a name nobody bears makes a new person."""
    fixed: dict[int, int] = {}
    for index, turn in enumerate(story.turns):
        name = next((speakers[quote] for quote in turn.quotes if quote in speakers), "")
        if not name:
            continue
        person = find_person(story.people, name)
        if person < 0:
            person = len(story.people)
            story.people.append(Person(name, fact=True))
        fixed[index] = person
    return fixed


def labelled(story: Story) -> dict[int, int]:
    """Return the speakers whose names stand before what they say, by turn; a name nobody bears makes a new person."""
    found: dict[int, int] = {}
    for index, turn in enumerate(story.turns):
        label = story.quotations[turn.quotes[0]].label.strip("@ ")
        if not label:
            continue
        person = story.narrator if label.lower() in ("i", "me") else -1
        if person < 0:
            person = find_person(story.people, label)
        if person < 0:
            person = len(story.people)
            name = label.title() if label.isupper() and len(label) > 2 else label
            gender = given().get(name.split()[0].lower(), "either")
            story.people.append(Person(name, gender=Gender(gender) if gender != "either" else Gender.UNKNOWN, sure=0.0 if gender == "either" else 0.8))
        found[index] = person
    return found


def _lost(story: Story, fixes: Fixes) -> list[str]:
    """Return a notice for each merge of somebody who is not there."""
    return [f"{merge.where or 'fixes'}: nobody is called {merge.old!r}" for merge in fixes.merges if find_person(story.people, merge.old) < 0]
