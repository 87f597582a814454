"""What is said of a file: one line for each thing that is asked of it."""

import math
from dataclasses import dataclass
from enum import StrEnum

from audiobook.sound.meters import Measured


class Group(StrEnum):
    """What belongs together."""

    ACX = "acx"
    PODCAST = "podcast"
    CHAPTERS = "chapters"
    TAGS = "tags"
    COVER = "cover"


class Profile(StrEnum):
    """What a file is judged by."""

    ACX = "acx"
    PODCAST = "podcast"
    ALL = "all"


_COUNTED = {
    Profile.ACX: {Group.ACX, Group.CHAPTERS},
    Profile.PODCAST: {Group.PODCAST, Group.CHAPTERS, Group.TAGS, Group.COVER},
    Profile.ALL: set(Group),
    None: set(Group) - {Group.ACX},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is asked of a file."""

    group: Group
    name: str
    found: str
    """As people read it, with its unit."""
    wanted: str
    passed: bool
    value: float | int | str | bool | None = None
    """What was found, for programs; None: nothing, or digital silence."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All lines of a file, in order."""

    heard: Measured
    lines: tuple[Line, ...]
    profile: Profile | None

    def counts(self, group: Group) -> bool:
        """Tell whether the lines of a group decide."""
        return group in _COUNTED[self.profile]

    @property
    def passed(self) -> bool:
        """Whether every line that counts has passed."""
        return all(line.passed for line in self.lines if self.counts(line.group))

    @property
    def failed(self) -> tuple[Line, ...]:
        """The lines that count and have not passed."""
        return tuple(line for line in self.lines if not line.passed and self.counts(line.group))


def decibels(group: Group, name: str, value: float, unit: str, *, least: float = -math.inf, most: float = math.inf) -> Line:
    """Return a line on a level, judged to the tenth that is shown."""
    shown = round(value, 1) if math.isfinite(value) else value
    found = f"{shown:.1f} {unit}" if math.isfinite(value) else "digital silence"
    if least > -math.inf and most < math.inf:
        wanted = f"{least:g} to {most:g} {unit}"
    else:
        wanted = f"at most {most:g} {unit}"
    return Line(group, name, found, wanted, least <= shown <= most, round(value, 2) if math.isfinite(value) else None)


def seconds(group: Group, name: str, value: float, least: float, most: float) -> Line:
    """Return a line on a length, judged to the hundredth that is shown."""
    return Line(group, name, f"{value:.2f} s", f"{least:g} to {most:g} s", least <= round(value, 2) <= most, round(value, 3))


def clock(value: float) -> str:
    """Return seconds as people read them: 1:02:03, 2:03."""
    whole = round(value)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
