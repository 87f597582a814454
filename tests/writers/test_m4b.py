"""M4B: both kinds of chapters, tags where players look, as other programs read them."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mutagen.mp4 import MP4

from audiobook.book import Book
from audiobook.writers.m4b import M4B
from tests.writers.making import many_chapters


@pytest.fixture
def written(short_book: Book, tmp_path: Path) -> Path:
    M4B.write(short_book, tmp_path / "book.m4b")
    return tmp_path / "book.m4b"


def atoms(content: bytes, start: int = 0, end: int | None = None) -> dict[bytes, bytes]:
    """Return the atoms of one level, by name; of several of one name, the last."""
    found, at = {}, start
    while at + 8 <= (len(content) if end is None else end):
        size = int.from_bytes(content[at : at + 4], "big")
        found[content[at + 4 : at + 8]] = content[at + 8 : at + size]
        at += size
    return found


def listed(path: Path) -> list[str]:
    """Return the titles in Nero's list."""
    chapters: Any = MP4(path).chapters
    return [chapter.title for chapter in chapters]


def test_it_says_that_it_is_an_audiobook_and_its_index_is_in_front(written: Path) -> None:
    content = written.read_bytes()
    assert content[8:12] == b"M4B "
    names = list(atoms(content))
    assert names.index(b"moov") < names.index(b"mdat")


def test_both_kinds_of_chapters_are_there(written: Path) -> None:
    content = written.read_bytes()
    moov = atoms(content)[b"moov"]
    assert b"chpl" in atoms(atoms(moov)[b"udta"])
    assert b"tref" in moov
    assert b"chap" in moov
    assert listed(written) == ["One", "Two – “Ünder”", "Three"]


@pytest.mark.parametrize(("count", "listed"), [(255, True), (256, False), (300, False)])
def test_more_chapters_than_neros_list_holds_leave_it_out(count: int, listed: bool, short_book: Book, tmp_path: Path) -> None:
    path = tmp_path / "long.m4b"
    M4B.write(many_chapters(short_book, count), path)
    assert (b"chpl" in atoms(atoms(path.read_bytes())[b"moov"])[b"udta"]) is listed


@pytest.mark.parametrize("title", ["é" * 200, "🚢" * 100, "x" * 254 + "é", "x" * 1000])
def test_titles_are_cut_between_characters(title: str, short_book: Book, tmp_path: Path) -> None:
    marks = (replace(short_book.timeline.marks[0], title=title), *short_book.timeline.marks[1:])
    M4B.write(replace(short_book, timeline=replace(short_book.timeline, marks=marks)), tmp_path / "a.m4b")
    found = listed(tmp_path / "a.m4b")[0]
    assert title.startswith(found)
    assert 251 < len(found.encode()) <= 255


def test_tags_are_where_players_look(written: Path) -> None:
    tags: Any = MP4(written).tags
    texts = {name: tags[name][0] for name in ("\xa9nam", "\xa9alb", "\xa9ART", "aART", "\xa9wrt", "\xa9gen", "\xa9day", "\xa9mvn", "\xa9grp")}
    assert texts == {
        "\xa9nam": "The Salt Road — “Winter”",
        "\xa9alb": "The Salt Road — “Winter”",
        "\xa9ART": "Ada Brandt",
        "aART": "Ada Brandt",
        "\xa9wrt": "Low Voice",
        "\xa9gen": "Fiction",
        "\xa9day": "2026",
        "\xa9mvn": "Inland Seas",
        "\xa9grp": "Inland Seas #2",
    }
    assert tags["desc"] == ["Two brothers and a cart.\nOne of them comes back."]
    assert tags["stik"] == [2]
    assert tags["\xa9mvi"] == [2]
    free = {name.removeprefix("----:com.apple.iTunes:"): bytes(value[0]).decode() for name, value in tags.items() if name.startswith("----")}
    assert free == {"NARRATOR": "Low Voice", "SERIES": "Inland Seas", "SERIES-PART": "2", "PUBLISHER": "Own Press", "LANGUAGE": "eng", "ISBN": "9780000000002"}


def ffprobe(program: str, path: Path) -> dict[str, Any]:
    """Return what ffprobe says of a file."""
    ran = subprocess.run([program, "-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", path], capture_output=True, check=True)
    assert not ran.stderr
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


@pytest.mark.real
@pytest.mark.parametrize("count", [3, 300])
def test_ffprobe_sees_every_chapter_and_the_true_length(count: int, short_book: Book, tmp_path: Path, tool: Callable[[str], str]) -> None:
    book = many_chapters(short_book, count)
    M4B.write(book, tmp_path / "a.m4b")
    said = ffprobe(tool("ffprobe"), tmp_path / "a.m4b")
    assert len(said["chapters"]) == count
    assert float(said["format"]["duration"]) == pytest.approx(book.timeline.seconds, abs=0.001)
    assert said["streams"][0]["tags"]["language"] == "eng"


@pytest.mark.real
def test_mediainfo_sees_both_menus_and_the_cover(written: Path, tool: Callable[[str], str]) -> None:
    said = subprocess.run([tool("mediainfo"), written], capture_output=True, text=True, check=True).stdout
    assert "Menu #2" in said
    assert "Cover                                    : Yes" in said
    assert "ContentType                              : Audiobook" in said


@pytest.mark.real
def test_ffmpeg_decodes_it_without_a_word(written: Path, tool: Callable[[str], str]) -> None:
    ran = subprocess.run([tool("ffmpeg"), "-v", "error", "-xerror", "-i", written, "-map", "0:a", "-f", "null", "-"], capture_output=True, check=True)
    assert not ran.stderr
