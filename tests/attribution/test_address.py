"""Who says "I": what others call him, and how they address him."""

import pytest

from audiobook.attribution import attribute
from tests.attribution.test_attribute import speakers, story

TALE = "I went down to the harbour, and I was cold. I had lost my hat, and I said so to the boatman."


@pytest.mark.parametrize(("word", "gender"), [("sir", "male"), ("madam", "female")])
def test_how_the_narrator_is_addressed_tells_a_gender(word: str, gender: str) -> None:
    lines = ['"Is the boat in?" I asked.', f'"It is not, {word}," said Olga.', '"Then I shall wait," I said.', f'"As you like, {word}," said Olga.']
    script = attribute(story(TALE, *lines * 3))
    assert next(each for each in script.characters if each.narrates).gender.value == gender


def test_the_narrator_has_the_name_that_all_call_and_nobody_tells_of() -> None:
    lines = ['"Is the boat in?" I asked.', '"It is not, Ismay," said Olga.', "Olga turned to the lamp.", '"Then I shall wait," I said.']
    script = attribute(story(TALE, *lines * 4))
    narrator = next(each for each in script.characters if each.narrates)
    assert "Ismay" in (narrator.name, *narrator.aliases)
    assert speakers(script)[0] == narrator.name


def test_nobody_who_acts_is_the_narrator() -> None:
    lines = ['"Is the boat in?" I asked.', '"It is not, Ismay," said Olga.', "Ismay turned to the lamp.", '"Then I shall wait," I said.']
    script = attribute(story(TALE, *lines * 4))
    assert "Ismay" not in speakers(script)
