"""Where work is done: in this process, in child processes of this machine, or on a cluster; the same to whoever gives the work."""

from concurrent.futures import Executor, Future
from typing import Any

from audiobook.executors.cores import available_jobs
from audiobook.executors.inline import InlineExecutor
from audiobook.executors.local import LocalExecutor
from audiobook.executors.tasks import TIMEOUT, TaskExecutor

__all__ = ["TIMEOUT", "DaskExecutor", "Executor", "Future", "InlineExecutor", "LocalExecutor", "TaskExecutor", "available_jobs"]


def __getattr__(name: str) -> Any:
    if name == "DaskExecutor":  # imported when somebody has a cluster
        from audiobook.executors.cluster import DaskExecutor

        return DaskExecutor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
