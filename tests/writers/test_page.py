"""The page: the whole story, nothing of it read as code, colours that can be read, and a strip that is as long as the book."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from audiobook.script import Script
from audiobook.sidecar import BookTags
from audiobook.words import words
from audiobook.writers.page import Sound, clock, dark, light, page
from audiobook.writers.times import TIMES, read_times
from tests.writers.saying import BREAK, DIALOGUE, HEADING, NARRATION, NOTE, THOUGHT, Said, script_of, told

WICKED: list[list[list[Said]]] = [
    [
        [("</script><script>alert(1)</script>", HEADING, None)],
        [("“<img src=x onerror=alert(2)>”", DIALOGUE, '"><script>alert(3)</script>'), ("$title ${code} {} %s &amp;lt;", NARRATION, None)],
        [("***", BREAK, None)],
        [("“Yes,”", THOUGHT, "' onclick='alert(4)"), ("]]> <!-- --", NARRATION, None), ("“No.”", DIALOGUE, None)],
        [("javascript:alert(5) note", NOTE, None)],
    ]
]


class Reader(HTMLParser):
    """Gathers a page's elements, and the text inside main."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.main = ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = self._inside or tag == "main"
        self.main += " " if tag in ("p", "h2", "hr", "section") else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "main"

    def handle_data(self, data: str) -> None:
        self.main += data if self._inside else ""


