"""People without a name: who comes in as "a man" is another than the man of some pages before."""

from audiobook.attribution import attribute
from tests.attribution.test_attribute import speakers, story

_BETWEEN = ["The rain went on falling upon the roofs of the harbour, and no boat put out for the whole of that long grey afternoon. " * 6] * 3


def test_another_man_is_another_person() -> None:
    script = attribute(
        story(
            "Olga waited. A man came in.",
            '"Is this seat free?" asked the man.',
            '"It is," said Olga.',
            *_BETWEEN,
            "Olga was on the ferry when a man sat down beside her.",
            '"Cold," said the man.',
            '"Very," said Olga.',
        )
    )
    first, _, second, _ = speakers(script)
    assert first != second
    assert first == "the man"
    assert "the man" in script.character(second or "").aliases


def test_the_man_of_before_is_the_same_person() -> None:
    script = attribute(
        story(
            "Olga waited. A man came in.",
            '"Is this seat free?" asked the man.',
            *_BETWEEN,
            "He was a man of few words.",
            '"Cold," said the man.',
        )
    )
    assert len(set(speakers(script))) == 1


def test_a_man_who_has_just_been_told_of_is_no_other() -> None:
    script = attribute(story('"Cold," said the man. He had the face of a man who seldom slept. A man should sleep.', '"Very cold," said the man.'))
    assert len(set(speakers(script))) == 1


def test_a_noun_before_a_name_is_the_names() -> None:
    script = attribute(story("Olga met her cousin Edwin.", '"You are late," said her cousin Edwin.', '"I am," said Olga.', '"Come," said Edwin.'))
    assert speakers(script) == ["Edwin", "Olga", "Edwin"]
