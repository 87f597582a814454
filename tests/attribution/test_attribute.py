"""Laws of attribution, and small stories of who says what."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from audiobook.attribution import attribute
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.script import Kind, Script, check_tiling, to_json
from audiobook.sheet import Gender, Known, Sheet
from audiobook.sidecar import Fix, Fixes, Ruling
from tests.strategies import documents


def story(*paragraphs: str) -> Document:
    """Return a document of these paragraphs; `***` is a scene break, `# ` begins a heading."""
    text, blocks = "", []
    for paragraph in paragraphs:
        start = len(text)
        text += paragraph
        kind = BlockKind.BREAK if paragraph == "***" else BlockKind.HEADING if paragraph.startswith("# ") else BlockKind.PROSE
        blocks.append(Block(Span(start, len(text)), kind))
        text += "\n\n"
    return Document(text, (Chapter("", Span(0, len(text)), tuple(blocks)),), "", "", "en", "-")


def verdicts(script: Script) -> list[tuple[str | None, float]]:
    """Return who says each line, in order, and how surely."""
    return [(segment.speaker, segment.confidence) for segment in script.segments if segment.kind is Kind.DIALOGUE]


def speakers(script: Script) -> list[str | None]:
    """Return who says each line, in order."""
    return [segment.speaker for segment in script.segments if segment.kind is Kind.DIALOGUE]


OPENING = "Marta Quill and her brother Edwin Quill walked down to the harbour. Marta was cold. Edwin was not."


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ('"The boat is late," said Marta.', "Marta"),
        ('"The boat is late," Marta said.', "Marta"),
        ('"The boat is late," said Edwin to Marta.', "Edwin"),
        ('"The boat is late," Edwin told Marta quietly.', "Edwin"),
        ('Edwin laughed and said, "The boat is late."', "Edwin"),
        ('"The boat," Marta said, "is late."', "Marta"),
        ('"The boat is late." Edwin, very pale in the lamplight, said it again. "Late."', "Edwin"),
        ('"Marta, the boat is late," he said.', "Edwin"),
        ('"Is the boat late?" she asked.', "Marta"),
        ('Marta shook her head. "The boat is late."', "Marta"),
        ('"Late again, Edwin," his sister said.', "Marta"),
    ],
)
def test_the_words_beside_a_line_tell_who_says_it(line: str, speaker: str) -> None:
    script = attribute(story(OPENING, '"Who goes there?" asked Marta.', '"A friend," Edwin replied.', line))
    assert set(speakers(script)[2:]) == {speaker}


def test_a_title_alone_calls_its_bearer() -> None:
    opening = "Doctor Amsel and Colonel Reed sat down beside Miss Quill."
    lines = ['"A cold night," said Miss Quill. "Is it the lungs, doctor?"', '"It is the weather."']
    assert speakers(attribute(story(opening, *lines)))[-1] == "Doctor Amsel"
    assert speakers(attribute(story(opening, *(line.replace("doctor", "colonel") for line in lines))))[-1] == "Colonel Reed"


def test_his_wife_is_who_bears_his_name_though_nobody_named_her_in_this_scene() -> None:
    before = ["Mr. Orme met Mrs. Orme at the gate.", '"You are late," said Mrs. Orme.', '"I am," said Mr. Orme.', "***"]
    after = ["Mr. Orme read the letter twice.", '"It is from Leeds," said Mr. Orme.', '"From Leeds!" cried his wife.']
    assert speakers(attribute(story(*before, *after)))[-1] == "Mrs. Orme"


def test_bare_lines_alternate() -> None:
    script = attribute(
        story(OPENING, '"Is it far?" asked Marta.', '"No," said Edwin.', '"You said so an hour ago."', '"Then it is nearer now."', '"And if it rains?"')
    )
    assert speakers(script) == ["Marta", "Edwin", "Marta", "Edwin", "Marta"]


def test_who_is_called_does_not_speak_and_answers() -> None:
    script = attribute(story(OPENING, "Olga came after them with the lamp.", '"Olga, is the boat in?" asked Marta.', '"It is."'))
    assert speakers(script) == ["Marta", "Olga"]


def test_several_at_once_are_nobodys_voice() -> None:
    script = attribute(story(OPENING, '"Good night!" they all cried.'))
    assert speakers(script) == [None]


def test_the_narrator_speaks_as_a_character() -> None:
    script = attribute(
        story("I went down to the harbour, and I was cold. I had lost my hat.", "Olga waited there.", '"The boat is late," I said.', '"It is," said Olga.')
    )
    first, second = speakers(script)
    assert second == "Olga"
    assert first is not None
    assert "I" in script.character(first).aliases


def test_a_slip_of_a_name_is_the_same_person() -> None:
    told = [f'"Number {number}," said Bertram, and Bertram went on.' for number in range(9)]
    script = attribute(story(*told, '"Ten," said Betram.'))
    assert set(speakers(script)) == {"Bertram"}


def test_an_honorific_is_no_part_of_a_name() -> None:
    script = attribute(story("Haruto-sensei waited. Haruto was tired.", '"Sit down," said Haruto-sensei.', '"Sit," Haruto said again.'))
    assert set(speakers(script)) == {"Haruto"}


def test_the_nameless_speak_too() -> None:
    script = attribute(story(OPENING, '"No boat today," said the ferryman.'))
    assert speakers(script) == ["the ferryman"]


def test_the_sheet_knows_names_and_genders() -> None:
    sheet = Sheet(characters=(Known("Quickfoot", ("the ferryman",), Gender.FEMALE),))
    script = attribute(story(OPENING, '"No boat today," said the ferryman.'), sheet)
    assert speakers(script) == ["Quickfoot"]
    assert script.character("Quickfoot").gender is Gender.FEMALE
    assert script.character("Quickfoot").gender_confidence == 1.0


def test_titles_and_families_are_told_apart() -> None:
    script = attribute(
        story(
            '"I think not," said Mr. Harbottle.',
            '"You never think," said Mrs. Harbottle.',
            '"Mother!" cried Lucy Harbottle.',
            '"Quite right," said Mr. Harbottle.',
            '"Hush," said Lucy.',
        )
    )
    assert len(set(speakers(script))) == 3
    assert speakers(script)[0] == speakers(script)[3]
    assert speakers(script)[2] == speakers(script)[4]


def test_genders_follow_titles_and_pronouns() -> None:
    script = attribute(
        story("Mr. Orme lifted his hat. Velka drew her coat about her, and Velka shook her head.", '"Well?" said Mr. Orme.', '"No," said Velka.')
    )
    assert {each.name: each.gender for each in script.characters} == {"Mr. Orme": Gender.MALE, "Velka": Gender.FEMALE}


def test_a_reason_is_words() -> None:
    script = attribute(story(OPENING, '"The boat is late," said Marta.', '"It is," said Edwin.', '"Then we walk."'))
    reasons = [segment.reason for segment in script.segments if segment.kind is Kind.DIALOGUE]
    assert reasons[0] == "tag: 'said Marta'"
    assert reasons[2] == "alternates with line 4"
    assert script.text(script.segments[4 - 1]) == '"It is,"'  # numbered as `audiobook script` does


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "…",
        '"',
        '"No."',
        '"No." "No." "No."',
        "No word is said here by anybody.",
        "“" * 50,
        "HELLO THERE",
        "\u00ad",
        "Mr. ",
        "the the the",
        "I. I. I. I.",
    ],
)
def test_odd_stories_are_scripts_too(text: str) -> None:
    check_tiling(attribute(story(text) if text else Document("", (), "", "", "en", "-")))


def test_a_sentence_that_goes_on_small_past_what_another_does_is_one_persons() -> None:
    script = attribute(story(OPENING, '"We were warned," said Marta, and Edwin closed his eyes, because it was true, "and there we stood."'))
    assert speakers(script) == ["Marta", "Marta"]


@pytest.mark.parametrize("text", ["「1", "“1", "『٣』", "’", "1", '"No." his'])
def test_a_story_that_ends_at_once_is_a_script(text: str) -> None:
    script = attribute(story(text))
    check_tiling(script)


@given(documents())
@settings(max_examples=60, deadline=None)
def test_segments_tile(document: Document) -> None:
    script = attribute(document)
    check_tiling(script)
    borders = [block.span for block in document.blocks]
    assert all(any(border.start <= segment.span.start and segment.span.end <= border.end for border in borders) for segment in script.segments)
    known = {character.name for character in script.characters}
    assert all(segment.speaker is None or segment.speaker in known for segment in script.segments)
    assert all(0 <= segment.confidence <= 1 for segment in script.segments)


_LINES = st.sampled_from(
    (
        '"The boat is late," said Marvin.',
        '"It is, Marvin," replied Edmund.',
        '"Then we shall walk."',
        '"In the rain?" he asked.',
        'Edmund looked at Marvin. "In the rain."',
        "Marvin laughed, and took the lamp from Edmund.",
        '"Give it back!" cried the ferryman.',
        "The road went on along the sea.",
        '"Edmund, it is nothing."',
    )
)


@given(st.lists(_LINES, min_size=3, max_size=14))
@settings(max_examples=60, deadline=None)
def test_swapping_two_names_swaps_the_speakers(lines: list[str]) -> None:
    lines = ["Marvin and Edmund were old friends. Edmund saw Marvin wave his hat, and Marvin saw Edmund lift his hand.", *lines]
    swapped = [line.replace("Marvin", "@").replace("Edmund", "Marvin").replace("@", "Edmund") for line in lines]
    other = {"Marvin": "Edmund", "Edmund": "Marvin"}
    first, second = attribute(story(*lines)), attribute(story(*swapped))
    assert speakers(second) == [other.get(name or "", name) for name in speakers(first)]


@given(st.lists(_LINES, min_size=2, max_size=8), st.lists(_LINES, min_size=2, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_a_scene_break_changes_no_other_scene(first: list[str], second: list[str], data: st.DataObject) -> None:
    opening = "Marvin and Edmund and the ferryman waited. Edmund saw Marvin. Marvin saw Edmund."
    place = data.draw(st.integers(1, len(second) - 1))
    whole = attribute(story(opening, *first, "***", *second))
    broken = attribute(story(opening, *first, "***", *second[:place], "***", *second[place:]))
    assume({each.name for each in whole.characters} == {each.name for each in broken.characters})  # the law excepts what comes by the roster
    lines = sum(line.count('"') // 2 for line in first)
    assert verdicts(whole)[:lines] == verdicts(broken)[:lines]


@given(*[st.lists(_LINES, min_size=2, max_size=6)] * 3, st.data())
@settings(max_examples=60, deadline=None)
def test_a_scene_break_that_a_correction_makes_changes_no_other_scene(one: list[str], two: list[str], three: list[str], data: st.DataObject) -> None:
    document = story("Marvin and Edmund and the ferryman waited. Edmund saw Marvin. Marvin saw Edmund.", *one, "***", *two, "***", *three)
    place = data.draw(st.integers(0, len(two) - 1))
    occurrence = [*one, *two[: place + 1]].count(two[place])
    whole, broken = attribute(document), attribute(document, fixes=Fixes((Fix(Ruling.BREAK, two[place], occurrence=occurrence),)))
    assert not broken.notices
    assume({each.name for each in whole.characters} == {each.name for each in broken.characters})  # the law excepts what comes by the roster
    said = [sum(line.count('"') // 2 for line in scene) for scene in (one, two, three)]
    assert verdicts(whole)[: said[0]] == verdicts(broken)[: said[0]]
    assert verdicts(whole)[said[0] + said[1] :] == verdicts(broken)[said[0] + said[1] :]
    assert sum(segment.kind is Kind.BREAK for segment in broken.segments) >= 2 + (place > 0)


def test_the_same_story_gives_the_same_script_whatever_the_hash_seed() -> None:
    program = (
        "import json\nfrom tests.attribution.test_attribute import OPENING, story\n"
        "from audiobook.attribution import attribute\nfrom audiobook.script import to_json\n"
        "print(json.dumps(to_json(attribute(story(OPENING, '\"Late,\" said the ferryman.', '\"Marta, is it?\"', '\"It is.\"', '\"Oh, Edwin!\" she cried.')))))"
    )
    made = [
        subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("0", "1", "77")
    ]
    assert made[0] == made[1] == made[2]
    assert json.loads(made[0])["format"] == "audiobook-script/1"


def test_a_long_story_takes_time_in_proportion() -> None:
    paragraph = '"No, I was not there, Edwin," said Marta, and she went on with her work. "Were you?"'
    script = attribute(story(OPENING, *[paragraph] * 2000))
    assert len(to_json(script)["segments"]) == 1 + 3 * 2000  # type: ignore[arg-type]
