"""Captions: who says what when, as players and podcast apps read it."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.book import Book
from audiobook.script import Script
from audiobook.take import Take
from audiobook.timeline import Clip, Timeline
from audiobook.writers.captions import SRT, VTT, WIDTH, cues, srt, vtt
from tests.writers.saying import script_of, spoken, told


@pytest.fixture(scope="module")
def script() -> Script:
    return script_of()


def said(script: Script) -> Timeline:
    return spoken(script, [240_000, 240_000], ["The Salt Road"])


def test_a_cue_is_a_clip_with_its_speaker(script: Script) -> None:
    blocks = vtt(script, said(script)).split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert blocks[1] == "1\n00:00:00.100 --> 00:00:00.400\nThe Salt Road"
    assert blocks[3] == "3\n00:00:00.800 --> 00:00:01.100\n<v Mira>“Come &lt;b&gt;in&lt;/b&gt;,”"
    assert len(blocks) == 1 + len(said(script).clips)


def test_what_webvtt_would_read_as_markup_is_escaped(script: Script) -> None:
    written = vtt(script, said(script))
    assert '<v Joss "J" &lt;i&gt;>' in written
    assert "it was said --&gt; 1 &lt; 2." in written
    assert "Mira &amp; nobody" in written
    assert written.count("-->") == len(said(script).clips)


def test_subrip_names_the_speaker_and_has_no_tags(script: Script) -> None:
    blocks = srt(script, said(script)).split("\n\n")
    assert blocks[2] == "3\n00:00:00,800 --> 00:00:01,100\nMira: “Come ‹b›in‹/b›,”"
    assert "<" not in srt(script, said(script))


def test_a_line_that_nobody_could_attribute_has_no_speaker(script: Script) -> None:
    assert [cue.speaker for cue in cues(script, said(script)) if "No one" in cue.text] == [""]


def test_long_lines_are_wrapped_and_no_word_is_lost(script: Script) -> None:
    text = "well-meant and endless, " * 30 + "x" * 90
    timeline = Timeline(24000, 24000, (Clip(Take("", Path(), "", 24000, 12000), 0, 12000, 1.0, None, text),), ())
    _, body = vtt(script, timeline).split(".500\n")
    rows = body.strip().split("\n")
    assert " ".join(rows) == text
    assert max(len(row) for row in rows[:-1]) <= WIDTH


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 300)), max_size=20), st.sampled_from([8000, 24000, 44100]))
def test_cues_follow_one_another(gaps: list[tuple[int, int]], rate: int) -> None:
    clips, at = [], 0
    for gap, length in gaps:
        clips.append(Clip(Take("", Path(), "", rate, length), at + gap, length, 1.0, None, "Word."))
        at += gap + length
    found = cues(script_of(), Timeline(rate, at + 1, tuple(clips), ()))
    assert len(found) == len(clips)
    assert all(cue.start < cue.end for cue in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_hours_do_not_end_at_99(script: Script) -> None:
    clip = Clip(Take("", Path(), "", 8000, 8000), 101 * 3600 * 8000, 8000, 1.0, None, "Late.")
    assert "101:00:00.000 --> 101:00:01.000" in vtt(script, Timeline(8000, 102 * 3600 * 8000, (clip,), ()))


def test_sounds_without_words_have_no_cue(script: Script) -> None:
    clip = Clip(Take("", Path(), "", 8000, 8000), 0, 8000, 1.0)
    assert cues(script, Timeline(8000, 8000, (clip,), ())) == []
    assert vtt(script, Timeline(8000, 8000, (clip,), ())) == "WEBVTT\n"


def test_files_are_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    book: Book = replace(told(tmp_path / "pressed"), cover=None)
    for companion in (VTT, SRT):
        path = tmp_path / f"book{companion.suffix}"
        companion.write(book, path)
        content = path.read_bytes()
        assert b"\r" not in content
        assert len(re.findall(rb"^\d+$", content, re.MULTILINE)) == len(book.timeline.clips)
        assert "“" in content.decode()


def test_a_chapter_that_was_split_off_has_captions_of_its_own(tmp_path: Path) -> None:
    from audiobook.writers.split import split

    book = told(tmp_path)
    parts = [cues(part.script, part.timeline) for part in split(book)]
    whole = cues(book.script, book.timeline)
    assert [cue.text for part in parts for cue in part] == [cue.text for cue in whole]
    assert [part[0].start for part in parts] == [100, 100]
