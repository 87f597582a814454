"""Small finished books to make feeds of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.checking.planting import Plan, mp3

TAGS = {"TALB": "The Weir", "TPE1": "Ada Brandt", "TCOM": "Low Voice; High Voice", "TLAN": "eng"}
SHORT = Plan(seconds=2.0, head=0.2, tail=0.3, rate=24000, bitrates=(32,), marks=(), cover=(700, 500), tags=TAGS)


def whole(path: Path, **tags: str) -> Path:
    """Write a book as one file with two chapters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {"TIT2": "The Weir", **TAGS, **tags}
    return mp3(path, replace(SHORT, tags=said, marks=(("One", 0, 1.2), ("Two & “a half”", 1.2, 2.0))))


def split(folder: Path, titles: Sequence[str], tags: Mapping[str, str] = TAGS) -> list[Path]:
    """Write a book as one file a chapter."""
    folder.mkdir(parents=True, exist_ok=True)
    plans = [replace(SHORT, tags={**tags, "TIT2": title, "TRCK": f"{number}/{len(titles)}"}) for number, title in enumerate(titles, 1)]
    return [mp3(folder / f"{number:02d} - {plan.tags['TIT2']}.mp3", plan) for number, plan in enumerate(plans, 1)]
