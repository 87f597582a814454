"""What is made of a store that knows the story from before is what an empty one gives, to the byte; and little of it is made anew."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from audiobook.audio import Samples
from audiobook.events import Event, Notice
from audiobook.executors import InlineExecutor, LocalExecutor
from audiobook.production import presses
from audiobook.production.rendering import render
from audiobook.sound import encoders
from audiobook.workers import WorkerLost
from tests.e2e.stage import STORY, ordered, written

FORMATS = ("m4b", "mp3", "opus", "flac", "wav")
VOICES = "engine: tone\nnarrator: alto-1\ncharacters:\n  Mira: soprano-1\n  Joss: {}\n"


def story(chapters: int = 2) -> str:
    head, _, two = STORY.partition("Chapter One")
    return head + "".join(f"Chapter {number}{two.replace('Chapter Two', '***')}\n" for number in range(1, chapters + 1))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "output").rglob("*") if path.suffix.lstrip(".") in FORMATS}


def made(folder: Path, text: str, voice: str = "tenor-1", more: str = "", formats: tuple[str, ...] = ("m4b",), master: str = "none") -> list[str]:
    """Render a story with Joss in this voice; return what was noticed."""
    notices: list[str] = []

    def report(event: Event) -> None:
        if isinstance(event, Notice):
            notices.append(event.message)

    path = written(folder, text)
    (folder / "voices.yaml").write_text(VOICES.format(voice) + more, encoding="utf-8")
    render(ordered(path, folder, formats=formats, master=master), report, executor=InlineExecutor())
    return notices


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Note the samples that AAC's encoders are given, silence apart."""
    found: list[int] = []
    feed = encoders._Libav.feed

    def noted(encoder: encoders._Libav, samples: Samples) -> list[bytes]:
        if encoder._coding.codec == "aac" and samples.any():
            found.append(len(samples))
        return feed(encoder, samples)

    monkeypatch.setattr(encoders._Libav, "feed", noted)
    yield found


CHANGES = {
    "another voice": (story(), "bass-1", "", FORMATS),
    "a pause": (story(), "tenor-1", "pauses: {paragraph: 0.7}\n", ("m4b", "mp3")),
    "a line more": (story().replace("In the morning", "Nothing moved. In the morning", 1), "tenor-1", "", ("m4b",)),
    "a chapter less in front": (story().replace("Chapter 1\n", "", 1), "tenor-1", "", ("m4b",)),
    "softer": (story(), "{voice: tenor-1, volume: 0.4}", "", ("m4b",)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_gives_the_bytes_of_a_fresh_render(change: str, tmp_path: Path) -> None:
    text, voice, more, formats = CHANGES[change]
    made(tmp_path / "old", story(), formats=formats)
    before = files(tmp_path / "old")
    made(tmp_path / "old", text, voice, more, formats=formats)
    made(tmp_path / "new", text, voice, more, formats=formats)
    assert files(tmp_path / "old") == files(tmp_path / "new")
    assert len(before) == len(formats)
    assert all(before[name] != content for name, content in files(tmp_path / "new").items())


def test_a_book_that_is_moved_to_its_target_takes_what_was_moved_alike(tmp_path: Path) -> None:
    made(tmp_path / "old", story(), master="podcast")
    made(tmp_path / "old", story(), "bass-1", master="podcast")
    made(tmp_path / "new", story(), "bass-1", master="podcast")
    assert files(tmp_path / "old") == files(tmp_path / "new")


def test_another_voice_encodes_what_it_says_alone(tmp_path: Path, encoded: list[int]) -> None:
    made(tmp_path, story())
    whole = sum(encoded)
    encoded.clear()
    made(tmp_path, story(), "bass-1")
    assert 0 < sum(encoded) < 0.6 * whole  # he speaks in 3 of 9 paragraphs, headings included


def test_a_longer_pause_encodes_nothing(tmp_path: Path, encoded: list[int]) -> None:
    made(tmp_path, story())
    encoded.clear()
    made(tmp_path, story(), more="pauses: {paragraph: 0.7, scene: 2.5}\n")
    assert sum(encoded) == 0


def test_a_damaged_chapter_of_the_last_render_is_told_and_not_used(tmp_path: Path) -> None:
    made(tmp_path / "old", story())
    pressings = sorted((tmp_path / "old" / ".audiobook").rglob("*.press"))
    for path in pressings:
        content = bytearray(path.read_bytes())
        for at in range(12, len(content) // 2, 300):
            content[at] ^= 1
        path.write_bytes(content)
    notices = made(tmp_path / "old", story(), "bass-1")
    made(tmp_path / "new", story(), "bass-1")
    assert files(tmp_path / "old") == files(tmp_path / "new")
    told = [notice for notice in notices if "damaged" in notice]
    assert len(told) == len(pressings)
    assert all(any(str(path) in notice for path in pressings) for notice in told)
    assert not any(path.exists() for path in pressings)


def test_chapters_of_the_last_render_may_be_gone(tmp_path: Path) -> None:
    made(tmp_path / "old", story())
    for path in (tmp_path / "old" / ".audiobook").rglob("*.press"):
        path.unlink()
    made(tmp_path / "old", story(), "bass-1")
    made(tmp_path / "new", story(), "bass-1")
    assert files(tmp_path / "old") == files(tmp_path / "new")


@pytest.mark.parametrize("lost", [False, True], ids=["whole", "a worker lost"])
def test_a_chapter_that_workers_share_is_the_same(lost: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presses, "_SHARE_LEAST", 5.0)
    shared: list[int] = []
    settle = presses.Presses._settle_share

    def noted(self: presses.Presses, future: "Future[object]") -> None:
        shared.append(1)
        if lost and len(shared) == 1:
            broken: Future[object] = Future()
            broken.set_exception(WorkerLost("the worker was lost"))
            self._sharing[broken] = self._sharing.pop(future)
            future = broken
        settle(self, future)

    monkeypatch.setattr(presses.Presses, "_settle_share", noted)
    notices: list[str] = []
    story = written(tmp_path, STORY.replace("Chapter Two", "***"))
    for jobs in (1, 3):
        workspace = tmp_path / str(jobs)
        order = ordered(story, workspace, master="none")
        with LocalExecutor(jobs) as executor:
            render(order, lambda event: notices.append(event.message) if isinstance(event, Notice) else None, executor=executor)
    assert len(shared) == 3
    assert files(tmp_path / "1") == files(tmp_path / "3")
    assert ["the worker was lost; its share of chapter 1 is encoded again"] * lost == [notice for notice in notices if "share" in notice]
