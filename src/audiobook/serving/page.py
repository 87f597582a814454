"""The one page: the books, each with a player, and the way to subscribe. Plain HTML, light or dark as the reader has it."""

from collections.abc import Callable
from html import escape
from pathlib import Path

from audiobook.podcasting.show import Episode, Show, picture_path
from audiobook.podcasting.volumes import Volume

_STYLE = """
:root { color-scheme: light dark; --dim: light-dark(#555, #aaa); --line: light-dark(#ddd, #333); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; margin: .5rem 0; } h2 { font-size: 1.25rem; margin: 0; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
.dim { color: var(--dim); margin: 0; } .book { border-top: 1px solid var(--line); padding: 1.25rem 0; margin-top: 1rem; }
.head { display: flex; gap: 1rem; align-items: center; } .head img { width: 6rem; height: 6rem; border-radius: .4rem; }
audio { width: 100%; margin: .5rem 0; } code { overflow-wrap: anywhere; } summary { cursor: pointer; }
"""
_APPS = {"Apple Podcasts": "podcast://", "AntennaPod": "antennapod-subscribe://"}  # those that fetch a feed themselves, and not by way of a server elsewhere


def page(show: Show, feed: str, url: Callable[[Path], str]) -> bytes:
    """Return the page.

    Args:
        show: what is listed.
        feed: the feed's URL.
        url: where each file is found.
    """
    apps = " · ".join(f'<a href="{escape(scheme + feed.removeprefix("http://"))}">{name}</a>' for name, scheme in _APPS.items())
    first = next((path for volume in show.volumes if (path := picture_path(volume))), None)
    icon = f'<link rel="icon" href="{escape(url(first))}">' if first else ""
    books = "\n".join(_book(show, volume, url) for volume in show.volumes)
    return f"""<!doctype html>
<html lang="{escape(show.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(show.title)}</title>
<link rel="alternate" type="application/rss+xml" title="{escape(show.title)}" href="{escape(feed)}">
{icon}
<style>{_STYLE}</style>
</head>
<body>
<h1>{escape(show.title)}</h1>
<p class="dim">Subscribe: {apps}<br>or give your podcast app this address: <a href="{escape(feed)}"><code>{escape(feed)}</code></a></p>
{books}
</body>
</html>
""".encode()


def _book(show: Show, volume: Volume, url: Callable[[Path], str]) -> str:
    tags = volume.tags
    place = picture_path(volume)
    picture = f'<img src="{escape(url(place))}" alt="" loading="lazy">' if place else ""
    by = [text for text in (tags.author, f"read by {tags.narrator}" if tags.narrator else "", _clock(sum(part.seconds for part in volume.parts))) if text]
    episodes = "\n".join(_episode(episode, url) for episode in show.episodes if episode.volume is volume)
    return f"""<section class="book">
<div class="head">{picture}<div><h2>{escape(tags.title)}</h2><p class="dim">{escape(" · ".join(by))}</p></div></div>
{f"<p>{escape(tags.description)}</p>" if tags.description else ""}
{episodes}
</section>"""


def _episode(episode: Episode, url: Callable[[Path], str]) -> str:
    sound = escape(url(episode.part.path))
    track = next((f'<track kind="captions" src="{escape(url(path))}">' for path in episode.transcripts if path.suffix == ".vtt"), "")
    title = f"<h3>{episode.number}. {escape(episode.title)}</h3>\n" if episode.volume.split else ""
    rows = "".join(
        f'<li><a href="{sound}#t={each.start:.1f}">{escape(each.title)}</a> <span class="dim">{_clock(each.start)}</span></li>'
        for each in episode.part.chapters
    )
    listed = f"\n<details><summary>{len(episode.part.chapters)} chapters</summary><ol>{rows}</ol></details>" if episode.chapters else ""
    label = escape(episode.title)
    return (
        f'{title}<audio controls preload="none" src="{sound}" aria-label="{label}">{track}</audio>\n<a class="dim" href="{sound}" download>download</a>{listed}'
    )


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
