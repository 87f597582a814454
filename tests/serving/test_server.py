"""The server, asked as players and strangers ask: over loopback, for real."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import feedparser
import podcastparser
import pytest

from audiobook.errors import OutputError
from audiobook.podcasting.ledger import NAME
from audiobook.podcasting.show import Wishes
from audiobook.serving.server import Server
from audiobook.serving.site import Site
from tests.e2e.stage import command
from tests.podcasting.books import split, whole


@contextlib.contextmanager
def running(*folders: Path, secret: bool = True) -> Iterator[Server]:
    """Serve folders on a free port of this machine."""
    with Server(Site(folders, Wishes(private=True), lambda _: None, secret=secret), "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in one file with a transcript, and one in three."""
    place = tmp_path_factory.mktemp("books")
    whole(place / "a b" / "Ünder & over?.mp3")
    (place / "a b" / "Ünder & over?.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\n<v Mira>Yes.\n")
    split(place / "salt", ["One", "Two", "Three"], {"TALB": "The Salt", "TPE1": "Ada Brandt"})
    (place / "secret.txt").write_text("not for you")
    return place


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with running(folder) as made:
        yield made


@pytest.fixture(scope="module")
def sound(server: Server) -> tuple[str, bytes]:
    """The path of a sound file, and its bytes."""
    episode = server.site.show.episodes[0]
    url = next(entry.enclosures[0].href for entry in feedparser.parse(get(server, server.feed)[2]).entries if entry.id == episode.guid)
    return urlsplit(url).path, episode.part.path.read_bytes()


Answer = tuple[int, http.client.HTTPMessage, bytes]


def get(server: Server, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a path or URL; underscores in headers' names stand for hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", int(server.server_address[1]), timeout=10)
    try:
        parts = urlsplit(path)
        connection.request(method, parts.path if parts.scheme else path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.msg, answer.read()
    finally:
        connection.close()


def test_podcast_clients_subscribe_and_download_every_episode_as_it_is(server: Server, folder: Path) -> None:
    with urlopen(server.feed) as answer:
        assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        show = podcastparser.parse(server.feed, answer)
    parsed = feedparser.parse(server.feed)
    assert not parsed.bozo
    assert len(show["episodes"]) == len(parsed.entries) == 4
    got = []
    for episode in show["episodes"]:
        (enclosure,) = episode["enclosures"]
        with urlopen(enclosure["url"]) as answer:
            assert answer.headers["Content-Type"] == enclosure["mime_type"] == "audio/mpeg"
            assert int(answer.headers["Content-Length"]) == enclosure["file_size"]
            got.append(answer.read())
            assert len(got[-1]) == enclosure["file_size"]
    assert sorted(got) == sorted(path.read_bytes() for path in folder.rglob("*.mp3"))


def test_everything_that_the_feed_links_to_is_there(server: Server) -> None:
    content = get(server, server.feed)[2].decode()
    links = set(re.findall(r'(?:href|url)="(http://[^"]+)"', content))
    kinds = set()
    for link in links:
        status, headers, body = get(server, link)
        assert status == 200, link
        assert body
        kinds.add(headers["Content-Type"])
    assert kinds >= {"audio/mpeg", "image/jpeg", "text/vtt; charset=utf-8", "application/json+chapters", "application/rss+xml; charset=utf-8"}


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-299", 100, 300),
        ("bytes=500-", 500, None),
        ("bytes=-7", -7, None),
        ("bytes=-99999999", 0, None),
        ("bytes=10-99999999", 10, None),
        ("BYTES = 1 - 2", 1, 3),
    ],
)
def test_a_part_is_exactly_that_part(asked: str, start: int, end: int | None, server: Server, sound: tuple[str, bytes]) -> None:
    path, content = sound
    status, headers, body = get(server, path, Range=asked)
    assert status == 206
    assert body == content[start:end]
    first = start % len(content)
    assert headers["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(content)}"
    assert headers["Content-Length"] == str(len(body))
    assert headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=9-3", "bytes=0-1,4-5", "bytes=", "bytes=a-b", "bytes=-", "bytes=1"])
def test_a_part_that_is_not_there_is_416(asked: str, server: Server, sound: tuple[str, bytes]) -> None:
    path, content = sound
    status, headers, body = get(server, path, Range=asked)
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{len(content)}", b"")


def test_ranges_in_other_units_get_the_whole(server: Server, sound: tuple[str, bytes]) -> None:
    status, _, body = get(server, sound[0], Range="seconds=0-3")
    assert (status, body) == (200, sound[1])


def test_head_is_get_without_a_body(server: Server, sound: tuple[str, bytes]) -> None:
    for path in (sound[0], urlsplit(server.feed).path, urlsplit(server.page).path):
        status, headers, body = get(server, path, "HEAD")
        again = get(server, path)
        assert (status, body) == (200, b"")
        assert headers["Content-Length"] == again[1]["Content-Length"] == str(len(again[2]))
        assert headers["ETag"] == again[1]["ETag"]


def test_what_the_asker_has_is_not_sent_again(server: Server, sound: tuple[str, bytes]) -> None:
    for path in (sound[0], urlsplit(server.feed).path):
        tag = get(server, path)[1]["ETag"]
        for said in (tag, f'"other", W/{tag}', "*"):
            assert get(server, path, If_None_Match=said)[::2] == (304, b"")
        assert get(server, path, If_None_Match='"other"')[0] == 200
    date = get(server, sound[0])[1]["Last-Modified"]
    assert get(server, sound[0], If_Modified_Since=date)[0] == 304
    assert get(server, sound[0], If_Modified_Since=formatdate(0, usegmt=True))[0] == 200
    assert get(server, sound[0], If_Modified_Since="yesterday")[0] == 200


def test_a_part_of_something_else_is_the_whole(server: Server, sound: tuple[str, bytes]) -> None:
    _, headers, _ = get(server, sound[0])
    assert get(server, sound[0], Range="bytes=0-9", If_Range=headers["ETag"])[0] == 206
    assert get(server, sound[0], Range="bytes=0-9", If_Range=headers["Last-Modified"])[0] == 206
    assert get(server, sound[0], Range="bytes=0-9", If_Range='"other"')[::2] == (200, sound[1])
    assert get(server, sound[0], Range="bytes=0-9", If_Range=formatdate(0, usegmt=True))[0] == 200


def test_nothing_is_there_without_the_token(server: Server, sound: tuple[str, bytes]) -> None:
    token = server.site.prefix.strip("/")
    assert len(token) >= 20
    inside = sound[0].removeprefix(server.site.prefix)
    for path in ("/", "/feed.xml", f"/{inside}", f"/{token[:-1]}/feed.xml", f"/{token}x/feed.xml", f"/{token.swapcase()}/feed.xml", f"/x/{token}/feed.xml"):
        assert get(server, path)[0] == 404, path
    assert get(server, f"/{token}/feed.xml")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "secret.txt",
        "files/secret.txt",
        "files/",
        "files",
        "files/a%20b/",
        "files/a%20b/../secret.txt",
        "files/salt/../../secret.txt",
        "files/../../../../../../etc/passwd",
        "files/%2e%2e/%2e%2e/etc/passwd",
        "files/..%2f..%2fetc%2fpasswd",
        "files//etc/passwd",
        "files/" + NAME,
        "files/a%00.mp3",
        "files\\..\\secret.txt",
        "%ff%fe",
        "feed.xml/",
    ],
)
def test_what_is_not_in_the_feed_is_not_there(path: str, server: Server) -> None:
    assert get(server, server.site.prefix + path)[0] == 404


def test_other_methods_are_refused(server: Server, sound: tuple[str, bytes]) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert get(server, sound[0], method)[0] == 501
    assert get(server, sound[0], "OPTIONS")[0] == 204


