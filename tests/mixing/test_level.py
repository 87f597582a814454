"""Gains: one loudness for all voices, the book in steps, never above the ceiling."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.audio import Audio
from audiobook.mixing.level import CALIBRATION, CEILING, STEP, TARGET, book_trim, clip_gain, trimmed, voice_gain
from audiobook.mixing.master import stream
from audiobook.sound.measure import loudness
from audiobook.timeline import Clip, Timeline
from tests.mixing.making import sound, take


def decibels(gain: float) -> float:
    return 20 * math.log10(gain)


def chapter(*levels: tuple[float, float]) -> Timeline:
    """Return a chapter of clips, each of so many LUFS and seconds."""
    clips, at = [], 12000
    for number, (level, seconds) in enumerate(levels):
        made = take(str(number), seconds=seconds, loudness=level, peak=0.05)
        clips.append(Clip(made, at, made.length, 1.0))
        at += made.length + 12000
    return Timeline(24000, at, tuple(clips), ())


@pytest.mark.parametrize("measured", [-30.0, -19.0, -12.5])
def test_a_voice_is_brought_to_the_target(measured: float) -> None:
    assert measured + decibels(voice_gain(take("c", loudness=measured))) == pytest.approx(TARGET)


def test_a_voice_that_could_not_be_measured_stays() -> None:
    assert voice_gain(take("c", loudness=-70.0)) == 1.0


def test_noise_is_not_made_a_voice() -> None:
    assert decibels(voice_gain(take("c", loudness=-65.0))) == pytest.approx(24)


@given(st.floats(0.0, 1.0), st.floats(0.0, 20.0))
def test_no_clip_goes_above_the_ceiling(peak: float, gain: float) -> None:
    limited = clip_gain(take("a", peak=peak), gain)
    assert limited <= gain
    assert limited * peak <= CEILING * 1.0001


def test_the_book_is_trimmed_in_steps_to_the_nearest() -> None:
    trim = decibels(book_trim([chapter((-21.2, 60.0), (-21.2, 50.0))]))
    assert trim == pytest.approx(2.0)
    assert trim / STEP == pytest.approx(round(trim / STEP))


def test_an_edited_line_does_not_move_the_trim() -> None:
    before = [chapter(*[(-20.1, 4.0)] * 50)]
    after = [chapter(*[(-20.1, 4.0)] * 49, (-18.7, 3.0))]
    assert book_trim(before) == book_trim(after)


def test_whispers_and_short_takes_do_not_count() -> None:
    assert book_trim([chapter((-19.0, 60.0), (-45.0, 10.0), (-70.0, 0.2))]) == 1.0


def test_a_book_without_a_measured_line_stays() -> None:
    assert book_trim([chapter((-70.0, 0.2))]) == 1.0
    assert book_trim([]) == 1.0


def test_trimming_holds_the_ceiling() -> None:
    loud = trimmed(chapter((-19.0, 1.0)), 100.0)
    assert loud.clips[0].gain * loud.clips[0].take.peak == pytest.approx(CEILING)


@pytest.mark.parametrize("seconds", [0.6, 1.0, 3.0, 8.0])
def test_the_trimmed_book_measures_what_was_promised(seconds: float) -> None:
    takes = [sound(take(str(number), seconds=seconds, peak=peak)) for number, peak in enumerate((0.02, 0.03, 0.025, 0.022))]
    made = chapter(*[(loudness(audio), seconds) for audio in takes])
    trim = book_trim([made])
    by_path = {str(number): audio for number, audio in enumerate(takes)}
    master = np.concatenate(list(stream(trimmed(made, trim, ceiling=1.0), lambda of: by_path[str(of.path)])))
    assert loudness(Audio(master, 24000)) == pytest.approx(TARGET, abs=STEP / 2 + 0.1)


def test_the_calibration_text_is_long_enough_to_measure() -> None:
    assert 40 <= len(CALIBRATION.split()) <= 70
