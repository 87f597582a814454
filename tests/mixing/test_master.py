"""The master: clips in their places, to the sample; no clicks; silence is digital."""

import numpy as np
import pytest

from audiobook.audio import Audio, Samples
from audiobook.errors import SoundError
from audiobook.mixing.level import CEILING
from audiobook.mixing.master import BLOCK, stream
from audiobook.take import Take
from audiobook.timeline import Clip, Timeline
from tests.mixing.making import sound, take


def timeline(*clips: Clip, length: int = 240_000) -> Timeline:
    return Timeline(24000, length, clips, ())


def mixed(made: Timeline) -> Samples:
    return np.concatenate(list(stream(made, sound)))


def clip(of: Take, start: int, gain: float = 1.0) -> Clip:
    return Clip(of, start, (of.length - of.lead - of.trail) * 24000 // of.rate, gain)


def test_the_master_is_as_long_as_its_timeline() -> None:
    assert len(mixed(timeline(clip(take("a"), 5000)))) == 240_000


def test_blocks_are_bounded_and_none_is_empty() -> None:
    sizes = [len(block) for block in stream(timeline(clip(take("a", seconds=8.0), 30_000)), sound)]
    assert max(sizes) <= BLOCK
    assert min(sizes) > 0
    assert sum(sizes) == 240_000


def test_a_clip_sounds_where_it_stands_and_nowhere_else() -> None:
    master = mixed(timeline(clip(take("a"), 50_000), clip(take("b"), 100_000)))
    heard = np.flatnonzero(master)
    assert heard[0] == pytest.approx(50_000, abs=2)
    assert heard[-1] == pytest.approx(124_000, abs=2)
    assert not master[74_000:100_000].any()


def test_silent_ends_of_a_take_are_left_out() -> None:
    master = mixed(timeline(clip(take("a", lead=2400, trail=4800), 50_000)))
    assert np.flatnonzero(master)[0] == pytest.approx(50_000, abs=2)
    assert np.flatnonzero(master)[-1] == pytest.approx(50_000 + 24_000 - 7200, abs=2)


def test_the_gain_is_applied() -> None:
    loud, soft = mixed(timeline(clip(take("a"), 5000))), mixed(timeline(clip(take("a"), 5000, 0.25)))
    assert np.allclose(soft, loud * 0.25, atol=1e-7)


def test_peaks_stay_under_the_ceiling() -> None:
    loud = mixed(timeline(clip(take("a", peak=0.9), 5000, 2.0)))
    assert np.abs(loud).max() == pytest.approx(CEILING, rel=1e-3)


def test_no_join_clicks() -> None:
    made = take("a", peak=0.6)
    within = np.abs(np.diff(sound(made).samples)).max()
    master = mixed(timeline(clip(made, 30_000), clip(made, 54_000), clip(made, 78_000)))
    assert np.abs(np.diff(master)).max() <= within


def test_a_take_of_another_rate_keeps_its_time() -> None:
    made = take("a", rate=22050, seconds=2.0)
    master = mixed(timeline(clip(made, 10_000)))[10_000:58_000]
    wanted = 0.3 * np.sin(2 * np.pi * 300 * np.arange(48_000) / 24000 + 1)
    assert np.abs(master - wanted)[200:-200].max() < 1e-3


def test_a_clip_shorter_than_its_fades_is_no_trouble() -> None:
    master = mixed(timeline(clip(take("a", seconds=0.001), 10_000)))
    assert np.abs(master).max() <= 0.3


def test_a_take_that_is_not_what_it_was_is_told() -> None:
    made = timeline(clip(take("a"), 0))
    with pytest.raises(SoundError, match="23999 samples at 24000 Hz, where 24000"):
        list(stream(made, lambda of: Audio(sound(of).samples[1:], of.rate)))
    with pytest.raises(SoundError, match="16000 Hz"):
        list(stream(made, lambda of: Audio(sound(of).samples, 16000)))


def test_the_takes_own_samples_are_left_alone() -> None:
    audio = sound(take("a"))
    before = audio.samples.copy()
    list(stream(timeline(clip(take("a"), 100)), lambda _: audio))
    assert np.array_equal(audio.samples, before)
