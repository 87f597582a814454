"""Sound as values: what is written is what is read, and what is no WAV is said to be none."""

import io
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.audio import Audio, read_wav, to_int16, write_wav
from audiobook.errors import SoundError
from tests.strategies import sounds


def wav(frames: bytes, *, channels: int = 1, width: int = 2, rate: int = 22050) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(frames)
    return content.getvalue()


@given(sounds())
def test_reading_gives_back_what_was_written(audio: Audio) -> None:
    copy = read_wav(write_wav(audio))
    assert copy.rate == audio.rate
    assert copy.samples.dtype == np.float32
    assert np.array_equal(copy.samples, audio.samples)


@given(sounds())
def test_the_standard_library_reads_what_we_write(audio: Audio) -> None:
    with wave.open(io.BytesIO(write_wav(audio))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (1, 2, audio.rate, len(audio))


@given(st.lists(st.floats(-3, 3, width=32), max_size=20))
def test_loud_samples_are_clipped_and_never_wrap_round(samples: list[float]) -> None:
    for sample, coded in zip(samples, to_int16(np.array(samples, dtype=np.float32)), strict=True):
        assert abs(min(max(sample, -1), 1 - 1 / 32768) - int(coded) / 32768) <= 0.5 / 32768


def test_a_second_of_samples_lasts_a_second() -> None:
    assert Audio(np.zeros(24000, dtype=np.float32), 24000).seconds == 1.0


def test_two_channels_become_their_mean() -> None:
    frames = np.array([[1000, 3000], [-2000, 0]], dtype="<i2").tobytes()
    assert to_int16(read_wav(wav(frames, channels=2)).samples).tolist() == [2000, -1000]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\x04\x00\x00\x00WAVE", b"ID3\x03\x00" + bytes(200), b"Once upon a time"])
def test_what_is_no_wav_file_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(SoundError, match="not a WAV file"):
        read_wav(content)


def test_a_wav_of_another_width_names_the_width_that_would_work() -> None:
    with pytest.raises(SoundError, match="24 bits a sample; 16 would work"):
        read_wav(wav(bytes(9), width=3))
