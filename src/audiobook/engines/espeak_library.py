"""espeak-ng's C library, loaded from the espeakng-loader wheel: one call, one sound, whatever was spoken before.

The library keeps state from call to call (the phase of its flutter, random numbers), so that a sentence sounds a little different each time. Loading it anew
for each sentence takes 0.4 ms and undoes all of that. Choosing a voice by its file spares it the reading of all voices there are (1.5 ms).
"""

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from audiobook.audio import Samples, from_int16
from audiobook.engines.espeak_engine import RATE
from audiobook.engines.espeak_files import VoiceFile, data_path, library_path
from audiobook.errors import EngineError

_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8_END_PAUSE = 0x1001  # no SSML (0x10), no [[phonemes]] (0x100): all text is text
_WORDS_A_MINUTE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_SEED = 1
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)

SPEAKING = threading.Lock()
"""Held while the library is loaded: there can be one in a process, for one thread."""


def speak(text: str, voice: VoiceFile, *, pace: int, pitch: int) -> Samples:
    """Return the text in that voice at RATE, shape (n,). Pace 80 to 450 words a minute; pitch 0 to 99, 50 is the voice's own.

    Raises:
        EngineError: the library cannot be loaded, or fails.
    """
    pieces: list[bytes] = []

    def collect(samples: int | None, count: int, _events: int | None) -> int:
        if samples and count:
            pieces.append(ctypes.string_at(samples, 2 * count))
        return 0

    callback = _CALLBACK(collect)  # the library keeps no reference
    content = text.encode()
    with SPEAKING, loaded() as library:
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data_path()), _DONT_EXIT)
        if rate != RATE:
            raise EngineError(f"espeak-ng found no data in {data_path()} (status {rate}); `pip install --force-reinstall espeakng-loader` brings it")
        try:
            library.espeak_SetSynthCallback(callback)
            seed(library)
            choose(library, voice)
            for parameter, value in ((_WORDS_A_MINUTE, pace), (_VOLUME, 100), (_PITCH, pitch), (_RANGE, 50)):
                library.espeak_SetParameter(parameter, value, 0)
            status = library.espeak_Synth(content, ctypes.c_size_t(len(content) + 1), 0, 1, 0, _UTF8_END_PAUSE, None, None)
        finally:
            library.espeak_Terminate()
    if status:
        raise EngineError(f"espeak-ng could not speak (status {status})")
    return from_int16(np.frombuffer(b"".join(pieces), dtype=np.int16))


@contextlib.contextmanager
def loaded() -> Iterator[Any]:
    """Have the library in the state in which it is born; whoever initialises it terminates it.

    Raises:
        EngineError: it is not installed, or cannot be loaded.
    """
    try:
        library = ctypes.CDLL(library_path())
    except OSError as error:
        raise EngineError(f"espeak-ng cannot be loaded: {error}; `pip install --force-reinstall espeakng-loader` brings it") from error
    try:
        yield library
    finally:
        unload(library._handle)


def unload(handle: int) -> None:
    """Give up one hold on a shared library; with the last its state goes."""
    import _ctypes

    if sys.platform == "win32":
        _ctypes.FreeLibrary(handle)
    else:
        _ctypes.dlclose(handle)


def seed(library: Any) -> None:
    """Have the library's noise, for which it draws random numbers of its own and of the C library, begin as always."""
    library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
    if sys.platform != "win32":
        ctypes.CDLL(None).srand(_SEED)


def choose(library: Any, voice: VoiceFile) -> int:
    """Have the library speak in that voice; return 0, its word for success.

    Raises:
        EngineError: it has no such voice.
    """
    path = _lower_case_path(voice.language_file)
    if path is not None:
        status = library.espeak_SetVoiceByFile(f"{path}{voice.plus_variant}".encode())
    else:
        status = library.espeak_SetVoiceByName(f"{voice.identifier}{voice.plus_variant}".encode())
    if status:
        raise EngineError(f"espeak-ng did not take the voice '{voice.name}' (status {status})")
    return 0


@cache
def _lower_case_path(language_file: Path) -> str | None:
    """Return a path in lower case to the file's content: the library folds case before it opens one. None where this system has no such thing."""
    if sys.platform != "linux":
        return None
    descriptor = os.memfd_create("voice")
    os.write(descriptor, language_file.read_bytes())
    return f"/proc/self/fd/{descriptor}"
