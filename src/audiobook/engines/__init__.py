"""Engines: words in, sound out. One row a kind; others come as entry points of the group "audiobook.engines"."""

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from importlib.metadata import entry_points
from typing import Protocol, get_type_hints

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Offer
from audiobook.errors import EngineError, did_you_mean
from audiobook.take import Utterance

GROUP = "audiobook.engines"

ENGINES: Mapping[str, str] = {
    "pyttsx3": "audiobook.engines.pyttsx3_driver:open_pyttsx3",
    "espeak": "audiobook.engines.espeak:open_espeak",
    "tone": "audiobook.engines.tone:open_tone",
}
"""Kind → "module:factory"; a factory takes the engine's options by keyword. The first is the default."""


class Tolerance(StrEnum):
    """How many of an engine may speak at a time."""

    THREADS = "threads"
    """One opened engine, in several threads."""
    PROCESSES = "processes"
    """Several processes, in each of them one."""
    ONE = "one"
    """One on the whole machine."""


class Engine(Protocol):
    """What speaks. Opening one is cheap; what is heavy is loaded when it first speaks."""

    @property
    def revision(self) -> str:
        """Changes when its sound would: engine, library and driver with their versions."""

    @property
    def tolerates(self) -> Tolerance:
        """How many may speak at a time."""

    def ready(self) -> str | None:
        """Return None where it works on this machine, else what to install."""

    def voices(self) -> tuple[Offer, ...]:
        """Return what voices it has; the one of the lowest rank is its best narrator."""

    def synthesize(self, asked: Utterance) -> Audio:
        """Return the words as sound; it honours rate and pitch, volume is the mix's.

        Raises:
            EngineError: no such voice (the message names near ones), or the engine failed; nothing else escapes.
        """


def kinds() -> dict[str, str]:
    """Return all engines there are: kind → "module:factory"; an installed one does not replace ours."""
    return {**{point.name: point.value for point in entry_points(group=GROUP)}, **ENGINES}


def open_engine(spec: EngineSpec) -> Engine:
    """Open an engine: a row of kinds(), or any "package.module:factory".

    Raises:
        EngineError: no such kind or option (with what would work), or an option's value is of the wrong type.
    """
    factory = _factory(spec.kind)
    options = dict(spec.options)
    hints = {name: hint for name, hint in get_type_hints(factory).items() if name != "return"}
    known = [name for name in inspect.signature(factory).parameters if name != "return"]
    for name, value in options.items():
        if name not in known:
            have = f"it has {', '.join(known)}" if known else "it has none"
            raise EngineError(f"engine '{spec.kind}' has no option '{name}'{did_you_mean(name, known)}; {have}")
        wanted = hints.get(name, object)
        if wanted is float and isinstance(value, int) and not isinstance(value, bool):
            options[name] = float(value)
        elif isinstance(wanted, type) and (not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool and wanted is not object)):
            raise EngineError(f"engine '{spec.kind}': option '{name}' is {value!r}; {wanted.__name__} would work")
    return factory(**options)


def offered(name: str, offers: Mapping[str, Offer], kind: str) -> Offer:
    """Return the offer of that name.

    Raises:
        EngineError: there is none; names near ones.
    """
    found = offers.get(name)
    if found is None:
        raise EngineError(f"engine '{kind}' has no voice '{name}'{did_you_mean(name, offers, most=3)}; `audiobook voices --engine {kind}` lists them")
    return found


def by_name(offers: Iterable[Offer]) -> dict[str, Offer]:
    """Return the offers by their names."""
    return {offer.name: offer for offer in offers}


def _factory(kind: str) -> Callable[..., Engine]:
    known = kinds()
    module, _, name = known.get(kind, kind).partition(":")
    if not name:
        raise EngineError(f"no engine '{kind}'{did_you_mean(kind, known)}; there are {', '.join(known)}")
    try:
        factory: Callable[..., Engine] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise EngineError(f"engine '{kind}' cannot be loaded: {error}") from error
    return factory
