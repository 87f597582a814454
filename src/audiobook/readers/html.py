"""HTML: `.html`, `.htm`, `.xhtml`; downloads from the Archive of Our Own among them."""

import codecs
import re

from audiobook.document import Document
from audiobook.readers.decoding import decode
from audiobook.readers.extract import Page, extract
from audiobook.readers.pages import document_of

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 2048  # bytes; so far a declaration may stand


def read(content: bytes, source: str, title: str) -> Document:
    """Read a story that is a page of HTML; title is what it is called where the page does not tell.

    Raises:
        StoryError: the content is no text, or holds no word.
    """
    markup, notices = decoded(content, source)
    page = extract(markup)
    return document_of(page.pieces, page.facts | told(page), source, title, notices=notices)


def decoded(content: bytes, source: str) -> tuple[str, list[str]]:
    """Return the markup, by the encoding that it declares, else as text is read; and notices.

    Raises:
        StoryError: the content is no text.
    """
    declared = _DECLARED.search(content[:_HEAD])
    if declared and not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii").lower()
        name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else name  # what browsers do
        try:
            if name != "utf-8" and codecs.lookup(name)._is_text_encoding:
                return content.decode(name), []
        except (LookupError, UnicodeDecodeError):
            pass  # the declaration is wrong: as text is read
    return decode(content, source)


def told(page: Page) -> dict[str, str]:
    """Return title and author as an Archive of Our Own page tells them in its preface."""
    found: dict[str, str] = {}
    for piece in page.pieces:
        if "preface" in piece.identity and piece.level == 1:
            found.setdefault("title", piece.text)
        elif "preface" in piece.identity and "byline" in piece.identity:
            found.setdefault("author", re.sub(r"^by\s+", "", piece.text))
    return found
