"""Takes that are not sound are caught."""

from dataclasses import replace

import pytest

from audiobook.recording.gates import Facts, flaw
from audiobook.take import Utterance
from tests.recording.stage import NARRATOR

ASKED = Utterance("The lamp went out, and nobody moved.", NARRATOR, "en")
SOUND = Facts(rate=22050, length=44100, lead=500, trail=4000, peak=0.6, clipped=0.0)


def test_a_sound_take_passes() -> None:
    assert flaw(ASKED, SOUND) is None


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        (replace(SOUND, peak=0.0), "silence"),
        (replace(SOUND, length=0, lead=0, trail=0), "silence"),
        (replace(SOUND, length=6000), "cut off"),
        (replace(SOUND, length=22050 * 60), "absurdly long"),
        (replace(SOUND, clipped=0.3), "clipped"),
    ],
)
def test_a_flaw_is_named(facts: Facts, what: str) -> None:
    assert what in (flaw(ASKED, facts) or "")


def test_a_faster_voice_may_be_shorter() -> None:
    short = replace(SOUND, length=4500 + 5500)
    fast = replace(ASKED, voice=replace(NARRATOR, rate=2.0))
    assert "cut off" in (flaw(ASKED, replace(short, length=4500 + 4500)) or "")
    assert flaw(fast, replace(short, length=4500 + 4500)) is None
