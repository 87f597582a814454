"""Quotations: the laws of what is found, and one broken line at a time."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiobook.attribution.quotation import Quotation, QuoteKind
from audiobook.attribution.quotes import find_quotations
from audiobook.document import Block, BlockKind, Chapter, Document, Span
from tests.attribution.golden import document_of
from tests.strategies import documents

_WORDS = [
    "said Ann",
    "he thought",
    "the boys'",
    "'tis",
    "don't",
    "Yes",
    "no",
    "I",
    "'em",
    "'90s",
    "6'2\"",
    "she wrote:",
    "called",
    "the",
    "My dear Sir,--",
    "He nodded.",
]
_SIGNS = [*"\"\"''“”‘’«»„‹›「」—–-,.!?…*_(`", "``", "''", '""', "--", "...", "said ", "\n", "\n\n", "\n\n", " ", " ", "\r\n\r\n", "\n    "]
_texts = st.lists(st.sampled_from(_WORDS + _SIGNS), max_size=60).map("".join) | st.text(max_size=200)


def _said(text: str) -> list[str]:
    document = document_of(text)
    return [each.span.of(text) for each in find_quotations(document) if each.kind is QuoteKind.SPEECH]


def _kinds(text: str) -> dict[str, QuoteKind]:
    return {each.span.of(text): each.kind for each in find_quotations(document_of(text))}


def _check_laws(document: Document) -> None:
    found = find_quotations(document)
    assert found == find_quotations(document)
    blocks = list(document.blocks)
    for each in found:
        block = blocks[each.block]
        assert block.kind is BlockKind.PROSE
        assert block.span.start <= each.span.start < each.span.end <= block.span.end
        assert 0 <= each.sure <= 1
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start


@given(_texts)
@example("“\r\n\r\n6'2\"‘")
def test_quotations_are_in_order_disjoint_and_inside_their_block_whatever_the_text(text: str) -> None:
    _check_laws(document_of(text))


@given(documents())
def test_quotations_keep_to_the_prose_of_any_document(document: Document) -> None:
    _check_laws(document)


_NAMES = st.sampled_from(["Ann", "Ben", "the miller", "she", "he"])
_LINES = st.sampled_from(["Where have you been", "It's the boys' turn", "I don't know yet", "You can't stay here", "Nobody told me"])
_MARKS = st.sampled_from([('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"), ("«", "»"), ("„", "“")])


@given(_MARKS, st.lists(st.tuples(_LINES, _NAMES), min_size=14, max_size=20), st.data())
def test_a_paragraph_whose_mark_is_lost_changes_nothing_two_paragraphs_away(marks: tuple[str, str], lines: list[tuple[str, str]], data: st.DataObject) -> None:
    opening, closing = marks
    paragraphs = [f"{opening}{line},{closing} said {name}. The rain went on." for line, name in lines]
    at = data.draw(st.integers(0, len(lines) - 1))
    broken = list(paragraphs)
    cut = data.draw(st.sampled_from([broken[at].index(opening), broken[at].rindex(closing)]))
    broken[at] = broken[at][:cut] + broken[at][cut + 1 :]

    def found(each: list[str]) -> list[tuple[int, str, QuoteKind, bool]]:
        document = document_of("\n\n".join(each))
        return [(one.block, one.span.of(document.text), one.kind, one.continues) for one in find_quotations(document)]

    def far(each: list[tuple[int, str, QuoteKind, bool]]) -> list[tuple[int, str, QuoteKind, bool]]:
        return [one for one in each if abs(one[0] - at) >= 2]

    assert far(found(broken)) == far(found(paragraphs))
    assert len(far(found(paragraphs))) >= len(lines) - 3


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000,
        '" ' * 40_000,
        "' " * 40_000,
        "'a " * 40_000,
        "“" * 40_000,
        "«»" * 20_000,
        "— " * 40_000,
        "—a " * 40_000,
        "—Yes, " + "said Ann. " * 20_000,
        "—Yes" + ", said Ann. Yes" * 10_000,
        "said " * 20_000 + '"',
        '"' + "yes, " * 30_000,
        '"' + "yes. " * 30_000 + '" "',
        '"Yes," said Ann. ' * 8_000,
        '"Yes, said Ann. ' * 8_000,
        "*" * 100_000 + '"',
        '*"*' * 30_000,
        '"\n' * 30_000,
        "dear " * 20_000,
        "a" * 100_000 + '"',
        "''" * 40_000,
        " :a" * 40_000,
        " ,,a" * 30_000,
        "<Hi,> said Ann. " * 8_000,
        "*Hi,* said Ann. " * 8_000,
        "/a" * 40_000,
        "— Hi," + " said Ann, you fool," * 10_000,
        "A: hi?\nB: you\n" * 10_000,
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_a_paragraph_of_nothing_else_takes_linear_time(text: str) -> None:
    def seconds(part: str) -> float:
        document = document_of_one(part)
        begun = time.process_time()
        find_quotations(document)
        return time.process_time() - begun

    small, large = min(seconds(text[: len(text) // 4]) for _ in range(2)), seconds(text)
    assert large < 0.2 + 10 * small


def document_of_one(text: str) -> Document:
    """Return a document of one block, however the text looks."""
    span = Span(0, len(text))
    return Document(text, (Chapter("", span, (Block(span, BlockKind.PROSE),)),), "", "", "en", "-")


def test_speech_and_tag_and_speech_are_two_quotations() -> None:
    assert _said('"Come in," said Ann, "and shut the door."') == ['"Come in,"', '"and shut the door."']


def test_a_quotation_inside_another_belongs_to_it() -> None:
    assert _said("\"He said 'no' to me,\" said Ann.") == ["\"He said 'no' to me,\""]
    assert _said("“She said “yes” to me,” said Ben.") == ["“She said “yes” to me,”"]


def test_a_missing_closing_mark_costs_its_own_line() -> None:
    assert _said('"Come in, said Ann.\n\n"Why?" asked Ben.\n\nNobody spoke.') == ['"Come in,', '"Why?"']


def test_a_missing_opening_mark_costs_its_own_line() -> None:
    assert _said('Come in," said Ann.\n\n"Why?" asked Ben.') == ['Come in,"', '"Why?"']


def test_a_speech_over_paragraphs_carries_on() -> None:
    long = "I told them all about the river, and the bridge, and how it was on the wrong side; and nobody believed a word of it, which I had rather expected."
    document = document_of(f'"{long}\n\n"Then I went home."\n\n"Did you?" asked Ben.')
    assert [each.continues for each in find_quotations(document)] == [False, True, False]
    assert [each.closed for each in find_quotations(document)] == [False, True, True]


def test_a_speech_goes_on_over_paragraphs_without_marks_up_to_its_closing_mark() -> None:
    text = '"Listen to this.\n\nIt begins with a ship.\n\nThen it sinks."\n\nAnn yawned.'
    assert _said(text) == ['"Listen to this.', "It begins with a ship.", 'Then it sinks."']


@pytest.mark.parametrize("text", ["'Tis the season, and the boys' hats blew off.", "He was born in '72, in Rock 'n' Roll Street.", 'It was 6\' 2" by 5" wide.'])
def test_apostrophes_and_inches_are_no_quotations(text: str) -> None:
    told = "".join(f'"Line {number}," said Ann.\n\n' for number in range(5))
    assert len(find_quotations(document_of(told + text))) == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('They called it "the Annexe" until the fire.', '"the Annexe"'),
        ('The word "love" was not in it.', '"love"'),
        ('She sailed in the schooner "Perpetua" that year.', '"Perpetua"'),
        ('A sign over the door read "NO EXIT" in red.', '"NO EXIT"'),
        ('His so-called "friends" had gone.', '"friends"'),
    ],
)
def test_words_in_marks_are_not_spoken(text: str, words: str) -> None:
    assert _kinds(text) == {words: QuoteKind.WORDS}


@pytest.mark.parametrize(
    "text", ['"Yes," said Ann.', 'Ann said, "Yes."', 'Ann said: "Yes."', '"Yes."', 'She turned. "Yes."', '"Help!" cried Ben.', '"No," was the reply.']
)
def test_short_speech_is_speech(text: str) -> None:
    assert list(_kinds(text).values()) == [QuoteKind.SPEECH]


def test_what_is_thought_in_the_marks_of_speech_stays_speech_and_so_does_its_other_half() -> None:
    assert set(_kinds('"How odd," thought Ann. "I never saw it before."').values()) == {QuoteKind.SPEECH}


def test_what_somebody_did_after_speaking_makes_no_thought() -> None:
    assert list(_kinds('"Come in." She thought it odd that he knocked.').values()) == [QuoteKind.SPEECH]


def test_a_letter_is_not_spoken_and_what_follows_it_is() -> None:
    body = "I have your note, and I cannot agree with a line of it. " * 6
    text = f'The letter was short:\n\n"My dear Nephew,\n\n"{body}\n\n"Yours, Amos"\n\n"Is that all?" asked Ann.'
    assert _said(text) == ['"Is that all?"']


def test_verse_is_not_spoken() -> None:
    prose = (
        "They had walked since the morning along the river, and there was no bridge anywhere, and\nno boat, and nobody whom they could ask on either side.\n\n"
    )
    verse = '"The river is deep and the river is wide,\n    And nobody waits on the other side."'
    assert _kinds(prose * 8 + verse)[verse] is QuoteKind.WORDS


def test_headings_and_notes_are_left_alone() -> None:
    assert find_quotations(document_of("# 'HOME AGAIN'")) == ()


def test_marks_in_what_is_not_read_open_nothing() -> None:
    text = 'He stood up [1: see "The Tower].\n\n"Sit down," said Ann.'
    (chapter,) = document_of(text).chapters
    at = text.index("[")
    first = replace(chapter.blocks[0], unread=(Span(at, text.index("]") + 1),))
    document = Document(text, (replace(chapter, blocks=(first, chapter.blocks[1])),), "", "", "en", "-")
    assert [each.span.of(text) for each in find_quotations(document)] == ['"Sit down,"']


def test_an_empty_document_has_no_quotations() -> None:
    assert find_quotations(Document("", (), "", "", "en", "-")) == ()


def test_a_quotation_is_a_value() -> None:
    (one,) = find_quotations(document_of('"Yes," said Ann.'))
    assert one == Quotation(one.span, QuoteKind.SPEECH, 0, sure=one.sure)
