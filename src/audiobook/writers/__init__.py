"""Books to files: one row a format."""

import importlib
from collections.abc import Mapping

from audiobook.errors import OutputError, did_you_mean
from audiobook.writers.writer import Writer

WRITERS: Mapping[str, str] = {
    "m4b": "audiobook.writers.m4b:M4B",
    "mp3": "audiobook.writers.mp3:MP3",
    "opus": "audiobook.writers.opus:OPUS",
    "flac": "audiobook.writers.flac:FLAC",
    "wav": "audiobook.writers.wav:WAV",
}
"""Formats, each with the module and the name of its Writer."""


def open_writer(kind: str) -> Writer:
    """Return the writer of a format.

    Raises:
        OutputError: no such format.
    """
    if kind not in WRITERS:
        raise OutputError(f"no format {kind!r}{did_you_mean(kind, WRITERS)}; there are {', '.join(WRITERS)}")
    module, name = WRITERS[kind].split(":")
    writer: Writer = getattr(importlib.import_module(module), name)
    return writer
