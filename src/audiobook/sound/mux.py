"""Pressings into the codec library's containers: MPEG-4 and Ogg. What is written depends on what is given alone: no times, no random numbers."""

import struct
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from audiobook.book import Pressing
from audiobook.sound import encoders, pressed
from audiobook.sound.join import coding_of, joined
from audiobook.timeline import Mark

NERO_CHAPTERS = 255
"""Most that Nero's list of chapters (chpl) can hold; players that prefer it would show no more."""
NERO_TITLE = 255
"""Most bytes of UTF-8 that a title in it can have."""


def write_m4b(path: Path, pressings: Sequence[Pressing], marks: Sequence[Mark], language: str) -> None:
    """Write an MPEG-4 audiobook with both kinds of chapters (QuickTime's text track, Nero's list), its index in front.

    Args:
        path: of the file to make.
        pressings: AAC.
        marks: at the pressings' rate.
        language: ISO 639-2, three letters.

    Raises:
        SoundError: chapters that do not join.
        OSError: the file cannot be written.
    """
    flags = "+faststart" if len(marks) <= NERO_CHAPTERS else "+faststart+disable_chpl"
    options = {"movflags": flags, "brand": "M4B ", "fflags": "+bitexact"}
    _mux(path, "ipod", options, pressings, marks, {"language": language})


def write_m4a(path: Path, pressings: Sequence[Pressing], language: str) -> None:
    """Write MPEG-4 sound without chapters, its index in front.

    Raises:
        SoundError: chapters that do not join.
        OSError: the file cannot be written.
    """
    _mux(path, "ipod", {"movflags": "+faststart", "brand": "M4A ", "fflags": "+bitexact"}, pressings, (), {"language": language})


def write_opus(path: Path, pressings: Sequence[Pressing], comments: Mapping[str, str]) -> None:
    """Write Ogg Opus (RFC 7845) with its comments, chapters among them: the codec library would write 5.76 s as 00:00:06.760.

    Raises:
        SoundError: chapters that do not join.
        OSError: the file cannot be written.
    """
    _mux(path, "ogg", {"fflags": "+bitexact"}, pressings, (), comments)


def _mux(path: Path, container: str, options: dict[str, str], pressings: Sequence[Pressing], marks: Sequence[Mark], metadata: Mapping[str, str]) -> None:
    import av

    coding = coding_of(pressings)
    length = sum(pressing.length for pressing in pressings)
    size = encoders.frame(coding.codec, coding.rate)
    delay = _opus_delay(pressings[0]) if coding.codec == "opus" else size
    unit = Fraction(1, coding.rate)
    try:
        with av.open(str(path), "w", format=container, container_options=options) as file:
            stream = file.add_stream(encoders.LIBAV[coding.codec], rate=coding.rate, layout="mono", options=encoders.options(coding.codec))
            stream.codec_context.bit_rate = coding.bitrate
            if coding.codec == "aac":
                stream.metadata.update(metadata)
            else:
                file.metadata.update(metadata)
            file.set_chapters(_chapters(marks, length, unit))
            for place, content in enumerate(joined(pressings)):
                packet = av.Packet(content)
                packet.stream, packet.time_base = stream, unit
                packet.pts = packet.dts = place * size - delay
                packet.duration = min(size, length - packet.pts)
                file.mux_one(packet)
    except av.FFmpegError as error:
        raise OSError(error.errno, f"{error.strerror}", str(path)) from error


def _chapters(marks: Sequence[Mark], length: int, unit: Fraction) -> list[Any]:
    """Return the marks as the codec library takes them; each ends where the next begins."""
    ends = [*(mark.start for mark in marks[1:]), length]
    return [
        {"id": number, "start": mark.start, "end": end, "time_base": unit, "metadata": {"title": short_title(mark.title)}}
        for number, (mark, end) in enumerate(zip(marks, ends, strict=False))
    ]


def short_title(title: str) -> str:
    """Return the title, cut to what Nero's list can hold, never inside a character."""
    return title.encode()[:NERO_TITLE].decode(errors="ignore").rstrip()


def _opus_delay(pressing: Pressing) -> int:
    """Return Opus's pre-skip (RFC 7845, 5.1), which its header counts at 48 kHz, at the coding's rate."""
    skip: int = struct.unpack_from("<H", pressed.extradata(pressing), 10)[0]
    return skip * pressing.coding.rate // 48000
