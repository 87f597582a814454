"""Stretches: together the chapter, to the sample; each the same wherever it stands; between them silence."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.mixing.arrange import arrange
from audiobook.mixing.level import CEILING
from audiobook.mixing.master import stream
from audiobook.mixing.stretches import shares, stretch_key, stretches
from audiobook.sheet import Pauses
from audiobook.take import Place, Session
from audiobook.timeline import Clip, Timeline
from tests.mixing.making import key_of, line, sound, take

RATES = (16000, 22050, 24000, 44100)
PACKET = 1024
PAUSES = Pauses()

pieces = st.tuples(st.sampled_from(Place), st.floats(0.0, 2.0))
chapters = st.lists(pieces, max_size=8)


def arranged(lines: list[tuple[Place, float]], rate: int, pauses: Pauses = PAUSES) -> Timeline:
    takes = [take(f"text {number}", seconds=seconds, rate=16000) for number, (_, seconds) in enumerate(lines)]
    session = Session("One", tuple(line(f"text {number}", place) for number, (place, _) in enumerate(lines)))
    return arrange(session, {each.key: each for each in takes}, key_of=key_of, pauses=pauses, rate=rate, gain_of=lambda _: 1.0)


def keys(timeline: Timeline) -> list[str]:
    return [key for part in stretches(timeline) if (key := stretch_key(part, CEILING))]


@given(chapters, st.sampled_from(RATES), st.floats(0.0, 0.5))
def test_stretches_are_together_the_chapter(lines: list[tuple[Place, float]], rate: int, pause: float) -> None:
    timeline = arranged(lines, rate, Pauses(paragraph=pause))
    parts = list(stretches(timeline))
    assert sum(part.length for part in parts) == timeline.length
    assert sum(len(part.clips) for part in parts) == len(timeline.clips)
    whole = list(stream(timeline, sound))
    assert np.array_equal(np.concatenate([block for part in parts for block in stream(part, sound)]), np.concatenate(whole))


@given(chapters, st.sampled_from(RATES))
def test_a_stretch_begins_and_ends_with_a_packet_of_silence(lines: list[tuple[Place, float]], rate: int) -> None:
    parts = list(stretches(arranged(lines, rate)))
    assert all(part.length > 0 and part.length % PACKET == 0 for part in parts)
    for place, part in enumerate(parts):
        if part.clips:
            samples = np.concatenate(list(stream(part, sound)))
            assert not samples[:PACKET].any()
            assert place == len(parts) - 1 or not samples[-PACKET:].any()  # the last one's end is the chapter's, of at least 0.1 s


@given(st.lists(pieces, min_size=2, max_size=8), st.data(), st.sampled_from(RATES))
def test_a_line_of_another_length_changes_its_own_stretch_alone(lines: list[tuple[Place, float]], data: st.DataObject, rate: int) -> None:
    lines = [(place, max(0.1, seconds)) for place, seconds in lines]
    number = data.draw(st.integers(0, len(lines) - 1))
    other = [*lines[:number], (lines[number][0], data.draw(st.floats(0.1, 2.0))), *lines[number + 1 :]]
    before, after = arranged(lines, rate), arranged(other, rate)
    assert len(keys(before)) == len(keys(after))
    assert sum(one != two for one, two in zip(keys(before), keys(after), strict=True)) <= 1


@given(chapters, st.sampled_from(RATES), st.integers(1, 5))
def test_shares_have_the_chapters_stretches_and_are_no_more_than_asked(lines: list[tuple[Place, float]], rate: int, count: int) -> None:
    timeline = arranged(lines, rate)
    pieces = shares(timeline, count)
    assert 1 <= len(pieces) <= count
    assert sum(piece.length for piece in pieces) == timeline.length
    assert [key for piece in pieces for key in keys(piece)] == keys(timeline)


def test_shares_are_about_equal() -> None:
    pieces = shares(arranged([(Place.PARAGRAPH, 1.0)] * 60, 22050), 4)
    assert len(pieces) == 4
    assert max(piece.length for piece in pieces) - min(piece.length for piece in pieces) < 5 * 22050


def test_pauses_between_stretches_are_no_part_of_them() -> None:
    lines = [(Place.OPENING, 1.3), (Place.PARAGRAPH, 0.9), (Place.WITHIN, 0.4), (Place.SPEAKER, 0.7), (Place.SCENE, 1.0)]
    asked = arranged(lines, 22050)
    assert len(keys(asked)) == 4
    assert keys(arranged(lines, 22050, Pauses(paragraph=0.9, scene=0.7, tail=3.0))) == keys(asked)
    assert len(set(keys(arranged(lines, 22050, Pauses(within=0.1)))) & set(keys(asked))) == 3


def test_pauses_too_short_to_cut_in_leave_one_stretch() -> None:
    lines = [(Place.OPENING, 1.0), (Place.PARAGRAPH, 1.0), (Place.PARAGRAPH, 1.0)]
    assert len(keys(arranged(lines, 22050, Pauses(paragraph=0.1)))) == 1


def test_a_clip_off_the_borders_parts_nothing() -> None:
    one, two = Clip(take("a"), 2048, 24000, 1.0), Clip(take("b"), 40 * PACKET + 1, 24000, 1.0)
    assert [len(part.clips) for part in stretches(Timeline(24000, 90 * PACKET, (one, two), ()))] == [2, 0]
    assert [len(part.clips) for part in stretches(Timeline(24000, 90 * PACKET, (one, replace(two, start=40 * PACKET)), ()))] == [1, 0, 1, 0]


def test_a_chapter_without_a_clip_is_silence() -> None:
    (only,) = stretches(Timeline(24000, 92160, (), ()))
    assert (only.length, stretch_key(only, CEILING)) == (92160, "")


CLIP = Clip(take("a"), 2048, 24000, 1.0, 3, "a")


@pytest.mark.parametrize("other", [replace(CLIP, gain=0.5), replace(CLIP, length=23999), replace(CLIP, start=2049), replace(CLIP, take=take("b"))])
def test_a_stretchs_key_tells_what_sounds(other: Clip) -> None:
    made = Timeline(24000, 40960, (CLIP,), ())
    assert stretch_key(made, 0.5) != stretch_key(made, 0.6)
    assert stretch_key(made, 0.5) != stretch_key(replace(made, clips=(other,)), 0.5)
    assert stretch_key(made, 0.5) == stretch_key(replace(made, clips=(replace(CLIP, segment=9, text="elsewhere"),)), 0.5)
