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
        "I went out, and I saw that I had left my hat. *I am late.* I ran.",
    ],
)
def test_other_stress_is_stress(text: str) -> None:
    assert _thoughts(text) == []
