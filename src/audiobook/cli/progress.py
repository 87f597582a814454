"""Events to the terminal: bars with rate and time left where there is one, quiet lines where there is none."""

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from types import TracebackType
from typing import Protocol

import click

from audiobook.events import Attributed, Event, Mixed, Notice, Read, Recorded, Written

_LINE_EVERY = 10.0  # seconds, without a terminal


class Progress(Protocol):
    """Something that events are reported to, from `with` to its end."""

    def __call__(self, event: Event) -> None:
        """Take note of an event."""
        ...

    def __enter__(self) -> "Progress": ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


def progress(*, quiet: bool, verbose: bool, json_events: bool = False) -> Progress:
    """Return what fits where the output goes."""
    if json_events:
        return Json()
    if quiet:
        return Quiet()
    return Bars(verbose) if sys.stderr.isatty() else Lines(verbose)


def clock(seconds: float) -> str:
    """Return a duration as people write it: 1:02:03, 2:03."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 chapter, 1,204 lines."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unknown(lines: int) -> str:
    """Return what is said of lines of speech without a speaker."""
    return f"{counted(lines, 'line')} of speech {'has' if lines == 1 else 'have'} no known speaker; the narrator reads {'it' if lines == 1 else 'them'}"


def told(event: Event, *, verbose: bool) -> str | None:
    """Return an event as a line; None for one that is not worth a line."""
    match event:
        case Notice(message):
            return f"note: {message}"
        case Read(source, title, chapters, words) if verbose:
            return f"{source}: {title!r}, {counted(chapters, 'chapter')}, {counted(words, 'word')}"
        case Attributed(lines, unattributed, characters) if verbose:
            return f"{counted(lines, 'line')} of speech by {counted(characters, 'character')}, {unattributed} without a speaker"
        case Written(path, _, _, fresh) if verbose:
            return f"{path}: {'written' if fresh else 'up to date'}"
        case _:
            return None


def notices(event: Event) -> None:
    """Report nothing but what the user should know."""
    if isinstance(event, Notice):
        click.echo(f"note: {event.message}", err=True)


class Json:
    """One JSON object a line on standard output, for programs: docs/events.md."""

    def __call__(self, event: Event) -> None:
        """Print an event."""
        put({"event": type(event).__name__.lower(), **asdict(event)})

    def __enter__(self) -> "Json":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def put(told: Mapping[str, object]) -> None:
    """Print one JSON object, at once."""
    click.echo(json.dumps(told, ensure_ascii=False, default=str))
    sys.stdout.flush()


class Quiet:
    """Says nothing but what went wrong."""

    def __call__(self, event: Event) -> None:
        """Ignore the event."""

    def __enter__(self) -> "Quiet":
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Lines:
    """One line now and then, for logs."""

    def __init__(self, verbose: bool) -> None:
        self._verbose = verbose
        self._last = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Print what is worth a line."""
        if line := told(event, verbose=self._verbose):
            click.echo(line, err=True)
        if not isinstance(event, Recorded):
            return
        if event.done <= event.cached:  # a story's first: nothing is spoken yet
            self._last = time.monotonic()
        elif event.done < event.total and time.monotonic() - self._last >= _LINE_EVERY:
            self._last = time.monotonic()
            click.echo(f"spoken {event.done} of {event.total} takes, {_pace(event)}", err=True)

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_: object) -> None:
        pass


def _pace(event: Recorded) -> str:
    """Return seconds of sound, times real time, time left."""
    times = f", {event.seconds / event.elapsed:.0f} × real time" if event.elapsed else ""
    left = f", about {clock(event.left)} left" if event.left is not None else ""
    return f"{clock(event.seconds)} of sound{times}{left}"


class Bars:
    """Two bars: takes spoken; chapters encoded, long ones counting for more, and then the files written."""

    def __init__(self, verbose: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._verbose = verbose
        columns = (
            TextColumn("{task.description:9}"),
            BarColumn(),
            TextColumn("{task.fields[count]:>13}"),
            TextColumn("{task.fields[pace]}"),
            TimeRemainingColumn(),
        )
        self._bars = RichProgress(*columns, console=Console(stderr=True), transient=True)
        self._speaking = self._bars.add_task("speaking", total=None, count="", pace="")
        self._encoding = self._bars.add_task("encoding", total=None, count="", pace="")

    def __call__(self, event: Event) -> None:
        """Move the bars; print what is worth a line above them."""
        match event:
            case Recorded(done, total, _, seconds, elapsed):
                pace = f"{seconds / elapsed:.0f} × real time" if seconds and elapsed else ""
                self._bars.update(self._speaking, completed=done, total=total, count=f"{done:,}/{total:,}", pace=pace or "takes")
            case Mixed(done, total, share):
                doing = "writing" if done == total else "encoding"
                self._bars.update(self._encoding, description=doing, completed=share, total=1.0, count=f"{done:,}/{total:,}", pace="chapters × formats")
            case _:
                if line := told(event, verbose=self._verbose):
                    self._bars.console.print(line, markup=False, highlight=False)

    def __enter__(self) -> "Bars":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()
