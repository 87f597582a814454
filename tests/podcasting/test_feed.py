"""The feed: what Apple requires, what the podcast namespace defines, what stays as it is for ever."""

import json
import os
import uuid
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import feedparser
import podcastparser
import pytest
from PIL import Image

from audiobook.errors import OutputError
from audiobook.events import Event, Notice
from audiobook.podcasting.categories import category
from audiobook.podcasting.feed import based, publish
from audiobook.podcasting.ledger import NAME, Ledger, read_ledger
from audiobook.podcasting.show import Wishes, shortened, show_guid
from tests.checking.planting import encoded, speech
from tests.e2e.stage import command
from tests.podcasting.books import SHORT, TAGS, split, whole

URL = "https://example.org/books"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


def made(*folders: Path, url: str = URL, path: Path | None = None, wishes: Wishes | None = None) -> tuple[ET.Element, list[str]]:
    """Return the channel of a feed, and the notices."""
    said: list[Event] = []
    published = publish(folders, url, path, wishes or Wishes(), said.append)
    channel = ET.parse(published.path).getroot().find("channel")
    assert channel is not None
    return channel, [event.message for event in said if isinstance(event, Notice)]


def text(parent: ET.Element, name: str) -> str:
    found = parent.findtext(name)
    assert found, name
    return found


def attribute(parent: ET.Element, name: str, key: str) -> str:
    found = parent.find(name)
    assert found is not None, name
    return found.attrib[key]


def file_of(url: str, folder: Path) -> Path:
    """Return the file that a URL of the feed names."""
    assert url.isascii()
    assert url.startswith(f"{URL}/")
    return folder / unquote(url.removeprefix(f"{URL}/"))


def test_everything_that_apple_requires_of_a_show_is_there(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    channel, _ = made(tmp_path)
    assert text(channel, "title") == "The Weir"
    assert 0 < len(text(channel, "description").encode()) <= 4000
    assert text(channel, "language") == "en"
    assert attribute(channel, f"{ITUNES}category", "text") == "Fiction"
    assert text(channel, f"{ITUNES}explicit") == "false"
    assert text(channel, f"{ITUNES}author") == "Ada Brandt"
    assert text(channel, f"{ITUNES}type") == "serial"
    assert text(channel, "link") == f"{URL}/"
    with Image.open(file_of(attribute(channel, f"{ITUNES}image", "href"), tmp_path)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1400, 1400))
        assert image.getpixel((700, 10)) == pytest.approx((30, 90, 60), abs=3)


def test_everything_that_apple_requires_of_an_episode_is_there(tmp_path: Path) -> None:
    path = whole(tmp_path / "Ünder & over?.mp3")
    channel, _ = made(tmp_path)
    (item,) = channel.findall("item")
    assert text(item, "title") == "The Weir"
    assert file_of(attribute(item, "enclosure", "url"), tmp_path) == path
    assert attribute(item, "enclosure", "length") == str(path.stat().st_size)
    assert attribute(item, "enclosure", "type") == "audio/mpeg"
    assert uuid.UUID(text(item, "guid"))
    assert attribute(item, "guid", "isPermaLink") == "false"
    assert parsedate_to_datetime(text(item, "pubDate")) <= datetime.now(UTC)
    assert text(item, f"{ITUNES}duration") == "2"
    assert text(item, f"{ITUNES}episode") == "1"
    assert text(item, f"{ITUNES}explicit") == "false"


@pytest.mark.parametrize("suffix", ["m4b", "m4a", "opus", "flac", "wav"])
def test_every_format_has_its_type(suffix: str, tmp_path: Path) -> None:
    codec = {"m4b": "aac", "m4a": "aac", "opus": "libopus", "flac": "flac", "wav": "pcm_s16le"}[suffix]
    made_as = encoded(tmp_path / ("a.m4a" if suffix == "m4b" else f"a.{suffix}"), speech(SHORT), 24000, codec)
    made_as.rename(tmp_path / f"a.{suffix}")
    channel, notices = made(tmp_path)
    types = {"m4b": "audio/x-m4a", "m4a": "audio/x-m4a", "opus": "audio/ogg", "flac": "audio/flac", "wav": "audio/wav"}
    assert attribute(channel.findall("item")[0], "enclosure", "type") == types[suffix]
    assert text(channel, "title") == "a"  # no tags: the file's name
    assert len(notices) == 2  # no language, no cover


