"""EPUBs are read in their spine's order; what is damaged, protected or absurd is refused."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from audiobook.document import BlockKind
from audiobook.errors import StoryError
from audiobook.readers import epub
from tests.readers.stories import SPEECH, WORDS, of_kind, titles, whys

CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfile full-path="OPS/book.opf"/></container>'
PAGE = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>
<navPoint><navLabel><text>Fog</text></navLabel><content src="text/one%20x.xhtml#top"/></navPoint>
<navPoint><navLabel><text>Rope</text></navLabel><content src="text/two.xhtml"/></navPoint></navMap></ncx>"""
NAV = '<nav><ol><li><a href="text/one%20x.xhtml">Fog</a></li><li><a href="text/two.xhtml">Rope</a></li></ol></nav>'


def package(spine: str = '<itemref idref="a"/><itemref idref="b"/>', more: str = "") -> str:
    return f"""<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">
<metadata><dc:title>The Ferry Bell</dc:title>
<dc:creator>Ada Quill</dc:creator><dc:creator>B. Tobin</dc:creator><dc:language>en-GB</dc:language></metadata><manifest>
<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one%20x.xhtml" media-type="application/xhtml+xml"/>{more}</manifest>
<spine>{spine}</spine></package>"""


def made(files: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def book(one: str, two: str, **others: str) -> bytes:
    files = {"META-INF/container.xml": CONTAINER, "OPS/book.opf": package(), "OPS/text/one x.xhtml": PAGE.format(one), "OPS/text/two.xhtml": PAGE.format(two)}
    return made(files | {name.replace("__", "/").replace("_", "."): text for name, text in others.items()})


def test_the_pages_follow_the_spine_and_the_package_tells_the_book() -> None:
    document = epub.read(book(f"<h1>Fog</h1><p>{WORDS}</p>", f"<h1>Rope</h1><p>{SPEECH}&nbsp;&mdash;</p>"), "bell.epub", "Bell")
    assert (document.title, document.author, document.language) == ("The Ferry Bell", "Ada Quill, B. Tobin", "en-GB")
    assert titles(document) == ["Fog", "Rope"]
    assert of_kind(document, BlockKind.PROSE) == [WORDS, f"{SPEECH} —"]


@pytest.mark.parametrize(
    ("item", "name", "listing"),
    [
        ('<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>', "OPS__toc_ncx", NCX),
        ('<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>', "OPS__nav_xhtml", NAV),
    ],
)
def test_pages_without_headings_are_called_as_the_contents_call_them(item: str, name: str, listing: str) -> None:
    spine = '<itemref idref="n"/><itemref idref="a"/><itemref idref="b"/>'
    content = book(f"<p>{WORDS}</p>", f"<p>{SPEECH}</p>", **{"OPS__book_opf": package(spine, item), name: listing})
    document = epub.read(content, "bell.epub", "Bell")
    assert titles(document) == ["Fog", "Rope"]
    assert of_kind(document, BlockKind.PROSE) == [WORDS, SPEECH]


def test_a_title_page_that_repeats_the_title_is_not_read() -> None:
    document = epub.read(book("<h1>The Ferry Bell</h1><p>by Ada Quill</p>", f"<h1>Fog</h1><p>{WORDS}</p>"), "bell.epub", "Bell")
    assert titles(document) == ["Fog"]
    assert {why for why, _ in whys(document)} == {"title page"}


def test_a_page_beside_the_story_is_not_read() -> None:
    spine = '<itemref idref="a"/><itemref idref="b" linear="no"/>'
    document = epub.read(book(f"<p>{WORDS}</p>", "<p>A kind of rope.</p>", OPS__book_opf=package(spine)), "bell.epub", "Bell")
    assert whys(document) == [("beside the story", "A kind of rope.")]


def test_a_page_that_is_listed_and_missing_is_noticed() -> None:
    more = '<item id="c" href="three.xhtml" media-type="application/xhtml+xml"/>'
    spine = '<itemref idref="a"/><itemref idref="c"/>'
    document = epub.read(book(f"<p>{WORDS}</p>", "", OPS__book_opf=package(spine, more)), "bell.epub", "Bell")
    assert document.notices == ("bell.epub: the page OPS/three.xhtml is listed but not in the EPUB",)


ENCRYPTED = '<encryption xmlns:e="x"><e:CipherData><e:CipherReference URI="OPS/text/two.xhtml"/></e:CipherData></encryption>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04 and so on", "damaged"),
        (b"no archive", "damaged"),
        (made({"a.txt": "x"}), "no EPUB"),
        (made({"META-INF/container.xml": "<container"}), "damaged"),
        (made({"META-INF/container.xml": CONTAINER}), "not in it"),
        (made({"META-INF/container.xml": CONTAINER, "OPS/book.opf": "<!DOCTYPE x [<!ENTITY a 'b'>]><package/>"}), "entities"),
        (made({"META-INF/container.xml": CONTAINER, "OPS/book.opf": "<package/>"}), "no word"),
        (book("<p>x</p>", "<p>y</p>", **{"META-INF__encryption_xml": ENCRYPTED}), "DRM"),
        (book("", "<p>***</p>"), "no word"),
    ],
)
def test_what_is_no_readable_epub_is_refused(content: bytes, says: str) -> None:
    with pytest.raises(StoryError, match=says):
        epub.read(content, "bell.epub", "Bell")


def test_a_page_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "_LARGEST_PAGE", 1000)
    with pytest.raises(StoryError, match="unpacks"):
        epub.read(book("<p>word</p>" + " " * 5000, "<p>x</p>"), "bell.epub", "Bell")


def test_an_archive_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "_MOST_ENTRIES", 2)
    with pytest.raises(StoryError, match="4 files"):
        epub.read(book("<p>x</p>", "<p>y</p>"), "bell.epub", "Bell")


def test_a_truncated_epub_is_refused() -> None:
    content = bytearray(book(f"<p>{WORDS}</p>", f"<p>{WORDS * 50}</p>"))
    at = content.index(b"OPS/text/two.xhtml") + 40
    content[at : at + 20] = b"\xff" * 20
    with pytest.raises(StoryError, match="damaged"):
        epub.read(bytes(content), "bell.epub", "Bell")


def test_footnotes_of_a_page_are_not_read() -> None:
    page = f'<p>{WORDS}<a epub:type="noteref" href="#n">1</a></p><aside epub:type="footnote" id="n"><p>A kind of bell.</p></aside>'
    document = epub.read(book(page, f"<p>{SPEECH}</p>"), "bell.epub", "Bell")
    assert of_kind(document, BlockKind.PROSE) == [f"{WORDS}1", SPEECH]
    assert [span.of(document.text) for block in document.blocks for span in block.unread] == ["1"]
    assert whys(document) == [("footnote", "A kind of bell.")]
