"""Stories one behind the other over the same workers: the next one is recorded while the last one's chapters are still being encoded."""

import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from audiobook.events import Event, Report
from audiobook.executors import TIMEOUT, TaskExecutor

_AT_ONCE = 2  # stories: one that is encoded, one that is recorded
_STORY = 1_000_000  # that each story's priorities are behind those of the story before
_GOODBYE = 10.0  # seconds that a story which is stopped has to tidy up

Result = TypeVar("Result")
Leg = Callable[[int, Report, Callable[[], None]], Result]
"""Makes the story of a number: it reports, and says once that nothing of it is left to record."""


def relay(leg: Leg[Result], count: int, report: Report, stop: Callable[[], None]) -> list[Result]:
    """Return what came of so many stories, in order; what one of them reports comes after all that the one before it does.

    Args:
        leg: makes one; each begins when the one before has nothing left to record.
        count: of stories.
        report: is told by one story at a time.
        stop: ends what is under way, when a leg or the caller is interrupted.
    """
    if count == 1:
        return [leg(0, report, lambda: None)]
    teller, results, failures = _Teller(report), dict[int, Result](), list[BaseException]()
    recorded = [threading.Event() for _ in range(count)]

    def run(number: int) -> None:
        try:
            results[number] = leg(number, teller.of(number), recorded[number].set)
            teller.end(number)
        except BaseException as failure:  # noqa: BLE001 - raised again where the legs were begun
            failures.append(failure)
        finally:
            recorded[number].set()

    threads = [threading.Thread(target=run, args=(number,), name=f"story {number + 1}", daemon=True) for number in range(count)]
    try:
        for number, thread in enumerate(threads):
            if number:
                recorded[number - 1].wait()
            if number >= _AT_ONCE:
                threads[number - _AT_ONCE].join()
            if failures:
                break
            thread.start()
        for thread in threads:
            if thread.ident is not None and not failures:
                thread.join()
        if failures:
            raise failures[0]
    except BaseException:
        stop()
        for thread in threads:
            if thread.ident is not None:
                thread.join(_GOODBYE)
        raise
    return [results[number] for number in range(count)]


class Turn(TaskExecutor):
    """An executor as one of several stories sees it: whatever it asks for comes after all that the stories before it ask for."""

    def __init__(self, executor: TaskExecutor, number: int) -> None:
        self.jobs = executor.jobs
        self._executor = executor
        self._behind = number * _STORY

    def submit(  # type: ignore[override]
        self, function: str, /, *args: object, family: str = "", timeout: float = TIMEOUT, priority: float = 0
    ) -> Future[object]:
        """Have the task done; see TaskExecutor.submit."""
        return self._executor.submit(function, *args, family=family, timeout=timeout, priority=priority + self._behind)

    def limit(self, family: str, most: int) -> None:
        """Do no more than so many tasks of a family at a time from now on."""
        self._executor.limit(family, most)


class _Teller:
    """Hands on what stories report, story by story; what comes too early waits."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._turn = 0
        self._over: set[int] = set()
        self._waiting: defaultdict[int, list[Event]] = defaultdict(list)
        self._lock = threading.Lock()

    def of(self, number: int) -> Report:
        """Return what the story of this number reports to."""

        def tell(event: Event) -> None:
            with self._lock:
                if number == self._turn:
                    self._report(event)
                else:
                    self._waiting[number].append(event)

        return tell

    def end(self, number: int) -> None:
        """Note that a story has nothing more to report."""
        with self._lock:
            self._over.add(number)
            while self._turn in self._over:
                self._turn += 1
                for event in self._waiting.pop(self._turn, ()):
                    self._report(event)
