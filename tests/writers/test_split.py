"""One chapter a file: titled, numbered, nothing encoded again, not a sample lost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp4 import MP4

from audiobook.book import Book
from audiobook.errors import OutputError
from audiobook.sound.decode import decode
from audiobook.timeline import Mark
from audiobook.writers import WRITERS, open_writer
from audiobook.writers.m4b import M4B
from audiobook.writers.mp3 import MP3
from audiobook.writers.split import split


def test_each_chapter_is_a_book_from_its_own_start(short_book: Book) -> None:
    chapters = split(short_book)
    assert [chapter.tags.title for chapter in chapters] == ["One", "Two – “Ünder”", "Three"]
    assert [(chapter.track, chapter.tracks) for chapter in chapters] == [(1, 3), (2, 3), (3, 3)]
    assert {chapter.album for chapter in chapters} == {short_book.tags.title}
    assert [chapter.timeline.marks for chapter in chapters] == [(Mark(chapter.tags.title, 0),) for chapter in chapters]
    assert sum(chapter.timeline.length for chapter in chapters) == short_book.timeline.length


@pytest.mark.parametrize("kind", WRITERS)
def test_the_files_together_hold_what_the_whole_one_holds(kind: str, short_book: Book, tmp_path: Path) -> None:
    writer = open_writer(kind)
    writer.write(short_book, tmp_path / "whole")
    for chapter in split(short_book):
        writer.write(chapter, tmp_path / str(chapter.track))
    whole = np.concatenate(list(decode(tmp_path / "whole", 24000)))
    for chapter in split(short_book):
        part = np.concatenate(list(decode(tmp_path / str(chapter.track), 24000)))
        start = short_book.timeline.marks[chapter.track - 1].start
        assert 0 <= chapter.timeline.length - len(part) <= (529 if kind == "mp3" else 0)  # an MP3's last samples, of silence, stay in its decoder
        same = whole[start : start + len(part)]
        assert np.abs(part[: len(same)] - same).max() < 1e-3
        assert not part[len(same) :].any()


def test_files_tell_their_album_and_track(short_book: Book, tmp_path: Path) -> None:
    second = split(short_book)[1]
    MP3.write(second, tmp_path / "2.mp3")
    M4B.write(second, tmp_path / "2.m4b")
    tags = ID3(tmp_path / "2.mp3")
    assert [str(tags[name]) for name in ("TIT2", "TALB", "TRCK")] == ["Two – “Ünder”", short_book.tags.title, "2/3"]
    atoms: Any = MP4(tmp_path / "2.m4b").tags
    assert (atoms["\xa9alb"], atoms["trkn"]) == ([short_book.tags.title], [(2, 3)])


def test_chapters_that_were_encoded_together_are_not_split(short_book: Book) -> None:
    two = replace(short_book, timeline=replace(short_book.timeline, marks=short_book.timeline.marks[:2]))
    with pytest.raises(OutputError, match=r"3 pieces of .* for 2 chapters"):
        split(two)
