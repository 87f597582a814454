"""ID3v2.3 with chapters (id3.org: ID3v2 Chapter Frame Addendum): what MP3 and WAV carry.

2.3 with UTF-16 throughout, since podcast apps have stumbled over chapter titles in 2.4.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from audiobook.book import Book
from audiobook.timeline import Mark
from audiobook.writers.tags import language, line, lines, series, titled, year

_UTF16 = 1
_NO_OFFSET = 0xFFFFFFFF  # chapters are told by time
_TOP_LEVEL, _ORDERED = 2, 1  # flags of a table of contents
_MOST = 255  # entries of a table of contents: its count is one byte
_PART = 100  # entries of each part of a longer one


def id3(book: Book) -> bytes:
    """Return the whole tag; chapters stand in it in their order."""
    from mutagen.id3 import ID3
    from mutagen.id3._tags import save_frame

    class Ordered(ID3):
        """mutagen sorts frames by size, chapters too; this one leaves them be."""

        def _write(self, config: object) -> bytearray:
            frames: Any = self
            return bytearray().join(save_frame(frame, config=config) for frame in frames.values())

    make: Any = Ordered
    tags = make()
    for frame in _frames(book):
        tags.add(frame)
    content = BytesIO()
    tags.save(content, v1=0, v2_version=3, padding=lambda _: 0)
    return content.getvalue()


def _frames(book: Book) -> Iterator[Any]:
    from mutagen import id3 as frames

    tags, title = book.tags, line(book.tags.title)
    texts = {
        "TIT2": title,
        "TALB": line(book.album) or title,
        "TPE1": line(tags.author),
        "TPE2": line(tags.author),
        "TCOM": line(tags.narrator),
        "TCON": line(tags.genre),
        "TYER": year(tags),
        "TPUB": line(tags.publisher),
        "TLAN": language(tags) if tags.language else "",
        "TIT1": series(tags),
        "TRCK": f"{book.track}/{book.tracks}",
    }
    yield from (getattr(frames, name)(encoding=_UTF16, text=[text]) for name, text in texts.items() if text)
    if tags.description:
        yield frames.COMM(encoding=_UTF16, lang=language(tags) if tags.language else "eng", desc="", text=[lines(tags.description)])
    own = {"NARRATOR": line(tags.narrator), "SERIES": line(tags.series), "SERIES-PART": line(tags.part), "ISBN": line(tags.isbn)}
    yield from (frames.TXXX(encoding=_UTF16, desc=name, text=[text]) for name, text in own.items() if text)
    yield from _chapters(titled(book.timeline.marks), book.timeline.rate, book.timeline.length)
    if book.cover:
        yield frames.APIC(encoding=0, mime=book.cover.mime, type=frames.PictureType.COVER_FRONT, desc="Cover", data=book.cover.content)


def _chapters(marks: Sequence[Mark], rate: int, length: int) -> Iterator[Any]:
    """Yield the table of contents, in parts where one cannot hold all, and the chapters."""
    from mutagen import id3 as frames

    names = [f"chapter{number}" for number in range(len(marks))]
    if len(names) <= _MOST:
        yield _contents("contents", _TOP_LEVEL | _ORDERED, names)
    else:
        parts = [names[start : start + _PART] for start in range(0, len(names), _PART)]
        yield _contents("contents", _TOP_LEVEL | _ORDERED, [f"part{number}" for number in range(len(parts))])
        yield from (_contents(f"part{number}", _ORDERED, part) for number, part in enumerate(parts))
    ends = [*(mark.start for mark in marks[1:]), length]
    for name, mark, end in zip(names, marks, ends, strict=False):
        yield frames.CHAP(
            element_id=name,
            start_time=round(mark.start * 1000 / rate),
            end_time=round(end * 1000 / rate),
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[frames.TIT2(encoding=_UTF16, text=[mark.title])],
        )


def _contents(name: str, flags: int, children: list[str]) -> Any:
    from mutagen import id3 as frames

    return frames.CTOC(element_id=name, flags=flags, child_element_ids=children, sub_frames=[frames.TIT2(encoding=_UTF16, text=["Contents"])])
