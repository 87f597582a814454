"""Work for children, good and bad: what tests have workers do."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from audiobook.errors import EngineError, Mistake, SheetError

_KEPT: list[bytearray] = []


def pid() -> int:
    return os.getpid()


def echo(value: object) -> object:
    return value


def hang() -> None:
    time.sleep(3600)


def stop_for_good() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def leave(code: int) -> None:
    sys.exit(code)


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def mutter_and_die(words: str) -> None:
    print(words, flush=True)
    os._exit(1)


def print_junk(size: int) -> str:
    """Print as Python, and as C code does, to standard output and error."""
    print("x" * size, flush=True)
    os.write(1, b"y" * size)
    os.write(2, b"z" * size)
    return "done"


def corrupt_the_pipe() -> None:
    """Write junk where only answers go: on the first descriptors above the standard ones."""
    for file in range(3, 10):
        try:
            os.write(file, b"junk, and no answer at all")
        except OSError:
            continue
    time.sleep(3600)


def fail(words: str) -> None:
    raise EngineError(words)


def fail_with_mistakes() -> None:
    raise SheetError([Mistake("voices.yaml:3", "no such voice")])


def stumble() -> None:
    raise LookupError("third drawer")


def unsendable() -> object:
    return lambda: None


def leak(size: int) -> int:
    _KEPT.append(bytearray(os.urandom(1)) * size)
    return os.getpid()


def spawn_a_sleeper() -> int:
    """Start a grandchild that holds this process's standard error."""
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(5)"], stdin=subprocess.DEVNULL).pid


def note(path: str, word: str, seconds: float = 0.0) -> None:
    """Append a line to a file, then rest."""
    with Path(path).open("a") as file:
        file.write(word + "\n")
    time.sleep(seconds)


def interrupts_are_ignored() -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def die_once(path: str) -> str:
    """Die the first time, go well the second."""
    mark = Path(path)
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return "went well"


def kill_parent() -> None:
    """Kill the process that this one works for."""
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(3600)
