"""How many cores this process may use."""

import os
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
_MEMBERSHIP = Path("/proc/self/cgroup")


def available_jobs() -> int:
    """Return the number of cores that this process may use, at least 1: its affinity, within its control groups' CPU quota (v1 and v2)."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cpu_quota(_CGROUPS, _MEMBERSHIP)
    return max(1, min(cores, round(quota) if quota else cores))


def cpu_quota(cgroups: Path, membership: Path) -> float | None:
    """Return the tightest CPU quota, in cores, of the groups that the membership file names and of those above them; None where there is none."""
    quotas = []
    for line in _lines(membership):
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        root = cgroups / controllers if controllers and (cgroups / controllers).is_dir() else cgroups / "cpu" if controllers else cgroups
        folder = root / path.lstrip("/")
        while True:
            quotas.append(_quota(folder))
            if folder == root or root not in folder.parents:
                break
            folder = folder.parent
    return min((quota for quota in quotas if quota), default=None)


def _quota(folder: Path) -> float | None:
    fields = " ".join(_lines(folder / "cpu.max")).split() or [" ".join(_lines(folder / f"cpu.cfs_{name}_us")) for name in ("quota", "period")]
    try:
        quota, period = (float(field) for field in fields)
    except ValueError:  # "max", or no such file
        return None
    return quota / period if quota > 0 and period > 0 else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []
