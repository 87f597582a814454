"""Files rewritten whole or not at all."""

import os
from pathlib import Path

import pytest

from audiobook.errors import OutputError, SheetError
from audiobook.yamlfile import rewrite


def test_a_missing_file_is_made_from_what_is_fresh(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    rewrite(path, lambda text: text + "b\n", fresh="a\n")
    assert path.read_bytes() == b"a\nb\n"
    assert list(tmp_path.iterdir()) == [path]


def test_newlines_and_byte_order_mark_stay(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_bytes(b"\xef\xbb\xbfa\r\n\nb\r")
    rewrite(path, lambda text: text + "c")
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\n\nb\rc"


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    target, link = tmp_path / "deep" / "cast.yaml", tmp_path / "voices.yaml"
    target.write_text("a\n")
    target.chmod(0o640)
    link.symlink_to(target)
    rewrite(link, lambda text: text + "b\n")
    assert link.is_symlink() and target.read_text() == "a\nb\n" and target.stat().st_mode & 0o777 == 0o640


def test_a_link_to_nothing_gets_its_target(tmp_path: Path) -> None:
    link = tmp_path / "voices.yaml"
    link.symlink_to(tmp_path / "cast.yaml")
    rewrite(link, lambda text: "a\n")
    assert link.is_symlink() and (tmp_path / "cast.yaml").read_text() == "a\n"


def test_an_unchanged_file_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text("a\n")
    before = path.stat()
    rewrite(path, lambda text: text)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_what_somebody_writes_meanwhile_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text("a\n")
    others = iter(["theirs\n"])

    def change(text: str) -> str:
        for line in others:
            path.write_text(path.read_text() + line)
        return text + "ours\n"

    rewrite(path, change)
    assert path.read_text() == "a\ntheirs\nours\n"


def test_somebody_who_never_stops_writing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"

    def change(text: str) -> str:
        path.write_text(text + "x")
        return text + "ours\n"

    with pytest.raises(OutputError, match="somebody else keeps writing it"):
        rewrite(path, change)
    assert list(tmp_path.iterdir()) == [path] and "ours" not in path.read_text()


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written: No such file or directory"):
        rewrite(tmp_path / "none" / "voices.yaml", lambda text: "a")
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written: Not a directory"):
        rewrite(tmp_path / "file" / "voices.yaml", lambda text: "a")
    with pytest.raises(SheetError, match="Is a directory"):
        rewrite(tmp_path, lambda text: "a")


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text("a\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        rewrite(path, lambda text: text + "b\n")
    assert path.read_text() == "a\n" and list(tmp_path.iterdir()) == [path]
