"""Title pages tell title and author, and are not read with the story."""

import pytest

from audiobook.document import BlockKind
from tests.readers.stories import WORDS, of_kind, prose, told, whys, wrapped


@pytest.mark.parametrize(
    ("page", "title", "author"),
    [
        ("THE FERRY BELL\n\nby Ada Quill", "THE FERRY BELL", "Ada Quill"),
        ("The Ferry Bell\nby marshlight", "The Ferry Bell", "marshlight"),
        ("The Ferry Bell\n\nBy\n\nAda Quill", "The Ferry Bell", "Ada Quill"),
        ("The Ferry Bell by Ada Quill", "The Ferry Bell", "Ada Quill"),
        ("**The Ferry Bell**", "The Ferry Bell", ""),
        ("THE FERRY BELL", "THE FERRY BELL", ""),
        ("The Ferry Bell: A Tale", "The Ferry Bell: A Tale", ""),
    ],
)
@pytest.mark.parametrize("rest", [prose(6), f"Chapter 1\n\n{prose(6)}"])
def test_a_title_page_tells_title_and_author(page: str, title: str, author: str, rest: str) -> None:
    document = told(f"{page}\n\n\n{rest}")
    assert (document.title, document.author) == (title, author)
    assert {why for why, _ in whys(document)} == {"title page"}
    assert len(of_kind(document, BlockKind.PROSE)) == 6


def test_what_else_stands_on_a_title_page_is_not_read() -> None:
    page = ["THE FERRY BELL", "by Ada Quill", "(1907)", "Translated by B. Tobin", "Copyright 1907 by the Quay Press. All rights reserved.", "To my hens"]
    document = told("\n\n".join([*page, "CHAPTER I", wrapped(prose(5))]))
    assert [content for _, content in whys(document)] == [line[:24] for line in page]


@pytest.mark.parametrize(
    "line",
    [
        "It rained.",
        "TOM!",
        "“Mara!”",
        "THE FERRY LEFT WITHOUT HER.",
        "December 27.",
        "Dear Mara,",
        "Nobody rang the bell",
        "The Quay, 1888",
        "Low Water, 3 a.m.",
        "Sunday, March 4",
    ],
)
def test_a_first_line_that_is_no_title_is_story(line: str) -> None:
    document = told(f"{line}\n\n{prose(5)}")
    assert document.title == "Story"
    assert of_kind(document, BlockKind.PROSE)[0] == line


def test_a_preface_before_the_first_chapter_is_story() -> None:
    document = told(f"THE FERRY BELL\n\n{WORDS}\n\nChapter 1\n\n{prose(5)}")
    assert of_kind(document, BlockKind.PROSE)[0] == WORDS


def test_a_title_page_behind_an_authors_note_is_found() -> None:
    document = told(f"A/N: a short one.\n\nThe Ferry Bell\n\nby Ada Quill\n\n{prose(5)}")
    assert (document.title, document.author) == ("The Ferry Bell", "Ada Quill")
