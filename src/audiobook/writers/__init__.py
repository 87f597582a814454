"""Books to files: one row a format."""

import importlib
from collections.abc import Mapping
from typing import Any

from audiobook.errors import OutputError, did_you_mean
from audiobook.writers.companion import Companion
from audiobook.writers.writer import Writer

WRITERS: Mapping[str, str] = {
    "m4b": "audiobook.writers.m4b:M4B",
    "mp3": "audiobook.writers.mp3:MP3",
    "opus": "audiobook.writers.opus:OPUS",
    "flac": "audiobook.writers.flac:FLAC",
    "wav": "audiobook.writers.wav:WAV",
}
"""Formats, each with the module and the name of its Writer."""

COMPANIONS: Mapping[str, str] = {
    "vtt": "audiobook.writers.captions:VTT",
    "srt": "audiobook.writers.captions:SRT",
    "json": "audiobook.writers.times:TIMES",
    "epub": "audiobook.writers.epub:EPUB",
}
"""What goes with the sound, each with the module and the name of its Companion."""


def open_writer(kind: str) -> Writer:
    """Return the writer of a format.

    Raises:
        OutputError: no such format.
    """
    writer: Writer = _opened(kind, WRITERS)
    return writer


def open_companion(kind: str) -> Companion:
    """Return what writes a companion.

    Raises:
        OutputError: there is none of that name.
    """
    companion: Companion = _opened(kind, COMPANIONS)
    return companion


def _opened(kind: str, rows: Mapping[str, str]) -> Any:
    if kind not in rows:
        raise OutputError(f"no format {kind!r}{did_you_mean(kind, rows)}; there are {', '.join(rows)}")
    module, name = rows[kind].split(":")
    return getattr(importlib.import_module(module), name)
