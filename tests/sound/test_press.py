"""Pressings: whole packets, whatever blocks they came in; damage is told; memory does not grow."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Samples
from audiobook.book import Coding
from audiobook.errors import SoundError
from audiobook.sound import encoders
from audiobook.sound.join import joined
from audiobook.sound.press import Stretch, encoder_revision, grid, press
from audiobook.sound.pressed import MAGIC, packets, read_pressing
from tests.sound.peak import peaks

CODINGS = (Coding("aac", 24000, 64000), Coding("mp3", 24000, 64000), Coding("opus", 24000, 32000), Coding("flac", 24000, 0))
by_codec = pytest.mark.parametrize("coding", CODINGS, ids=lambda coding: coding.codec)


def chapter(grids: int = 2, rate: int = 24000) -> Samples:
    samples = np.zeros(grids * grid(rate), np.float32)
    body = samples[rate // 4 : -rate // 4]
    body[:] = 0.3 * np.sin(2 * np.pi * 300 * np.arange(len(body)) / rate) * np.hanning(len(body))
    return samples


def alone(*blocks: Samples) -> list[Stretch]:
    """Return a chapter that is one stretch."""
    return [Stretch("0", sum(map(len, blocks)), blocks)]


def cut(samples: Samples, size: int) -> Iterator[Samples]:
    return (samples[start : start + size] for start in range(0, len(samples), size))


@by_codec
@pytest.mark.parametrize("size", [977, 24000, 10**6])
def test_the_blocks_sizes_do_not_matter(coding: Coding, size: int, tmp_path: Path) -> None:
    press(alone(chapter()), coding, tmp_path / "whole")
    press(alone(*cut(chapter(), size)), coding, tmp_path / "cut")
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "cut").read_bytes()


@by_codec
def test_a_pressing_tells_what_it_is(coding: Coding, tmp_path: Path) -> None:
    made = press(alone(chapter()), coding, tmp_path / "a")
    assert made == read_pressing(tmp_path / "a")
    assert (made.coding, made.length) == (coding, len(chapter()))
    assert made.size == (tmp_path / "a").stat().st_size
    assert sum(1 for _ in packets(made)) == made.packets


@pytest.mark.parametrize("coding", CODINGS[:3], ids=lambda coding: coding.codec)  # FLAC joins at every sample
def test_a_length_that_does_not_join_is_refused(coding: Coding, tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="multiples of"):
        press(alone(chapter()[:-100]), coding, tmp_path / "a")


@by_codec
def test_a_changed_byte_is_told(coding: Coding, tmp_path: Path) -> None:
    made = press(alone(chapter()), coding, tmp_path / "a")
    content = bytearray((tmp_path / "a").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(SoundError, match="damaged"):
        list(packets(made))


@pytest.mark.parametrize("left", [0, 4, len(MAGIC), 200, -1])
def test_what_was_cut_short_is_told(left: int, tmp_path: Path) -> None:
    press(alone(chapter()), CODINGS[0], tmp_path / "a")
    (tmp_path / "a").write_bytes((tmp_path / "a").read_bytes()[:left])
    with pytest.raises(SoundError, match=r"cut short|damaged"):
        read_pressing(tmp_path / "a")


def test_a_missing_pressing_is_told(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="nowhere"):
        read_pressing(tmp_path / "nowhere")


def test_chapters_of_two_codings_do_not_join(tmp_path: Path) -> None:
    made = press(alone(chapter()), CODINGS[0], tmp_path / "a")
    with pytest.raises(SoundError, match="2 codings"):
        list(joined([made, replace(made, coding=CODINGS[1])]))


def test_an_unknown_codec_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match="aac, mp3, opus, flac"):
        press(alone(chapter()), Coding("vorbis", 24000, 0), tmp_path / "a")


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 32000, 44100, 48000])
def test_the_grid_suits_every_codec_that_knows_the_rate(rate: int) -> None:
    assert all(grid(rate) % encoders.frame(codec, rate) == 0 for codec in ("aac", "mp3"))
    assert rate not in encoders.OPUS_RATES or grid(rate) % encoders.frame("opus", rate) == 0
    assert grid(rate) <= 3 * rate


@by_codec
def test_a_revision_names_the_encoder(coding: Coding) -> None:
    assert ("lameenc" if coding.codec == "mp3" else "ffmpeg") in encoder_revision(coding)


_MANY = """
import sys
import numpy as np
from pathlib import Path
from audiobook.book import Coding
from audiobook.sound.press import Stretch, press, grid
block = (0.1 * np.random.default_rng(0).standard_normal(grid(24000))).astype(np.float32)
block[:1024] = block[-1024:] = 0
for minutes in map(int, sys.argv[3:]):
    count = minutes * 60 * 24000 // len(block)
    press([Stretch("0", count * len(block), (block for _ in range(count)))], Coding(sys.argv[2], 24000, 64000), Path(sys.argv[1]))
    tell_peak()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc")
@pytest.mark.parametrize("codec", ["aac", "mp3"])
def test_memory_does_not_grow_with_the_chapter(codec: str, tmp_path: Path) -> None:
    short, long = peaks(_MANY, tmp_path / "a", codec, 1, 12)
    assert long - short < 4_000  # kB; 12 minutes of samples are 69,000
