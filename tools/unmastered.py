"""What tools/bench puts before a render, as `sitecustomize`, to see what mastering costs: with BARE set, nothing is measured and no peak turned down."""

import os

from audiobook.mixing import master
from audiobook.production import rendering
from audiobook.sound.levels import LevelMeter

if os.environ.get("BARE"):
    master.limited = lambda samples, *_: samples  # type: ignore[attr-defined]
    LevelMeter.feed = lambda *_: None  # type: ignore[method-assign]
    rendering._levels = lambda *_: ((lambda _: 0.2), {22_050})  # espeak's rate; no calibration text is spoken
