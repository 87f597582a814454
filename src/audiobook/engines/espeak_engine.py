"""What every engine that speaks in espeak-ng's voices has in common, whichever way it takes to the library."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from audiobook.audio import Audio, Samples
from audiobook.cast import Offer
from audiobook.engines import Tolerance, offered
from audiobook.engines.espeak_files import WHEEL, VoiceFile, voice_file
from audiobook.engines.espeak_offers import offers
from audiobook.engines.speakable import bent, espeak_pace, espeak_pitch, speakable, stretch
from audiobook.take import Utterance

RATE = 22050
"""Samples a second of every voice, in Hz."""


@dataclass(frozen=True, slots=True)
class EspeakEngine:
    """Speaks by espeak-ng."""

    driver: str
    """The way to the library, and a number that goes up when it makes other sound of the same wheels: "espeak-1"."""
    speak: Callable[[str, VoiceFile, int, int], Samples]
    """From text, voice, words a minute (80 to 450) and pitch (0 to 99, 50 is the voice's own) to sound at RATE, shape (n,)."""
    wheels: tuple[str, ...] = (WHEEL,)
    """That it needs."""
    tolerates: Tolerance = Tolerance.PROCESSES

    @property
    def revision(self) -> str:
        """Names the driver and the wheels' versions, which pin the library's."""
        return "-".join((self.driver, *map(wheel_version, self.wheels)))

    def ready(self) -> str | None:
        """Return None if the wheels are installed, else what to install."""
        missing = [wheel for wheel in self.wheels if find_spec(wheel.replace("-", "_")) is None]
        return f"pip install {' '.join(missing)}" if missing else None

    def voices(self) -> tuple[Offer, ...]:
        """Return every language, plain and in its variants."""
        return tuple(offers().values())

    def synthesize(self, asked: Utterance) -> Audio:
        """Return the words at 22,050 Hz: the same samples each time, whatever was spoken before."""
        voice = asked.voice
        file = voice_file(offered(voice.name, offers(), voice.engine.kind).name)
        pitch, rest = espeak_pitch(voice.pitch)
        samples = self.speak(speakable(asked.text), file, espeak_pace(voice.rate / stretch(rest)), pitch)
        return Audio(bent(samples, rest, RATE), RATE)


def wheel_version(wheel: str) -> str:
    """Return an installed package's version; "0" where it is not installed."""
    try:
        return version(wheel)
    except PackageNotFoundError:
        return "0"
