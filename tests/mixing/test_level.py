"""Gains: one loudness for all voices, the book in steps, never above the ceiling."""

import math

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.mixing.level import CALIBRATION, CEILING, PAUSES, STEP, TARGET, book_trim, trimmed, voice_gain
from audiobook.mixing.limit import limited
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


def calibration(level: float, crest: float = 6.0) -> Audio:
    """Return 8 s of noise in syllables, in LUFS, with a peak here and there that is so many dB above the rest."""
    time = np.arange(8 * 22050) / 22050
    noise = np.random.default_rng(5).uniform(-1, 1, len(time)) * (np.sin(2 * np.pi * 2 * time) ** 2)
    noise[::3001] *= 10 ** (crest / 20)
    audio = Audio(noise.astype(np.float32), 22050)
    return Audio(audio.samples * np.float32(10 ** ((level - loudness(audio)) / 20)), 22050)


@pytest.mark.parametrize("level", [-35.0, -26.0, -19.0, -12.5])
@pytest.mark.parametrize("crest", [0.0, 12.0])
def test_a_voice_is_brought_to_the_target_with_its_peaks_limited(level: float, crest: float) -> None:
    voice = calibration(level, crest)
    mixed = limited(voice.samples * np.float32(voice_gain(voice)), voice.rate, CEILING)
    assert loudness(Audio(mixed, voice.rate)) == pytest.approx(TARGET + PAUSES, abs=0.15)
    assert np.abs(mixed).max() <= CEILING * 1.0001


def test_voices_of_all_levels_come_within_half_a_unit_of_each_other() -> None:
    heard = []
    for level, crest in ((-30.0, 0.0), (-20.0, 15.0), (-25.0, 9.0)):
        voice = calibration(level, crest)
        heard.append(loudness(Audio(limited(voice.samples * np.float32(voice_gain(voice)), voice.rate, CEILING), voice.rate)))
    assert max(heard) - min(heard) < 0.3


def test_a_voice_that_cannot_be_measured_stays() -> None:
    assert voice_gain(Audio(np.zeros(48000, np.float32), 24000)) == 1.0
    assert voice_gain(Audio(np.full(100, 0.5, np.float32), 24000)) == 1.0


def test_noise_is_not_made_a_voice() -> None:
    assert decibels(voice_gain(calibration(-65.0))) == pytest.approx(24)


def test_the_book_is_trimmed_in_steps_to_the_nearest() -> None:
    trim = decibels(book_trim([chapter((-21.2, 60.0), (-21.2, 50.0))]))
    assert trim == pytest.approx(2.0)
    assert trim / STEP == pytest.approx(round(trim / STEP))


@pytest.mark.parametrize(("level", "trim"), [(-19.4, 0.0), (-18.6, 0.0), (-19.6, 0.5), (-18.4, -0.5)])
def test_a_book_near_its_target_is_left_alone(level: float, trim: float) -> None:
    assert decibels(book_trim([chapter((level, 600.0))])) == pytest.approx(trim)


def test_an_edited_line_does_not_move_the_trim() -> None:
    before = [chapter(*[(-20.9, 4.0)] * 50)]
    after = [chapter(*[(-20.9, 4.0)] * 49, (-18.7, 3.0))]
    assert book_trim(before) == book_trim(after) != 1.0


def test_whispers_and_short_takes_do_not_count() -> None:
    assert book_trim([chapter((-19.0, 60.0), (-45.0, 10.0), (-70.0, 0.2))]) == 1.0


def test_a_book_without_a_measured_line_stays() -> None:
    assert book_trim([chapter((-70.0, 0.2))]) == 1.0
    assert book_trim([]) == 1.0


@pytest.mark.parametrize("seconds", [0.6, 1.0, 3.0, 8.0])
def test_the_trimmed_book_measures_what_was_promised(seconds: float) -> None:
    takes = [sound(take(str(number), seconds=seconds, peak=peak)) for number, peak in enumerate((0.02, 0.03, 0.025, 0.022))]
    made = chapter(*[(loudness(audio), seconds) for audio in takes])
    trim = book_trim([made])
    by_path = {str(number): audio for number, audio in enumerate(takes)}
    master = np.concatenate(list(stream(trimmed(made, trim), lambda of: by_path[str(of.path)], ceiling=1.0)))
    assert loudness(Audio(master, 24000)) == pytest.approx(TARGET, abs=STEP / 2 + 0.1)


def test_the_calibration_text_is_long_enough_to_measure() -> None:
    assert 40 <= len(CALIBRATION.split()) <= 70
