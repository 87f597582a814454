"""What a podcast has to remember, in a file of its own beside the books: when each episode came out, and the secret in its address."""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from audiobook.errors import OutputError

NAME = ".audiobook-feed.json"
"""Not in `.audiobook/`, which may be deleted at any time: without this, subscribers would get every episode anew."""
_STEP = timedelta(minutes=1)
_LEAST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is remembered."""

    path: Path
    token: str = ""
    published: tuple[tuple[str, datetime], ...] = ()
    """GUIDs with their dates, to the second, in UTC."""

    def with_token(self) -> "Ledger":
        """Return it with a token: 128 random bits, for an address that nobody guesses."""
        return self if self.token else replace(self, token=secrets.token_urlsafe(16))

    def dated(self, episodes: Sequence[tuple[str, datetime]]) -> "Ledger":
        """Return it with dates for a book's episodes, given in order with their files' times: known ones keep theirs, and new ones follow."""
        known = dict(self.published)
        new = [(guid, time) for guid, time in episodes if guid not in known]
        if not new:
            return self
        last = max((known[guid] for guid, _ in episodes if guid in known), default=None)
        end = max(time for _, time in new).replace(microsecond=0)
        step = _STEP if last is None else min(_STEP, (end - last) / len(new))
        if last is not None and step < _LEAST:
            step, end = _LEAST, last + _LEAST * len(new)
        dates = [(guid, (end - step * (len(new) - 1 - place)).replace(microsecond=0)) for place, (guid, _) in enumerate(new)]
        return replace(self, published=(*self.published, *dates))


def read_ledger(folder: Path) -> Ledger:
    """Return what is remembered in a folder; an empty ledger where there is none.

    Raises:
        OutputError: the file there is damaged: going on would give every episode a new date.
    """
    path = folder / NAME
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        published = tuple((str(guid), datetime.fromisoformat(date).astimezone(UTC)) for guid, date in said["published"].items())
        return Ledger(path, str(said.get("token", "")), published)
    except FileNotFoundError:
        return Ledger(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError(f"{path}: cannot be read ({error}); deleting it gives every episode a new date, and a served feed a new address") from error


def write_ledger(ledger: Ledger) -> None:
    """Keep it, readable by its owner alone.

    Raises:
        OutputError: it cannot be written.
    """
    said = {"token": ledger.token, "published": {guid: date.isoformat() for guid, date in ledger.published}}
    beside = ledger.path.with_name(f"{NAME}.{os.getpid()}.tmp")
    try:
        beside.touch(0o600)
        beside.write_text(json.dumps(said, indent=1), encoding="utf-8")
        beside.replace(ledger.path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"{ledger.path}: cannot be written: {error.strerror}") from error
