"""The laws of documents: every word in one block, in order, whatever the text."""

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.document import BlockKind, Document
from audiobook.errors import StoryError
from audiobook.readers.breaks import is_break
from audiobook.words import words
from tests.readers.stories import SPEECH, WORDS, content, of_kind, prose, told, wrapped

LINES = [
    "Chapter 1",
    "CHAPTER II.",
    "Chapter Three: Fog",
    "THE ROPE",
    "I",
    "II",
    "2",
    "Part One",
    "Prologue",
    "# Fog",
    "## Rope",
    "***",
    "---",
    "===",
    "oOo",
    "~",
    "CONTENTS",
    "A/N: hello",
    "Title: The Bell",
    "by Ada Quill",
    "Thank you for reading, please review!",
    "[Illustration]",
    "[Illustration: a",
    "bell]",
    "[1] A note.",
    "The rope[1] was wet.",
    "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
    "*** END OF THE PROJECT GUTENBERG EBOOK X ***",
    "title: x",
    "Transcriber's note: none",
    "“Yes,” she said.",
    '"No."',
    WORDS,
    SPEECH,
    "    " + WORDS,
    wrapped(WORDS),
    "…",
    "é",
    "\ufeff",
    "   ",
    "The End",
    "1. Bread",
    "X",
    "(1907)",
    "Low Water: Chapter Two",
    "x" * 2000,
]
TEXTS = st.one_of(
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(["\n", "\n\n", "\r\n\r\n", "\n\n\n", "\r", "\u2028"])).map("".join), max_size=40).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200),
)


def documents(text: str) -> Iterator[Document]:
    try:
        yield told(text)
    except StoryError:
        assert not words(text)


@given(TEXTS)
def test_blocks_hold_every_letter_and_digit_once_and_in_order(text: str) -> None:
    for document in documents(text):
        assert document.text == text
        last = 0
        for block in document.blocks:
            assert last <= block.span.start < block.span.end <= len(text)
            assert not any(sign.isalnum() for sign in text[last : block.span.start])
            last = block.span.end
        assert not any(sign.isalnum() for sign in text[last:])


@given(TEXTS)
def test_chapters_are_in_order_and_hold_their_blocks(text: str) -> None:
    for document in documents(text):
        assert document.chapters
        for chapter in document.chapters:
            assert (chapter.span.start, chapter.span.end) == (chapter.blocks[0].span.start, chapter.blocks[-1].span.end)
        assert all(before.span.end <= after.span.start for before, after in pairwise(document.chapters))


@given(TEXTS)
def test_unread_pieces_stand_in_order_within_their_block(text: str) -> None:
    for document in documents(text):
        for block in document.blocks:
            edges = [block.span.start, *(edge for span in block.unread for edge in (span.start, span.end)), block.span.end]
            assert edges == sorted(edges)
            assert not block.unread or block.kind in (BlockKind.PROSE, BlockKind.HEADING)


@given(TEXTS)
def test_breaks_hold_no_word_but_ornaments(text: str) -> None:
    for document in documents(text):
        for ornament in of_kind(document, BlockKind.BREAK):
            assert is_break(ornament) or not ornament.strip(" \n\r\u2028\ufeff")


@given(TEXTS)
def test_the_same_text_makes_the_same_document(text: str) -> None:
    for document in documents(text):
        assert told(text) == document


@given(TEXTS)
def test_something_is_always_read(text: str) -> None:
    for document in documents(text):
        notes = [block for block in document.blocks if block.kind is BlockKind.NOTE]
        if all(block.why in ("author's note", "story's header", "title page") for block in notes):
            assert any(block.kind is not BlockKind.NOTE for block in document.blocks)


@pytest.mark.parametrize("text", ["", "\n\n", "***", "…", "&nbsp;", "\ufeff", "<br/>" * 9000])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(StoryError, match="no word"):
        told(text)


def test_scene_breaks_part_scenes() -> None:
    document = told(f"{prose(2)}\n\n* * *\n\n{prose(2)}\n~\n{prose(2)}")
    assert of_kind(document, BlockKind.BREAK) == ["* * *", "~"]


def test_blank_lines_alone_part_scenes_where_they_do_it_alike_and_seldom() -> None:
    document = told(f"{prose(18)}\n\n\n{WORDS}\n\n{prose(18)}\n\n\n{WORDS}\n\n{prose(18)}")
    assert [content(document, block).count("\n") for block in document.blocks if block.kind is BlockKind.BREAK] == [3, 3]


@pytest.mark.parametrize(
    "text",
    [
        f"{prose(18)}\n\n\n{prose(18)}",  # once is chance
        f"{prose(18)}\n\n\n{prose(18)}\n\n\n\n{prose(18)}",  # not alike
        f"{prose(18)}\n\n\n{SPEECH}\n\n{prose(18)}\n\n\n{SPEECH}\n\n{prose(18)}",  # in the middle of talk
        f"{prose(18)}\n\n\n{prose(1)}\n\n\n{prose(18)}",  # too near
        f"{prose(18)}\n\n***\n\n{prose(18)}\n\n\n{prose(18)}\n\n\n{prose(18)}",  # others are marked
    ],
)
def test_blank_lines_that_may_mean_nothing_part_no_scenes(text: str) -> None:
    assert all(block.strip() for block in of_kind(told(text), BlockKind.BREAK))


def test_notes_before_the_first_chapter_belong_to_it() -> None:
    document = told(f"The Ferry Bell\n\nby Ada Quill\n\nChapter 1\n\n{prose(4)}")
    assert [chapter.title for chapter in document.chapters] == ["Chapter 1"]
    assert [block.kind for block in document.blocks][:3] == [BlockKind.NOTE, BlockKind.NOTE, BlockKind.HEADING]


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "[",
        "[Illustration",
        "a\n",
        "Chapter ",
        "a: ",
        "by ",
        "~ ",
        "word and more, ",
        "(A/N ",
        "- a ",
        '"',
        "Note: a fic. ",
        "1. A ",
        "the ",
        " /a",
        "<p ",
        "](http:",
    ],
)
def test_one_hostile_paragraph_takes_linear_time(piece: str) -> None:
    start = time.process_time()
    told("word " + piece * (200_000 // len(piece)))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "piece", ["\n", "Chapter 1\n\n", "I\n\n", "ABC DEF\n\n", "1. A Title\n\n", "[1] a\n\n", "***\n", "A/N: a\n\n", "CONTENTS\n\n", "[Illustration\n\n"]
)
def test_many_hostile_paragraphs_take_linear_time(piece: str) -> None:
    start = time.process_time()
    told("word\n\n" + piece * (60_000 // len(piece)))
    assert time.process_time() - start < 2
