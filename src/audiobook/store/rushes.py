"""The rushes: what a batch of lines just sounded like, raw, so that the mix which follows need not decode it. A cache of a run; none of it is needed."""

import contextlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Audio, from_int16
from audiobook.take import Take


def write_rushes(path: Path, sounds: Iterable[NDArray[np.int16]]) -> None:
    """Write a batch's sounds one behind the other; where they cannot be (a full disk), the file is cut short or missing."""
    with contextlib.suppress(OSError), path.open("wb") as file:
        for sound in sounds:
            file.write(sound.data)


def drop_rushes(takes: Iterable[Take]) -> None:
    """Remove the files in which these takes are; what else is in them is read from the store from now on."""
    for path in {take.rush.path for take in takes if take.rush is not None}:
        path.unlink(missing_ok=True)


def read_rush(take: Take) -> Audio | None:
    """Return a take's sound from the rushes; None when it is not there, or no longer."""
    if take.rush is None:
        return None
    try:
        with take.rush.path.open("rb", buffering=0) as file:
            file.seek(2 * take.rush.start)
            content = file.read(2 * take.length)
    except OSError:
        return None
    return Audio(from_int16(np.frombuffer(content, np.int16)), take.rate) if len(content) == 2 * take.length else None
