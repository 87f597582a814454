"""Files that appear whole or not at all."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiobook.errors import OutputError
from audiobook.writers.whole import whole


def test_the_file_appears_only_in_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.m4b"
    with whole(path) as beside:
        beside.write_text("done")
        assert not path.exists()
    assert path.read_text() == "done"
    assert list(path.parent.iterdir()) == [path]


def test_when_it_goes_wrong_the_one_before_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.m4b"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), whole(path) as beside:
        beside.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_of_255_bytes_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 125 + ".m4b")
    with whole(path) as beside:
        beside.write_text("done")
    assert path.read_text() == "done"


def test_a_path_that_cannot_be_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"), whole(tmp_path / "file" / "a.m4b") as beside:
        beside.write_text("")


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system which processes run")
def test_what_a_killed_run_left_is_swept_away_and_a_running_ones_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.m4b"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with whole(path) as beside:
        beside.write_text("")
        mine = beside.name
    dead, alive, old = (tmp_path / mine.replace(f".{os.getpid()}.", f".{number}.") for number in (ended.pid, os.getppid(), os.getppid() + 10**7))
    for each in (dead, alive, old):
        each.write_text("half")
    os.utime(old, (time.time() - 10**6,) * 2)
    with whole(path) as beside:
        beside.write_text("again")
    assert not dead.exists()
    assert alive.exists()
    assert not old.exists()
