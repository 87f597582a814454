"""Which names are one person's."""

import pytest

from audiobook.attribution import attribute
from audiobook.script import Character, Script
from tests.attribution.test_attribute import story


def bearer(script: Script, name: str) -> Character:
    """Return the character of that name or alias."""
    return next(each for each in script.characters if name in (each.name, *each.aliases))


def said(*lines: str) -> Script:
    """Return the script of a story of these paragraphs, thrice over, so that each name stands more than once."""
    return attribute(story(*lines * 3))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lizzy Orme", "Elizabeth"),
        ("Mike Orme", "Michael"),
        ("Loo Orme", "Louisa"),
        ("Carrie Orme", "Caroline"),
    ],
)
def test_short_and_full_first_names_are_one_persons(one: str, other: str) -> None:
    short = one.split(maxsplit=1)[0]
    quiet = "The rain went on all night over the roofs of the town and nobody came up the long road from the harbour to the house."
    script = said(f'"Come in," said {one}.', f"{short} shut the door.", quiet, f'"It is late," said {other}.', f"{other} sat down.", quiet)
    assert bearer(script, short) == bearer(script, other)


def test_a_title_before_a_pet_name_is_her_own() -> None:
    script = said('"Come in," said Elizabeth Orme.', "Elizabeth shut the door.", '"Good night, Miss Lizzy," said the porter.', '"Good night," said Elizabeth.')
    assert bearer(script, "Miss Lizzy") == bearer(script, "Elizabeth Orme")


def test_several_of_a_family_are_nobody() -> None:
    script = said('"Come in," said Olga Orme.', "The Miss Ormes sat down.", '"It is late," said Miss Orme.', '"Is it?" said Miss Olga Orme.')
    assert not [each for each in script.characters if "Ormes" in each.name]


def test_the_eldest_of_sisters_is_miss_with_the_surname_alone() -> None:
    script = said(
        '"Come in," said Miss Olga Orme.',
        '"We are all here," said Ada Orme.',
        "Miss Olga sat down. The Miss Ormes were tired.",
        '"It is late," said Miss Orme.',
    )
    assert bearer(script, "Miss Orme") == bearer(script, "Ada Orme") != bearer(script, "Miss Olga Orme")


def test_the_eldest_of_brothers_is_mister_with_the_surname_alone() -> None:
    script = said('"Come in," said Mr. Edwin Orme.', '"We are all here," said Tom Orme.', "Mr. Edwin sat down.", '"It is late," said Mr. Orme.')
    assert bearer(script, "Mr. Orme") == bearer(script, "Tom Orme") != bearer(script, "Mr. Edwin Orme")


def test_an_only_daughter_is_miss_with_either_name() -> None:
    script = said('"Come in," said Miss Olga Orme.', '"It is late," said Miss Orme to Olga\'s aunt.', "Olga sat down near Miss Orme's chair.")
    assert bearer(script, "Miss Orme") == bearer(script, "Miss Olga Orme")


def test_no_sir_is_a_mister() -> None:
    script = said('"Come in," said Sir Walter Orme.', "Sir Walter sat down.", '"It is late," said Mr. Orme.')
    assert bearer(script, "Sir Walter") != bearer(script, "Mr. Orme")


def test_initials_are_no_names() -> None:
    script = said('"Come in," said Mr. E. W. B. Orme.', '"It is late," said Mr. Orme.')
    assert [each.name for each in script.characters] == ["Mr. Orme"]


def test_a_rank_alone_is_its_most_usual_bearers() -> None:
    lines = ['"Come in," said Colonel Orme.', '"It is late," said the Colonel.', "Colonel Orme sat down.", "Colonel Orme yawned."]
    script = attribute(story(*lines * 3, "He had once met a Colonel Dray in the hills. Colonel Dray had been tired."))
    assert bearer(script, "the Colonel") == bearer(script, "Colonel Orme")


def test_a_comrade_is_a_mister_to_others() -> None:
    script = said('"Come in," said Comrade Orme.', '"It is late," said Mr. Orme.')
    assert bearer(script, "Comrade Orme") == bearer(script, "Mr. Orme")


def test_two_names_in_a_row_may_be_two_people() -> None:
    lines = ['"Come in," said Olga.', "Olga and Dray sat down near the door.", '"It is late," said Dray.', "Olga looked past Dray at the clock."]
    script = attribute(story(*lines * 3, "They called Olga Dray to the door."))
    assert bearer(script, "Olga") != bearer(script, "Dray")


def test_pronouns_outweigh_what_a_name_usually_is() -> None:
    lines = [
        '"Come in," said Brett Orme.',
        "Brett shook her head. Brett smiled at herself.",
        '"It is late," said Brett, and she sat down.',
        "Lord Orme was away.",
    ]
    script = attribute(story(*lines * 4))
    assert bearer(script, "Brett").gender.value == "female"
    assert bearer(script, "Lord Orme") != bearer(script, "Brett")


def test_whom_somebody_looks_at_is_another() -> None:
    lines = [
        '"Come in," said Ashby.',
        "Ashby looked at him.",
        "Ashby watched him for a while.",
        '"It is late," said Tom, and he sat down.',
        "Ashby shook her head.",
    ]
    script = attribute(story(*lines * 3))
    assert bearer(script, "Ashby").gender.value == "female"


def test_a_surname_that_others_bear_is_printed_in_full() -> None:
    lines = ['"Come in," said Mr. Orme.', '"It is late," said Henry Orme.', "Mr. Orme sat down.", "Mr. Orme yawned.", '"Good night," said Admiral Orme.']
    script = attribute(story(*lines * 2))
    assert bearer(script, "Mr. Orme").name == "Henry Orme"


def test_a_surname_that_nobody_else_bears_stays_the_usual_one() -> None:
    lines = ['"Come in," said Mr. Orme.', '"It is late," said Henry Orme.', "Mr. Orme sat down.", "Mr. Orme yawned.", '"Good night," said Olga.']
    assert bearer(attribute(story(*lines * 2)), "Henry Orme").name == "Mr. Orme"


def test_sir_john_is_not_plain_john() -> None:
    told = ["Sir John Orme rode by.", "Sir John Orme waved.", "John Dray stood at the gate."]
    script = attribute(story(*told, '"A fine day," said Sir John.', '"It is," said John, and John Dray opened the gate.'))
    assert bearer(script, "John") == bearer(script, "John Dray") != bearer(script, "Sir John")


def test_a_bare_first_name_is_not_his_who_is_always_named_in_full() -> None:
    told = ["Charles Orme looked for Charles Dorrimer."] * 5
    full = ["Charles Dorrimer rode on."] * 8
    script = attribute(story(*told, *full, *['"Well?" said Charles.', "Charles laughed."] * 24, '"No," said Charles Dorrimer.'))
    assert bearer(script, "Charles") == bearer(script, "Charles Orme") != bearer(script, "Charles Dorrimer")


def test_part_of_a_byname_is_its_bearer() -> None:
    talk = ['"Dinner?" asked the Artful Fox.', '"Dinner," said Olga.', '"Good," said the Artful.', '"Good," said the Fox.']
    script = attribute(story("The Artful Fox came in.", *talk))
    assert bearer(script, "the Artful") == bearer(script, "the Fox") == bearer(script, "the Artful Fox")
