"""Ways to master: each one keeps what it says."""

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.errors import OutputError
from audiobook.mixing.level import PAUSES
from audiobook.mixing.limit import limited
from audiobook.mixing.masters import MASTERS, gain_under, master_of, pauses_under
from audiobook.sheet import Pauses
from audiobook.sound.measure import loudness
from audiobook.sound.press import grid

VOICE = Audio((0.1 * np.sin(2 * np.pi * 300 * np.arange(240_000) / 24000)).astype(np.float32), 24000)


@pytest.mark.parametrize("name", ["podcast", "acx-spec"])
def test_voices_are_brought_to_the_masters_target(name: str) -> None:
    master = MASTERS[name]
    mixed = limited(VOICE.samples * np.float32(gain_under(master, VOICE)), VOICE.rate, master.ceiling)
    assert master.target is not None
    assert loudness(Audio(mixed, VOICE.rate)) == pytest.approx(master.target + PAUSES, abs=0.1)
    assert np.abs(mixed).max() <= 10 ** (-3 / 20)


def test_without_a_master_voices_stay_as_they_are() -> None:
    assert gain_under(MASTERS["none"], VOICE) == 1.0


def test_silence_at_the_ends_is_what_shops_measure() -> None:
    master = MASTERS["acx-spec"]
    assert master.rate is not None
    for asked in (Pauses(), Pauses(head=0.0, tail=0.0), Pauses(head=9.0, tail=9.0)):
        made = pauses_under(master, asked)
        assert 0.5 <= made.head <= 1.0
        assert 1.0 <= made.tail <= 5.0 - grid(master.rate) / master.rate
        assert made.scene == asked.scene


def test_the_default_leaves_the_users_pauses() -> None:
    assert pauses_under(MASTERS["podcast"], Pauses(head=2.0, tail=3.0)) == Pauses(head=2.0, tail=3.0)


def test_another_name_is_told_with_those_there_are() -> None:
    with pytest.raises(OutputError, match=r"named 'acx' ?.*podcast, acx-spec, none"):
        master_of("acx")
