"""Covers: given ones made fit, drawn ones legible and always the same."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from audiobook.book import Cover
from audiobook.document import Span
from audiobook.errors import OutputError
from audiobook.events import Event, Notice
from audiobook.script import Script
from audiobook.sidecar import BookTags
from audiobook.writers.cover import prepare
from audiobook.writers.lettering import fit, font, lettering
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
    [("Plain Words", "Plain Words"), ("Émile’s Élan", "Emile’s Elan"), ("A — B", "A - B"), ("🐉 Dragon", "Dragon"), ("Œuvre groß", "Oeuvre gross"), ("", "")],
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
