"""Pressings joined: the packets that the finished file holds, without a gap.

Every chapter begins and ends in digital silence and is whole packets long. So AAC's first packet, which only primes the decoder, is left out from the second
chapter on; of MP3 and Opus, whose encoders say the last of their sound late, each chapter keeps as many packets as it is long. The last one keeps all of
Opus, which tells players where the sound ends. Of MP3 it keeps one packet more than it is long: whatever players make of the Info frame, they show at most
one frame too much, and where that frame does not hold all that the decoder lags behind (529 samples), it is digital silence that is cut.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from audiobook.book import Coding, Pressing
from audiobook.errors import SoundError
from audiobook.sound import encoders, pressed


def coding_of(pressings: Sequence[Pressing]) -> Coding:
    """Return the one coding that the pressings share.

    Raises:
        SoundError: none, or several.
    """
    codings = {pressing.coding for pressing in pressings}
    if len(codings) != 1:
        raise SoundError(f"chapters of {len(codings)} codings cannot be joined")
    return codings.pop()


def joined(pressings: Sequence[Pressing]) -> Iterator[bytes]:
    """Yield the finished file's packets, in order.

    Raises:
        SoundError: chapters of several codings, or a damaged one.
    """
    coding = coding_of(pressings)
    size = encoders.frame(coding.codec, coding.rate)
    for place, pressing in enumerate(pressings):
        packets, whole = pressed.packets(pressing), pressing.length // size
        last = place == len(pressings) - 1
        match coding.codec:
            case "aac":
                yield from islice(packets, 1 if place else 0, None)
            case "mp3" | "opus" if not last:
                yield from islice(packets, whole)
                _verified(packets)
            case "mp3":
                yield from islice(packets, whole + 1)
                _verified(packets)
            case _:
                yield from packets


def _verified(packets: Iterator[bytes]) -> None:
    """Go to the packets' end, where they are verified."""
    for _ in packets:
        pass
