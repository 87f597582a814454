"""The nameless who turn out to be somebody."""

import pytest

from audiobook.attribution import attribute
from audiobook.script import Script
from tests.attribution.test_attribute import speakers, story


def lines(*paragraphs: str) -> Script:
    """Return the script of a story of Olga's talk, with these paragraphs at its beginning."""
    talk = ['"Is it far?" asked Olga.', '"A mile or so," said the undertaker.', '"And then?" asked Olga.', '"Then we rest," said Mr. Orme.']
    return attribute(story(*paragraphs, *talk * 2))


def aliases(script: Script) -> tuple[str, ...]:
    """Return the names of Mr. Orme."""
    return next(each.aliases for each in script.characters if each.name == "Mr. Orme")


@pytest.mark.parametrize("words", ["Mr. Orme, the undertaker, sat down.", "There sat the undertaker, Mr. Orme."])
def test_two_names_in_apposition_are_one_persons(words: str) -> None:
    script = lines(words)
    assert set(speakers(script)) == {"Olga", "Mr. Orme"}
    assert "the undertaker" in aliases(script)


@pytest.mark.parametrize("words", ["Mr. Orme, the undertaker, and Olga sat down.", "There sat Olga, and Mr. Orme, the undertaker and the pug."])
def test_lists_of_people_join_nobody(words: str) -> None:
    talk = ['"You walk well," said Mr. Orme.', '"I do," said the undertaker.']
    assert "the undertaker" not in aliases(lines(words, *talk))


def test_a_stranger_may_say_his_own_name() -> None:
    script = attribute(
        story(
            "Olga opened the door. A stranger stood outside.",
            '"Is it far to the harbour?" said the stranger.',
            '"A mile," said Olga.',
            '"I am Dorrimer," said the stranger, and he came in.',
            '"Sit down," said Olga.',
            *('"It is a cold night," said Dorrimer.', '"It is," said Olga.') * 3,
        )
    )
    assert set(speakers(script)) == {"Dorrimer", "Olga"}
