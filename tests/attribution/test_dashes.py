"""Dashes that open dialogue: what is said, and what the narrator puts in between."""

import pytest

from audiobook.attribution.dashes import dash_speech


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("—Yes.", ["—Yes."]),
        ("—Yes —said Ann—. Come in.", ["—Yes", "Come in."]),
        ("— Oui, dit-elle.", ["— Oui, dit-elle."]),
        ("– Yes – said Ann. – Come in.", ["– Yes", "Come in."]),
        ("—Yes, said Ann. Come in.", ["—Yes,", "Come in."]),
        ("—Yes, he said, you dreadful man!", ["—Yes,", "you dreadful man!"]),
        ("—Yes, he said, looking at her.", ["—Yes,"]),
        ("—Why? He turned the cup round. Why now?", ["—Why?", "Why now?"]),
        ("- Yes, said Ann.", ["- Yes,"]),
        ("--Come up! Come up!", ["--Come up! Come up!"]),
        ("Yes, said Ann.", []),
        ("-5 degrees", []),
        ("—", []),
        ("", []),
    ],
)
def test_speech_after_a_dash(text: str, said: list[str]) -> None:
    assert [span.of(text) for span in dash_speech(text, 0, len(text))] == said


def test_only_the_paragraph_that_is_asked_for_is_read() -> None:
    text = "xx—Yes, said Ann.yy"
    assert [span.of(text) for span in dash_speech(text, 2, len(text) - 2)] == ["—Yes,"]
