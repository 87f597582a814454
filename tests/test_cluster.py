"""Tasks on a Dask cluster: the same as at home, and words for each way in which a cluster fails."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from audiobook.errors import EngineError
from audiobook.executors import DaskExecutor, LocalExecutor, cluster
from audiobook.workers import WorkerLost
from tests.test_workers import soon

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.real,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Dask's own sockets, when a scheduler is killed
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
ROOT = Path(__file__).parent.parent
LONG = 15.0  # seconds that anything may take


@contextmanager
def program(*args: str, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run one of Dask's programs until the end of the context."""
    environment = {**os.environ, **variables, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    command = [sys.executable, "-m", f"distributed.cli.{args[0]}", *args[1:], "--no-dashboard"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def scheduler(folder: Path, **variables: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Run a scheduler; yield its address and process."""
    file = folder / "scheduler.json"
    with program("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), **variables) as process:
        assert soon(lambda: file.exists() and file.read_text().rstrip().endswith("}"), LONG)
        yield json.loads(file.read_text())["address"], process


def worker(address: str) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """Run a worker whose own process is a daemon, as most clusters' are: a nanny keeps it."""
    return program("dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler with two workers, who forgive no death."""
    forgiving = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with scheduler(tmp_path_factory.mktemp("dask"), **forgiving) as (address, _), worker(address), worker(address):
        with DaskExecutor(address, patience=LONG) as executor:
            assert soon(lambda: sum(executor._client.nthreads().values()) == 2, LONG)
        yield address


@pytest.fixture
def executor(address: str) -> Iterator[DaskExecutor]:
    with DaskExecutor(address, patience=LONG) as executor:
        yield executor


def test_a_cluster_gives_the_results_of_this_machine(executor: DaskExecutor) -> None:
    assert executor.jobs == 2
    with LocalExecutor(2) as local:
        for each in (executor, local):
            futures = [each.submit("operator:mul", number, number, family="mul") for number in range(40)]
            assert [future.result(LONG) for future in futures] == [number * number for number in range(40)]


def test_tasks_run_in_children_of_the_clusters_daemons(executor: DaskExecutor) -> None:
    futures = [executor.submit("tests.chores:pid", family="a") for _ in range(20)]
    assert 1 <= len({future.result(LONG) for future in futures}) <= 2


def test_errors_come_as_at_home(executor: DaskExecutor) -> None:
    def fate(future: Future[object]) -> BaseException | None:
        return future.exception(LONG)

    assert str(fate(executor.submit("tests.chores:fail", "no such voice"))) == "no such voice"
    assert isinstance(fate(executor.submit("tests.chores:die", 9)), WorkerLost)
    assert isinstance(fate(executor.submit("tests.chores:hang", timeout=0.5)), WorkerLost)


def test_another_version_is_refused_with_words(address: str, executor: DaskExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "9.9")
    with pytest.raises(EngineError, match=r"has audiobook 0\.\S+, this is 9.9; install the same version everywhere"):
        DaskExecutor(address, patience=LONG)
    with pytest.raises(EngineError, match=r"this is 9\.9"):
        executor.submit("tests.chores:pid").result(LONG)


def test_a_task_that_kills_worker_after_worker_is_told(executor: DaskExecutor) -> None:
    with pytest.raises(EngineError, match="lost the task: KilledWorker"):
        executor.submit("tests.chores:kill_parent").result(LONG)


def test_a_lost_workers_tasks_are_done_by_another(tmp_path: Path) -> None:
    told = tmp_path / "told"
    with (
        scheduler(tmp_path) as (address, _),
        program("dask_worker", address, "--nthreads", "1", "--no-nanny") as doomed,
        DaskExecutor(address, patience=LONG) as executor,
        worker(address),
    ):
        futures = [executor.submit("tests.chores:note", str(told), str(number), 0.1) for number in range(20)]
        assert soon(told.exists, LONG)
        doomed.kill()
        assert [future.result(LONG) for future in futures] == [None] * 20
    assert set(told.read_text().split()) == {str(number) for number in range(20)}


def test_a_scheduler_that_goes_away_is_told(tmp_path: Path) -> None:
    with scheduler(tmp_path) as (address, process), worker(address), DaskExecutor(address, patience=LONG) as executor:
        futures = [executor.submit("time:sleep", 30) for _ in range(3)]
        time.sleep(0.5)
        process.kill()
        for future in futures:
            with pytest.raises(EngineError, match=f"the Dask cluster at {address} lost the task"):
                future.result(LONG)


def test_a_task_that_dask_forgets_when_its_scheduler_goes_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scheduler(tmp_path) as (address, process), worker(address), DaskExecutor(address, patience=LONG) as executor:
        monkeypatch.setattr(executor._executor, "submit", lambda *_, **__: Future[object]())  # as what was sent too late stays
        monkeypatch.setattr(executor._client, "_timeout", 1.0)  # for the scheduler to come back
        forgotten = executor.submit("time:sleep", 30)
        process.kill()
        with pytest.raises(EngineError, match=f"the Dask scheduler at {address} went away"):
            forgotten.result(LONG)


def test_nobody_at_the_address_is_told() -> None:
    with pytest.raises(EngineError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 .*; `dask scheduler` starts one"):
        DaskExecutor("tcp://127.0.0.1:1", patience=0.5)
    with pytest.raises(EngineError, match="no Dask scheduler answers at somewhere"):
        DaskExecutor("somewhere", patience=0.5)


def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    with scheduler(tmp_path) as (address, _), pytest.raises(EngineError, match=f"has no worker; `dask worker {address}` starts one"):
        DaskExecutor(address, patience=0.5)
