"""Scenes decided in stretches: a scene of any length takes no more memory than one stretch, and the borders tell nothing."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.attribution.features import Choice
from audiobook.attribution.model import Potentials, infer
from audiobook.attribution.turns import believe


def _scene(count: int, seed: int = 7) -> list[tuple[Choice, Potentials]]:
    draw = np.random.default_rng(seed)
    found = []
    for turn in range(count):
        persons = draw.choice(6, size=int(draw.integers(1, 5)), replace=False)
        scores = Potentials(persons, draw.normal(0, 2, len(persons)), *(float(step) for step in draw.normal(0, 1.5, 3)))
        found.append((Choice(turn, [int(person) for person in persons], []), scores))
    return found


def test_a_long_scene_decided_in_stretches_is_believed_as_it_is_whole() -> None:
    scene = _scene(700)
    whole, _ = infer([scores for _, scores in scene])
    for (_, parted), one in zip(believe(scene, longest=150, overlap=40), whole, strict=True):
        assert parted.chances == pytest.approx(one.chances, abs=1e-4)


@given(st.integers(0, 70), st.integers(7, 20), st.integers(1, 3))
def test_every_turn_is_decided_once_and_in_order(count: int, longest: int, overlap: int) -> None:
    assert [choice.turn for choice, _ in believe(_scene(count), longest=longest, overlap=overlap)] == list(range(count))


def test_no_more_than_a_stretch_is_read_ahead() -> None:
    read = 0

    def reading() -> Iterator[tuple[Choice, Potentials]]:
        nonlocal read
        for each in _scene(300):
            read += 1
            yield each

    for done, _ in enumerate(believe(reading(), longest=40, overlap=10)):
        assert read - done <= 40
