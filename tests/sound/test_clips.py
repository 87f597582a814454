"""Single clips: what a listener brings, and what a voice's sample becomes."""

from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Audio, to_int16, write_wav
from audiobook.errors import OutputError, SoundError
from audiobook.sound.clips import LONGEST, fade, join_clips, load_clip, save_clip, trim
from audiobook.sound.decode import decode, rate_of


def tone(seconds: float, rate: int = 24000) -> Audio:
    return Audio((0.4 * np.sin(2 * np.pi * 330 * np.arange(round(seconds * rate)) / rate)).astype(np.float32), rate)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3"])
def test_a_saved_clip_can_be_loaded(suffix: str, tmp_path: Path) -> None:
    save_clip(tone(1.0), tmp_path / f"clip{suffix}")
    back = load_clip(tmp_path / f"clip{suffix}")
    assert back.rate == rate_of(tmp_path / f"clip{suffix}") == 24000
    assert back.seconds == pytest.approx(1.0, abs=0.1)
    assert np.abs(back.samples).max() == pytest.approx(0.4, abs=0.02)


def test_lossless_clips_come_back_as_they_were(tmp_path: Path) -> None:
    for name in ("clip.wav", "clip.flac"):
        save_clip(tone(0.5), tmp_path / name)
        assert np.array_equal(to_int16(load_clip(tmp_path / name).samples), to_int16(tone(0.5).samples))


def test_silence_at_the_ends_is_trimmed() -> None:
    quiet = np.zeros(24000, np.float32)
    trimmed = trim(Audio(np.concatenate([quiet, tone(1.0).samples, quiet]), 24000), keep=0.05)
    assert trimmed.seconds == pytest.approx(1.1, abs=0.02)


def test_a_silent_clip_stays() -> None:
    silent = Audio(np.zeros(1000, np.float32), 24000)
    assert len(trim(silent)) == 1000


def test_a_fade_starts_and_ends_in_silence() -> None:
    faded = fade(tone(1.0), start=0.2, end=0.2).samples
    assert np.abs(faded[:200]).max() < 0.02
    assert np.abs(faded[-200:]).max() < 0.02
    assert np.abs(faded[10000:14000]).max() == pytest.approx(0.4, abs=0.01)


def test_clips_are_joined_with_pauses_at_the_firsts_rate() -> None:
    joined = join_clips([tone(0.5), tone(0.5, 16000)], pause=0.25)
    assert joined.rate == 24000
    assert joined.seconds == pytest.approx(1.25, abs=0.01)
    assert np.abs(joined.samples[12100:17900]).max() == 0


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(SoundError, match="no clip"):
        join_clips([])


def test_what_is_no_sound_is_refused_with_words(tmp_path: Path) -> None:
    (tmp_path / "notes.mp3").write_text("these are words")
    for name in ("notes.mp3", "nowhere.wav"):
        with pytest.raises(SoundError, match=name):
            load_clip(tmp_path / name)


def test_tags_in_another_encoding_do_no_harm(tmp_path: Path) -> None:
    plain = write_wav(tone(0.5))
    told = b"LIST" + (18).to_bytes(4, "little") + b"INFOINAM" + (5).to_bytes(4, "little") + b"caf\xe9\0\0"
    (tmp_path / "latin.wav").write_bytes(plain[:36] + told + plain[36:])
    assert len(load_clip(tmp_path / "latin.wav")) == 12000


def test_a_clip_too_long_for_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long.wav").write_bytes(write_wav(Audio(np.zeros((LONGEST + 2) * 8000, np.float32), 8000)))
    with pytest.raises(SoundError, match="longer than 10 minutes"):
        load_clip(tmp_path / "long.wav")


def test_another_suffix_names_those_that_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.wav, \.flac, \.mp3"):
        save_clip(tone(0.1), tmp_path / "clip.ogg")


def test_decoding_at_another_rate_keeps_the_length(tmp_path: Path) -> None:
    save_clip(tone(1.0), tmp_path / "clip.wav")
    assert sum(map(len, decode(tmp_path / "clip.wav", 48000))) == pytest.approx(48000, abs=50)
