"""EPUB 2 and 3: the spine's pages in reading order. Nothing is unpacked to disk, no address outside the file is followed."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

from audiobook.document import Document
from audiobook.errors import StoryError
from audiobook.readers.extract import Piece, extract
from audiobook.readers.html import decoded, told
from audiobook.readers.pages import document_of

_MOST_ENTRIES = 20_000
_LARGEST_PAGE = 64 * 2**20  # bytes, unpacked
_LARGEST = 512 * 2**20  # bytes, all pages unpacked
_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document")
_CONTAINER = "META-INF/container.xml"


def read(content: bytes, source: str, title: str) -> Document:
    """Read an EPUB; title is what it is called where its package does not tell.

    Raises:
        StoryError: it is no EPUB, damaged, protected, absurdly large, or holds no word.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = _Book(archive, source)
            pieces, starts = book.pieces()
            return document_of(pieces, book.fields(), source, title, starts=starts, notices=book.notices)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ElementTree.ParseError, zlib.error) as error:
        raise StoryError(f"{source}: a damaged EPUB ({error}); opening and saving it in an e-book program may mend it") from error


class _Book:
    """An open EPUB: its package document and what that lists."""

    def __init__(self, archive: zipfile.ZipFile, source: str) -> None:
        self.archive, self.source = archive, source
        self.notices: list[str] = []
        self._left = _LARGEST
        if len(archive.infolist()) > _MOST_ENTRIES:
            raise StoryError(f"{source}: an archive of {len(archive.infolist())} files, which no book is")
        self.names = {info.filename for info in archive.infolist()}
        if _CONTAINER not in self.names:
            raise StoryError(f"{source}: no EPUB: there is no {_CONTAINER} in it")
        root = next((_get(each, "full-path") for each in self._xml(_CONTAINER).iter() if _tag(each) == "rootfile"), "")
        if root not in self.names:
            raise StoryError(f"{source}: a damaged EPUB: its container names the package {root!r}, which is not in it")
        self.root = root
        self.package = self._xml(root)
        self.items = {_get(each, "id"): each for each in self.package.iter() if _tag(each) == "item"}

    def fields(self) -> dict[str, str]:
        """Return title, author and language as the package tells them."""
        found: dict[str, str] = {}
        for each in self.package.iter():
            key = {"title": "title", "creator": "author", "language": "language"}.get(_tag(each))
            said = " ".join((each.text or "").split())
            if key and said and each.tag.startswith("{http://purl.org/dc/"):
                found[key] = f"{found[key]}, {said}" if key == "author" and key in found else found.get(key, said)
        return found

    def pieces(self) -> tuple[list[Piece], dict[int, str]]:
        """Return all paragraphs in reading order, and where chapters begin that have no heading, with the titles that the contents give them."""
        found: list[Piece] = []
        starts: dict[int, str] = {}
        names = self._contents()
        for path, linear in self._spine():
            markup, notices = decoded(self._read(path), f"{self.source}/{path}")
            self.notices += notices
            page = extract(markup)
            if path in names and page.pieces and not any(piece.level for piece in page.pieces) and not told(page):
                starts[len(found)] = names[path]
            found.extend(page.pieces if linear else (replace(piece, note=piece.note or "beside the story") for piece in page.pieces))
        return found, starts

    def _spine(self) -> Iterator[tuple[str, bool]]:
        """Yield the pages' paths in reading order, and whether each is part of the story's line."""
        protected = self._protected()
        for each in self.package.iter():
            item = self.items.get(_get(each, "idref")) if _tag(each) == "itemref" else None
            if item is None or _get(item, "media-type") not in _PAGES or "nav" in _get(item, "properties").split():
                continue
            path = self._path(self.root, _get(item, "href"))
            if path in protected:
                raise StoryError(f"{self.source}: protected against copying (DRM); only an unprotected EPUB can be read")
            if path in self.names:
                yield path, _get(each, "linear") != "no"
            else:
                self.notices.append(f"{self.source}: the page {path} is listed but not in the EPUB")

    def _protected(self) -> set[str]:
        name = "META-INF/encryption.xml"
        return {unquote(_get(each, "URI")) for each in self._xml(name).iter() if _tag(each) == "CipherReference"} if name in self.names else set()

    def _contents(self) -> dict[str, str]:
        """Return the titles that the contents (EPUB 3: nav, EPUB 2: ncx) give to whole pages."""
        found: dict[str, str] = {}
        for item in self.items.values():
            path = self._path(self.root, _get(item, "href"))
            if path not in self.names or not ("nav" in _get(item, "properties").split() or _get(item, "media-type") == "application/x-dtbncx+xml"):
                continue
            try:
                tree = self._xml(path)
            except (ElementTree.ParseError, StoryError):
                continue  # the pages themselves have their headings, as a rule
            for each in tree.iter():
                address = _get(each, "href") if _tag(each) == "a" else next((_get(child, "src") for child in each if _tag(child) == "content"), "")
                said = " ".join("".join(each.itertext()).split()) if _tag(each) == "a" else _label(each)
                if address and said and _tag(each) in ("a", "navPoint"):
                    found.setdefault(self._path(path, address), said)
        return found

    def _path(self, base: str, address: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(address.partition("#")[0])))

    def _xml(self, path: str) -> ElementTree.Element:
        content = self._read(path)
        if b"<!ENTITY" in content[:20_000]:
            raise StoryError(f"{self.source}: {path} defines entities, which no EPUB needs")
        return ElementTree.fromstring(content)

    def _read(self, path: str) -> bytes:
        """Return a file of the archive. Sizes in its directory may lie: what comes out is counted."""
        if self.archive.getinfo(path).flag_bits & 1:
            raise StoryError(f"{self.source}: {path} is locked with a password; an EPUB without one would work")
        with self.archive.open(path) as file:
            content = file.read(_LARGEST_PAGE + 1)
        self._left -= len(content)
        if len(content) > _LARGEST_PAGE or self._left < 0:
            raise StoryError(f"{self.source}: {path} unpacks to more than {_LARGEST_PAGE // 2**20} MB, or all pages to more than {_LARGEST // 2**20} MB")
        return content


def _tag(each: ElementTree.Element) -> str:
    return each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""


def _get(each: ElementTree.Element, name: str) -> str:
    return (each.get(name) or "").strip()


def _label(each: ElementTree.Element) -> str:
    """Return an ncx entry's own label."""
    for child in each:
        if _tag(child) == "navLabel":
            return " ".join("".join(child.itertext()).split())
    return ""
