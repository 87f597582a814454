"""Who says each line: a document becomes a script."""

from audiobook.attribution.assembly import Verdict, characters, distinct_names, segments
from audiobook.attribution.quotes import find_quotations
from audiobook.attribution.story import Story, read_story
from audiobook.attribution.mentions import Way
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
    verdicts = _simple(story)
    names = distinct_names(story.people)
    found = tuple(segments(document, story.blocks, quotations, verdicts, names, frozenset()))
    return Script(document, found, characters(story.people, names, found))


def _simple(story: Story) -> dict[int, Verdict]:
    """Tags, then turn and turn about."""
    verdicts: dict[int, Verdict] = {}
    said: list[int] = []
    scene = -1
    recent: list[int] = []
    cursor = 0
    mentions = story.mentions.all
    for turn in story.turns:
        if turn.scene != scene:
            scene, said = turn.scene, []
        while cursor < len(mentions) and mentions[cursor].first < turn.first:
            each = mentions[cursor]
            cursor += 1
            if each.person >= 0 and not story.tokens.quoted[each.first]:
                recent = [each.person, *(other for other in recent if other != each.person)][:12]
        person, sure, why = -1, 0.3, "nobody could tell"
        subject = turn.tag.subject if turn.tag is not None else turn.after or turn.before
        if subject is not None and subject.person >= 0:
            person, sure, why = subject.person, 0.95, "named beside the line"
        elif subject is not None and subject.way is Way.I and story.narrator >= 0:
            person, sure, why = story.narrator, 0.9, "the narrator: I"
        elif subject is not None and subject.way is Way.PRONOUN:
            fits = [other for other in recent if story.people[other].gender.value == subject.gender]
            if fits:
                person, sure, why = fits[0], 0.6, "the last one of that gender"
        if person < 0 and len(said) > 1:
            person, sure, why = said[-2], 0.6, "turn and turn about"
        elif person < 0 and recent:
            others = [other for other in recent if not said or other != said[-1]]
            person, sure, why = (others or recent)[0], 0.4, "the last one mentioned"
        said.append(person)
        for quote in turn.quotes:
            verdicts[quote] = Verdict(person, sure, why)
    return verdicts
