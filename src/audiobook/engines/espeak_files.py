"""What the espeakng-loader wheel holds: the library, and a file for each voice; read without loading the library."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import ModuleType

from audiobook.errors import EngineError

WHEEL = "espeakng-loader"


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A language's file, with or without one of the variants, which are the same for all languages."""

    name: str
    """As our users write it: "en-us", "en-us+f3"."""
    language: str
    """BCP 47: "en-us"."""
    language_file: Path
    identifier: str
    """The library's name for the language's file: "gmw/en-US"."""
    variant: str = ""
    """Its name, in the case of its file; empty: the plain voice."""

    @property
    def plus_variant(self) -> str:
        """The variant as the library takes it behind a voice's name."""
        return f"+{self.variant}" if self.variant else ""


def library_path() -> str:
    """Return the path of the shared library.

    Raises:
        EngineError: the wheel is not installed.
    """
    return str(_loader().get_library_path())


def data_path() -> Path:
    """Return the folder of espeak-ng's data.

    Raises:
        EngineError: the wheel is not installed.
    """
    return Path(_loader().get_data_path())


@cache
def languages() -> tuple[VoiceFile, ...]:
    """Return the plain voice of each language there is, by name."""
    root = data_path() / "lang"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return tuple(sorted((_read(path, path.relative_to(root).as_posix()) for path in files), key=lambda voice: voice.name))


@cache
def variants() -> tuple[str, ...]:
    """Return the names of the variants, in the case of their files."""
    return tuple(sorted(path.name for path in (data_path() / "voices" / "!v").iterdir() if path.is_file()))


def voice_file(name: str) -> VoiceFile:
    """Return the voice of that name: a language's, plain ("en-us") or in a variant ("en-us+f3"). Raises KeyError."""
    language, _, variant = name.partition("+")
    plain = _by_name()[language]
    if variant not in {"", *variants()}:
        raise KeyError(name)
    return replace(plain, name=name, variant=variant)


@cache
def _by_name() -> Mapping[str, VoiceFile]:
    return {plain.name: plain for plain in languages()}


def _read(path: Path, identifier: str) -> VoiceFile:
    """Return the plain voice of a language's file, whose lines read "language en-us 2"."""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("language "):
            language = line.split()[1]
            return VoiceFile("en-gb" if path.name == "en" else path.name.lower(), language, path, identifier)
    return VoiceFile(path.name.lower(), path.name.lower(), path, identifier)


def _loader() -> ModuleType:
    try:
        import espeakng_loader
    except ImportError as error:
        raise EngineError("espeak-ng is not installed; `pip install espeakng-loader` brings it") from error
    loader: ModuleType = espeakng_loader
    return loader
