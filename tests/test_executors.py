"""Executors: tasks spread over processes, in order of priority; nothing left behind, whatever happens."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path

import pytest

from audiobook.errors import EngineError
from audiobook.executors import InlineExecutor, LocalExecutor, TaskExecutor, available_jobs
from audiobook.executors.cores import cpu_quota
from audiobook.workers import WorkerLost
from tests.test_workers import soon, there


@pytest.fixture(params=["inline", "local"])
def executor(request: pytest.FixtureRequest) -> Iterator[TaskExecutor]:
    with InlineExecutor() if request.param == "inline" else LocalExecutor(2) as executor:
        yield executor


def pids(futures: list[Future[object]]) -> set[int]:
    found = {future.result() for future in futures}
    assert all(isinstance(pid, int) for pid in found)
    return found  # type: ignore[return-value]


def test_results_and_errors_come_through_futures(executor: TaskExecutor) -> None:
    futures = [executor.submit("tests.chores:echo", number, family="echo") for number in range(50)]
    assert [future.result() for future in futures] == list(range(50))
    assert isinstance(executor.submit("tests.chores:fail", "no such voice").exception(), EngineError)
    with pytest.raises(EngineError, match="LookupError: third drawer"):
        executor.submit("tests.chores:stumble").result()


def test_tasks_run_side_by_side_in_processes_of_their_family() -> None:
    with LocalExecutor(2) as executor:
        begun = time.monotonic()
        wait([executor.submit("time:sleep", 0.4, family=family) for family in "abab"])
        assert 0.75 < time.monotonic() - begun < 4
        mine = pids([executor.submit("tests.chores:pid", family="a") for _ in range(20)])
        theirs = pids([executor.submit("tests.chores:pid", family="b") for _ in range(20)])
    assert len(mine) <= 2
    assert not mine & theirs


def test_a_family_may_be_kept_to_one_at_a_time() -> None:
    with LocalExecutor(3, most={"shy": 1}) as executor:
        shy = [executor.submit("tests.chores:pid", family="shy") for _ in range(20)]
        bold = [executor.submit("tests.chores:echo", number, family="bold") for number in range(20)]
        assert len(pids(shy)) == 1
        assert [future.result() for future in bold] == list(range(20))


def test_lower_priorities_go_first_and_equal_ones_in_the_order_given(tmp_path: Path) -> None:
    told = tmp_path / "told"
    with LocalExecutor(1) as executor:
        executor.submit("time:sleep", 0.3)
        for name, priority in (("c", 2), ("a", 1), ("d", 2), ("b", 1), ("first", 0)):
            executor.submit("tests.chores:note", str(told), name, priority=priority)
    assert told.read_text().split() == ["first", "a", "b", "c", "d"]


def test_a_loss_is_told_and_costs_the_others_nothing() -> None:
    with LocalExecutor(2) as executor:
        good = [executor.submit("tests.chores:echo", number) for number in range(10)]
        bad = [executor.submit("tests.chores:die", signal.SIGKILL), executor.submit("tests.chores:hang", timeout=0.3)]
        good += [executor.submit("tests.chores:echo", number) for number in range(10, 20)]
        assert [future.result() for future in good] == list(range(20))
        for future in bad:
            assert isinstance(future.exception(), WorkerLost)


def test_a_task_that_was_lost_can_be_given_again(tmp_path: Path) -> None:
    with LocalExecutor(1) as executor:
        assert isinstance(executor.submit("tests.chores:die_once", str(tmp_path / "mark")).exception(), WorkerLost)
        assert executor.submit("tests.chores:die_once", str(tmp_path / "mark")).result() == "went well"


def test_closing_finishes_what_was_given_and_leaves_nothing() -> None:
    before = set(threading.enumerate())
    with LocalExecutor(2) as executor:
        futures = [executor.submit("tests.chores:pid", family=family) for family in "ab" * 5]
    children = pids(futures)
    assert set(threading.enumerate()) == before
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    with pytest.raises(RuntimeError, match="shut down"):
        executor.submit("tests.chores:pid")


def test_an_exception_kills_what_is_under_way_and_drops_the_rest() -> None:
    before = set(threading.enumerate())
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), LocalExecutor(2) as executor:
        child = executor.submit("tests.chores:pid").result()
        futures = [executor.submit("tests.chores:hang", timeout=600) for _ in range(5)]
        assert soon(lambda: sum(future.running() for future in futures) == 2)
        time.sleep(0.2)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 5
    assert sorted(type(fate(future)).__name__ for future in futures) == ["CancelledError"] * 3 + ["WorkerLost"] * 2
    assert set(threading.enumerate()) == before
    assert isinstance(child, int)
    assert not Path(f"/proc/{child}").exists()


def test_a_future_that_was_cancelled_is_not_done(tmp_path: Path) -> None:
    with LocalExecutor(1) as executor:
        executor.submit("time:sleep", 0.3)
        future = executor.submit("tests.chores:note", str(tmp_path / "told"), "never")
        assert future.cancel()
        executor.submit("tests.chores:note", str(tmp_path / "told"), "later").result()
    assert (tmp_path / "told").read_text() == "later\n"


def fate(future: Future[object]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as cancelled:
        return cancelled


MAIN = """
import sys
from audiobook.executors import LocalExecutor
with LocalExecutor(2) as executor:
    print(executor.submit("tests.chores:pid").result(), flush=True)
    futures = [executor.submit("tests.chores:hang", timeout=600) for _ in range(4)]
    for future in futures:
        future.result()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_a_run_at_once_with_all_its_children() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MAIN], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent, start_new_session=True
    ) as main:
        assert main.stdout
        assert main.stderr
        child = int(main.stdout.readline())
        time.sleep(0.3)
        begun = time.monotonic()
        os.killpg(main.pid, signal.SIGINT)  # as a terminal does: to the children as well
        said = main.stderr.read()
        main.wait(10)
        assert time.monotonic() - begun < 3
        assert said.rstrip().endswith("KeyboardInterrupt")
        assert said.count("Traceback") == 1
        assert not there(child)


