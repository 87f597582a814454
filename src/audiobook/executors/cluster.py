"""Work spread over a Dask cluster; an optional extra (`cluster`), imported by those who use it."""

import contextlib
import logging
import threading
from concurrent.futures import CancelledError, Future
from concurrent.futures import wait as wait_for
from typing import Any

from audiobook.errors import AudiobookError, EngineError
from audiobook.executors.local import Crew
from audiobook.executors.tasks import TIMEOUT, TaskExecutor
from audiobook.version import __version__

_GOODBYE = 2.0  # seconds that a scheduler has for ours
_LOOK = 0.5  # seconds between two looks at whether the client still is one
_CREW = Crew()  # in each process of the cluster: the children that speak there


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

            logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said by our errors
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
        self._executor: Any = self._client.get_executor(pure=False)
        self._theirs: dict[Future[object], Future[object]] = {}  # what is under way; results are let go, or the cluster would keep them
        self._handing = threading.Lock()  # over the end of a task, which the cluster and the watch may both bring
        self._left = threading.Event()
        threading.Thread(target=self._watch, name="audiobook-dask-watch", daemon=True).start()

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
        future: Future[object] = Future()
        try:
            theirs = self._executor.submit(call_here, function, args, family, timeout, __version__, priority=-priority)
        except Exception as error:
            raise EngineError(f"the Dask scheduler at {self._address} took no more work: {error}") from error
        self._theirs[future] = theirs
        future.add_done_callback(self._let_go)
        theirs.add_done_callback(lambda done: self._hand_on(done, future))
        return future

    def _let_go(self, ours: Future[object]) -> None:
        theirs = self._theirs.pop(ours)
        if ours.cancelled():
            theirs.cancel()

    def _watch(self) -> None:
        """Fail what is under way when the client has closed for want of a scheduler: Dask leaves tasks sent in that moment waiting for ever."""
        while not self._left.wait(_LOOK):
            if self._client.status != "closed" or self._left.wait(_LOOK):  # once more, for those that Dask itself ends
                continue
            for future in list(self._theirs):
                self._end(future, EngineError(f"the Dask scheduler at {self._address} went away"))

    def _end(self, ours: Future[object], error: BaseException | None, result: object = None) -> None:
        """Hand a task's end on, if nobody has."""
        with self._handing:
            if ours.running() or ours.done() or not ours.set_running_or_notify_cancel():
                return
        if error is None:
            ours.set_result(result)
        else:
            ours.set_exception(error)

    def _hand_on(self, theirs: Future[object], ours: Future[object]) -> None:
        try:
            error = theirs.exception()
        except CancelledError as cancelled:
            error = cancelled
        if error is None:
            self._end(ours, None, theirs.result())
        elif isinstance(error, AudiobookError):
            self._end(ours, error)
        else:
            self._end(ours, EngineError(f"the Dask cluster at {self._address} lost the task: {type(error).__name__} {error}".rstrip()))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; tasks under way are finished first, unless they are to be cancelled."""
        under_way = list(self._theirs)
        if cancel_futures:
            for future in under_way:
                future.cancel()
        elif wait:
            wait_for(under_way)
        self._left.set()
        with contextlib.suppress(Exception):  # there may be no scheduler any more
            self._executor.shutdown(wait=False)
        with contextlib.suppress(Exception):
            self._client.close(timeout=_GOODBYE)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.shutdown(cancel_futures=kind is not None)


def _connect(client: Any, address: str, patience: float) -> Any:
    return client(address, timeout=patience, set_as_default=False)


def _mismatch(theirs: str, ours: str) -> str:
    return f"a Dask worker has audiobook {theirs}, this is {ours}; install the same version everywhere"
