"""Kinds: speech, thought and words told apart by what stands round them."""

import json
import runpy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from audiobook.attribution.pieces import find_pieces
from audiobook.attribution.quotation import QuoteKind
from audiobook.attribution.quotes import find_quotations
from audiobook.attribution.scare import features, speech_probability
from audiobook.attribution.setting import settings
from tests.attribution.golden import document_of

SAID = '"Go home," said Ann.\n\n"No," said Ben.\n\n"Then stay," said Ann.\n\n'


def _kinds(text: str) -> list[QuoteKind]:
    return [each.kind for each in find_quotations(document_of(SAID + text))][3:]


@pytest.mark.parametrize(
    "text",
    [
        "'I must go,' he thought.",
        "He stood up. 'I must go.'",
        "He thought 'why me?'",
        "'Why did I come?' Ann asked herself.",
    ],
)
def test_thoughts(text: str) -> None:
    assert _kinds(text) == [QuoteKind.THOUGHT]


def test_several_things_that_stand_written_are_all_words() -> None:
    text = 'On the back was written "Return to sender", and under that "Not known here," and, fainter, "Knock."'
    assert _kinds(text) == [QuoteKind.WORDS] * 3


@pytest.mark.parametrize("text", ['"I must go," he thought.', 'He thought, "I must go."'])
def test_what_is_thought_in_the_marks_of_speech_stays_speech(text: str) -> None:
    assert _kinds(text) == [QuoteKind.SPEECH]


@pytest.mark.parametrize(
    "text",
    [
        "The 'mission' went badly.",
        'He gave her his "you are late" look.',
        'The note said "Meet me at noon".',
        'It was signed:\n\n"My dear Ann,"',
        '"Meet me at noon," the note read.',
        'He told her that "she could not have known where he was."',
        "It was only a 'maybe'.",
        '"Talking"',
        '[Quest complete: "Rats in the Cellar!"]',
        'She wore a badge that said "Ask Me!"',
        '"Nothing is lost."\n\n--A. N. Other',
    ],
)
def test_words(text: str) -> None:
    assert _kinds(text) == [QuoteKind.WORDS]


@pytest.mark.parametrize(
    "text",
    [
        '"Yes" he said.',
        '"Yeah" she nodded.',
        '"Thank you" I whispered back.',
        '"..."',
        '"Mine?" the boy asked.',
        "'Na boss.\" He shrugged.",
        '"Who is there?" wondered Ann aloud.',
        '"To whom it may concern," he read, and stopped.',
        'She had a letter in her hand. "It is from Ben," she said.',
    ],
)
def test_speech(text: str) -> None:
    assert set(_kinds(text)) == {QuoteKind.SPEECH}


def test_speech_without_a_stop_right_after_speech_is_speech() -> None:
    assert _kinds('"Good" "Bad"') == [QuoteKind.SPEECH, QuoteKind.SPEECH]


def test_single_marks_speak_where_their_tags_say_so() -> None:
    assert _kinds("'Help!' cried Ben.") == [QuoteKind.SPEECH]
    thoughts = "\n\n".join(["'I must go,' he thought.", "'I am late.'", "'I am lost.'"])
    assert _kinds(f"{SAID}{thoughts}\n\n'Help!' cried Ben.")[3:] == [QuoteKind.THOUGHT] * 4


def test_single_marks_that_speak_speak_without_a_tag_too() -> None:
    assert _kinds(f"{SAID}'Help!' cried Ben.\n\n'Go home,' said Ann.\n\n'I will not.'")[3:] == [QuoteKind.SPEECH] * 3


def test_a_probability_is_one_and_tags_raise_it() -> None:
    def probability(text: str) -> float:
        document = document_of(text)
        (setting,) = settings(document, list(find_pieces(document)))
        return speech_probability(text, setting)

    assert 0 < probability('the "thing" he saw') < probability('"thing" said he') < 1


def test_the_weights_are_those_of_features_that_there_are() -> None:
    weights = json.loads(files("audiobook.attribution").joinpath("quotes.json").read_text(encoding="utf-8"))["weights"]
    document = document_of(SAID)
    seen = {name for setting in settings(document, list(find_pieces(document))) for name in features(document.text, setting)}
    assert seen
    assert "bias" in seen
    assert seen <= weights.keys() | {"soon after another"}


@pytest.fixture
def tool() -> dict[str, Any]:
    return runpy.run_path(str(Path(__file__).resolve().parents[2] / "tools" / "train_quotes"), run_name="train_quotes")


def test_training_gives_the_same_weights_whatever_ran_before(tool: dict[str, Any], tmp_path: Path) -> None:
    text = '"Go home," said Ann.\n\nThe word "home" was on the door.\n\n"No," said Ben.\n\nThey called it "the house" then.\n\n"Go!"\n\n"I will not."\n'
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    spoken = ['"Go home,"', '"No,"', '"Go!"', '"I will not."']
    rows = [json.dumps({"spans": [[text.index(part), text.index(part) + len(part)]]}) for part in spoken]
    (tmp_path / "quotes.jsonl").write_text("\n".join(rows), encoding="utf-8")
    gold = tool["samples"](tmp_path)
    assert [speech for _, speech in gold] == [True, False, True, False, True, True]
    weights = tool["train"](gold)
    assert weights == tool["train"](gold)
    assert weights["bias"] > 0
