"""What is written into files by any of our formats is read back from them; what other people's programs write is read too."""

from dataclasses import replace
from pathlib import Path

import pytest

from audiobook.book import Book
from audiobook.sidecar import BookTags
from audiobook.sound.labels import Label, label
from audiobook.sound.probe import probe
from audiobook.writers import WRITERS, open_writer
from tests.writers.making import TAGS, book, codings, cover, pressed

FORMATS = tuple(WRITERS)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book(pressed(tmp_path_factory.mktemp("pressed"), codings(), 3), ["One", "Two – “Ünder”", "Three"])


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_of_ours_is_read_back(kind: str, written: Book, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    open_writer(kind).write(written, path)
    found = probe(path)
    assert found.label.title == TAGS.title
    assert found.label.tags == replace(TAGS, language="eng")
    assert found.label.track == 1
    assert [each.title for each in found.chapters] == ["One", "Two – “Ünder”", "Three"]
    starts = [mark.start / written.timeline.rate for mark in written.timeline.marks]
    assert [each.start for each in found.chapters] == pytest.approx(starts, abs=0.001)
    assert found.seconds == pytest.approx(written.timeline.seconds, abs=0.02)
    assert found.sure
    assert found.channels == 1
    assert found.size == path.stat().st_size
    assert found.picture is not None
    assert (found.picture.width, found.picture.height) == (64, 64)
    assert found.picture.cover == cover()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, Label()),
        ({"TITLE": "A", "ARTIST": "B", "track": "3/12"}, Label(BookTags(title="A", author="B"), "A", 3, 12)),
        ({"title": "Chapter 2", "album": "A", "track": "02", "TRACKTOTAL": "9"}, Label(BookTags(title="A"), "Chapter 2", 2, 9)),
        ({"com.apple.iTunes:SERIES": "S", "SERIES-PART": "4", "language": "und"}, Label(BookTags(series="S", part="4"))),
        ({"grouping": "Sea Stories #2"}, Label(BookTags(series="Sea Stories", part="2"))),
        ({"composer": "N", "narrator": "M", "album_artist": "A"}, Label(BookTags(author="A", narrator="M"))),
        ({"comment": "long\n", "date": "1999-01-01", "track": "x"}, Label(BookTags(description="long", year="1999-01-01"))),
        ({"track": "0/0"}, Label()),
    ],
)
def test_names_of_tags_are_many_and_their_case_does_not_count(said: dict[str, str], wanted: Label) -> None:
    assert label(said) == wanted
