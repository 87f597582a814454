"""Progress without a terminal."""

import pytest

from audiobook.cli import progress
from audiobook.events import Recorded


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
