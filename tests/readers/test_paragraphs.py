"""Paragraphs are found by what each text itself shows."""

import itertools
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.readers.lines import lines_of
from audiobook.readers.paragraphs import paragraphs_of
from tests.readers.stories import SPEECH, WORDS, wrapped

SPOKEN = ['"Who rang?" asked Mara.', '"Nobody," said Tobin.', '"Then who pulled the rope?"', "He looked at the rope. It was dry.", '"The wind, I suppose."']


def found(text: str) -> list[str]:
    return [" ".join(each.text.split()) for each in paragraphs_of(text, lines_of(text))]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_blank_lines_part_paragraphs(newline: str) -> None:
    assert found(f"{WORDS}{newline}{newline}{SPEECH}{newline} \t{newline}{WORDS}") == [WORDS, SPEECH, WORDS]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_wrapped_by_hand_are_one_paragraph(newline: str) -> None:
    assert found(wrapped(f"{WORDS}\n\n{SPEECH}\n\n{WORDS}").replace("\n", newline)) == [WORDS, SPEECH, WORDS]


@pytest.mark.parametrize("width", [55, 72, 100])
def test_indents_open_paragraphs_where_no_blank_lines_do(width: int) -> None:
    told = [WORDS, SPEECH, WORDS + " " + WORDS, *SPOKEN, WORDS]
    text = "\n".join(textwrap.fill(each, width, initial_indent="    ") for each in told)
    assert found(text) == told


def test_a_tab_indents_too() -> None:
    told = [WORDS, SPEECH, WORDS, SPEECH]
    assert found("\n".join("\t" + textwrap.fill(each, 72) for each in told)) == told


def test_each_line_is_a_paragraph_where_lines_are_long() -> None:
    told = [WORDS + " " + WORDS, SPEECH, *SPOKEN, WORDS]
    assert found("\n".join(told)) == told


def test_each_line_is_a_paragraph_in_short_dialogue() -> None:
    assert found("\n".join(SPOKEN)) == SPOKEN


def test_wrapped_paragraphs_without_any_mark_between_them_end_at_short_lines() -> None:
    told = [WORDS, SPEECH, WORDS + " " + WORDS, "He nodded.", WORDS] * 5
    assert found("\n".join(textwrap.fill(each, 72) for each in told)) == told


def test_a_forgotten_blank_line_before_a_speech_is_mended_in_wrapped_text() -> None:
    text = wrapped("\n\n".join([WORDS] * 6)) + "\n\n" + '"No," she said.\n"Yes," said he.\n\n' + wrapped(WORDS)
    assert found(text)[6:8] == ['"No," she said.', '"Yes," said he.']


def test_a_forgotten_blank_line_is_mended_where_paragraphs_are_long_lines() -> None:
    told = [WORDS + " " + WORDS] * 4
    assert found("\n\n".join(told) + "\n" + SPEECH) == [*told, SPEECH]


def test_verse_stays_together_among_long_lines() -> None:
    verse = "O slow the river, slow the oar,\nand slower still the tide"
    told = [WORDS + " " + WORDS] * 3
    assert found("\n\n".join([*told, verse])) == [*told, verse.replace("\n", " ")]


def test_a_line_broken_before_a_small_letter_runs_on() -> None:
    told = [WORDS + " " + WORDS] * 3
    assert found("\n\n".join([*told, f"{WORDS}\nand then it was dark."])) == [*told, f"{WORDS} and then it was dark."]


@pytest.mark.parametrize("text", ["one\n***\ntwo", "one\n\n***\n\ntwo", "one\n***\n\ntwo"])
def test_a_scene_break_is_a_paragraph_of_its_own(text: str) -> None:
    assert found(text) == ["one", "***", "two"]


@given(st.text(alphabet='ab.," \t\n\r\x0c\u2028\ufeff*-', max_size=120))
def test_every_visible_sign_is_in_one_paragraph(text: str) -> None:
    made = paragraphs_of(text, lines_of(text))
    assert all(before.span.end <= after.span.start for before, after in itertools.pairwise(made))
    assert "".join(each.text for each in made).count("a") == text.count("a")
    assert all(each.span.of(text) == each.text for each in made)


def test_a_text_without_lines_has_no_paragraphs() -> None:
    assert paragraphs_of("", []) == []
