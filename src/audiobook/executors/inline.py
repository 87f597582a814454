"""Work done at once, in this process: for tests and tiny stories. Nothing here survives a crash, or ends a hang."""

from concurrent.futures import Future

from audiobook.errors import AudiobookError, EngineError
from audiobook.executors.tasks import TIMEOUT, TaskExecutor
from audiobook.workers import run


class InlineExecutor(TaskExecutor):
    """Does each task when it is given."""

    jobs = 1

    def submit(  # type: ignore[override]
        self, function: str, /, *args: object, family: str = "", timeout: float = TIMEOUT, priority: float = 0
    ) -> Future[object]:
        """Do the task; return its result. Families, timeouts and priorities mean nothing here."""
        future: Future[object] = Future()
        future.set_running_or_notify_cancel()
        status, result = run(function, args)
        if status == "done":
            future.set_result(result)
        else:
            future.set_exception(result if isinstance(result, AudiobookError) else EngineError(f"{function}: {result}"))
        return future
