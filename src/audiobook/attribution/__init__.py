"""Who says each line: a document becomes a script."""

from audiobook.attribution.assembly import Verdict, characters, distinct_names, segments
from audiobook.attribution.quotes import find_quotations
from audiobook.attribution.story import read_story
from audiobook.attribution.turns import decide
from audiobook.document import Document
from audiobook.script import Script
from audiobook.sheet import Sheet
from audiobook.sidecar import Fixes

__all__ = ["attribute"]


def attribute(document: Document, sheet: Sheet = Sheet(), fixes: Fixes = Fixes()) -> Script:  # noqa: B008 - frozen values
    """Return the document's script: its segments, and who says each line, how surely, and why.

    The sheet's names, aliases and genders are facts; the fixes are certain, and help the lines round them.
    """
    quotations = find_quotations(document)
    story = read_story(document, quotations, sheet)
    verdicts: dict[int, Verdict] = {}
    for decision in decide(story, {}):
        verdict = Verdict(decision.person, decision.chance if not decision.choice.anchor else 0.97, "")
        for quote in story.turns[decision.choice.turn].quotes:
            verdicts[quote] = verdict
    names = distinct_names(story.people)
    found = tuple(segments(document, story.blocks, quotations, verdicts, names, frozenset()))
    return Script(document, found, characters(story.people, names, found))
