"""The book brought to its target: chapters are encoded as soon as they can be, and once more in the rare case that all of them together miss it."""

from dataclasses import replace

from audiobook.events import Notice
from audiobook.mixing.trim import MOST_DOWN, MOST_UP, trimmed
from audiobook.production.making import Floor
from audiobook.sound.levels import integrated
from audiobook.sound.measure import SILENCE

_ROUNDS = 5  # times that a book is encoded anew, at the most: where many peaks are turned down, each comes only about halfway
_TOLERANCE = 0.5  # LU: what is promised


def trim(floor: Floor) -> set[str]:
    """Encode the book anew, some steps louder or softer, where it misses its target; return the content addresses of the chapters as they were before.

    What is decided depends on nothing but the chapters' sound, so the same story is trimmed alike whatever was rendered before.
    """
    before: set[str] = set()
    target = floor.finish.master.target
    for _ in range(_ROUNDS):
        measured = _loudness(floor)
        if target is None or measured <= SILENCE:
            return before
        steps = trimmed(floor.finish.trim, measured, target)
        if steps == floor.finish.trim:
            break
        before |= set(floor.presses.keys.values())
        floor.finish_anew(replace(floor.finish, trim=steps))
    missed = _loudness(floor) - (target or 0.0)
    if abs(missed) > _TOLERANCE:
        side, most = ("louder", MOST_DOWN) if missed > 0 else ("softer", MOST_UP)
        moved = f"it is moved by {most:g} dB at most, and `volume:` in voices.yaml does the rest"
        floor.report(Notice(f"the book is {abs(missed):.1f} LU {side} than {target:g} LUFS: {moved}"))
    return before


def _loudness(floor: Floor) -> float:
    """Return the loudness of the chapters together, in LUFS: before they were coded, so that any coding's will do."""
    coding = next(iter(floor.presses.codings), None)
    found = (floor.presses.pressings.get((index, coding)) for index in range(len(floor.sessions))) if coding else ()
    return integrated(pressing.levels for pressing in found if pressing)
