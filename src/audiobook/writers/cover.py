"""A book's cover: the picture that was given, made fit for players, or one that is drawn."""

import hashlib
import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.book import Cover
from audiobook.errors import OutputError
from audiobook.events import Notice, Report
from audiobook.script import Script
from audiobook.sidecar import BookTags

if TYPE_CHECKING:
    from PIL import Image

REVISION = "cover-2"
"""Goes up when the same book would get another cover."""
_LEAST = 1400  # pixels of the shorter side: what podcast directories want
_MOST = 3000  # pixels of the longer side; larger ones are scaled down
_HEAVIEST = 2_000_000  # bytes; heavier pictures are coded anew
_QUALITY, _DRAWN_QUALITY = 90, 74  # JPEG: of a picture that was given, of our own flat colours
_ROTATION = 0x0112  # EXIF's tag; 1 is upright


def prepare(given: Path | None, tags: BookTags, script: Script, report: Report) -> Cover:
    """Return the given picture as a JPEG or PNG that players show, or a drawn cover where none is given.

    Raises:
        OutputError: it is not a picture.
    """
    if given is None:
        from audiobook.writers.drawing import draw

        return Cover(_jpeg(draw(tags.title, tags.author, script), _DRAWN_QUALITY), "image/jpeg")
    return fit(given, report)


def inputs(tags: BookTags, script: Script) -> tuple[object, ...]:
    """Return all that the cover is made of, to tell whether it would be another one; its repr is what counts.

    Raises:
        OutputError: the picture that was given cannot be read.
    """
    if tags.cover is None:
        return (REVISION, tags.title, tags.author, script.document.text, script.segments)
    try:
        return (REVISION, hashlib.sha256(tags.cover.read_bytes()).hexdigest())
    except OSError as error:
        raise OutputError(f"{tags.cover}: cannot be read as a picture: {error.strerror}; a JPEG, PNG or WebP file would work as a cover") from error


def fit(given: Path, report: Report = lambda _: None) -> Cover:
    """Return a picture as a cover that players show.

    Raises:
        OutputError: it is not a picture.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        content = given.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # large, and scaled down below
            with Image.open(BytesIO(content)) as image:
                kind, upright = image.format, image.getexif().get(_ROTATION, 1) == 1
                image.load()
                if min(image.size) < _LEAST:
                    wanted = f"{_LEAST} or more on the shorter side look sharp in every player"
                    report(Notice(f"{given}: a cover of {image.width} × {image.height} pixels; {wanted}"))
                if kind in ("JPEG", "PNG") and image.mode == "RGB" and upright and max(image.size) <= _MOST and len(content) <= _HEAVIEST:
                    return Cover(content, f"image/{kind.lower()}")
                picture = ImageOps.exif_transpose(image)
                picture.thumbnail((_MOST, _MOST))
                return Cover(_jpeg(_on_white(picture), _QUALITY), "image/jpeg")
    except UnidentifiedImageError as error:
        raise OutputError(f"{given}: not a picture; a JPEG, PNG or WebP file would work as a cover") from error
    except Image.DecompressionBombError as error:
        raise OutputError(f"{given}: far too large a picture for a cover; {_MOST} × {_MOST} pixels are plenty") from error
    except (OSError, SyntaxError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise OutputError(f"{given}: cannot be read as a picture: {why}; a JPEG, PNG or WebP file would work as a cover") from error


def _on_white(picture: "Image.Image") -> "Image.Image":
    """Return the picture in RGB; what is transparent shows white."""
    from PIL import Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _jpeg(picture: "Image.Image", quality: int) -> bytes:
    content = BytesIO()
    picture.save(content, "JPEG", quality=quality, optimize=True)
    return content.getvalue()
