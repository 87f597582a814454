"""MPEG audio frames (ISO/IEC 11172-3, 13818-3), Layer III, mono; and the frame that tells players what to leave out at both ends."""

import struct
from collections.abc import Sequence

from audiobook.book import Coding
from audiobook.errors import SoundError

RATES = (16000, 22050, 24000, 32000, 44100, 48000)
"""Sampling rates, in Hz, that we write; MPEG-2.5's lower ones are left out."""
BITRATES_LOW = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""kbit/s below 32 kHz (MPEG-2)."""
BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""kbit/s from 32 kHz (MPEG-1)."""
DELAY = 576
"""Samples that LAME's encoder puts before the first one."""

_RATES_OF = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000)}  # by the version's two bits: MPEG-1, MPEG-2
_TAG = 120 + 36  # bytes: Xing's part, LAME's part


def frame_size(header: bytes) -> int:
    """Return a frame's size in bytes, from its first four."""
    sync, version = header[0] << 8 | header[1], header[1] >> 3 & 3
    rate, bitrate = header[2] >> 2 & 3, header[2] >> 4
    if sync & 0xFFE6 != 0xFFE2 or version not in _RATES_OF or rate == 3 or not 0 < bitrate < 15:
        raise SoundError(f"no frame of MPEG Layer III: {header.hex(' ')}")
    rates = BITRATES if version == 3 else BITRATES_LOW
    return (144 if version == 3 else 72) * rates[bitrate - 1] * 1000 // _RATES_OF[version][rate] + (header[2] >> 1 & 1)


def bitrate(header: bytes) -> int:
    """Return a frame's bit rate in kbit/s, from its first four bytes; 0 where it is none of Layer III's in MPEG-1 and MPEG-2."""
    version, index = header[1] >> 3 & 3, header[2] >> 4
    if (header[0] << 8 | header[1]) & 0xFFE6 != 0xFFE2 or version not in _RATES_OF or not 0 < index < 15:
        return 0
    return (BITRATES if version == 3 else BITRATES_LOW)[index - 1]


def info_size(first: bytes) -> int:
    """Return the size in bytes of the frame that info_frame will make."""
    return _header_with_room(first)[1]


def info_frame(coding: Coding, sizes: Sequence[int], length: int, first: bytes) -> bytes:
    """Return the frame that goes before all others: how many there are, where to seek, and what is not sound (LAME's extension to Xing's tag).

    Args:
        coding: of the frames.
        sizes: of all other frames, in bytes, in order.
        length: samples of sound.
        first: the first of the other frames; it lends its header.
    """
    low = coding.rate < 32000
    samples, side = (576, 9) if low else (1152, 17)
    header, size = _header_with_room(first)
    music = min(sum(sizes) + size, 0xFFFFFFFF)
    padding = len(sizes) * samples - length - DELAY
    if not 0 <= padding < 4096:
        raise SoundError(f"{len(sizes)} frames of {samples} samples do not hold {length}")
    tag = b"Info" + struct.pack(">III", 0xF, len(sizes), music) + _places(sizes, size) + struct.pack(">I", 0)
    lame = b"LAME3.100" + bytes([0x01, 0]) + bytes(8)  # CBR; no low-pass, peak or gain stated
    lame += bytes([0, min(255, coding.bitrate // 1000)]) + (DELAY << 12 | padding).to_bytes(3, "big")
    lame += bytes([0, 0]) + bytes(2) + struct.pack(">I", music) + bytes(2)  # the last two: CRC of the music, which nobody reads
    content = header + bytes(side) + tag + lame
    content += struct.pack(">H", _crc16(content))
    return content + bytes(size - len(content))


def _header_with_room(first: bytes) -> tuple[bytes, int]:
    """Return the header, and its frame's size, of the least bit rate whose frame has room for the tag."""
    needed = 4 + (17 if first[1] >> 3 & 3 == 3 else 9) + _TAG
    for index in range(1, 15):
        header = bytes([first[0], first[1] | 1, index << 4 | first[2] & 0x0C, first[3]])
        if (size := frame_size(header)) >= needed:
            return header, size
    raise SoundError("no frame has room for the tag")


def _places(sizes: Sequence[int], before: int) -> bytes:
    """Return Xing's table of contents: for each hundredth of the time, the 256th of the bytes."""
    total, passed, at, table = sum(sizes) + before, before, 0, bytearray()
    for percent in range(100):
        upto = len(sizes) * percent // 100
        passed += sum(sizes[at:upto])
        at = upto
        table.append(min(255, passed * 256 // total))
    return bytes(table)


def _crc16(content: bytes) -> int:
    """Return the CRC-16 (polynomial 0x8005, reflected) that LAME's tag ends with."""
    value = 0
    for byte in content:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
