"""Marks: where they are, which way they face, and when a single one is an apostrophe."""

import pytest

from audiobook.attribution.marks import Family, Hand, Mark, find_marks

SINGLES = Hand(Family.SINGLE)


def _marks(text: str, hand: Hand = Hand()) -> list[Mark]:  # noqa: B008 - a frozen value
    return find_marks(text, 0, len(text), hand)


@pytest.mark.parametrize("text", ["don't", "the o’clock bells", "x'y'z", "no marks at all", "", "rock-and-roll - yes"])
def test_apostrophes_inside_words_are_no_marks(text: str) -> None:
    assert _marks(text) == []


def test_a_mark_tells_where_it_stands() -> None:
    assert [(mark.start, mark.end, mark.family) for mark in _marks('a "b" «c»')] == [
        (2, 3, Family.DOUBLE),
        (4, 5, Family.DOUBLE),
        (6, 7, Family.GUILLEMET),
        (8, 9, Family.GUILLEMET),
    ]


@pytest.mark.parametrize(
    "text", ['"Yes," she said', "“Yes,” she said", "«Yes,» she said", "„Yes,” she said", "「Yes,」 she said", '*"Yes,"* she said', '("Yes,") she said']
)
def test_marks_round_speech_open_and_close_as_they_stand(text: str) -> None:
    opening, closing = _marks(text)
    assert opening.opens < opening.closes
    assert closing.closes < closing.opens


def test_german_marks_close_with_what_opens_elsewhere() -> None:
    opening, closing = _marks("„Ja“, said he", Hand(low=True))
    assert opening.opens < opening.closes
    assert closing.closes < closing.opens


def test_guillemets_may_point_inward() -> None:
    opening, closing = _marks("»Ja«, said he", Hand(Family.GUILLEMET, inward=True))
    assert opening.opens < opening.closes
    assert closing.closes < closing.opens


@pytest.mark.parametrize("text", ["'tis late", "get 'em all", "the class of '72", "nothin' at all", "the boys' hats", "James' hat", "an' so on"])
def test_an_apostrophe_at_a_words_edge_is_rather_left_out(text: str) -> None:
    (mark,) = _marks(text, SINGLES)
    assert mark.ignored < 1.5


@pytest.mark.parametrize("text", ["he said, 'Yes", "'No", "it was there,' he said", "Really?' he said"])
def test_a_single_mark_at_speech_is_rather_a_mark(text: str) -> None:
    (mark,) = _marks(text, SINGLES)
    assert mark.ignored > min(mark.opens, mark.closes)


@pytest.mark.parametrize(
    ("text", "hand", "count"),
    [("''Yes,'' he said", Hand(), 2), ("``Yes,'' he said", Hand(), 2), ('""Yes,"" he said', Hand(doubled=True), 2), ("''Tis so,' he said", SINGLES, 3)],
)
def test_marks_typed_twice_are_one_mark_where_that_is_the_custom(text: str, hand: Hand, count: int) -> None:
    assert len(_marks(text, hand)) == count


def test_two_marks_between_words_are_two() -> None:
    assert len(_marks('"Yes.""No."')) == 4


def test_inches_are_cheap_to_leave_out() -> None:
    (mark,) = _marks('a 5" pipe')
    assert mark.ignored < mark.closes + 3
    assert mark.ignored < 2
