"""What tools/bench puts before a render, as `sitecustomize`: each step of mastering notes the CPU seconds that it took, in the file that STOPWATCH names."""

import os
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from audiobook.mixing import master
from audiobook.mixing.level import CALIBRATION
from audiobook.mixing.limit import limited
from audiobook.production import rendering
from audiobook.recording import perform
from audiobook.sound.levels import LevelMeter


def _timed(name: str, function: Callable[..., Any], counts: Callable[..., bool] = lambda *_: True) -> Callable[..., Any]:
    """Return the function, timed where its arguments count; a line a call, since workers are killed and come to no end."""

    @wraps(function)
    def timed(*args: Any, **named: Any) -> Any:
        began = time.thread_time()
        result = function(*args, **named)
        seconds = time.thread_time() - began
        if counts(*args):
            with open(os.environ["STOPWATCH"], "a", encoding="utf-8") as file:  # noqa: PTH123 - once for each of thousands of calls
                file.write(f"{name}\t{seconds:.6f}\n")
        return result

    return timed


if os.environ.get("STOPWATCH"):
    import av  # noqa: F401 - so that no step is blamed for loading what all need

    import audiobook.sound.flac
    import audiobook.store  # noqa: F401

    vars(perform)["_perform_one"] = _timed("calibration texts", perform._perform_one, lambda _, utterance: utterance.text == CALIBRATION)
    vars(rendering)["_levels"] = _timed("gains", rendering._levels)
    vars(master)["limited"] = _timed("peaks", limited)
    LevelMeter.feed = _timed("levels", LevelMeter.feed)  # type: ignore[method-assign]
