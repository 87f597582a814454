"""What is installed is all there is: data files, and a version."""

import tomllib
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
    assert audiobook.__version__.count(".") == 2
    assert 'version = { attr = "audiobook.__version__" }' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
