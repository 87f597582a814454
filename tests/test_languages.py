"""Codes of languages, there and back."""

import pytest

from audiobook.languages import three_letters, two_letters


@pytest.mark.parametrize(("given", "wanted"), [("en", "eng"), ("en-GB", "eng"), ("de_AT", "deu"), ("gle", "gle"), ("", "und"), ("English", "und")])
def test_files_have_three_letters(given: str, wanted: str) -> None:
    assert three_letters(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"), [("eng", "en"), ("en", "en"), ("en_gb", "en-GB"), ("deu", "de"), ("ger", "de"), ("gsw", "gsw"), ("und", ""), ("", ""), ("English", "")]
)
def test_feeds_have_two_where_there_are_two(given: str, wanted: str) -> None:
    assert two_letters(given) == wanted
