"""Whom "the old lady" means."""

from audiobook.attribution.looks import Book
from audiobook.attribution.quotes import find_quotations
from audiobook.attribution.standing import stand_in, who_stands_in
from audiobook.attribution.story import Story, find_person, read_story
from audiobook.sheet import Sheet
from tests.attribution.test_attribute import story


def read(*paragraphs: str) -> Story:
    document = story(*paragraphs)
    return read_story(document, find_quotations(document), Sheet())


TALK = ['"And the price?" asked Olga.', '"Ten crowns," said Mrs. Dorn.', '"And the boat?" asked Olga.', '"At ten," said the old lady.']


def test_who_takes_the_nouns_place_is_likest() -> None:
    told = read("Olga sat by the fire.", *TALK)
    book, turn = Book(told, {}), told.turns[-1]
    dorn, olga, lady = (find_person(told.people, name) for name in ("Mrs. Dorn", "Olga", "the old lady"))
    likest = who_stands_in(book, turn, [olga, dorn, lady])
    assert likest == (dorn, 2)
    assert "likest|2" in stand_in(book, dorn, turn, likest)
    assert "likest|2" not in stand_in(book, olga, turn, likest)
    assert "itself|never|2" in stand_in(book, lady, turn, likest)


def test_who_came_in_here_is_told() -> None:
    told = read("Olga sat by the fire. An old lady came in.", *TALK)
    book, turn = Book(told, {}), told.turns[-1]
    lady = find_person(told.people, "the old lady")
    assert "came|here" in stand_in(book, lady, turn, (-1, 0))


def test_two_who_may_be_meant_alike_are_none() -> None:
    told = read("Olga sat by the fire.", *TALK, *["Night fell. Nobody spoke for an hour."] * 4, *[line.replace("Dorn", "Quill") for line in TALK])
    people = [find_person(told.people, name) for name in ("Mrs. Dorn", "Mrs. Quill")]
    assert who_stands_in(Book(told, {}), told.turns[-1], people) == (-1, 0)


def test_a_name_in_the_tag_stands_for_nobody() -> None:
    told = read("Olga sat by the fire.", *TALK)
    assert who_stands_in(Book(told, {}), told.turns[0], list(range(len(told.people)))) == (-1, 0)
