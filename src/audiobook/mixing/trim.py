"""The last touch on a book's loudness: one gain for all of it, in steps so coarse that an edited line hardly ever changes which."""

import math

STEP = 0.5
"""Decibels."""
_NEAR = 0.3
"""LU from the target at which a book stays as it is. Voices are levelled, so most do; and what a coder changes has room to the half unit that is promised."""
MOST_UP, MOST_DOWN = 6.0, 12.0
"""Decibels. Further up, more and more peaks would have to be turned down, and the voices' balance with them."""


def trimmed(steps: int, measured: float, target: float) -> int:
    """Return by how many steps the book is to be louder than its voices' levels make it.

    Args:
        steps: what it has been trimmed by already.
        measured: its loudness so, in LUFS.
        target: in LUFS.
    """
    if abs(target - measured) <= _NEAR:
        return steps
    return max(math.ceil(-MOST_DOWN / STEP), min(math.floor(MOST_UP / STEP), steps + round((target - measured) / STEP)))


def gain(steps: int) -> float:
    """Return what samples are multiplied by."""
    return float(10 ** (steps * STEP / 20))
