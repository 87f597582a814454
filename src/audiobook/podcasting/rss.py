"""A show as RSS 2.0 with Apple's tags and the podcast namespace's (podcastindex.org/namespace/1.0). Equal shows give equal bytes."""

import re
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from audiobook.podcasting.show import TRANSCRIPTS, Episode, Show, picture_path
from audiobook.podcasting.volumes import KINDS
from audiobook.version import __version__

Address = Callable[[Path], str]
"""From a file to its URL."""

_SPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}
_MOST = 128
"""Characters of a person's or a season's name, in the podcast namespace."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


def rss(show: Show, *, link: str, address: str, guid: str, url: Address) -> bytes:
    """Return the feed.

    Args:
        show: what is in it.
        link: where a browser finds the show.
        address: the feed's own URL.
        guid: the show's podcast:guid.
        url: where each file is found, covers and chapters among them; in ASCII.
    """
    for prefix, space in _SPACES.items():
        ET.register_namespace(prefix, space)
    root = ET.Element("rss", {"version": "2.0"})
    channel = _add(root, "channel")
    wishes = show.wishes
    texts = {
        "title": show.title,
        "link": link,
        "description": show.description,
        "language": show.language,
        "generator": f"audiobook {__version__}",
        "itunes:author": show.author,
        "itunes:type": "serial",
        "itunes:explicit": "true" if wishes.explicit else "false",
        "itunes:block": "Yes" if wishes.private else "",
        "podcast:medium": "audiobook",
        "podcast:guid": guid,
        "lastBuildDate": format_datetime(max(episode.published for episode in show.episodes), usegmt=True),
    }
    for name, text in texts.items():
        if text:
            _add(channel, name, text)
    if wishes.private:
        _add(channel, "podcast:locked", "yes", **({"owner": wishes.email} if wishes.email else {}))
    _add(channel, "atom:link", href=address, rel="self", type="application/rss+xml")
    picture = next((path for volume in show.volumes if (path := picture_path(volume))), None)
    if picture:
        _add(channel, "itunes:image", href=url(picture))
        image = _add(channel, "image")
        for name, text in {"url": url(picture), "title": show.title, "link": link}.items():
            _add(image, name, text)
    place = channel
    for name in wishes.category:
        place = _add(place, "itunes:category", text=name)
    if wishes.email:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", show.author or show.title)
        _add(owner, "itunes:email", wishes.email)
    for person in dict.fromkeys(person for episode in show.episodes for person in episode.people if person.role != "voice actor"):
        _add(channel, "podcast:person", person.name[:_MOST], role=person.role, group=person.group)
    for episode in show.episodes:
        _item(channel, show, episode, url)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _item(channel: ET.Element, show: Show, episode: Episode, url: Address) -> None:
    item = _add(channel, "item")
    part, volume = episode.part, episode.volume
    _add(item, "title", episode.title)
    _add(item, "itunes:title", episode.title)
    _add(item, "description", episode.description)
    _add(item, "enclosure", url=url(part.path), length=str(part.size), type=KINDS[part.path.suffix.casefold()])
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(episode.published, usegmt=True))
    _add(item, "itunes:duration", str(max(1, round(part.seconds))))
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", "true" if show.wishes.explicit else "false")
    _add(item, "itunes:episode", str(episode.number))
    _add(item, "podcast:episode", str(episode.number))
    if show.seasons:
        _add(item, "itunes:season", str(volume.season))
        _add(item, "podcast:season", str(volume.season), name=volume.tags.title[:_MOST])
    if volume.tags.author:
        _add(item, "itunes:author", volume.tags.author)
    if (picture := picture_path(volume)) is not None:
        _add(item, "itunes:image", href=url(picture))
    if (chapters := episode.chapters) is not None:
        _add(item, "podcast:chapters", url=url(chapters), type="application/json+chapters")
    for path in episode.transcripts:
        _add(item, "podcast:transcript", url=url(path), type=TRANSCRIPTS[path.suffix], language=show.language, rel="captions")
    for person in episode.people:
        _add(item, "podcast:person", person.name[:_MOST], role=person.role, group=person.group)


def _add(parent: ET.Element, name: str, text: str = "", /, **attributes: str) -> ET.Element:
    """Append an element, `prefix:name` or `name`; in its text and attributes, what XML cannot hold is left out."""
    prefix, colon, local = name.partition(":")
    made = ET.SubElement(parent, f"{{{_SPACES[prefix]}}}{local}" if colon else name, _clean(attributes))
    if text:
        made.text = _FORBIDDEN.sub("", text)
    return made


def _clean(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: _FORBIDDEN.sub("", value) for name, value in attributes.items()}
