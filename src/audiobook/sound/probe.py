"""What a sound file holds, without listening to it: container, codec, length, chapters, tags, cover. Ours and anybody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.book import Cover
from audiobook.errors import SoundError
from audiobook.sound.endings import wav_seconds
from audiobook.sound.labels import Label, label
from audiobook.sound.opening import forgiving, readable

if TYPE_CHECKING:
    import av.container

_PICTURE = 0x400  # a stream's disposition: a cover, and no film
_MIMES = {"mjpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif", "bmp": "image/bmp"}
_CONTAINERS = {"mov": "mp4", "matroska": "matroska"}  # the first of the codec library's several names


@dataclass(frozen=True, slots=True)
class Passage:
    """A chapter, as the file marks it."""

    title: str
    start: float
    """Seconds."""
    end: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A cover with its size."""

    cover: Cover = field(repr=False)
    width: int
    """Pixels; 0 where it cannot be told."""
    height: int


@dataclass(frozen=True, slots=True)
class Probed:
    """A file as it presents itself. What it promises is not yet measured."""

    path: Path
    size: int
    """Bytes."""
    container: str
    """"mp4", "mp3", "ogg", "flac", "wav", …"""
    codec: str
    """"aac", "mp3", "opus", "flac", "pcm_s16le", …"""
    rate: int
    """Samples a second, in Hz."""
    channels: int
    bitrate: int
    """Bits a second, on the average; 0 where it cannot be told."""
    seconds: float
    """Length that the file promises; 0 where it promises none."""
    sure: bool
    """Whether the length stands in the file, and is no guess from size and bit rate."""
    chapters: tuple[Passage, ...]
    label: Label
    picture: Picture | None


def probe(path: Path) -> Probed:
    """Return what the file says of itself.

    Raises:
        SoundError: no file, a folder, not sound, a film, or damaged.
    """
    with opened(path) as file:
        stream = file.streams.audio[0]
        context = stream.codec_context
        container = _CONTAINERS.get(first := file.format.name.split(",")[0], first)
        seconds = file.duration / 1_000_000 if file.duration else 0.0
        if container in ("wav", "rf64") and (promised := wav_seconds(path)):
            seconds = promised  # the codec library's is what is left of it
        size = path.stat().st_size
        said = {name: readable(value) for name, value in (*file.metadata.items(), *stream.metadata.items()) if name != "handler_name"}
        return Probed(
            path,
            size,
            container,
            context.codec.canonical_name,
            context.sample_rate or 0,
            context.layout.nb_channels,
            stream.bit_rate or (round(8 * size / seconds) if seconds else 0),
            seconds,
            file.format.name != "mp3" or _counted(path),
            tuple(_passage(each) for each in file.chapters()),
            label(said),
            _picture(file),
        )


@contextmanager
def opened(path: Path) -> "Iterator[av.container.InputContainer]":
    """Give the file as the codec library has it; its first stream of sound is `streams.audio[0]`.

    Raises:
        SoundError: no file, a folder, not sound, a film, or damaged.
    """
    import av

    if path.is_dir():
        raise SoundError(f"{path}: a folder; one of the sound files in it would work")
    try:
        with av.open(str(path.absolute()), "r", options={"protocol_whitelist": "file"}, **forgiving()) as file:  # playlists fetch nothing
            if not file.streams.audio:
                raise SoundError(f"{path}: no sound in it; a sound file would work")
            if file.streams.audio[0].codec_context is None:
                raise SoundError(f"{path}: damaged, or coded in a way that is not known here; M4B, MP3, Opus, FLAC and WAV would work")
            if any(not int(stream.disposition) & _PICTURE for stream in file.streams.video):
                raise SoundError(f"{path}: a film; a file with sound alone would work")
            yield file
    except FileNotFoundError as error:
        raise SoundError(f"{path}: no such file") from error
    except av.error.InvalidDataError as error:
        raise SoundError(f"{path}: not a sound file, or a damaged one; M4B, MP3, Opus, FLAC and WAV would work") from error
    except (av.FFmpegError, OSError) as error:
        raise SoundError(f"{path}: {error.strerror or error}; a sound file would work") from error


def _passage(chapter: Any) -> Passage:
    unit = chapter["time_base"]
    return Passage(readable(chapter["metadata"].get("title", "")), float(chapter["start"] * unit), float(chapter["end"] * unit))


def _picture(file: "av.container.InputContainer") -> Picture | None:
    """Return the first cover."""
    for stream in file.streams.video:
        for packet in file.demux(stream):
            if packet.size:
                context = stream.codec_context
                name = context.codec.canonical_name
                return Picture(Cover(bytes(packet), _MIMES.get(name, f"image/{name}")), context.width, context.height)
            break
    return None


def _counted(path: Path) -> bool:
    """Tell whether an MP3 says how many frames it has (Xing, Info, VBRI), so that its length is no guess."""
    with path.open("rb") as file:
        head = file.read(10)
        size = 0
        if head[:3] == b"ID3" and len(head) == 10:
            size = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]) + (10 if head[5] & 0x10 else 0)
        file.seek(size)
        first = file.read(400)
    return any(mark in first for mark in (b"Xing", b"Info", b"VBRI"))
