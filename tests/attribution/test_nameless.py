"""People without a name, and people whose name is a common word; who comes in as "a man" is another than the man of some pages before."""

import pytest

from audiobook.attribution import attribute
from audiobook.sheet import Gender
from tests.attribution.test_attribute import OPENING, speakers, story
from tests.attribution.test_manners import read
from tests.attribution.test_roster import bearer

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


def test_another_is_somebody_else() -> None:
    script = attribute(story(OPENING, '"It is a lie," said a porter.', "The rain fell.", '"A plain lie," said another porter loudly.', "Edwin went in."))
    assert speakers(script) == ["a porter", "another porter"]


def test_the_last_of_two_nouns_is_who_speaks() -> None:
    script = attribute(story(OPENING, '"It is over," said the boy officer.', "Edwin went in."))
    assert speakers(script) == ["the boy officer"]
    assert bearer(script, "the boy officer").gender is Gender.MALE


@pytest.mark.parametrize(("owner", "gender"), [("man", Gender.MALE), ("girl", Gender.FEMALE)])
def test_a_voice_has_its_owners_gender(owner: str, gender: Gender) -> None:
    script = attribute(story(OPENING, f'"Come in," called a {owner}\'s voice.', "Edwin went in."))
    assert bearer(script, speakers(script)[0] or "").gender is gender


def test_who_acts_where_nobody_has_a_name_may_speak() -> None:
    quay = [
        "The girl stood at the rail. A man's voice made her turn.",
        '"You are cold?"',
        '"A little." The girl smiled.',
        '"Then take this coat."',
        '"Thank you."',
    ]
    town = ["# Two", OPENING, '"Who goes there?" asked Marta.', '"A friend," said Edwin.']
    script = attribute(story(*quay, *town))
    assert len({*speakers(script)[:4]}) == 2
    assert not {*speakers(script)[:4]} & {"Marta", "Edwin"}


def test_where_people_have_names_only_they_act() -> None:
    people = read(OPENING, "The girl smiled at Marta.", '"You are cold?"', '"A little."', '"Then take this coat."', '"Thank you."').people
    assert all(person.forms for person in people)


def test_a_common_word_that_speaks_is_a_name() -> None:
    lines = ['"He looks mean to me," Slim stated.', "It was a slim chance.", '"Mean as they come," Irish said under his breath.', '"Aye," Irish agreed.']
    assert speakers(attribute(story(*lines))) == ["Slim", "Irish", "Irish"]


@pytest.mark.parametrize("word", ["Somebody", "Then", "Nobody", "Voices", "Mother"])
def test_what_is_no_name_becomes_none_by_speaking(word: str) -> None:
    people = read(OPENING, f'"It is late," {word} said.', f'"Very late," {word} said.').people
    assert word not in {form.text for person in people for form in person.forms if len(form.names) == 1} - {"Mother"}


@pytest.mark.parametrize("line", ['"Are you well?" The next question was: "Are you warm?"', '"Are you well?" The remark ended. The speech began.'])
def test_words_do_not_speak(line: str) -> None:
    assert not [person.name for person in read(OPENING, '"Who goes there?" asked Marta.', line, f"Then {line}").people if not person.forms]
