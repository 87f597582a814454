"""Kills, full disks, damage and odd clocks: what was done is kept, what comes out is equal to the last bit, and every case has its message."""

import os
import shutil
import sys
import time
from functools import partial
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("fork", allow_module_level=True)

from tools.mishaps import PHASES, Ran, begun, came, damage, files, no_file_over, order, places, ran

from audiobook.executors import InlineExecutor
from audiobook.production.order import Order
from audiobook.production.rendering import render
from tests.e2e.stage import STORY, written

SEED = 20
KILLS = 50  # of the whole program: seven in each phase, and one more in one


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Order, Ran]:
    """A story that was rendered without mishap, in a workspace that nobody changes."""
    warm = tmp_path_factory.mktemp("warm")
    render(order(written(warm), warm), executor=InlineExecutor())  # loads all there is to load, for the children of this process
    folder = tmp_path_factory.mktemp("undisturbed")
    asked = order(written(folder), folder)
    result = ran(asked)
    assert result.ended == "made", result.message
    return folder, asked, result


def fresh(undisturbed: tuple[Path, Order, Ran], folder: Path, *, rendered: bool = False) -> Order:
    """Return the same order in a workspace of its own."""
    if rendered:
        shutil.copytree(undisturbed[0], folder, dirs_exist_ok=True)
    return order(written(folder), folder)


def test_every_phase_has_steps_to_be_killed_at(undisturbed: tuple[Path, Order, Ran]) -> None:
    assert set(undisturbed[2].steps) == set(PHASES)


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_run_goes_on_to_the_same_bytes(undisturbed: tuple[Path, Order, Ran], tmp_path: Path, number: int) -> None:
    whole, steps = files(undisturbed[0]), undisturbed[2].steps
    at = places(steps, KILLS, SEED)[number]
    asked = fresh(undisturbed, tmp_path)
    assert ran(asked, kill_at=at).ended == "killed", steps[at]
    kept = len(list((tmp_path / ".audiobook" / "v1" / "takes").rglob("*.take")))
    again = ran(asked)
    assert again.ended == "made", (steps[at], again.message)
    assert files(tmp_path) == whole, steps[at]
    assert not [path for path in tmp_path.rglob("*") if path.suffix in {".part", ".tmp"}]
    assert again.steps.count("recording") + kept == undisturbed[2].steps.count("recording")  # nothing that was kept is spoken again


def test_many_kills_in_one_story_lose_nothing(undisturbed: tuple[Path, Order, Ran], tmp_path: Path) -> None:
    asked = fresh(undisturbed, tmp_path)
    for at in (5, 9, 30, 60, 90):
        ran(asked, kill_at=at)
    assert ran(asked).ended == "made"
    assert files(tmp_path) == files(undisturbed[0])


@pytest.mark.parametrize("share", [0.001, 0.003, 0.01, 0.02, 0.05, 0.1, 0.3, 0.5, 0.8, 0.97])
def test_a_full_disk_is_named_and_leaves_no_half_file(undisturbed: tuple[Path, Order, Ran], tmp_path: Path, share: float) -> None:
    largest = max(map(len, files(undisturbed[0]).values()))
    asked = fresh(undisturbed, tmp_path)
    short = ran(asked, before=partial(no_file_over, max(100, int(largest * share))))
    assert short.ended == "failed", short.message
    assert "written" in short.message or "full" in short.message
    assert not [name for name in files(tmp_path) if name not in files(undisturbed[0])]
    assert ran(asked).ended == "made"
    assert files(tmp_path) == files(undisturbed[0])


@pytest.mark.parametrize("seed", range(10))
def test_a_store_damaged_in_ten_places_is_made_good_and_every_file_is_told(undisturbed: tuple[Path, Order, Ran], tmp_path: Path, seed: int) -> None:
    asked = fresh(undisturbed, tmp_path, rendered=True)
    shutil.rmtree(tmp_path / "output")
    takes_alone = seed % 2 == 1
    if takes_alone:  # then all of them are read
        shutil.rmtree(tmp_path / ".audiobook" / "v1" / "chapters")
    hit = {path: path.read_bytes() for path in damage(tmp_path, seed, 10)}
    again = ran(asked)
    assert again.ended == "made", again.message
    assert files(tmp_path) == files(undisturbed[0])
    mended = [path for path, content in hit.items() if not path.exists() or path.read_bytes() != content]
    told = [notice for notice in again.notices if "damaged" in notice]
    assert len(told) == len(mended), (told, mended)
    assert all(any(str(path) in notice for notice in told) for path in mended if path.suffix == ".press")
    assert len(mended) == len(hit) if takes_alone else mended


def long_ago() -> None:
    """Set this process's clock back by twenty years."""
    past = time.time() - 20 * 365 * 86400
    time.time = lambda: past


def test_a_clock_set_back_changes_nothing(undisturbed: tuple[Path, Order, Ran], tmp_path: Path) -> None:
    asked = fresh(undisturbed, tmp_path, rendered=True)
    for path in tmp_path.rglob("*.take"):
        os.utime(path, (4e9, 4e9))  # in the future
    again = ran(asked, before=long_ago)
    assert (again.ended, again.recorded) == ("made", 0)
    assert files(tmp_path) == files(undisturbed[0])


def test_two_renders_at_once_share_one_store(undisturbed: tuple[Path, Order, Ran], tmp_path: Path) -> None:
    asked = fresh(undisturbed, tmp_path)
    both = [begun(asked) for _ in range(2)]
    assert [came(*each).ended for each in both] == ["made", "made"]
    assert files(tmp_path) == files(undisturbed[0])


def somebody(asked: Order) -> None:
    """Load all that a render needs, then be a user who may not write here (and perhaps not read what Python loads late)."""
    render(asked, executor=InlineExecutor())
    os.setuid(65534)


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only the superuser can become somebody else")
def test_a_store_that_may_not_be_written_is_named(undisturbed: tuple[Path, Order, Ran], tmp_path: Path) -> None:
    asked = fresh(undisturbed, tmp_path, rendered=True)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)

    refused = ran(asked, before=partial(somebody, asked))
    assert refused.ended == "failed", refused.message
    assert str(tmp_path) in refused.message
    assert "cannot be" in refused.message


def test_a_story_that_grew_records_what_is_new(undisturbed: tuple[Path, Order, Ran], tmp_path: Path) -> None:
    fresh(undisturbed, tmp_path, rendered=True)
    asked = order(written(tmp_path, STORY + "\nThen the lamp went out.\n"), tmp_path)
    assert ran(asked).recorded == 1
