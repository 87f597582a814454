"""The espeak engine: espeak-ng through its C API, from the espeakng-loader wheel."""

from audiobook.audio import Audio
from audiobook.cast import Offer
from audiobook.engines import Tolerance, offered
from audiobook.engines.espeak_files import installed, voice_file, wheel_version
from audiobook.engines.espeak_offers import offers
from audiobook.engines.speakable import bent, espeak_pace, espeak_pitch, speakable, stretch
from audiobook.take import Utterance

_DRIVER = 1  # goes up when this module makes other sound of the same library


class EspeakEngine:
    """Speaks through espeak-ng."""

    tolerates = Tolerance.PROCESSES

    @property
    def revision(self) -> str:
        """Names the wheel, which pins the library."""
        return f"espeak-{_DRIVER}-{wheel_version()}"

    def ready(self) -> str | None:
        """Return None if the wheel is installed, else what to install."""
        return None if installed() else "pip install espeakng-loader"

    def voices(self) -> tuple[Offer, ...]:
        """Return every language, plain and in its variants."""
        return tuple(offers().values())

    def synthesize(self, asked: Utterance) -> Audio:
        """Return the words at 22,050 Hz: the same samples each time, whatever was spoken before."""
        from audiobook.engines.espeak_library import RATE, speak

        voice = asked.voice
        file = voice_file(offered(voice.name, offers(), voice.engine.kind).name)
        pitch, rest = espeak_pitch(voice.pitch)
        samples = speak(speakable(asked.text), file, pace=espeak_pace(voice.rate / stretch(rest)), pitch=pitch)
        return Audio(bent(samples, rest, RATE), RATE)


def open_espeak() -> EspeakEngine:
    """Open it; it has no options."""
    return EspeakEngine()