def test_what_the_podcast_namespace_has_for_audiobooks_is_there(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    (tmp_path / "a.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Mira>Yes.\n\n00:01.000 --> 00:02.000\n<v Narrator>She went.\n")
    (tmp_path / "a.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nYes.\n")
    channel, _ = made(tmp_path)
    item = channel.findall("item")[0]
    assert text(channel, f"{PODCAST}medium") == "audiobook"
    assert text(channel, f"{PODCAST}guid") == str(show_guid("example.org/books/feed.xml"))
    transcripts = {file_of(each.attrib["url"], tmp_path).name: each.attrib["type"] for each in item.findall(f"{PODCAST}transcript")}
    assert transcripts == {"a.vtt": "text/vtt", "a.srt": "application/x-subrip"}
    people = {(each.text, each.attrib["role"], each.attrib["group"]) for each in item.findall(f"{PODCAST}person")}
    assert people == {
        ("Ada Brandt", "author", "writing"),
        ("Low Voice", "narrator", "cast"),
        ("High Voice", "narrator", "cast"),
        ("Mira", "voice actor", "cast"),
    }
    assert {each.text for each in channel.findall(f"{PODCAST}person")} == {"Ada Brandt", "Low Voice", "High Voice"}
    assert attribute(item, f"{PODCAST}chapters", "type") == "application/json+chapters"
    said = json.loads(file_of(attribute(item, f"{PODCAST}chapters", "url"), tmp_path).read_text(encoding="utf-8"))
    assert said["version"] == "1.2.0"
    assert said["chapters"] == [{"startTime": 0, "endTime": 1.2, "title": "One"}, {"startTime": 1.2, "endTime": 2.0, "title": "Two & “a half”"}]


def test_names_are_no_longer_than_the_namespace_has_them(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3", TPE1="Ada " * 100, TALB="Long " * 200, TIT2="Long " * 200)
    whole(tmp_path / "b.mp3")
    channel, _ = made(tmp_path)
    people = [each.text or "" for each in channel.iter(f"{PODCAST}person")]
    seasons = [each.attrib["name"] for each in channel.iter(f"{PODCAST}season")]
    assert max(map(len, people)) == max(map(len, seasons)) == 128


def test_a_private_feed_is_locked_by_its_owner(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    channel, _ = made(tmp_path, wishes=Wishes(private=True, email="ada@example.org"))
    assert attribute(channel, f"{PODCAST}locked", "owner") == "ada@example.org"
    assert text(channel, f"{PODCAST}locked") == "yes"
    assert text(channel, f"{ITUNES}block") == "Yes"


def test_a_shows_guid_follows_the_recipe_of_the_namespace() -> None:
    assert str(show_guid("https://podnews.net/rss/")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_one_file_a_chapter_is_one_episode_a_chapter(tmp_path: Path) -> None:
    paths = split(tmp_path / "The Weir", ["High water", "Low water", "Dry"])
    whole(tmp_path / "The Weir.mp3", TRCK="1/1")
    channel, _ = made(tmp_path)
    items = channel.findall("item")
    assert [text(item, "title") for item in items] == ["High water", "Low water", "Dry"]
    assert [text(item, f"{ITUNES}episode") for item in items] == ["1", "2", "3"]
    assert [file_of(attribute(item, "enclosure", "url"), tmp_path) for item in items] == paths
    dates = [parsedate_to_datetime(text(item, "pubDate")) for item in items]
    assert dates == sorted(set(dates))
    assert dates[-1] <= datetime.now(UTC)
    assert len({text(item, "guid") for item in items}) == 3


def test_a_book_in_several_formats_and_in_part_is_one_episode(tmp_path: Path) -> None:
    whole(tmp_path / "The Weir.mp3", TRCK="1/1")
    whole(tmp_path / "The Weir - first 1 minutes.mp3", TRCK="1/1").write_bytes((tmp_path / "The Weir.mp3").read_bytes()[:-2000])
    encoded(tmp_path / "x.flac", speech(SHORT), 24000, "flac")
    tagged(tmp_path / "x.flac")
    (item,) = made(tmp_path)[0].findall("item")
    assert attribute(item, "enclosure", "url") == f"{URL}/The%20Weir.mp3"


def tagged(path: Path) -> None:
    from mutagen.flac import FLAC

    file = FLAC(path)
    file["TITLE"], file["ARTIST"] = "The Weir", "Ada Brandt"
    file.save()


def test_guids_and_dates_outlive_new_sound_and_a_new_address(tmp_path: Path) -> None:
    paths = split(tmp_path, ["High water", "Low water"])
    before = [(text(item, "guid"), text(item, "pubDate")) for item in made(tmp_path)[0].findall("item")]
    for path in paths:
        path.write_bytes(path.read_bytes() + bytes(100))
        os.utime(path, (1e9, 1e9))
    paths[0].rename(tmp_path / "01 - renamed.mp3")
    split(tmp_path / "more", ["x", "x", "Later"])[2].rename(tmp_path / "03 - Later.mp3")
    for path in (tmp_path / "more").iterdir():
        path.unlink()
    items = made(tmp_path, url="https://elsewhere.example")[0].findall("item")
    assert [(text(item, "guid"), text(item, "pubDate")) for item in items[:2]] == before
    assert parsedate_to_datetime(text(items[2], "pubDate")) > parsedate_to_datetime(before[1][1])


def test_equal_books_give_an_equal_feed(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    made(tmp_path)
    first = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir() if path.name != NAME}
    made(tmp_path)
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir() if path.name != NAME} == first


def test_a_series_has_seasons(tmp_path: Path) -> None:
    for part, title in ((2, "The Salt"), (1, "The Weir"), (10, "The Sea")):
        whole(tmp_path / str(part) / "book.mp3", TALB=title, TIT1=f"Inland Seas #{part}")
    channel, _ = made(tmp_path)
    assert text(channel, "title") == "Inland Seas"
    items = channel.findall("item")
    assert [(text(item, "title"), text(item, f"{ITUNES}season")) for item in items] == [("The Weir", "1"), ("The Salt", "2"), ("The Sea", "10")]
    assert [attribute(item, f"{PODCAST}season", "name") for item in items] == ["The Weir", "The Salt", "The Sea"]


def test_files_that_cannot_be_read_are_left_out_with_a_notice(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    (tmp_path / "b.mp3").write_text("no sound")
    (tmp_path / ".hidden").mkdir()
    whole(tmp_path / ".hidden" / "c.mp3", TALB="Hidden")
    channel, notices = made(tmp_path)
    assert len(channel.findall("item")) == 1
    assert len(notices) == 1
    assert "b.mp3" in notices[0]


def test_signs_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    title = "“Quotes” & <b>\x01 \x0b🚢 שלום"
    whole(tmp_path / "a.mp3", TALB=title, TPE1='Ada "A" Brandt')
    channel, _ = made(tmp_path)
    assert text(channel, "title") == "“Quotes” & <b> 🚢 שלום"


@pytest.mark.parametrize(("url", "base"), [
    ("https://example.org", "https://example.org/"),
    ("http://127.0.0.1:8000/a b/", "http://127.0.0.1:8000/a%20b/"),
    ("https://bücher.example/ä/feed.xml", "https://xn--bcher-kva.example/%C3%A4/"),
    ("http://[::1]:80/x", "http://[::1]:80/x/"),
])  # fmt: skip
def test_addresses_become_ascii(url: str, base: str) -> None:
    assert based(url, "feed.xml") == base


@pytest.mark.parametrize(
    "url",
    [
        "example.org/books",
        "//example.org",
        "ftp://example.org/",
        "https://",
        "https://example.org:x/",
        "https://example.org/?a=1",
        "https://ex ample.org/",
        "https://a<b/",
        "",
    ],
)
def test_an_address_without_scheme_or_host_is_refused(url: str) -> None:
    with pytest.raises(OutputError, match="--url"):
        based(url, "feed.xml")


def test_books_outside_of_the_feeds_folder_are_refused(tmp_path: Path) -> None:
    whole(tmp_path / "a" / "a.mp3")
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match="lies outside of"):
        made(tmp_path / "a", path=tmp_path / "b" / "feed.xml")


def test_several_folders_share_a_feed_above_them(tmp_path: Path) -> None:
    whole(tmp_path / "a" / "a.mp3")
    whole(tmp_path / "b" / "b.mp3", TALB="The Salt")
    channel, _ = made(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "feed.xml").is_file()
    assert text(channel, "title") == "Audiobooks"
    assert len(channel.findall("item")) == 2


@pytest.mark.parametrize("name", ["none", "file.txt", "empty"])
def test_a_folder_without_books_is_refused_by_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(OutputError, match=name):
        made(tmp_path / name)


def test_a_damaged_ledger_is_refused_rather_than_begun_anew(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    (tmp_path / NAME).write_text("{")
    with pytest.raises(OutputError, match="every episode a new date"):
        made(tmp_path)


def test_new_episodes_come_after_known_ones_however_old_their_files() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    ledger = Ledger(Path("x")).dated([("a", start), ("b", start)])
    assert dict(ledger.published) == {"a": start - timedelta(minutes=1), "b": start}
    later = dict(ledger.dated([("a", start), ("b", start), ("c", start - timedelta(days=9)), ("d", start - timedelta(days=9))]).published)
    assert later["b"] < later["c"] < later["d"] == start + timedelta(seconds=2)
    soon = dict(ledger.dated([("a", start), ("b", start), ("c", start + timedelta(days=9)), ("d", start + timedelta(days=9))]).published)
    assert soon["c"] == start + timedelta(days=9, minutes=-1)


def test_the_ledger_is_its_owners_alone(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    made(tmp_path)
    assert read_ledger(tmp_path).published
    if os.name == "posix":
        assert (tmp_path / NAME).stat().st_mode & 0o077 == 0


def test_categories_are_apples_own() -> None:
    assert category("fiction/drama") == ("Fiction", "Drama")
    assert category("Kids & Family / Stories for Kids") == ("Kids & Family", "Stories for Kids")
    with pytest.raises(OutputError, match="did you mean 'Fiction/Drama'"):
        category("Fiction/Dramma")


def test_a_language_is_a_code(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3", TLAN="ger")
    assert text(made(tmp_path)[0], "language") == "de"
    assert text(made(tmp_path, wishes=Wishes(language="en_gb"))[0], "language") == "en-GB"
    with pytest.raises(OutputError, match="--language English"):
        made(tmp_path, wishes=Wishes(language="English"))


def test_long_descriptions_are_cut_between_characters() -> None:
    assert len(shortened("é" * 3000).encode()) <= 4000
    assert shortened("é" * 3000).endswith("é…")
    assert shortened("short") == "short"


def test_a_cover_that_is_fit_is_taken_as_it_is(tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.checking.planting import mp3, picture

    mp3(tmp_path / "a.mp3", replace(SHORT, cover=(1500, 1500), tags={**TAGS, "TIT2": "The Weir"}))
    made(tmp_path)
    assert (tmp_path / "a.cover.jpg").read_bytes() == picture(1500, 1500)


def test_feedparser_and_podcastparser_read_it(tmp_path: Path) -> None:
    split(tmp_path, ["High water", "Low & dry"])
    published = publish([tmp_path], URL, None, Wishes(description="A story.", email="ada@example.org", category=("Fiction", "Drama")), print)
    content = published.path.read_bytes()
    parsed = feedparser.parse(content)
    assert not parsed.bozo
    assert parsed.feed.title == "The Weir"
    assert parsed.feed.itunes_type == "serial"
    assert [entry.title for entry in parsed.entries] == ["High water", "Low & dry"]
    assert all(entry.enclosures[0].type == "audio/mpeg" for entry in parsed.entries)
    show = podcastparser.parse(published.address, BytesIO(content))
    assert show["title"] == "The Weir"
    assert show["type"] == "serial"
    assert show["itunes_owner"] == {"name": "Ada Brandt", "email": "ada@example.org"}
    assert urlsplit(show["cover_url"]).path.endswith("cover.jpg")
    episodes = sorted(show["episodes"], key=lambda episode: episode["published"])
    assert [(episode["title"], episode["number"], episode["total_time"]) for episode in episodes] == [("High water", 1, 2), ("Low & dry", 2, 2)]
    assert [episode["enclosures"][0]["file_size"] for episode in episodes] == [path.stat().st_size for path in sorted(tmp_path.glob("0*.mp3"))]


def test_the_command_writes_the_feed_and_says_where(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    ran = command("feed", tmp_path, "--url", URL, "-o", tmp_path / "rss.xml")
    assert ran.code == 0, ran.err
    assert f"{URL}/rss.xml" in ran.out
    assert (tmp_path / "rss.xml").is_file()
    ran = command("feed", tmp_path, "--url", "example.org")
    assert ran.code == 1
    assert "https://example.org" in ran.err
