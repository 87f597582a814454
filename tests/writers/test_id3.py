"""ID3: chapters in their order, tables of contents that nest, text that every player reads."""

import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3

from audiobook.book import Book
from audiobook.writers.id3 import id3
from audiobook.writers.mp3 import MP3
from tests.writers.making import many_chapters
from tests.writers.test_m4b import ffprobe


def raw_frames(tag: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the frames of an ID3v2.3 tag as they stand, without mutagen."""
    assert tag[:5] == b"ID3\x03\x00"
    end = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True))
    assert end == len(tag)
    at = 10
    while at < end:
        size = int.from_bytes(tag[at + 4 : at + 8], "big")
        yield tag[at : at + 4].decode(), tag[at + 10 : at + 10 + size]
        at += 10 + size


def read(tag: bytes) -> Any:
    return ID3(BytesIO(tag), translate=False)


def test_chapters_stand_in_their_order(short_book: Book) -> None:
    frames = list(raw_frames(id3(many_chapters(short_book, 30))))
    starts = [int.from_bytes(body[body.index(b"\0") + 1 :][:4], "big") for name, body in frames if name == "CHAP"]
    assert len(starts) == 30
    assert starts == sorted(starts)
    names = [name for name, _ in frames]
    assert names[0] == "TIT2"
    assert names.index("CTOC") < names.index("CHAP")
    assert names[-1] == "APIC"


def test_chapters_touch_and_end_with_the_book(short_book: Book) -> None:
    chapters = sorted(read(id3(short_book)).getall("CHAP"), key=lambda chapter: chapter.start_time)
    assert [chapter.end_time for chapter in chapters] == [*(chapter.start_time for chapter in chapters[1:]), round(short_book.timeline.seconds * 1000)]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == ["One", "Two – “Ünder”", "Three"]


@pytest.mark.parametrize(("count", "tables"), [(1, 1), (255, 1), (256, 4), (1000, 11)])
def test_long_tables_of_contents_nest(count: int, tables: int, short_book: Book) -> None:
    tags = read(id3(many_chapters(short_book, count)))
    found = {table.element_id: table for table in tags.getall("CTOC")}
    assert len(found) == tables
    (top,) = (table for table in found.values() if int(table.flags) & 2)
    reached = [child for name in top.child_element_ids for child in (found[name].child_element_ids if name in found else [name])]
    assert reached == [f"chapter{number}" for number in range(count)]
    assert all(int(table.flags) & 1 for table in found.values())


def test_tags_are_where_players_look(short_book: Book) -> None:
    tags = read(id3(short_book))
    found = {name: tags[name].text[0] for name in ("TIT2", "TALB", "TPE1", "TPE2", "TCOM", "TCON", "TYER", "TPUB", "TLAN", "TIT1", "TRCK")}
    assert found == {
        "TIT2": "The Salt Road — “Winter”",
        "TALB": "The Salt Road — “Winter”",
        "TPE1": "Ada Brandt",
        "TPE2": "Ada Brandt",
        "TCOM": "Low Voice",
        "TCON": "Fiction",
        "TYER": "2026",
        "TPUB": "Own Press",
        "TLAN": "eng",
        "TIT1": "Inland Seas #2",
        "TRCK": "1/1",
    }
    own = {frame.desc: frame.text[0] for frame in tags.getall("TXXX")}
    assert own == {"NARRATOR": "Low Voice", "SERIES": "Inland Seas", "SERIES-PART": "2", "ISBN": "9780000000002"}
    assert tags.getall("COMM")[0].text == ["Two brothers and a cart.\nOne of them comes back."]
    assert tags.getall("APIC")[0].mime == "image/jpeg"


@pytest.mark.real
@pytest.mark.parametrize("count", [3, 300])
def test_ffprobe_and_mpv_see_every_chapter_of_an_mp3(count: int, short_book: Book, tmp_path: Path, tool: Callable[[str], str]) -> None:
    book, path = many_chapters(short_book, count), tmp_path / "a.mp3"
    MP3.write(book, path)
    said = ffprobe(tool("ffprobe"), path)
    assert len(said["chapters"]) == count
    assert float(said["format"]["duration"]) == pytest.approx(book.timeline.seconds, abs=0.05)
    asked: list[str | Path] = [
        tool("mpv"),
        "--no-config",
        "--ao=null",
        "--vo=null",
        "--no-video",
        "--length=0.1",
        "--term-playing-msg=CHAPTERS=${chapters}",
        path,
    ]
    assert f"CHAPTERS={count}" in subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@pytest.mark.real
def test_mp3val_finds_nothing_amiss(short_book: Book, tmp_path: Path, tool: Callable[[str], str]) -> None:
    MP3.write(short_book, tmp_path / "a.mp3")
    said = subprocess.run([tool("mp3val"), tmp_path / "a.mp3"], capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in said
    assert "+ID3v2, CBR" in said
