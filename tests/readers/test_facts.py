"""Headers and front matter tell what a book is, and are not read."""

import pytest

from audiobook.document import BlockKind
from tests.readers.stories import of_kind, prose, titles, told, whys, wrapped

HEADER = """The Project Gutenberg eBook of The Ferry Bell

This eBook is for the use of anyone anywhere at no cost.

Title: The Ferry Bell

Author: Ada Quill

Language: English

*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY BELL ***

"""
LICENCE = """

*** END OF THE PROJECT GUTENBERG EBOOK THE FERRY BELL ***

Updated editions will replace the previous one.

Section 1. General Terms of Use and Redistributing

Chapter 1 of the rules."""


def test_a_gutenberg_header_and_licence_are_not_read() -> None:
    document = told(f"{HEADER}\n\nChapter 1\n\n{wrapped(prose(4))}\n\nChapter 2\n\n{wrapped(prose(4))}{LICENCE}")
    assert (document.title, document.author, document.language) == ("The Ferry Bell", "Ada Quill", "en")
    assert [why for why, _ in whys(document)] == ["Project Gutenberg's header", "licence"]
    assert titles(document) == ["Chapter 1", "Chapter 2"]


def test_an_old_footer_is_a_licence_too() -> None:
    document = told(f"{prose(5)}\n\nEnd of Project Gutenberg's The Ferry Bell, by Ada Quill\n\nMore rules.")
    assert [why for why, _ in whys(document)] == ["licence"]


@pytest.mark.parametrize(
    ("matter", "language"),
    [
        ('---\ntitle: "The Ferry Bell"\nauthor: Ada Quill\nlanguage: en-GB\ntags:\n- hens\n---\n', "en-GB"),
        ('+++\ntitle = "The Ferry Bell"\nauthor = \'Ada Quill\'\nlanguage = "de"\n+++\n', "de"),
        ("---\ntitle: The Ferry Bell\nauthor: Ada Quill\n...\n", "en"),
    ],
)
def test_front_matter_tells_and_is_not_read(matter: str, language: str) -> None:
    document = told(f"{matter}\n# Fog\n\n{prose(3)}\n\n# Rope\n\n{prose(3)}")
    assert (document.title, document.author, document.language) == ("The Ferry Bell", "Ada Quill", language)
    assert [why for why, _ in whys(document)] == ["front matter"]
    assert titles(document) == ["Fog", "Rope"]


def test_a_rule_at_the_top_is_a_break_and_no_front_matter() -> None:
    document = told(f"---\n\n{prose(3)}\n\n---\n\n{prose(3)}")
    assert of_kind(document, BlockKind.BREAK) == ["---", "---"]
    assert len(of_kind(document, BlockKind.PROSE)) == 6
