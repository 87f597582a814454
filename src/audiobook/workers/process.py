"""A child process, its pipes, and two threads: one keeps its last words, the other kills it when its time is up."""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from pathlib import Path

from audiobook.workers.wire import read, write

_TAIL = 2000  # bytes of its last words that are kept
_TICK = 0.1  # seconds between two looks of the watchdog
_SETTINGS = {
    "OMP_NUM_THREADS": "1",  # the parent counts processes, one core each
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 26),  # bytes: glibc gives sound back to the system after each line, and fetching it again takes as long as working on it
    "MALLOC_TRIM_THRESHOLD_": str(1 << 26),
}
_CODE = "from audiobook.workers.child import serve; serve()"


class Lost(Exception):
    """What became of a child, in words that follow "the process"."""


class Process:
    """A child that answers requests."""

    def __init__(self, name: str = "worker") -> None:
        """Start it; the name is for those who list processes."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)}
        for variable, value in _SETTINGS.items():
            environment.setdefault(variable, value)
        command = [sys.executable, "-P", "-c", _CODE, name]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, bufsize=0)
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self._to, self._from, self._words = self.process.stdin, self.process.stdout, self.process.stderr
        self.calls = 0
        self.first_size = 0
        self._tail: deque[int] = deque(maxlen=_TAIL)
        self._deadline: float | None = None
        self._late = False
        self._over = threading.Event()
        self._threads = [threading.Thread(target=run, name=f"worker {self.process.pid}", daemon=True) for run in (self._listen, self._watch)]
        for thread in self._threads:
            thread.start()
        self._finalizer = weakref.finalize(self, _kill, self.process)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self._late and self.process.poll() is None

    def ask(self, request: bytes, timeout: float) -> tuple[str, object, int]:
        """Send a request, return the answer. Raises Lost."""
        self._deadline = time.monotonic() + timeout
        self._tail.clear()
        try:
            write(self._to.fileno(), request)
        except OSError:
            raise self._fate(timeout) from None
        return self.hear(timeout)

    def hear(self, timeout: float) -> tuple[str, object, int]:
        """Return the child's next message. Raises Lost."""
        self._deadline = self._deadline or time.monotonic() + timeout
        try:
            status, result, size = pickle.loads(read(self._from.fileno()))
        except EOFError:
            raise self._fate(timeout) from None
        except Exception as error:  # noqa: BLE001 - whatever a broken pickle raises
            raise Lost(f"sent junk ({error})") from None
        finally:
            self._deadline = None
        return status, result, size

    def _fate(self, timeout: float) -> Lost:
        """Return what became of a child whose pipe is broken."""
        try:
            code = self.process.wait(5)
        except subprocess.TimeoutExpired:
            return Lost("closed its pipe")
        if self._late:
            return Lost(f"hung: no answer within {timeout:g} s")
        if code < 0:
            with contextlib.suppress(ValueError):
                return Lost(f"died by {signal.Signals(-code).name}")
        return Lost(f"died with exit code {code}")

    def last_words(self) -> str:
        """Return the end of what it wrote to its standard output and error, for a message."""
        self._threads[0].join(1)
        said = bytes(self._tail).decode(errors="replace").strip()
        return f"; its last words: {said}" if said else ""

    def kill(self) -> None:
        """Kill it now, from any thread."""
        self.process.kill()

    def end(self) -> None:
        """Kill it and leave nothing behind. It holds nothing that a kill could spoil."""
        self._finalizer()
        self._over.set()
        for thread in self._threads:
            thread.join(1)
        self._to.close()
        self._from.close()

    def _listen(self) -> None:
        with self._words:  # closed here, since a grandchild may hold its other end
            while said := os.read(self._words.fileno(), 65536):
                self._tail.extend(said[-_TAIL:])

    def _watch(self) -> None:
        while not self._over.wait(_TICK):
            if self._deadline is not None and time.monotonic() > self._deadline:
                self._late = True
                self.process.kill()
                return


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
