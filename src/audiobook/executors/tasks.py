"""What all executors have in common."""

from abc import abstractmethod
from concurrent.futures import Executor, Future

TIMEOUT = 120.0  # seconds that a task may take unless its giver says otherwise


class TaskExecutor(Executor):
    """An executor whose tasks are plain data: a function's name and arguments that can be pickled."""

    jobs: int
    """How many tasks it does at a time."""

    @abstractmethod
    def submit(  # type: ignore[override]
        self, function: str, /, *args: object, family: str = "", timeout: float = TIMEOUT, priority: float = 0
    ) -> Future[object]:
        """Have "package.module:function" called with args; return its result to be.

        Tasks of one family (an engine, "mix") share processes. A task has timeout seconds once it runs. Lower priorities go first, equal ones in the order
        given. The future raises what the function raised if that is an AudiobookError, else EngineError; WorkerLost when its process was lost.
        """

    def limit(self, family: str, most: int) -> None:
        """Do no more than so many tasks of a family at a time from now on; one that does one at a time anyway may ignore it."""
