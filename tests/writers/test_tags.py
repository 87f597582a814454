"""Words for tags: languages, years, times, one line each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.book import Book
from audiobook.sidecar import BookTags
from audiobook.timeline import Mark
from audiobook.writers.tags import clock, language, line, lines, series, titled, vorbis, year


@pytest.mark.parametrize(
    ("asked", "found"), [("en", "eng"), ("en-GB", "eng"), ("pt_BR", "por"), ("gsw", "gsw"), ("", "und"), ("x1", "und"), ("ZH-hant", "zho")]
)
def test_languages_have_three_letters(asked: str, found: str) -> None:
    assert language(BookTags(language=asked)) == found


@pytest.mark.parametrize(("asked", "found"), [("2026", "2026"), ("c. 1851", "1851"), ("2026-11-21", "2026"), ("", ""), ("unknown", "")])
def test_years_have_four_digits_or_are_left_out(asked: str, found: str) -> None:
    assert year(BookTags(year=asked)) == found


@given(st.text())
def test_a_line_is_one_line_that_files_can_hold(text: str) -> None:
    made = line(text)
    assert len(made.splitlines()) <= 1
    assert "\0" not in made
    assert made == made.strip()
    made.encode()


@pytest.mark.parametrize("kept", ["👩‍🚀", "a‌b", "שלום", "é", "﷽", "“q”"])
def test_joiners_and_scripts_stay_as_they_are(kept: str) -> None:
    assert line(f" {kept} ") == kept


def test_a_description_keeps_its_paragraphs() -> None:
    assert lines(" a\tb \n\n c\x00d\r\n") == "a b\n\ncd"


def test_a_series_has_its_number() -> None:
    assert series(BookTags(series="Sea", part="1.5")) == "Sea #1.5"
    assert series(BookTags(series="Sea")) == "Sea"
    assert series(BookTags(part="3")) == ""


@pytest.mark.parametrize(
    ("start", "said"), [(0, "00:00:00.000"), (24000 * 3600 * 11 + 24, "11:00:00.001"), (24000 * 59 + 23999, "00:01:00.000"), (5.76 * 24000, "00:00:05.760")]
)
def test_times_are_rounded_to_milliseconds(start: float, said: str) -> None:
    assert clock(Mark("", round(start)), 24000) == said


def test_a_chapter_without_a_title_has_its_number() -> None:
    assert [mark.title for mark in titled([Mark("", 0), Mark(" a\nb ", 5), Mark("\x00", 9)])] == ["1", "a b", "3"]


def test_vorbis_comments_have_each_name_once(short_book: Book) -> None:
    names = [name for name, _ in vorbis(short_book)]
    assert len(names) == len(set(names))
    assert "COMMENT" not in names