@pytest.fixture(scope="module")
def script() -> Script:
    return script_of()


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def variables(dark_scheme: bool) -> dict[str, str]:
    """Return the colours that the page's own styles name."""
    styles = (Path(__file__).resolve().parents[2] / "src" / "audiobook" / "writers" / "page.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", styles, re.DOTALL)
    return dict(re.findall(r"--(\w+): (#\w{6})", blocks[1 if dark_scheme else 0]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_speakers_colour_can_be_read(scheme: str) -> None:
    named = variables(scheme == "dark")
    for own in range(0, 360, 15):
        for place in range(60):
            colour = (light if scheme == "light" else dark)(own, place)
            assert contrast(colour, named["paper"]) >= 4.5, (own, place)
            assert contrast(colour, named["lit"]) >= 4.5, (own, place)
    assert contrast(named["ink"], named["lit"]) >= 7
    assert min(contrast(named["dim"], named[ground]) for ground in ("paper", "lift")) >= 4.5


def test_neighbours_in_the_cast_differ() -> None:
    assert len({light(0, place) for place in range(40)}) == 40
    assert len({dark(0, place) for place in range(40)}) == 40


def test_the_whole_story_is_there_once(script: Script) -> None:
    read = Reader(page(script, "Salt", ""))
    assert words(read.main) == words(script.document.text)
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_links_lead_to_elements_of_the_page(script: Script) -> None:
    read = Reader(page(script, "Salt", ""))
    ids = {attributes.get("id") for _, attributes in read.tags}
    links = [attributes["href"] or "" for tag, attributes in read.tags if tag == "a"]
    assert len(links) >= 5
    assert {link.removeprefix("#") for link in links} <= ids


def test_nothing_of_the_story_becomes_code() -> None:
    harmless, wicked = Reader(page(script_of(), "Salt", "")), Reader(page(script_of(WICKED), "</title><script>alert(0)</script>", '"><i>'))
    assert [tag for tag, _ in wicked.tags if tag in ("script", "img", "iframe")] == ["script", "script"]
    allowed = {name for _, attributes in harmless.tags for name in attributes}
    assert {name for _, attributes in wicked.tags for name in attributes} <= allowed
    assert re.findall(r"[^\W_]+", wicked.main) == words(script_of(WICKED).document.text)


def test_a_page_asks_for_nothing_from_outside(script: Script) -> None:
    text = page(script, "Salt", "", None)
    assert not re.search(r"https?://|//[\w.]+/|@import|url\(", text)
    assert [attributes for tag, attributes in Reader(text).tags if "src" in attributes] == []


def test_the_policy_lets_this_code_run_and_no_other(script: Script) -> None:
    import base64
    import hashlib

    text = page(script, "Salt", "")
    code = text.split("<script>")[1].split("</script>")[0]
    assert f"script-src 'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" in text


def test_each_line_tells_who_says_it_how_sure_that_is_and_why(script: Script) -> None:
    lines = {attributes.get("id"): attributes for tag, attributes in Reader(page(script, "Salt", "")).tags if tag == "span" and attributes.get("id")}
    assert lines["l2"]["title"] == "Mira, 0.50: because"
    assert lines["l2"]["data-who"] == "Mira"
    assert "q1" in (lines["l2"]["class"] or "")
    assert lines["l8"]["title"] == "nobody known; the narrator reads it, 0.00: because"
    assert "title" not in lines["l3"]


def test_unsure_lines_are_listed_the_least_sure_first(script: Script) -> None:
    text = page(script, "Salt", "")
    listed = re.findall(r'<li><a href="#l(\d+)">(.*?)</a>', text)
    assert listed == [("8", "“No one,”"), ("2", "“Come in,”")]
    assert "Unsure lines (2)" in text


def test_sound_gives_times_and_addresses(tmp_path: Path) -> None:
    book = told(tmp_path / "pressed")
    TIMES.write(book, tmp_path / "book.json")
    times = read_times(tmp_path / "book.json", book.script.document)
    assert times is not None
    assert times.chapters == (0.0, book.timeline.marks[1].start / book.timeline.rate)
    text = page(book.script, "Salt", "", Sound(times, ("a: b/C#1?.m4b", "../x.mp3")))
    sources = [attributes for tag, attributes in Reader(text).tags if tag == "source"]
    assert sources == [{"src": "./a%3A%20b/C%231%3F.m4b", "type": "audio/mp4"}, {"src": "../x.mp3", "type": "audio/mpeg"}]
    assert '"times":[[1,0.8,1.1],[2,1.15,1.45]' in text
    assert "<source" not in page(book.script, "Salt", "", Sound(times, ()))


def test_times_of_another_text_are_none(tmp_path: Path) -> None:
    book = told(tmp_path / "pressed")
    TIMES.write(book, tmp_path / "book.json")
    assert read_times(tmp_path / "book.json", script_of(WICKED).document) is None
    for content in ("", "[]", "{}", '{"format": "audiobook-timeline/1"}', "\x00"):
        (tmp_path / "other.json").write_text(content)
        assert read_times(tmp_path / "other.json", book.script.document) is None
    assert read_times(tmp_path / "none.json", book.script.document) is None


def test_the_strip_is_filled_to_its_end_and_each_scene_is_a_link(script: Script) -> None:
    text = page(script, "Salt", "")
    strip = text.split('<ol class="strip">')[1].split("</ol>")[0]
    assert strip.count("<a ") == 3
    assert min(float(grow) for grow in re.findall(r"flex-grow:([\d.e+]+)", strip)) >= 1
    for stops in re.findall(r"to right,(.*?)\)\"", strip):
        edges = [float(edge) for edge in re.findall(r"([\d.e+-]+)%", stops)]
        assert (edges[0], edges[-1]) == (0, 100)
        assert edges == sorted(edges)


def test_a_long_book_with_a_large_cast_folds_what_is_too_much() -> None:
    lines: list[list[Said]] = [[(f"“Line {place},”", DIALOGUE, f"Person {place % 60}")] for place in range(40)]
    heading: list[Said] = [("# Chapter", HEADING, None)]
    story = [[heading, *lines] for _ in range(70)]
    text = page(script_of(story), "Long", "")
    assert 'class="strip dense"' in text
    assert 'class="label"' not in text
    assert "<summary>and 27 more</summary>" in text


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00"), (59.6, "1:00"), (3599.9, "1:00:00"), (36_061, "10:01:01")])
def test_lengths_are_told_as_clocks(seconds: float, told: str) -> None:
    assert clock(seconds) == told


def test_the_same_story_gives_the_same_page(script: Script) -> None:
    assert page(script, BookTags().title, "") == page(script_of(), "", "")
