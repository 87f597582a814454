"""Speech tags that are more than "said Tom"."""

import pytest

from audiobook.attribution import attribute
from audiobook.attribution.lexicon import people, verbs
from tests.attribution.test_attribute import OPENING, speakers, story


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ('"The boat is late," came the voice of Edwin from below.', "Edwin"),
        ('"The boat is late," cut in Edwin\'s clear voice.', "Edwin"),
        ('"The boat is late!" broke from Edwin.', "Edwin"),
        ('"The boat is late," sounded the tired accents of Edwin.', "Edwin"),
        ('"The boat is late," came Edwin\'s reply.', "Edwin"),
        ('"The boat is late," went on Edwin, with some warmth.', "Edwin"),
        ('"The boat is late," put in Edwin from the stairs.', "Edwin"),
        ('"The boat is late," admitted Edwin.', "Edwin"),
        ('"The boat is late," was Edwin\'s language.', "Edwin"),
        ('Marta heard nothing, until she was thus accosted by Edwin, "The boat is late."', "Edwin"),
        ('Marta turned to Edwin, who looked up and said, "The boat is late."', "Edwin"),
        ('Marta could not bear Edwin\'s calm inquiry of "The boat is late?"', "Edwin"),
        ('Edwin put an end to the silence by saying, "The boat is late."', "Edwin"),
        ('Marta had been cold for an hour; Edwin had only time to say, "The boat is late."', "Edwin"),
    ],
)
def test_a_speaker_is_no_finite_verbs_subject(line: str, speaker: str) -> None:
    script = attribute(story(OPENING, '"Who goes there?" asked Marta.', '"A friend," Edwin replied.', line))
    assert set(speakers(script)[2:]) == {speaker}


@pytest.mark.parametrize("noun", ["patronne", "zither-player", "conductor", "caterpillar"])
def test_any_noun_right_after_a_line_may_speak(noun: str) -> None:
    script = attribute(story(OPENING, '"Who goes there?" asked Marta.', f'"A friend," the {noun} said.', "Edwin sat down."))
    assert speakers(script) == ["Marta", f"the {noun}"]


def test_things_that_sound_say_nothing() -> None:
    script = attribute(story(OPENING, '"Who goes there?" asked Marta.', '"A friend," the radio said.', "Edwin sat down."))
    assert "the radio" not in speakers(script)


def test_verbs_and_nouns_are_lower_case_and_regular() -> None:
    assert all(verb == verb.lower() and verb.isascii() for verb in verbs())
    assert {verbs()[form] for form in ("snarked", "vouchsafed", "backpedalled", "whinnied")} == {"say"}
    assert verbs()["hesitated"] == "beside"
    assert (people()["waggoner"], people()["barmaid"], people()["zookeeper"]) == ("male", "female", "either")


@pytest.mark.parametrize("lead", ["Edwin explained to Marta.", "Then Edwin spoke again."])
@pytest.mark.parametrize("joint", ["\n\n", " "], ids=["above", "before"])
def test_who_spoke_in_the_sentence_before_speaks(lead: str, joint: str) -> None:
    line = f'{lead}{joint}"The boat is late."'
    script = attribute(story(OPENING, '"Who goes there?" asked Edwin.', '"A friend," said Marta.', '"No friend of mine," said Edwin.', line))
    assert speakers(script)[-1] == "Edwin"


def test_a_sentence_that_goes_on_over_its_tag_is_one_persons() -> None:
    lines = ['"Who goes there?" asked Marta.', '"A friend," said Edwin, "and a cold one." Marta laughed. "Open the door, then," she said.']
    assert speakers(attribute(story(OPENING, *lines))) == ["Marta", "Edwin", "Edwin", "Marta"]
