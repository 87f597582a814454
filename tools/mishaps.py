"""Renders that go wrong on purpose: in a child of this process, killed at a counted step, short of disk, or another user. For fault runs; POSIX alone."""

import importlib
import json
import multiprocessing
import os
import random
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from audiobook.errors import AudiobookError
from audiobook.events import Notice
from audiobook.executors import InlineExecutor
from audiobook.production.order import Order
from audiobook.production.rendering import render

FORMATS = ("m4b", "mp3")

STEPS = (
    ("recording", "audiobook.recording.perform:_perform_one"),
    ("storing", "audiobook.store:_write"),
    ("storing", "audiobook.store:_move"),
    ("mixing", "audiobook.mixing.master:_placed"),
    ("encoding", "audiobook.sound.press:_put"),
    ("muxing", "audiobook.sound.mux:joined"),
    ("muxing", "audiobook.sound.streams:joined"),
    ("tagging", "audiobook.writers.m4b:_tag"),
    ("noting", "audiobook.production.workspace:_write"),
)
"""(phase, "module:function"): each call of one of them is a step; of a function that yields, each thing it yields."""

PHASES = tuple(dict.fromkeys(phase for phase, _ in STEPS))


@dataclass(slots=True)
class Ran:
    """What became of a render."""

    ended: str
    """"made", "failed" or "killed"."""
    message: str = ""
    recorded: int = 0
    notices: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    """The phase of each step, in order."""


def order(story: Path, workspace: Path, **wishes: Any) -> Order:
    """Return an order for the tone engine, in two formats."""
    return Order(str(story), **{"workspace": workspace, "engine": "tone", "formats": FORMATS, "jobs": 1, **wishes})


def nothing() -> None:
    """Do nothing."""


@cache
def _server() -> ForkServerContext:
    """Return what children come from: a server without threads, since a process with threads must not be forked."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def begun(asked: Order, *, kill_at: int | None = None, before: Callable[[], None] = nothing) -> tuple[BaseProcess, Connection]:
    """Begin what `ran` does; return the child, and where its words come from."""
    hears, says = _server().Pipe(duplex=False)
    child = _server().Process(target=_perform, args=(asked, kill_at, before, says))
    child.start()
    says.close()
    return child, hears


def ran(asked: Order, *, kill_at: int | None = None, before: Callable[[], None] = nothing) -> Ran:
    """Render in a child, which kills itself (SIGKILL) before its kill_at-th step, from 0; `before`, which can be pickled, is called in it first."""
    return came(*begun(asked, kill_at=kill_at, before=before))


def came(child: BaseProcess, hears: Connection) -> Ran:
    """Return what came of a child."""
    try:
        said = hears.recv_bytes()
    except EOFError:
        said = b""
    child.join()
    hears.close()
    return Ran(**json.loads(said)) if said else Ran("killed")


def _perform(asked: Order, kill_at: int | None, before: Callable[[], None], says: Connection) -> None:
    for _, place in STEPS:
        importlib.import_module(place.partition(":")[0])  # somebody else may not be allowed to read them
    try:
        before()
        told = _render(asked, kill_at)
    except BaseException:  # noqa: BLE001 - the parent shows it
        told = {"ended": "broken", "message": traceback.format_exc()}
    says.send_bytes(json.dumps(told).encode())


def _render(asked: Order, kill_at: int | None) -> dict[str, Any]:
    steps: list[str] = []
    notices: list[str] = []

    def step(phase: str) -> None:
        if len(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        steps.append(phase)

    _watch(step)
    try:
        outcome = render(asked, lambda event: notices.append(event.message) if isinstance(event, Notice) else None, executor=InlineExecutor())
    except AudiobookError as error:
        return {"ended": "failed", "message": str(error), "notices": notices, "steps": steps}
    return {"ended": "made", "recorded": outcome.recorded, "notices": notices, "steps": steps}


def _watch(step: Callable[[str], None]) -> None:
    """Have `step` called at each step."""
    for phase, place in STEPS:
        module_name, _, name = place.partition(":")
        module = importlib.import_module(module_name)
        setattr(module, name, _counted(getattr(module, name), phase, step))


def _counted(function: Callable[..., Any], phase: str, step: Callable[[str], None]) -> Callable[..., Any]:
    if phase == "muxing":

        def yielding(*args: Any, **kwargs: Any) -> Iterator[Any]:
            for thing in function(*args, **kwargs):
                step(phase)
                yield thing

        return yielding

    def calling(*args: Any, **kwargs: Any) -> Any:
        step(phase)
        return function(*args, **kwargs)

    return calling


def places(steps: list[str], count: int, seed: int) -> list[int]:
    """Return so many steps at which to kill, at random, as many in each phase as can be."""
    chance = random.Random(seed)
    by_phase = {phase: [at for at, each in enumerate(steps) if each == phase] for phase in PHASES}
    chosen = [chance.choice(by_phase[PHASES[number % len(PHASES)]]) for number in range(count)]
    return sorted(chosen)


def files(workspace: Path) -> dict[str, bytes]:
    """Return the finished files, and whatever else lies beside them, by name; the shelf's own note is left out, since it holds times."""
    return {path.name: path.read_bytes() for path in (workspace / "output").rglob("*") if path.is_file() and path.name != ".audiobook.json"}


def no_file_over(size: int) -> None:
    """Have writing fail in this process, as on a full disk, once a file has so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def damage(workspace: Path, seed: int, count: int) -> list[Path]:
    """Change a byte in so many places of the store's takes and chapters, at random; return the files."""
    chance = random.Random(seed)
    there = sorted(path for kind in ("*.take", "*.press") for path in (workspace / ".audiobook").rglob(kind))
    hit = []
    for _ in range(count):
        path = chance.choice(there)
        content = bytearray(path.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        hit.append(path)
    return hit


if __name__ == "__main__":
    sys.exit("tools/chaos and tests/e2e/test_chaos.py use this")
