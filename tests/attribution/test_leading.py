"""Who acts in the narration before a line."""

from audiobook.attribution.leading import lead, leads
from audiobook.attribution.looks import Book
from tests.attribution.test_manners import read

OPENING = ["Marta Quill met Edwin Quill at the harbour.", '"Late," said Marta.', '"Very late," said Edwin.']


def test_the_tag_of_the_line_before_is_no_act() -> None:
    book = Book(read(*OPENING, '"We wait, then."'), {})
    found = lead(book, book.looks[2], [book.looks[1], book.looks[0]])
    assert found.first is None
    assert leads(book, 0, found, "next") == ["led first|nobody|next", "led last|nobody|next"]


def test_those_who_act_between_two_lines_are_told_apart_from_the_others() -> None:
    book = Book(read(*OPENING, "Edwin stood up and looked at Marta. She laughed.", '"We wait, then."'), {})
    found = lead(book, book.looks[2], [book.looks[1], book.looks[0]])
    marta, edwin = (look.turn.tag.subject.person for look in book.looks[:2] if look.turn.tag is not None)
    assert "led first|it|one" in leads(book, edwin, found, "one")
    assert "led first|other|one" in leads(book, marta, found, "one")
    assert any(feature.startswith("led last|yes") for feature in leads(book, marta, found, "one"))
    assert found.named[edwin] == 1
