"""The floor that a render is measured against: the fastest loop over the bare engine, and the fastest encode of the same sound, in one process each.

python tools/floor.py LINES PART OF SECONDS            speak every OF-th line from PART on, then encode it in one go, with silence up to SECONDS
python tools/floor.py LINES PART OF SECONDS phrases    encode it as the program does: what sounds by fresh encoders, and silence not at all
"""

import json
import pickle
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from audiobook.audio import Samples
from audiobook.engines import open_engine
from audiobook.sound.press import parted

FRAME = 1024  # samples of AAC's packets


def main(lines: str, part: str, of: str, seconds: str, how: str = "whole") -> None:
    """Speak and encode a share of the pickled utterances; print a JSON object of seconds."""
    mine = pickle.loads(Path(lines).read_bytes())[int(part) :: int(of)]
    engine = open_engine(mine[0].voice.engine)
    began = time.process_time()
    takes: list[Samples] = []
    rate = 0
    for utterance in mine:
        audio = engine.synthesize(utterance)
        takes.append(audio.samples)
        rate = audio.rate
    spoken = time.process_time()
    length = sum(map(len, takes))
    silence = max(0, round(float(seconds) / int(of) * rate) - length)
    if how == "phrases":
        size = sum(_encoded([phrase], rate) for take in takes for phrase in _phrases(take))
    else:
        size = _encoded([*takes, *(np.zeros(min(65536, silence - at), np.float32) for at in range(0, silence, 65536))], rate)
    encoded = time.process_time()
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "speaking": spoken - began,
        "encoding": encoded - spoken,
        "cpu": used.ru_utime + used.ru_stime,
        "sound": length / rate,
        "bytes": size,
        "takes": len(mine),
    }
    print(json.dumps(told))


def _encoded(blocks: list[Samples], rate: int) -> int:
    """Encode as one; return how many bytes came of it."""
    context = av.CodecContext.create("aac", "w")
    assert isinstance(context, av.AudioCodecContext)
    context.sample_rate, context.layout, context.format, context.bit_rate = rate, "mono", "fltp", 64000
    context.options = {"aac_coder": "fast"}
    size = place = 0
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = rate, place
        place += len(block)
        size += sum(packet.size for packet in context.encode(frame))
    return size + sum(packet.size for packet in context.encode(None))


def _phrases(take: Samples) -> Iterator[Samples]:
    """Yield what sounds between whole packets' lengths of silence."""
    padded = np.zeros(-(-len(take) // FRAME) * FRAME, np.float32)
    padded[: len(take)] = take
    yield from (part for heard, part in parted(padded, FRAME) if heard)


if __name__ == "__main__":
    main(*sys.argv[1:])
