"""Work spread over child processes of this machine."""

import contextlib
import heapq
import itertools
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from audiobook.executors.cores import available_jobs
from audiobook.executors.tasks import TIMEOUT, TaskExecutor
from audiobook.workers import Worker

_MOMENT = 0.05  # seconds


class Crew:
    """Workers that wait for work, by family. Thread-safe."""

    def __init__(self) -> None:
        self._idle: defaultdict[str, list[Worker]] = defaultdict(list)
        self._all: list[Worker] = []
        self._lock = threading.Lock()

    def call(self, function: str, args: tuple[object, ...], family: str, timeout: float) -> object:
        """Call the function in a worker of the family that nobody uses; make one where there is none."""
        with self._borrowed(family) as worker:
            return worker.call(function, *args, timeout=timeout)

    @contextlib.contextmanager
    def _borrowed(self, family: str) -> Iterator[Worker]:
        with self._lock:
            idle = self._idle[family]
            worker = idle.pop() if idle else Worker(family or "worker")
            if worker not in self._all:
                self._all.append(worker)
        try:
            yield worker
        finally:
            with self._lock:
                idle.append(worker)

    def kill(self) -> None:
        """Kill all that are at work; their calls raise WorkerLost."""
        with self._lock:
            workers = tuple(self._all)
        for worker in workers:
            worker.kill()

    def close(self) -> None:
        """End all children, after their calls."""
        with self._lock:
            workers, self._all = tuple(self._all), []
            self._idle.clear()
        for worker in workers:
            worker.close()


@dataclass(order=True, slots=True)
class _Task:
    priority: float
    number: int
    function: str = field(compare=False)
    args: tuple[object, ...] = field(compare=False)
    family: str = field(compare=False)
    timeout: float = field(compare=False)
    future: Future[object] = field(compare=False)


class LocalExecutor(TaskExecutor):
    """Does so many tasks at a time, each in a supervised child process. Leaving its context by an exception kills what is under way."""

    def __init__(self, jobs: int | None = None, *, most: Mapping[str, int] | None = None) -> None:
        """Do so many tasks at a time, by default one for each core this process may use; of a family named in `most`, no more than that."""
        self.jobs = jobs if jobs is not None else available_jobs()
        if self.jobs < 1:
            raise ValueError(f"{self.jobs} jobs: one is the least")
        self._most = dict(most or {})
        self._crew = Crew()
        self._waiting: defaultdict[str, list[_Task]] = defaultdict(list)
        self._busy: Counter[str] = Counter()
        self._numbers = itertools.count()
        self._change = threading.Condition()
        self._over = False
        self._threads: list[threading.Thread] = []

    def limit(self, family: str, most: int) -> None:
        """Do no more than so many tasks of a family at a time from now on."""
        with self._change:
            self._most[family] = most

    def submit(  # type: ignore[override]
        self, function: str, /, *args: object, family: str = "", timeout: float = TIMEOUT, priority: float = 0
    ) -> Future[object]:
        """Have the task done; see TaskExecutor.submit."""
        future: Future[object] = Future()
        with self._change:
            if self._over:
                raise RuntimeError("this executor was shut down")
            heapq.heappush(self._waiting[family], _Task(priority, next(self._numbers), function, args, family, timeout, future))
            if len(self._threads) < self.jobs:
                thread = threading.Thread(target=self._work, name=f"executor {len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._change.notify()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks. With cancel_futures, drop those that wait and kill those that run; else finish them all. Waiting, it leaves no child."""
        with self._change:
            self._over = True
            dropped = [task for tasks in self._waiting.values() for task in tasks] if cancel_futures else []
            if cancel_futures:
                self._waiting.clear()
            self._change.notify_all()
        for task in dropped:
            task.future.cancel()
        if cancel_futures:
            self._crew.kill()
        if wait:
            for thread in self._threads:
                while cancel_futures and thread.is_alive():
                    thread.join(_MOMENT)
                    self._crew.kill()  # again: a child may have been at its birth
                thread.join()
            self._crew.close()

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _work(self) -> None:
        while task := self._next():
            try:
                if task.future.set_running_or_notify_cancel():
                    self._do(task)
            finally:
                with self._change:
                    self._busy[task.family] -= 1
                    self._change.notify_all()

    def _do(self, task: _Task) -> None:
        try:
            result = self._crew.call(task.function, task.args, task.family, task.timeout)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the future is told
            task.future.set_exception(error)
        else:
            task.future.set_result(result)

    def _next(self) -> _Task | None:
        """Return the task to be done next, once there is one; None at the end."""
        with self._change:
            while True:
                heaps = [heap for family, heap in self._waiting.items() if heap and self._busy[family] < self._most.get(family, self.jobs)]
                if heaps:
                    task = heapq.heappop(min(heaps, key=lambda heap: heap[0]))
                    self._busy[task.family] += 1
                    return task
                if self._over and not any(self._waiting.values()):
                    return None
                self._change.wait()
