"""What every engine keeps: each row of ENGINES."""

import dataclasses
import hashlib
import pickle
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from audiobook.cast import EngineSpec, Offer, Voice
from audiobook.engines import ENGINES, Engine, Tolerance, open_engine
from audiobook.errors import EngineError
from audiobook.sheet import Gender
from audiobook.take import Utterance

LINE = "Seven ships went out before the storm, and three came home."


@pytest.fixture(params=sorted(ENGINES), scope="module")
def spec(request: pytest.FixtureRequest) -> EngineSpec:
    return EngineSpec(request.param)


@pytest.fixture(scope="module")
def engine(spec: EngineSpec) -> Engine:
    return open_engine(spec)


@pytest.fixture(scope="module")
def offers(engine: Engine) -> tuple[Offer, ...]:
    return engine.voices()


@pytest.fixture
def asked(spec: EngineSpec, offers: tuple[Offer, ...]) -> Utterance:
    return Utterance(LINE, Voice(spec, min(offers, key=lambda offer: offer.rank).name), "en")


def voiced(asked: Utterance, **changes: object) -> Utterance:
    """Return the utterance with another voice, rate or pitch."""
    return dataclasses.replace(asked, voice=dataclasses.replace(asked.voice, **changes))  # type: ignore[arg-type]


def test_it_works_here_and_says_what_it_tolerates(engine: Engine) -> None:
    assert engine.ready() is None
    assert engine.tolerates in Tolerance


def test_its_revision_is_the_same_each_time(engine: Engine, spec: EngineSpec) -> None:
    assert engine.revision
    assert engine.revision == open_engine(spec).revision


def test_no_two_engines_share_a_revision() -> None:
    revisions = [open_engine(EngineSpec(kind)).revision for kind in ENGINES]
    assert len(set(revisions)) == len(revisions)


def test_its_voices_have_names_of_their_own_languages_and_genders(offers: tuple[Offer, ...]) -> None:
    assert len({offer.name for offer in offers}) == len(offers) >= 12
    assert all(offer.name.strip() == offer.name and offer.language for offer in offers)
    english = [offer for offer in offers if offer.language.startswith("en") and offer.clear]
    assert all(offer.gender is not Gender.UNKNOWN for offer in english)
    assert min(sum(offer.gender is gender for offer in english) for gender in (Gender.FEMALE, Gender.MALE)) >= 6


def test_no_two_measured_voices_have_one_rank(offers: tuple[Offer, ...]) -> None:
    ranks = [offer.rank for offer in offers if offer.f0]
    assert len(set(ranks)) == len(ranks)


def test_its_first_voice_is_clear_and_measured(offers: tuple[Offer, ...]) -> None:
    first = min(offers, key=lambda offer: offer.rank)
    assert first.clear
    assert first.f0 > 0


def test_its_first_voices_take_turns_between_genders(offers: tuple[Offer, ...]) -> None:
    english = sorted((offer for offer in offers if offer.language.startswith("en")), key=lambda offer: offer.rank)
    assert all(one.gender is not other.gender for one, other in pairwise(english[:12]))


def test_it_makes_sound(engine: Engine, asked: Utterance) -> None:
    sound = engine.synthesize(asked)
    assert sound.samples.dtype == np.float32
    assert sound.samples.ndim == 1
    assert np.isfinite(sound.samples).all()
    assert 0.05 < np.abs(sound.samples).max() <= 1
    assert 11 * 0.2 < sound.seconds < 11 * 0.6


def test_it_makes_the_same_sound_again_whatever_was_said_between(engine: Engine, asked: Utterance) -> None:
    first = engine.synthesize(asked)
    for text in ("No!", "Why did nobody ask?"):
        engine.synthesize(dataclasses.replace(asked, text=text))
    assert np.array_equal(engine.synthesize(asked).samples, first.samples)


