"""Codes of languages, there and back."""

import pytest

from audiobook.languages import fault, three_letters, two_letters


@pytest.mark.parametrize(("given", "wanted"), [("en", "eng"), ("en-GB", "eng"), ("de_AT", "deu"), ("gle", "gle"), ("", "und"), ("English", "und")])
def test_files_have_three_letters(given: str, wanted: str) -> None:
    assert three_letters(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"), [("eng", "en"), ("en", "en"), ("en_gb", "en-GB"), ("deu", "de"), ("ger", "de"), ("gsw", "gsw"), ("und", ""), ("", ""), ("English", "")]
)
def test_feeds_have_two_where_there_are_two(given: str, wanted: str) -> None:
    assert two_letters(given) == wanted


@pytest.mark.parametrize("code", ["en", "EN", "en-gb", "en_US", "pt-br", "zh-Hant-TW", "gsw", "cmn-latn-pinyin", "en-gb-x-rp"])
def test_codes_of_languages_are_taken(code: str) -> None:
    assert fault(code) == ""


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("German", "'de'"),
        ("germn", "'de'"),
        ("english", "'en'"),
        ("jp", "'ja'"),
        ("gb", "'en-gb'"),
        ("klingon", "'piqd'"),
        ("xx", ""),
        ("e", ""),
        ("en--gb", ""),
    ],
)
def test_what_is_none_is_told_with_what_was_meant(said: str, near: str) -> None:
    told = fault(said)
    assert told.startswith("is not the code of a language")
    assert told.endswith("would work")
    assert (f"(did you mean {near}?)" in told) if near else ("did you mean" not in told)
