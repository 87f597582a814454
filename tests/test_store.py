"""The store keeps takes whole, notices damage, and lets several runs in."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Audio, to_int16
from audiobook.errors import StoreError
from audiobook.sound.flac import encode_take
from audiobook.store import DamagedTake, Store, read_take
from audiobook.store.rushes import write_rushes
from audiobook.take import Rush, Take

KEY = "ab" + "0" * 62
SOUND = Audio((np.sin(np.arange(8000) / 9) * 0.5).astype(np.float32), 22050)


def add(store: Store, key: str = KEY) -> Take:
    return store.add_take(key, encode_take(SOUND), rate=22050, length=8000, lead=10, trail=20, peak=0.5, loudness=-21.5)


def test_a_take_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        take = add(store)
        assert store.take(KEY) == take
        heard = read_take(take)
    assert heard.rate == 22050
    assert np.abs(heard.samples - SOUND.samples).max() < 1 / 30000


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        assert store.take(KEY) is None
        assert not store.has_damaged(KEY)


def test_every_damaged_byte_is_noticed(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        path = add(store).path
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 100)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
            take = store.take(KEY)
            if take is None:
                assert store.has_damaged(KEY)
                continue
            with pytest.raises(DamagedTake) as raised:
                read_take(take)
            assert raised.value.key == KEY


@pytest.mark.parametrize("size", [0, 5, 40, -1])
def test_a_cut_file_is_noticed(tmp_path: Path, size: int) -> None:
    with Store(tmp_path) as store:
        path = add(store).path
        path.write_bytes(path.read_bytes()[:size])
        assert store.take(KEY) is None


def test_two_runs_share_one_store_and_a_dead_one_is_swept(tmp_path: Path) -> None:
    dead = (
        "import os, sys; from pathlib import Path; from audiobook.store import Store\n"
        "store = Store(Path(sys.argv[1])); store.scratch('.x').write_bytes(b'half'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", dead, str(tmp_path)], check=False)
    left = list((tmp_path / "v1" / "tmp").iterdir())
    assert len(left) == 1
    with Store(tmp_path) as one, Store(tmp_path) as other:
        one.scratch(".y").write_bytes(b"half")
        add(one)
        assert other.take(KEY) is not None
        assert not left[0].exists()
        assert len(list((tmp_path / "v1" / "tmp").iterdir())) == 2
    assert list((tmp_path / "v1" / "tmp").iterdir()) == []


def test_pruning_waits_for_renders(tmp_path: Path) -> None:
    with Store(tmp_path) as one:
        with Store(tmp_path):
            assert not one.alone()
        assert one.alone()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file stands in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path / "store")


def test_a_full_disk_leaves_no_half_take(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys; from pathlib import Path; from audiobook.store import Store; from audiobook.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); store = Store(Path(sys.argv[1])); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n    store.add_take('cd' + '0' * 62, b'x' * 5000, rate=1, length=1, lead=0, trail=0, peak=0.1, loudness=-20.0)\n"
        "except StoreError as error:\n    print(error); store.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, env={**os.environ})
    assert "what was recorded so far is safe" in done.stdout
    assert not list((tmp_path / "v1").rglob("*.take"))


def rushed(take: Take, path: Path, *sounds: Audio) -> Take:
    """Return the take with the sound in the rushes behind others."""
    write_rushes(path, [to_int16(sound.samples) for sound in (*sounds, SOUND)])
    return replace(take, rush=Rush(path, sum(map(len, sounds))))


def test_what_was_just_recorded_is_heard_from_the_rushes_as_from_the_store(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        take = add(store)
        stored = read_take(take)
        fresh = rushed(take, store.scratch(".rushes"), Audio(SOUND.samples[::-1], 22050))
        take.path.unlink()
        heard = read_take(fresh)
    assert heard.rate == stored.rate
    assert np.array_equal(heard.samples, stored.samples)


@pytest.mark.parametrize("left", [0, 1, 15_999, 16_001, None])
def test_rushes_that_are_gone_or_cut_short_are_not_needed(tmp_path: Path, left: int | None) -> None:
    with Store(tmp_path) as store:
        take, path = add(store), store.scratch(".rushes")
        fresh = rushed(take, path, SOUND)
        if left is None:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:left])
        assert np.array_equal(read_take(fresh).samples, read_take(take).samples)


def test_rushes_that_cannot_be_written_are_done_without(tmp_path: Path) -> None:
    write_rushes(tmp_path / "nowhere" / "a.rushes", [to_int16(SOUND.samples)])
    assert not list(tmp_path.iterdir())
