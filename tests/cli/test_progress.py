"""Progress without a terminal."""

from pathlib import Path

import pytest

from audiobook.cli import progress
from audiobook.events import Event, Mixed, Recorded
from audiobook.production.rendering import render
from tests.e2e.stage import ordered, written


def test_a_story_that_has_just_begun_is_no_news(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("audiobook.cli.progress.time.monotonic", lambda: now)
    lines = progress.Lines(verbose=False)
    now = 60.0
    lines(Recorded(done=4, total=90, cached=4, seconds=0.0))
    assert not capsys.readouterr().err
    now = 80.0
    lines(Recorded(done=30, total=90, cached=4, seconds=50.0, elapsed=20.0, left=40.0))
    assert "spoken 30 of 90 takes" in capsys.readouterr().err


def test_the_bar_of_encoding_goes_by_the_chapters_lengths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    bars = progress.Bars(verbose=False)
    bars(Mixed(0, 4))
    bars(Mixed(1, 4, share=0.7))
    (task,) = (each for each in bars._bars.tasks if each.description == "encoding")
    assert task.percentage == pytest.approx(70)
    assert task.fields["count"] == "1/4"
    bars(Mixed(4, 4, share=1.0))
    assert (task.description, task.finished) == ("writing", True)


def test_what_is_reported_of_encoding_goes_up_to_the_whole(tmp_path: Path) -> None:
    seen: list[Event] = []
    story = written(tmp_path, "Chapter One\n\nShort.\n\nChapter Two\n\n" + "A long one, that goes on for a while. " * 20)
    render(ordered(story, tmp_path, jobs=1, formats=("m4b", "mp3"), master="none"), seen.append)
    shares = {event.done: event.share for event in seen if isinstance(event, Mixed)}
    assert (shares[0], shares[4]) == (0, 1)
    assert list(shares.values()) == sorted(shares.values())
    assert shares[2] < 0.25 or shares[2] == pytest.approx(0.5, abs=0.05)  # both short ones, or one of each
