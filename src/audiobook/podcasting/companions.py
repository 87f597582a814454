"""What lies beside the sound files of a podcast: chapters as JSON (podcast namespace, 1.2), covers as squares."""

import json
from io import BytesIO

from audiobook.errors import OutputError
from audiobook.podcasting.show import Episode
from audiobook.podcasting.volumes import Volume
from audiobook.sound.probe import probe

SMALLEST, LARGEST = 1400, 3000
"""Pixels of a side that directories take."""
_QUALITY = 88  # JPEG


def chapters_json(episode: Episode) -> bytes:
    """Return the chapters of an episode."""
    tags = episode.volume.tags
    said = {
        "version": "1.2.0",
        "title": episode.title,
        "author": tags.author,
        "fileName": episode.part.path.name,
        "chapters": [{"startTime": round(each.start, 3), "endTime": round(each.end, 3), "title": each.title} for each in episode.part.chapters],
    }
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, indent=1).encode()


def square(volume: Volume) -> bytes:
    """Return a book's cover as directories want it: a square JPEG of 1400 to 3000 pixels, RGB; what a square lacks is of the colour of the picture's rim.

    Raises:
        OutputError: there is none, or it is no picture.
        SoundError: the file with the cover is gone.
    """
    from PIL import Image

    found = probe(volume.pictured).picture if volume.pictured else None
    if found is None:
        raise OutputError(f"{volume.tags.title}: no cover in its files")
    content = found.cover.content
    try:
        with Image.open(BytesIO(content)) as image:
            if image.format == "JPEG" and image.mode == "RGB" and image.width == image.height and SMALLEST <= image.width <= LARGEST:
                return content
            picture = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise OutputError(f"{volume.pictured}: its cover is not a picture: {error}") from error
    side = min(LARGEST, max(SMALLEST, *picture.size))
    scale = side / max(picture.size)
    picture = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.LANCZOS)
    rim = picture.convert("RGB").resize((1, 1), box=(0, 0, picture.width, max(1, picture.height // 50)))
    canvas = Image.new("RGB", (side, side), rim.getpixel((0, 0)))
    canvas.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2), picture)
    made = BytesIO()
    canvas.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()
