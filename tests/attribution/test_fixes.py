"""Corrections: every ruling, and what happens to one that finds nothing."""

from dataclasses import replace

import pytest

from audiobook.attribution import attribute
from audiobook.document import BlockKind
from audiobook.script import Kind, Segment, check_tiling
from audiobook.sidecar import Fix, Fixes, Merge, Ruling
from tests.attribution.test_attribute import OPENING, speakers, story

STORY = story(
    OPENING,
    '"Is it far?" asked Marta.',
    '"No," said Edwin.',
    '"You said so before."',
    '"Then it is nearer."',
    "The moon came up over the harbour.",
    '"Is it far?" said somebody. They called it "the long mile" in those days.',
)


def _said(*fixes: Fix) -> list[str | None]:
    return speakers(attribute(STORY, fixes=Fixes(fixes)))


def _segment(text: str, *fixes: Fix) -> Segment:
    script = attribute(STORY, fixes=Fixes(fixes))
    check_tiling(script)
    return next(segment for segment in script.segments if script.text(segment).startswith(text))


def test_a_speaker_is_certain_and_helps_the_lines_round_it() -> None:
    document = story(
        OPENING,
        "Edwin went on, and Marta with him. Edwin sang.",
        "It rained.",
        "They went on again.",
        '"You said so before."',
        '"Then it is nearer."',
        '"And if it is?"',
    )
    for name, other in (("Edwin", "Marta"), ("Marta", "Edwin")):
        script = attribute(document, fixes=Fixes((Fix(Ruling.SPEAKER, "You said so", name),)))
        assert speakers(script) == [name, other, name]
    fixed = _segment('"You said so', Fix(Ruling.SPEAKER, "You said so", "Edwin"))
    assert (fixed.confidence, fixed.reason) == (1.0, "a correction")


def test_a_speaker_may_be_new() -> None:
    assert _said(Fix(Ruling.SPEAKER, "You said so", "Zdenka"))[2] == "Zdenka"


def test_which_of_several_lines_is_meant() -> None:
    assert _said(Fix(Ruling.SPEAKER, "Is it far?", "Zdenka", occurrence=2))[0] == "Marta"
    assert _said(Fix(Ruling.SPEAKER, "Is it far?", "Zdenka", occurrence=0)).count("Zdenka") >= 2


def test_narration_may_be_speech_and_speech_narration() -> None:
    assert _segment("The moon", Fix(Ruling.SPEECH, "The moon came", "Edwin")).speaker == "Edwin"
    assert _segment("The moon", Fix(Ruling.THOUGHT, "The moon came", "Marta")).kind is Kind.THOUGHT
    assert _segment('"Then it', Fix(Ruling.NARRATION, "Then it is nearer")).kind is Kind.NARRATION


@pytest.mark.parametrize(("ruling", "kind"), [(Ruling.HEADING, Kind.HEADING), (Ruling.NOTE, Kind.NOTE)])
def test_a_paragraph_may_be_a_heading_or_a_note(ruling: Ruling, kind: Kind) -> None:
    script = attribute(STORY, fixes=Fixes((Fix(ruling, "The moon came up"),)))
    assert next(segment for segment in script.segments if script.text(segment).startswith("The moon")).kind is kind
    assert BlockKind(kind.value) in {block.kind for block in script.document.blocks}
    assert script.document.text == STORY.text


def test_a_heading_begins_a_chapter() -> None:
    script = attribute(STORY, fixes=Fixes((Fix(Ruling.HEADING, "The moon came up"),)))
    assert [chapter.title for chapter in script.document.chapters] == ["", "The moon came up over the harbour."]


@pytest.mark.parametrize("kind", [BlockKind.NOTE, BlockKind.HEADING])
def test_what_was_taken_for_a_note_or_a_heading_may_be_read_as_narration(kind: BlockKind) -> None:
    blocks = [replace(block, kind=kind, why="author's note") if at == 5 else block for at, block in enumerate(STORY.blocks)]
    document = replace(STORY, chapters=(replace(STORY.chapters[0], blocks=tuple(blocks)),))
    script = attribute(document, fixes=Fixes((Fix(Ruling.NARRATION, "The moon came"),)))
    check_tiling(script)
    moon = next(segment for segment in script.segments if script.text(segment).startswith("The moon"))
    assert (moon.kind, moon.reason) == (Kind.NARRATION, "")


def test_the_last_of_several_corrections_of_a_line_holds() -> None:
    thought, speech = Fix(Ruling.THOUGHT, "The moon came", "Marta"), Fix(Ruling.SPEECH, "The moon came", "Edwin")
    assert _segment("The moon", thought, speech).speaker == "Edwin"
    assert _segment("The moon", speech, thought).speaker == "Marta"
    assert _segment("The moon", speech, Fix(Ruling.NARRATION, "The moon came")).kind is Kind.NARRATION
    assert _segment('"Then it', Fix(Ruling.NOTE, "Then it is"), Fix(Ruling.SPEAKER, "Then it is", "Zdenka")).speaker == "Zdenka"
    assert _segment("said somebody", Fix(Ruling.NOTE, "said somebody"), Fix(Ruling.NARRATION, "said somebody")).kind is Kind.NARRATION
    assert _segment('"Then it', Fix(Ruling.SPEAKER, "Then it is", "Zdenka"), Fix(Ruling.NOTE, "Then it is")).kind is Kind.NOTE
    assert _segment('"Then it', Fix(Ruling.NARRATION, "Then it is"), Fix(Ruling.SPEAKER, "Then it is", "Zdenka")).speaker == "Zdenka"


def test_a_scene_may_end_before_a_line() -> None:
    script = attribute(STORY, fixes=Fixes((Fix(Ruling.BREAK, '"Then it is nearer."'),)))
    check_tiling(script)
    at = next(index for index, segment in enumerate(script.segments) if script.text(segment).startswith('"Then it'))
    assert script.segments[at - 1].kind is Kind.BREAK


def test_two_names_may_be_one() -> None:
    script = attribute(STORY, fixes=Fixes(merges=(Merge("Edwin", "Marta"),)))
    assert "Edwin" not in {character.name for character in script.characters}
    assert "Edwin" in script.character("Marta").aliases


def test_a_character_may_have_another_name() -> None:
    assert "Ned" in speakers(attribute(STORY, fixes=Fixes(merges=(Merge("Edwin", "Ned"),))))


def test_a_fix_that_finds_no_line_is_reported() -> None:
    script = attribute(
        STORY, fixes=Fixes((Fix(Ruling.SPEAKER, "Never said", "Edwin", where="story.audiobook.yaml:7"),), (Merge("Nobody", "Edwin", "story.audiobook.yaml:9"),))
    )
    assert [notice.split(": ")[0] for notice in script.notices] == ["story.audiobook.yaml:7", "story.audiobook.yaml:9"]


def test_a_notice_tells_which_line_may_be_meant() -> None:
    script = attribute(STORY, fixes=Fixes((Fix(Ruling.SPEAKER, '"You said so then."', "Edwin"), Fix(Ruling.SPEAKER, "Is it far?", "Edwin", occurrence=3))))
    assert script.notices[0].startswith("fixes: no line begins with '\"You said so then.\"' (did you mean '\"You said so before.\"'?)")
    assert script.notices[1] == "fixes: only 2 line(s) begin with 'Is it far?', so none is occurrence 3"
