"""The trim: coarse steps, none near the target, never beyond what a book's balance bears."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.mixing.trim import MOST_DOWN, MOST_UP, STEP, gain, trimmed


@pytest.mark.parametrize(
    ("measured", "steps"), [(-19.0, 0), (-19.29, 0), (-18.71, 0), (-19.31, 1), (-19.74, 1), (-19.76, 2), (-18.6, -1), (-21.0, 4), (-30.0, 12), (-5.0, -24)]
)
def test_a_book_is_moved_by_whole_steps_once_it_is_off(measured: float, steps: int) -> None:
    assert trimmed(0, measured, -19.0) == steps


@given(st.floats(-25, -13), st.integers(-12, 12))
def test_where_it_goes_it_stays(offset: float, before: int) -> None:
    """What a gain moves exactly is near the target after one trim, and is not moved again."""
    steps = trimmed(before, offset + before * STEP, -19.0)
    after = offset + steps * STEP
    if -MOST_DOWN < steps * STEP < MOST_UP:
        assert abs(after + 19.0) <= 0.3 + 1e-9
        assert trimmed(steps, after, -19.0) == steps


def test_a_line_moves_no_book_but_at_a_border() -> None:
    offsets = [place / 1000 for place in range(-1000, 1000)]
    found = [trimmed(0, -19.0 + offset, -19.0) for offset in offsets]
    assert sum(one != other for one, other in pairwise(found)) == 4  # in 2 LU


def test_a_step_is_half_a_decibel() -> None:
    assert 20 * math.log10(gain(3)) == pytest.approx(1.5)
    assert gain(0) == 1.0
