"""Thoughts in stress marks."""

import pytest

from audiobook.attribution.quotation import QuoteKind
from audiobook.attribution.quotes import find_quotations
from tests.attribution.golden import document_of


def _thoughts(text: str) -> list[str]:
    return [each.span.of(text) for each in find_quotations(document_of(text)) if each.kind is QuoteKind.THOUGHT]


@pytest.mark.parametrize(
    ("text", "thought"),
    [
        ("*I should not be here,* she thought.", "*I should not be here,*"),
        ("She stopped. _What does he want?_ she wondered.", "_What does he want?_"),
        ("The lamp went out. *I never liked that lamp.*", "*I never liked that lamp.*"),
        ("/I should not be here,/ she thought.", "/I should not be here,/"),
        ("_Run,_ she told herself.", "_Run,_"),
        ("She thought, *he will be late.*", "*he will be late.*"),
    ],
)
def test_a_stressed_sentence_of_ones_own_is_a_thought(text: str, thought: str) -> None:
    assert _thoughts(text) == [thought]


@pytest.mark.parametrize(
    "text",
    [
        "She was *very* late.",
        "They sailed in the _Perpetua,_ she thought.",
        "**I am a heading.**",
        '"*I* never said so," she said.',
        '*"I never said so."*',
        "*The door was open.* Nobody came.",
        "The lamp went out. *That's the trouble with lamps.*",
        "It was open and/or shut, or/and neither.",
        "*My dear Ann,* it began. *" + "I have been here a week and I like it. " * 9 + "*",
        "I went out, and I saw that I had left my hat. *I am late.* I ran.",
    ],
)
def test_other_stress_is_stress(text: str) -> None:
    assert _thoughts(text) == []


def test_where_thoughts_are_set_so_a_lively_sentence_is_one_too() -> None:
    assert _thoughts("*I am late,* she thought. *I always am.*\n\n*That's the trouble with lamps.*\n\n*The door was open.*") == [
        "*I am late,*",
        "*I always am.*",
        "*That's the trouble with lamps.*",
    ]


@pytest.mark.parametrize("text", ["*Come back,* said the mare.", "_Where are you?_ he called. _Ann?_ he shouted."])
def test_what_is_said_in_stress_marks_is_speech(text: str) -> None:
    found = find_quotations(document_of(text))
    assert found
    assert {each.kind for each in found} == {QuoteKind.SPEECH}
