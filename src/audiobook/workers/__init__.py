"""Supervised child processes: a function called in a process of its own, where a death, a hang or junk costs one call."""

import pickle
import threading

from audiobook.errors import AudiobookError, EngineError
from audiobook.workers.child import named, run
from audiobook.workers.process import Lost, Process

__all__ = ["Worker", "WorkerLost", "named", "run"]

_START = 60.0  # seconds that a child may take to start


class WorkerLost(EngineError):
    """A child died, hung or sent junk while it was at work; the next call starts another."""


class Worker:
    """A child process that calls functions for us, one at a time; started at the first call, again after a loss."""

    def __init__(self, name: str = "worker", *, most_calls: int = 0, most_growth: int = 512 << 20) -> None:
        """Name it for messages. It is replaced after most_calls calls (0: never) or when it has grown by most_growth bytes since its first call."""
        self._name = name
        self._most_calls = most_calls
        self._most_growth = most_growth
        self._child: Process | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The child's process id; None while there is none."""
        child = self._child
        return child.process.pid if child else None

    def call(self, function: str, *args: object, timeout: float) -> object:
        """Return what "package.module:function" returns for args, called in the child; it has timeout seconds, starting up apart.

        Raises:
            WorkerLost: the child died, hung or sent junk.
            AudiobookError: the function's own; any other exception comes as EngineError with the traceback's last line.
        """
        with self._lock:
            request = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
            child = self._living()
            try:
                status, result, size = child.ask(request, timeout)
            except Lost as lost:
                self._drop()
                raise WorkerLost(f"the {self._name} process {lost} in {function}{child.last_words()}") from None
            except BaseException:
                self._drop()  # interrupted in the middle: what comes next from it would be the answer to this call
                raise
            child.calls += 1
            child.first_size = child.first_size or size
            if child.calls == self._most_calls or size - child.first_size > self._most_growth:
                self._drop()
        return _answer(status, result, function)

    def recycle(self) -> None:
        """End the child; the next call starts a fresh one. Waits for a call that is under way."""
        with self._lock:
            self._drop()

    def kill(self) -> None:
        """Kill the child now, from any thread; a call that is under way raises WorkerLost."""
        child = self._child
        if child:
            child.kill()

    def close(self) -> None:
        """End the child. The worker may be used again."""
        self.recycle()

    def __del__(self) -> None:
        self._drop()

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *exception: object) -> None:
        self.kill()
        self.close()

    def _living(self) -> "Process":
        if self._child and not self._child.alive:
            self._drop()  # it died idle: nothing is lost
        if self._child is None:
            try:
                child = self._child = Process(self._name)
            except OSError as error:
                raise WorkerLost(f"the {self._name} process cannot be started: {error}") from error
            try:
                child.hear(_START)
            except Lost as lost:
                self._drop()
                raise WorkerLost(f"the {self._name} process {lost} at its start{child.last_words()}") from None
            except BaseException:
                self._drop()
                raise
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child:
            child.end()


def _answer(status: str, result: object, function: str) -> object:
    if status == "done":
        return result
    if isinstance(result, AudiobookError):
        raise result
    raise EngineError(f"{function}: {result}")
