"""`audiobook doctor`: what works on this machine, and what to install for the rest."""

import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from audiobook.version import __version__

_WHEELS = {
    "av": "AAC, Opus, FLAC, resampling",
    "soundfile": "takes",
    "lameenc": "MP3",
    "mutagen": "tags",
    "Pillow": "covers",
    "numpy": "sound",
    "ruamel.yaml": "voices.yaml",
    "pydub": "single clips",
}


@click.command(short_help="Tell what works on this machine, and what to install for the rest.")
@click.option("--workspace", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder to look at.  [default: the current one]")
def doctor(workspace: Path) -> int:
    """Tell what works on this machine, and what to install for the rest. Exits 1 when nothing can be rendered here."""
    click.echo(f"audiobook {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, {sys.executable}")
    speaks = [_engine(kind) for kind in _kinds()]
    wheels = [_wheel(name, what) for name, what in _WHEELS.items()]
    player = next((name for name in ("ffplay", "mpv", "afplay", "paplay", "aplay") if shutil.which(name)), None)
    _row(player is not None, "player", player or "none of ffplay, mpv, aplay: --play has nothing to play with, --save works all the same", needed=False)
    writes = _writable(workspace)
    ready = any(speaks) and all(wheels) and writes
    click.echo("ready" if ready else "not ready: what is marked with ✗ is needed")
    return 0 if ready else 1


def _kinds() -> list[str]:
    from audiobook.engines import kinds

    return list(kinds())


def _row(works: bool, name: str, told: str, *, needed: bool = True) -> bool:
    click.echo(f"  {'✓' if works else '✗' if needed else '–'} {name:12} {told}")
    return works


def _engine(kind: str) -> bool:
    """Speak a word in a supervised child, and tell whether there was sound; the test engine does not count."""
    from audiobook.cast import EngineSpec, Voice
    from audiobook.engines import open_engine
    from audiobook.errors import AudiobookError
    from audiobook.recording.perform import FUNCTION, Performance
    from audiobook.take import Utterance
    from audiobook.workers import Worker

    spec = EngineSpec(kind)
    try:
        engine = open_engine(spec)
        if (lack := engine.ready()) is not None:
            return _row(False, kind, lack, needed=False)
        voices = engine.voices()
        with Worker() as worker:
            made = worker.call(FUNCTION, spec, (Utterance("Good morning.", Voice(spec, voices[0].name), voices[0].language),), timeout=60.0)
    except AudiobookError as error:
        return _row(False, kind, str(error), needed=False)
    performance = made[0] if isinstance(made, list) else made
    if not isinstance(performance, Performance) or performance.facts.peak <= 0:
        return _row(False, kind, "no sound came of it", needed=False)
    return _row(True, kind, f"{len(voices)} voices, speaks") and kind != "tone"


def _wheel(name: str, what: str) -> bool:
    try:
        return _row(True, name, f"{version(name)} ({what})")
    except PackageNotFoundError:
        return _row(False, name, f"is not installed ({what}): pip install {name}")


def _writable(workspace: Path) -> bool:
    try:
        with tempfile.TemporaryDirectory(dir=workspace):
            free = shutil.disk_usage(workspace).free
    except OSError as error:
        return _row(False, "workspace", f"{workspace.resolve()}: cannot be written: {error.strerror}; --workspace names another folder")
    return _row(True, "workspace", f"{workspace.resolve()}: {free / 1e9:.1f} GB free")
