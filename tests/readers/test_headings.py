"""Headings are told from sentences, shouts and lists; chapters are called by them."""

import pytest

from audiobook.document import BlockKind
from audiobook.readers.headings import keyed
from tests.readers.stories import SPEECH, WORDS, of_kind, prose, titles, told, wrapped


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Chapter Seven", "Chapter Seven"),
        ("CHAPTER IV.", "CHAPTER IV"),
        ("CHAPTER IV. Of the Weather", "CHAPTER IV: Of the Weather"),
        ("Chapter 12: Low Water", "Chapter 12: Low Water"),
        ("Chapter 3 - The Rope", "Chapter 3: The Rope"),
        ("CHAPTER I THE QUAY", "CHAPTER I: THE QUAY"),
        ("Chapter Twenty-One", "Chapter Twenty-One"),
        ("chapter 2", "chapter 2"),
        ("Ch. 4", "Ch. 4"),
        ("The Ferry: Chapter Two", "Chapter Two"),
        ("The Ferry - Chapter 2 - Fog", "Chapter 2: Fog"),
        ("**Chapter Five**", "Chapter Five"),
        ("_Chapter V_", "Chapter V"),
        ("~ Chapter 9 ~", "Chapter 9"),
        ("Part One", "Part One"),
        ("PART II. THE OTHER BANK", "PART II: THE OTHER BANK"),
        ("Book the Third", "Book the Third"),
        ("Prologue", "Prologue"),
        ("EPILOGUE.", "EPILOGUE"),
        ("Interlude: Hens", "Interlude: Hens"),
        ("Letter 4", "Letter 4"),
        ("Day Three", "Day Three"),
        ("# The Ferry Bell", ""),  # the only heading of a story is its title
        ("# Chapter One", "Chapter One"),
        ("## Chapter One: Fog ##", "Chapter One: Fog"),
    ],
)
def test_a_heading_names_its_chapter(line: str, title: str) -> None:
    document = told(f"{line}\n\n{prose(5)}")
    assert titles(document) == [title]
    assert of_kind(document, BlockKind.HEADING) == ([line] if title else [])


