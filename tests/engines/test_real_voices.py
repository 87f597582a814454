"""A recogniser listens to the narrators."""

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Voice
from audiobook.engines import open_engine
from audiobook.take import Utterance

pytest.importorskip("pocketsphinx")

from tests.recogniser import Recogniser, spoken, word_errors

pytestmark = pytest.mark.real
LINES = (
    "The ferry came late that evening, and nobody on the quay had a lamp.",
    "She counted the boxes again, and again there was one too many.",
    "Behind the mill the path divides; take the one that nobody mends.",
    "He had promised to write, but the paper stayed as white as the field.",
    "Two dogs slept by the stove while the soup boiled over.",
    "You never asked me why I left the music school.",
    "In the morning the bridge was gone, and the river did not care.",
    "The old woman laughed until her glasses fell into the flour.",
    "Forty steps lead down to the cellar, and the last one is broken.",
    "When the bell rang for the third time, everybody looked at the door.",
)


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(LINES)


def speech(kind: str) -> list[Audio]:
    spec = EngineSpec(kind)
    engine = open_engine(spec)
    narrator = min(engine.voices(), key=lambda offer: offer.rank)
    return [engine.synthesize(Utterance(line, Voice(spec, narrator.name), "en")) for line in LINES]


@pytest.mark.parametrize("kind", ["espeak", "pyttsx3"])
def test_the_narrator_is_understood(kind: str, recogniser: Recogniser) -> None:
    heard = [word for sound in speech(kind) for word in recogniser.hear(sound)]
    assert word_errors([word for line in LINES for word in spoken(line)], heard) < 0.12


def test_a_line_that_was_cut_or_swapped_is_noticed(recogniser: Recogniser) -> None:
    sounds = speech("espeak")
    cut = Audio(sounds[0].samples[: len(sounds[0]) * 6 // 10], sounds[0].rate)
    assert word_errors(spoken(LINES[0]), recogniser.hear(cut)) > 0.25
    assert word_errors(spoken(LINES[1]), recogniser.hear(sounds[2])) > 0.7


def test_the_listener_hears_nothing_in_silence(recogniser: Recogniser) -> None:
    assert recogniser.hear(Audio(np.zeros(22050, np.float32), 22050)) == []
