"""What each story needs of the store, and how fast the engines here speak: small files, rewritten whole, that may be deleted at any time."""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_MOST = 1e6  # letters that a measured pace remembers: older ones fade


@dataclass(frozen=True, slots=True)
class Needs:
    """What a story's last run used."""

    story: str
    """Path, absolute, or "-" for the standard input."""
    title: str
    takes: frozenset[str]
    chapters: frozenset[str]
    """Keys."""
    at: float
    """When that was, in seconds since 1970."""

    @property
    def current(self) -> bool:
        """Whether the story is still there; one from the standard input never is."""
        return self.story != "-" and Path(self.story).exists()


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast something was done in this workspace."""

    amount: float = 0.0
    """Letters spoken, or seconds of sound encoded."""
    sound: float = 0.0
    """Seconds of sound that came of it."""
    work: float = 0.0
    """Seconds that one worker took for it."""

    def with_more(self, amount: float, sound: float, work: float) -> "Pace":
        """Return the pace after so much more; the past counts for at most a million."""
        share = min(1.0, _MOST / self.amount) if self.amount else 0.0
        return Pace(self.amount * share + amount, self.sound * share + sound, self.work * share + work)


def write_needs(root: Path, story: str, title: str, takes: Iterable[str], chapters: Iterable[str], *, more: bool = False) -> None:
    """Note what a story needs; with `more`, besides what is noted already (a run for a part of it).

    Raises:
        OSError: it cannot be written.
    """
    path = _path(root, story)
    before = _needs(path) if more else None
    told = {
        "story": story,
        "title": title,
        "takes": sorted({*takes, *(before.takes if before else ())}),
        "chapters": sorted({*chapters, *(before.chapters if before else ())}),
        "at": round(time.time(), 3),
    }
    _write(path, told)


def needs_of(root: Path, story: str) -> Needs | None:
    """Return what a story's last run used; None where none is noted."""
    return _needs(_path(root, story))


def all_needs(root: Path) -> list[Needs]:
    """Return what all stories need, the latest run first; what cannot be read is left out."""
    found = [needs for path in (root / "stories").glob("*.json") if (needs := _needs(path))]
    return sorted(found, key=lambda needs: (-needs.at, needs.story))


def forget(root: Path, story: str) -> None:
    """Note nothing of a story any more."""
    _path(root, story).unlink(missing_ok=True)


def paces(root: Path) -> dict[str, Pace]:
    """Return the measured paces, by engine kind; "encoding" by codec: `encoding aac`."""
    said = _read(root / "paces.json")
    try:
        return {name: Pace(float(each["amount"]), float(each["sound"]), float(each["work"])) for name, each in said.items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {}


def add_paces(root: Path, measured: Mapping[str, Pace]) -> None:
    """Remember more of them. Nothing depends on it, so that a disk that is full does not matter."""
    known = paces(root)
    merged = {**known, **{name: known.get(name, Pace()).with_more(each.amount, each.sound, each.work) for name, each in measured.items() if each.amount}}
    try:
        _write(root / "paces.json", {name: asdict(each) for name, each in merged.items()})
    except OSError:
        return


def _path(root: Path, story: str) -> Path:
    return root / "stories" / f"{hashlib.sha256(story.encode()).hexdigest()[:32]}.json"


def _needs(path: Path) -> Needs | None:
    said = _read(path)
    try:
        return Needs(str(said["story"]), str(said["title"]), frozenset(said["takes"]), frozenset(said["chapters"]), float(said["at"]))
    except (KeyError, TypeError, ValueError):
        return None


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(path: Path, told: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(json.dumps(told, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
