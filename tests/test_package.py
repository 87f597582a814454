"""What is installed is all there is: data files, and a version."""

import tomllib
from importlib import import_module
from pathlib import Path

import audiobook

ROOT = Path(__file__).resolve().parent.parent


def test_every_data_file_goes_into_the_wheel() -> None:
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]["audiobook"]
    package = ROOT / "src" / "audiobook"
    packed = {path for pattern in patterns for path in package.glob(pattern)}
    data = {path for path in package.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
    assert data - packed == set()


def test_the_program_and_the_package_have_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = project["tool"]["setuptools"]["dynamic"]["version"]["attr"].rpartition(".")
    assert getattr(import_module(module), name) == audiobook.__version__
