"""What podcast directories ask of the sound: loudness and true peak after ITU-R BS.1770."""

from audiobook.checking.verdict import Group, Line, decibels
from audiobook.sound.meters import Measured

_MONO, _STEREO = -19.0, -16.0  # LUFS; a mono file plays on two loudspeakers, which makes it 3 LU louder
_TOLERANCE = 1.0  # LU
_CEILING = -1.0  # dBTP


def podcast(heard: Measured) -> tuple[Line, ...]:
    """Return the lines on loudness, and on whether the file decodes from end to end."""
    group, target = Group.PODCAST, _MONO if heard.probed.channels == 1 else _STEREO
    hurt = f"{heard.damaged} damaged packet(s)" if heard.damaged else "all of it"
    return (
        decibels(group, "loudness", heard.loudness, "LUFS", least=target - _TOLERANCE, most=target + _TOLERANCE),
        decibels(group, "true peak", heard.true_peak, "dBTP", most=_CEILING),
        Line(group, "decodes", hurt, "all of it", not heard.damaged, heard.damaged),
    )