def test_another_process_makes_the_same_sound(engine: Engine, asked: Utterance) -> None:
    code = (
        "import hashlib, sys, pickle; from audiobook.engines import open_engine; asked = pickle.load(sys.stdin.buffer);"
        "print(hashlib.sha256(open_engine(asked.voice.engine).synthesize(asked).samples.tobytes()).hexdigest())"
    )
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(asked), capture_output=True, check=True)
    assert done.stdout.decode().split() == [hashlib.sha256(engine.synthesize(asked).samples.tobytes()).hexdigest()]
    assert done.stderr == b""


def test_a_faster_voice_is_shorter_and_a_slower_one_longer(engine: Engine, asked: Utterance) -> None:
    slow, own, fast = (engine.synthesize(voiced(asked, rate=rate)).seconds for rate in (0.5, 1.0, 2.0))
    assert slow > 1.5 * own
    assert fast < 0.7 * own


@pytest.mark.parametrize("pitch", [-12.0, -3.0, 3.0, 12.0])
def test_pitch_changes_the_sound_and_hardly_its_length(engine: Engine, asked: Utterance, pitch: float) -> None:
    own, other = engine.synthesize(asked), engine.synthesize(voiced(asked, pitch=pitch))
    assert other.seconds == pytest.approx(own.seconds, rel=0.15)
    assert not np.array_equal(own.samples[: len(other)], other.samples[: len(own)])


def test_volume_is_not_its_business(engine: Engine, asked: Utterance) -> None:
    assert np.array_equal(engine.synthesize(voiced(asked, volume=0.2)).samples, engine.synthesize(asked).samples)


def test_a_voice_that_is_not_there_is_an_error_that_names_near_ones(engine: Engine, asked: Utterance, spec: EngineSpec) -> None:
    name = asked.voice.name
    for wrong in (f"{name}x", name.upper()):
        with pytest.raises(EngineError, match=f"engine '{spec.kind}' has no voice .*did you mean .*'{name}'"):
            engine.synthesize(voiced(asked, name=wrong))
    for wrong in ("", f"{name}+nobody"):
        with pytest.raises(EngineError, match=f"engine '{spec.kind}' has no voice '.*; `audiobook voices --engine {spec.kind}` lists them"):
            engine.synthesize(voiced(asked, name=wrong))


@pytest.mark.parametrize(
    "text",
    [
        "before\x00after",
        "one \U0001f600 two \U0001f469\u200d\U0001f680 three",
        "<b>bold</b> & <speak>spoken</speak>",
        "[[h@'loU]] is text",
        "a \x01+10S b \x1b[31m c",
        "lonely \ud800 half",
        "\u2019Tis \u201cso\u201d\u2014na\u00efve \u4f60\u597d",
        "word " * 1000,
    ],
    ids=["NUL", "emoji", "markup", "phonemes", "control", "surrogate", "unicode", "5000 characters"],
)
def test_odd_text_is_spoken_as_text_or_refused_with_words(engine: Engine, asked: Utterance, text: str) -> None:
    sound = engine.synthesize(dataclasses.replace(asked, text=text))
    assert sound.seconds > 0.3
    assert np.isfinite(sound.samples).all()


def test_what_comes_after_a_nul_is_spoken(engine: Engine, asked: Utterance) -> None:
    cut = engine.synthesize(dataclasses.replace(asked, text="before"))
    whole = engine.synthesize(dataclasses.replace(asked, text="before\x00after the storm had passed over the hills"))
    assert whole.seconds > cut.seconds + 1


def test_listing_its_voices_loads_nothing_heavy(spec: EngineSpec) -> None:
    code = (
        "import sys; from audiobook.cast import EngineSpec; from audiobook.engines import open_engine;"
        f"engine = open_engine(EngineSpec({spec.kind!r})); engine.voices(), engine.revision, engine.ready();"
        "assert not {'pyttsx3', 'av'} & set(sys.modules); print('espeak-ng.so' in open('/proc/self/maps').read())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
