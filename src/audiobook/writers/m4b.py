"""M4B: AAC-LC in MPEG-4, chapters of both kinds, tags by iTunes's conventions."""

from pathlib import Path
from typing import Any

from audiobook.book import Book, Coding
from audiobook.errors import OutputError
from audiobook.sound import mux
from audiobook.writers.tags import language, line, lines, series, titled, year
from audiobook.writers.whole import whole
from audiobook.writers.writer import Writer, chapters_of, checked

_RATES = (16000, 22050, 24000, 32000, 44100, 48000)
_AUDIOBOOK = 2  # iTunes's kind of medium


def _coding(rate: int, bitrate: int | None) -> Coding:
    bitrate = bitrate or (64000 if rate <= 24000 else 96000)
    checked("m4b", rate, _RATES, bitrate, range(24000, 6 * rate + 1))  # AAC's frames hold at most 6 bits a sample
    return Coding("aac", rate, bitrate)


def _write(book: Book, path: Path) -> None:
    pressings = chapters_of(book, "aac")
    with whole(path) as beside:
        mux.write_m4b(beside, pressings, titled(book.timeline.marks), language(book.tags))
        _tag(beside, book)


def _tag(path: Path, book: Book) -> None:
    """Write tags and cover; what is unknown is left out."""
    from mutagen import MutagenError
    from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm

    try:
        file = MP4(path)
        if file.tags is None:
            file.add_tags()
        told: Any = file.tags
        told.update({name: [text] for name, text in _texts(book).items() if text})
        told.update({f"----:com.apple.iTunes:{name}": [MP4FreeForm(text.encode())] for name, text in _free(book).items() if text})
        told.update({"stik": [_AUDIOBOOK], "pgap": True, "trkn": [(book.track, book.tracks)]})
        if book.tags.series:
            told["shwm"] = [1]
        if book.tags.series and book.tags.part.isdecimal():
            told["\xa9mvi"] = [int(book.tags.part)]
        if book.cover:
            told["covr"] = [MP4Cover(book.cover.content, MP4Cover.FORMAT_PNG if book.cover.mime == "image/png" else MP4Cover.FORMAT_JPEG)]
        file.save()
    except MutagenError as error:
        raise OutputError(f"{path}: its tags cannot be written: {error}") from error


def _texts(book: Book) -> dict[str, str]:
    tags, title = book.tags, line(book.tags.title)
    return {
        "\xa9nam": title,
        "\xa9alb": line(book.album) or title,
        "\xa9ART": line(tags.author),
        "aART": line(tags.author),
        "\xa9wrt": line(tags.narrator),  # the composer: where players look for the narrator
        "\xa9nrt": line(tags.narrator),
        "\xa9gen": line(tags.genre),
        "\xa9day": year(tags),
        "desc": lines(tags.description),
        "ldes": lines(tags.description),
        "\xa9pub": line(tags.publisher),
        "\xa9mvn": line(tags.series),
        "\xa9grp": series(tags),
    }


def _free(book: Book) -> dict[str, str]:
    tags = book.tags
    return {
        "NARRATOR": line(tags.narrator),
        "SERIES": line(tags.series),
        "SERIES-PART": line(tags.part),
        "PUBLISHER": line(tags.publisher),
        "LANGUAGE": language(tags) if tags.language else "",
        "ISBN": line(tags.isbn),
    }


M4B = Writer(".m4b", _coding, _write)
