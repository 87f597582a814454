"""One person under two names, as talk and narration show it."""

from collections import Counter

import pytest

from audiobook.attribution import attribute
from audiobook.attribution.oneness import WORTH, odds
from tests.attribution.test_attribute import speakers, story

TALK = ['"And the price?" asked Olga.', '"Ten crowns," said Mrs. Dorn.', '"And the boat?" asked Olga.', '"It leaves at ten," said Mrs. Quill.']


def test_who_takes_the_others_place_in_talk_is_the_same() -> None:
    script = attribute(story("Olga sat by the fire.", *TALK * 3))
    assert len(set(speakers(script))) == 2


def test_two_who_talk_to_one_another_are_two() -> None:
    more = ['"At nine," said Mrs. Dorn.', '"At ten," said Mrs. Quill.']
    script = attribute(story("Olga sat by the fire.", *[*TALK, *more] * 3))
    assert len(set(speakers(script))) == 3


def test_two_of_one_sentence_are_two() -> None:
    told = ["Mrs. Dorn looked at Mrs. Quill.", "Mrs. Quill nodded to Mrs. Dorn.", "Mrs. Dorn took Mrs. Quill by the arm."]
    assert len(set(speakers(attribute(story("Olga sat by the fire.", *TALK * 2, *told, *TALK))))) == 3


@pytest.mark.parametrize(
    "told",
    [
        "Mr. Orme, otherwise Dorrimer, came in.",
        "Mr. Orme (alias Dorrimer) came in.",
        "Mr. Orme, or Dorrimer as his friends would have it, came in.",
        "Mr. Orme, better known as Dorrimer, came in.",
    ],
)
def test_another_name_that_is_told_is_the_same_persons(told: str) -> None:
    script = attribute(story(told, '"Well?" asked Olga.', '"Nothing," said Mr. Orme.', "Night fell.", '"Well?" asked Olga.', '"Nothing," said Dorrimer.'))
    assert len(set(speakers(script))) == 2


def test_a_noun_that_is_named_is_the_bearer_of_the_name() -> None:
    script = attribute(
        story(
            '"Is it far?" asked the tinker.',
            '"A mile," said Olga.',
            "The tinker, whose name was Orme, thanked her.",
            '"Good night," said Orme.',
        )
    )
    assert speakers(script)[0] == speakers(script)[2] == "Orme"


def test_who_says_his_name_bears_it_though_the_name_is_known() -> None:
    script = attribute(
        story(
            "Olga had often heard of Dorrimer.",
            *['"Is it far?" asked the Ferryman.', '"A mile," said Olga.'] * 2,
            '"And who are you?" said Olga.',
            '"I am Dorrimer," said the Ferryman.',
            '"You?" said Olga.',
            '"Yes," said Dorrimer.',
        )
    )
    assert speakers(script)[0] == speakers(script)[-1]


def test_who_may_be_two_people_is_none_of_them() -> None:
    script = attribute(
        story(
            *['"Is it far?" asked Olga.', '"A mile," said Mr. Orme.', '"And then?" asked Olga.', '"A hill," said the tinker.'] * 2,
            *["Night fell. Nobody spoke for an hour."] * 4,
            *['"Is it far?" asked Olga.', '"A mile," said Mr. Dorrimer.', '"And then?" asked Olga.', '"A hill," said the tinker.'] * 2,
            "Mr. Orme took Mr. Dorrimer aside.",
        )
    )
    assert not [each.name for each in script.characters if "the tinker" in each.aliases]


def test_nothing_seen_tells_nothing() -> None:
    assert odds(Counter()) == 0
    assert odds(Counter({"across": 2, "adjacent": 1})) == 2 * WORTH["across"] + WORTH["adjacent"]


def test_a_stranger_who_was_somebody_is_somebody() -> None:
    script = attribute(
        story(
            '"Is it far?" asked the stranger.',
            '"A mile," said Olga.',
            "The stranger was Mr. Orme. He went out.",
            '"Good night," said Mr. Orme.',
        )
    )
    assert speakers(script)[0] == speakers(script)[-1] == "Mr. Orme"
