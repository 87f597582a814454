"""Single clips, as people bring or want them: a listener's own intro, a voice's sample. pydub's part; never a whole book."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audiobook.audio import Audio, from_int16, to_int16, write_wav
from audiobook.book import Coding
from audiobook.errors import OutputError, SoundError
from audiobook.sound import encoders
from audiobook.sound.decode import decode, rate_of
from audiobook.sound.flac import encode_take

if TYPE_CHECKING:
    from pydub import AudioSegment

LONGEST = 600
"""Seconds that a clip can have: it stands in memory."""
_SILENCE = -50  # dB of full scale
_MP3 = 96000  # bits a second


def load_clip(path: Path) -> Audio:
    """Return a sound file of any format that the codec library reads, mixed to mono, at its own rate.

    Raises:
        SoundError: no sound file, damaged, or longer than LONGEST.
    """
    rate = rate_of(path)
    blocks, length = [], 0
    for block in decode(path):
        blocks.append(block)
        length += len(block)
        if length > LONGEST * rate:
            raise SoundError(f"{path}: longer than {LONGEST // 60} minutes; a shorter clip would work")
    if not length:
        raise SoundError(f"{path}: no sound in it")
    return Audio(np.concatenate(blocks), rate)


def trim(audio: Audio, *, keep: float = 0.05) -> Audio:
    """Return the clip without silence at its ends, but for `keep` seconds each; a silent clip stays as it is."""
    segment = _segment(audio)
    from pydub.silence import detect_leading_silence

    lead, trail = (detect_leading_silence(each, silence_threshold=_SILENCE, chunk_size=5) for each in (segment, segment.reverse()))
    if lead + trail >= len(segment):
        return audio
    spared = round(keep * 1000)
    return _audio(segment[max(0, lead - spared) : len(segment) - max(0, trail - spared)])


def fade(audio: Audio, *, start: float, end: float) -> Audio:
    """Return the clip faded in over `start` seconds and out over `end` seconds."""
    most = len(audio) * 500 // audio.rate  # half of it, in milliseconds
    return _audio(_segment(audio).fade_in(min(most, round(start * 1000))).fade_out(min(most, round(end * 1000))))


def join_clips(clips: Sequence[Audio], *, pause: float = 0.0) -> Audio:
    """Return clips one after another, `pause` seconds between them, at the first one's rate.

    Raises:
        SoundError: no clip.
    """
    if not clips:
        raise SoundError("no clip to join")
    gap = _segment(Audio(np.zeros(round(pause * clips[0].rate), np.float32), clips[0].rate))
    whole = _segment(clips[0])
    for clip in clips[1:]:
        whole = whole + gap + _segment(clip).set_frame_rate(clips[0].rate)
    return _audio(whole)


def save_clip(audio: Audio, path: Path) -> None:
    """Write a clip: `.wav`, `.flac` or `.mp3`.

    Raises:
        OutputError: another suffix, or the file cannot be written.
    """
    makers = {".wav": write_wav, ".flac": encode_take, ".mp3": _mp3}
    if path.suffix.casefold() not in makers:
        raise OutputError(f"{path}: a clip is saved as {', '.join(makers)}")
    try:
        path.write_bytes(makers[path.suffix.casefold()](audio))
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error


def _mp3(audio: Audio) -> bytes:
    encoder = encoders.open_encoder(Coding("mp3", audio.rate, _MP3))
    return b"".join([*encoder.feed(audio.samples), *encoder.finish()])


def _segment(audio: Audio) -> "AudioSegment":
    """Return the clip as pydub has it; here pydub is imported first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub looks for an ffmpeg that it is never asked to run, and its patterns are old
        from pydub import AudioSegment

    return AudioSegment(to_int16(audio.samples).tobytes(), frame_rate=audio.rate, sample_width=2, channels=1)


def _audio(segment: Any) -> Audio:
    return Audio(from_int16(np.frombuffer(segment.raw_data, "<i2")), segment.frame_rate)
