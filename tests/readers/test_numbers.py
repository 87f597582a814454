"""Numbers as chapters carry them are worth what they say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.readers.numbers import NUMBER, value


@pytest.mark.parametrize(
    ("number", "worth"),
    [
        ("7", 7),
        ("01", 1),
        ("VII", 7),
        ("iv", 4),
        ("XLIX", 49),
        ("xc", 90),
        ("C", 100),
        ("IIII", 4),
        ("seven", 7),
        ("Twenty-First", 21),
        ("forty two", 42),
        ("NINETY-NINE", 99),
        ("first", 1),
        ("hundred", 100),
        ("", 0),
        ("mix", 0),
        ("harbour", 0),
    ],
)
def test_numbers_are_worth_what_they_say(number: str, worth: int) -> None:
    assert value(number) == worth


@given(st.integers(1, 399))
def test_roman_numerals_are_read_as_they_are_written(number: int) -> None:
    digits = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    written, left = "", number
    for worth, sign in digits:
        written += sign * (left // worth)
        left %= worth
    assert re.fullmatch(NUMBER, written)
    assert value(written) == number
