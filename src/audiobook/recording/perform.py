"""What a worker does: speak a batch of lines, measure each take, encode it without loss. Plain data in and out."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from audiobook.cast import EngineSpec
from audiobook.engines import Engine, open_engine
from audiobook.errors import EngineError
from audiobook.recording.gates import Facts
from audiobook.take import Utterance

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


def perform(spec: EngineSpec, utterances: Sequence[Utterance]) -> list[Performance | Refusal]:
    """Return what came of each utterance, in order.

    Raises:
        EngineError: the engine cannot be opened.
    """
    engine = _engine(spec)
    return [_perform_one(engine, utterance) for utterance in utterances]


def _perform_one(engine: Engine, utterance: Utterance) -> Performance | Refusal:
    import numpy as np

    from audiobook.sound.flac import encode_take
    from audiobook.sound.measure import ends, peak
    from audiobook.store import digest_of

    began = time.perf_counter()
    try:
        audio = engine.synthesize(utterance)
    except EngineError as error:
        return Refusal(str(error))
    loudest = peak(audio)
    if not len(audio) or not math.isfinite(loudest):
        return Refusal("no sound came of it")
    clipped = float((np.abs(audio.samples) >= _FULL).mean()) if loudest >= _FULL else 0.0
    lead, trail = ends(audio)
    facts = Facts(audio.rate, len(audio), lead, trail, loudest, clipped)
    flac = encode_take(audio)
    return Performance(flac, facts, digest_of(flac), time.perf_counter() - began)
