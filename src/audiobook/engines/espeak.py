"""The espeak engine: espeak-ng through its C API, from the espeakng-loader wheel."""

from audiobook.audio import Samples
from audiobook.engines.espeak_engine import EspeakEngine
from audiobook.engines.espeak_files import VoiceFile

_DRIVER = 1  # goes up when this module makes other sound of the same library


def open_espeak() -> EspeakEngine:
    """Open it; it has no options."""
    return EspeakEngine(f"espeak-{_DRIVER}", _spoken)


def _spoken(text: str, voice: VoiceFile, pace: int, pitch: int) -> Samples:
    from audiobook.engines.espeak_library import speak

    return speak(text, voice, pace=pace, pitch=pitch)
