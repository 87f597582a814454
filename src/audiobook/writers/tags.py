"""What is known of a book, by each format's own conventions (docs/formats.md has the table)."""

import base64
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from audiobook import languages
from audiobook.book import Book, Cover
from audiobook.sidecar import BookTags
from audiobook.timeline import Mark

_YEAR = re.compile(r"\d{4}")


def language(tags: BookTags) -> str:
    """Return the language after ISO 639-2, three letters; "und" where it is unknown."""
    return languages.three_letters(tags.language)


def year(tags: BookTags) -> str:
    """Return the year's four digits, or nothing."""
    found = _YEAR.search(tags.year)
    return found[0] if found else ""


def line(text: str) -> str:
    """Return the text in one line, without control characters: players show titles so."""
    return " ".join("".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs")).split())


def lines(text: str) -> str:
    """Return the text with its line breaks, without other control characters."""
    return "\n".join(line(each) for each in text.strip().splitlines())


def titled(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return the marks with titles of one line; a chapter without one has its number."""
    return tuple(replace(mark, title=line(mark.title) or str(number)) for number, mark in enumerate(marks, 1))


def series(tags: BookTags) -> str:
    """Return the series with the book's number, as libraries show it: `Sea Stories #2`."""
    return f"{line(tags.series)} #{line(tags.part)}" if tags.series and tags.part else line(tags.series)


def clock(mark: Mark, rate: int) -> str:
    """Return a mark's time as HH:MM:SS.mmm."""
    milliseconds = round(mark.start * 1000 / rate)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def vorbis(book: Book) -> Iterator[tuple[str, str]]:
    """Yield Vorbis comments, chapters included (wiki.xiph.org/Chapter_Extension); no name comes twice."""
    tags, title = book.tags, line(book.tags.title)
    comments = {
        "TITLE": title,
        "ALBUM": line(book.album) or title,
        "ARTIST": line(tags.author),
        "ALBUMARTIST": line(tags.author),
        "COMPOSER": line(tags.narrator),
        "NARRATOR": line(tags.narrator),
        "GENRE": line(tags.genre),
        "DATE": year(tags),
        "DESCRIPTION": lines(tags.description),  # and no COMMENT: players map both to one field
        "PUBLISHER": line(tags.publisher),
        "LANGUAGE": language(tags) if tags.language else "",
        "ISBN": line(tags.isbn),
        "SERIES": line(tags.series),
        "SERIES-PART": line(tags.part),
        "GROUPING": series(tags),
        "TRACKNUMBER": str(book.track),
        "TRACKTOTAL": str(book.tracks),
    }
    yield from ((name, value) for name, value in comments.items() if value)
    for number, mark in enumerate(titled(book.timeline.marks)):
        yield f"CHAPTER{number:03d}", clock(mark, book.timeline.rate)
        yield f"CHAPTER{number:03d}NAME", mark.title


def picture_block(cover: Cover) -> Any:
    """Return a cover as mutagen's FLAC picture."""
    from mutagen.flac import Picture

    block = Picture()
    block.type, block.mime, block.desc, block.data = 3, cover.mime, "Cover", cover.content  # 3: front cover
    block.width, block.height, block.depth = _size(cover.content)
    return block


def picture(cover: Cover) -> bytes:
    """Return a cover as Vorbis comments hold it: FLAC's picture block in base64."""
    return base64.b64encode(picture_block(cover).write())


def _size(content: bytes) -> tuple[int, int, int]:
    """Return a picture's width, height and bits a pixel."""
    from PIL import Image

    with Image.open(BytesIO(content)) as image:
        return image.width, image.height, 8 * len(image.getbands())
