"""Bytes become text, whole, or an error that says what would work."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import StoryError
from audiobook.readers.decoding import decode

STORY = "“Où est-il?” she said — nobody answered.\r\n"
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@given(TEXTS)
def test_utf_8_is_read_as_it_stands(text: str) -> None:
    assert decode(text.encode(), "story.txt") == (text, [])


def test_a_byte_order_mark_stays_in_the_text_so_that_offsets_hold() -> None:
    assert decode(codecs.BOM_UTF8 + STORY.encode(), "story.txt") == ("\ufeff" + STORY, [])


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_wide_encodings_are_known_by_their_mark(mark: bytes, encoding: str) -> None:
    assert decode(mark + STORY.encode(encoding), "story.txt") == ("\ufeff" + STORY, [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_obvious_utf_16_is_read_without_its_mark_and_noticed(encoding: str) -> None:
    text, notices = decode(STORY.encode(encoding), "story.txt")
    assert text == STORY
    assert encoding.upper() in notices[0]


def test_windows_1252_is_read_with_a_notice_that_names_the_line() -> None:
    text, notices = decode(("First line.\n" + STORY).encode("cp1252"), "story.txt")
    assert text == "First line.\n" + STORY
    assert notices == ["story.txt: 4 bytes are no UTF-8 (the first in line 2); read as Windows-1252"]


def test_a_file_pasted_together_from_two_encodings_keeps_both() -> None:
    text, _ = decode("“Who goes there?” ".encode() + "“Nobody you know.”".encode("cp1252"), "story.txt")
    assert text == "“Who goes there?” “Nobody you know.”"


def test_newlines_are_untouched() -> None:
    assert decode(b"one\r\ntwo\rthree\n", "story.txt")[0] == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04....", "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"abc\0def", "NUL"),
        (bytes(range(1, 9)) * 40, "control"),
        (codecs.BOM_UTF16_LE + b"a", "UTF-16-LE"),
        (codecs.BOM_UTF16_LE + "a\0b".encode("utf-16-le"), "NUL"),
        (("Привет, как дела? " * 20).encode("cp1251"), "Western"),
        (b"Caf\x81 and more words that are plain", "Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused_with_what_would_work(content: bytes, says: str) -> None:
    with pytest.raises(StoryError, match=says) as caught:
        decode(content, "story.txt")
    assert str(caught.value).startswith("story.txt: ")


@given(st.binary(max_size=300))
def test_only_story_errors_escape(content: bytes) -> None:
    try:
        text, _ = decode(content, "story.txt")
    except StoryError:
        return
    assert "\0" not in text


def test_a_megabyte_of_odd_bytes_takes_linear_time() -> None:
    start = time.process_time()
    decode(b"abcd\xe9 fg " * 100_000, "story.txt")
    assert time.process_time() - start < 2
