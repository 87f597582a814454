"""The reliability plot: how often lines of each confidence are right, as a picture."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

SIDE, EDGE = 420, 50
"""Of the plot and of the margin round it, in pixels."""
INK, GRID, BAR, LINE = "#222222", "#dddddd", "#7aa6c8", "#c2410c"


def plot(table: Sequence[tuple[int, float, float]], file: Path) -> None:
    """Draw ten bins, each (lines, mean confidence, share that is right): dots as large as their share of lines, the diagonal where they should lie."""
    whole = SIDE + 2 * EDGE
    picture = Image.new("RGB", (whole, whole), "white")
    draw = ImageDraw.Draw(picture)
    for tenth in range(11):
        along = EDGE + SIDE * tenth // 10
        draw.line((along, EDGE, along, EDGE + SIDE), GRID)
        draw.line((EDGE, along, EDGE + SIDE, along), GRID)
        draw.text((along, EDGE + SIDE + 8), f"{tenth / 10:.1f}", INK, anchor="mt")
        draw.text((EDGE - 8, EDGE + SIDE - SIDE * tenth // 10), f"{tenth / 10:.1f}", INK, anchor="rm")
    draw.line((EDGE, EDGE + SIDE, EDGE + SIDE, EDGE), LINE, width=2)
    total = max(sum(count for count, _, _ in table), 1)
    for count, mean, right in table:
        if count:
            across, up, radius = EDGE + SIDE * mean, EDGE + SIDE * (1 - right), 4 + 26 * (count / total) ** 0.5
            draw.ellipse((across - radius, up - radius, across + radius, up + radius), fill=BAR, outline=INK)
            draw.text((across, up), str(count), INK, anchor="mm")
    draw.text((whole / 2, whole - 14), "confidence", INK, anchor="mm")
    draw.text((whole / 2, 22), "share of lines that are right (number of lines in each bin)", INK, anchor="mm")
    picture.quantize(32).save(file, optimize=True)
