"""Workers: a call in a process of its own, and what becomes of it when that process goes wrong."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audiobook.errors import EngineError, SheetError
from audiobook.workers import Worker, WorkerLost, process

LONG = 30.0  # seconds: for calls that end by themselves


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker("parrot") as worker:
        yield worker


def there(pid: int) -> bool:
    """Tell whether a process is running: a zombie is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and not there(pid)


def soon(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Wait until something is true; tell whether it became so."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_a_call_is_answered_from_another_process(worker: Worker) -> None:
    pid = worker.call("tests.chores:pid", timeout=LONG)
    assert pid != os.getpid()
    assert pid == worker.pid
    assert worker.call("tests.chores:pid", timeout=LONG) == pid


def test_arguments_and_results_may_be_larger_than_a_pipe(worker: Worker) -> None:
    large = os.urandom(3_000_000)
    assert worker.call("tests.chores:echo", large, timeout=LONG) == large


def test_a_hang_is_ended_after_its_time(worker: Worker) -> None:
    first = worker.call("tests.chores:pid", timeout=LONG)
    begun = time.monotonic()
    with pytest.raises(WorkerLost, match=r"the parrot process hung: no answer within 0.3 s in tests.chores:hang"):
        worker.call("tests.chores:hang", timeout=0.3)
    assert 0.3 <= time.monotonic() - begun < 2
    assert worker.call("tests.chores:pid", timeout=LONG) != first


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no such signal")
def test_a_child_that_reads_nothing_is_ended_after_its_time(worker: Worker) -> None:
    pid = worker.call("tests.chores:pid", timeout=LONG)
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(WorkerLost, match="hung"):
        worker.call("tests.chores:echo", bytes(3_000_000), timeout=0.3)
    assert worker.call("tests.chores:echo", 1, timeout=LONG) == 1


@pytest.mark.parametrize(("chore", "argument", "fate"), [("leave", 1, "died with exit code 1"), ("die", 9, "died by SIGKILL"), ("die", 11, "died by SIGSEGV")])
def test_a_death_says_how(worker: Worker, chore: str, argument: int, fate: str) -> None:
    with pytest.raises(WorkerLost, match=fate):
        worker.call(f"tests.chores:{chore}", argument, timeout=LONG)
    assert worker.call("tests.chores:echo", 5, timeout=LONG) == 5


def test_a_death_says_its_last_words(worker: Worker) -> None:
    with pytest.raises(WorkerLost, match=r"exit code 1 in .*; its last words: Can't open data file"):
        worker.call("tests.chores:mutter_and_die", "Can't open data file", timeout=LONG)


def test_a_death_while_idle_costs_nothing(worker: Worker) -> None:
    pid = worker.call("tests.chores:pid", timeout=LONG)
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGKILL)
    assert soon(lambda: not there(pid))
    assert worker.call("tests.chores:echo", 5, timeout=LONG) == 5


def test_what_is_printed_is_no_answer(worker: Worker) -> None:
    assert worker.call("tests.chores:print_junk", 200_000, timeout=LONG) == "done"
    assert worker.call("tests.chores:echo", 5, timeout=LONG) == 5


def test_junk_in_the_pipe_is_known_as_junk(worker: Worker) -> None:
    with pytest.raises(WorkerLost, match="sent junk"):
        worker.call("tests.chores:corrupt_the_pipe", timeout=LONG)
    assert worker.call("tests.chores:echo", 5, timeout=LONG) == 5


def test_our_errors_come_as_themselves(worker: Worker) -> None:
    pid = worker.call("tests.chores:pid", timeout=LONG)
    with pytest.raises(EngineError, match=r"^no such voice$") as raised:
        worker.call("tests.chores:fail", "no such voice", timeout=LONG)
    assert not isinstance(raised.value, WorkerLost)
    with pytest.raises(SheetError) as mistaken:
        worker.call("tests.chores:fail_with_mistakes", timeout=LONG)
    assert mistaken.value.mistakes[0].where == "voices.yaml:3"
    assert worker.pid == pid


def test_a_strangers_error_comes_with_its_last_line(worker: Worker) -> None:
    with pytest.raises(EngineError, match=r"tests.chores:stumble: LookupError: third drawer \(chores.py:\d+\)"):
        worker.call("tests.chores:stumble", timeout=LONG)


def test_a_function_that_is_not_there_is_an_error(worker: Worker) -> None:
    with pytest.raises(EngineError, match="no attribute 'nothing'"):
        worker.call("tests.chores:nothing", timeout=LONG)


def test_a_result_that_cannot_be_sent_is_an_error(worker: Worker) -> None:
    with pytest.raises(EngineError, match="its result cannot be sent"):
        worker.call("tests.chores:unsendable", timeout=LONG)


