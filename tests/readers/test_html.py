"""HTML pages become documents: headings, breaks, notes and stress as the markup tells them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.document import BlockKind, Document
from audiobook.errors import StoryError
from audiobook.readers.extract import extract
from audiobook.readers.html import read
from audiobook.words import words
from tests.readers.stories import SPEECH, WORDS, of_kind, titles, whys

ARCHIVED = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html lang="en-GB"><head><title>The Bell - marshlight - Ferries</title><style>p {{ margin: 0 }}</style></head><body>
<div id="preface"><p class="message">Posted originally on the <a href="http://archiveofourown.org/">Archive</a>.</p>
<div class="meta"><dl class="tags"><dt>Rating:</dt><dd>Teen</dd></dl><h1>The Bell</h1><div class="byline">by <a rel="author" href="/m">marshlight</a></div>
<p>Summary</p><blockquote class="userstuff"><p>Somebody rings.</p></blockquote></div></div>
<div id="chapters" class="userstuff">
<div class="meta group"><h2 class="heading">Chapter 1: Fog</h2><p>Chapter Notes</p><blockquote class="userstuff"><p>Sorry it is late.</p></blockquote></div>
<!--chapter content--><div class="userstuff"><p>{WORDS}</p><p>&ldquo;Who <em>rang</em>?&rdquo; she asked.</p><hr /><p>{WORDS}</p></div><!--/chapter content-->
<div class="meta group"><h2 class="heading">Chapter 2: Rope</h2></div>
<div class="userstuff"><p>{WORDS}</p><p align="center">***</p><p>{SPEECH}</p></div>
<div id="endnotes2" class="meta"><p>Chapter End Notes</p><blockquote class="userstuff"><p>More soon.</p></blockquote></div></div>
<div id="afterword"><p class="message">Please comment!</p></div></body></html>"""


def page(body: str, head: str = "") -> Document:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "story.html", "Story")


def test_an_archived_story_is_read_without_its_preface_and_notes() -> None:
    document = read(ARCHIVED.encode(), "story.html", "Story")
    assert (document.title, document.author, document.language) == ("The Bell", "marshlight", "en-GB")
    assert titles(document) == ["Chapter 1: Fog", "Chapter 2: Rope"]
    assert of_kind(document, BlockKind.PROSE) == [WORDS, "“Who *rang*?” she asked.", WORDS, WORDS, SPEECH]
    assert of_kind(document, BlockKind.BREAK) == ["* * *", "***"]
    assert len(whys(document)) == 12


def test_headings_open_chapters_and_the_first_may_be_the_title() -> None:
    document = page(f"<h1>The Bell</h1><h2>Fog</h2><p>{WORDS}</p><h2>Rope</h2><p>{WORDS}</p>")
    assert (document.title, titles(document)) == ("The Bell", ["Fog", "Rope"])


def test_headings_in_bold_paragraphs_are_found_as_in_plain_text() -> None:
    document = page(f"<p><b>Chapter 1</b></p><p>{WORDS}</p><p><strong>Chapter 2</strong></p><p>{WORDS}</p>")
    assert titles(document) == ["Chapter 1", "Chapter 2"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>one<br>two</p>", "one\ntwo"),
        ("one<br><br/>two", "one\n\ntwo"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<div>one<div>two</div>three</div>", "one\n\ntwo\n\nthree"),
        ("<p>  one\n\n two&nbsp;three </p>", "one two three"),
        ("<p>so <em>very</em> <i>late</i></p>", "so *very* *late*"),
        ("<p>un<em>believ</em>able</p>", "unbelievable"),
        ("<p>so <em> very </em> late</p>", "so very late"),
        ("<p>one</p><script>two()</script><style>p{}</style><p>three</p>", "one\n\nthree"),
        ("<title/><p>one</p>", "one"),
        ("<p>one <a id='x'/>two</p>", "one two"),
        ("<p>&lt;one&gt; &amp; &mdash; &#8220;two&#8221;</p>", "<one> & — “two”"),
        ("<table><tr><td>one</td><td>two</td></tr></table>", "one\n\ntwo"),
        ("<p hidden>no</p><p>one</p>", "one"),
        ("</p></div>one</b>", "one"),
        ("<p>one</p><p>&nbsp;</p><p></p><p>&#8203;</p><p>two</p>", "one\n\ntwo"),
    ],
)
def test_the_text_is_what_the_page_shows(body: str, text: str) -> None:
    assert page(body).text == text


