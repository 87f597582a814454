"""The floor that a render is measured against: the fastest loop over the bare engine, and the fastest encode of the same sound, in one process each.

python tools/floor.py LINES PART OF SECONDS    speak every OF-th line from PART on, then encode it, with silence up to SECONDS
"""

import json
import pickle
import resource
import sys
import time
from pathlib import Path


def main(lines: str, part: str, of: str, seconds: str) -> None:
    """Speak and encode a share of the pickled utterances; print a JSON object of seconds."""
    import av
    import numpy as np

    from audiobook.audio import Samples
    from audiobook.engines import open_engine

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
    context = av.CodecContext.create("aac", "w")
    assert isinstance(context, av.AudioCodecContext)
    context.sample_rate, context.layout, context.format, context.bit_rate = rate, "mono", "fltp", 64000
    context.options = {"aac_coder": "fast"}
    size = place = 0
    for block in (*takes, *(np.zeros(min(65536, silence - at), np.float32) for at in range(0, silence, 65536))):
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = rate, place
        place += len(block)
        size += sum(packet.size for packet in context.encode(frame))
    size += sum(packet.size for packet in context.encode(None))
    encoded = time.process_time()
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "speaking": spoken - began,
        "encoding": encoded - spoken,
        "cpu": used.ru_utime + used.ru_stime,
        "sound": length / rate,
        "encoded": place / rate,
        "bytes": size,
        "takes": len(mine),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
