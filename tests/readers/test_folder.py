"""A folder is one book, a file a chapter, in the order in which people count."""

from pathlib import Path

import pytest

from audiobook.document import BlockKind
from audiobook.errors import StoryError
from audiobook.readers import read
from tests.readers.stories import content, prose, titles


def folder(tmp_path: Path, **stories: str) -> Path:
    for name, text in stories.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return tmp_path


def test_files_follow_one_another_as_people_count(tmp_path: Path) -> None:
    document = read(folder(tmp_path, ch10=prose(2), ch2=prose(2), ch1=prose(2)))
    assert titles(document) == ["Ch1", "Ch2", "Ch10"]
    assert document.text == "\n\n".join([prose(2)] * 3)


def test_headings_in_the_files_win_over_their_names(tmp_path: Path) -> None:
    document = read(folder(tmp_path, a=f"Chapter One\n\n{prose(2)}\n\nChapter Two\n\n{prose(2)}", b=f"# Low Water\n\n{prose(2)}", c=f"THE ROPE\n\n{prose(2)}"))
    assert titles(document) == ["Chapter One", "Chapter Two", "Low Water", "THE ROPE"]
    assert [content(document, block) for block in document.blocks if block.kind is BlockKind.HEADING] == [
        "Chapter One",
        "Chapter Two",
        "# Low Water",
        "THE ROPE",
    ]


def test_the_folder_names_the_book_and_a_file_its_author(tmp_path: Path) -> None:
    book = tmp_path / "the_ferry_bell"
    book.mkdir()
    document = read(folder(book, one=f"Fog\n\nby Ada Quill\n\n{prose(2)}", two=prose(2)))
    assert (document.title, document.author, document.source) == ("The Ferry Bell", "Ada Quill", str(book))


def test_spans_move_with_their_files(tmp_path: Path) -> None:
    document = read(folder(tmp_path, a=f"{prose(2)}\r\n", b=f"Chapter 2\n\nThe rope[1] was wet.\n\n{prose(1)}"))
    marked = [span.of(document.text) for block in document.blocks for span in block.unread]
    assert marked == ["[1]"]
    assert titles(document) == ["A", "Chapter 2"]


def test_what_is_no_story_is_passed_over(tmp_path: Path) -> None:
    book = folder(tmp_path, one=prose(2), README="how to", **{".hidden": "no"})
    (book / "cover.jpg").write_bytes(b"\xff\xd8\xff")
    (book / "more.txt").mkdir()
    assert titles(read(book)) == ["One"]


def test_a_folder_without_stories_says_what_would_work(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"no story in this folder; files that end in \.txt"):
        read(tmp_path)


def test_a_bad_file_in_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"two\.txt: the file is empty"):
        read(folder(tmp_path, one=prose(1), two=""))


def test_notices_of_all_files_are_kept(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes("“Yes,” she said.".encode("cp1252"))
    assert len(read(folder(tmp_path, two=prose(1))).notices) == 1