@pytest.mark.parametrize(
    "mark",
    ['<sup><a href="#n1">1</a></sup>', '<a epub:type="noteref" href="#n1">1</a>', '<a role="doc-noteref" href="#n1">1</a>', '<span class="pagenum">12</span>'],
)
def test_footnote_marks_are_unread(mark: str) -> None:
    document = page(f"<p>The rope{mark} was <i>wet</i>.</p>")
    (block,) = document.blocks
    assert [span.of(document.text) for span in block.unread] == [mark.split(">")[-2].partition("<")[0] or "1"]


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("<nav><ol><li>Fog</li></ol></nav>", "contents"),
        ('<aside epub:type="footnote"><p>A rope.</p></aside>', "footnote"),
        ('<section role="doc-endnotes"><p>A rope.</p></section>', "footnote"),
        ('<div class="titlepage"><p>The Bell</p></div>', "title page"),
        ('<div class="authors-note"><p>So late.</p></div>', "author's note"),
        ("<figure><figcaption>The quay</figcaption></figure>", "caption"),
    ],
)
def test_what_the_markup_calls_a_note_is_not_read(note: str, why: str) -> None:
    document = page(f"<p>{WORDS}</p>{note}<p>{WORDS}</p>")
    assert [why for why, _ in whys(document)] == [why]
    assert len(of_kind(document, BlockKind.PROSE)) == 2


def test_a_preface_of_an_ordinary_book_is_story() -> None:
    assert of_kind(page(f'<div id="preface"><p>{WORDS}</p></div>'), BlockKind.PROSE) == [WORDS]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="no-such">', "utf-8"),
        ("", "utf-8"),
    ],
)
def test_the_encoding_that_a_page_declares_counts(head: str, encoding: str) -> None:
    said = "Привет, Мара" if encoding == "cp1251" else "“Où?”"
    assert read(f"<html><head>{head}</head><p>{said}</p>".encode(encoding), "story.html", "Story").text == said


def test_a_page_s_head_tells_title_author_and_language() -> None:
    document = read(f'<html lang="de"><head><title>Die  Glocke</title><meta name="author" content="A. Quill"></head><p>{WORDS}</p>'.encode(), "x.html", "X")
    assert (document.title, document.author, document.language) == ("Die Glocke", "A. Quill", "de")


@pytest.mark.parametrize("body", ["", "<p>***</p>", "<script>words()</script>"])
def test_a_page_without_a_word_is_refused(body: str) -> None:
    with pytest.raises(StoryError, match="no word"):
        page(body)


TAGS = [
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "<i>",
    "</i>",
    "<br>",
    "<div>",
    "</div>",
    "<h2>",
    "</h2>",
    "<sup><a>",
    "</a></sup>",
    "<hr/>",
    "<nav>",
    "</nav>",
    "<span class='pagenum'>",
    "</span>",
]


@given(
    st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from(["one", "two", " ", ".", "“three”", "Chapter 4", "\n", "é", "\u200b"])), max_size=25).map("".join)
)
def test_every_word_of_a_page_is_in_one_block(body: str) -> None:
    said = "".join(part.partition(">")[2] if ">" in part else part for part in body.replace("<br>", " <br>").split("<"))
    try:
        document = page(body)
    except StoryError:
        assert not words(said)
        return
    last = 0
    for block in document.blocks:
        assert last <= block.span.start
        assert not any(sign.isalnum() for sign in document.text[last : block.span.start])
        assert all(block.span.start <= span.start < span.end <= block.span.end for span in block.unread)
        last = block.span.end
    letters = [sign for sign in document.text if sign.isalnum()]
    assert letters == [sign for sign in said if sign.isalnum()]


@pytest.mark.parametrize("piece", ["<div>", "<p>a", "</p>", "<em>", "<sup><a>1", "<br>", "&amp;", "<i>a</i>", "<div></p>"])
def test_hostile_pages_take_linear_time(piece: str) -> None:
    start = time.process_time()
    extract("word " + piece * (200_000 // len(piece)) + "</div>" * 1000)
    assert time.process_time() - start < 3
