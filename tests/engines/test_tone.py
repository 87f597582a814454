"""The tone engine: what was asked can be read back from its sound, and what is wrong with it too."""

import dataclasses
import hashlib
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import resample_poly

from audiobook.audio import Audio, Samples
from audiobook.cast import EngineSpec, Voice
from audiobook.engines import tone
from audiobook.engines.timbre import median_f0
from audiobook.engines.tone import Heard, decode, open_tone
from audiobook.errors import EngineError
from audiobook.take import Utterance

ENGINE = open_tone()
SPEC = EngineSpec("tone")
NAMES = [offer.name for offer in ENGINE.voices()]
LINES = [Utterance(text, Voice(SPEC, NAMES[index % len(NAMES)]), "en") for index, text in enumerate(["No!", "Who is there?", *["The gate stands open"] * 12])]


def spoken(lines: list[Utterance]) -> list[Samples]:
    return [ENGINE.synthesize(line).samples for line in lines]


def heard(samples: Samples, rate: int = tone.RATE) -> list[tuple[int | None, int | None]]:
    return [(each.text, each.voice) for each in decode(Audio(samples, rate))]


texts = st.text(min_size=1, max_size=80).filter(lambda text: any(sign.isascii() and sign.isalnum() for sign in text) and text.isprintable())
voices = st.builds(Voice, st.just(SPEC), st.sampled_from(NAMES), st.floats(0.5, 2), st.floats(-12, 12))


@settings(max_examples=60)
@given(st.lists(st.builds(Utterance, texts, voices, st.just("en")), min_size=1, max_size=4), st.floats(0.1, 1))
def test_every_line_is_heard_once_in_order_with_its_voice(lines: list[Utterance], gain: float) -> None:
    sound = Audio(np.concatenate(spoken(lines)) * np.float32(gain), tone.RATE)
    found = decode(sound)
    assert [(each.text, each.voice) for each in found] == [tone.said(line) for line in lines]
    assert all(each.whole for each in found)


@pytest.mark.parametrize(("up", "down", "rate"), [(320, 294, 24000), (2, 1, 44100), (320, 147, 48000), (160, 220, 16036)])
def test_it_is_heard_through_resampling(up: int, down: int, rate: int) -> None:
    sound = resample_poly(np.concatenate(spoken(LINES)), up, down).astype(np.float32)
    assert heard(sound, rate) == [tone.said(line) for line in LINES]


def test_it_is_heard_through_noise() -> None:
    sound = np.concatenate(spoken(LINES))
    noise = np.random.default_rng(1).normal(0, 0.02, len(sound)).astype(np.float32)
    assert heard(sound + noise) == [tone.said(line) for line in LINES]


def test_it_is_heard_without_its_silent_ends() -> None:
    trimmed = [np.trim_zeros(samples) for samples in spoken(LINES)]
    assert heard(np.concatenate(trimmed)) == [tone.said(line) for line in LINES]


def missing(pieces: list[Samples]) -> list[Samples]:
    return pieces[:3] + pieces[4:]


def doubled(pieces: list[Samples]) -> list[Samples]:
    return pieces[:3] + pieces[2:]


def swapped(pieces: list[Samples]) -> list[Samples]:
    return [pieces[1], pieces[0], *pieces[2:]]


@pytest.mark.parametrize("mistake", [missing, doubled, swapped])
def test_a_mistake_in_the_order_shows(mistake: Callable[[list[Samples]], list[Samples]]) -> None:
    said = [tone.said(line) for line in LINES]
    assert heard(np.concatenate(mistake(spoken(LINES)))) == mistake(said) != said  # type: ignore[arg-type]


