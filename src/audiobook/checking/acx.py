"""What audio shops measure, line by line: the requirements that ACX publishes for the files of a book."""

from audiobook.checking.verdict import Group, Line, clock, decibels, seconds
from audiobook.sound.meters import Measured

_RATE = 44100  # Hz
_BITRATE = 192000  # bits a second
_LONGEST = 120 * 60  # seconds


def acx(heard: Measured) -> tuple[Line, ...]:
    """Return ACX's lines, in its order."""
    group, probed = Group.ACX, heard.probed
    is_mp3 = probed.codec == "mp3"
    form = f"{probed.codec} in {probed.container}" if probed.codec != probed.container else probed.codec
    kept = {True: "constant", False: "varies", None: "frames do not say"}[heard.constant]
    parts = {1: "mono", 2: "stereo"}.get(probed.channels, f"{probed.channels} channels")
    return (
        decibels(group, "RMS", heard.rms, "dB", least=-23, most=-18),
        decibels(group, "peak", heard.peak, "dB", most=-3),
        decibels(group, "noise floor", heard.floor, "dB RMS", most=-60),
        seconds(group, "room tone, head", heard.head, 0.5, 1.0),
        seconds(group, "room tone, tail", heard.tail, 1.0, 5.0),
        Line(group, "format", form, "mp3", is_mp3, probed.codec),
        Line(group, "rate", f"{probed.rate:,} Hz", f"{_RATE:,} Hz", probed.rate == _RATE and heard.steady, probed.rate),
        Line(group, "bit rate", f"{heard.bitrate / 1000:.0f} kbit/s", f"{_BITRATE // 1000} kbit/s or more", heard.bitrate >= _BITRATE, heard.bitrate),
        Line(group, "constant", kept, "one bit rate in all frames", heard.constant is True, heard.constant),
        Line(
            group, "channels", parts if heard.steady else f"{parts}, and others", "mono or stereo throughout", probed.channels in (1, 2) and heard.steady, parts
        ),
        Line(group, "length", clock(heard.seconds), f"at most {clock(_LONGEST)}", heard.seconds <= _LONGEST, round(heard.seconds, 3)),
    )
