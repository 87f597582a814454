"""A tone engine with faults, for tests: EngineSpec("tests.faulty:open_faulty", (("faults", "hang:storm silence:never"), ("once", "/a/folder")))."""

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from audiobook.audio import Audio
from audiobook.cast import Offer
from audiobook.engines import Tolerance
from audiobook.engines.tone import open_tone
from audiobook.errors import EngineError
from audiobook.take import Utterance

_KEPT: list[bytearray] = []


class FaultyEngine:
    """Speaks as the tone engine does, but for texts that hold a fault's word."""

    tolerates = Tolerance.PROCESSES

    def __init__(self, faults: Mapping[str, str], once: Path | None, seconds_per_word: float) -> None:
        self._tone = open_tone(seconds_per_word=seconds_per_word)
        self._faults = faults
        self._once = once

    @property
    def revision(self) -> str:
        return f"faulty-{self._tone.revision}"

    def ready(self) -> str | None:
        return None

    def voices(self) -> tuple[Offer, ...]:
        return self._tone.voices()

    def synthesize(self, asked: Utterance) -> Audio:
        for word, fault in self._faults.items():
            if word in asked.text and self._due(word, asked.text):
                return FAULTS[fault](self._tone.synthesize(asked))
        return self._tone.synthesize(asked)

    def _due(self, word: str, text: str) -> bool:
        """Tell whether the fault is due: always, or the first time only, which a file remembers across processes."""
        if self._once is None:
            return True
        mark = self._once / hashlib.sha256(f"{word}\n{text}".encode()).hexdigest()
        if mark.exists():
            return False
        mark.touch()
        return True


def open_faulty(*, faults: str = "", once: str = "", seconds_per_word: float = 0.1) -> FaultyEngine:
    """Open it: faults are "fault:word" with spaces between; with a folder in `once`, each fault befalls each text once."""
    pairs = [pair.partition(":") for pair in faults.split()]
    for fault, _, _ in pairs:
        if fault not in FAULTS:
            raise EngineError(f"no fault '{fault}'; there are {', '.join(FAULTS)}")
    return FaultyEngine({word: fault for fault, _, word in pairs}, Path(once) if once else None, seconds_per_word)


def _fail(_audio: Audio) -> Audio:
    raise EngineError("it was told to fail")


def _hang(_audio: Audio) -> Audio:
    time.sleep(3600)
    raise AssertionError


def _exit(_audio: Audio) -> Audio:
    os._exit(1)


def _crash(_audio: Audio) -> Audio:
    os.abort()


def _junk(audio: Audio) -> Audio:
    print("Audio saved to nowhere", flush=True)
    os.write(1, os.urandom(100_000))
    return audio


def _silence(audio: Audio) -> Audio:
    return Audio(np.zeros_like(audio.samples), audio.rate)


def _nothing(audio: Audio) -> Audio:
    return Audio(audio.samples[:0], audio.rate)


def _clip(audio: Audio) -> Audio:
    return Audio(np.clip(audio.samples * 20, -1, 1), audio.rate)


def _short(audio: Audio) -> Audio:
    return Audio(audio.samples[: len(audio) // 10], audio.rate)


def _long(audio: Audio) -> Audio:
    return Audio(np.tile(audio.samples, 40), audio.rate)


def _broken(audio: Audio) -> Audio:
    return Audio(np.full_like(audio.samples, np.nan), audio.rate)


def _leak(audio: Audio) -> Audio:
    _KEPT.append(bytearray(b"x") * (64 << 20))
    return audio


FAULTS: Mapping[str, Callable[[Audio], Audio]] = {
    "fail": _fail,
    "hang": _hang,
    "exit": _exit,
    "crash": _crash,
    "junk": _junk,
    "silence": _silence,
    "nothing": _nothing,
    "clip": _clip,
    "short": _short,
    "long": _long,
    "broken": _broken,
    "leak": _leak,
}


def speak(asked: Utterance) -> Audio:
    """Speak in this process: what tests have workers do."""
    from audiobook.engines import open_engine

    return open_engine(asked.voice.engine).synthesize(asked)
