"""EPUB 3.3 to read along: the story's text, its sound a chapter, and which line is heard when. The same book gives the same bytes."""

import re
import shutil
import uuid
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from audiobook.book import Book, Pressing
from audiobook.errors import OutputError
from audiobook.sound import mux, streams
from audiobook.writers.companion import Companion
from audiobook.writers.overlay import Heard, Page, pages
from audiobook.writers.tags import language as iso_language
from audiobook.writers.tags import line, year
from audiobook.writers.times import fingerprint
from audiobook.writers.whole import whole
from audiobook.writers.writer import chapters_of

ACTIVE = "-epub-media-overlay-active"
"""The class of what is heard just now."""
_CODECS = {"aac": (".m4a", "audio/mp4"), "mp3": (".mp3", "audio/mpeg")}  # sounds that every reading system has to play, the first preferred
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_LEFTWARD = {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}
_TIME = (1980, 1, 1, 0, 0, 0)  # of every file in the archive
_MODIFIED = "2026-01-01T00:00:00Z"  # the format wants one; a true one would make other bytes of the same book
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _write(book: Book, path: Path) -> None:
    codec = next((codec for codec in _CODECS if any(coding.codec == codec for coding in book.master)), "aac")
    pressings = chapters_of(book, codec)
    if len(pressings) != len(book.timeline.marks):
        raise OutputError(f"{len(pressings)} chapters of {codec} for {len(book.timeline.marks)} marks")
    made = pages(book)
    with whole(path) as beside:
        sound = beside.with_name(f"{beside.name.removesuffix('.part')}.sound.part")
        try:
            with ZipFile(beside, "w") as archive:
                _put(archive, "mimetype", "application/epub+zip", ZIP_STORED)
                _put(archive, "META-INF/container.xml", _CONTAINER)
                for name, content in _texts(book, made, codec):
                    _put(archive, f"EPUB/{name}", content)
                if book.cover:
                    _put(archive, f"EPUB/{_picture(book)}", book.cover.content, ZIP_STORED)
                for number, pressing in enumerate(pressings):
                    _press(sound, pressing, codec, iso_language(book.tags))
                    with sound.open("rb") as file:
                        _put(archive, f"EPUB/{_sound(number, codec)}", file, ZIP_STORED)
        finally:
            sound.unlink(missing_ok=True)


def _press(path: Path, pressing: Pressing, codec: str, spoken: str) -> None:
    """Write one chapter's sound as a file of its own; its packets are those of the pressing."""
    if codec == "aac":
        mux.write_m4a(path, [pressing], spoken)
        return
    with path.open("wb") as file:
        streams.write_mp3(file, [pressing])


def _put(archive: ZipFile, name: str, content: str | bytes | BinaryIO, method: int = ZIP_DEFLATED) -> None:
    entry = ZipInfo(name, _TIME)
    entry.compress_type, entry.create_system, entry.external_attr = method, 3, 0o644 << 16
    if isinstance(content, str | bytes):
        archive.writestr(entry, content)
        return
    entry.file_size = content.seek(0, 2)  # tells zipfile whether 32 bits are enough
    content.seek(0)
    with archive.open(entry, "w") as file:
        shutil.copyfileobj(content, file, 1 << 20)


def _sound(number: int, codec: str) -> str:
    return f"audio/chapter-{number + 1:03d}{_CODECS[codec][0]}"


def _picture(book: Book) -> str:
    return "cover.png" if book.cover and book.cover.mime == "image/png" else "cover.jpg"


def _texts(book: Book, made: Sequence[Page], codec: str) -> Iterator[tuple[str, str]]:
    """Yield every file that is text: name and content."""
    spoken = language(book)
    yield "package.opf", _package(book, made, codec)
    yield "nav.xhtml", _xhtml("Contents", _contents(made), spoken)
    yield "style.css", (files("audiobook.writers") / "epub.css").read_text(encoding="utf-8")
    if book.cover:
        yield "cover.xhtml", _xhtml("Cover", f'<section epub:type="cover"><img src="{_picture(book)}" alt="Cover" role="doc-cover"/></section>', spoken)
    for page in made:
        part = {"title": "titlepage", "ending": "conclusion"}.get(page.name, "chapter")
        yield f"{page.name}.xhtml", _xhtml(page.title, f'<section epub:type="{part}">\n{page.body}\n</section>', spoken)
        if page.lines:
            yield f"{page.name}.smil", _overlay(page, codec)


def language(book: Book) -> str:
    """Return the book's language after BCP 47; "und" where it is unknown or none."""
    found = _LANGUAGE.fullmatch(book.tags.language.strip().replace("_", "-"))
    return found[0] if found else "und"


def _leftward(spoken: str) -> bool:
    return spoken.partition("-")[0].casefold() in _LEFTWARD


