"""Word lists that tell what a quotation is; the words stand beside this module as text."""

from functools import cache
from importlib.resources import files


@cache
def cues(section: str) -> frozenset[str]:
    """Return the words of a section of cues.txt, in lower case, with straight apostrophes."""
    found: list[str] = []
    inside = False
    for row in files(__package__).joinpath("cues.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("["):
            inside = row == f"[{section}]"
        elif inside and not row.startswith("#"):
            found += row.split()
    return frozenset(found)
