"""Whole runs of the program, and what can be heard in the files that come out."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audiobook.audio import Audio
from audiobook.cli import run
from audiobook.engines import tone
from audiobook.events import Event
from audiobook.production.order import Order, Outcome
from audiobook.production.preparing import Prepared, prepare
from audiobook.production.rendering import render
from audiobook.sound.decode import decode, rate_of

STORY = """The Lamp

By A. Writer

Chapter One

"Is it lit?" Mira asked.

"It is," said Joss. He set the lamp on the sill. "Did you think I would forget?"

"I thought you would sleep," Mira said.

***

The wind turned in the night, and nobody came up from the harbour.

"Somebody is out there," Joss said. "Listen."

Chapter Two

In the morning the sill was wet.

"Who moved it?" Mira asked.

"Not I," said Joss.
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def command(*args: str | Path) -> Ran:
    """Run `audiobook` with these arguments, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(arg) for arg in args])
    return Ran(code, out.getvalue(), err.getvalue())


def written(folder: Path, text: str = STORY, name: str = "lamp.txt") -> Path:
    """Write a story; return where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ordered(story: Path, workspace: Path, **wishes: object) -> Order:
    """Return an order for the tone engine."""
    return Order(str(story), workspace=workspace, engine="tone", **wishes)  # type: ignore[arg-type]


def made(story: Path, workspace: Path, **wishes: object) -> Outcome:
    """Render a story with the tone engine."""
    return render(ordered(story, workspace, **{"jobs": 1, **wishes}))


def silent(_: Event) -> None:
    """Report nothing."""


def prepared(story: Path, workspace: Path, **wishes: object) -> Prepared:
    """Return what a render of the tone engine would speak."""
    return prepare(ordered(story, workspace, save_cast=False, **wishes), silent)


def asked(ready: Prepared) -> list[tuple[int, int]]:
    """Return the digests of all that is to be spoken, in order."""
    return [tone.said(utterance) for utterance in ready.utterances]


def sound(path: Path) -> Audio:
    """Return a finished file's sound."""
    return Audio(np.concatenate(list(decode(path))), rate_of(path))


def heard(path: Path) -> list[tuple[int | None, int | None]]:
    """Return the digests of all that is spoken in a finished file, in order."""
    return [(each.text, each.voice) for each in tone.decode(sound(path))]
