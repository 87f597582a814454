"""Scene breaks are told from silences and from words."""

import pytest

from audiobook.readers.breaks import is_break


@pytest.mark.parametrize(
    "line",
    [
        "***",
        "* * *",
        "*",
        "---",
        "- - -",
        "--",
        "~",
        "~~~~",
        "#",
        "###",
        "___",
        "=====",
        ".",
        "+",
        "oOo",
        "xXx",
        "ooOoOoo",
        "~oOo~",
        "-x-X-x-",
        "x",
        "X",
        "0-0-0",
        "o0o",
        "❦",
        "⁂",
        "• • •",
        "◇◆◇",
        "<>",
        "*~*~*",
        r"\*\*\*",
        "[scene break]",
        "~ Line Break ~",
        "LINEBREAK",
        "<hr />",
        "*" * 500,
    ],
)
def test_ornaments_are_breaks(line: str) -> None:
    assert is_break(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "…",
        "...",
        ". . .",
        "—",
        "–",
        "?!",
        "!",
        '"..."',
        "“—”",
        "I",
        "7",
        "IV",
        "XX",
        "Ooo",
        "Oh",
        "Xo",
        "00",
        "* one",
        "O",
        "a",
        "~ Mara ~",
        "break",
        "-5-",
        "-I-",
        "*" * 80 + "a",
        "The line breaks",
    ],
)
def test_silences_numbers_and_words_are_none(line: str) -> None:
    assert not is_break(line)