def test_a_line_that_was_cut_is_not_whole() -> None:
    pieces = spoken(LINES[:3])
    pieces[1] = pieces[1][: len(pieces[1]) * 6 // 10]
    assert [each.whole for each in decode(Audio(np.concatenate(pieces), tone.RATE))] == [True, False, True]


def test_a_line_whose_symbols_are_damaged_is_heard_as_unreadable() -> None:
    line = ENGINE.synthesize(LINES[0])
    start = decode(line)[0].start
    damaged = line.samples.copy()
    damaged[start + 2 * 529 : start + 6 * 529] = line.samples[start + 5 * 529 : start + 9 * 529]
    (found,) = decode(Audio(damaged, line.rate))
    assert (found.text, found.voice) == (None, None)


def test_the_places_are_those_of_the_marks() -> None:
    pieces = spoken(LINES[:2])
    sound = np.concatenate([np.zeros(1000, np.float32), *pieces])
    first, second = decode(Audio(sound, tone.RATE))
    bounds = [np.flatnonzero(piece)[[0, -1]] for piece in pieces]
    hop = tone.RATE * tone.SYMBOL / 8
    assert first.start == pytest.approx(1000 + bounds[0][0], abs=hop)
    assert first.end == pytest.approx(1000 + bounds[0][1], abs=2 * hop)
    assert second.start == pytest.approx(1000 + len(pieces[0]) + bounds[1][0], abs=hop)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(50, np.float32), np.zeros(50_000, np.float32)])
def test_nothing_is_heard_in_silence(samples: Samples) -> None:
    assert decode(Audio(samples, tone.RATE)) == []


def test_nothing_is_heard_in_noise() -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, 10 * tone.RATE).astype(np.float32)
    assert decode(Audio(noise, tone.RATE)) == []


def test_the_sound_is_the_same_on_every_machine() -> None:
    line = Utterance("The gate stands open, and nobody keeps it.", Voice(SPEC, "alto-2", rate=1.25, pitch=-2.0), "en")
    digest = hashlib.sha256(ENGINE.synthesize(line).samples.astype("<f4").tobytes()).hexdigest()
    assert digest == "f99f2ec57571b973e9c8e4ff064390a454e56796d3673b6e3de3ba3414c04027"


def test_its_length_follows_the_words() -> None:
    def seconds(count: int) -> float:
        return ENGINE.synthesize(dataclasses.replace(LINES[0], text=" ".join(["gate"] * count))).seconds

    assert seconds(40) - seconds(20) == pytest.approx(20 * 0.35, abs=0.3)


def test_it_begins_and_ends_in_silence() -> None:
    for samples in spoken(LINES):
        sounding = np.flatnonzero(samples)
        assert 0.05 <= sounding[0] / tone.RATE <= 0.16
        assert 0.05 <= (len(samples) - sounding[-1]) / tone.RATE <= 0.16


def test_its_voices_hum_three_semitones_apart_and_pitch_moves_them() -> None:
    line = Utterance("one two three four five six seven eight", Voice(SPEC, "tenor-2"), "en")
    voices = sorted(offer.f0 for offer in ENGINE.voices())
    assert all(12 * np.log2(high / low) >= 3 for low, high in pairwise(voices))
    for pitch in (0.0, 5.0):
        sound = ENGINE.synthesize(dataclasses.replace(line, voice=dataclasses.replace(line.voice, pitch=pitch)))
        hum = Audio(sound.samples[tone.RATE // 2 :], tone.RATE)
        assert median_f0(hum) == pytest.approx(129.9 * 2 ** (pitch / 12), rel=0.03)


def test_a_text_without_a_word_is_an_error() -> None:
    with pytest.raises(EngineError, match="holds no word"):
        ENGINE.synthesize(dataclasses.replace(LINES[0], text="?!"))


def test_a_quick_tone_engine_lasts_no_longer_than_its_symbols() -> None:
    quick = open_tone(seconds_per_word=0.0).synthesize(LINES[5])
    assert quick.seconds < 0.7
    assert decode(quick) == [Heard(*tone.said(LINES[5]), start=decode(quick)[0].start, end=decode(quick)[0].end, whole=True)]
