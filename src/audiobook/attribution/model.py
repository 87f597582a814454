"""The model: a conditional random field of second order over each scene's turns, its weights, and exact marginals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

import numpy as np
from numpy.typing import NDArray

from audiobook.attribution.features import Choice

Floats = NDArray[np.float64]


@cache
def weights() -> dict[str, float]:
    """Return the trained weight of each feature, by its name."""
    rows = files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8").splitlines()
    return {name: float(weight) for name, weight in (row.split("\t") for row in rows if row and not row.startswith("#"))}


@dataclass(slots=True)
class Potentials:
    """A turn's scores, in the log domain."""

    persons: NDArray[np.int64]
    """Shape (c,)."""
    own: Floats
    """Of each candidate, shape (c,)."""
    same: float
    back: float
    new: float


def potentials(choices: Sequence[Choice], known: Mapping[str, float]) -> list[Potentials]:
    """Return a scene's scores."""
    get = known.get
    return [
        Potentials(
            np.array(choice.candidates, dtype=np.int64),
            np.array([sum([get(name, 0.0) for name in row]) for row in choice.features]),
            sum([get(name, 0.0) for name in choice.same]),
            sum([get(name, 0.0) for name in choice.back]),
            sum([get(name, 0.0) for name in choice.new]),
        )
        for choice in choices
    ]


@dataclass(slots=True)
class Beliefs:
    """What the model holds of one turn."""

    chances: Floats
    """Of each candidate, shape (c,); sums to 1."""
    same: float
    """Chance that the speaker before goes on."""
    back: float
    """Chance that the speaker of two turns before answers."""


def infer(row: Sequence[Potentials]) -> tuple[list[Beliefs], float]:
    """Return the exact marginals of a scene, and the logarithm of its partition function."""
    if not row:
        return [], 0.0
    outside = np.array([-99], dtype=np.int64)
    forward: list[Floats] = []
    backs: list[Floats] = []
    steps: list[tuple[Floats, Floats, Floats]] = []
    earlier = before = outside
    log_z = 0.0
    alpha = np.ones((1, 1))
    for position, turn in enumerate(row):
        peak = float(turn.own.max())
        own = np.exp(turn.own - peak)
        log_z += peak
        if position == 0:
            fresh = own[None, :]
            back_part = np.zeros_like(fresh)
            steps.append((np.ones((1, len(own))), np.zeros((1, len(own))), own))
        else:
            equal = before[:, None] == turn.persons[None, :]
            top = max(turn.same, turn.back, turn.new)
            log_z += top
            same, back, new = exp(turn.same - top), exp(turn.back - top), exp(turn.new - top)
            base = np.where(equal, same, new)
            other = np.where(equal, 0.0, 1.0)
            returned = alpha.T @ (earlier[:, None] == turn.persons[None, :]) * other
            total = base * alpha.sum(axis=0)[:, None] + (back - new) * returned
            fresh = total * own[None, :]
            back_part = back * returned * own[None, :]
            steps.append((base, other * (back - new), own))
        scale = float(fresh.sum())
        log_z += float(np.log(scale))
        alpha = fresh / scale
        forward.append(alpha)
        backs.append(back_part / scale)
        earlier, before = before, turn.persons
    return _backward(row, forward, backs, steps), log_z


def _backward(row: Sequence[Potentials], forward: list[Floats], backs: list[Floats], steps: list[tuple[Floats, Floats, Floats]]) -> list[Beliefs]:
    found: list[Beliefs] = []
    outside = np.array([-99], dtype=np.int64)
    beta = np.ones_like(forward[-1])
    for position in range(len(row) - 1, -1, -1):
        turn = row[position]
        joint = forward[position] * beta
        scale = float(joint.sum())
        joint /= scale
        before = row[position - 1].persons if position else outside
        equal = before[:, None] == turn.persons[None, :]
        same = float((joint * equal).sum())
        back = float((backs[position] * beta).sum()) / scale
        chances = joint.sum(axis=0)
        found.append(Beliefs(chances / chances.sum(), same, back))
        if not position:
            break
        base, extra, own = steps[position]
        ahead = own[None, :] * beta
        earlier = row[position - 2].persons if position > 1 else outside
        straight = (base * ahead).sum(axis=1)
        crossed = (earlier[:, None] == turn.persons[None, :]).astype(np.float64) @ (extra * ahead).T
        beta = straight[None, :] + crossed
        beta /= float(beta.max())
    return found[::-1]