# Cores


def test_there_is_at_least_one_core() -> None:
    assert 1 <= available_jobs() <= (os.cpu_count() or 1)


def written(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content + "\n")
    return folder


def test_a_quota_of_the_second_version_is_read_from_the_group_and_those_above(tmp_path: Path) -> None:
    written(tmp_path / "fs/slice/scope", cpu__max="max 100000")
    written(tmp_path / "fs/slice", cpu__max="150000 100000")
    membership = written(tmp_path, cgroup="0::/slice/scope") / "cgroup"
    assert cpu_quota(tmp_path / "fs", membership) == 1.5


def test_a_quota_of_the_first_version_is_read(tmp_path: Path) -> None:
    written(tmp_path / "fs/cpu,cpuacct/docker/box", cpu__cfs_quota_us="200000", cpu__cfs_period_us="100000")
    written(tmp_path / "fs/cpu,cpuacct", cpu__cfs_quota_us="-1", cpu__cfs_period_us="100000")
    membership = written(tmp_path, cgroup="5:memory:/docker/box\n4:cpu,cpuacct:/docker/box\n1:name=systemd:/docker/box") / "cgroup"
    assert cpu_quota(tmp_path / "fs", membership) == 2.0


def test_no_quota_is_no_quota(tmp_path: Path) -> None:
    assert cpu_quota(tmp_path, tmp_path / "cgroup") is None
    written(tmp_path / "fs", cpu__max="max 100000")
    assert cpu_quota(tmp_path / "fs", written(tmp_path, cgroup="0::/") / "cgroup") is None


def test_a_quota_of_a_container_that_does_not_see_its_own_group_is_read_at_the_top(tmp_path: Path) -> None:
    written(tmp_path / "fs", cpu__max="200000 100000")
    assert cpu_quota(tmp_path / "fs", written(tmp_path, cgroup="0::/docker/elsewhere") / "cgroup") == 2.0
