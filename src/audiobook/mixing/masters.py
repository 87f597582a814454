"""Ways to master a book: how loud, at which rate, with how much silence at its ends."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from audiobook.audio import Audio
from audiobook.errors import OutputError, did_you_mean
from audiobook.mixing.level import CEILING, TARGET, voice_gain
from audiobook.sheet import Pauses


@dataclass(frozen=True, slots=True)
class Master:
    """A row of MASTERS."""

    target: float | None
    """Loudness of the book, in LUFS; None: voices stay as loud as they speak."""
    ceiling: float
    """The largest sample before it is coded, 0 to 1."""
    rate: int | None = None
    """In Hz; None: as the takes have it."""
    bitrate: int | None = None
    """Bits a second; None: as the format has it."""
    format: str | None = None
    """The only format that will do; None: any."""
    head: tuple[float, float] = (0.0, 60.0)
    """Least and most seconds of silence before a chapter's first word."""
    tail: tuple[float, float] = (0.0, 60.0)
    """And after its last, which fills up to the grid of packets too."""
    longest: float | None = None
    """Minutes of one file, at most; then each chapter is a file of its own, and so are opening and closing credits and a sample."""
    notice: str = ""
    """What the user should know."""


MASTERS: Mapping[str, Master] = {
    "podcast": Master(TARGET, CEILING),
    # ACX's audio submission requirements: RMS from -23 to -18 dB, peaks to -3 dB, floor to -60 dB RMS. RMS lies about half a decibel under LUFS for speech.
    "acx-spec": Master(
        target=TARGET,
        ceiling=CEILING,
        rate=44100,
        bitrate=192_000,
        format="mp3",
        head=(0.5, 1.0),
        tail=(1.0, 4.7),  # and up to 0.21 s more, to whole packets
        longest=120.0,
        notice="Files as audio shops measure them. Some shops, ACX among them, want to be asked before they take synthetic voices.",
    ),
    "none": Master(target=None, ceiling=1.0),
}
"""Named as on the command line."""


def master_of(name: str) -> Master:
    """Return the way of that name.

    Raises:
        OutputError: there is none.
    """
    if name not in MASTERS:
        raise OutputError(f"no way to master named {name!r}{did_you_mean(name, MASTERS)}; there are {', '.join(MASTERS)}")
    return MASTERS[name]


def gain_under(master: Master, calibration: Audio) -> float:
    """Return what a voice's takes are multiplied by, given the voice speaking the calibration text."""
    return 1.0 if master.target is None else voice_gain(calibration, master.target, master.ceiling)


def pauses_under(master: Master, pauses: Pauses) -> Pauses:
    """Return the pauses, with those at a chapter's ends no shorter and no longer than the master allows."""
    return replace(pauses, head=_within(pauses.head, master.head), tail=_within(pauses.tail, master.tail))


def _within(seconds: float, bounds: tuple[float, float]) -> float:
    return min(max(seconds, bounds[0]), bounds[1])
