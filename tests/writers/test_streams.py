"""MP3, FLAC and WAV, whose containers are our own work."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from mutagen.flac import FLAC as File
from mutagen.mp3 import MP3 as Mp3File
from mutagen.mp3 import BitrateMode

from audiobook.audio import to_int16
from audiobook.book import Book, Coding
from audiobook.errors import OutputError
from audiobook.sound import mp3, streams
from audiobook.sound.decode import decode
from audiobook.writers.flac import FLAC
from audiobook.writers.mp3 import MP3
from audiobook.writers.opus import OPUS
from audiobook.writers.wav import WAV
from tests.writers.making import book, marks, pressed, sound
from tests.writers.test_m4b import ffprobe


@pytest.mark.parametrize(
    ("rate", "bitrate"), [(24000, 24000), (24000, 64000), (22050, 32000), (16000, 64000), (44100, 192000), (44100, 64000), (48000, 320000)]
)
def test_an_mp3_is_as_long_as_its_timeline_at_every_rate(rate: int, bitrate: int, tmp_path: Path) -> None:
    made = book(pressed(tmp_path, [MP3.coding(rate, bitrate)], 3), ["One", "Two", "Three"], rate=rate)
    MP3.write(made, tmp_path / "a.mp3")
    cut = made.timeline.length - sum(map(len, decode(tmp_path / "a.mp3")))
    assert cut == (0 if rate >= 32000 else 529)  # a decoder lags behind by 529 samples, for which a short frame has no room
    found: Any = Mp3File(tmp_path / "a.mp3").info
    assert found.length == pytest.approx(made.timeline.seconds, abs=0.05)
    assert found.bitrate_mode is BitrateMode.CBR
    assert found.bitrate == pytest.approx(bitrate, rel=1e-3)
    assert found.encoder_info.startswith("LAME")


def test_a_frames_header_is_read_after_the_standard() -> None:
    assert mp3.frame_size(bytes.fromhex("fffb9264")) == 144 * 128000 // 44100 + 1  # MPEG-1, 128 kbit/s, 44.1 kHz, padded
    assert mp3.frame_size(bytes.fromhex("fff384c4")) == 72 * 64000 // 24000  # MPEG-2, 64 kbit/s, 24 kHz


def test_lossless_formats_hold_what_was_mixed(short_book: Book, tmp_path: Path) -> None:
    mixed = np.concatenate([to_int16(sound(chapter)) for chapter in range(3)])
    for writer in (FLAC, WAV):
        path = tmp_path / f"a{writer.suffix}"
        writer.write(short_book, path)
        assert np.array_equal(to_int16(np.concatenate(list(decode(path)))), mixed)


def test_a_flac_file_tells_its_length_its_sum_and_its_tags(short_book: Book, tmp_path: Path) -> None:
    FLAC.write(short_book, tmp_path / "a.flac")
    found = File(tmp_path / "a.flac")
    assert found.info.total_samples == short_book.timeline.length
    assert found.info.md5_signature
    assert found.pictures[0].width == 64
    assert found["CHAPTER001"] == ["00:00:03.840"]
    assert found["CHAPTER001NAME"] == ["Two – “Ünder”"]
    assert found["SERIES-PART"] == ["2"]


@pytest.mark.real
def test_flacs_own_program_verifies_it(short_book: Book, tmp_path: Path, tool: Callable[[str], str]) -> None:
    FLAC.write(short_book, tmp_path / "a.flac")
    subprocess.run([tool("flac"), "-s", "-w", "-t", tmp_path / "a.flac"], check=True)


@pytest.mark.real
def test_opusinfo_reads_tags_chapters_and_length(short_book: Book, tmp_path: Path, tool: Callable[[str], str]) -> None:
    OPUS.write(short_book, tmp_path / "a.opus")
    said = subprocess.run([tool("opusinfo"), tmp_path / "a.opus"], capture_output=True, text=True, check=True)
    assert "WARNING" not in said.stdout + said.stderr
    assert "CHAPTER001=00:00:03.840" in said.stdout
    assert "NARRATOR=Low Voice" in said.stdout
    (seconds,) = re.findall(r"Playback length: 0m:([0-9.]+)s", said.stdout)
    assert float(seconds) == pytest.approx(short_book.timeline.seconds, abs=0.0015)


@pytest.mark.real
def test_players_see_the_chapters_of_a_wav_once(short_book: Book, tmp_path: Path, tool: Callable[[str], str]) -> None:
    WAV.write(short_book, tmp_path / "a.wav")
    assert [chapter["tags"]["title"] for chapter in ffprobe(tool("ffprobe"), tmp_path / "a.wav")["chapters"]] == ["One", "Two – “Ünder”", "Three"]


def test_a_wav_that_outgrows_32_bits_becomes_rf64(short_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_RIFF_MOST", 100_000)
    WAV.write(short_book, tmp_path / "a.wav")
    assert (tmp_path / "a.wav").read_bytes()[:4] == b"RF64"
    with av.open(str(tmp_path / "a.wav")) as file:
        assert (file.duration or 0) / 1e6 == pytest.approx(short_book.timeline.seconds)
        assert len(file.chapters()) == 3
    assert sum(map(len, decode(tmp_path / "a.wav"))) == short_book.timeline.length


def test_opus_has_no_rate_but_its_own() -> None:
    with pytest.raises(OutputError, match="opus cannot carry 44100 Hz; 8000, 12000, 16000, 24000, 48000 would work"):
        OPUS.coding(44100, None)


def test_bit_rates_are_checked_for_their_rate() -> None:
    with pytest.raises(OutputError, match=r"mp3 at 24000 Hz cannot have 192000 bit/s; .*160000 would work"):
        MP3.coding(24000, 192000)
    assert MP3.coding(44100, 192000) == Coding("mp3", 44100, 192000)


def test_marks_follow_the_timeline_not_the_pressings(short_book: Book, tmp_path: Path) -> None:
    """A pressing is what is encoded at once, a mark what a listener sees: they need not be the same."""
    one = replace(short_book, timeline=replace(short_book.timeline, marks=marks(["All"])))
    FLAC.write(one, tmp_path / "a.flac")
    assert "CHAPTER001" not in File(tmp_path / "a.flac")
