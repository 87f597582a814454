"""Texts in YAML that read as these very texts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.yamlfile import entry, parse, quoted

PATH = Path("voices.yaml")

ODD = [
    "yes",
    "null",
    "1984",
    "~",
    "-",
    "- a",
    "?",
    "a: b",
    "a #b",
    "#b",
    "",
    " a",
    "a ",
    "a\nb",
    "a\r\nb",
    "\t",
    "'",
    '"',
    "it's",
    'Tom "the Cat"',
    "\\",
    "a\\b",
]
ODDER = [
    "👩‍🚀",
    "\u2028",
    "\x85",
    "\ufeff",
    "\x00",
    "{a}",
    "[a]",
    "a, b",
    "a:b",
    "a:",
    ":a",
    "%a",
    "@a",
    "`a",
    "!a",
    "&a",
    "*a",
    "|",
    ">",
    "é",
    "e\u0301",
    "李雷",
    "x" * 300,
    "\U0001f6a2" * 300,
]


@pytest.mark.parametrize("text", ODD + ODDER)
@pytest.mark.parametrize("form", ["{}", "[{}]", "a: {}", "{{a: {}}}", "{{a: {}, b: c}}"])
def test_an_odd_text_reads_as_itself(text: str, form: str) -> None:
    node = parse(form.format(quoted(text)), PATH)
    while node.items:
        node = node.items[min(1, len(node.items) - 1)]
    assert node.text == text


@given(st.text(max_size=40))
def test_any_text_reads_as_itself(text: str) -> None:
    assert parse(f"- {quoted(text)}   # note", PATH).items[0].text == text
    assert parse(f"- {quoted(text, always=True)}", PATH).items[0].text == text


@given(st.text(max_size=40), st.sampled_from(["", "41 lines, male"]))
def test_any_name_is_a_key(name: str, comment: str) -> None:
    made = entry(name, "en-us", comment)
    for text in ("\n".join(made.lines), "{" + made.flow + "}", "a:\n  " + "\n  ".join(made.lines)):
        node = parse(text, PATH)
        node = node.items[1] if node.items[0].text == "a" and node.items[1].items else node
        assert [(key.text, value.text) for key, value in node.entries] == [(name, "en-us")]


@pytest.mark.parametrize("name", ["x" * 5000, "\x07" * 500, "\u2028" * 300])
def test_a_name_too_long_for_a_plain_key_is_announced(name: str) -> None:
    made = entry(name, "en-us", "1 line")
    assert made.lines[0].startswith("? ")
    for text in ("\n".join(made.lines), "{" + made.flow + "}"):
        assert [(key.text, value.text) for key, value in parse(text, PATH).entries] == [(name, "en-us")]


@pytest.mark.parametrize("text", ["Mara Quill", "en-us+f3", "espeak:en-us+f3", "Mrs. O'Hara", "Zoë", "李雷", "Dr. Who (old)"])
def test_an_ordinary_name_stays_without_quotes(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize("text", ["Yes", "NULL", "on", "y"])
def test_a_name_that_is_a_value_to_some_readers_is_put_in_quotes(text: str) -> None:
    assert quoted(text) == f'"{text}"'
