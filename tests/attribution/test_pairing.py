"""Pairing: the cheapest reading of a paragraph's marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.attribution.marks import Family, Hand, find_marks
from audiobook.attribution.pairing import Pair, pair


def _pairs(text: str, speech: Family = Family.DOUBLE, *, resumed: Family | None = None, carried: Family | None = None) -> list[Pair]:
    return pair(find_marks(text, 0, len(text), Hand(speech)), len(text), speech=speech, resumed=resumed, carried=carried)


def _texts(text: str, pairs: list[Pair]) -> list[str]:
    return [text[each.opening.start if each.opening else 0 : each.closing.end if each.closing else len(text)] for each in pairs]


def _read(text: str, speech: Family = Family.DOUBLE) -> list[str]:
    return _texts(text, _pairs(text, speech))


def test_every_mark_in_its_place_pairs_in_order() -> None:
    assert _read('"A," said he, "b."') == ['"A,"', '"b."']


def test_marks_of_the_other_kind_are_nested() -> None:
    assert _read("\"He said 'no' to me.\"") == ["\"He said 'no' to me.\""]
    assert _read("'He said \"no\" to me.'", Family.SINGLE) == ["'He said \"no\" to me.'"]


def test_marks_of_the_same_kind_nest_where_they_face_so() -> None:
    assert _read('"He said "no" to me."') == ['"He said "no" to me."']


def test_a_mark_of_the_other_kind_closes_where_nothing_else_does() -> None:
    assert _read("'No, boss.\" He went.") == ["'No, boss.\""]
    assert _pairs("'No, boss.\" He went.")[0].family is Family.DOUBLE


def test_plural_possessives_do_not_close() -> None:
    assert _read("'The boys' hats are here,' he said.", Family.SINGLE) == ["'The boys' hats are here,'"]


def test_an_elided_word_does_not_open() -> None:
    assert _read("'Twas late, and the boys' hats were gone.", Family.SINGLE) == []


def test_a_quotation_that_nothing_closes_has_no_closing_mark() -> None:
    (only,) = _pairs('She said, "I will come')
    assert only.opening is not None
    assert only.closing is None


def test_a_quotation_that_nothing_opens_has_no_opening_mark() -> None:
    (only,) = _pairs('I will come," she said.')
    assert only.opening is None
    assert only.closing is not None


def test_a_lost_closing_mark_does_not_turn_the_rest_inside_out() -> None:
    pairs = _pairs('"Yes, he said. "I do," and then, "truly."')
    assert [each.closing is None for each in pairs] == [True, False, False]


def test_what_the_paragraph_before_left_open_may_close_here() -> None:
    (only,) = _pairs('and so it ended." He rose.', resumed=Family.DOUBLE)
    assert only.opening is None


@pytest.mark.parametrize("gap", [" ", "\n", " -- "])
def test_any_white_space_parts_quotations(gap: str) -> None:
    assert _read(f'"A."{gap}"B."') == ['"A."', '"B."']


@given(st.lists(st.sampled_from(["a", " ", '"', "'", "“", "”", "‘", "’", "«", "»", ",", ".", "—"]), max_size=40).map("".join), st.sampled_from(Family))
def test_pairs_are_in_order_and_only_the_last_may_stay_open_without_another_opening(text: str, speech: Family) -> None:
    at = 0
    for each in _pairs(text, speech):
        assert each.opening is not None or each.closing is not None
        for mark in (each.opening, each.closing):
            if mark is not None:
                assert mark.start >= at
                at = mark.end
