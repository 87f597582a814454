"""Covers: given ones made fit, drawn ones legible and always the same."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from audiobook.book import Cover
from audiobook.document import Span
from audiobook.errors import OutputError
from audiobook.events import Event, Notice
from audiobook.script import Script
from audiobook.sidecar import BookTags
from audiobook.writers.cover import prepare
from audiobook.writers.lettering import fit, font, grown, lettering, write
from tests.writers.making import script


def given(path: Path) -> tuple[Cover, list[str]]:
    """Return the cover made of a picture, and what was said of it."""
    said: list[Event] = []
    cover = prepare(path, BookTags(), script(), said.append)
    return cover, [event.message for event in said if isinstance(event, Notice)]


def opened(cover: Cover) -> Image.Image:
    image = Image.open(BytesIO(cover.content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_a_good_picture_is_taken_as_it_is(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"cover.{kind}"
    Image.new("RGB", (1500, 2000), "teal").save(path)
    assert given(path) == (Cover(path.read_bytes(), f"image/{kind}"), [])


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.jpg", "CMYK"), ("a.jpg", "L"), ("a.png", "RGBA"), ("a.png", "P"), ("a.png", "1"), ("a.png", "I;16"), ("a.webp", "RGBA"), ("a.gif", "P")],
)
def test_odd_pictures_become_plain_jpegs(name: str, mode: str, tmp_path: Path) -> None:
    Image.new(mode, (1500, 1500)).save(tmp_path / name)
    cover, said = given(tmp_path / name)
    assert cover.mime == "image/jpeg"
    assert opened(cover).mode == "RGB"
    assert opened(cover).size == (1500, 1500)
    assert said == []


def test_what_is_transparent_shows_white(tmp_path: Path) -> None:
    Image.new("RGBA", (1500, 1500), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert opened(given(tmp_path / "a.png")[0]).getpixel((9, 9)) == (255, 255, 255)


def test_a_photograph_lying_on_its_side_is_set_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (2000, 1500), "navy").save(tmp_path / "a.jpg", exif=exif)
    assert opened(given(tmp_path / "a.jpg")[0]).size == (1500, 2000)


def test_a_huge_picture_is_scaled_down(tmp_path: Path) -> None:
    Image.new("RGB", (4000, 2000), "navy").save(tmp_path / "a.png")
    assert opened(given(tmp_path / "a.png")[0]).size == (3000, 1500)


def test_a_small_picture_is_taken_with_a_notice(tmp_path: Path) -> None:
    Image.new("RGB", (200, 300)).save(tmp_path / "small.png")
    _, said = given(tmp_path / "small.png")
    assert len(said) == 1
    assert "small.png: a cover of 200 × 300 pixels; 1400 or more" in said[0]


def truncated(path: Path) -> None:
    Image.effect_noise((1500, 1500), 90).save(path, "PNG")
    path.write_bytes(path.read_bytes()[:9000])


@pytest.mark.parametrize(
    "make",
    [lambda path: path.write_text("not a picture"), lambda path: path.write_bytes(b""), truncated, lambda path: None],
    ids=["text", "empty", "truncated", "missing"],
)
def test_what_is_no_picture_is_refused_with_words(make: Callable[[Path], object], tmp_path: Path) -> None:
    make(tmp_path / "cover.png")
    with pytest.raises(OutputError, match=r"cover\.png: .*JPEG, PNG or WebP"):
        given(tmp_path / "cover.png")


def drawn(title: str = "The Ferry", author: str = "Ada Brandt", of: Script | None = None) -> Cover:
    return prepare(None, BookTags(title=title, author=author), of or script(), print)


def test_a_drawn_cover_is_large_square_and_light() -> None:
    cover = drawn()
    assert opened(cover).size == (2400, 2400)
    assert cover.mime == "image/jpeg"
    assert len(cover.content) < 400_000


def test_the_same_story_gives_the_same_cover() -> None:
    assert drawn() == drawn()


def test_another_cast_gives_another_cover() -> None:
    story = script()
    silent = replace(story, segments=tuple(replace(segment, speaker=None) for segment in story.segments))
    assert drawn(of=silent) != drawn()


@pytest.mark.parametrize("title", ["", "x" * 300, "word " * 200, "🐉🔥", "قصة المدينة", "Ünïcödé — “quotes”", "two\nlines"])
def test_every_title_gives_a_cover(title: str) -> None:
    assert opened(drawn(title, author=title)).size == (2400, 2400)


def test_a_story_of_no_words_gives_a_cover() -> None:
    empty = replace(script(), segments=())
    assert opened(drawn(of=empty)).size == (2400, 2400)
    notes = replace(script(), segments=(replace(script().segments[0], span=Span(0, 0)),))
    assert opened(drawn(of=notes)).size == (2400, 2400)


def test_the_title_can_be_read_at_100_pixels() -> None:
    small = np.asarray(opened(drawn("Ferry")).resize((100, 100)).convert("L"), np.float64)
    written = small[6:22, 5:50]
    assert written.max() > 200  # bright letters
    assert np.median(written) < 60  # on a dark ground


@pytest.mark.parametrize(
    ("words", "shown"),
    [("Plain Words", "Plain Words"), ("Émile’s Élan", "Émile’s Élan"), ("A — B", "A - B"), ("🐉 Dragon", "Dragon"), ("Œuvre groß", "Oeuvre gross"), ("", "")],
)
def test_letters_that_the_font_lacks_are_drawn_plain(words: str, shown: str) -> None:
    made = lettering(words)
    assert made.text == shown
    assert made.face == ""


@pytest.mark.parametrize("words", ["short", "a few words more than that", "endless" * 40, "word " * 90])
def test_lines_fit_their_width_and_height(words: str) -> None:
    lines, size = fit(lettering(words), 2100, 1150, range(330, 90, -6))
    assert all(font("", size).getlength(line) <= 2100 for line in lines)
    assert len(lines) * size <= 1150


def ink(text: str, size: int = 300) -> NDArray[np.float32]:
    """Return a line of text as it is drawn, 0 to 1, its baseline at the same row whatever the text."""
    picture = Image.new("L", (1200, 600))
    write(ImageDraw.Draw(picture), (100, 100), text, lettering(text), size, (255,))
    drawn_so: NDArray[np.float32] = np.asarray(picture, np.float32) / np.float32(255)
    return drawn_so


@pytest.mark.parametrize(
    ("accented", "plain", "above"), [("É", "E", True), ("Ž", "Z", True), ("ñ", "n", True), ("Å", "A", True), ("ç", "c", False), ("ę", "e", False)]
)
def test_an_accent_is_drawn_on_its_letter(accented: str, plain: str, above: bool) -> None:
    more = ink(accented) - ink(plain)
    rows = np.flatnonzero(ink(plain).any(axis=1))
    assert more.min() > -0.01  # the letter itself is all there
    drawn = np.flatnonzero((more > 0.5).any(axis=1))
    assert len(drawn) > 10
    assert drawn.min() < rows.min() if above else drawn.max() > rows.max()
    columns = np.flatnonzero((more > 0.5).any(axis=0))
    letter = np.flatnonzero(ink(plain).any(axis=0))
    assert letter.min() - 20 <= columns.min()
    assert columns.max() <= letter.max() + 20


def test_an_i_loses_its_dot_under_an_accent() -> None:
    x_height = np.flatnonzero(ink("x").any(axis=1)).min()
    dot = np.flatnonzero(ink("i")[: x_height - 5].any(axis=0))
    two = np.flatnonzero(ink("ï")[: x_height - 5].any(axis=0))
    assert (two.min(), two.max()) < (dot.min(), dot.max() + 100)
    assert not np.isin((dot.min() + dot.max()) // 2, two)
    assert np.array_equal(ink("ï")[x_height + 10 :] > 0.5, ink("i")[x_height + 10 :] > 0.5)


def test_accents_change_no_width() -> None:
    plain, accented = (fit(lettering(words), 2100, 1150, range(330, 90, -6)) for words in ("Etoile legere", "Étoile légère"))
    assert plain[1] == accented[1]
    assert len(plain[0]) == len(accented[0])


def test_a_short_title_is_large_and_a_long_one_has_no_more_lines_for_it() -> None:
    assert tall(drawn("Worm")) > tall(drawn("Worm and the long way round the harbour")) * 1.5
    lines, size = grown(lettering("One and two"), ["One and two"], 330, (2100, 900), range(330, 640, 10))
    assert len(lines) == 1
    assert size > 330


def tall(cover: Cover) -> int:
    """Return how many rows the first letter of a cover's title has, in pixels."""
    first = np.asarray(opened(cover).convert("L"))[150:900, 150:330] > 200
    rows = np.flatnonzero(first.any(axis=1))
    gaps = np.flatnonzero(np.diff(rows) > 1)
    return int(rows[gaps[0]] if len(gaps) else rows[-1]) - int(rows[0])
