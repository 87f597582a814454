"""Hearing one voice: a line, spoken into a file or through the machine's own player."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import click

from audiobook.audio import write_wav
from audiobook.engines import open_engine
from audiobook.errors import AudiobookError, OutputError
from audiobook.take import Utterance

_PLAYERS = (("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"), ("mpv", "--no-video", "--really-quiet"), ("afplay",), ("paplay",), ("aplay", "-q"))


def save(utterance: Utterance, path: Path) -> None:
    """Speak the utterance into a WAV file, which appears whole."""
    audio = open_engine(utterance.voice.engine).synthesize(utterance)
    beside = path.with_name(f".{path.name}.tmp")
    try:
        beside.write_bytes(write_wav(audio))
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
    click.echo(f"{path}: {utterance.voice.name}, {audio.seconds:.1f} s")


def play(utterance: Utterance) -> None:
    """Speak the utterance through the first player that this machine has."""
    player = next((row for row in _PLAYERS if shutil.which(row[0])), None)
    if player is None:
        raise AudiobookError(f"no player found ({', '.join(row[0] for row in _PLAYERS)}); --save writes a file instead")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.wav"
        save(utterance, path)
        done = subprocess.run([*player, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AudiobookError(f"{player[0]} could not play it: {done.stderr.strip()[-200:] or f'exit code {done.returncode}'}; --save writes a file instead")
