"""Work spread over a Dask cluster; an optional extra (`cluster`), imported by those who use it."""

import contextlib
from concurrent.futures import CancelledError, Executor, Future
from typing import Any

from audiobook import __version__
from audiobook.errors import AudiobookError, EngineError
from audiobook.executors.local import Crew
from audiobook.executors.tasks import TIMEOUT, TaskExecutor

_CREW = Crew()  # in each process of the cluster: the children that speak there
_RETRIES = 3  # workers that may be lost under one task


def call_here(function: str, args: tuple[object, ...], family: str, timeout: float, version: str) -> object:
    """Call "package.module:function" in a supervised child of this process, which is one of the cluster's.

    Raises:
        EngineError: this machine has another version of audiobook than the one that asks.
    """
    if version != __version__:
        raise EngineError(_mismatch(__version__, version))
    return _CREW.call(function, args, family, timeout)


def version_here() -> str:
    """Return this process's version of audiobook."""
    return __version__


class DaskExecutor(TaskExecutor):
    """Has tasks done by the workers of a Dask scheduler."""

    def __init__(self, address: str, *, patience: float = 10.0) -> None:
        """Join the scheduler at "tcp://host:8786", which has `patience` seconds to answer.

        Raises:
            EngineError: dask.distributed is not installed, nobody answers, there is no worker, or one has another version of audiobook.
        """
        try:
            import distributed
        except ImportError as error:
            raise EngineError("a Dask cluster needs the extra 'cluster': pip install 'fullcast-audiobook[cluster]'") from error
        try:
            self._client = _connect(distributed.Client, address, patience)
        except (OSError, ValueError) as error:
            raise EngineError(f"no Dask scheduler answers at {address} ({error or type(error).__name__}); `dask scheduler` starts one") from error
        try:
            self.jobs = self._checked(address, patience)
        except BaseException:
            self._client.close()
            raise
        self._address = address
        self._executors: dict[float, Executor] = {}

    def _checked(self, address: str, patience: float) -> int:
        """Return the number of threads of all workers, which are of our version."""
        from distributed import TimeoutError as DaskTimeoutError

        try:
            self._client.wait_for_workers(1, timeout=patience)
        except (TimeoutError, DaskTimeoutError) as error:
            raise EngineError(f"the Dask scheduler at {address} has no worker; `dask worker {address}` starts one") from error
        try:
            versions: dict[str, str] = self._client.run(version_here)
        except Exception as error:
            raise EngineError(f"a Dask worker cannot load audiobook: {error}; install version {__version__} where it runs") from error
        for worker, version in versions.items():
            if version != __version__:
                raise EngineError(f"{worker}: {_mismatch(version, __version__)}")
        return sum(self._client.nthreads().values())

    def submit(  # type: ignore[override]
        self, function: str, /, *args: object, family: str = "", timeout: float = TIMEOUT, priority: float = 0
    ) -> Future[object]:
        """Have the task done; see TaskExecutor.submit. EngineError also when the scheduler goes away, or worker after worker is lost."""
        if priority not in self._executors:
            self._executors[priority] = self._client.get_executor(priority=-priority, retries=_RETRIES, pure=False)
        future: Future[object] = Future()
        future.set_running_or_notify_cancel()
        try:
            theirs = self._executors[priority].submit(call_here, function, args, family, timeout, __version__)
        except Exception as error:
            raise EngineError(f"the Dask scheduler at {self._address} took no more work: {error}") from error
        theirs.add_done_callback(lambda done: self._hand_on(done, future))
        return future

    def _hand_on(self, theirs: Future[object], ours: Future[object]) -> None:
        try:
            error = theirs.exception()
        except CancelledError as cancelled:
            error = cancelled
        if error is None:
            ours.set_result(theirs.result())
        elif isinstance(error, AudiobookError):
            ours.set_exception(error)
        else:
            ours.set_exception(EngineError(f"the Dask cluster at {self._address} lost the task: {type(error).__name__} {error}".rstrip()))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; tasks under way are finished first, unless they are to be cancelled."""
        for executor in self._executors.values():
            with contextlib.suppress(Exception):
                executor.shutdown(wait=wait and not cancel_futures, cancel_futures=cancel_futures)
        self._client.close()

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.shutdown(cancel_futures=kind is not None)


def _connect(client: Any, address: str, patience: float) -> Any:
    return client(address, timeout=patience, set_as_default=False)


def _mismatch(theirs: str, ours: str) -> str:
    return f"a Dask worker has audiobook {theirs}, this is {ours}; install the same version everywhere"
