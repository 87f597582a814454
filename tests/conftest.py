"""What all tests share: one profile for Hypothesis, and tools that CI may not do without."""

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("AUDIOBOOK_CI")), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
IN_CI = bool(os.environ.get("AUDIOBOOK_CI"))


def find_tool(name: str) -> str:
    """Return the path of a program that a test needs; without it the test is skipped, and in CI (AUDIOBOOK_CI=1) it fails."""
    found = shutil.which(name)
    if found is not None:
        return found
    if IN_CI:
        pytest.fail(f"{name} is not on this machine, and CI does not skip what needs it")
    pytest.skip(f"{name} is not on this machine")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, a test of the real thing that skips itself has failed, whatever it skipped for."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("real"):
        report.outcome = "failed"
        report.longrepr = f"CI does not skip a test of the real thing: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI, a whole module that skips itself (`importorskip`) has failed: what the tests need is in the extra `test`."""
    report = yield
    if IN_CI and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"CI does not skip a module: {report.longrepr}"
    return report


@pytest.fixture
def tool() -> Callable[[str], str]:
    """Find a program by its name: `tool("ffprobe")`."""
    return find_tool


@pytest.fixture(params=sorted(path for path in SEEDS.iterdir() if path.suffix in {".txt", ".md"}), ids=lambda path: path.stem)
def seed(request: pytest.FixtureRequest) -> Path:
    """Each of our own stories, in turn."""
    path: Path = request.param
    return path
