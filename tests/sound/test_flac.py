"""Takes in FLAC: lossless, equal for equal sound, and damage is told."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from audiobook.audio import Audio, from_int16, to_int16
from audiobook.errors import SoundError
from audiobook.sound.flac import decode_take, encode_take

RATES = (8000, 16000, 22050, 24000, 44100, 48000)


def noise(length: int, rate: int = 22050) -> Audio:
    return Audio(np.random.default_rng(7).uniform(-0.3, 0.3, length).astype(np.float32), rate)


@given(arrays(np.int16, st.integers(1, 3000)), st.sampled_from(RATES))
def test_sixteen_bits_come_back_as_they_were(values: np.ndarray, rate: int) -> None:
    back = decode_take(encode_take(Audio(from_int16(values), rate)))
    assert back.rate == rate
    assert np.array_equal(to_int16(back.samples), values)


@pytest.mark.parametrize("length", [1, 15, 16, 17, 2304, 4607, 4608, 4609, 100_000])
def test_every_length_is_kept(length: int) -> None:
    audio = noise(length)
    assert np.array_equal(to_int16(decode_take(encode_take(audio)).samples), to_int16(audio.samples))


def test_equal_sound_gives_equal_bytes() -> None:
    assert encode_take(noise(30_000)) == encode_take(noise(30_000))


def test_a_take_without_a_sample_is_refused() -> None:
    with pytest.raises(SoundError, match="without a sample"):
        encode_take(Audio(np.zeros(0, np.float32), 22050))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_take_that_was_cut_short_is_refused(share: float) -> None:
    content = encode_take(noise(20_000))
    with pytest.raises(SoundError, match="damaged take"):
        decode_take(content[: int(len(content) * share)])


@pytest.mark.parametrize("place", range(100, 30_000, 2_311))
def test_a_changed_byte_in_the_sound_is_told(place: int) -> None:
    content = bytearray(encode_take(noise(20_000)))
    content[place] ^= 0x55
    with pytest.raises(SoundError, match="damaged take"):
        decode_take(bytes(content))


def test_another_file_is_no_take() -> None:
    with pytest.raises(SoundError, match="damaged take"):
        decode_take(b"RIFF\x00\x00\x00\x00WAVEfmt ")
