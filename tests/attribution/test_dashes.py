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
        ("—Yes, I said, I'm blind.", ["—Yes,", "I'm blind."]),
        ("—They all can, said the Duke; and most of them do.", ["—They all can,", "and most of them do."]),
        ("—He is gone, said the other man quite breathlessly, you know where.", ["—He is gone,", "you know where."]),
        ("—And you, said Ann, turning round, what are you?", ["—And you,", "what are you?"]),
        ("—He is gone, said the other man, with his hat in his hand.", ["—He is gone,"]),
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