def test_pages_from_elsewhere_may_read_transcripts_and_chapters_alone(server: Server) -> None:
    links = set(re.findall(r'(?:href|url)="(http://[^"]+)"', get(server, server.feed)[2].decode()))
    shared = {link for link in links if get(server, link, "HEAD")[1]["Access-Control-Allow-Origin"] == "*"}
    assert {link.rsplit(".", 1)[-1] for link in shared} == {"vtt", "json"}


def test_the_page_lists_the_books_with_players(server: Server) -> None:
    status, headers, body = get(server, server.page)
    html = body.decode()
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "The Weir" in html
    assert "Two &amp; “a half”" in html
    assert html.count("<audio controls") == 4
    assert "color-scheme: light dark" in html
    assert f'href="{server.feed}"' in html
    assert "<script" not in html


def test_links_lead_where_the_asker_found_us(server: Server) -> None:
    content = get(server, server.site.prefix + "feed.xml", Host="kitchen.lan:99")[2].decode()
    assert f'url="http://kitchen.lan:99{server.site.prefix}files/' in content
    content = get(server, server.site.prefix + "feed.xml", Host='x" onload="y')[2].decode()
    assert "onload" not in content


def test_a_new_book_is_there_at_the_next_look(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    with running(tmp_path) as server:
        assert len(feedparser.parse(get(server, server.feed)[2]).entries) == 1
        whole(tmp_path / "b.mp3", TALB="The Salt")
        entries = feedparser.parse(get(server, server.feed)[2]).entries
        assert [entry.title for entry in entries] == ["The Salt", "The Weir"]
        assert all(get(server, entry.enclosures[0].href)[0] == 200 for entry in entries)
        (tmp_path / "a.mp3").unlink()
        (tmp_path / "b.mp3").unlink()
        assert get(server, server.feed)[0] == 200  # what there was; nothing better is known
        assert get(server, entries[0].enclosures[0].href)[0] == 404


def test_the_address_outlives_a_restart(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    guids = []
    prefixes = set()
    for _ in range(2):
        with running(tmp_path) as server:
            prefixes.add(server.site.prefix)
            parsed = feedparser.parse(get(server, server.feed)[2])
            guids.append((parsed.feed.podcast_guid, [(entry.id, entry.published) for entry in parsed.entries]))
    assert len(prefixes) == 1
    assert guids[0] == guids[1]


def test_open_has_no_token_and_no_strangers_names(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    with running(tmp_path, secret=False) as server:
        assert server.page.endswith(f":{server.server_address[1]}/")
        assert get(server, "/feed.xml")[0] == 200
        assert get(server, "/feed.xml", Host="nas.local:8808")[0] == 200
        assert get(server, "/feed.xml", Host="evil.example:8808")[0] == 404


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    with running(tmp_path) as server:
        port = int(server.server_address[1])
        with pytest.raises(OutputError, match=f"port {port} is in use"):
            Server(server.site, "127.0.0.1", port)
        ran = command("serve", tmp_path, "--port", str(port))
        assert ran.code == 1
        assert f"--port {port + 1}" in ran.err
        with pytest.raises(OutputError, match=r"--host 203\.0\.113\.1"):
            Server(server.site, "203.0.113.1", 0)


def test_a_player_that_hangs_up_disturbs_nobody(server: Server, sound: tuple[str, bytes], capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", int(server.server_address[1]))) as line:
            line.sendall(f"GET {sound[0]} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            line.recv(10)
    with socket.create_connection(("127.0.0.1", int(server.server_address[1]))) as line:
        line.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert b"400" in line.recv(1000)
    assert get(server, sound[0])[0] == 200
    assert capfd.readouterr().err == ""


def test_a_connection_serves_several_requests(server: Server, sound: tuple[str, bytes]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(server.server_address[1]), timeout=10)
    for asked in ("bytes=0-9", "bytes=10-19", "bytes=99999999-", "bytes=20-29"):
        connection.request("GET", sound[0], headers={"Range": asked})
        line = connection.sock
        connection.getresponse().read()
        assert connection.sock is line is not None
    connection.close()


@pytest.mark.real
def test_curl_resumes_a_download(server: Server, sound: tuple[str, bytes], tmp_path: Path, tool: Callable[[str], str]) -> None:
    target = tmp_path / "got.mp3"
    target.write_bytes(sound[1][:1234])
    url = f"{server.origin}{sound[0]}"
    subprocess.run([tool("curl"), "-sS", "-f", "--noproxy", "*", "-C", "-", "-o", target, url], check=True, timeout=30)
    assert target.read_bytes() == sound[1]
    got = subprocess.run([tool("curl"), "-sS", "-f", "--noproxy", "*", "-r", "100-199", url], check=True, capture_output=True, timeout=30).stdout
    assert got == sound[1][100:200]


@contextlib.contextmanager
def process(*args: str | Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `audiobook serve` as people do; give its process and the feed's address."""
    started = [sys.executable, "-u", "-m", "audiobook", "serve", *map(str, args), "--port", "0"]
    with subprocess.Popen(
        started, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    ) as ran:
        assert ran.stdout is not None
        said = ""
        while "Ctrl-C" not in said:
            line = ran.stdout.readline()
            assert line, ran.stderr.read() if ran.stderr else ""
            said += line
        try:
            yield ran, said
        finally:
            ran.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_the_command_prints_the_address_and_a_code_and_ends_quietly(tmp_path: Path) -> None:
    whole(tmp_path / "a.mp3")
    with process(tmp_path) as (ran, said):
        feed = re.findall(r"subscribe: (\S+)", said)[0]
        assert feed.startswith("http://127.0.0.1:")
        assert "█" in said
        assert "--host 0.0.0.0" in said
        with urlopen(feed) as answer:
            assert feedparser.parse(answer.read()).feed.title == "The Weir"
        ran.send_signal(signal.SIGINT)
        _, err = ran.communicate(timeout=20)
        assert ran.returncode == 0
        assert err.strip() == "ended"


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
def test_memory_stays_flat_while_large_files_are_sent(tmp_path: Path) -> None:
    path = whole(tmp_path / "a.mp3")
    with path.open("ab") as file:
        file.truncate(400_000_000)  # sparse
    with process(tmp_path) as (ran, said):
        feed = re.findall(r"subscribe: (\S+)", said)[0]
        with urlopen(feed) as answer:
            url = feedparser.parse(answer.read()).entries[0].enclosures[0].href

        def used() -> int:
            return int(re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{ran.pid}/status").read_text())[0])

        before, got = used(), 0
        with urlopen(url) as answer:
            while block := answer.read(1 << 20):
                got += len(block)
        assert got == 400_000_000
        assert used() - before < 20_000  # kB


def test_the_code_in_the_terminal_is_the_addresss() -> None:
    import click
    import segno

    from audiobook.cli.qr import qr

    text = "http://192.168.0.2:8808/abcdefghijklmnopqrstuv/feed.xml"
    drawn = click.unstyle(qr(text)).split("\n")
    rows = [[sign in signs for sign in line] for line in drawn for signs in ("▀█", "▄█")]
    wanted = [[bool(module) for module in row] for row in segno.make_qr(text, error="l").matrix_iter(border=3)]
    assert rows[: len(wanted)] == wanted
    assert not any(any(row) for row in rows[len(wanted) :])


def test_the_json_of_chapters_is_served(server: Server) -> None:
    link = re.findall(r'chapters url="([^"]+)"', get(server, server.feed)[2].decode())[0]
    assert json.loads(get(server, link)[2])["version"] == "1.2.0"


def test_the_sites_table_knows_when_files_change(tmp_path: Path) -> None:
    path = whole(tmp_path / "a.mp3")
    with running(tmp_path) as server:
        tag = get(server, server.feed)[1]["ETag"]
        time.sleep(0.01)
        path.write_bytes(path.read_bytes() + bytes(10))
        entry = feedparser.parse(get(server, server.feed)[2]).entries[0]
        assert int(entry.enclosures[0].length) == path.stat().st_size
        assert get(server, server.feed)[1]["ETag"] != tag