@pytest.mark.parametrize(
    "line",
    [
        "Chapter Seven was the worst of them.",
        "Part two of the plan was simple.",
        "Book one is on the table, and nobody reads it.",
        "Part one: get in. Part two: get out.",
        "Day three was no better",
        '"Chapter One," she read aloud.',
        "“Part One”",
        "Introduction to the matter took an hour.",
        "One by one they went.",
        "He read the chapter",
        "NO!",
        "STOP THE FERRY!",
        "I",
        "12",
        "I. Bread",
        "# 1 fan of hers, he was, and had been, he said, since the flood, when nobody else had a boat, a rope or a bell",
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    document = told(f"{prose(12)}\n\n{line}\n\n{prose(12)}")
    assert titles(document) == [""]
    assert of_kind(document, BlockKind.HEADING) == []


@pytest.mark.parametrize(
    "numbers", [("1", "2", "3"), ("I", "II", "III"), ("I.", "II.", "III."), ("One", "Two", "Three"), ("- 1 -", "- 2 -", "- 3 -"), ("[ 1 ]", "[ 2 ]", "[ 3 ]")]
)
def test_bare_numbers_that_rise_are_headings(numbers: tuple[str, ...]) -> None:
    document = told("\n\n".join(f"{number}\n\n{prose(4)}" for number in numbers))
    assert of_kind(document, BlockKind.HEADING) == list(numbers)
    assert len(document.chapters) == 3


def test_the_tenth_chapter_is_no_scene_break() -> None:
    numerals = ["VIII", "IX", "X", "XI"]
    assert titles(told("\n\n".join(f"{number}\n\n{prose(4)}" for number in numerals))) == numerals


def test_bare_numbers_that_fit_no_series_are_story() -> None:
    document = told(f"{prose(14)}\n\n42\n\n{prose(4)}\n\n17\n\n{prose(4)}")
    assert titles(document) == [""]


def test_a_countdown_is_no_table_of_chapters() -> None:
    assert titles(told(f"{prose(14)}\n\n3\n\n2\n\n1\n\nGo.\n\n{prose(4)}")) == [""]


def test_numbers_with_titles_are_headings_where_they_rise() -> None:
    text = "\n\n".join(f"{number}\n\n{prose(5)}" for number in ("I. The Quay", "II. The Rope", "III. The Other Bank"))
    assert titles(told(text)) == ["I: The Quay", "II: The Rope", "III: The Other Bank"]


def test_a_numbered_list_in_a_story_is_story() -> None:
    text = f"{prose(12)}\n\n1. Bread\n\n2. Rope\n\n3. A New Bell\n\n{prose(4)}"
    assert titles(told(text)) == [""]


def test_lines_in_capitals_are_headings_where_they_return() -> None:
    names = ["MARA", "TOBIN", "MARA AND TOBIN"]
    text = "\n\n".join(f"{name}\n\n{prose(9)}" for name in names)
    assert titles(told(text)) == names


def test_a_sign_in_capitals_is_story() -> None:
    text = f"{prose(9)}\n\nNO LANDING\n\n{prose(9)}"
    document = told(text)
    assert titles(document) == [""]
    assert "NO LANDING" in of_kind(document, BlockKind.PROSE)


def test_a_sign_in_capitals_is_story_in_a_book_of_chapters() -> None:
    text = "\n\n".join(f"Chapter {number}\n\n{prose(9)}\n\nNO LANDING\n\n{prose(9)}" for number in (1, 2, 3))
    assert titles(told(text)) == ["Chapter 1", "Chapter 2", "Chapter 3"]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
@pytest.mark.parametrize("title", ["THE ROPE", "The Rope", "IN WHICH A ROPE IS THROWN AND NOT CAUGHT"])
def test_the_title_behind_a_heading_belongs_to_it(title: str, between: str) -> None:
    document = told(f"CHAPTER I{between}{title}\n\n{wrapped(prose(6))}\n\nCHAPTER II{between}THE BELL\n\n{wrapped(prose(6))}")
    assert titles(document) == [f"CHAPTER I: {title}", "CHAPTER II: THE BELL"]
    assert sum(block.kind is BlockKind.PROSE for block in document.blocks) == 12


def test_titles_that_look_like_sentences_count_where_most_chapters_have_one() -> None:
    lines = ["a rope is thrown", "nobody rings", "what the hens knew", "low water"]
    text = "\n\n".join(f"Chapter {number}\n\n{line}\n\n{wrapped(prose(6))}" for number, line in enumerate(lines, start=1))
    assert titles(told(text)) == [f"Chapter {number}: {line}" for number, line in enumerate(lines, start=1)]


def test_a_short_first_sentence_is_no_title() -> None:
    text = "\n\n".join(f"Chapter {number}\n\n{line}\n\n{prose(6)}" for number, line in ((1, "It rained."), (2, WORDS), (3, SPEECH), (4, WORDS)))
    document = told(text)
    assert titles(document) == ["Chapter 1", "Chapter 2", "Chapter 3", "Chapter 4"]
    assert "It rained." in of_kind(document, BlockKind.PROSE)


def test_a_heading_directly_above_its_text_is_set_apart() -> None:
    document = told(f"Chapter 1\n{wrapped(prose(3))}\n\nChapter 2\n{wrapped(prose(3))}")
    assert of_kind(document, BlockKind.HEADING) == ["Chapter 1", "Chapter 2"]
    assert " ".join(of_kind(document, BlockKind.PROSE)[0].split()) == WORDS


def test_a_keyword_and_its_number_may_stand_in_two_lines() -> None:
    assert titles(told(f"    CHAPTER\n       1\n\n{prose(4)}\n\n    CHAPTER\n       2\n\n{prose(4)}")) == ["CHAPTER 1", "CHAPTER 2"]


def test_a_part_is_named_with_its_first_chapter() -> None:
    text = f"PART ONE\n\nChapter 1\n\n{prose(4)}\n\nChapter 2\n\n{prose(4)}\n\nPART TWO\n\nTHE BANK\n\nChapter 3\n\n{prose(4)}"
    assert titles(told(text)) == ["PART ONE. Chapter 1", "Chapter 2", "PART TWO: THE BANK. Chapter 3"]


def test_sections_with_numbers_do_not_open_chapters_where_chapters_are_named() -> None:
    text = "\n\n".join(f"Chapter {number}\n\nI\n\n{prose(4)}\n\nII\n\n{prose(4)}" for number in (1, 2))
    document = told(text)
    assert titles(document) == ["Chapter 1", "Chapter 2"]
    assert of_kind(document, BlockKind.HEADING) == ["Chapter 1", "I", "II", "Chapter 2", "I", "II"]


def test_markdown_headings_open_chapters_at_the_level_that_returns() -> None:
    text = f"# The Ferry\n\n## Fog\n\n{prose(3)}\n\n### Later\n\n{prose(3)}\n\n## Rope\n\n{prose(3)}"
    document = told(text)
    assert (document.title, titles(document)) == ("The Ferry", ["Fog", "Rope"])
    assert of_kind(document, BlockKind.HEADING) == ["## Fog", "### Later", "## Rope"]


def test_underlined_headings_count_as_markdown() -> None:
    document = told(f"The Ferry\n=========\n\nFog\n---\n\n{prose(3)}\n\nRope\n----\n\n{prose(3)}")
    assert (document.title, titles(document)) == ("The Ferry", ["Fog", "Rope"])


def test_a_heading_in_front_of_the_book_s_title_tells_the_title() -> None:
    assert told(f"Low Water: Chapter Two\n\n{prose(3)}").title == "Low Water"


def test_text_before_the_first_heading_is_a_chapter_without_a_title() -> None:
    assert titles(told(f"{prose(4)}\n\nChapter 1\n\n{prose(4)}")) == ["", "Chapter 1"]


def test_a_keyword_needs_its_number() -> None:
    assert keyed("Chapter") is None
    assert keyed("") is None
    assert keyed("x" * 500) is None
