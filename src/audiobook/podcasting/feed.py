"""A feed as files: feed.xml, and beside the books what it links to."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from audiobook.errors import OutputError
from audiobook.events import Report
from audiobook.podcasting.companions import chapters_json, square
from audiobook.podcasting.ledger import read_ledger, write_ledger
from audiobook.podcasting.rss import rss
from audiobook.podcasting.show import Show, Wishes, arrange, picture_path, show_guid
from audiobook.podcasting.volumes import collect

_HOST = re.compile(r"[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Published:
    """A feed that was written."""

    path: Path
    address: str
    show: Show
    beside: tuple[Path, ...]
    """Chapters and covers."""


def publish(folders: Sequence[Path], url: str, path: Path | None, wishes: Wishes, report: Report) -> Published:
    """Write a feed of all audiobooks in the folders, and what it links to.

    Args:
        folders: at least one.
        url: where the folder with the feed will be found, https://… .
        path: the feed's; None: feed.xml in the folder, or in the one above all folders.
        wishes: what the files do not say.
        report: is told what is left out.

    Raises:
        OutputError: no book, a URL without scheme, a file that cannot be written, books outside of the feed's folder.
    """
    path = (path or _root(folders) / "feed.xml").absolute()
    base = based(url, path.name)
    volumes = collect(folders, report)
    root = path.parent.resolve()
    for volume in volumes:
        for part in volume.parts:
            if not part.path.is_relative_to(root):
                raise OutputError(f"{part.path}: lies outside of {root}, where the feed is to stand; -o with a folder above both would work")
    show, ledger = arrange(volumes, read_ledger(folders[0]), wishes, report)
    address = base + quote(path.name)
    content = rss(show, link=base, address=address, guid=str(show_guid(address)), url=lambda file: base + quote(os.fsencode(file.relative_to(root).as_posix())))
    write_ledger(ledger)
    beside = {picture: partial(square, volume) for volume in volumes if (picture := picture_path(volume))}
    beside |= {place: partial(chapters_json, episode) for episode in show.episodes if (place := episode.chapters)}
    for place, make in beside.items():
        _write(place, make())
    _write(path, content)
    return Published(path, address, show, tuple(beside))


def based(url: str, name: str) -> str:
    """Return the folder's URL with a closing slash, in ASCII; the feed's own name at its end is left off.

    Raises:
        OutputError: not a URL that podcast apps can open.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        where = host if ":" not in host else f"[{host}]"
        net = where.encode("idna").decode() if where and not where.isascii() else where
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError) as error:
        raise OutputError(f"--url {url}: not a URL: {error}; https://example.org/books would work") from error
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(net):
        guess = "".join(url.split()).split("://")[-1].lstrip("/") or "example.org/books"
        raise OutputError(f"--url {url}: a URL with its scheme is wanted; https://{guess} would work")
    if parts.query or parts.fragment:
        raise OutputError(f"--url {url}: the address of a folder is wanted, without ? and #")
    where = quote(parts.path, safe="/%:@!$&'()*+,;=~").rstrip("/")
    where = where.removesuffix(f"/{quote(name)}")
    return f"{parts.scheme}://{net}{port}{where}/"


def _root(folders: Sequence[Path]) -> Path:
    if len(folders) == 1:
        return folders[0]
    try:
        return Path(os.path.commonpath([folder.resolve() for folder in folders]))
    except ValueError as error:
        raise OutputError(f"{', '.join(map(str, folders))}: no folder above all of them; a feed for each would work") from error


def _write(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all; one that is as it should be stays untouched."""
    beside = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error
