"""A picture of the book: the page of HTML, with the sound that was rendered where that lies beside it."""

import os
from collections.abc import Sequence
from pathlib import Path

from audiobook.document import Document
from audiobook.errors import OutputError
from audiobook.events import Report
from audiobook.production.order import Order
from audiobook.production.preparing import script_of, sheet_of
from audiobook.production.workspace import file_name, shelf
from audiobook.writers import WRITERS
from audiobook.writers.page import Sound, page
from audiobook.writers.times import Times, read_times
from audiobook.writers.whole import whole


def picture(order: Order, report: Report, path: Path | None = None) -> tuple[Path, bool]:
    """Write the page, by default among the story's results; return where it is, and whether it plays.

    Raises:
        StoryError, SheetError: see there.
        OutputError: it cannot be written, or would take the story's own place.
    """
    script, beside = script_of(order, sheet_of(order)[1], report)
    document, tags = script.document, beside.tags
    title, author = order.tags.title or tags.title or document.title, order.tags.author or tags.author or document.author
    folder = shelf(order.workspace, order.story, order.out).folder
    path = path or folder / f"{file_name(title)}.html"
    if order.story != "-" and path.exists() and path.samefile(order.story):
        raise OutputError(f"{path}: is the story itself and stays as it is; another name works")
    sound = _sound(document, path, list(dict.fromkeys((path.parent, folder))))
    with whole(path) as made:
        made.write_text(page(script, title, author, sound), encoding="utf-8", newline="\n")
    return path, bool(sound and sound.sources)


def _sound(document: Document, path: Path, folders: Sequence[Path]) -> Sound | None:
    """Return what was rendered of this text: the longest there is, in the nearest folder."""
    for folder in folders:
        found = [
            (times, sources) for each in sorted(folder.glob("*.json")) if (times := read_times(each, document)) and (sources := _sources(each, path, times))
        ]
        if found:
            return Sound(*max(found, key=lambda pair: pair[0].seconds))
    return None


def _sources(beside: Path, path: Path, times: Times) -> tuple[str, ...]:
    """Return the sound files that a timeline tells of, as paths from the page's folder; none where there are none any more."""
    files = (beside.with_suffix(f".{kind}") for kind in WRITERS)
    here = path.parent.resolve()
    try:
        return tuple(Path(os.path.relpath(file.resolve(), here)).as_posix() for file in files if file.is_file()) if times.lines else ()
    except ValueError:  # on another drive
        return ()
