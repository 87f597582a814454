"""Signs that hold speech where a story's tags say so."""

import pytest

from audiobook.attribution.quotation import QuoteKind
from audiobook.attribution.quotes import find_quotations
from tests.attribution.golden import document_of


def _found(*paragraphs: str) -> list[tuple[QuoteKind, str]]:
    text = "\n\n".join(paragraphs)
    return [(each.kind, each.span.of(text)) for each in find_quotations(document_of(text))]


@pytest.mark.parametrize("signs", ["<>", "[]", "{}", "~~", "::", "||", "==", "<<>>", "::::"])
def test_what_a_tag_follows_is_speech_and_so_is_the_rest(signs: str) -> None:
    first, last = signs[: len(signs) // 2], signs[len(signs) // 2 :]
    lines = [f"{first}{line}{last}" for line in ("Come back,", "Not yet!", "Where are you?", "Here.")]
    story = (f"{lines[0]} said the mare.", f"{lines[1]} cried Ann. {lines[2]}", lines[3])
    assert _found(*story) == [(QuoteKind.SPEECH, line) for line in lines]


def test_what_is_thought_in_signs_is_thought() -> None:
    story = ("<Come back,> thought Ann.", "<I must not,> thought Ben.", "<Not now.>")
    assert [kind for kind, _ in _found(*story)] == [QuoteKind.THOUGHT] * 3


def test_marks_within_signs_are_theirs() -> None:
    assert len(_found('<She said "no." to me,> said Ann.', "<She did,> said Ben.")) == 2


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("[Level up!]", "[You have slain a rat.]", "[Quest complete!]", "Ann said nothing."),
        ("<br.>", "It was 10:30: late, said Ann.", "At 11:30: later, said Ben."),
        ("[Read this.](http://nowhere) said Ann.", "[And this.](http://nowhere) said Ben."),
        ("<Come back,> said the mare.", "Nobody came."),
    ],
)
def test_signs_without_tags_are_none(paragraphs: tuple[str, ...]) -> None:
    assert _found(*paragraphs) == []
