"""What is known of espeak-ng's voices."""

from collections.abc import Mapping
from functools import cache

from audiobook.cast import Offer
from audiobook.engines.espeak_files import voice_files
from audiobook.sheet import Gender


@cache
def offers() -> Mapping[str, Offer]:
    """Return what can be cast, by name."""
    return {voice.name: Offer(voice.name, voice.language, Gender.UNKNOWN) for voice in voice_files().values()}
