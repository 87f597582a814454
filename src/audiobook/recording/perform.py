"""What a worker does: speak a batch of lines, measure each take, encode it without loss. Plain data in and out."""

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


def perform(spec: EngineSpec, utterances: Sequence[Utterance], levels: bool = False) -> list[Performance | Refusal]:
    """Return what came of each utterance, in order; with `levels`, its loudness is measured too.

    Raises:
        EngineError: the engine cannot be opened.
    """
    engine = _engine(spec)
    return [_perform_one(engine, utterance, levels) for utterance in utterances]


def _perform_one(engine: Engine, utterance: Utterance, levels: bool) -> Performance | Refusal:
    import numpy as np

    from audiobook.sound.flac import encode_take
    from audiobook.sound.measure import SILENCE, ends, loudness
    from audiobook.store import digest_of

    began = time.perf_counter()
    try:
        audio = engine.synthesize(utterance)
    except EngineError as error:
        return Refusal(str(error))
    if not len(audio) or not np.isfinite(audio.samples).all():
        return Refusal("no sound came of it")
    size = np.abs(audio.samples)
    lead, trail = ends(audio)
    facts = Facts(audio.rate, len(audio), lead, trail, float(size.max()), float((size >= 0.999).mean()), loudness(audio) if levels else SILENCE)
    flac = encode_take(audio)
    return Performance(flac, facts, digest_of(flac), time.perf_counter() - began)
