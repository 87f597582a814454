"""What runs in the child: read a request, call the function, send the answer."""

import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from audiobook.errors import AudiobookError
from audiobook.workers.wire import read, write


def run(function: str, args: tuple[object, ...]) -> tuple[str, object]:
    """Call "package.module:function" here; return ("done", its result), ("ours", an AudiobookError) or ("other", an exception's words)."""
    try:
        return "done", named(function)(*args)
    except AudiobookError as error:
        return "ours", error
    except Exception as error:  # noqa: BLE001 - a stranger's; the parent says it
        where = traceback.extract_tb(error.__traceback__)[-1]
        return "other", f"{''.join(traceback.format_exception_only(error)).strip()} ({Path(where.filename).name}:{where.lineno})"


def named(function: str) -> Callable[..., object]:
    """Return what "package.module:name" names."""
    module, _, name = function.partition(":")
    found: Callable[..., object] = getattr(importlib.import_module(module), name)
    return found


def serve() -> None:
    """Be a worker: answer requests on standard input until it ends. What is printed here, by whomever, goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _die_with_parent()
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for file in (requests, answers):
            msvcrt.setmode(file, os.O_BINARY)
    todo: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests, todo), daemon=True).start()
    write(answers, pickle.dumps(("done", None, 0)))
    while True:
        write(answers, _packed(*_do(todo.get())))


def _do(request: bytes) -> tuple[str, object]:
    try:
        function, args = pickle.loads(request)
    except Exception as error:  # noqa: BLE001 - whatever unpickling raises
        return "other", f"its arguments cannot be read: {error}"
    return run(function, args)


def _packed(status: str, result: object) -> bytes:
    try:
        message = pickle.dumps((status, result, _size()), pickle.HIGHEST_PROTOCOL)
        if status == "ours":
            pickle.loads(message)
    except Exception as error:  # noqa: BLE001 - whatever pickling raises
        said = str(result) if status == "ours" else f"its result cannot be sent: {error}"
        return pickle.dumps(("other", said, _size()))
    return message


def _receive(file: int, todo: "queue.SimpleQueue[bytes]") -> None:
    """Hand on requests; when the parent is gone, go at once, even in the middle of a call."""
    try:
        while True:
            todo.put(read(file))
    except (EOFError, OSError, ValueError):
        os._exit(0)


def _die_with_parent() -> None:
    """Ask Linux to kill this process with its parent: also when it hangs in C code that lets no other thread run."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _size() -> int:
    """Return this process's resident memory in bytes; 0 where the system does not tell cheaply."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0
