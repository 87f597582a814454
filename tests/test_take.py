"""The key of an utterance: equal words in an equal voice are one take, and nothing that sounds different shares it."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from audiobook.cast import EngineSpec, Voice
from audiobook.take import Utterance
from tests.strategies import utterances


@given(utterances(), st.floats(0, 2))
def test_volume_is_no_part_of_the_key(asked: Utterance, volume: float) -> None:
    louder = replace(asked, voice=replace(asked.voice, volume=volume))
    assert louder.key("1") == asked.key("1")


@given(utterances(), utterances())
def test_utterances_share_a_key_when_they_differ_in_volume_alone(one: Utterance, other: Utterance) -> None:
    level = replace(other, voice=replace(other.voice, volume=one.voice.volume))
    assert (one.key("1") == other.key("1")) == (one == level)


@given(utterances())
def test_every_other_part_changes_the_key(asked: Utterance) -> None:
    voice = asked.voice
    changed = [
        replace(asked, text=asked.text + "!"),
        replace(asked, language=asked.language + "-x"),
        replace(asked, retake=asked.retake + 1),
        replace(asked, voice=replace(voice, name=voice.name + "2")),
        replace(asked, voice=replace(voice, rate=voice.rate + 0.001)),
        replace(asked, voice=replace(voice, pitch=voice.pitch + 0.001)),
        replace(asked, voice=replace(voice, engine=EngineSpec("espeak"))),
        replace(asked, voice=replace(voice, engine=EngineSpec("tone", (("range", 50),)))),
    ]
    keys = [each.key("1") for each in (asked, *changed)] + [asked.key("2")]
    assert len(set(keys)) == len(keys)


@given(utterances(), st.integers(-12, 12))
def test_a_whole_number_and_its_float_are_one_pitch(asked: Utterance, pitch: int) -> None:
    whole, real = (replace(asked, voice=replace(asked.voice, pitch=each)) for each in (pitch, float(pitch)))
    assert whole.key("1") == real.key("1")


@given(utterances())
def test_words_do_not_slip_from_one_field_into_another(asked: Utterance) -> None:
    assume(" " in asked.text)
    first, rest = asked.text.split(" ", 1)
    assert replace(asked, text=rest, language=asked.language + first).key("1") != asked.key("1")


def test_a_key_is_the_same_on_every_machine_and_every_day() -> None:
    asked = Utterance("Good morning.", Voice(EngineSpec("tone"), "low"), "en")
    assert asked.key("1") == "058a9a910a60f902198a1b86b28d4037f0df4a3938863d8346dec365453afe65"
