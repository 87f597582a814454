"""What can be asked for, and nothing else: a table from addresses to contents, made anew when the folders change."""

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from audiobook.errors import OutputError
from audiobook.events import Notice, Report
from audiobook.podcasting.companions import chapters_json, square
from audiobook.podcasting.ledger import Ledger, read_ledger, write_ledger
from audiobook.podcasting.rss import rss
from audiobook.podcasting.show import TRANSCRIPTS, Show, Wishes, arrange, picture_path, show_guid
from audiobook.podcasting.volumes import KINDS, Volume, collect, files_in
from audiobook.serving.page import page

FEED = "feed.xml"
_FILES = "files/"
_PICTURES_KEPT = 16


@dataclass(frozen=True, slots=True)
class Resource:
    """Something at an address: a file as it stands on the disk, or content that is made when it is asked for."""

    kind: str
    """Media type."""
    path: Path | None = None
    make: Callable[[], bytes] | None = None
    shared: bool = False
    """Whether pages from elsewhere may read it (CORS)."""


@dataclass(frozen=True, slots=True)
class _Catalogue:
    stamp: str
    show: Show
    resources: dict[str, Resource]


class Site:
    """The addresses below one prefix."""

    def __init__(self, folders: Sequence[Path], wishes: Wishes, report: Report, *, secret: bool) -> None:
        """Look through the folders; `secret`: the prefix is a token that stays the same.

        Raises:
            OutputError: no book in them.
        """
        self._folders, self._wishes = [folder.resolve() for folder in folders], wishes
        self.report = report
        self._root = Path(os.path.commonpath(self._folders))
        self._lock = threading.Lock()
        ledger = read_ledger(folders[0])
        self._ledger = ledger.with_token() if secret else ledger
        self.prefix = f"/{self._ledger.token}/" if secret else "/"
        self._catalogue = self._read(self._stamp())

    @property
    def show(self) -> Show:
        """What is served."""
        return self._catalogue.show

    def find(self, target: str, origin: str) -> Resource | None:
        """Return what stands at a request's path, or None.

        Args:
            target: the path as it was asked for, without query.
            origin: scheme, host and port under which the asker found us: `http://192.168.0.2:8808`.
        """
        local = quote(unquote_to_bytes(target))
        prefix = quote(self.prefix)
        if not local.startswith(prefix):
            return None
        local, base = local.removeprefix(prefix), origin + prefix
        if local in ("", FEED):
            self._refresh()
            show = self.show
            if local == FEED:
                return Resource("application/rss+xml; charset=utf-8", make=lambda: self._feed(show, base))
            return Resource("text/html; charset=utf-8", make=lambda: page(show, base + FEED, lambda path: base + self._local(path)))
        return self._catalogue.resources.get(local)

    def _feed(self, show: Show, base: str) -> bytes:
        guid = str(show_guid(f"{self.prefix.strip('/') or self._folders[0].name}/{FEED}"))  # not of the address, which changes with the network
        return rss(show, link=base, address=base + FEED, guid=guid, url=lambda path: base + self._local(path))

    def _local(self, path: Path) -> str:
        return _FILES + quote(os.fsencode(path.relative_to(self._root).as_posix()))

    def _stamp(self) -> str:
        """Return what changes when the folders do."""
        rows = [(str(path), (found := path.stat()).st_mtime_ns, found.st_size) for path in files_in(self._folders, (*KINDS, *TRANSCRIPTS))]
        return hashlib.sha256(repr(rows).encode(errors="surrogateescape")).hexdigest()

    def _refresh(self) -> None:
        with self._lock:
            try:
                stamp = self._stamp()
                if stamp != self._catalogue.stamp:
                    self._catalogue = self._read(stamp)
            except (OSError, OutputError) as error:  # a book in the making, or a disk that went: what was there is served on
                self.report(Notice(f"the folders cannot be read anew: {error}"))

    def _read(self, stamp: str) -> _Catalogue:
        show, ledger = arrange(collect(self._folders, self.report), self._ledger, self._wishes, self.report)
        if ledger != read_ledger(self._ledger.path.parent):
            self._keep(ledger)
        self._ledger = ledger
        resources: dict[str, Resource] = {}
        for episode in show.episodes:
            path = episode.part.path
            resources[self._local(path)] = Resource(KINDS[path.suffix.casefold()], path)
            for transcript in episode.transcripts:
                resources[self._local(transcript)] = Resource(f"{TRANSCRIPTS[transcript.suffix]}; charset=utf-8", transcript, shared=True)
            if episode.chapters is not None:
                resources[self._local(episode.chapters)] = Resource("application/json+chapters", make=partial(bytes, chapters_json(episode)), shared=True)
        for volume in show.volumes:
            if (place := picture_path(volume)) is not None:
                resources[self._local(place)] = Resource("image/jpeg", make=partial(_square, volume))
        return _Catalogue(stamp, show, resources)

    def _keep(self, ledger: Ledger) -> None:
        try:
            write_ledger(ledger)
        except OutputError as error:
            self.report(Notice(f"{error}; the address will be another one next time"))


@lru_cache(_PICTURES_KEPT)
def _square(volume: Volume) -> bytes:
    return square(volume)
