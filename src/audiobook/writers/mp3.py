"""MP3 at a constant bit rate, chapters in its ID3 tag."""

from pathlib import Path

from audiobook.book import Book, Coding
from audiobook.sound import mp3, streams
from audiobook.writers.id3 import id3
from audiobook.writers.whole import whole
from audiobook.writers.writer import Writer, chapters_of, checked


def _coding(rate: int, bitrate: int | None) -> Coding:
    bitrate = bitrate or (64000 if rate <= 24000 else 128000)
    checked("mp3", rate, mp3.RATES, bitrate, [1000 * each for each in (mp3.BITRATES_LOW if rate < 32000 else mp3.BITRATES)])
    return Coding("mp3", rate, bitrate)


def _write(book: Book, path: Path) -> None:
    pressings = chapters_of(book, "mp3")
    with whole(path) as beside, beside.open("wb") as file:
        file.write(id3(book))
        streams.write_mp3(file, pressings)


MP3 = Writer(".mp3", _coding, _write)