def test_an_argument_that_cannot_be_sent_leaves_the_child_alone(worker: Worker) -> None:
    pid = worker.call("tests.chores:pid", timeout=LONG)
    with pytest.raises((TypeError, AttributeError)):
        worker.call("tests.chores:echo", threading.Lock(), timeout=LONG)
    assert worker.call("tests.chores:pid", timeout=LONG) == pid


def test_a_worker_is_replaced_after_so_many_calls() -> None:
    with Worker(most_calls=3) as worker:
        pids = [worker.call("tests.chores:pid", timeout=LONG) for _ in range(7)]
    assert [pids.index(pid) for pid in pids] == [0, 0, 0, 3, 3, 3, 6]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not tell a process's size cheaply")
def test_a_worker_that_leaks_is_replaced() -> None:
    with Worker(most_growth=20 << 20) as worker:
        pids = [worker.call("tests.chores:leak", 8 << 20, timeout=LONG) for _ in range(10)]
    assert 2 <= len(set(pids)) <= 5


def test_recycling_and_closing_leave_no_process(worker: Worker) -> None:
    first = worker.call("tests.chores:pid", timeout=LONG)
    worker.recycle()
    second = worker.call("tests.chores:pid", timeout=LONG)
    worker.close()
    worker.close()
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert first != second
    assert not any(there(pid) or zombie(pid) for pid in (first, second))
    assert worker.pid is None


def test_a_worker_that_is_forgotten_leaves_no_process() -> None:
    worker = Worker()
    pid = worker.call("tests.chores:pid", timeout=LONG)
    assert isinstance(pid, int)
    del worker
    assert soon(lambda: not Path(f"/proc/{pid}").exists())


def test_a_grandchild_that_holds_the_pipe_holds_up_nobody(worker: Worker) -> None:
    grandchild = worker.call("tests.chores:spawn_a_sleeper", timeout=LONG)
    begun = time.monotonic()
    worker.close()
    assert time.monotonic() - begun < 3
    assert isinstance(grandchild, int)
    os.kill(grandchild, signal.SIGKILL)


def test_killing_from_another_thread_ends_the_call(worker: Worker) -> None:
    worker.call("tests.chores:pid", timeout=LONG)
    threading.Timer(0.2, worker.kill).start()
    with pytest.raises(WorkerLost, match="died"):
        worker.call("tests.chores:hang", timeout=LONG)


def test_children_ignore_ctrl_c(worker: Worker) -> None:
    assert worker.call("tests.chores:interrupts_are_ignored", timeout=LONG)


def test_a_thousand_quick_calls_take_a_second(worker: Worker) -> None:
    worker.call("tests.chores:pid", timeout=LONG)
    begun = time.process_time(), time.monotonic()
    for number in range(1000):
        assert worker.call("tests.chores:echo", number, timeout=LONG) == number
    assert time.process_time() - begun[0] < 1.0
    assert time.monotonic() - begun[1] < 5.0  # on a machine that is busy with other things


PARENT = """
import sys, time
from audiobook.workers import Worker
worker = Worker()
print(worker.call("tests.chores:pid", timeout=30), flush=True)
if sys.argv[1] == "hanging":
    worker.call("tests.chores:hang", timeout=600)
time.sleep(600)
"""


@pytest.mark.parametrize("child", ["idle", "hanging"])
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_children_go_when_their_parent_is_killed(child: str) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, child], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert there(pid)
        time.sleep(0.1)
        parent.kill()
        assert soon(lambda: not there(pid))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_in_the_middle_of_a_call_leaves_no_child() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, "hanging"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    ) as parent:
        assert parent.stdout
        assert parent.stderr
        pid = int(parent.stdout.readline())
        time.sleep(0.1)
        parent.send_signal(signal.SIGINT)
        said = parent.stderr.read()
        parent.wait(10)
        assert said.rstrip().endswith("KeyboardInterrupt")
        assert soon(lambda: not there(pid))


def test_a_child_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch, worker: Worker) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(process, "_CODE", "import no_such_module")
        with pytest.raises(WorkerLost, match=r"(?s)died with exit code 1 at its start; its last words: .*No module named 'no_such_module'"):
            worker.call("tests.chores:pid", timeout=LONG)
        patch.setattr(sys, "executable", "/no/such/python")
        with pytest.raises(WorkerLost, match=r"cannot be started: .*/no/such/python"):
            worker.call("tests.chores:pid", timeout=LONG)
    assert worker.call("tests.chores:echo", 5, timeout=LONG) == 5


def test_a_child_does_not_import_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: Worker) -> None:
    (tmp_path / "audiobook.py").write_text("raise SystemExit('the wrong audiobook')")
    monkeypatch.chdir(tmp_path)
    assert worker.call("tests.chores:echo", 5, timeout=LONG) == 5
