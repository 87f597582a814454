"""What can go wrong, each with a message a person can act on; only the cli turns them into words and exit codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class AudiobookError(Exception):
    """Anything this program says went wrong; the message names the thing, the place, what was found and what would work."""


class StoryError(AudiobookError):
    """A story that cannot be read."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file that people write."""

    where: str
    """File and line, as an editor jumps to it: `voices.yaml:12`."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class SheetError(AudiobookError):
    """voices.yaml or a sidecar with mistakes; all of them at once."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)

    def __reduce__(self) -> tuple[type["SheetError"], tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)


class CastError(AudiobookError):
    """A cast that cannot be made: a voice that is not there, no voice left."""


class EngineError(AudiobookError):
    """An engine that cannot be opened, or a line that it cannot speak."""


class StoreError(AudiobookError):
    """The store cannot be read or written."""


class SoundError(AudiobookError):
    """Sound that cannot be decoded, encoded or joined."""


class OutputError(AudiobookError):
    """A result that cannot be written."""


class LawError(AudiobookError):
    """A law of the house was broken (a word lost, added or changed): our own mistake, never the user's."""


def did_you_mean(found: str, known: Iterable[str], *, most: int = 1) -> str:
    """Return ` (did you mean 'x'?)` for the names in known that are near to found, or an empty string."""
    names = {name.casefold(): name for name in known}
    near = [names[key] for key in get_close_matches(found.casefold(), names, n=most, cutoff=0.6)]
    return f" (did you mean {' or '.join(repr(name) for name in near)}?)" if near else ""
