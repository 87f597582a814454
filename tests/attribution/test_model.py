"""The field's marginals against a slower truth: every way to fill a scene, counted."""

from itertools import product
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.attribution.model import Potentials, infer

_SCORES = st.floats(-3, 3, allow_nan=False)


@st.composite
def scenes(draw: st.DrawFn) -> list[Potentials]:
    """Draw a scene of up to five turns with up to three candidates each."""
    row = []
    for _ in range(draw(st.integers(1, 5))):
        persons = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True))
        own = [draw(_SCORES) for _ in persons]
        row.append(Potentials(np.array(persons), np.array(own), draw(_SCORES), draw(_SCORES), draw(_SCORES)))
    return row


def _score(row: list[Potentials], picks: tuple[int, ...]) -> float:
    people = [int(turn.persons[pick]) for turn, pick in zip(row, picks, strict=True)]
    total = 0.0
    for at, (turn, pick) in enumerate(zip(row, picks, strict=True)):
        total += float(turn.own[pick])
        if at:
            back = at > 1 and people[at] == people[at - 2]
            total += turn.same if people[at] == people[at - 1] else turn.back if back else turn.new
    return total


@given(scenes())
@settings(max_examples=80, deadline=None)
def test_marginals_are_those_of_all_ways_to_fill_the_scene(row: list[Potentials]) -> None:
    ways = {picks: exp(_score(row, picks)) for picks in product(*(range(len(turn.persons)) for turn in row))}
    whole = sum(ways.values())
    beliefs, log_whole = infer(row)
    assert log_whole == pytest.approx(log(whole), abs=1e-6)
    for at, belief in enumerate(beliefs):
        wanted = [sum(weight for picks, weight in ways.items() if picks[at] == pick) / whole for pick in range(len(row[at].persons))]
        assert belief.chances == pytest.approx(wanted, abs=1e-6)
        same = sum(weight for picks, weight in ways.items() if at and row[at].persons[picks[at]] == row[at - 1].persons[picks[at - 1]]) / whole
        assert belief.same == pytest.approx(same, abs=1e-6)


def test_a_scene_without_turns_is_nothing() -> None:
    assert infer([]) == ([], 0.0)
