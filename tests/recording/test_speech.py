"""What the engine is asked to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.recording.speech import LONGEST, parts, spoken
from audiobook.words import words

PROSE = st.text(st.sampled_from("abcÄß9 \n.,;:!?\"'“”‘’«»*_~/-—–…#&<>[](){}|\\\t\u00ad😀"), max_size=120)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"Good evening," ', "Good evening,"),
        ("“Good evening”", "Good evening"),
        ("‘Not now,’", "Not now,"),
        ("«Entrez»", "Entrez"),
        ("— Come in.", "Come in."),
        ("It was *really* late", "It was really late"),
        ("It was\n   late", "It was late"),
        ('the so-called "friend" left', "the so-called friend left"),
        ('he"she', "he she"),
        ("wait . . . no", "wait… no"),
        ("good &amp; bad", "good & bad"),
        ("stop 😀 it", "stop it"),
        ("the dogs' bowl", "the dogs' bowl"),
        ("Nr. #3", "Nr. #3"),
        ('"…"', ""),
        ("?!", ""),
    ],
)
def test_marks_are_off_and_words_stay(text: str, said: str) -> None:
    assert spoken(text) == said


@given(PROSE)
def test_no_word_is_lost_added_or_changed(text: str) -> None:
    assert words(spoken(text)) == words(text)


@given(st.lists(PROSE, max_size=12).map(" ".join))
def test_parts_hold_the_words_in_order(text: str) -> None:
    said = spoken(text)
    pieces = parts(said, longest=40)
    assert [word for piece in pieces for word in words(piece)] == words(said)
    assert all(words(piece) for piece in pieces)


def test_parts_end_at_sentences() -> None:
    sentence = "The tide came in over the flats and took the path with it."
    pieces = parts(" ".join([sentence] * 30))
    assert len(pieces) > 1
    assert all(piece.endswith("with it.") for piece in pieces)
    assert all(len(piece) <= LONGEST for piece in pieces)


def test_a_sentence_that_is_too_long_is_parted_at_clauses_then_between_words() -> None:
    pieces = parts("one two, " * 20 + "three " * 40, longest=100)
    assert pieces[0].endswith(",")
    assert all(len(piece) <= 100 for piece in pieces)


def test_a_word_is_never_parted() -> None:
    assert parts("a" * 5000) == ("a" * 5000,)


def test_a_change_in_one_sentence_keeps_the_parts_before_it() -> None:
    sentences = [f"Number {number} of the sentences stands here, long enough to count for something." for number in range(30)]
    before = parts(" ".join(sentences))
    after = parts(" ".join([*sentences[:-1], "Another end."]))
    assert len(before) > 4
    assert before[:-2] == after[: len(before) - 2]
