"""The door: files, standard input, folders; every failure says what would work."""

import io
import sys
from pathlib import Path

import pytest

from audiobook.errors import StoryError
from audiobook.readers import READERS, read
from tests.readers.stories import prose


@pytest.mark.parametrize("name", ["story.txt", "story.TXT", "story.md", "story.markdown", "story", "story.text"])
def test_a_story_is_read_by_its_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"Chapter 1\n\n{prose(3)}", encoding="utf-8")
    document = read(tmp_path / name)
    assert [chapter.title for chapter in document.chapters] == ["Chapter 1"]
    assert (document.title, document.source) == ("Story", str(tmp_path / name))


def test_the_text_is_the_file_newlines_and_mark_included(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes("\ufeff“Yes,”\r\nshe said.\r\r\n".encode())
    assert read(str(path)).text == "\ufeff“Yes,”\r\nshe said.\r\r\n"


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"The Bell\n\nby Ada Quill\n\n{prose(3)}".encode("cp1252"))))
    document = read("-")
    assert (document.title, document.author, document.source) == ("The Bell", "Ada Quill", "-")


def test_a_missing_story_names_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoryError, match=r"fery\.txt: no such story \(did you mean 'ferry\.txt'\?\)"):
        read(tmp_path / "fery.txt")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"no folder .*nowhere either"):
        read(tmp_path / "nowhere" / "ferry.txt")


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "story.mdd"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(StoryError, match=r"no reader for '\.mdd' files \(did you mean '\.md'\?\); there are readers for \.txt") as caught:
        read(path)
    assert all(suffix in str(caught.value) for suffix in READERS)


def test_an_empty_story_is_refused(tmp_path: Path) -> None:
    (tmp_path / "story.txt").touch()
    with pytest.raises(StoryError, match="empty"):
        read(tmp_path / "story.txt")


def test_a_file_that_may_not_be_read_is_a_story_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "story.txt").write_text("x", encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(StoryError, match=r"story\.txt: cannot be read: Permission denied"):
        read(tmp_path / "story.txt")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_an_impossible_name_is_a_story_error(name: str) -> None:
    with pytest.raises(StoryError):
        read(name)


def test_every_reader_is_there() -> None:
    from audiobook.readers import reader

    assert all(callable(reader(suffix)) for suffix in READERS)


def test_a_missing_story_is_compared_by_its_name_not_by_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "bin.txt").write_text("A story.")
    (tmp_path / "lost.txt").symlink_to("nowhere.txt")
    with pytest.raises(StoryError, match=r"missing\.txt: no such story$"):
        read(tmp_path / "missing.txt")
    with pytest.raises(StoryError, match=r"lost\.txt: no such story; it is a link to nowhere\.txt, which is not there$"):
        read(tmp_path / "lost.txt")
