"""What a worker does: speak a batch of lines, measure each take, encode it without loss. Plain data in and out."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.cast import EngineSpec
from audiobook.engines import Engine, open_engine
from audiobook.errors import EngineError
from audiobook.recording.gates import Facts
from audiobook.take import Utterance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FUNCTION = "audiobook.recording.perform:perform"
"""How a worker is asked for it."""


_FULL = 0.999  # of full scale: from here on a sample counts as clipped


@dataclass(frozen=True, slots=True)
class Performance:
    """A line, spoken."""

    flac: bytes
    facts: Facts
    digest: str = ""
    """Of the sound, as the store counts it; empty: not counted here."""
    seconds: float = 0.0
    """That it took."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that the engine could not speak."""

    why: str


@cache
def _engine(spec: EngineSpec) -> Engine:
    return open_engine(spec)


def perform(spec: EngineSpec, utterances: Sequence[Utterance], rushes: Path | None = None) -> list[Performance | Refusal]:
    """Return what came of each utterance, in order; leave the sounds of all performances in the file `rushes`, one behind the other.

    Raises:
        EngineError: the engine cannot be opened.
    """
    engine = _engine(spec)
    heard = [_perform_one(engine, utterance) for utterance in utterances]
    if rushes is not None:
        from audiobook.store.rushes import write_rushes

        write_rushes(rushes, (sound for _, sound in heard if sound is not None))
    return [made for made, _ in heard]


def _perform_one(engine: Engine, utterance: Utterance) -> "tuple[Performance, NDArray[np.int16]] | tuple[Refusal, None]":
    import numpy as np

    from audiobook.audio import to_int16
    from audiobook.sound.flac import encode_samples
    from audiobook.sound.measure import ends, peak
    from audiobook.store import digest_of

    began = time.perf_counter()
    try:
        audio = engine.synthesize(utterance)
    except EngineError as error:
        return Refusal(str(error)), None
    loudest = peak(audio)
    if not len(audio) or not math.isfinite(loudest):
        return Refusal("no sound came of it"), None
    clipped = float((np.abs(audio.samples) >= _FULL).mean()) if loudest >= _FULL else 0.0
    lead, trail = ends(audio)
    facts = Facts(audio.rate, len(audio), lead, trail, loudest, clipped)
    sound = to_int16(audio.samples)
    flac = encode_samples(sound, audio.rate)
    return Performance(flac, facts, digest_of(flac), time.perf_counter() - began), sound
