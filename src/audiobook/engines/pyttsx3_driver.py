"""The pyttsx3 engine: on Linux pyttsx3's espeak driver over the espeakng-loader wheel; elsewhere the system's own voices (pyttsx3_system).

pyttsx3 2.99's espeak driver has defects; here is what is done about each. A property that was just set is dropped when the run cancels what its thread has not
done yet: we wait for that. None can be read back: driver and library are made anew for each utterance. Of several files only the last is written: one a run.
A folder that is missing hangs it: it writes to memory. It always writes a WAV at 22,050 Hz: that is what is read. It prints: not here. A bad voice leaves the
one before: voices are checked first, against the list of files, which has the variants and genders that pyttsx3 does not know. It sleeps for 10 ms an
utterance: it waits for the utterance's end instead. Without its data the library ends the process: we look first.
"""

import contextlib
import ctypes
import importlib
import io
import os
import platform
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from audiobook.audio import Samples, read_wav
from audiobook.engines import Engine
from audiobook.engines.espeak_engine import EspeakEngine
from audiobook.engines.espeak_files import WHEEL, VoiceFile, data_path
from audiobook.errors import EngineError, SoundError

_FUNCTION = ctypes.CFUNCTYPE(None).__mro__[1]  # what all of ctypes' functions are
_CALLBACKS = {"SynthCallback", "UriCallback"}  # of pyttsx3's, not of the library
_DRIVER = 1  # goes up when this module makes other sound of the same libraries


def open_pyttsx3() -> Engine:
    """Open it; it has no options."""
    if platform.system() == "Linux":
        return EspeakEngine(f"pyttsx3-{_DRIVER}", _spoken, ("pyttsx3", WHEEL))
    from audiobook.engines.pyttsx3_system import Pyttsx3System

    return Pyttsx3System()


def save(driver: Any, text: str, path: Path, properties: Mapping[str, object], *, settle: Callable[[], None] = lambda: None) -> bytes:
    """Have a pyttsx3 engine speak the text into a file; return the file's content. Before it runs, settle() waits until the properties are set.

    Raises:
        EngineError: it reported an error, or wrote nothing.
    """
    errors: list[object] = []
    driver.connect("error", lambda name=None, exception=None: errors.append(exception))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for name, value in properties.items():
                driver.setProperty(name, value)
            settle()
            driver.save_to_file(text, str(path))
            driver.runAndWait()
    except Exception as error:  # each system's driver has its own
        raise EngineError(f"pyttsx3: {error}") from error
    if errors:
        raise EngineError(f"pyttsx3: {errors[0]}")
    content = path.read_bytes() if path.exists() else b""
    if not content:
        raise EngineError("pyttsx3 wrote no sound")
    return content


def _spoken(text: str, voice: VoiceFile, pace: int, pitch: int) -> Samples:
    from audiobook.engines.espeak_library import SPEAKING, choose, loaded, seed

    data = data_path()
    if not (data / "phontab").is_file():  # the library would end the process
        raise EngineError(f"espeak-ng found no data in {data}; `pip install --force-reinstall espeakng-loader` brings it")
    os.environ["ESPEAK_DATA_PATH"] = str(data)
    with SPEAKING, loaded() as library:
        espeak, driver_module = _drivers(library)
        file = os.memfd_create("take")  # no folder to miss, nothing left behind by a worker that is killed
        try:
            espeak.SetVoiceByName = lambda _name: choose(library, voice)  # by its file, which spares the reading of all voices there are
            driver = _fresh_driver(driver_module)
            seed(library)
            driver.proxy.setBusy(False)  # so that properties are set now
            path = Path(f"/proc/self/fd/{file}")
            content = save(driver, text, path, {"voice": voice.identifier + voice.plus_variant, "rate": pace, "pitch": pitch}, settle=lambda: _settle(espeak))
            _settle(espeak)  # its thread may still be telling the driver
            del driver
        finally:
            os.close(file)
            library.espeak_Terminate()
    try:
        return read_wav(content).samples
    except SoundError as error:
        raise EngineError(f"pyttsx3 wrote no sound: {error}") from error


def _drivers(library: Any) -> tuple[Any, Any]:
    """Return pyttsx3's modules `_espeak`, its functions bound to the library as it is loaded now, and `espeak`, the driver."""
    from audiobook.engines.espeak_library import unload

    known = "pyttsx3.drivers._espeak" in sys.modules
    try:
        espeak, driver_module = (importlib.import_module(f"pyttsx3.drivers.{name}") for name in ("_espeak", "espeak"))
    except (ImportError, RuntimeError, AttributeError) as error:
        raise EngineError(f"pyttsx3 cannot be loaded: {error}") from error
    if not known:
        unload(espeak.dll._handle)  # the C library's loader knew ours by its name, and one hold on it is enough
    _move(espeak, _address(library.espeak_Initialize) - _address(espeak.Initialize))
    return espeak, driver_module


def _move(espeak: Any, distance: int) -> None:
    """Have the module's functions call the library where it is now; importing the module anew would cost 1 ms and 40 kB that ctypes never gives back."""
    functions = [each for name, each in vars(espeak).items() if isinstance(each, _FUNCTION) and name not in _CALLBACKS]
    for function in functions if distance else []:
        pointer: Any = function
        ctypes.c_void_p.from_buffer(pointer).value = _address(pointer) + distance


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def _settle(espeak: Any) -> None:
    """Wait until espeak-ng's thread has done what it was told: runAndWait begins by cancelling what it has not."""
    while espeak.IsPlaying():
        time.sleep(0.0001)  # espeak.Synchronize() sleeps for 20 ms


def _fresh_driver(driver_module: Any) -> Any:
    """Return a new pyttsx3 engine that waits for the end of its utterance, where it would sleep for 10 ms."""
    from pyttsx3.engine import Engine as Driver

    finished = threading.Event()
    driver_module.time = SimpleNamespace(sleep=lambda _seconds: finished.wait())
    driver_module.EspeakDriver._moduleInitialized = False
    try:
        driver = Driver("espeak")
    except RuntimeError as error:
        raise EngineError(f"pyttsx3: {error}; `pip install --force-reinstall espeakng-loader` brings espeak-ng's data") from error
    driver.connect("finished-utterance", lambda name=None, completed=True: finished.set())
    return driver
