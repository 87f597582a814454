"""Options that several commands share, and how they become an Order."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., object])

_SHARED = (
    click.option(
        "--workspace",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        help="Folder with voices.yaml, output/ and the store.  [default: the current one]",
    ),
    click.option("--voices", type=click.Path(dir_okay=False, path_type=Path), help="The voices.yaml to use.  [default: the workspace's]"),
    click.option("--engine", metavar="NAME", help="Engine of voices that name none: pyttsx3, espeak, tone.  [default: as in voices.yaml, else pyttsx3]"),
)


def shared(function: Function) -> Function:
    """Give a command --workspace, --voices and --engine."""
    for option in reversed(_SHARED):
        function = option(function)
    return function


def to_formats(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Return the formats of `--to m4b,mp3`, each once, none where nothing is said; refuse those there are not."""
    if value is None:
        return ()
    from audiobook.errors import did_you_mean
    from audiobook.writers import COMPANIONS, WRITERS

    rows = [*WRITERS, *COMPANIONS]
    names = tuple(dict.fromkeys(name.strip().lower().lstrip(".") for name in value.split(",") if name.strip()))
    for name in names:
        if name not in rows:
            raise click.BadParameter(f"no format {name!r}{did_you_mean(name, rows)}; there are {', '.join(rows)}")
    if not names:
        raise click.BadParameter(f"names no format; there are {', '.join(rows)}")
    return names


def minutes(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    """Return the minutes; refuse what is no length of time (nan, inf)."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value:g} is no number of minutes; 3 or 0.5 would be")
    return value


def story_named(_: click.Context, __: click.Parameter, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Return the story or stories; refuse an empty name, as an unset variable of a shell gives it, which would mean the current folder."""
    if "" in ((value,) if isinstance(value, str) else value):
        raise click.BadParameter("an empty name is no story; a file, a folder (. is the current one) or - would be")
    return value
