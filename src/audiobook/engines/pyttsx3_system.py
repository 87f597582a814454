"""The pyttsx3 engine on macOS and Windows: the system's own voices, through pyttsx3's driver for them."""

import platform
import re
import tempfile
from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from audiobook.audio import Audio, read_wav
from audiobook.cast import Offer
from audiobook.engines import Tolerance, by_name, offered
from audiobook.engines.espeak_engine import wheel_version
from audiobook.engines.pyttsx3_driver import save
from audiobook.engines.speakable import bent, speakable, stretch
from audiobook.errors import EngineError, SoundError
from audiobook.sheet import Gender
from audiobook.take import Utterance

_PACE = 200  # words a minute, both systems' own as pyttsx3 counts them
_COMMANDS = re.compile(r"\[\[|<")  # macOS takes [[…]] for commands, Windows <…> for mark-up


class Pyttsx3System:
    """Speaks through the system's own voices."""

    tolerates = Tolerance.ONE

    @property
    def revision(self) -> str:
        """Names pyttsx3 and the system, whose voices change with it."""
        return f"pyttsx3-1-{wheel_version('pyttsx3')}-{platform.system()}-{platform.release()}"

    def ready(self) -> str | None:
        """Return None if pyttsx3 is installed, else what to install."""
        return None if find_spec("pyttsx3") else "pip install pyttsx3"

    def voices(self) -> tuple[Offer, ...]:
        """Return the voices that the system tells pyttsx3 of."""
        return tuple(self._offers.values())

    def synthesize(self, asked: Utterance) -> Audio:
        """Return the words as sound, at the rate at which the system writes it; pitch is bent, since neither system's driver has one."""
        voice = asked.voice
        name = offered(voice.name, self._offers, voice.engine.kind).name
        text = _COMMANDS.sub(lambda command: " ".join(command[0]) if command[0] == "[[" else " ", speakable(asked.text))
        with tempfile.TemporaryDirectory(prefix="audiobook-") as folder:
            path = Path(folder, "take.wav")
            sound = _read(save(self._driver, text, path, {"voice": self._ids[name], "rate": round(_PACE * voice.rate / stretch(voice.pitch))}), path)
        return Audio(bent(sound.samples, voice.pitch, sound.rate), sound.rate)

    @cached_property
    def _driver(self) -> Any:
        try:
            import pyttsx3

            return pyttsx3.init()
        except Exception as error:  # each system's driver has its own
            raise EngineError(f"pyttsx3 cannot be opened: {error}") from error

    @cached_property
    def _voices(self) -> list[Any]:
        return list(self._driver.getProperty("voices"))

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        names = [voice.name for voice in self._voices]
        return {voice.name if names.count(voice.name) == 1 else voice.id: voice.id for voice in self._voices}

    @cached_property
    def _offers(self) -> Mapping[str, Offer]:
        by_id = {voice.id: voice for voice in self._voices}
        return by_name(
            Offer(name, _language(by_id[voice_id].languages), _gender(by_id[voice_id].gender), rank=rank)
            for rank, (name, voice_id) in enumerate(self._ids.items())
        )


def _language(languages: list[Any]) -> str:
    return str(languages[0]).replace("_", "-").lower() if languages and languages[0] else "en"


def _gender(gender: str | None) -> Gender:
    said = (gender or "").casefold()
    return Gender.FEMALE if "female" in said else Gender.MALE if "male" in said else Gender.UNKNOWN


def _read(content: bytes, path: Path) -> Audio:
    """Read a WAV file, or (macOS) whatever else the codec library knows."""
    if content[:4] == b"RIFF":
        try:
            return read_wav(content)
        except SoundError as error:
            raise EngineError(f"pyttsx3 wrote no sound: {error}") from error
    from audiobook.sound.decode import decode, rate_of

    try:
        rate = rate_of(path)
        return Audio(np.concatenate([*decode(path, rate)]), rate)
    except (SoundError, ValueError) as error:
        raise EngineError(f"pyttsx3 wrote no sound: {error}") from error
