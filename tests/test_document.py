"""Spans and documents are plain values."""

from hypothesis import given
from hypothesis import strategies as st

from audiobook.document import Span
from tests.strategies import documents


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_a_span_covers_what_it_says(text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    assert len(span.of(text)) == len(span)
    assert text[: span.start] + span.of(text) + text[span.end :] == text


def test_spans_sort_as_they_stand_in_the_text() -> None:
    assert sorted([Span(4, 9), Span(0, 3), Span(4, 5)]) == [Span(0, 3), Span(4, 5), Span(4, 9)]


@given(documents())
def test_a_document_s_blocks_are_its_chapters_blocks_in_order(document) -> None:  # type: ignore[no-untyped-def]
    assert list(document.blocks) == [block for chapter in document.chapters for block in chapter.blocks]
