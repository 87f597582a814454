"""The workspace: where a story's results go, under which names, and whether they are up to date."""

import json
import os
import re
import unicodedata
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from audiobook.errors import OutputError

_OWNER = ".audiobook.json"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
_LONGEST_NAME = 120  # bytes of UTF-8: leaves room for endings under every file system's 255


@dataclass(frozen=True, slots=True)
class Shelf:
    """A story's folder of results. What it holds is noted in a file there, so that results which are up to date can be left alone."""

    folder: Path
    owner: str
    """The story's path from `base`, or `-`."""
    base: Path = Path()

    def recipe(self, name: str) -> str | None:
        """Return of what the file was made; None when it is not there, or no longer as it was written, or another story's."""
        noted = _read(self.folder).files.get(name)
        try:
            found = (self.folder / name).stat()
        except OSError:
            return None
        ours = noted and noted["story"] == self.owner and noted["size"] == found.st_size and noted["written"] == found.st_mtime_ns
        return str(noted["recipe"]) if noted and ours else None

    def guard(self, name: str) -> None:
        """Do nothing, unless the file is there and was made of another story, which is there too.

        Raises:
            OutputError: it is.
        """
        noted = _read(self.folder).files.get(name)
        if noted and noted["story"] != self.owner and (self.folder / name).exists() and not _gone(str(noted["story"]), self.base):
            other = "what was read from standard input" if noted["story"] == "-" else self.base / str(noted["story"])
            raise OutputError(f"{self.folder / name}: was made of {other}, and stays; another -o FOLDER would work, or another --title")

    def note(self, name: str, recipe: str) -> None:
        """Note of what the file, just written, was made."""
        found = (self.folder / name).stat()
        made: dict[str, str | int] = {"story": self.owner, "recipe": recipe, "size": found.st_size, "written": found.st_mtime_ns}
        _write(self.folder, _Noted(self.owner, {**_read(self.folder).files, name: made}))

    def names(self) -> list[str]:
        """Return the story's files that were noted, there or not."""
        return sorted(name for name, made in _read(self.folder).files.items() if made["story"] == self.owner)

    def discard(self, name: str) -> None:
        """Remove a file that was noted, unless somebody changed it, and the note."""
        if self.recipe(name) is not None:
            (self.folder / name).unlink()
        _write(self.folder, _Noted(self.owner, {known: made for known, made in _read(self.folder).files.items() if known != name}))


def shelf(workspace: Path, story: str, out: Path | None) -> Shelf:
    """Return the story's folder of results, made if need be; a story never gets another's.

    Raises:
        OutputError: it cannot be made or written.
    """
    found = place_of(workspace, story, out)
    try:
        return _claimed(found)
    except OSError as error:
        raise OutputError(f"{error.filename or found.folder}: cannot be written: {error.strerror}; -o FOLDER puts the results elsewhere") from error


def place_of(workspace: Path, story: str, out: Path | None) -> Shelf:
    """Return where the story's results go, and make nothing.

    Raises:
        OutputError: other stories own every place, or the notes of whose they are cannot be read.
    """
    base = workspace if out is None else out  # many workspaces may share a folder that was named
    owner = story if story == "-" else _path_from(base, story)
    if out is not None:
        return Shelf(out, owner, base)
    try:
        for name in _names(story):
            folder = workspace / "output" / name
            owned = _read(folder).story
            if owned is None or owned == owner or _gone(owned, base):
                return Shelf(folder, owner, base)
    except OSError as error:
        raise OutputError(f"{error.filename}: cannot be read: {error.strerror}; -o FOLDER puts the results elsewhere") from error
    raise OutputError(f"{workspace / 'output'}: no free folder for {story}; -o FOLDER names one")


def _names(story: str) -> list[str]:
    """Return folder names for a story: its stem, then with its folder's name, then numbered."""
    if story == "-":
        return ["stdin"]
    path = Path(story).resolve()
    stem = file_name(path.name if path.is_dir() else path.stem)
    both = file_name(f"{path.parent.name} {stem}")
    return [stem, both, *(f"{both} {number}" for number in range(2, 1000))]


def _path_from(base: Path, story: str) -> str:
    path = Path(story).resolve()
    try:
        return os.path.relpath(path, base.resolve())
    except ValueError:  # on another drive
        return str(path)


def _gone(story: str, base: Path) -> bool:
    return story != "-" and not (base / story).exists()


def _claimed(claimed: Shelf) -> Shelf:
    claimed.folder.mkdir(parents=True, exist_ok=True)
    _write(claimed.folder, replace(_read(claimed.folder), story=claimed.owner))
    return claimed


@dataclass(frozen=True, slots=True)
class _Noted:
    """What stands in a shelf's own file."""

    story: str | None = None
    files: dict[str, dict[str, str | int]] = field(default_factory=dict)


def _read(folder: Path) -> _Noted:
    try:
        noted = json.loads((folder / _OWNER).read_text(encoding="utf-8"))
        return _Noted(noted["story"], {name: {"story": noted["story"], **made} for name, made in noted["files"].items()})
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return _Noted()


def _write(folder: Path, noted: _Noted) -> None:
    path = folder / _OWNER
    if noted == _read(folder):
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_text(json.dumps(asdict(noted), indent=1, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def file_name(title: str) -> str:
    """Return a title as a file name that every system takes: no slashes, at most 120 bytes, never empty."""
    name = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", title))
    name = " ".join(name.split()).strip(". ")
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1].rstrip(". ")
    return f"{name} book" if _RESERVED.match(name) else name or "book"
