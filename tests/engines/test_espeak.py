"""espeak-ng: its voices as files, its scales, and one sound for one utterance."""

import random
from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Voice
from audiobook.engines import espeak_engine, espeak_library
from audiobook.engines.espeak import open_espeak
from audiobook.engines.espeak_files import data_path, languages, variants, voice_file
from audiobook.engines.espeak_offers import offers
from audiobook.engines.speakable import bent, espeak_pace, espeak_pitch, speakable
from audiobook.engines.timbre import median_f0
from audiobook.errors import EngineError
from audiobook.sheet import Gender
from audiobook.take import Utterance

ENGINE = open_espeak()
SPEC = EngineSpec("espeak")
LINE = "Nobody in the valley knew our names, or where we had gone."


def spoken(text: str, name: str = "en-us", rate: float = 1.0, pitch: float = 0.0) -> Audio:
    return ENGINE.synthesize(Utterance(text, Voice(SPEC, name, rate, pitch), "en"))


def test_every_file_is_a_voice_and_every_variant_an_english_one() -> None:
    assert len(languages()) == len({voice.name for voice in languages()}) > 100
    assert len(variants()) > 100
    for accent in ("en-us", "en-gb", "en-029", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc"):
        assert {f"{accent}+{variant}" for variant in variants()} | {accent} <= offers().keys()


def test_other_languages_have_their_plain_voice_and_the_clear_variants() -> None:
    assert offers()["es"].language == "es"
    assert offers()["de+f1"].gender is Gender.FEMALE
    assert "de+kaukovalta" not in offers()


@pytest.mark.parametrize("variant", ["Alicia", "kaukovalta", "zac", "ian", "shelby", "Demonic", "marcelo", "travis"])
def test_variants_that_nobody_understands_are_not_clear(variant: str) -> None:
    assert not offers()[f"en-us+{variant}"].clear


def test_every_english_voice_was_measured() -> None:
    english = [offer for offer in offers().values() if offer.language.startswith("en") and offer.clear]
    assert len(english) > 500
    assert all(offer.f0 > 50 and len(offer.timbre) == 26 for offer in english)


@pytest.mark.parametrize("name", ["en-us+f1", "en-us+linda", "en-gb+steph", "en-us+anika"])
def test_womens_voices_are_known_as_such(name: str) -> None:
    assert offers()[name].gender is Gender.FEMALE
    assert offers()[name].f0 > 160


def test_a_voices_file_is_found_by_its_name() -> None:
    file = voice_file("en-us+Mr serious")
    assert (file.identifier, file.variant, file.plus_variant, file.language) == ("gmw/en-US", "Mr serious", "+Mr serious", "en-us")
    assert voice_file("en-gb").identifier == "gmw/en"
    for wrong in ("en-us+mr serious", "EN-US", "en-us+f3+f3", ""):
        with pytest.raises(KeyError):
            voice_file(wrong)


@pytest.mark.parametrize("name", ["en-us", "en-us+f3", "en-us+caleb", "en-gb-scotland+whisper", "en-us+Mr serious"])
def test_each_voice_noisy_ones_too_makes_one_sound_in_any_order(name: str) -> None:
    texts = [LINE, "No!", "Why did you open the gate?", "Seven ships went out."]
    first = {text: spoken(text, name).samples for text in texts}
    for text in random.Random(3).choices(texts, k=12):
        spoken("Something else.", "en-us+m3")
        assert np.array_equal(spoken(text, name).samples, first[text])


def test_choosing_a_voice_by_its_file_is_choosing_it_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("en-us", "en-gb+f2", "en-gb-x-rp+klatt2", "de")
    by_file = [spoken(LINE, name).samples for name in names]
    monkeypatch.setattr(espeak_library, "_lower_case_path", lambda _file: None)
    for name, samples in zip(names, by_file, strict=True):
        assert np.array_equal(spoken(LINE, name).samples, samples)


def test_voices_differ() -> None:
    sounds = {spoken(LINE, name).samples.tobytes() for name in ("en-us", "en-gb", "en-us+f1", "en-us+f2", "en-us+edward")}
    assert len(sounds) == 5


@pytest.mark.parametrize("name", ["en-us", "en-us+f3", "en-gb+f1"])
@pytest.mark.parametrize("semitones", [-10.0, -6.0, -3.0, 3.0, 6.0, 12.0])
def test_pitch_is_in_semitones(name: str, semitones: float) -> None:
    text = f"{LINE} The old pump in the yard had frozen twice that winter, so we carried water from the brook."
    own, moved = median_f0(spoken(text, name)), median_f0(spoken(text, name, pitch=semitones))
    assert 12 * np.log2(moved / own) == pytest.approx(semitones, abs=1.5)


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.5, 2.0])
def test_rate_is_times_its_own_pace(rate: float) -> None:
    assert spoken(LINE).seconds / spoken(LINE, rate=rate).seconds == pytest.approx(rate, rel=0.12)


def test_markup_and_phonemes_are_text() -> None:
    assert spoken("[[h@'loU]]").seconds > spoken("hello").seconds
    assert spoken("go <break time='9s'/> on").seconds < 5


def test_pitches_are_monotonous_and_tell_what_they_do_not_reach() -> None:
    steps = [espeak_pitch(tenths / 10) for tenths in range(-120, 121)]
    assert [pitch for pitch, _ in steps] == sorted(pitch for pitch, _ in steps)
    assert steps[120] == (50, 0.0)
    assert [round(left, 6) for _, left in (steps[0], steps[-1])] == [-5.7, 3.4]
    assert (steps[0][0], steps[-1][0]) == (0, 99)


def test_paces_stay_within_what_it_takes() -> None:
    assert (espeak_pace(0.5), espeak_pace(1), espeak_pace(2), espeak_pace(0.1), espeak_pace(9)) == (88, 175, 350, 80, 450)


def test_speakable_keeps_text_and_drops_what_is_none() -> None:
    assert speakable("Plain text, as it stands.") == "Plain text, as it stands."
    assert speakable("\u2019Tis \u201cna\u00efve\u201d \u4f60\u597d \U0001f600") == "\u2019Tis \u201cna\u00efve\u201d \u4f60\u597d \U0001f600"
    assert speakable("a\x00b\x01c\x7fd\ud800e") == "a b c d e"


def test_bending_shortens_as_it_raises() -> None:
    second = np.sin(2 * np.pi * 200 * np.arange(22050) / 22050).astype(np.float32)
    raised = Audio(bent(second, 12.0, 22050), 22050)
    assert len(raised) == pytest.approx(11025, abs=2)
    assert median_f0(raised) == pytest.approx(400, rel=0.01)
    assert bent(second, 0.0, 22050) is second


def test_without_the_wheel_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "espeakng_loader", None)
    monkeypatch.setattr(espeak_engine, "find_spec", lambda _name: None)
    assert ENGINE.ready() == "pip install espeakng-loader"
    with pytest.raises(EngineError, match="`pip install espeakng-loader` brings it"):
        data_path()


def test_a_library_without_its_data_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(espeak_library, "data_path", lambda: tmp_path)
    with pytest.raises(EngineError, match=f"espeak-ng found no data in {tmp_path}"):
        spoken(LINE)


def test_a_library_that_cannot_be_loaded_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lib.so").write_text("no library")
    monkeypatch.setattr(espeak_library, "library_path", lambda: str(tmp_path / "lib.so"))
    with pytest.raises(EngineError, match="espeak-ng cannot be loaded: "):
        spoken(LINE)