def _xhtml(title: str, body: str, spoken: str) -> str:
    direction = ' dir="rtl"' if _leftward(spoken) else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{spoken}" xml:lang="{spoken}"{direction}>\n'
        f'<head><meta charset="utf-8"/><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _contents(made: Sequence[Page]) -> str:
    rows = "\n".join(f'<li><a href="{page.name}.xhtml">{escape(page.title)}</a></li>' for page in made)
    return f'<nav epub:type="toc" role="doc-toc"><h1>Contents</h1>\n<ol>\n{rows}\n</ol></nav>'


def _overlay(page: Page, codec: str) -> str:
    rows = "\n".join(
        f'<par id="par{number}"><text src="{page.name}.xhtml#{key}"/>'
        f'<audio src="{_sound(heard.chapter, codec)}" clipBegin="{_clock(heard.start)}" clipEnd="{_clock(heard.end)}"/></par>'
        for number, (key, heard) in enumerate(page.lines, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body><seq id="seq" epub:textref="{page.name}.xhtml">\n{rows}\n</seq></body>\n</smil>\n'
    )


def _clock(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}s"


def _length(heard: Sequence[Heard]) -> int:
    """Return milliseconds."""
    return sum(each.end - each.start for each in heard)


def _package(book: Book, made: Sequence[Page], codec: str) -> str:
    spoken = language(book)
    leftward = ' page-progression-direction="rtl"' if _leftward(spoken) else ""
    spine = [*(["cover"] if book.cover else []), *(page.name for page in made)]
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{spoken}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        *_metadata(book, made),
        "</metadata>",
        "<manifest>",
        *_manifest(book, made, codec),
        "</manifest>",
        f"<spine{leftward}>",
        *(f'<itemref idref="{name}"/>' for name in spine),
        "</spine>",
        "</package>\n",
    ]
    return "\n".join(rows)


def _metadata(book: Book, made: Sequence[Page]) -> Iterator[str]:
    tags = book.tags
    digest = sha256("\x1f".join((tags.title, tags.author, fingerprint(book.script.document))).encode()).digest()
    yield f'<dc:identifier id="id">urn:uuid:{uuid.UUID(bytes=digest[:16], version=5)}</dc:identifier>'
    yield f"<dc:title>{escape(line(tags.title) or 'book')}</dc:title>"
    yield f"<dc:language>{language(book)}</dc:language>"
    yield f'<meta property="dcterms:modified">{_MODIFIED}</meta>'
    for name, role, person in (("creator", "aut", line(tags.author)), ("contributor", "nrt", line(tags.narrator))):
        if person:
            yield f'<dc:{name} id="{role}">{escape(person)}</dc:{name}>'
            yield f'<meta refines="#{role}" property="role" scheme="marc:relators">{role}</meta>'
    if tags.isbn:
        yield f"<dc:identifier>urn:isbn:{escape(line(tags.isbn))}</dc:identifier>"
    told = {"publisher": line(tags.publisher), "description": line(tags.description), "date": year(tags), "subject": line(tags.genre)}
    yield from (f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in told.items() if value)
    if tags.series:
        yield f'<meta property="belongs-to-collection" id="series">{escape(line(tags.series))}</meta>'
        yield '<meta refines="#series" property="collection-type">series</meta>'
        if re.fullmatch(r"\d+(?:\.\d+)*", line(tags.part)):
            yield f'<meta refines="#series" property="group-position">{escape(line(tags.part))}</meta>'
    if book.cover:
        yield '<meta name="cover" content="picture"/>'
    for page in made:
        if page.lines:
            yield f'<meta refines="#{page.name}-heard" property="media:duration">{_clock(_length([heard for _, heard in page.lines]))}</meta>'
    yield f'<meta property="media:duration">{_clock(_length([heard for page in made for _, heard in page.lines]))}</meta>'
    if tags.narrator:
        yield f'<meta property="media:narrator">{escape(line(tags.narrator))}</meta>'
    yield f'<meta property="media:active-class">{ACTIVE}</meta>'
    access = {
        "accessMode": ("textual", "auditory"),
        "accessModeSufficient": ("textual", "auditory"),
        "accessibilityFeature": ("synchronizedAudioText", "tableOfContents"),
        "accessibilityHazard": ("none",),
    }
    yield from (f'<meta property="schema:{name}">{value}</meta>' for name, values in access.items() for value in values)


def _manifest(book: Book, made: Sequence[Page], codec: str) -> Iterator[str]:
    yield '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    yield '<item id="style" href="style.css" media-type="text/css"/>'
    if book.cover:
        yield f'<item id="picture" href="{_picture(book)}" media-type="{book.cover.mime}" properties="cover-image"/>'
        yield '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>'
    for page in made:
        heard = f' media-overlay="{page.name}-heard"' if page.lines else ""
        yield f'<item id="{page.name}" href="{page.name}.xhtml" media-type="application/xhtml+xml"{heard}/>'
        if page.lines:
            yield f'<item id="{page.name}-heard" href="{page.name}.smil" media-type="application/smil+xml"/>'
    for number in range(len(book.timeline.marks)):
        yield f'<item id="sound-{number + 1:03d}" href="{_sound(number, codec)}" media-type="{_CODECS[codec][1]}"/>'


EPUB = Companion(".epub", _write, tuple(_CODECS))
